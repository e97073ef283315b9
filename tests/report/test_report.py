"""The report of every bundled example: one file, nothing fetched, every link leads somewhere, every quotation marked whole."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import escape
from rich.console import Console

from detente.analysis.analyze import Analysis
from detente.impasse.journey import find_path
from detente.report.contexts import Page
from detente.report.deals import spared
from detente.report.evidence import Book
from detente.report.further import with_further
from detente.report.html import render, sections, write_report
from detente.report.markdown import markdown
from detente.report.page import page_of
from detente.report.terminal import first_screen, show

NAMES = ["ceasefire-2025", "river-dam", "wage-strike"]
MakePage = Callable[..., Page]


class _Links(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.fetched: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [value for value in [found.get("id")] if value]
        if tag == "a":
            self.targets.append(found.get("href") or "")
        self.fetched += [f"{tag} {name}" for name in ("src", "srcset", "data", "action", "poster") if name in found]
        if tag in {"script", "link", "iframe", "img", "object"}:
            self.fetched.append(tag)


@pytest.fixture(params=NAMES)
def page(request: pytest.FixtureRequest, analyses: dict[str, Analysis]) -> Page:
    return page_of(analyses[request.param])


def test_it_fetches_nothing_and_every_link_leads_somewhere(page: Page) -> None:
    links = _Links(render(page))
    assert links.fetched == []
    assert len(set(links.ids)) == len(links.ids), "an id stands twice"
    assert {target for target in links.targets if not target.startswith("#")} == set()
    assert {target.removeprefix("#") for target in links.targets} - set(links.ids) == set()


def test_the_policy_allows_its_own_style_and_nothing_else(make_page: MakePage) -> None:
    source = render(make_page())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', source)
    style = re.search(r"<style>(.*?)</style>", source, flags=re.DOTALL)
    assert policy
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_every_claim_is_marked_on_its_exact_words(page: Page) -> None:
    marked: dict[str, str] = {}
    for account in page.accounts:
        for _, parts in account.paragraphs:
            for part in parts:
                for mark in part.marks:
                    marked[mark.claim] = marked.get(mark.claim, "") + part.text
    for row in page.claims:
        if row.marked:
            assert "".join(marked[row.id].split()) == "".join(row.quote.split()), row.id


def test_every_document_stands_in_full(page: Page, analyses: dict[str, Analysis]) -> None:
    dossier = next(analysis.dossier for analysis in analyses.values() if analysis.dossier.title == page.title)
    for account in page.accounts:
        shown = "".join(part.text for _, parts in account.paragraphs for part in parts)
        assert "".join(shown.split()) == "".join(dossier.documents[account.id].text.split())


def test_parties_are_counted_by_the_same_rule(page: Page, analyses: dict[str, Analysis]) -> None:
    dossier = next(analysis.dossier for analysis in analyses.values() if analysis.dossier.title == page.title)
    for view in page.parties:
        own = [c for c in dossier.claims.values() if c.id in dossier.standing and c.modality != "absence" and c.speaker[-1] == view.id]
        assert view.statements == len(own)


def test_the_json_of_a_page_is_plain(page: Page) -> None:
    assert json.loads(json.dumps(page.to_dict()))["title"] == page.title


def test_changes_name_parties_in_alphabetical_order(page: Page) -> None:
    for goal in page.goals:
        for deals in goal.deals:
            alone = [group.who for group in deals.changes if len(group.parties) == 1]
            assert alone == sorted(alone)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_screen_fits(analyses: dict[str, Analysis], name: str) -> None:
    out = io.StringIO()
    following = [("Next", f"detente review {name}"), ("Report", f"{name}/report.html")]
    show(Console(file=out, width=80, markup=False), first_screen(page_of(analyses[name]), following))
    lines = out.getvalue().splitlines()
    assert len(lines) <= 44
    assert max(map(len, lines)) <= 80
    assert "Not a forecast." in out.getvalue()
    assert "ANSWER: " in out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_input_gives_the_same_bytes(analyses: dict[str, Analysis], name: str, tmp_path: Path) -> None:
    one, other = (write_report(analyses[name], tmp_path / f"{n}.html").read_bytes() for n in (1, 2))
    assert one == other
    assert b"/work" not in one


def test_sections_are_numbered_through(make_page: MakePage) -> None:
    found = sections(make_page())
    assert [section.number for section in found] == [*map(str, range(1, len(found) - 1)), "A", "B"]


ASKED = ["answer", "positions", "why", "openings", "deals", "path", "word", "sides", "questions", "steps", "beside", "rest", "audit"]
"""A reader's order: the answer, who holds what, why not, what else, deals, the way, whose word, sides, what would change it, notes."""


def test_sections_come_in_the_order_in_which_a_reader_asks(analyses: dict[str, Analysis]) -> None:
    analysis = analyses["river-dam"]
    order = [section.id for section in sections(with_further(page_of(analysis), analysis))]
    assert [name for name in order if name in ASKED] == [name for name in ASKED if name in order]
    assert {"answer", "positions", "why", "path", "word", "sides", "questions"} <= set(order)


def test_the_way_is_told_step_by_step(analyses: dict[str, Analysis]) -> None:
    analysis = analyses["wage-strike"]
    page = with_further(page_of(analysis), analysis)
    assert page.journey is not None
    answer = page.journey.parts[0]
    journey = find_path(analysis.dossier, goal="settlement")
    assert journey.route is not None
    assert [step.number for step in answer.steps] == [str(number) for number in range(1, len(journey.route.steps) + 1)]
    text = render(page)
    assert "How to get there" in text
    for step in answer.steps:
        assert str(escape(step.line.text)) in text


def test_what_blocks_is_told_once(analyses: dict[str, Analysis]) -> None:
    text = render(page_of(analyses["river-dam"]))
    assert text.count("Statements that cannot all be met") == 1
    assert "Why there is none" not in text


def test_markdown_is_shorter_and_says_the_same_answer(page: Page) -> None:
    text = markdown(page)
    assert page.headline is not None
    assert page.headline.answer.answer in text.replace("\\", "")
    assert len(text) < len(render(page)) / 4


def test_a_report_into_a_folder(analyses: dict[str, Analysis], tmp_path: Path) -> None:
    assert write_report(analyses["river-dam"], tmp_path) == tmp_path / "report.html"


def test_a_short_list_of_what_does_not_block_speaks_of_every_party(analyses: dict[str, Analysis]) -> None:
    analysis = analyses["ceasefire-2025"]
    goal = analysis.headline
    assert goal is not None
    lines = spared(Book(analysis.dossier), goal.diagnosis.not_blocking)
    assert len(lines) == len(goal.diagnosis.not_blocking)
    parties = {one.party or "" for one in goal.diagnosis.not_blocking}
    assert {line.party for line in lines[: len(parties)]} == parties
