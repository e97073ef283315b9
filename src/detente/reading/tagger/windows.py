"""A text cut into windows that the encoder can take in: whole paragraphs, with their neighbours as context.

Each window is ``[CLS] words [SEP] words [SEP] …``: a separator ends each paragraph. What a window *owns* is read from it; the rest of it is
context, owned by a window before or after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.wordpieces import Pieces, Word

__all__ = ["LONGEST", "Window", "windows"]

LONGEST = 256  # pieces in a window
_CONTEXT = 24  # pieces of the paragraphs before, and half as many after


@dataclass(frozen=True)
class Window:
    """Pieces and words of a window.

    ``pieces``, ``case`` and ``quoted`` have one entry a piece; ``first`` says at which piece each word begins, ``word`` which word it is,
    ``owned`` whether it is read from this window.
    """

    pieces: NDArray[np.int32]
    case: NDArray[np.int8]
    quoted: NDArray[np.int8]
    first: NDArray[np.int32]
    word: NDArray[np.int32]
    owned: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Block:
    """Words of one paragraph, or of as much of it as fits into a window."""

    start: int
    end: int
    size: int
    closes: bool


def windows(text: Sequence[Word], pieces: Pieces, *, longest: int = LONGEST, context: int = _CONTEXT) -> Iterator[Window]:
    """The windows of a text, in order; each word is owned by exactly one."""
    cut = [pieces(word.text) for word in text]
    blocks = _blocks(text, cut, longest - 2 * context)
    room = longest - 2
    at = 0
    while at < len(blocks):
        before = at
        left = 0
        while before and left + blocks[before - 1].size <= context:
            before -= 1
            left += blocks[before].size
        end, taken = at, left
        while end < len(blocks) and (end == at or taken + blocks[end].size <= room - context // 2):
            taken += blocks[end].size
            end += 1
        after = end
        while after < len(blocks) and taken + blocks[after].size <= room:
            taken += blocks[after].size
            after += 1
        yield _window(text, cut, pieces, blocks[before:after], (blocks[at].start, blocks[end - 1].end))
        at = end


def _blocks(text: Sequence[Word], cut: Sequence[tuple[int, ...]], most: int) -> list[_Block]:
    blocks: list[_Block] = []
    for _, group in groupby(range(len(text)), key=lambda at: text[at].paragraph):
        members = [*group]
        start, size = members[0], 1
        for at in members:
            if size + len(cut[at]) > most:
                blocks.append(_Block(start, at, size - 1, closes=False))
                start, size = at, 1
            size += len(cut[at])
        blocks.append(_Block(start, members[-1] + 1, size, closes=True))
    return blocks


def _window(
    text: Sequence[Word], cut: Sequence[tuple[int, ...]], pieces: Pieces, blocks: Sequence[_Block], owned: tuple[int, int]
) -> Window:
    numbers = [pieces.vocabulary["[CLS]"]]
    case, quoted, first, word = [0], [0], [], []
    for block in blocks:
        for at in range(block.start, block.end):
            first.append(len(numbers))
            word.append(at)
            numbers.extend(cut[at])
            case.extend([int(text[at].case)] * len(cut[at]))
            quoted.extend([int(text[at].quoted)] * len(cut[at]))
        if block.closes:
            numbers.append(pieces.vocabulary["[SEP]"])
            case.append(0)
            quoted.append(0)
    which = np.asarray(word, np.int32)
    return Window(
        np.asarray(numbers, np.int32),
        np.asarray(case, np.int8),
        np.asarray(quoted, np.int8),
        np.asarray(first, np.int32),
        which,
        (which >= owned[0]) & (which < owned[1]),
    )
