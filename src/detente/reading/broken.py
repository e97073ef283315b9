"""A sentence on which a rule breaks costs its own claims, never the document.

The document is read as a whole, since sentences explain one another. Where that raises, the sentences at fault are looked for by halves
(each half is read alone; one that can be read is innocent), taken out, and the rest is read again. They are counted and named in the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from detente.evidence import Account
from detente.reading.sentences import Sentence

__all__ = ["whole_sentences"]

_MOST_TRIES = 400
_NAMED = 3  # sentences whose places are told


class _Reads(Protocol):
    def __call__(self, split: Sequence[Sentence], *, voices: str | None = None) -> Account: ...


def whole_sentences(split: Sequence[Sentence], read: _Reads) -> tuple[tuple[Sentence, ...], Account, tuple[str, ...]]:
    """The sentences that can be read together, their account, and what to say of the others."""
    account = _tried(split, read)
    if account is not None:
        return tuple(split), account, ()
    account = _tried(split, read, voices="rules")
    if account is not None:
        return tuple(split), account, ("the trained model stumbled over this text: who says what was read by rules alone",)
    good = _Search(read).good(list(split))
    whole = _numbered(good)
    account = _tried(whole, read)
    notes: tuple[str, ...] = ()
    if account is None:
        notes = ("the trained model stumbled over this text: who says what was read by rules alone",)
        account = _tried(whole, read, voices="rules")
    if account is None:  # each can be read, and not all together: nothing is better than a guess
        whole, account = (), read((), voices="rules")
    kept = {sentence.span for sentence in whole}
    lost = [sentence for sentence in split if sentence.span not in kept]
    return whole, account, (*notes, _said(lost))


def _said(lost: Sequence[Sentence]) -> str:
    places = ", ".join(f"P{sentence.paragraph}" for sentence in lost[:_NAMED]) + (", …" if len(lost) > _NAMED else "")
    return (
        f"{len(lost)} sentence{'s' if len(lost) > 1 else ''} could not be read and {'were' if len(lost) > 1 else 'was'} skipped ({places})"
    )


def _numbered(split: Sequence[Sentence]) -> tuple[Sentence, ...]:
    return tuple(replace(sentence, index=at) for at, sentence in enumerate(split))


def _tried(split: Sequence[Sentence], read: _Reads, voices: str | None = None) -> Account | None:
    try:
        return read(_numbered(split), voices=voices)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a rule stumbles over is a sentence's fault here, and is told in the notes
        return None


class _Search:
    """For sentences that can be read together, by rules alone."""

    def __init__(self, read: _Reads) -> None:
        self.read = read
        self.tries = 0

    def good(self, split: list[Sentence]) -> list[Sentence]:
        """Most of ``split``, such that it can be read."""
        self.tries += 1
        if self.tries > _MOST_TRIES:
            return []
        if not split or _tried(split, self.read, voices="rules") is not None:
            return split
        if len(split) == 1:
            return []
        middle = len(split) // 2
        first, second = self.good(split[:middle]), self.good(split[middle:])
        together = [*first, *second]
        if len(together) == len(split):  # each half can be read, and both together cannot
            return first
        return together if _tried(together, self.read, voices="rules") is not None else first
