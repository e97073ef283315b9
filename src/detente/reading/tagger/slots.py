"""Sentences put to the network one by one, with the parties in sight as slots in front, and every mention of them as its slot.

``[CLS] slots [SEP] lead [SEP] before [SEP] sentence [SEP]``: *lead* is who speaks in this turn or section, *before* the end of what
stands before
the sentence. Wherever a party is mentioned, its slot stands instead of its name, so the network never sees a party's name: two
parties whose names are exchanged are read alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.wordpieces import Pieces, Word

__all__ = ["SLOTS", "Asked", "Named", "ask"]

SLOTS = 12  # parties in sight of one sentence; further ones stand there by name
_LEAD, _BEFORE, _SENTENCE = 16, 64, 110  # pieces at most


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of party ``party`` at words ``start`` to before ``end``."""

    start: int
    end: int
    party: int


@dataclass(frozen=True)
class Asked:
    """Pieces of one question.

    ``pieces`` are numbers of the vocabulary, or its size plus the number of a slot; ``case``, ``quoted`` and ``part`` (0 slots, 1 lead,
    2 before,
    3 sentence) go with them. ``parties`` are the parties in sight; the slot of the first stands at piece 1, and so on. ``first`` says at
    which piece each of the words ``word`` of the sentence stands.
    """

    pieces: NDArray[np.int32]
    case: NDArray[np.int8]
    quoted: NDArray[np.int8]
    part: NDArray[np.int8]
    parties: tuple[int, ...]
    first: NDArray[np.int32]
    word: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Bit:
    """What stands for one word, or for all words of a mention."""

    words: tuple[int, ...]
    party: int | None
    pieces: tuple[int, ...]


def ask(
    text: Sequence[Word],
    named: Sequence[Named],
    pieces: Pieces,
    *,
    sentence: tuple[int, int],
    before: tuple[int, int] | None = None,
    lead: tuple[int, int] | None = None,
    voice: int | None = None,
    numbers: Sequence[int] = range(SLOTS),
) -> Asked:
    """The question about the words ``sentence`` of a text.

    ``before`` and ``lead`` are word ranges as well; ``voice`` is a party that speaks here whose name is in neither. ``numbers`` are the
    slots' numbers, in
    the order in which parties come into sight. ``named`` must be in text order, without overlaps.
    """
    at = {mention.start: mention for mention in named}
    parts = [
        _cut(_bits(text, at, pieces, lead), _LEAD),
        _cut(_bits(text, at, pieces, before)[::-1], _BEFORE)[::-1],
        _cut(_bits(text, at, pieces, sentence), _SENTENCE),
    ]
    if voice is not None:
        parts[0] = [_Bit((), voice, ()), *parts[0]]
    sight = [*dict.fromkeys(bit.party for part in parts for bit in part if bit.party is not None)][:SLOTS]
    slot = {party: len(pieces.vocabulary) + numbers[rank] for rank, party in enumerate(sight)}
    return _laid(text, parts, tuple(sight), slot, pieces.vocabulary)


def _bits(text: Sequence[Word], at: Mapping[int, Named], pieces: Pieces, where: tuple[int, int] | None) -> list[_Bit]:
    made: list[_Bit] = []
    number, end = where or (0, 0)
    while number < end:
        mention = at.get(number)
        if mention is not None and mention.end <= end:
            made.append(
                _Bit(tuple(range(number, mention.end)), mention.party, tuple(p for w in text[number : mention.end] for p in pieces(w.text)))
            )
            number = mention.end
        else:
            made.append(_Bit((number,), None, pieces(text[number].text)))
            number += 1
    return made


def _cut(bits: Sequence[_Bit], most: int) -> list[_Bit]:
    made: list[_Bit] = []
    for bit in bits:
        most -= 1 if bit.party is not None else len(bit.pieces)
        if most < 0:
            break
        made.append(bit)
    return made


def _laid(
    text: Sequence[Word], parts: Sequence[Sequence[_Bit]], sight: tuple[int, ...], slot: Mapping[int, int], vocabulary: Mapping[str, int]
) -> Asked:
    numbers = [vocabulary["[CLS]"], *(slot[party] for party in sight), vocabulary["[SEP]"]]
    case, quoted, part = ([0] * len(numbers) for _ in range(3))
    first: list[int] = []
    word: list[int] = []
    for kind, bits in enumerate(parts, 1):
        for bit in bits:
            if kind == len(parts):
                first.extend([len(numbers)] * len(bit.words))
                word.extend(bit.words)
            number = slot.get(bit.party) if bit.party is not None else None
            whole = (number,) if number is not None else bit.pieces
            numbers.extend(whole)
            known = bool(bit.words) and number is None
            case.extend([int(text[bit.words[0]].case) if known else 0] * len(whole))
            quoted.extend([int(text[bit.words[0]].quoted) if bit.words else 0] * len(whole))
            part.extend([kind] * len(whole))
        numbers.append(vocabulary["[SEP]"])
        for row in (case, quoted):
            row.append(0)
        part.append(kind)
    return Asked(
        np.asarray(numbers, np.int32),
        np.asarray(case, np.int8),
        np.asarray(quoted, np.int8),
        np.asarray(part, np.int8),
        sight,
        np.asarray(first, np.int32),
        np.asarray(word, np.int32),
    )
