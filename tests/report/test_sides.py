"""Each side's own eyes, missing steps, other ways of modelling, and the picture of what carries the answer."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from detente.analysis.analyze import Analysis
from detente.analysis.sides import analyze_sides
from detente.report.carriers import carriers_view, draw_carriers
from detente.report.contexts import CarrierRow, CarriersView, Page
from detente.report.evidence import Book
from detente.report.further import with_further
from detente.report.html import render, sections
from detente.report.markdown import markdown
from detente.report.page import page_of
from detente.report.sides import sides_view
from detente.report.tables import audit_tables


@pytest.fixture(scope="module")
def pages(analyses: dict[str, Analysis]) -> dict[str, Page]:
    return {name: with_further(page_of(analyses[name]), analyses[name]) for name in ("river-dam", "wage-strike")}


def test_the_sections_stand_between_whose_word_and_what_to_ask(pages: dict[str, Page]) -> None:
    order = [section.id for section in sections(pages["wage-strike"])]
    assert order.index("word") + 1 == order.index("sides") < order.index("questions") < order.index("steps")
    assert not {"sides", "steps"} & {section.id for section in sections(Page("t", "s", "d", "v"))}


def test_every_party_has_its_row_and_collisions_cite_both(pages: dict[str, Page], analyses: dict[str, Analysis]) -> None:
    view = pages["river-dam"].sides
    assert view is not None
    assert [row.party.id for row in view.rows] == list(analyses["river-dam"].dossier.file.parties)
    first = view.collisions[0]
    assert {cite.claim for cite in first.cites} == {"denied", "closed-doors"}
    # one situation looks safe to both that know it; what separates Kesh from leaving it is one statement of the other side's
    assert len(view.false_peace) == 1
    assert [cite.claim for line in view.false_peace[0].separates for cite in line.cites] == ["closed-doors"]


def test_what_is_not_shown_is_counted(analyses: dict[str, Analysis]) -> None:
    """One situation copied to five, of which three are shown."""
    found = analyze_sides(analyses["river-dam"].dossier)
    (row,) = found.false_peace
    many = replace(found, false_peace=(row,) * 5, counts={**found.counts, "false_peace": 5})
    view = sides_view(Book(analyses["river-dam"].dossier), many)
    assert len(view.false_peace) == 3
    assert view.peace.endswith("The first 3 of them are shown; detente sides --json lists more.")
    assert "shown" not in sides_view(Book(analyses["river-dam"].dossier), found).peace


def test_the_audit_shows_the_words_it_counts_and_says_what_it_leaves_out(analyses: dict[str, Analysis]) -> None:
    analysis = analyses["river-dam"]
    book = Book(analysis.dossier)
    tables = {table.caption: table for table in audit_tables(book, analysis.audit)}
    unsourced = tables["Put forward as fact in the author’s own voice, without a source"]
    authors = {claim.says for claim in analysis.dossier.claims.values() if claim.speaker == ("author",)}
    assert 0 < len(unsourced.rows) == len(analysis.audit.unsourced)
    assert {row.label for row in unsourced.rows} <= authors
    cue = analysis.audit.cues[0]
    longer = replace(analysis.audit, cues=(cue,) * 15)
    assert any(table.caption.endswith("(the first 12 of 15)") and len(table.rows) == 12 for table in audit_tables(book, longer))


def test_the_page_says_how_often_the_answer_survives(pages: dict[str, Page]) -> None:
    view = pages["wage-strike"].modelling
    assert view is not None
    assert sum(same + other for row in view.rows for same, other in row.cells[:1]) == view.variants
    text = re.sub(r"<[^>]+>", " ", render(pages["wage-strike"]))
    assert "survives all" in text
    assert "These are counts of ways, no likelihoods." in text


def test_missing_steps_name_who_could_confirm_them(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert page.steps
        assert all("could confirm it" in line.text for view in page.steps for line in view.steps)


def test_the_carriers_link_statements_to_the_reasons_that_need_them(analyses: dict[str, Analysis]) -> None:
    analysis = analyses["wage-strike"]
    page = page_of(analysis)
    assert page.headline is not None
    view = page.carriers
    assert view is not None
    dossier = analysis.dossier
    for reason in page.headline.answer.reasons:
        parts = {line.element for line in reason.lines if line.element in dossier.element_by_id}
        for row in view.rows:
            falls = any(
                element.basis.stands(dossier.standing) and not element.basis.stands(dossier.standing - {row.claim})
                for element in (dossier.element_by_id[part] for part in parts)
            )
            assert (reason.number in row.needed) is falls
    assert {row.voice for row in view.rows} <= {"party", "report", "author", "absence"}
    drawn = ElementTree.fromstring(str(draw_carriers(view)))
    links = drawn.findall("{http://www.w3.org/2000/svg}path")
    assert len(links) == sum(len(row.needed) + len(row.helps) for row in view.rows)
    assert sum("stroke-dasharray" in link.attrib for link in links) == sum(len(row.helps) for row in view.rows)


def test_the_picture_is_also_told(analyses: dict[str, Analysis]) -> None:
    page = page_of(analyses["wage-strike"])
    assert page.carriers is not None
    text = html.unescape(re.sub(r"<[^>]+>", "", render(page)))
    assert all(told in text for told in page.carriers.told)
    label = ElementTree.fromstring(str(draw_carriers(page.carriers))).attrib["aria-label"]
    assert all(told in label for told in page.carriers.told)


def test_nothing_carries_what_rests_on_no_statement(analyses: dict[str, Analysis]) -> None:
    assert carriers_view(Book(analyses["wage-strike"].dossier), (), ()) is None


def test_untrusted_words_stay_words() -> None:
    nasty = '"><script>alert(1)</script>\u202e'
    row = CarrierRow("c1", nasty, "party", nasty, True, (1,), ())
    drawn = str(draw_carriers(CarriersView((row,), ((1, nasty),), (nasty,))))
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    ElementTree.fromstring(drawn)


def test_the_markdown_has_them_too(pages: dict[str, Page]) -> None:
    text = markdown(pages["river-dam"])
    assert "## In each side’s own eyes" in text
    assert "## What else it would take" in text
