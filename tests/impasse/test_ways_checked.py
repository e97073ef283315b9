"""Routes, dates, cuts and assurances against searches that follow the definitions state by state."""

from __future__ import annotations

import datetime
from dataclasses import replace
from heapq import heappop, heappush
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Rest, Statement, Unknown
from detente.graphmodel.statements import parse
from detente.graphmodel.states import state_space
from detente.impasse.assurance import Assurance, Assured, assurances
from detente.impasse.certified import Grounds, bars_against, check_assured, check_cut, check_route, reachable
from detente.impasse.cut import cuts
from detente.impasse.days import days
from detente.impasse.fewest import fewest_exchanges
from detente.impasse.path import routes_to, told
from detente.impasse.walk import Order, Walk
from detente.impasse.windows import Window, phases_of
from detente.settlement.packages import Change
from detente.testing import conflicts, formulas

DAY = datetime.date(2030, 1, 1)


def day(number: int) -> datetime.date:
    return DAY + datetime.timedelta(days=number)


@st.composite
def grounds(draw: st.DrawFn) -> Grounds:
    conflict = draw(conflicts(max_options=3, decision_makers=(1, 3), open_order=True, unknown=True, max_tiers=2, max_rules=1))
    kinds = st.sampled_from([Kind.limit, Kind.condition, Kind.demand, Kind.want, Kind.want, Kind.want])

    def mixed(preference: Preference) -> Preference:
        if not isinstance(preference, Prioritization):
            return preference
        return replace(preference, tiers=tuple(tuple(replace(one, kind=draw(kinds)) for one in tier) for tier in preference.tiers))

    conflict = replace(conflict, preferences={party: mixed(preference) for party, preference in conflict.preferences.items()})
    offset = st.none() | st.integers(0, 3)
    windows = {}
    for option in conflict.options:
        opens, closes = draw(offset), draw(offset)
        if option.frozen is None and (opens is not None or closes is not None):
            first, last = day(opens) if opens is not None else None, day(closes) if closes is not None else None
            if first is None or last is None or first <= last:
                windows[option.name] = Window(first, last)
    formula = formulas(conflict.option_names, max_leaves=2)
    orders = tuple(Order(f"agenda.{k}", draw(formula), draw(formula)) for k in range(draw(st.integers(0, 1))))
    return Grounds(conflict, windows, DAY, orders, draw(st.booleans()))


def walk_over(given_: Grounds) -> Walk:
    space = state_space(given_.conflict)
    return Walk(space, phases=phases_of(given_.windows, given_.first), orders=given_.orders, stated=given_.stated)


