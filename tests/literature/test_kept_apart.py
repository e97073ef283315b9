"""Facts that are easily run together, each with an example on which it makes a difference.

After Fang, Hipel & Kilgour 1993; for coalitions Kilgour, Hipel, Fang & Peng 2001 and Inohara & Hipel 2008. Those for one decision maker and
listed moves (a sanction for *every* improvement, equal deters and does not tempt, improvement for the mover, nobody twice in succession)
stand in tests/stability/test_reference.py, those about blocks (what lies between need not be feasible, one forbidden direction kills the
whole move) in tests/graphmodel/test_moves.py. Here are those that options and coalitions add.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import coalition_improvements, coalition_stable, coalitions, solve, universally_stable
from detente.stability.equilibria import Method
from detente.testing import conflicts


def listed(moves: Mapping[str, str], **ranking: str) -> GraphModel:
    """Moves as ``"ab bc"``; rankings best first as ``"c ab"``, ties together."""
    arcs = {maker: tuple((arc[0], arc[1]) for arc in said.split()) for maker, said in moves.items()}
    states = tuple(sorted({letter for said in ranking.values() for letter in said if letter != " "}))
    ranks = {maker: Ranking(tuple(tuple(tie) for tie in said.split())) for maker, said in ranking.items()}
    return graph_model(ListedConflict(states, arcs, ranks))


def stays(model: GraphModel, members: str, state: str) -> dict[str, bool]:
    flags = coalition_stable(model, members)
    return {str(concept): row[model.index(state)] for concept, row in flags.items()}


def wants(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)


@pytest.mark.parametrize("method", ["option form", "literal"])
def test_an_opponent_may_move_again_once_another_has(method: Method) -> None:
    """What I dreads, j2 with k and without j1, takes J, then K, then J again: k needs j1 or j2, and j2 needs k.

    One round of one move each would not get there, and I would leave. Where K cannot move J stays at its first move, and I leaves indeed.
    """
    options = (Option("i", "I"), Option("j1", "J"), Option("j2", "J"), Option("k", "K"))
    rules = (Rule(parse("k and not j1 and not j2")), Rule(parse("j2 and not k")))
    dreads = {"I": wants("not (i and j2 and k and not j1)", "i"), "J": wants(), "K": wants()}
    free = solve(Conflict(options, ("I", "J", "K"), dreads, rules), method=method)
    assert free.stable["gmr"]["I"][free.index("NNNN")]
    tied = solve(Conflict((*options[:3], Option("k", "K", frozen=False)), ("I", "J", "K"), dreads, rules), method=method)
    assert not tied.stable["gmr"]["I"][tied.index("NNNN")]


def test_a_coalition_asks_only_whether_the_end_is_better_for_all() -> None:
    """A's step to b hurts it, and B's step on to t makes up for it; t is better for both than s. To b alone neither would want to go."""
    model = listed({"A": "sb", "B": "bt", "C": ""}, A="t s b", B="t s b", C="stb")
    assert coalition_improvements(model, "AB", model.index("s")) == {model.index("t")}
    assert model.improvements("A", model.index("s")) == ()


def test_what_is_better_for_some_only_is_no_coalition_improvement() -> None:
    model = listed({"A": "st", "B": "tu", "C": ""}, A="t s u", B="u s t", C="stu")
    assert coalition_improvements(model, "AB", model.index("s")) == frozenset()
    assert stays(model, "AB", "s")["cnash"]
    assert not stays(model, "A", "s")["cnash"]


def test_one_member_worse_off_is_enough_to_deter() -> None:
    """C answers t by u, which is worse than s for A; for B it is better than s, and it does not matter."""
    model = listed({"A": "sb", "B": "bt", "C": "tu"}, A="t s u b", B="u t s b", C="u t s b")
    assert stays(model, "AB", "s") == {"cnash": False, "cgmr": True, "csmr": True, "cseq_ui": True, "cseq_ci": True}


def test_the_coalition_gets_out_by_any_moves_of_its_members() -> None:
    """As before; but from u A can go on to v, better than s for both. That v is worse than u for B is no matter: u does not deter."""
    model = listed({"A": "sb uv", "B": "bt", "C": "tu"}, A="t v s u b", B="u t v s b", C="u t s b v")
    assert stays(model, "AB", "s") == {"cnash": False, "cgmr": True, "csmr": False, "cseq_ui": True, "cseq_ci": True}


def test_what_each_would_not_begin_alone_a_coalition_of_the_others_would() -> None:
    """A leaves s for t. C would lose by going on to b, whence B goes on to d; both gain by d over t. d is worse for A than s."""
    model = listed({"A": "st", "B": "bd", "C": "tb"}, A="t s bd", B="d b ts", C="d t bs")
    assert stays(model, "A", "s") == {"cnash": False, "cgmr": True, "csmr": True, "cseq_ui": False, "cseq_ci": True}


def test_coalitions_one_after_the_other_may_let_one_member_move_twice() -> None:
    """B alone goes from t to b, then B and C as a pair from b to d, which is B's move again. No legal sequence of single movers does that.

    So in a model whose moves are not transitive a coalition may be deterred by joint improvements and by no replies of single movers.
    """
    model = listed({"A": "st", "B": "tb bd", "C": ""}, A="t s bd", B="d b ts", C="d b ts")
    assert stays(model, "A", "s") == {"cnash": False, "cgmr": True, "csmr": True, "cseq_ui": True, "cseq_ci": True}
    only_d_hurts = listed({"A": "st", "B": "tb bd", "C": ""}, A="b t s d", B="d b ts", C="d b ts")
    assert stays(only_d_hurts, "A", "s") == {"cnash": False, "cgmr": False, "csmr": False, "cseq_ui": False, "cseq_ci": True}


@given(conflicts(max_options=4, decision_makers=(2, 4)))
def test_where_moves_are_transitive_joint_improvements_deter_no_more_than_any_replies(conflict: Conflict) -> None:
    model = graph_model(conflict)
    for members in coalitions(model):
        flags = coalition_stable(model, members)
        assert all(any_reply or not joint for joint, any_reply in zip(flags["cseq_ci"], flags["cgmr"], strict=True)), members


def test_universal_stability_asks_every_coalition_and_each_alone() -> None:
    """s rests for each alone and not for both; only t is where neither would leave alone or with the other."""
    model = listed({"A": "sb", "B": "bt"}, A="t s b", B="t s b")
    flags = universally_stable(model)
    assert {str(concept): [model.labels[at] for at, flag in enumerate(row) if flag] for concept, row in flags.items()} == {
        concept: ["t"] for concept in ("cnash", "cgmr", "csmr", "cseq_ui", "cseq_ci")
    }
    assert all(not model.improvements(maker, model.index("s")) for maker in "AB")
