"""Who can move where: blocks and successors against the definition of the option form."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.moves import blocks, graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Ranking
from detente.graphmodel.statements import parse
from detente.graphmodel.states import StateSpace, state_space
from detente.testing import conflicts


def moves_by_definition(space: StateSpace, maker: str, s: int) -> list[int]:
    """States that differ from s on the maker's own options only, each changed in a direction it allows."""
    here, found = space.setting(s), []
    for t in range(space.size):
        there = space.setting(t)
        changed = [option for option in space.conflict.options if here[option.name] != there[option.name]]
        mine = all(option.decision_maker == maker and option.frozen is None for option in changed)
        allowed = not any((option.one_way and here[option.name]) or (option.no_return and there[option.name]) for option in changed)
        if changed and mine and allowed:
            found.append(t)
    return found


@given(conflicts())
def test_blocks_are_the_moves_of_the_definition(conflict: Conflict) -> None:
    space = state_space(conflict)
    model = graph_model(space)
    for maker in conflict.decision_makers:
        runs = blocks(space, maker)
        for s in range(space.size):
            expected = moves_by_definition(space, maker, s)
            assert list(model.moves(maker, s)) == expected
            assert sorted(runs.of(s).tolist()) == sorted([*expected, s])
        assert runs.idle == (not any(moves_by_definition(space, maker, s) for s in range(space.size)))


def test_one_forbidden_direction_kills_the_whole_move() -> None:
    conflict = Conflict((Option("build", "D", one_way=True), Option("talk", "D")), ("D",))
    model = graph_model(conflict)
    assert {model.labels[t] for t in model.moves("D", model.index("YN"))} == {"YY"}
    assert {model.labels[t] for t in model.moves("D", model.index("NY"))} == {"NN", "YN", "YY"}


def test_what_lies_between_need_not_be_feasible() -> None:
    conflict = Conflict((Option("a", "D"), Option("b", "D")), ("D",), rules=(Rule(parse("a iff not b")),))
    model = graph_model(conflict)
    assert model.labels == ("NN", "YY")
    assert model.moves("D", 0) == (1,)


def test_improvements_are_judged_by_rank() -> None:
    listed = ListedConflict(("x", "y", "z"), {"D": (("x", "y"), ("x", "z"))}, {"D": Ranking((("y",), ("x", "z")))})
    model = graph_model(listed)
    assert model.moves("D", 0) == (1, 2)
    assert model.improvements("D", 0) == (1,)
    assert list(model.arcs("D")) == [(0, 1), (0, 2)]
    assert list(model.arcs("D", improving=True)) == [(0, 1)]


def test_repeated_arcs_count_once_and_nothing_is_ranked_unless_said() -> None:
    model = graph_model(ListedConflict(("x", "y"), {"D": (("x", "y"), ("x", "y"))}, {}))
    assert model.moves("D", 0) == (1,)
    assert model.ranks["D"][0] == model.ranks["D"][1]


def test_successors_behave_as_a_sequence() -> None:
    model = graph_model(Conflict((Option("a", "D"),), ("D",)))
    assert list(model.successors["D"]) == [(1,), (0,)]
    assert model.successors["D"][0:1] == [(1,)]
    with pytest.raises(IndexError):
        model.successors["D"][2]


def test_wrong_names_are_answered_with_the_nearest() -> None:
    conflict = Conflict((Option("a", "North"),), ("North",))
    with pytest.raises(UnknownName, match="did you mean 'North'"):
        blocks(state_space(conflict), "Nord")
    with pytest.raises(UnknownName, match="no state 'Z'"):
        graph_model(conflict).index("Z")