@given(grounds(), st.integers(0, 7), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_what_is_reached_and_in_how_many_steps(asked: Grounds, at: int, together: int) -> None:
    walk = walk_over(asked)
    start = at % walk.space.size
    found = walk.search(start, together=together)
    fewest = {walk.space.label(k): least[0] for k in range(walk.space.size) if (least := found.least(k))}
    assert fewest == reachable(asked, walk.space.label(start), together=together)
    for state in range(walk.space.size):
        ways, complete = routes_to(walk, found, state, together=together)
        assert bool(ways) == (walk.space.label(state) in fewest)
        assert complete
        for way in ways:
            route = told(walk, way)
            check_route(asked, route)
            assert len(route.steps) == fewest[route.package]
            assert route.together <= together


def fewest_by_trying(asked: Grounds, start: str, *, together: int) -> dict[str, tuple[int, int]]:
    """For each label the fewest exchanges, and with these the fewest steps: everything tried, cheapest first, day by day."""
    owner = {option.name: option.decision_maker for option in asked.conflict.options}
    turns = [DAY, *(day(k) for k in range(1, 6))]
    found: dict[str, tuple[int, int]] = {}
    seen: set[tuple[str, int]] = set()
    todo = [((0, 0), start, 0)]
    while todo:
        cost, label, since = heappop(todo)
        if (label, since) in seen:
            continue
        seen.add((label, since))
        found.setdefault(label, cost)
        if since + 1 < len(turns):
            heappush(todo, (cost, label, since + 1))
        for letters in product("NY", repeat=len(owner)):
            after = "".join(letters)
            movers = {owner[name] for name, a, b in zip(asked.conflict.option_names, label, after, strict=True) if a != b}
            if movers and len(movers) <= together and not list(bars_against(asked, label, after, turns[since])):
                heappush(todo, ((cost[0] + (len(movers) > 1), cost[1] + 1), after, since))
    return found


@given(grounds(), st.integers(0, 7), st.integers(1, 3))
@settings(max_examples=20, deadline=None)
def test_the_fewest_exchanges_and_then_the_fewest_steps(asked: Grounds, at: int, together: int) -> None:
    walk = walk_over(asked)
    start = at % walk.space.size
    fewest = fewest_by_trying(asked, walk.space.label(start), together=together)
    for state in range(walk.space.size):
        way = fewest_exchanges(walk, start, [state], together=together)
        assert bool(way) == (walk.space.label(state) in fewest)
        if way:
            route = told(walk, way)
            check_route(asked, route)
            assert (route.exchanges, len(route.steps)) == fewest[route.package]
            assert route.together <= together


@given(grounds(), st.integers(0, 7), st.integers(0, 7), st.integers(1, 2))
@settings(max_examples=25, deadline=None)
def test_cuts_are_all_the_smallest_sets_that_open_a_way(asked: Grounds, at: int, to: int, together: int) -> None:
    walk = walk_over(asked)
    start, target = at % walk.space.size, to % walk.space.size
    assume(len(walk.bars) <= 6)
    labels = walk.space.label(start), walk.space.label(target)
    found = cuts(walk, [start], [target], together=together, at_most=100)
    names = [bar.id for bar in walk.bars]
    opening: list[set[str]] = []
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            if any(one <= set(some) for one in opening):
                continue
            if labels[1] in reachable(asked, labels[0], together=together, lifted=some):
                opening.append(set(some))
    assert found.complete
    assert {cut.elements for cut in found.cuts} == {frozenset(one) for one in opening}
    assert found.hard == (not opening)
    for cut in found.cuts[:3]:
        check_cut(asked, labels[0], [labels[1]], cut.elements, together=together)


@given(grounds(), st.integers(0, 7))
@settings(max_examples=20, deadline=None)
def test_the_last_day_and_the_first(asked: Grounds, at: int) -> None:
    asked = replace(asked, orders=())
    walk = walk_over(asked)
    start, everybody = at % walk.space.size, len(asked.conflict.decision_makers)
    label = walk.space.label(start)
    targets = [k for k in range(walk.space.size) if k != start]
    found, _ = days(walk, [start], targets, asked.windows)
    still = [  # beginning on each of the days that could matter
        set(reachable(replace(asked, first=day(k)), label, together=everybody)) - {label} for k in range(6)
    ]
    lasting = [k for k in range(6) if still[k]]
    if not lasting:
        assert found.never
        return
    assert found.last == (None if lasting[-1] == 5 else day(lasting[-1]))
    for turn in found.turns:
        number = (turn.day - DAY).days
        if turn.closes and len(walk.phases) > 1:
            assert set(turn.lost) == still[number] - still[number + 1]


@given(conflicts(max_options=4, decision_makers=(1, 3), max_tiers=3, max_rules=1), st.integers(0, 15))
@settings(max_examples=40, deadline=None)
def test_assurances_are_all_the_sets_that_hold_and_of_which_no_part_does(conflict: Conflict, at: int) -> None:
    space = state_space(conflict)
    label = space.label(at % space.size)
    found = assurances(space, label, at_most=200)
    if found.holds:
        check_assured(conflict, label, Assured((), ()))
        return
    for one in found.sets:
        check_assured(conflict, label, one)
    assume(found.complete)
    # Every set of up to two bound acts or replies, tried one by one.
    listed = {frozenset(_key(one) for one in some.assurances) for some in found.sets}
    minimal = _by_trying(conflict, label)
    assert {one for one in listed if len(one) <= 2} == minimal


def _key(one: Assurance) -> tuple[str, str, str]:
    return (one.kind, one.against.option if one.against else "", one.act.option)


def _by_trying(conflict: Conflict, label: str) -> set[frozenset[tuple[str, str, str]]]:
    yes = dict(zip(conflict.option_names, label, strict=True))
    free = [option for option in conflict.options if option.frozen is None]
    tried = [Assurance("bind", Change(option.name, option.decision_maker, yes[option.name] == "Y")) for option in free]
    for act in free:
        if not (act.one_way if yes[act.name] == "Y" else act.no_return):
            reply = Change(act.name, act.decision_maker, yes[act.name] == "N")
            against = (o for o in free if o.decision_maker != act.decision_maker)
            tried += [Assurance("reply", reply, Change(o.name, o.decision_maker, yes[o.name] == "N")) for o in against]
    holding: set[frozenset[tuple[str, str, str]]] = set()
    for size in (1, 2):
        for some in combinations(tried, size):
            keys = frozenset(_key(one) for one in some)
            binds, replies = {one.act.option for one in some if one.kind == "bind"}, {one.act.option for one in some if one.kind == "reply"}
            if binds & replies or any(one <= keys for one in holding):
                continue
            try:
                check_assured(conflict, label, Assured(some, ()))
            except ModelError:
                continue
            holding.add(keys)
    return holding


def prefers(*said: str, kind: Kind = Kind.want) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text), kind),) for text in said))


