"""Packages against their definition, spelled out over every state and every completion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Rest, Statement
from detente.graphmodel.statements import Formula, parse
from detente.settlement import Compared, Packages, constraints, packages, signatories
from detente.settlement.status_quos import status_quos
from detente.testing import conflicts, formulas

Setting = Mapping[str, bool]


def said(kind: str, formula: str, identity: str = "") -> Statement:
    return Statement(parse(formula), Kind(kind), identity)


def ranked(*statements: Statement, rest: Rest = Rest.unstated) -> Prioritization:
    return Prioritization(tuple((one,) for one in statements), rest)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Conflict, Formula, bool]:
    conflict = draw(conflicts(max_options=4, decision_makers=(1, 3), open_order=True, unknown=True, max_tiers=2))
    kinds = st.sampled_from([Kind.limit, Kind.condition, Kind.demand, Kind.want, Kind.want, Kind.want])

    def mixed(preference: Preference) -> Preference:
        if not isinstance(preference, Prioritization):
            return preference
        return replace(preference, tiers=tuple(tuple(replace(one, kind=draw(kinds)) for one in tier) for tier in preference.tiers))

    conflict = replace(conflict, preferences={party: mixed(preference) for party, preference in conflict.preferences.items()})
    return conflict, draw(formulas(conflict.option_names, max_leaves=3)), draw(st.booleans())


def literal_comparison(preference: Preference, package: Setting, now: Setting) -> Compared:
    """Over every order of every tier; what no statement separates may fall either way unless the rest is indifferent."""
    if package == now:
        return Compared.equal
    found = set()
    tiers = preference.tiers if isinstance(preference, Prioritization) else ()
    indifferent = isinstance(preference, Prioritization) and preference.rest is Rest.indifferent
    for order in product(*(permutations(tier) for tier in tiers)):
        after, before = ([bool(one.formula.evaluate(setting)) for one in chain.from_iterable(order)] for setting in (package, now))
        found |= {1 if after > before else -1} if after != before else {0} if indifferent else {1, 0, -1}
    (only,) = found if len(found) == 1 else (2,)
    return {1: Compared.better, 0: Compared.equal, -1: Compared.worse}.get(only, Compared.open)


def literal_packages(conflict: Conflict, goal: Formula, *, stated: bool) -> dict[tuple[str, str], tuple[bool, dict[str, Compared]]]:
    """(now, package) -> whether it is necessary, and how everybody finds it; only possible ones."""
    kinds = {"limit", "condition", "demand"} if stated else {"limit", "condition"}
    able = {option.decision_maker for option in conflict.options if option.frozen is None}
    named = {option.decision_maker for option in conflict.options if option.name in goal.names()}
    values = [(False, True) if option.frozen is None else (option.frozen,) for option in conflict.options]
    settings = [dict(zip(conflict.option_names, setting, strict=True)) for setting in product(*values)]
    found = {}
    for now in conflict.status_quos(at_most=1000):
        for package in settings:
            if not goal.evaluate(package) or any(rule.never.evaluate(package) for rule in conflict.rules):
                continue
            bound = [one for one in conflict.preferences.values() if isinstance(one, Prioritization)]
            if not all(one.formula.evaluate(package) for ranking in bound for one in ranking.statements if str(one.kind) in kinds):
                continue
            compared = {party: literal_comparison(conflict.preference(party), package, now) for party in conflict.decision_makers}
            changing = {option.decision_maker for option in conflict.options if package[option.name] != now[option.name]}
            signing = able & (named | changing)
            if all(compared[party] is not Compared.worse for party in signing):
                sure = all(compared[party] in {Compared.better, Compared.equal} for party in signing)
                found[_label(now), _label(package)] = (sure, compared)
    return found


def _label(setting: Setting) -> str:
    return "".join("Y" if value else "N" for value in setting.values())


@given(questions())
def test_packages_are_those_of_the_definition(question: tuple[Conflict, Formula, bool]) -> None:
    conflict, goal, stated = question
    found = packages(conflict, goal, stated=stated, at_most=10_000)
    literal = literal_packages(conflict, goal, stated=stated)
    assert {(one.now, one.label): (one.necessary, dict(one.compared)) for one in found.listed} == literal
    assert found.complete
    nows = {_label(now) for now in conflict.status_quos(at_most=1000)}
    assert found.possible == len({label for _, label in literal})
    assert found.necessary == sum(all(literal.get((now, label), (False,))[0] for now in nows) for label in {label for _, label in literal})


@given(questions())
def test_minimal_packages_change_a_part_of_every_other(question: tuple[Conflict, Formula, bool]) -> None:
    conflict, goal, stated = question
    found = packages(conflict, goal, stated=stated, at_most=10_000)
    for one in found.listed:
        changed = {change.option for change in one.changes}
        smaller = [other for other in found.listed if other.now == one.now and {change.option for change in other.changes} < changed]
        assert one.minimal == (not smaller)


def test_constraints_are_limits_and_conditions_and_demands_only_as_stated() -> None:
    everything = ranked(said("limit", "x", "l"), said("condition", "x", "c"), said("demand", "x", "d"), said("want", "x", "w"))
    conflict = Conflict((Option("x", "a"),), ("a",), {"a": everything})
    assert [one.id for one in constraints(conflict)] == ["l", "c"]
    assert [one.id for one in constraints(conflict, stated=True)] == ["l", "c", "d"]


def test_signatories_own_what_the_goal_names_or_what_changes() -> None:
    options = (Option("x", "a"), Option("y", "b"), Option("z", "c"), Option("w", "d", frozen=False))
    conflict = Conflict(options, ("a", "b", "c", "d"), now=dict.fromkeys("xyz", False))
    package = {"x": True, "y": False, "z": True, "w": False}
    assert signatories(conflict, parse("x or y or w"), package) == ("a", "b", "c")
    assert signatories(conflict, parse("x"), {**package, "z": False}) == ("a",)


def two_traders(a: Prioritization, b: Prioritization) -> Conflict:
    """a can give x, b can give y; neither is given now."""
    return Conflict(
        (Option("x", "a"), Option("y", "b"), Option("z", "c")), ("a", "b", "c"), {"a": a, "b": b}, now=dict.fromkeys("xyz", False)
    )


def listed(found: Packages) -> dict[str, tuple[bool, bool | None]]:
    return {one.label: (one.minimal, one.pareto) for one in found.listed}


def test_a_trade_each_side_gains_from_by_hand() -> None:
    # Each side wants the other's gift first and to keep its own second: NNN < YYN for both, YNN is worse for a, NYN worse for b.
    conflict = two_traders(ranked(said("want", "y"), said("want", "not x")), ranked(said("want", "x"), said("want", "not y")))
    found = packages(conflict, parse("x and y"))
    assert listed(found) == {"YYN": (True, True), "YYY": (False, True)}
    first = found.listed[0]
    assert first.gains == ("a", "b")
    assert first.necessary
    assert first.signatories == ("a", "b")
    assert [(change.option, change.to) for change in first.changes] == [("x", True), ("y", True)]
    # z changes for no stated reason: whether c would sign is open, so that package is merely possible.
    assert (found.possible, found.necessary) == (2, 1)
    assert not packages(conflict, parse("x and not y"))


def test_a_bystander_who_loses_is_listed_and_not_asked() -> None:
    conflict = replace(two_traders(ranked(said("want", "x")), ranked(said("want", "not x"))), now=dict.fromkeys("xyz", False))
    best = packages(conflict, parse("x")).listed[0]
    assert best.signatories == ("a",)
    assert best.losses == ("b",)
    assert best.necessary


def test_a_demand_can_be_traded_at_the_limits_only() -> None:
    # b refuses y, but wants x just as openly: nobody ranked the two.
    open_order = Prioritization(((said("demand", "not y", "d"), said("want", "x", "w")),))
    conflict = two_traders(ranked(said("want", "y")), open_order)
    assert packages(conflict, parse("x and y")).possible == 2
    assert packages(conflict, parse("x and y"), stated=True).possible == 0


def test_unstated_is_not_indifferent() -> None:
    conflict = two_traders(ranked(said("want", "not z")), ranked(said("want", "not z")))
    assert packages(conflict, parse("x and y")).necessary == 0
    calm = ranked(said("want", "not z"), rest=Rest.indifferent)
    assert packages(replace(conflict, preferences={"a": calm, "b": calm}), parse("x and y")).necessary == 1


def test_an_unknown_setting_gives_several_status_quos() -> None:
    conflict = replace(two_traders(ranked(said("want", "not x")), ranked()), now={"x": None, "y": False, "z": False})
    found = packages(conflict, parse("x"))
    assert found.status_quos == ("NNN", "YNN")
    # From NNN a would lose; from YNN nothing of a's changes.
    assert {(one.now, one.label) for one in found.listed if one.minimal} == {("YNN", "YNN")}
    assert found.necessary == 0
    told = packages(conflict, parse("x"), now={"x": True})
    assert told.status_quos == ("YNN",)
    assert told.necessary == 1


def test_a_rule_that_now_breaks_binds_packages_only() -> None:
    conflict = Conflict((Option("x", "a"), Option("y", "b")), ("a", "b"), rules=(Rule(parse("x and y"), "r"),), now={"x": True, "y": True})
    found = packages(conflict, parse("y"))
    assert [one.label for one in found.listed] == ["NY"]
    assert found.notes[0] == "now breaks the rule r"
    assert status_quos(conflict).settings == ({"x": True, "y": True},)


def test_no_status_quo_no_package() -> None:
    conflict = Conflict((Option("x", "a"),), ("a",), rules=(Rule(parse("x"), "r"), Rule(parse("not x"), "s")))
    found = packages(conflict, parse("true"))
    assert not found
    assert "no status quo" in found.notes[0]


def test_lists_are_bounded_and_say_so() -> None:
    options = tuple(Option(f"o{k}", "a") for k in range(6))
    conflict = Conflict(options, ("a",), now={option.name: False for option in options})
    found = packages(conflict, parse("o0 or o1"), at_most=3)
    assert (len(found.listed), found.possible, found.complete) == (3, 48, False)
    assert [one.minimal for one in found.listed] == [True, True, False]
    with pytest.raises(ModelError, match="more than 4"):
        packages(conflict, parse("o0"), limit=4)
    with pytest.raises(UnknownName, match="did you mean 'o1'"):
        packages(conflict, parse("o0"), now={"o11": True})


def test_swapping_the_parties_swaps_the_packages() -> None:
    one = two_traders(ranked(said("want", "y"), said("want", "not x")), ranked(said("limit", "not y")))
    swapped = Conflict(
        (Option("x", "b"), Option("y", "a"), Option("z", "c")),
        ("a", "b", "c"),
        {"b": one.preferences["a"], "a": one.preferences["b"]},
        now=one.now,
    )
    names = {"a": "b", "b": "a", "c": "c"}
    here, there = packages(one, parse("x or y")), packages(swapped, parse("x or y"))
    assert [package.label for package in here.listed] == [package.label for package in there.listed]
    for left, right in zip(here.listed, there.listed, strict=True):
        assert {names[party]: how for party, how in left.compared.items()} == right.compared
        assert {names[party] for party in left.signatories} == set(right.signatories)


def test_results_are_plain_data() -> None:
    found = packages(two_traders(ranked(said("want", "y")), ranked()), parse("y"))
    told = found.to_dict()
    assert told["possible"] == len(told["packages"]) == 4
    assert set(told["packages"][0]) >= {"label", "changes", "actors", "signatories", "gains", "loses", "open", "necessary"}
    assert "\n" not in repr(found)
