"""Packages, reasons, changes, kinds of impasse and ways, against the definitions to the letter.

The generated dossiers have graded and joint acts, readings, dates, acts that cannot be undone, unknown settings, unknown and half-stated
rankings, circumstances, outcomes, rules that now breaks, and merged parties.
"""

from __future__ import annotations

import datetime
import random
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from tests.agreement.dossier_files import Raw, a_file
from tests.agreement.literal_deals import HURDLES, ONE_DAY, Literal, held, hitting, turning_days, ways

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.impasse.diagnose import diagnose
from detente.impasse.journey import find_path
from detente.impasse.limits import each_reason, reasons
from detente.settlement import packages


def dossier(file: Raw) -> Dossier:
    return Dossier(DossierFile.model_validate(file))


chances = st.randoms(use_true_random=False)


@given(chances, st.booleans())
def test_packages_reasons_and_changes(chance: random.Random, stated: bool) -> None:
    file = a_file(chance)
    licensed, literal = model(dossier(file)), Literal(file)
    conflict, goal = licensed.option_form, licensed.goals["goal"]
    found = packages(conflict, goal, stated=stated, at_most=10_000)
    assert {(one.now, one.label): one.necessary for one in found.listed} == literal.packages(stated)
    for one in found.listed:
        assert list(one.signatories) == literal.signers(literal.setting(one.label), literal.setting(one.now))
    blocked = reasons(conflict, goal, stated=stated, at_most=10_000)
    assert blocked.blocked is not bool(literal.packages(stated))
    changes = literal.changes(stated)
    assert {one.elements for one in blocked.changes} == changes - {frozenset()}
    minimal = set() if frozenset() in changes else hitting(changes)
    assert {one.elements for one in blocked.reasons} == minimal
    one_by_one = [reason.elements for reason in each_reason(conflict, goal, stated=stated, bound=2)]
    assert len(one_by_one) == len(set(one_by_one)) == min(2, len(minimal))
    assert set(one_by_one) <= minimal


@given(chances, st.booleans())
def test_the_kind_where_orders_are_read_as_written(chance: random.Random, stated: bool) -> None:
    file = a_file(chance, unknown_now=False)
    literal = Literal(file)
    assert str(diagnose(dossier(file), stated=stated, at_most=1000).as_read) == literal.kind(literal.as_written(), stated)[0]


@given(chances, st.booleans(), st.booleans())
def test_the_kind_over_every_completion(chance: random.Random, stated: bool, orders: bool) -> None:
    # With rankings that are open in their order only, or, over two acts, with nothing but what is stated.
    if orders:
        file = a_file(chance, most=3, rest="indifferent", unknown=False, unknown_now=False)
    else:
        file = a_file(chance, most=2, unknown_now=False)
    found = diagnose(dossier(file), stated=stated, at_most=1000)
    literal = Literal(file)
    for note in found.notes:  # acts that occur in no formula stay as they are
        if note.startswith("in no formula"):
            for name in note.split(": ")[1].split(", "):
                literal.bits[name] = literal.bits[name]._replace(frozen=True)
    every = [list(literal.completions(party)) for party in literal.parties]
    if sum(len(some) for some in every) > 200:
        return
    kinds, common = set(), None
    for count, ranks in enumerate(product(*every)):
        kind, good = literal.kind(dict(zip(literal.parties, ranks, strict=True)), stated)
        kinds.add(kind)
        common = good if common is None else common & good
        if count > 600:
            return
    if kinds == {"none"} and common:
        assert found.kind == "none"
    elif "none" in kinds:
        assert found.kind == "information"
    else:
        assert found.kind == max(kinds, key=HURDLES.index)


@given(chances, st.booleans(), st.booleans())
def test_ways_through_the_days(chance: random.Random, stated: bool, dates: bool) -> None:
    file = a_file(chance, dates=dates, unknown_now=False)
    found = find_path(dossier(file), stated=stated)
    literal = Literal(file, timed=True)
    now = literal.nows()[0]
    for note in found.notes:
        if note.startswith("in no formula"):
            for name in note.split(": ")[1].split(", "):
                literal.bits[name] = literal.bits[name]._replace(frozen=True)
    targets = {label for _, label in literal.packages(stated)}
    assert found.packages == len(targets)
    if not targets:
        assert found.aim == "none"
        return
    may = literal.steps(stated, lambda party, after, before: max(literal.compared(party, after, before)) < 0)
    days = turning_days(literal)
    every = len(literal.parties)
    ends = {first: ways(literal, may, every, days, start=literal.label(now), first=first) for first in range(len(days))}
    assert found.reached == len({label for _, label in ends[0]} & targets)
    open_days = [first for first, there in ends.items() if {label for _, label in there} & targets]
    if not open_days or 0 not in open_days:
        assert found.route is None
        return
    assert found.days is not None
    if dates:
        assert found.days.first == days[min(place for place, label in ends[0] if label in targets)]
        after = max(open_days) + 1
        assert found.days.last == (None if after == len(days) else (days[after] or datetime.date.max) - ONE_DAY)
    best: dict[bool, tuple[int, tuple[int, int]]] = {}
    for together in range(1, every + 1):
        there = ways(literal, may, together, days, start=literal.label(now))
        soonest = {label: min(place for place, other in there if other == label) for _, label in there if label in targets}
        for firm in (False, True):
            some = [
                label
                for label, place in soonest.items()
                if not firm or held(literal, days[place]).stays(literal.as_written(), literal.setting(label))
            ]
            if some and firm not in best:
                best[firm] = together, min(there[place, label] for place, label in there if label in some)
    assert (found.aim == "holds") is (True in best)
    together, cost = best[True in best]
    assert found.route is not None
    assert (sum(len(step.movers) > 1 for step in found.route.steps), len(found.route.steps)) == cost
    assert not found.route.steps or found.route.together == together


@given(chances, st.booleans())
def test_the_kind_where_ways_go_through_the_days(chance: random.Random, stated: bool) -> None:
    """What could be agreed is asked of one day; a way to it that waits for what opens later reaches no more, so the kind is the same."""
    file = a_file(chance, dates=True, unknown_now=False)
    found = diagnose(dossier(file), stated=stated, at_most=1000)
    today, later = Literal(file), Literal(file, timed=True)
    for note in found.notes:
        if note.startswith("in no formula"):
            for name in note.split(": ")[1].split(", "):
                today.bits[name] = today.bits[name]._replace(frozen=True)
                if not later.bits[name].shut(file["as_of"]):  # it was held because it can move, and plays no part
                    later.bits[name] = later.bits[name]._replace(frozen=True)
    ranks = today.as_written()
    kind, _ = today.kind(ranks, stated)
    if kind == "path":
        known = later.as_written()
        may = later.steps(stated, lambda party, after, before: known[party][later.label(after)] < known[party][later.label(before)])
        holding = set()
        for now in today.nows():
            for one in today.candidates(stated):
                signed = all(ranks[p][today.label(one)] >= ranks[p][today.label(now)] for p in today.signers(one, now))
                if signed and today.stays(ranks, one):
                    holding.add(today.label(one))
        days = turning_days(later)
        reached = {label for now in today.nows() for _, label in ways(later, may, len(later.parties), days, start=today.label(now))}
        kind = "none" if holding & reached else "path"
    assert str(found.as_read) == kind
