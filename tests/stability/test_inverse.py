"""Inverse analysis by hand, and against solving every changed list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement, Unknown
from detente.graphmodel.statements import parse
from detente.graphmodel.states import state_space
from detente.stability import solve
from detente.stability.inverse import Change, smallest_changes
from detente.testing import conflicts


def wants(*statements: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in statements), Rest.indifferent)


STRIKES = Statement(parse("strikes"))
CONFLICT = Conflict(
    (Option("strikes", "North"), Option("deliveries", "Envoy")),
    ("North", "Envoy"),
    {"North": wants("not deliveries", "strikes"), "Envoy": wants("deliveries iff strikes")},
)


def test_only_north_could_and_by_setting_one_wish_aside() -> None:
    """Under Nash North leaves NN for strikes, wherever that wish stands in its list; the envoy's list has no part in it."""
    found = smallest_changes(CONFLICT, "NN", "nash")
    assert not found.rests
    assert found.changes == {"North": ((Change(STRIKES, 1, None),),), "Envoy": ()}
    assert found.complete == {"North": True, "Envoy": True}


def test_the_envoy_could_by_a_reply_that_deters() -> None:
    """An envoy that puts holding back first does not answer: NN is no SEQ equilibrium until that wish comes second, or goes."""
    conflict = replace(CONFLICT, preferences={**CONFLICT.preferences, "Envoy": wants("not deliveries", "deliveries iff strikes")})
    found = smallest_changes(conflict, "NN", "seq")
    first, second = (statement for tier in wants("not deliveries", "deliveries iff strikes").tiers for statement in tier)
    assert found.changes["North"] == ((Change(STRIKES, 1, None),),)
    # to move the first after the second, or the second before the first, is the same list: it is named once
    assert found.changes["Envoy"] == ((Change(first, 0, None),), (Change(second, 1, 0),))


def test_nothing_to_change() -> None:
    found = smallest_changes(CONFLICT, "NN", "seq")
    assert found.rests
    assert set(found.changes.values()) == {()}
    unknown = replace(CONFLICT, preferences={**CONFLICT.preferences, "Envoy": Unknown()})
    assert smallest_changes(unknown, "NN", "seq").changes["Envoy"] == ()


def test_a_search_that_was_cut_short_says_so() -> None:
    found = smallest_changes(CONFLICT, "NN", "nash", budget=0)
    assert found.changes["North"] == ()
    assert found.complete == {"North": False, "Envoy": True}


def test_what_cannot_be_asked() -> None:
    with pytest.raises(ModelError, match="changes nothing"):
        smallest_changes(CONFLICT, "NN", most=0)
    with pytest.raises(ModelError, match="no state label"):
        smallest_changes(CONFLICT, "N")


@given(conflicts(max_options=3, decision_makers=(2, 3), max_tiers=3))
def test_one_change_is_found_wherever_one_is_enough(conflict: Conflict) -> None:
    state = state_space(conflict).labels[0]
    for concept in ("nash", "seq"):
        found = smallest_changes(conflict, state, concept, most=1)
        assert found.rests == (state in solve(conflict, concepts=concept).equilibria(concept))
        for maker in conflict.decision_makers:
            preference = conflict.preference(maker)
            assert isinstance(preference, Prioritization)
            said = list(preference.statements)
            without = [said[:k] + said[k + 1 :] for k in range(len(said))]
            moved = [[*rest[:to], said[k], *rest[to:]] for k, rest in enumerate(without) for to in range(len(said))]
            enough = False
            for changed in without + moved:
                tiers = tuple((statement,) for statement in changed)
                other = replace(conflict, preferences={**conflict.preferences, maker: replace(preference, tiers=tiers)})
                enough = enough or state in solve(other, concepts=concept).equilibria(concept)
            assert bool(found.changes[maker]) == (enough and not found.rests)
            assert all(len(steps) == 1 for steps in found.changes[maker])
