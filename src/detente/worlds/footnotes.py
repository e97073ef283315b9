"""Notes beside the statements they stand at: a mark in the text, the note at its foot, and whether the two share a word.

A statement whose words end where a mark ``[1]`` stands is *anchored* to note 1. If fewer than two of the note's words occur in the
statement (its words, what it says, its speakers), the note may be about something else, and then the statement has no source. Words that
the text uses in many places do not count. That is a signal to look, no verdict: a note may well support a statement in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detente.dossier.dossier import Dossier
from detente.evidence import Claim, Document

__all__ = ["Anchor", "anchors"]

_MARK = re.compile(r"[ .,;:!?\"'”’)]{0,4}\[(\d{1,3})\]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENOUGH = 2
_STEM = 5  # letters that two forms of a word have in common
_PLACES = 3  # paragraphs, the note's and the statement's among them, in which a word may occur and still tell something


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement, the number of the note at its end, the note's first words ('' where there is no such note), and the words they share."""

    claim: str
    number: int
    note: str
    shared: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether the note exists and shares two words with the statement."""
        return bool(self.note) and len(self.shared) >= _ENOUGH

    def __repr__(self) -> str:
        return f"Anchor({self.claim} [{self.number}]: {', '.join(self.shared) or 'no word in common'})"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"claim": self.claim, "number": self.number, "note": self.note, "shared": list(self.shared), "fits": self.fits}


def anchors(dossier: Dossier) -> tuple[Anchor, ...]:
    """Every statement that nobody rejected and that ends at a note's mark, in the order of the dossier."""
    return tuple(
        found
        for name, claim in dossier.claims.items()
        if name in dossier.standing and claim.document in dossier.documents
        for found in _anchored(claim, dossier.documents[str(claim.document)])
    )


def _anchored(claim: Claim, document: Document) -> Iterator[Anchor]:
    mark = _MARK.match(document.text, claim.span.end) if claim.span else None
    if mark:
        number = int(mark[1])
        note = _note(document, number)
        about = _stems(" ".join((claim.quote, claim.says, claim.cue, *claim.speaker)))
        paragraphs = [_stems(document.text[span.start : span.end]) for span in document.paragraphs]
        shared = {word for stem, word in _stems(note).items() if stem in about and sum(stem in words for words in paragraphs) <= _PLACES}
        yield Anchor(claim.id, number, note[:120], tuple(sorted(shared)))


def _note(document: Document, number: int) -> str:
    """The note with this number: the paragraph that begins with its mark."""
    for span in document.paragraphs:
        words = document.text[span.start : span.end]
        if words.startswith(f"[{number}]"):
            return words.removeprefix(f"[{number}]").strip()
    return ""


def _stems(text: str) -> dict[str, str]:
    return {word.casefold()[:_STEM]: word.casefold() for word in _WORD.findall(text)}
