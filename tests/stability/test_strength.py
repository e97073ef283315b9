"""Strength of preference by hand."""

from __future__ import annotations

import json

import pytest

from detente.cases import load
from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import solve
from detente.stability.strength import solve_strength, strength_of_stability


def wants(*said: str) -> Prioritization:
    """Most important first; an exclamation mark for strong statements."""
    return Prioritization(tuple((Statement(parse(text.rstrip("!")), strong=text.endswith("!")),) for text in said), Rest.indifferent)


def dilemma(row: Prioritization, col: Prioritization) -> Conflict:
    return Conflict((Option("row", "Row"), Option("col", "Col")), ("Row", "Col"), {"Row": row, "Col": col})


def test_the_dilemma_by_hand() -> None:
    """Row ranks NY ≻ YY ≻ NN ≻ YN. From YY its one improvement is NY, which Col answers by NN, and gains.

    If the other's help matters strongly, YY ≫ NN: the answer deters strongly, and from NN Row's one move leads to YN, which is worse still.
    If nothing is strong, the same answer deters mildly. If not to help comes first, strongly or not, NN is better for Row than YY, and
    the answer deters not at all.
    """
    col = wants("row", "not col")
    for row, degree in ((wants("col!", "not row"), "strong"), (wants("col", "not row"), "weak"), (wants("not row!", "col"), "none")):
        found = solve_strength(dilemma(row, col))
        for concept in ("gmr", "smr", "seq", "sseq"):
            assert found.degree(concept, "Row", "YY") == degree, (concept, degree)
    strong = solve_strength(dilemma(wants("col!", "not row"), wants("row!", "not col")))
    one_sided = solve_strength(dilemma(wants("col!", "not row"), col))
    for concept in ("gmr", "smr", "seq", "sseq"):
        assert (strong.equilibria(concept), strong.equilibria(concept, "weak")) == (("NN", "YY"), ())
        assert (one_sided.equilibria(concept), one_sided.equilibria(concept, "weak")) == (("NN",), ("YY",))


# A leaves s1 for s2; from there B and then C, each to its gain, lead on to s3 and s4; B alone, at a loss, to s5.
# A ranks s2 ≻ s1 ≻ s3 ≫ s4 ≻ s5, and can go back from s4 to s3.
CHAIN = ListedConflict(
    ("s1", "s2", "s3", "s4", "s5"),
    {"A": (("s1", "s2"), ("s4", "s3")), "B": (("s2", "s3"), ("s2", "s5")), "C": (("s3", "s4"),)},
    {
        "A": Ranking((("s2",), ("s1",), ("s3",), ("s4",), ("s5",)), strong_after=(2,)),
        "B": Ranking((("s3",), ("s2", "s1", "s4"), ("s5",))),
        "C": Ranking((("s4",), ("s1", "s2", "s3", "s5"))),
    },
)


def test_three_decision_makers_by_hand() -> None:
    """A at s1. Reached from s2: s3, s4 (B, then C, both gaining) and s5 (B losing).

    GMR: s4 and s5 are strongly worse than s1. SMR: from s5 A has no move. SEQ: s4 is reached by improvements. SSEQ: of what improvements
    reach, s3 is only mildly worse, and from s4 A comes back to s3, which is no better than s1, but not strongly worse either: weak.
    """
    found = solve_strength(CHAIN)
    assert {str(c): str(found.degree(c, "A", "s1")) for c in found.concepts} == {
        "gmr": "strong",
        "smr": "strong",
        "seq": "strong",
        "sseq": "weak",
    }
    seq = strength_of_stability(found, "s1", "A", "seq")
    (improvement,) = seq.strong.improvements
    assert improvement.sanction is not None
    assert [(step.mover, step.state) for step in improvement.sanction.steps] == [("B", "s3"), ("C", "s4")]
    (mild,) = seq.general.improvements
    assert mild.sanction is not None
    assert mild.sanction.state == "s3"
    sseq = strength_of_stability(CHAIN, "s1", "A", "sseq")
    (improvement,) = sseq.strong.improvements
    assert (improvement.sanction, [(reply.state, reply.escape) for reply in improvement.escaped]) == (None, [("s4", "s3")])
    assert json.loads(json.dumps(sseq.to_dict()))["degree"] == "weak"


def test_a_return_deters_mildly_at_most() -> None:
    """B can take A back from s2 to s1, which deters A under GMR, s1 being no better than s1. To deter strongly it must lead past s1."""
    ranking = {"A": Ranking((("s2",), ("s1",), ("s3",)), strong_after=(0, 1)), "B": Ranking((("s1", "s2", "s3"),))}
    back = ListedConflict(("s1", "s2", "s3"), {"A": (("s1", "s2"),), "B": (("s2", "s1"),), "C": ()}, ranking)
    assert solve_strength(back).degree("gmr", "A", "s1") == "weak"
    past = ListedConflict(("s1", "s2", "s3"), {"A": (("s1", "s2"),), "B": (("s2", "s1"),), "C": (("s1", "s3"),)}, ranking)
    (improvement,) = strength_of_stability(past, "s1", "A", "gmr").strong.improvements
    assert improvement.sanction is not None
    assert [(step.mover, step.state) for step in improvement.sanction.steps] == [("B", "s1"), ("C", "s3")]


def test_one_answer_for_data() -> None:
    """s2, s3 and s4 rest, and weakly: whoever leaves is brought back (A at s4, C at s3), or to something just as good (B at s2)."""
    found = solve_strength(CHAIN, concepts=["seq"])
    assert json.loads(json.dumps(found.to_dict())) == {
        "seq": {
            "strongly_stable": {
                "A": ["s1", "s2", "s3", "s5"],
                "B": ["s1", "s3", "s4", "s5"],
                "C": ["s1", "s2", "s4", "s5"],
            },
            "strong_equilibria": ["s1", "s5"],
            "weak_equilibria": ["s2", "s3", "s4"],
        }
    }
    assert repr(found) == "<StrengthSolution untitled: equilibria: seq 2 strong, 3 weak>"


def test_what_cannot_be_asked() -> None:
    dilemma = load("prisoners_dilemma")
    with pytest.raises(UnknownName, match="no solution concept 'nash' in 'strength of preference'"):
        solve_strength(dilemma, concepts="nash")
    with pytest.raises(UnknownName, match="no solution concept 'gmr' in 'this solution'"):
        solve_strength(solve(dilemma, concepts="seq"), concepts="gmr")
    assert [str(c) for c in solve_strength(solve(dilemma, concepts=["nash", "seq"])).concepts] == ["seq"]
    with pytest.raises(UnknownName, match="'nash'"):
        strength_of_stability(dilemma, "YY", "Row", "nash")
    with pytest.raises(UnknownName, match="did you mean 'Row'"):
        solve_strength(dilemma).degree("gmr", "Rw", "YY")
