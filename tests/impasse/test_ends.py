"""Each party's best and worst package by the solver: as going through all of them says; and the zone that is drawn from them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.impasse.test_diagnose import act, dossier, parties
from tests.impasse.test_limits import generated

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization
from detente.impasse.diagnose import diagnose
from detente.impasse.ends import ends, zone_unlisted
from detente.report.evidence import Book
from detente.report.resting import telling
from detente.report.zone import zone_view
from detente.settlement import packages
from detente.settlement.admissible import admissible
from detente.settlement.status_quos import status_quos
from detente.settlement.zone import zone_of


def score(conflict: Conflict, party: str, label: str) -> list[bool]:
    """The truth of what the party stated, in the order written."""
    setting = {name: letter == "Y" for name, letter in zip(conflict.option_names, label, strict=True)}
    preference = conflict.preference(party)
    return [bool(said.formula.evaluate(setting)) for said in preference.statements] if isinstance(preference, Prioritization) else []


@given(seed=st.integers(0, 10**6), stated=st.booleans())
@settings(max_examples=60, deadline=None)
def test_ends_are_those_of_all_packages(seed: int, stated: bool) -> None:
    conflict, goal = generated(seed)
    quos = status_quos(conflict)
    if not quos.settings:
        return
    now = quos.settings[0]
    label = "".join("Y" if now[name] else "N" for name in conflict.option_names)
    every = [one.label for one in packages(conflict, goal, stated=stated, at_most=10_000).listed if one.now == label]
    found = list(ends(conflict, goal, conflict.decision_makers, now, stated=stated, met=True, seconds=None))
    assert bool(found) == bool(every)
    for party, best, worst in found:
        labels = ["".join("Y" if end[name] else "N" for name in conflict.option_names) for end in (best, worst)]
        assert set(labels) <= set(every)
        scores = [score(conflict, party, one) for one in every]
        assert [score(conflict, party, one) for one in labels] == [max(scores), min(scores)]


@given(seed=st.integers(0, 10**6), stated=st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_ends_of_a_zone_drawn_from_a_few_are_those_of_the_whole_zone(seed: int, stated: bool) -> None:
    conflict, goal = generated(seed)
    whole = zone_of(admissible(conflict, goal, stated=stated), at_most=10_000)
    listed = packages(conflict, goal, stated=stated).listed
    few = zone_unlisted(conflict, goal, listed[:1], stated=stated, met=bool(listed), seconds=None)
    assert (whole is None) == (few is None)
    if whole is None or few is None:
        return
    assert few.sampled
    assert not few.complete
    assert few.met == whole.met
    for view in few.views:
        if not whole.met:  # places are by the band against now first, and packages across a line of one's own are refused
            continue
        places = [score(conflict, view.party, label) for tie in whole.view(view.party).classes for label in tie]
        drawn = [score(conflict, view.party, label) for tie in view.classes for label in tie]
        assert (max(drawn), min(drawn)) == (max(places), min(places))


def test_where_situations_are_not_listed_a_zone_is_drawn_and_says_of_what() -> None:
    names = [f"o{k}" for k in range(40)]
    options = {"truce": act("a"), **{name: act("b") for name in names}}
    wants = {"a": [{"want": name} for name in names], "b": [{"want": "truce"}, *({"want": f"not {name}"} for name in names)]}
    found = diagnose(dossier("truce", parties=parties("a", "b"), options=options, preferences=wants), limit=2)
    zone = found.at_limits.zone
    assert zone is not None
    assert zone.sampled
    assert {one.label for one in zone.alternatives} == {"Y" + 40 * "N", "Y" + 40 * "Y"}
    assert zone.view("a").surely_best == zone.view("b").surely_worst == ("Y" + 40 * "Y",)
    book = Book(found.dossier)
    view = zone_view(book, found, telling(book, found.model))
    assert view is not None
    assert "too many to list" in view.lede
    assert any("among these only" in note for note in view.notes)
