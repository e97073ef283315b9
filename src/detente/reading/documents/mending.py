"""A damaged text as it is read, with the way back to the text as it is stored.

Words broken at line ends, page numbers and running heads, ligatures, letters that went through the wrong encoding, leftover tags and
entities: the reader works on a mended copy, in which each character knows the stretch of the stored text that it stands for. What it
finds is told in the stored text's own words and places, so a quotation can be looked up in the file that the person has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.evidence import Account, Claim, Document, Position, Span
from detente.reading.documents.damage import Edit, entities, letters, replaced, tags, words_broken
from detente.reading.documents.furniture import furniture
from detente.reading.documents.layout import block_quotations, introduced, wrapped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Mended", "mend"]

_Finder = Callable[[str], tuple[list[Edit], str]]


@dataclass(frozen=True)
class Mended:
    """The text to read, and for each of its characters where in the stored text it begins and ends (None: nothing was mended)."""

    text: str
    starts: NDArray[np.int32] | None = None
    ends: NDArray[np.int32] | None = None
    notes: tuple[str, ...] = ()

    def back(self, span: Span) -> Span:
        """The place in the stored text of a place in the mended one."""
        if self.starts is None or self.ends is None or span.end <= span.start:
            return span
        import numpy as np

        starts, ends = self.starts[span.start : span.end], self.ends[span.start : span.end]
        real = np.flatnonzero(ends > starts)  # not the marks that were put in
        if not real.size:
            return Span(int(starts[0]), int(ends[-1]))
        return Span(int(starts[real[0]]), int(ends[real[-1]]))

    def returned(self, account: Account, stored: Document) -> Account:
        """The account of the mended text as one of the stored text; a claim whose words came from nowhere is left out, and counted."""
        if self.starts is None:
            return replace(account, document=replace(account.document, text=stored.text))
        claims = tuple(claim for claim in (self._claim(claim, stored.text) for claim in account.claims) if claim.quote.strip())
        known = {claim.id for claim in claims}
        positions = tuple(self._position(one) for one in account.positions if set(one.claims) <= known)
        lost = len(account.claims) - len(claims)
        said = (f"{lost} claims were dropped because their words are not in the text",) if lost else ()
        return replace(
            account, document=replace(account.document, text=stored.text), claims=claims, positions=positions, notes=(*account.notes, *said)
        )

    def _claim(self, claim: Claim, stored: str) -> Claim:
        if claim.span is None:
            return claim
        span = self.back(claim.span)
        return replace(claim, span=span, quote=stored[span.start : span.end])

    def _position(self, position: Position) -> Position:
        return replace(position, span=self.back(position.span)) if position.span else position


_STEPS: tuple[_Finder, ...] = (letters, tags, entities, furniture, words_broken, block_quotations, introduced, wrapped)


def mend(text: str) -> Mended:
    r"""The text as it is read; a text without damage comes back as it is.

    >>> found = mend("The ﬁrst pro-\nposal was with&shy;drawn.")
    >>> found.text, found.back(Span(4, 18))
    ('The first proposal was withdrawn.', Span(start=4, end=19))
    """
    mended, starts, ends = text, None, None
    notes: list[str] = []
    for step in _STEPS:
        edits, said = step(mended)
        if not edits:
            continue
        if starts is None or ends is None:
            import numpy as np

            starts = np.arange(len(text), dtype=np.int32)
            ends = starts + np.int32(1)
        mended, starts, ends = _applied(mended, starts, ends, edits)
        if said:
            notes.append(said)
    return Mended(mended, starts, ends, tuple(notes))


def _applied(
    text: str, starts: NDArray[np.int32], ends: NDArray[np.int32], edits: Sequence[Edit]
) -> tuple[str, NDArray[np.int32], NDArray[np.int32]]:
    """The text with each stretch replaced; what replaces a stretch stands for all of it, what is put in stands for nothing."""
    import numpy as np

    firsts: list[NDArray[np.int32]] = []
    lasts: list[NDArray[np.int32]] = []
    at = 0
    for start, end, new in edits:
        firsts.append(starts[at:start])
        lasts.append(ends[at:start])
        if new:
            here = int(starts[start]) if start < len(starts) else int(ends[-1])
            there = int(ends[end - 1]) if end > start else here
            firsts.append(np.full(len(new), here, dtype=np.int32))
            lasts.append(np.full(len(new), max(here, there), dtype=np.int32))
        at = end
    firsts.append(starts[at:])
    lasts.append(ends[at:])
    return replaced(text, edits), np.concatenate(firsts), np.concatenate(lasts)
