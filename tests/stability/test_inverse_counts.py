"""Counting rankings by subsets: against trying every ranking, and by hand."""

from __future__ import annotations

import json
from itertools import permutations, product

import pytest
from hypothesis import given, settings

from detente.cases import load
from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.options import Option
from detente.stability.inverse_counts import count_rankings
from detente.stability.reference import stable_states
from detente.testing import conflicts, listed_conflicts


def tried(conflict: Conflict | ListedConflict, state: int, free: tuple[str, ...]) -> dict[str, int]:
    """Every joint order, the whole table of stability for each."""
    model = graph_model(conflict)
    counts = dict.fromkeys(("nash", "gmr", "smr", "seq", "sseq"), 0)
    for orders in product(permutations(range(len(model.labels))), repeat=len(free)):
        ranks = {**model.ranks, **dict(zip(free, orders, strict=True))}
        flags = stable_states(type(model)(model.decision_makers, model.labels, model.successors, ranks))
        for concept, by_maker in flags.items():
            counts[str(concept)] += all(stable[state] for stable in by_maker.values())
    return counts


@settings(max_examples=25)
@given(conflicts(max_options=2, decision_makers=(2, 3)))
def test_one_free_decision_maker(conflict: Conflict) -> None:
    labels = graph_model(conflict).labels
    found = count_rankings(conflict, labels[-1], free=conflict.decision_makers[0])
    assert found.counts == tried(conflict, len(labels) - 1, conflict.decision_makers[:1])


@settings(max_examples=15)
@given(listed_conflicts(max_states=4, decision_makers=(2, 3)))
def test_listed_moves_and_one_free_decision_maker(conflict: ListedConflict) -> None:
    found = count_rankings(conflict, conflict.states[0], free=[conflict.decision_makers[-1]])
    assert found.counts == tried(conflict, 0, conflict.decision_makers[-1:])


@settings(max_examples=8)
@given(listed_conflicts(max_states=3, decision_makers=(2, 2)))
def test_two_free_decision_makers(conflict: ListedConflict) -> None:
    found = count_rankings(conflict, conflict.states[0], free=conflict.decision_makers)
    assert found.counts == tried(conflict, 0, conflict.decision_makers)


def test_half_of_the_rankings_of_two_states() -> None:
    """Nobody else moves: the state rests iff it is above the other one, whatever the concept."""
    alone = Conflict((Option("go", "I"),), ("I",))
    found = count_rankings(alone, "N", free="I")
    assert found.rankings == 2
    assert set(found.counts.values()) == {1}


def test_both_sides_of_two_by_two() -> None:
    """Each must rank the state above one other: half of each side's 24 rankings, 12 · 12 for Nash."""
    found = count_rankings(load("prisoners_dilemma"), "YY", free=["Row", "Col"], concepts="nash")
    assert found.rankings == 24 * 24
    assert found.counts == {"nash": 144}
    assert json.loads(json.dumps(found.to_dict()))["counts"] == {"nash": 144}


def test_what_was_not_counted_says_so() -> None:
    found = count_rankings(load("syria_iraq_1975"), "YNN", free=["Syria", "Iraq"], bound=1000)
    assert not found.complete
    assert found.counts["seq"] is None
    # Syria can move to two other states and must rank the target above both: a third of its rankings; Iraq to one: a half.
    assert found.counts["nash"] == 240 * 360
    with pytest.raises(UnknownName, match="Iraq"):
        count_rankings(load("syria_iraq_1975"), "YNN", free="Irak")