def sale() -> Conflict:
    """Payment first, then the goods: whoever pays first can be left with nothing."""
    return Conflict(
        (Option("pay", "buyer", one_way=True), Option("send", "seller"), Option("refund", "escrow")),
        ("buyer", "seller", "escrow"),
        {"buyer": prefers("send or refund", "not pay or refund", "send"), "seller": prefers("pay and not refund", "not send")},
        now={"pay": False, "send": False, "refund": False},
    )


def test_a_checker_notices_what_is_wrong_with_a_route() -> None:
    conflict = Conflict((Option("x", "a"), Option("y", "b")), ("a", "b"), {"a": prefers("y", "x")}, now={"x": False, "y": False})
    asked = Grounds(conflict, {"x": Window(closes=day(3))}, DAY)
    walk = walk_over(asked)
    (way,), _ = routes_to(walk, walk.search(0, together=1), walk.space.index("YN"), together=1)
    route = told(walk, way)
    check_route(asked, route)
    (step,) = route.steps
    assert (step.not_before, step.by) == (None, day(3))
    broken = [
        replace(step, movers=("b",)),
        replace(step, changes=()),
        replace(step, by=day(4)),
        replace(step, losers=("b",)),
        replace(step, state="NY", changes=(Change("y", "b", to=True),), movers=("b",)),
    ]
    for other in broken:
        with pytest.raises(ModelError):
            check_route(asked, replace(route, steps=(other,)))
    with pytest.raises(ModelError, match=r"date\.x"):
        check_route(replace(asked, first=day(4)), route)


def test_a_bound_reply_makes_an_exchange_hold() -> None:
    conflict = sale()
    space = state_space(conflict)
    found = assurances(space, "YYN")  # paid and sent: the seller would keep the money and not send
    assert "seller" in found.leavers
    kinds = {frozenset((one.kind, one.act.option) for one in some.assurances) for some in found.sets}
    assert frozenset({("bind", "send")}) in kinds
    assert frozenset({("reply", "refund")}) in kinds
    (reply,) = next(some.assurances for some in found.sets if {one.kind for one in some.assurances} == {"reply"})
    assert reply.against == Change("send", "seller", to=False)
    assert reply.guarantor == "escrow"
    assert reply.credible == "open"  # nobody said what it prefers
    offering = assurances(space, "YYN", offered={"refund": ("escrow",)})
    assert offering.sets[0].offered
    assert offering.sets[0].assurances[0].act.option == "refund"


def test_a_reply_is_credible_where_it_costs_the_guarantor_nothing() -> None:
    # What improves for the guarantor is no guarantee but a reply that deters anyway; what it does not care about it can promise.
    for preference, expected in ((Prioritization(rest=Rest.indifferent), "yes"), (prefers("not refund"), "no"), (Unknown(), "open")):
        conflict = replace(sale(), preferences={**sale().preferences, "escrow": preference})
        found = assurances(state_space(conflict), "YYN")
        assert {one.credible for some in found.sets for one in some.assurances if one.kind == "reply"} == {expected}
    conflict = replace(sale(), preferences={**sale().preferences, "escrow": prefers("refund iff (pay and not send)")})
    assert assurances(state_space(conflict), "YYN").holds


def test_a_checker_notices_a_cut_that_opens_nothing_and_one_with_a_part_to_spare() -> None:
    conflict = Conflict(
        (Option("x", "a"), Option("y", "b", no_return=True)),
        ("a", "b"),
        {"a": prefers("x only if y", kind=Kind.condition)},
        now={"x": False, "y": False},
    )
    asked = Grounds(conflict)
    walk = walk_over(asked)
    found = cuts(walk, [walk.space.index("NN")], [walk.space.index("YN")], together=1)
    assert [cut.elements for cut in found.cuts] == [frozenset({"preferences.a.0"})]
    check_cut(asked, "NN", ["YN"], {"preferences.a.0"}, together=1)
    with pytest.raises(ModelError, match="opens no way"):
        check_cut(asked, "NN", ["YN"], {"kept.y"}, together=1)
    with pytest.raises(ModelError, match=r"kept.y can be spared"):
        check_cut(asked, "NN", ["YN"], {"preferences.a.0", "kept.y"}, together=1)


def test_a_checker_notices_assurances_that_do_not_do_and_one_too_many() -> None:
    conflict = sale()
    send, pay = (Assurance("bind", Change(name, party, to=True)) for name, party in (("send", "seller"), ("pay", "buyer")))
    check_assured(conflict, "YYN", Assured((send,), ()))
    with pytest.raises(ModelError, match="does not hold"):
        check_assured(conflict, "YYN", Assured((pay,), ()))
    with pytest.raises(ModelError, match="can be spared"):
        check_assured(conflict, "YYN", Assured((send, pay), ()))
