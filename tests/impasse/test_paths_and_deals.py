"""Routes, packages found by the solver, and the smaller conflict, against searches over every state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Statement
from detente.graphmodel.prioritization import WORSE, against
from detente.graphmodel.statements import Formula, parse
from detente.graphmodel.states import state_space
from detente.impasse.deals import minimal_packages
from detente.impasse.focus import focused, without_idle
from detente.impasse.path import circular_conditions, paths
from detente.settlement import constraints, packages
from detente.settlement.status_quos import status_quos
from detente.testing import conflicts, formulas


@st.composite
def questions(draw: st.DrawFn) -> tuple[Conflict, Formula, bool]:
    conflict = draw(conflicts(max_options=4, decision_makers=(1, 3), open_order=True, unknown=True, max_tiers=2))
    kinds = st.sampled_from([Kind.limit, Kind.condition, Kind.demand, Kind.want, Kind.want])

    def mixed(preference: Preference) -> Preference:
        if not isinstance(preference, Prioritization):
            return preference
        return replace(preference, tiers=tuple(tuple(replace(one, kind=draw(kinds)) for one in tier) for tier in preference.tiers))

    conflict = replace(conflict, preferences={party: mixed(preference) for party, preference in conflict.preferences.items()})
    return conflict, draw(formulas(conflict.option_names, max_leaves=3)), draw(st.booleans())


@given(questions())
def test_the_solver_finds_the_same_smallest_changes(question: tuple[Conflict, Formula, bool]) -> None:
    conflict, goal, stated = question
    listed = packages(conflict, goal, stated=stated, at_most=10_000)
    changes = {frozenset(change.option for change in one.changes) for one in listed.listed}
    found = minimal_packages(conflict, goal, stated=stated)
    smallest = {some for some in changes if not any(other < some for other in changes)}
    told = {frozenset(change.option for change in one.changes) for one in found.listed}
    assert told >= smallest
    assert len(listed.status_quos) > 1 or told == smallest
    known = {(one.now, one.label): (one.necessary, dict(one.compared), one.signatories) for one in listed.listed}
    for one in found.listed:
        assert known[one.now, one.label] == (one.necessary, dict(one.compared), one.signatories)
    assert not found.counted


@given(questions())
def test_the_smaller_conflict_has_no_package_of_its_own(question: tuple[Conflict, Formula, bool]) -> None:
    conflict, goal, stated = question
    full = {(one.now, one.label) for one in packages(conflict, goal, stated=stated, at_most=10_000).listed}
    lean = without_idle(conflict, goal)
    narrow = focused(conflict, goal, stated=stated)
    for smaller in (lean.conflict, narrow.conflict):
        assert {(one.now, one.label) for one in packages(smaller, goal, stated=stated, at_most=10_000).listed} <= full
    # Without the options that occur nowhere, every smallest change is still there.
    smallest = {(one.now, one.label) for one in packages(conflict, goal, stated=stated, at_most=10_000).listed if one.minimal}
    assert smallest <= {(one.now, one.label) for one in packages(lean.conflict, goal, stated=stated, at_most=10_000).listed}


Setting = Mapping[str, bool]


def literal_reach(conflict: Conflict, start: str, together: int) -> set[str]:
    """Everything that steps of at most ``together`` parties lead to, one state after the other."""
    space = state_space(conflict)
    binding = [one.formula for one in constraints(conflict)]
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        before = space.setting(space.index(here))
        signs = {party: against(space, conflict.preference(party), space.index(here)) for party in conflict.decision_makers}
        for there in space.labels:
            after = space.setting(space.index(there))
            changed = [option for option in conflict.options if before[option.name] != after[option.name]]
            wrong_way = any(option.one_way if before[option.name] else option.no_return for option in changed)
            movers = {option.decision_maker for option in changed}
            if there in found or wrong_way or len(movers) > together or not all(formula.evaluate(after) for formula in binding):
                continue
            if all(signs[party][space.index(there)] != WORSE for party in movers):
                found.add(there)
                todo.append(there)
    return found


@given(questions())
def test_routes_reach_what_can_be_reached_with_the_fewest_together(question: tuple[Conflict, Formula, bool]) -> None:
    conflict, _, _ = question
    space = state_space(conflict)
    starts = [space.index(setting) for setting in status_quos(conflict).settings]
    found = paths(space, starts, range(space.size))
    together = {route.package: route.together for route in found.routes}
    for size in range(1, len(conflict.decision_makers) + 1):
        reached = set().union(*(literal_reach(conflict, space.label(start), size) for start in starts))
        assert {label for label, needed in together.items() if needed <= size} == reached
    assert set(found.unreached) == set(space.labels) - reached
    assert found.complete
    for route in found.routes:
        assert [route.now, *(step.state for step in route.steps)][-1] == route.package
        for step in route.steps:
            assert set(step.movers) == {change.party for change in step.changes}
            assert not set(step.movers) & set(step.losers)


def test_a_longer_circle_and_none() -> None:
    def conditional(*formulas_: str) -> Prioritization:
        return Prioritization(tuple((Statement(parse(one), Kind.condition),) for one in formulas_))

    options = tuple(Option(name, party) for name, party in zip("xyzw", "abca", strict=True))
    circle = Conflict(
        options,
        ("a", "b", "c"),
        {"a": conditional("x only if y", "w only if x"), "b": conditional("y only if (z or w)"), "c": conditional("x if z")},
        now=dict.fromkeys("xyzw", False),
    )
    (found,) = circular_conditions(circle)
    # x waits for y, y for z or w, w for x, and z for x.
    assert found.options == ("x", "y", "z", "w")
    assert found.conditions == ("preferences.a.0", "preferences.a.1", "preferences.b.0", "preferences.c.0")
    assert circular_conditions(replace(circle, now={**circle.now, "y": True})) == ()


def test_a_bystander_who_loses_by_a_step_is_listed() -> None:
    conflict = Conflict(
        (Option("x", "a"), Option("y", "b")),
        ("a", "b"),
        {"a": Prioritization(((Statement(parse("x")),),)), "b": Prioritization(((Statement(parse("not x")),),))},
        now={"x": False, "y": False},
    )
    space = state_space(conflict)
    (route,) = paths(space, [space.index("NN")], [space.index("YN")]).routes
    assert [(step.movers, step.losers) for step in route.steps] == [(("a",), ("b",))]


def test_a_route_is_as_long_as_there_is_left_to_do() -> None:
    for first, second in product((True, False), repeat=2):
        wants = Prioritization(((Statement(parse("x and y")),),))
        conflict = Conflict((Option("x", "a"), Option("y", "b")), ("a", "b"), {"a": wants, "b": wants}, now={"x": first, "y": second})
        space = state_space(conflict)
        start, end = space.index({"x": first, "y": second}), space.index("YY")
        (route,) = paths(space, [start], [end]).routes
        assert len(route.steps) == (0 if first and second else 1 if first or second else 2)


def one_act(now: bool, preference: Preference, *, one_way: bool = False, no_return: bool = False) -> list[str]:
    """What a route from ``now`` to its opposite looks like for a single act, state by state; empty if there is none."""
    conflict = Conflict((Option("x", "a", one_way=one_way, no_return=no_return),), ("a",), {"a": preference}, now={"x": now})
    space = state_space(conflict)
    found = paths(space, [space.index({"x": now})], [space.index({"x": not now})])
    return [step.state for route in found.routes for step in route.steps]


def test_acts_move_only_in_their_direction() -> None:
    free = Prioritization()
    assert one_act(False, free, one_way=True) == ["Y"]
    assert one_act(True, free, one_way=True) == []
    assert one_act(True, free, no_return=True) == ["N"]
    assert one_act(False, free, no_return=True) == []


def test_a_mover_for_whom_it_is_open_may_move() -> None:
    for_, against_ = Statement(parse("x")), Statement(parse("not x"))
    assert one_act(False, Prioritization(((for_, against_),))) == ["Y"]
    assert one_act(False, Prioritization(((against_,), (for_,)))) == []
    assert one_act(False, Prioritization(((for_,), (against_,)))) == ["Y"]
