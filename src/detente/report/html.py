"""The report as one self-contained HTML file: no network, no script, printable.

Everything is escaped by Jinja's autoescape; the drawings are built from numbers and escaped text. A Content-Security-Policy in the file
forbids everything but its own style sheet, by hash, so that even a mistake here could not make a browser run or fetch anything.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.report import marks
from detente.report.carriers import draw_carriers
from detente.report.contexts import Page
from detente.report.drawing import draw_grid, draw_strip
from detente.report.inert import inert
from detente.report.timeline_drawing import draw_timeline
from detente.report.words import NOT_A_FORECAST
from detente.report.zone_drawing import draw_fall, draw_zone

if TYPE_CHECKING:
    from detente.analysis.analyze import Analysis

__all__ = ["Section", "anchor", "render", "sections", "write_report"]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report: its anchor, its heading, its template."""

    id: str
    title: str
    template: str
    number: str = ""


_ROLES = {"deciding": "decides", "idle": "makes no difference", "held": "not varied", "reviewed": "decided by a person, not varied"}
_VOICE_OF = {"attributed": "party", "author": "author", "silence": "absence", "assumed": "assumed", "unknown": "unknown"}
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


def write_report(analysis: Analysis, path: str | Path) -> Path:
    """Write the report of ``analysis`` to ``path`` (a file, or a folder that then holds ``report.html``) and return the file's path."""
    from detente.report.further import with_further
    from detente.report.page import page_of

    target = Path(path)
    if target.is_dir():
        target /= "report.html"
    target.write_text(render(with_further(page_of(analysis), analysis)), encoding="utf-8")
    return target


def render(page: Page) -> str:
    """The whole file as a string."""
    style = _style()
    environment = _environment()
    return environment.get_template("report.html").render(
        page=page,
        sections=sections(page),
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
        not_a_forecast=NOT_A_FORECAST,
        strip=draw_strip(page.strip, page.strip_ticks) if page.strip else "",
        grid=_grid(page),
        carriers=draw_carriers(page.carriers) if page.carriers else "",
        timelines=draw_timeline(page.timeline) if page.timeline else (),
        zone=draw_zone(page.headline.zone) if page.headline and page.headline.zone else "",
        fall=draw_fall(page.headline.zone.falls) if page.headline and page.headline.zone and page.headline.zone.falls else "",
    )


def _grid(page: Page) -> Markup | str:
    graph = page.graph
    if graph is None:
        return ""
    return draw_grid(graph.board, graph.arcs, graph.looks)


def sections(page: Page) -> tuple[Section, ...]:
    """The parts that this page has something to say in, numbered; appendices have letters."""
    goals, headline = page.goals, page.headline
    blocked = headline is not None and any(deals.reasons for deals in headline.deals)
    candidates = [
        (page.headline is not None, Section("answer", "The answer", "answer.html")),
        (bool(page.issues), Section("positions", "Who holds what", "positions.html")),
        (blocked, Section("why", "What blocks it", "why.html")),
        (bool(headline and headline.openings), Section("openings", "Other ways to meet it", "openings.html")),
        (any(goal.deals or goal.path for goal in goals), Section("deals", "What deals there are", "deals.html")),
        (bool(page.journey or (headline and headline.path)), Section("path", "How to get there", "path.html")),
        (any(goal.claims or goal.policies for goal in goals[:1]), Section("word", "On whose word", "whose.html")),
        (page.sides is not None, Section("sides", "In each side’s own eyes", "sides.html")),
        (page.timeline is not None, Section("timeline", "Who held what when", "timeline.html")),
        (bool(goals and goals[0].questions), Section("questions", "What to ask", "questions.html")),
        (bool(page.steps or page.modelling), Section("steps", "What else it would take", "steps.html")),
        (page.beside is not None, Section("beside", "Conclusions, threats, and what if", "beside.html")),
        (bool(page.resting or page.graph or page.resting_note), Section("rest", "Where it comes to rest", "rest.html")),
        (bool(page.audit_tables), Section("audit", "The account itself", "audit.html")),
        (bool(page.accounts), Section("account", "The text, marked", "account.html")),
        (bool(page.claims), Section("statements", "All statements", "statements.html")),
    ]
    body = [section for there, section in candidates if there]
    appendix = [Section("terms", "Terms", "terms.html"), Section("provenance", "Provenance", "provenance.html")]
    numbered = [(section, str(number)) for number, section in enumerate(body, 1)]
    numbered += [(section, letter) for section, letter in zip(appendix, "AB", strict=True)]
    return tuple(Section(section.id, section.title, section.template, number) for section, number in numbered)


def anchor(identity: str) -> str:
    """An id as part of an anchor: anything but letters, digits, ``-`` and ``_`` is spelled out, so that ids stay apart.

    >>> anchor("c7"), anchor("c 7<")
    ('c7', 'c.20.7.3c.')
    """
    return _UNSAFE.sub(lambda match: f".{ord(match.group()):x}.", identity)


def _inert(value: object) -> object:
    """What any expression of a template shows: strings lose the characters that turn the direction of writing or control a device."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else inert(value)


@cache
def _style() -> str:
    text = Path(__file__).with_name("templates").joinpath("report.css").read_text(encoding="utf-8")
    return "\n" + re.sub(r"\n\s+", "\n", text).strip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["anchor"] = anchor
    environment.globals.update(
        colour=marks.colour,
        dash=marks.dash,
        shape=lambda mark: Markup(marks.shape(mark)),  # noqa: S704 - a constant of ours
        voices=marks.VOICES,
        roles=_ROLES,
        budget_colour=lambda kind: marks.TONES[_VOICE_OF[kind]],
    )
    return environment
