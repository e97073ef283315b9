"""Hypergames by hand, and where everybody sees the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from detente.cases import load
from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.preferences import Ranking
from detente.graphmodel.statements import parse
from detente.stability import solve
from detente.stability.hypergames import solve_hypergame
from detente.testing import conflicts


def test_a_peace_that_only_one_believes_in() -> None:
    """Row sees a stag hunt, in which YY rests for both; Col sees a dilemma, in which it leaves YY and stays at NN. Both stay at NN."""
    found = solve_hypergame({"Row": load("stag_hunt"), "Col": load("prisoners_dilemma")}, concepts="nash")
    assert found.equilibria("nash") == ("NN",)
    assert (found.stays("nash", "Row", "YY"), found.stays("nash", "Col", "YY")) == (True, False)
    turned = solve_hypergame({"Col": load("stag_hunt"), "Row": load("prisoners_dilemma")}, concepts="nash")
    assert (turned.stays("nash", "Col", "YY"), turned.stays("nash", "Row", "YY")) == (True, False)
    assert json.loads(json.dumps(found.to_dict()))["equilibria"] == {"nash": ["NN"]}


def test_what_one_does_not_know_of_is_listed_apart() -> None:
    """Row thinks that NN cannot be: it is no equilibrium for all, though Col would stay there."""
    dilemma = load("prisoners_dilemma")
    assert isinstance(dilemma, Conflict)
    blind = replace(
        dilemma,
        rules=(Rule(parse("not row_cooperates and not col_cooperates")),),
        preferences={"Row": Ranking((("NY",), ("YY",), ("YN",))), "Col": Ranking((("YN",), ("YY",), ("NY",)))},
    )
    found = solve_hypergame({"Row": blind, "Col": dilemma}, concepts="nash")
    assert found.unforeseen == {"Row": ("NN",), "Col": ()}
    assert found.stays("nash", "Row", "NN") is None
    assert found.stays("nash", "Col", "NN") is True
    assert "NN" not in found.equilibria("nash")


@given(conflicts(max_options=4))
def test_if_all_see_the_same_it_is_the_conflict_itself(conflict: Conflict) -> None:
    found = solve_hypergame(dict.fromkeys(conflict.decision_makers, conflict))
    solution = solve(conflict)
    for concept in solution.concepts:
        assert found.equilibria(concept) == solution.equilibria(concept)


def test_what_cannot_be_asked() -> None:
    dilemma = load("prisoners_dilemma")
    with pytest.raises(UnknownName, match="own picture"):
        solve_hypergame({"Rwo": dilemma})
    with pytest.raises(ModelError, match="name their states differently"):
        solve_hypergame({"Row": dilemma, "Uniroyal": load("elmira")})
    with pytest.raises(UnknownName, match="no state"):
        solve_hypergame({"Row": dilemma}).stays("nash", "Row", "YYY")
