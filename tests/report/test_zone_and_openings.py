"""The zone as drawn says what its table says; other ways to meet it are told from their data; hostile names stay text."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cases.accounts import example_names, example_path
from detente.dossier.files import load
from detente.impasse.diagnose import diagnose
from detente.impasse.openings import openings
from detente.report.contexts import FallView, Lane, Line, PartyView, Standing, ZonePackage, ZoneView
from detente.report.deals import deals_views
from detente.report.evidence import Book
from detente.report.openings import openings_view
from detente.report.resting import telling
from detente.report.zone import zone_view
from detente.report.zone_drawing import draw_fall, draw_zone

SVG = "{http://www.w3.org/2000/svg}"
BANDS = ["refuses", "open", "takes"]


@st.composite
def zones(draw: st.DrawFn) -> ZoneView:
    count = draw(st.integers(1, 8))
    packages = tuple(ZonePackage(n, (Line("x"),), pareto=draw(st.booleans()), fallback=draw(st.booleans())) for n in range(1, count + 1))
    lanes = []
    for k in range(draw(st.integers(1, 4))):
        keys = [(draw(st.sampled_from([2, 1, 0])), draw(st.integers(0, 3))) for _ in packages]
        places = {key: place for place, key in enumerate(sorted(set(keys), reverse=True), 1)}
        standings = tuple(Standing(BANDS[key[0]], places[key], len(places)) for key in keys)
        lanes.append(Lane(PartyView(f"p{k}", draw(st.text(max_size=60)), k), standings))
    return ZoneView(True, "", (), packages, tuple(lanes))


def dots(svg: str) -> list[tuple[float, float, int]]:
    """(x, y, number) of every dot, read off the drawing."""
    root = ElementTree.fromstring(svg)
    circles = {(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in root.iter(f"{SVG}circle") if c.get("r") == "8"}
    texts = [(float(t.get("x", 0)), float(t.get("y", 0)), t.text or "") for t in root.iter(f"{SVG}text") if t.get("font-size") == "10"]
    return [(x, cy, int(text)) for x, y, text in texts for cx, cy in circles if abs(cx - x) < 0.1 and abs(cy - y + 3.6) < 0.11]


@given(view=zones())
def test_the_drawing_keeps_every_order_and_overlaps_nothing(view: ZoneView) -> None:
    svg = str(draw_zone(view))
    root = ElementTree.fromstring(svg)
    width = float(root.get("width", 0))
    middle = next(float(line.get("x1", 0)) for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray"))
    rows: dict[float, list[tuple[float, int]]] = {}
    for x, y, number in dots(svg):
        assert 8 <= x <= width - 8
        rows.setdefault(y, []).append((x, number))
    assert len(rows) == len(view.lanes)
    for (_, row), lane in zip(sorted(rows.items()), view.lanes, strict=True):
        row.sort()
        assert all(b[0] - a[0] >= 20 for a, b in pairwise(row))
        assert sorted(number for _, number in row) == [package.number for package in view.packages]
        places = [lane.standings[number - 1].place for _, number in row]
        assert places == sorted(places, reverse=True)  # worst on the left
        for x, number in row:
            band = lane.standings[number - 1].band
            assert band == "open" or (x < middle) == (band == "refuses")


@given(name=st.text(max_size=40))
def test_hostile_names_stay_text(name: str) -> None:
    party = PartyView("p", name, 0)
    view = ZoneView(True, "", (), (ZonePackage(1, ()),), (Lane(party, (Standing("takes", 1, 1),)),))
    for svg in (str(draw_zone(view)), str(draw_fall([FallView(party, 2, 3)]))):
        root = ElementTree.fromstring(svg)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "g", "rect", "circle", "line", "path", "text"}
        assert not any(key.startswith("on") or key.endswith("href") for element in root.iter() for key in element.attrib)


def test_the_fall_is_told_in_words_too() -> None:
    told = draw_fall([FallView(PartyView("a", "North", 0), 1, 84), FallView(PartyView("b", "South", 1), 22, 84)])
    assert "North: 1 of 84; South: 22 of 84" in str(told)
    assert str(told).count("22 of 84") == 2  # beside its row, and for who cannot see it


@pytest.mark.parametrize("name", example_names())
def test_the_examples_zone_and_table_agree(name: str) -> None:
    dossier = load(example_path(name))
    found = diagnose(dossier)
    book = Book(dossier)
    view = zone_view(book, found, telling(book, found.model))
    zone = found.at_limits.zone
    assert view is not None
    assert zone is not None
    assert view.met == found.at_limits.possible
    for lane in view.lanes:
        told = [int(n) for band in (lane.takes, lane.open, lane.refuses) for n in re.findall(r"\d+", band)]
        assert sorted(told) == [package.number for package in view.packages]
    assert {lane.party.id for lane in view.lanes} == {one.party for one in zone.views}
    for package in view.packages:
        assert all("would" in line.text or line.text == "nothing else" for line in package.changes)


@pytest.mark.parametrize("name", example_names())
def test_other_ways_are_told_for_every_need(name: str) -> None:
    dossier = load(example_path(name))
    found = diagnose(dossier)
    beside, book = openings(found), Book(dossier)
    view = openings_view(book, found, beside, telling(book, found.model))
    assert [need.line.element for need in view.needs] == [need.element for need in beside.needs]
    for told, need in zip(view.needs, beside.needs, strict=True):
        assert [len(way.refused) for way in told.ways] == [len(way.refused_by) for way in need.ways]
    assert len(view.variants) == 4
    assert [row.answer == "no deal" for row in view.variants] == [one.blocked for one in beside.variants.values()]


def test_a_deal_says_who_reads_it_as_what() -> None:
    """The example's halt is kept for the two sides and not for the third, which reads it more widely."""
    dossier = load(example_path("ceasefire-2025"))
    found = diagnose(dossier, goal="energy_halt")
    book = Book(dossier)
    limits, _ = deals_views(book, found, telling(book, found.model))
    narrow = next(deal for deal in limits.deals if len(deal.changes) == 1)
    assert narrow.apart.startswith("One word, read in several ways: Russia and Ukraine would count this as")
    assert narrow.apart.endswith("and United States would not.")
