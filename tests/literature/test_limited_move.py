"""Limited-move and nonmyopic stability of the 2×2 games (Zagare 1984; Kilgour 1985; Brams & Wittman 1981)."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.cases import load, names, published
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Ranking
from detente.stability.limited_move import limited_move, nonmyopic
from detente.stability.reference import stable_states
from detente.testing import listed_conflicts

GAMES = [name for name in names() if "limited_move" in published(name).extra]


def test_six_games_have_published_horizons() -> None:
    assert len(GAMES) == 6


@pytest.mark.parametrize("name", GAMES)
def test_every_horizon(name: str) -> None:
    model, known = graph_model(load(name)), published(name)
    for said, by_maker in known.extra["limited_move"].items():
        found = limited_move(model, int(said.removeprefix("h=")))
        for maker, states in by_maker.items():
            assert {model.labels[at] for at, flag in enumerate(found[maker]) if flag} == {known.labels[state] for state in states}


@pytest.mark.parametrize("name", GAMES)
def test_nonmyopic(name: str) -> None:
    model, known = graph_model(load(name)), published(name)
    found = nonmyopic(model)
    assert found.settled == (name != "inspection")
    for maker, states in known.extra["non_myopic_finite_proxy"].items():
        assert {model.labels[at] for at, flag in enumerate(found.stable[maker]) if flag} == {known.labels[state] for state in states}


@pytest.mark.parametrize(("name", "expected"), [("prisoners_dilemma", {"DD", "CC"}), ("chicken", {"CC"})])
def test_nonmyopic_equilibria_of_brams_and_wittman(name: str, expected: set[str]) -> None:
    model, known = graph_model(load(name)), published(name)
    theirs = {ours: label for label, ours in known.labels.items()}
    flags = nonmyopic(model).stable.values()
    assert {theirs[model.labels[at]] for at, row in enumerate(zip(*flags, strict=True)) if all(row)} == expected


def test_what_is_not_defined_is_refused() -> None:
    three = graph_model(load("elmira"))
    with pytest.raises(ModelError, match="two decision makers, not 3"):
        nonmyopic(three)
    tied = graph_model(Conflict((Option("a", "A"), Option("b", "B")), ("A", "B")))
    with pytest.raises(ModelError, match="'A' ranks states equal"):
        limited_move(tied, 2)
    with pytest.raises(ModelError, match="horizon of 0"):
        limited_move(graph_model(load("chicken")), 0)


@given(listed_conflicts(decision_makers=(2, 2)))
def test_one_move_ahead_is_nash(conflict: ListedConflict) -> None:
    strict = {maker: Ranking(tuple((state,) for tie in ranking.classes for state in tie)) for maker, ranking in conflict.ranking.items()}
    model = graph_model(ListedConflict(conflict.states, conflict.moves, strict))
    assert limited_move(model, 1) == stable_states(model)["nash"]
