"""The zone, the frontier and the fall against their definitions, spelled out over every completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, permutations, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.test_packages import Setting, literal_comparison, questions, said

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Rest, Statement
from detente.graphmodel.statements import Formula, parse
from detente.settlement import Band, Zone, fallback_bargaining, zone_of
from detente.settlement.admissible import admissible
from detente.settlement.pareto import pareto

Question = tuple[Conflict, Formula, bool]


def pairwise(preference: Preference, one: Setting, other: Setting) -> str:
    return str(literal_comparison(preference, one, other))


def settings_of(zone: Zone, conflict: Conflict) -> dict[str, dict[str, bool]]:
    return {one.label: dict(zip(conflict.option_names, (c == "Y" for c in one.label), strict=True)) for one in zone.alternatives}


@given(question=questions())
def test_best_and_worst_are_what_no_completion_or_every_completion_puts_on_top(question: Question) -> None:
    conflict, goal, stated = question
    zone = zone_of(admissible(conflict, goal, stated=stated))
    if zone is None:
        return
    settings = settings_of(zone, conflict)
    for view in zone.views:
        preference = conflict.preference(view.party)
        against = {(a, b): pairwise(preference, settings[a], settings[b]) for a in settings for b in settings if a != b}
        for label in settings:
            others = [found for (one, _), found in against.items() if one == label]
            assert (label in view.best) == ("worse" not in others)
            assert (label in view.worst) == ("better" not in others)
            assert (label in view.surely_best) == all(found in {"better", "equal"} for found in others)
            assert (label in view.surely_worst) == all(found in {"worse", "equal"} for found in others)


@given(question=questions())
def test_a_possible_best_is_best_in_one_single_completion(question: Question) -> None:
    """The docstring's claim: nothing certainly better is enough, because one order of the statements serves against all others at once."""
    conflict, goal, stated = question
    zone = zone_of(admissible(conflict, goal, stated=stated))
    if zone is None:
        return
    for view in zone.views:
        preference = conflict.preference(view.party)
        assert isinstance(preference, Prioritization)
        if preference.rest is Rest.indifferent:
            continue
        settings = settings_of(zone, conflict)

        def vector(order: Sequence[Sequence[Statement]], setting: Mapping[str, bool]) -> list[bool]:
            return [bool(one.formula.evaluate(setting)) for one in chain.from_iterable(order)]

        orders = list(product(*(permutations(tier) for tier in preference.tiers)))
        for label in settings:
            on_top = any(all(vector(o, settings[label]) >= vector(o, other) for other in settings.values()) for o in orders)
            assert on_top == (label in view.best)


@given(question=questions())
def test_bands_and_refusals(question: Question) -> None:
    conflict, goal, stated = question
    found = admissible(conflict, goal, stated=stated)
    zone = zone_of(found)
    if zone is None:
        return
    assert zone.met == bool(found.starts[0].possible.any())
    settings = settings_of(zone, conflict)
    now = dict(zip(conflict.option_names, (c == "Y" for c in zone.now), strict=True))
    binding = {Kind.limit, Kind.condition} | ({Kind.demand} if stated else set())
    for view in zone.views:
        preference = conflict.preference(view.party)
        own = [one.formula for one in preference.statements if one.kind in binding] if isinstance(preference, Prioritization) else []
        assert sorted(x for tie in view.classes for x in tie) == sorted(settings)
        for label, setting in settings.items():
            crossed = not all(formula.evaluate(setting) for formula in own)
            told = "worse" if crossed else pairwise(preference, setting, now)
            expected = {"worse": Band.refuses, "open": Band.open}.get(told, Band.takes)
            assert view.bands[label] is expected
    if zone.met:
        assert not any(one.refused_by for one in zone.alternatives)


def test_the_frontier_needs_everybody_to_be_no_worse_off() -> None:
    """By hand: a wants x, b wants not x, c tells the two packages that differ in x not apart; so neither dominates the other."""
    options = (Option("deal", "a"), Option("x", "b"))
    ranked = {"a": said("want", "x", "a0"), "b": said("want", "not x", "b0"), "c": said("want", "deal", "c0")}
    preferences: dict[str, Preference] = {party: Prioritization(((one,),)) for party, one in ranked.items()}
    conflict = Conflict(options, ("a", "b", "c"), preferences, now={"deal": False, "x": False})
    found = admissible(conflict, parse("deal"))
    assert found.space is not None
    states = np.array([found.space.index("YN"), found.space.index("YY")])
    assert pareto(found.space, states).tolist() == [True, True]


@given(question=questions())
def test_the_frontier_is_what_nothing_dominates(question: Question) -> None:
    conflict, goal, stated = question
    found = admissible(conflict, goal, stated=stated)
    if found.space is None or not 0 < found.possible.size <= 12:
        return
    settings = [found.space.setting(int(state)) for state in found.possible]
    spoken = {p: x for p, x in conflict.preferences.items() if isinstance(x, Prioritization) and list(x.statements)}

    def told_apart(preference: Preference, one: Setting, other: Setting) -> bool:
        assert isinstance(preference, Prioritization)
        return any(s.formula.evaluate(one) != s.formula.evaluate(other) for s in preference.statements)

    def dominates(one: Setting, other: Setting) -> bool:
        signs = {p: pairwise(x, one, other) for p, x in spoken.items()}
        fine = all(sign in {"better", "equal"} or not told_apart(spoken[p], one, other) for p, sign in signs.items())
        return fine and "better" in signs.values()

    expected = [not any(dominates(other, one) for other in settings) for one in settings]
    assert pareto(found.space, found.possible).tolist() == expected


orders = st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.integers(0, n - 1), min_size=n, max_size=n), min_size=1, max_size=3))


@given(places=orders, data=st.data())
def test_fallback_with_ties_read_early(places: list[list[int]], data: st.DataObject) -> None:
    """A party accepts at depth k what has fewer than k better ones; the rest is the definition."""
    names = [f"x{k}" for k in range(len(places[0]))]
    lists = {
        f"p{i}": [[names[k] for k, at in enumerate(ranks) if at == place] for place in sorted(set(ranks))] for i, ranks in enumerate(places)
    }
    stops = {party: data.draw(st.integers(0, len(classes))) for party, classes in lists.items()}
    for impasse in (None, stops):
        found = fallback_bargaining(lists, ties="early", impasse=impasse)
        at = {p: {n: next(i for i, tie in enumerate(ties) if n in tie) for n in names} for p, ties in lists.items()}
        better = {p: {n: sum(map(len, ties[: at[p][n]])) for n in names} for p, ties in lists.items()}
        accepts = {p: {n for tie in ties[: None if impasse is None else impasse[p]] for n in tie} for p, ties in lists.items()}
        common = [n for n in names if all(n in accepts[p] for p in lists)]
        worst = {n: max(better[p][n] + 1 for p in lists) for n in common}
        if not common:
            assert found.depth is None
            continue
        assert found.depth == min(worst.values())
        met = [n for n in common if worst[n] == found.depth]
        best = [
            n for n in met if not any(all(b[o] <= b[n] for b in better.values()) and any(b[o] < b[n] for b in better.values()) for o in met)
        ]
        assert sorted(found.outcomes) == sorted(best)
