"""Sequential stability of a given state without listing states: dominoes by hand, and against the enumerating solver."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from detente.cases import load, names
from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import solve
from detente.stability.symbolic import SequentialAt, sequential_at
from detente.testing import conflicts


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
        (stay,) = sequential_at(conflict, state, bound=bound, decision_maker="I").stays.values()
        assert (stay.standing, stay.improvement) == ("unknown", "Y" + state[1:])
    (stay,) = sequential_at(conflict, state, bound=3, decision_maker="I").stays.values()
    assert stay.standing == "stable"
    (deterred,) = stay.deterred
    assert deterred.improvement[:4] == "YNNN"
    assert [(step.mover, step.state[:4]) for step in deterred.steps] == [("A", "YYNN"), ("B", "YYYN"), ("C", "YYYY")]


@pytest.mark.parametrize("idle", [0, 60])
def test_where_replies_run_out_the_state_is_unstable(idle: int) -> None:
    """C keeps its domino up: A falls, B falls, nothing more. Two moves may be all or not, and looking at a third shows that they are."""
    conflict, state = dominoes(idle=idle, last="not c"), "N" * (4 + idle)
    assert sequential_at(conflict, state, bound=2).stays["I"].standing == "unknown"
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
    said = {"I": wants("not x", "i"), "Even": wants("a iff b"), "Odd": wants("a iff not b"), "X": wants("not x")}
    chase = Conflict(options, ("I", "Even", "Odd", "X"), said)
    assert sequential_at(chase, "NNNN", bound=3).stays["I"].standing == "unknown"
    assert sequential_at(chase, "NNNN", bound=4).stays["I"].standing == "unstable"


def test_without_others_nothing_deters() -> None:
    alone = Conflict((Option("i", "I"),), ("I",), {"I": wants("i")})
    assert sequential_at(alone, "N").standing == "unstable"
    assert sequential_at(alone, "Y").standing == "stable"


def check_replies(found: SequentialAt, model: GraphModel) -> None:
    """Each certificate, to the letter: an improvement, then improvements of others in turn, to a state no better than the one left."""
    start = model.index(found.state)
    for maker, stay in found.stays.items():
        rank = model.ranks[maker]
        if stay.improvement is not None:
            assert model.index(stay.improvement) in model.improvements(maker, start)
        for deterred in stay.deterred:
            at, last = model.index(deterred.improvement), maker
            assert at in model.improvements(maker, start)
            for step in deterred.steps:
                assert step.mover not in {maker, last}
                assert model.index(step.state) in model.improvements(step.mover, at)
                at, last = model.index(step.state), step.mover
            assert rank[at] <= rank[start]


def agrees(conflict: Conflict, bound: int, places: int) -> int:
    """The number of answers that are not unknown, each as by enumeration."""
    solution = solve(conflict, concepts="seq")
    settled = 0
    for at in range(0, len(solution.states), max(1, len(solution.states) // places)):
        found = sequential_at(conflict, solution.states[at], bound=bound)
        check_replies(found, graph_model(conflict))
        for maker, stay in found.stays.items():
            assert stay.standing == "unknown" or (stay.standing == "stable") == bool(solution.stable["seq"][maker][at])
            settled += stay.standing != "unknown"
        if found.standing != "unknown":
            assert (found.standing == "stable") == bool(solution.resting("seq")[at])
    return settled


@settings(max_examples=60)
@given(conflicts(max_options=5, open_order=True, unknown=True))
def test_what_is_claimed_is_so(conflict: Conflict) -> None:
    agrees(conflict, bound=1, places=4)


@settings(max_examples=60)
@given(conflicts(max_options=4))
def test_a_bound_of_all_states_leaves_nothing_unknown(conflict: Conflict) -> None:
    space = len(solve(conflict, concepts="nash").states)
    assert agrees(conflict, bound=space, places=space) == space * len(conflict.decision_makers)


def test_what_is_claimed_is_so_on_larger_conflicts(random_conflict: Callable[[int], Conflict]) -> None:
    settled = 0
    for seed in range(60):
        try:
            settled += agrees(random_conflict(seed), bound=3, places=5)
        except ModelError:
            continue  # no feasible state
    assert settled > 500


@pytest.mark.parametrize("name", names())
def test_published_conflicts(name: str) -> None:
    conflict = load(name)
    if not isinstance(conflict, Conflict):
        pytest.skip("listed moves, no options")
    states = len(solve(conflict, concepts="nash").states)
    assert agrees(conflict, bound=8, places=states) == states * len(conflict.decision_makers)


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
