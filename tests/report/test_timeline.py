"""The section on who held what when: drawn for every party on the same days, told in words, and safe with any text."""

from __future__ import annotations

import datetime
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from detente.analysis.delta import Asked, between
from detente.cases.accounts import example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.timeline import timeline
from detente.report.contexts import TimelineView
from detente.report.evidence import Book
from detente.report.timeline import timeline_view
from detente.report.timeline_drawing import draw_timeline
from detente.report.words.changes import held_words
from detente.worlds.delta import Held, InReadings


@pytest.fixture(scope="module")
def talks() -> Dossier:
    return load(example_path("ceasefire-2025"))


def view(dossier: Dossier) -> TimelineView:
    found = timeline_view(Book(dossier), timeline(dossier))
    assert found is not None
    return found


def test_every_mark_is_drawn_and_told(talks: Dossier) -> None:
    found = view(talks)
    for lane, drawing in zip(found.lanes, draw_timeline(found), strict=True):
        root = ElementTree.fromstring(drawing)
        marks = [mark for _, row in lane.rows for mark in row]
        assert len(root.findall("{*}g")) == len(marks)
        told = root.attrib["aria-label"]
        for act, row in lane.rows:
            assert act in told
            assert all(f"{found.days[mark.day]} {mark.stand}" in told for mark in row)
        left, _, width, _ = map(float, root.attrib["viewBox"].split())
        assert all(left <= float(text.attrib["x"]) <= width for text in root.iter("{http://www.w3.org/2000/svg}text"))


def test_what_was_not_known_yet_stands_after_the_cut_and_hollow(talks: Dossier) -> None:
    found = view(talks)
    assert found.days[found.cut :] == ("2025-03-25",)
    marks = [mark for lane in found.lanes for _, row in lane.rows for mark in row]
    assert {mark.known for mark in marks if mark.day >= found.cut} == {False}
    assert {mark.known for mark in marks if mark.day < found.cut} == {True}
    whole = view(replace(talks, file=talks.file.model_copy(update={"as_of": datetime.date(2025, 3, 25)})))
    assert (whole.cut, whole.unknown) == (len(whole.days), ())


def test_the_answers_that_later_statements_change_are_told_with_them(talks: Dossier) -> None:
    later = between(talks, datetime.date(2025, 3, 24), datetime.date(2025, 3, 25), bound=16, most=64)
    found = timeline_view(Book(talks), timeline(talks), later=later)
    assert found is not None
    assert len(found.later) == len(later.changes) > 0
    assert found.later[0].cites[0].claim == "l-sanctions-first"


def test_one_day_only_makes_no_timeline() -> None:
    loaded = load(example_path("wage-strike"))
    undated = {name: replace(claim, date=None) for name, claim in loaded.claims.items()}  # then all have the day of the one text
    dossier = replace(loaded, claims=undated)
    assert timeline_view(Book(dossier), timeline(dossier)) is None


def test_names_are_text_and_never_markup(talks: Dossier) -> None:
    data = talks.file.options["peace"].model_copy(update={"text": "<script>alert(1)</script> & sign"})
    hostile = replace(talks, file=talks.file.model_copy(update={"options": {**talks.file.options, "peace": data}}))
    drawn = "".join(draw_timeline(view(hostile)))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize(
    ("readings", "complete", "says"),
    [
        ("every", True, "possible in every reading"),
        ("none", True, "not possible, in any reading"),
        ("none", False, "not possible, in any reading tried"),
    ],
)
def test_possible_in_none_is_not_told_as_not_possible_in_every(readings: InReadings, *, complete: bool, says: str) -> None:
    held = Held(readings, together=readings == "every", complete=complete)
    assert held_words(Asked("deal", "g", stated=True), held) == says
