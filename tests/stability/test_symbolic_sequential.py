"""Sequential stability of a given state without listing states: dominoes by hand, and against the enumerating solver."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from detente.cases import load, names
from detente.errors import ModelError, NoState, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import Concept, solve
from detente.stability.symbolic import (
    check_standing,
    nash_equilibria,
    sequential_at,
    sequential_equilibria,
    standing_at,
    symmetric_sequential_equilibria,
)
from detente.stability.symbolic.closure import Closed
from detente.stability.symbolic.standing import StandingAt
from detente.testing import conflicts
from detente.testing.large import winding_conflict


def wants(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)


def dominoes(*, idle: int = 0, last: str = "c iff b") -> Conflict:
    """If I tips its domino, A wants to tip its own, then B, then C; I likes tipping, and dreads C's fall. ``idle``: bystanders' options."""
    bystanders = [Option(f"x{k}", f"X{k % 4}") for k in range(idle)]
    options = (Option("i", "I"), Option("a", "A"), Option("b", "B"), Option("c", "C"), *bystanders)
    preferences = {"I": wants("not c", "i"), "A": wants("a iff i"), "B": wants("b iff a"), "C": wants(last)}
    return Conflict(options, tuple(dict.fromkeys(option.decision_maker for option in options)), preferences)


@pytest.mark.parametrize("idle", [0, 60])
def test_a_reply_of_three_moves_is_found_with_a_bound_of_three(idle: int) -> None:
    conflict, state = dominoes(idle=idle), "N" * (4 + idle)
    for bound in (1, 2):
        (stay,) = sequential_at(conflict, state, bound=bound, close=False, decision_maker="I").stays.values()
        assert (stay.standing, stay.improvement) == ("unknown", "Y" + state[1:])
    (stay,) = sequential_at(conflict, state, bound=3, decision_maker="I").stays.values()
    assert stay.standing == "stable"
    (deterred,) = stay.deterred
    assert deterred.improvement[:4] == "YNNN"
    assert [(step.mover, step.state[:4]) for step in deterred.steps] == [("A", "YYNN"), ("B", "YYYN"), ("C", "YYYY")]
    (beyond,) = sequential_at(conflict, state, bound=1, decision_maker="I").stays.values()  # found beyond the bound, too
    assert beyond.standing == "stable"
    assert [step.mover for step in beyond.deterred[0].steps] == ["A", "B", "C"]


@pytest.mark.parametrize("idle", [0, 60])
def test_where_replies_run_out_the_state_is_unstable(idle: int) -> None:
    """C keeps its domino up: A falls, B falls, nothing more. And as C looks at nobody, the others need not be looked at either."""
    conflict, state = dominoes(idle=idle, last="not c"), "N" * (4 + idle)
    assert sequential_at(conflict, state, bound=1, close=False).stays["I"].standing == "unstable"
    found = sequential_at(conflict, state, bound=3)
    assert (found.standing, found.stays["I"].standing, found.stays["I"].improvement) == ("unstable", "unstable", "Y" + state[1:])
    assert all(stay.standing == "stable" for maker, stay in found.stays.items() if maker != "I")


def test_where_nothing_is_bad_enough_one_move_tells() -> None:
    conflict = dominoes()
    never = replace(conflict, rules=(Rule(parse("b and c")), Rule(parse("c and not b"))))
    assert sequential_at(never, "NNNN", bound=1).stays["I"].standing == "unstable"
    final = replace(conflict, options=tuple(replace(option, no_return=option.name == "c") for option in conflict.options))
    assert sequential_at(final, "NNNN", bound=1).stays["I"].standing == "unstable"


def test_a_reply_cannot_take_back_what_is_final() -> None:
    """A raises its flag at the tip, C follows it, A would lower it again; I dreads C's flag alone. If A's flag stays up, that never is."""
    options = (Option("i", "I"), Option("a", "A"), Option("c", "C"))
    said = {"I": wants("not (c and not a)", "i"), "A": wants("a iff (i and not c)"), "C": wants("a iff c")}
    stay = sequential_at(Conflict(options, ("I", "A", "C"), said), "NNN", bound=4).stays["I"]
    assert stay.standing == "stable"
    assert [step.mover for step in stay.deterred[0].steps] == ["A", "C", "A"]
    final = tuple(replace(option, one_way=option.name == "a") for option in options)
    assert sequential_at(Conflict(final, ("I", "A", "C"), said), "NNN", bound=4).stays["I"].standing == "unstable"


def test_replies_that_go_round_in_a_circle_come_to_nothing_new() -> None:
    """Even and Odd chase one another through four settings; X could hurt I and never wants to. Four moves would repeat a state."""
    options = (Option("i", "I"), Option("a", "Even"), Option("b", "Odd"), Option("x", "X"))
    said = {"I": wants("not x", "i"), "Even": wants("a iff b"), "Odd": wants("a iff not b"), "X": wants("not x and (a or b or not a)")}
    chase = Conflict(options, ("I", "Even", "Odd", "X"), said)
    assert sequential_at(chase, "NNNN", bound=3, close=False).stays["I"].standing == "unknown"
    assert sequential_at(chase, "NNNN", bound=4, close=False).stays["I"].standing == "unstable"
    assert sequential_at(chase, "NNNN", bound=1).stays["I"].standing == "unstable"


def test_without_others_nothing_deters() -> None:
    alone = Conflict((Option("i", "I"),), ("I",), {"I": wants("i")})
    assert sequential_at(alone, "N").standing == "unstable"
    assert sequential_at(alone, "Y").standing == "stable"


CREDIBLE = ("seq", "sseq")


def agrees(conflict: Conflict, places: int, *concepts: str, close: bool = True, bound: int = 1) -> int:
    """The number of answers, each as by enumeration and each verified by other code; all are settled unless ``close`` is off."""
    solution = solve(conflict)
    settled = 0
    for concept in concepts:
        for at in range(0, len(solution.states), max(1, len(solution.states) // places)):
            found = standing_at(conflict, solution.states[at], concept, bound=bound, close=close)
            check_standing(found)
            for maker, stay in found.stays.items():
                assert stay.standing != "unknown" or not close
                assert stay.standing == "unknown" or (stay.standing == "stable") == bool(solution.stable[concept][maker][at])
                settled += stay.standing != "unknown"
    return settled


@settings(max_examples=30)
@given(conflicts(max_options=5, open_order=True, unknown=True))
def test_what_is_claimed_is_so_under_every_concept(conflict: Conflict) -> None:
    agrees(conflict, 2, *Concept)


@settings(max_examples=20)
@given(conflicts(max_options=4))
def test_what_is_claimed_within_a_bound_is_so(conflict: Conflict) -> None:
    agrees(conflict, 16, *CREDIBLE, close=False)


def test_what_is_claimed_is_so_on_larger_conflicts(random_conflict: Callable[[int], Conflict]) -> None:
    settled = 0
    for seed in range(30):
        try:
            settled += agrees(random_conflict(seed), 2, *Concept)
        except NoState:
            continue
    assert settled > 700


def test_all_that_rest_are_found(random_conflict: Callable[[int], Conflict]) -> None:
    compared = 0
    for seed in range(40):
        conflict = random_conflict(seed)
        try:
            solution = solve(conflict, concepts=CREDIBLE)
        except NoState:
            continue
        for search, concept in ((sequential_equilibria, "seq"), (symmetric_sequential_equilibria, "sseq")):
            found = search(conflict)
            assert found.complete
            assert sorted(found.states) == sorted(solution.equilibria(concept)), seed
            compared += len(found.states)
    assert compared > 500


@pytest.mark.parametrize("idle", [0, 60])
def test_a_search_beyond_nash(idle: int) -> None:
    """Nobody tips the first domino, for fear of the third; under Nash I would."""
    conflict = dominoes(idle=idle)
    frozen = replace(conflict, options=tuple(replace(o, frozen=False) if o.name.startswith("x") else o for o in conflict.options))
    nothing = "N" * (4 + idle)
    assert nothing not in nash_equilibria(frozen).states
    assert nothing in sequential_equilibria(frozen).states


def test_a_reply_as_long_as_they_come() -> None:
    """In the winding conflict each step hurts I more: whatever I gains where it stands, the next step undoes."""
    conflict = winding_conflict(4)
    solution = solve(conflict, concepts="seq")
    for at in range(0, len(solution.states), 5):
        found = sequential_at(conflict, solution.states[at], bound=1)
        check_standing(found)
        assert {maker: stay.standing == "stable" for maker, stay in found.stays.items()} == {
            maker: bool(flags[at]) for maker, flags in solution.stable["seq"].items()
        }


def tampered(found: StandingAt, maker: str, **changes: Any) -> StandingAt:
    return replace(found, stays={maker: replace(found.stays[maker], **changes)})


def test_the_check_fails_what_does_not_hold() -> None:
    stable = sequential_at(dominoes(), "NNNN")
    check_standing(stable)
    (deterred,) = stable.stays["I"].deterred
    short = replace(deterred, steps=deterred.steps[:2])
    turned = replace(deterred, steps=(replace(deterred.steps[0], mover="B"), *deterred.steps[1:]))
    for wrong in (tampered(stable, "I", deterred=()), tampered(stable, "I", deterred=(short,)), tampered(stable, "I", deterred=(turned,))):
        with pytest.raises(ModelError, match="verdict on 'NNNN' for 'I' fails"):
            check_standing(wrong)
    unstable = sequential_at(dominoes(last="not c"), "NNNN")
    check_standing(unstable)
    for changes in (
        {"closed": Closed(((("a", True),),))},  # A would raise it
        {"closed": Closed(((("i", True),),))},  # not the start
        {"closed": Closed()},  # in some feasible state I would regret it
        {"closed": None},
        {"improvement": "NNNY"},
        {"standing": "stable"},
    ):
        with pytest.raises(ModelError, match="verdict on 'NNNN' for 'I' fails"):
            check_standing(tampered(unstable, "I", **changes))


def test_a_reply_has_to_start_where_the_improvement_leads() -> None:
    """With the first two dominoes down already the third alone would do: but they are not, and nobody claims that they are for nothing."""
    patient = replace(dominoes(), preferences={**dominoes().preferences, "B": wants("not b")})
    unstable = sequential_at(patient, "NNNN")
    assert unstable.stays["I"].standing == "unstable"
    (deterred,) = sequential_at(dominoes(), "NNNN").stays["I"].deterred
    elsewhere = replace(deterred, improvement="YYYN", steps=deterred.steps[2:])
    with pytest.raises(ModelError, match="a reply starts elsewhere"):
        check_standing(tampered(unstable, "I", standing="stable", deterred=(elsewhere,)))
    for wrong in (tampered(unstable, "I", improvement="YNN"), tampered(unstable, "I", improvement="YNN?")):
        with pytest.raises(ModelError, match="is no state"):
            check_standing(wrong)
    with pytest.raises(ModelError, match="is about"):
        check_standing(replace(unstable, stays={"A": unstable.stays["I"]}))


def test_a_way_out_is_ones_own() -> None:
    """C's reply would hurt I, and I cannot undo it: only what C itself could do would help."""
    feared = Conflict((Option("i", "I"), Option("c", "C")), ("I", "C"), {"I": wants("not c", "i"), "C": wants("c iff i")})
    held = standing_at(feared, "NN", concept="smr")
    assert held.stays["I"].standing == "stable"
    forged = Closed(((("i", False),),), escapes=((("c", False),),))
    with pytest.raises(ModelError, match="a way out takes what others do"):
        check_standing(tampered(held, "I", standing="unstable", improvement="YN", closed=forged))


@pytest.mark.parametrize("name", names())
def test_published_conflicts(name: str) -> None:
    conflict = load(name)
    if not isinstance(conflict, Conflict):
        pytest.skip("listed moves, no options")
    assert agrees(conflict, 3, *Concept) > 0


def test_what_cannot_be_asked() -> None:
    with pytest.raises(ModelError, match="at least one move ahead"):
        sequential_at(dominoes(), "NNNN", bound=0)
    with pytest.raises(UnknownName, match="no decision maker 'Z'"):
        sequential_at(dominoes(), "NNNN", decision_maker="Z")
    with pytest.raises(ModelError, match="a rule excludes 'NNNN'"):
        sequential_at(replace(dominoes(), rules=(Rule(parse("not i")),)), "NNNN")
    with pytest.raises(ModelError, match="leaves out option 'a'"):
        sequential_at(dominoes(), {"i": True})
    with pytest.raises(ModelError, match="no state label"):
        sequential_at(dominoes(), "NN")


def test_out_of_time_is_unknown() -> None:
    found = sequential_at(dominoes(idle=40), "N" * 44, seconds=0)
    assert found.standing == "unknown"
    assert json.loads(json.dumps(found.to_dict()))["decision_makers"]["I"]["standing"] == "unknown"
