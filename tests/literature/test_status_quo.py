"""Status quo analysis of Elmira from s1, and against the definition by exact lengths."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.cases import load, published
from detente.errors import UnknownName
from detente.graphmodel.conflict import ListedConflict
from detente.graphmodel.moves import GraphModel, graph_model
from detente.stability.status_quo import status_quo
from detente.stability.verdict import Step
from detente.testing import listed_conflicts


def test_elmira() -> None:
    model, known = graph_model(load("elmira")), published("elmira").extra["status_quo_s1"]
    assert status_quo(model, "s1").fewest == known["fewest_moves"]
    improving = status_quo(model, "s1", improving=True)
    assert improving.fewest == known["fewest_UI_moves"]
    assert improving.paths["s5"] == (Step("LocalGov", "s5"),)
    assert improving.last_movers == {"s1": (), "s5": ("LocalGov",)}


def exactly(model: GraphModel, start: int, length: int) -> dict[str, set[int]]:
    """V_i^(h), by the recursion of the definition."""
    reached = {i: set(model.moves(i, start)) for i in model.decision_makers}
    for _ in range(length - 1):
        reached = {i: {t for j in reached if j != i for q in reached[j] for t in model.moves(i, q)} for i in reached}
    return reached


@given(listed_conflicts())
def test_fewest_moves_and_last_movers_are_those_of_the_definition(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    found = status_quo(model, conflict.states[0])
    fewest, last = {0: 0}, {0: set[str]()}
    for length in range(1, 2 * len(model.labels) + 2):
        for maker, states in exactly(model, 0, length).items():
            for state in states:
                if fewest.setdefault(state, length) == length:
                    last.setdefault(state, set()).add(maker)
    assert found.fewest == {model.labels[state]: length for state, length in fewest.items()}
    assert {state: set(makers) for state, makers in found.last_movers.items()} == {model.labels[s]: makers for s, makers in last.items()}


@given(listed_conflicts())
def test_paths_are_legal_and_as_short_as_said(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    for improving in (False, True):
        found = status_quo(model, conflict.states[0], improving=improving)
        for state, path in found.paths.items():
            assert len(path) == found.fewest[state]
            at, last = 0, ""
            for step in path:
                assert step.mover != last
                moves = model.improvements if improving else model.moves
                assert model.index(step.state) in moves(step.mover, at)
                at, last = model.index(step.state), step.mover
            assert model.labels[at] == state


def test_a_state_that_is_none() -> None:
    with pytest.raises(UnknownName, match="no state 's0'"):
        status_quo(graph_model(load("elmira")), "s0")
