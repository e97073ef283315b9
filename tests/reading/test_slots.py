"""What is put to the network that reads positions, and what is made of its answers."""

from __future__ import annotations

import numpy as np
import pytest

from detente.evidence import Stance
from detente.reading.held import _clauses
from detente.reading.tagger.slots import SLOTS, Named, ask
from detente.reading.tagger.wordpieces import Pieces, words

_WORDS = "[PAD] [UNK] [CLS] [SEP] nor ##land su ##d demands that the mine close . it said no : chair"
SMALL = Pieces({piece: number for number, piece in enumerate(_WORDS.split())})
FIRST = len(SMALL.vocabulary)  # the number of slot 0


def written(numbers: np.ndarray) -> str:
    names = [*SMALL.vocabulary, *(f"<{number}>" for number in range(SLOTS))]
    return " ".join(names[number] for number in numbers)


def test_parties_stand_in_front_and_in_place_of_their_mentions() -> None:
    text = words("It said no. Norland demands that Sud close the mine.")
    named = [Named(4, 5, 7), Named(7, 8, 3)]
    asked = ask(text, named, SMALL, sentence=(4, 12), before=(0, 4))
    assert written(asked.pieces) == "[CLS] <0> <1> [SEP] [SEP] it said no . [SEP] <0> demands that <1> close the mine . [SEP]"
    assert asked.parties == (7, 3)
    assert asked.part.tolist() == [0] * 4 + [1] + [2] * 5 + [3] * 9
    assert [text[at].text for at in asked.word] == ["Norland", "demands", "that", "Sud", "close", "the", "mine", "."]
    assert asked.first.tolist() == list(range(10, 18))


def test_a_voice_without_a_name_stands_in_the_lead() -> None:
    text = words("Chair: it said no.")
    asked = ask(text, [Named(0, 1, 5)], SMALL, sentence=(2, 6), lead=(0, 2))
    assert written(asked.pieces) == "[CLS] <0> [SEP] <0> : [SEP] [SEP] it said no . [SEP]"
    unnamed = ask(text, [], SMALL, sentence=(2, 6), voice=9)
    assert written(unnamed.pieces) == "[CLS] <0> [SEP] <0> [SEP] [SEP] it said no . [SEP]"
    assert unnamed.parties == (9,)


def test_names_never_reach_the_network() -> None:
    """Two texts that differ in their parties' names alone are one question."""
    one, other = words("Norland demands that Sud close."), words("The chair demands that Norland close.")
    first = ask(one, [Named(0, 1, 0), Named(3, 4, 1)], SMALL, sentence=(0, 6))
    second = ask(other, [Named(0, 2, 0), Named(4, 5, 1)], SMALL, sentence=(0, 7))
    for field in ("pieces", "case", "quoted", "part"):
        assert np.array_equal(getattr(first, field), getattr(second, field)), field
    assert second.first.tolist() == [4 + 2, 4 + 2, 7, 8, 9, 10, 11]


def test_the_words_nearest_to_the_sentence_are_kept_of_what_stands_before() -> None:
    text = words(" ".join(["no"] * 200) + " it said .")
    asked = ask(text, [Named(201, 202, 0)], SMALL, sentence=(200, 203), before=(0, 200))
    assert 20 < int((asked.part == 2).sum()) < 80
    assert asked.word.tolist() == [200, 201, 202]


def test_more_parties_than_slots_stand_there_by_name() -> None:
    text = words(" ".join(["mine"] * (SLOTS + 3)))
    asked = ask(text, [Named(at, at + 1, at) for at in range(SLOTS + 3)], SMALL, sentence=(0, SLOTS + 3))
    assert asked.parties == tuple(range(SLOTS))
    assert (asked.pieces == SMALL.vocabulary["mine"]).sum() == 3
    assert asked.pieces.max() == FIRST + SLOTS - 1


@pytest.mark.parametrize(
    ("inside", "begins", "found"),
    [
        ([-1, 1, 1, 1, -1, -1, -1, -1], [-1, 1, -1, -1, -1, -1, -1, -1], [(1, 4)]),
        ([-1, 1, 1, -1, 1, 1, -1, -1, -1], [-1] * 9, [(1, 6)]),  # a gap of one word is no end
        ([-1] * 5, [-1] * 5, [(0, 5)]),  # nothing marked: the whole sentence
        ([1, 1, 1, 1, -1, -1, -1, 2, 2, 2, 2, 2], [1, -1, -1, -1, -1, -1, -1, 1, -1, -1, -1, -1], [(7, 12), (0, 4)]),
        ([1, 1, 1, 1, 1, 1, 1, 1], [1, -1, -1, -1, 1, -1, -1, -1], [(0, 4), (4, 8)]),  # another clause begins within
    ],
)
def test_clauses_are_runs_of_words_inside(inside: list[float], begins: list[float], found: list[tuple[int, int]]) -> None:
    assert _clauses(np.asarray(inside, np.float32), np.asarray(begins, np.float32)) == found


def test_stances_are_those_of_the_evidence() -> None:
    from detente.reading.tagger.asker import STANCES

    assert set(STANCES) == {stance.value for stance in Stance}
