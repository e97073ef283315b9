"""Legal sequences and the five concepts on models small enough to do by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from detente.graphmodel.conflict import ListedConflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.preferences import Ranking
from detente.stability import solve
from detente.stability.reference import legal_reach

Arcs = Mapping[str, str]


def listed(moves: Arcs, **ranking: str) -> ListedConflict:
    """Moves as ``"ab bc"``; rankings best first as ``"c ab"``, ties together."""
    arcs = {maker: tuple((arc[0], arc[1]) for arc in said.split()) for maker, said in moves.items()}
    states = tuple(sorted({state for said in moves.values() for state in said if state != " "}))
    return ListedConflict(states, arcs, {maker: Ranking(tuple(tuple(tie) for tie in said.split())) for maker, said in ranking.items()})


def reach(moves: Arcs, movers: str, start: str) -> str:
    model = graph_model(listed(moves))
    return "".join(sorted(model.labels[at] for at in legal_reach(model, movers, model.index(start))))


@pytest.mark.parametrize(
    ("moves", "movers", "expected"),
    [
        ({"J": "ab bc"}, "J", "b"),  # nobody moves twice in succession
        ({"J": "ab bc ac"}, "J", "bc"),  # one move is as good as two, where it exists
        ({"J": "ab cd", "K": "bc"}, "JK", "bcd"),  # J moves again once K has moved
        ({"J": "ab", "K": "ba"}, "JK", "ab"),  # the start is reached by a legal round trip
        ({"J": "ab", "K": "bc"}, "J", "b"),  # K is not of the party
        ({"J": "ab bc", "K": "ab"}, "JK", "bc"),  # K's move to b lets J move on to c
        ({"J": "bc", "K": "ab cd"}, "JK", "bcd"),  # the order is free
        ({"J": "bc", "K": "ba"}, "JK", ""),  # nothing leaves a
    ],
)
def test_legal_sequences(moves: Arcs, movers: str, expected: str) -> None:
    assert reach(moves, movers, "a") == expected


def test_each_step_of_an_improving_sequence_improves_on_the_state_it_leaves() -> None:
    model = graph_model(listed({"J": "ab cd", "K": "bc"}, J="b d a c", K="c a b d"))
    # a to b pays J, b to c pays K, c to d pays J although d is worse for J than b was.
    assert {model.labels[at] for at in legal_reach(model, "JK", 0, improving=True)} == {"b", "c", "d"}
    model = graph_model(listed({"J": "ab cd", "K": "bc"}, J="b d a c", K="b a c d"))
    assert {model.labels[at] for at in legal_reach(model, "JK", 0, improving=True)} == {"b"}


def test_the_rule_against_moving_twice_decides_a_verdict() -> None:
    """I improves from s to a. The only opponent has a to b and b to c, not a to c; only c would deter. So c is no sanction."""
    alone = listed({"I": "sa", "J": "ab bc"}, I="b a s c", J="abcs")
    assert "s" not in [state for state, flag in zip(alone.states, solve(alone).stable["gmr"]["I"], strict=True) if flag]
    with_the_third = listed({"I": "sa", "J": "ab bc", "K": "ab"}, I="b a s c", J="abcs", K="abcs")
    assert solve(with_the_third).stable["gmr"]["I"][alone.states.index("s")]


def flags(conflict: ListedConflict, maker: str, state: str) -> dict[str, bool]:
    solution = solve(conflict)
    return {concept: bool(solution.stable[concept][maker][conflict.states.index(state)]) for concept in solution.concepts}


def test_nothing_to_gain_is_stable_under_everything() -> None:
    assert set(flags(listed({"I": "sa", "J": "ab"}, I="s a b", J="abs"), "I", "s").values()) == {True}


def test_equal_is_no_improvement() -> None:
    assert flags(listed({"I": "sa", "J": "ab"}, I="sa b", J="abs"), "I", "s")["nash"]


def test_equal_deters() -> None:
    assert flags(listed({"I": "sa", "J": "ab"}, I="a sb", J="b a s"), "I", "s") == {
        "nash": False,
        "gmr": True,
        "smr": True,
        "seq": True,
        "sseq": True,
    }


def test_a_sanction_that_hurts_its_maker_is_not_credible() -> None:
    assert flags(listed({"I": "sa", "J": "ab"}, I="a s b", J="a b s"), "I", "s") == {
        "nash": False,
        "gmr": True,
        "smr": True,
        "seq": False,
        "sseq": False,
    }


def test_a_way_out_undoes_a_sanction_for_the_symmetric_concepts() -> None:
    """After s to a, J answers with b, which is worse; but from b there is c, which is better than s."""
    assert flags(listed({"I": "sa bc", "J": "ab"}, I="a c s b", J="b a s c"), "I", "s") == {
        "nash": False,
        "gmr": True,
        "smr": False,
        "seq": True,
        "sseq": False,
    }


def test_a_way_out_to_something_equal_is_none() -> None:
    assert flags(listed({"I": "sa bc", "J": "ab"}, I="a sc b", J="b a sc"), "I", "s")["sseq"]


def test_every_improvement_has_to_be_deterred() -> None:
    """I can go to a, which is answered, or to c, which is not."""
    assert not flags(listed({"I": "sa sc", "J": "ab"}, I="a c s b", J="b a s c"), "I", "s")["gmr"]


def test_a_return_to_the_state_left_deters() -> None:
    """s to a, and J moves back to s: equal is enough, by the definition in words; I could leave again, so SMR is not met."""
    assert flags(listed({"I": "sa", "J": "as"}, I="a s", J="s a"), "I", "s") == {
        "nash": False,
        "gmr": True,
        "smr": False,
        "seq": True,
        "sseq": False,
    }
