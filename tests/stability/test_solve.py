"""Solving: the fast forms on hand-made conflicts, and the Solution object."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detente.cases import load
from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import Concept, option_form, solve, state_graph


def wants(*statements: str, rest: Rest = Rest.indifferent) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in statements), rest)


def opponents_apart(*never: str) -> Conflict:
    """I gains by i; only j and k together would hurt I. J and K have one option each."""
    return Conflict(
        (Option("i", "I"), Option("j", "J"), Option("k", "K")),
        ("I", "J", "K"),
        {"I": wants("not (j and k)", "i"), "J": wants("j"), "K": wants("k")},
        tuple(Rule(parse(text)) for text in never),
    )


def test_others_move_in_turn_not_at_once() -> None:
    """With j alone and k alone infeasible, the others cannot get from neither to both, though both is feasible."""
    free, cut = solve(opponents_apart()), solve(opponents_apart("j and not k", "k and not j"))
    assert free.stable["gmr"]["I"][free.index("NNN")]
    assert free.stable["seq"]["I"][free.index("NNN")]
    assert cut.states == ("NNN", "YNN", "NYY", "YYY")
    assert not cut.stable["gmr"]["I"][cut.index("NNN")]
    assert not cut.stable["seq"]["I"][cut.index("NNN")]


def test_one_order_of_moves_is_enough() -> None:
    """With only j alone infeasible, K goes first."""
    solution = solve(opponents_apart("j and not k"))
    assert solution.stable["gmr"]["I"][solution.index("NNN")]


def test_a_one_way_reply_that_was_made_cannot_be_made_again() -> None:
    """J punishes i by j, which cannot be undone: before, i is deterred; afterwards there is nothing left to fear."""
    conflict = Conflict((Option("i", "I"), Option("j", "J", one_way=True)), ("I", "J"), {"I": wants("not j", "i"), "J": wants("j iff i")})
    solution = solve(conflict)
    assert solution.stable["sseq"]["I"][solution.index("NN")]
    assert not solution.stable["gmr"]["I"][solution.index("NY")]


def test_a_sanction_by_two_movers_each_of_whom_gains() -> None:
    """j pays J once i is there, k pays K once j is there; neither would come first without."""
    conflict = Conflict(
        (Option("i", "I"), Option("j", "J"), Option("k", "K")),
        ("I", "J", "K"),
        {"I": wants("not k", "i"), "J": wants("j iff i"), "K": wants("k iff j")},
    )
    solution = solve(conflict)
    assert solution.stable["seq"]["I"][solution.index("NNN")]
    # NYN rests too: I would be met by k; J, back at not j, by I's i; K, at k, by J's not j. Each is then no better off than before.
    assert solution.equilibria("seq") == ("NNN", "NYN", "YYY")


def test_three_parties_and_a_dilemma_by_hand() -> None:
    dilemma = Conflict(
        (Option("row", "Row"), Option("col", "Col")), ("Row", "Col"), {"Row": wants("col", "not row"), "Col": wants("row", "not col")}
    )
    solution = solve(dilemma)
    assert solution.ranks["Row"].tolist() == [1, 0, 3, 2]
    assert {concept: solution.equilibria(concept) for concept in solution.concepts} == {
        "nash": ("NN",),
        "gmr": ("NN", "YY"),
        "smr": ("NN", "YY"),
        "seq": ("NN", "YY"),
        "sseq": ("NN", "YY"),
    }
    assert solution.reads == ()


def test_the_object_other_programs_read() -> None:
    conflict = Conflict(
        (Option("a", "A"), Option("b", "B")),
        ("A", "B"),
        {"A": wants("a", rest=Rest.unstated)},
        (Rule(parse("a and b")),),
        title="Two",
    )
    found = solve(conflict, concepts=["nash", "seq"]).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "title": "Two",
        "decision_makers": ["A", "B"],
        "options": ["a", "b"],
        "states": [{"label": label, "setting": label} for label in ("NN", "YN", "NY")],
        "ranks": {"A": [0, 1, 0], "B": [0, 0, 0]},
        "stable": {"nash": {"A": ["YN", "NY"], "B": ["NN", "YN", "NY"]}, "seq": {"A": ["YN", "NY"], "B": ["NN", "YN", "NY"]}},
        "equilibria": {"nash": ["YN", "NY"], "seq": ["YN", "NY"]},
        "method": "option form",
        "complete": True,
        "reason": "all 3 feasible states can be listed",
        "reads": [
            {"decision_maker": "A", "kind": "indifferent", "statements": [], "pairs": 1},
            {"decision_maker": "B", "kind": "unknown", "statements": [], "pairs": 3},
        ],
        "listed": True,
        "counts": {"states": 3, "equilibria": {"nash": 2, "seq": 2}},
    }


def test_a_listed_conflict_has_labels_and_no_options() -> None:
    solution = solve(load("elmira"), concepts="nash")
    assert solution.method == "literal"
    assert solution.space is None
    assert solution.to_dict()["states"][0] == {"label": "s1", "setting": None}
    assert solution.index("s3") == 2


def test_an_unranked_listed_decision_maker_is_said_to_be_unknown() -> None:
    solution = solve(ListedConflict(("x", "y"), {"D": (("x", "y"),)}, {}))
    assert [(read.decision_maker, str(read.kind), read.pairs) for read in solution.reads] == [("D", "unknown", 1)]


def test_printing() -> None:
    solution = solve(load("prisoners_dilemma"))
    assert repr(solution) == "<Solution Prisoner's dilemma: 4 states; equilibria: nash 1, gmr 2, smr 2, seq 2, sseq 2>"
    lines = str(solution).splitlines()
    assert lines[1].split() == ["state", "nash", "gmr", "smr", "seq", "sseq"]
    assert lines[2].split() == ["NN"] + ["equilibrium"] * 5
    assert lines[3].split() == ["YN"] + ["Col"] * 5


def test_printing_a_large_one_is_short() -> None:
    many = Conflict(tuple(Option(f"o{k}", "D") for k in range(8)), ("D",), {"D": wants("o0 and o1")})
    lines = str(solve(many)).splitlines()
    assert len(lines) == 2 + 40 + 1
    assert lines[-1] == "and 216 more states"


def test_concepts_by_name() -> None:
    conflict = load("chicken")
    assert solve(conflict, concepts="SEQ").concepts == (Concept.seq,)
    assert solve(conflict, concepts=["smr", "nash"]).concepts == (Concept.nash, Concept.smr)
    with pytest.raises(UnknownName, match="did you mean 'nash'"):
        solve(conflict, concepts="nasch")
    with pytest.raises(UnknownName, match="no solution concept 'gmr' in 'this solution'"):
        solve(conflict, concepts="seq").equilibria("gmr")


def test_too_many_states_is_an_error_that_helps() -> None:
    with pytest.raises(ModelError, match="10 options are open"):
        solve(Conflict(tuple(Option(f"o{k}", "D") for k in range(10)), ("D",)), limit=100)


def test_without_decision_makers_or_options() -> None:
    assert solve(Conflict((), ())).equilibria("seq") == ("",)
    assert solve(Conflict((), ("D",))).equilibria("sseq") == ("",)


def winding(bits: int) -> Conflict:
    """One path of improvements through the whole space, a Gray code: each step pays its mover, and no other move pays anybody.

    I, whose option nobody else minds, gains by it everywhere, and is only hurt at the far end of the path.
    """
    path = [at ^ at >> 1 for at in range(2**bits)]
    labels = ["".join("Y" if code >> k & 1 else "N" for k in range(bits)) for code in path]
    gains: dict[str, set[str]] = {f"D{k}": set() for k in range(bits)}
    for step in range(1, len(path)):
        gains[f"D{(path[step - 1] ^ path[step]).bit_length() - 1}"].add(labels[step])
    preferences: dict[str, Preference] = {
        "I": Ranking((tuple("Y" + label for label in labels[:-1]), tuple("N" + label for label in labels), ("Y" + labels[-1],)))
    }
    for maker, better in gains.items():
        ties = (sorted(better), sorted(set(labels) - better))
        preferences[maker] = Ranking(tuple(tuple(own + label for label in tie for own in "YN") for tie in ties))
    options = (Option("i", "I"), *(Option(f"o{k}", f"D{k}") for k in range(bits)))
    return Conflict(options, ("I", *gains), preferences)


@pytest.mark.parametrize("bits", [3, 8])
def test_nothing_is_cut_short_where_improvements_wind_through_all_states(bits: int) -> None:
    """With 8 options the far end is 255 steps away, every one of which has to wait for the one before; there I takes its act back."""
    solution = solve(winding(bits), concepts="seq")
    hurt = [state for state in solution.states if not solution.stable["seq"]["I"][solution.index(state)]]
    assert hurt == ["Y" + "N" * (bits - 1) + "Y"]


def test_what_winds_is_solved_as_by_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(option_form, "_ROUNDS", 1)
    assert_literal()
    monkeypatch.setattr(option_form, "_MOVES", 0)  # as if there were too many to list: sweep on
    assert_literal()


def assert_literal() -> None:
    for conflict in (winding(3), load("cuban_missile_crisis"), opponents_apart("j and not k")):
        fast, literal = solve(conflict), solve(conflict, method="literal")
        for concept in fast.concepts:
            for maker in fast.decision_makers:
                assert np.array_equal(fast.stable[concept][maker], literal.stable[concept][maker])


def test_state_graph() -> None:
    solution = solve(load("prisoners_dilemma"))
    graph = state_graph(solution)
    assert len(graph.arcs) == 8
    assert {(arc.mover, arc.start, arc.end) for arc in graph.arcs if arc.improves} == {
        ("Row", "YN", "NN"),
        ("Row", "YY", "NY"),
        ("Col", "NY", "NN"),
        ("Col", "YY", "YN"),
    }
    assert state_graph(solution, improvements_only=True).arcs == tuple(arc for arc in graph.arcs if arc.improves)
    assert graph.to_dict()["arcs"][0] == {"mover": "Row", "from": "NN", "to": "YN", "improves": False}
    with pytest.raises(ModelError, match="too many to draw"):
        state_graph(solution, at_most=3)


def test_flags_are_arrays_over_the_states() -> None:
    solution = solve(load("chicken"))
    for concept in solution.concepts:
        for flags in solution.stable[concept].values():
            assert flags.dtype == np.bool_
            assert flags.shape == (4,)
