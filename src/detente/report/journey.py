"""The way to a deal as the report shows it: the lines of ``detente path``, gathered under their headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.impasse.journey import Journey
from detente.report.contexts.journey import JourneyPart, JourneyStep, JourneyView
from detente.report.evidence import Book
from detente.report.words.paths import Said, journey_lines

__all__ = ["journey_view"]


def journey_view(book: Book, journey: Journey) -> JourneyView:
    """The answer with its steps, then what would have to be assured, what blocks, dates: each under its own heading."""
    lines = journey_lines(book, journey)
    next(lines)  # the title; the section has one
    return JourneyView(tuple(_parts(lines)))


def _parts(lines: Iterator[Said]) -> Iterator[JourneyPart]:
    part = JourneyPart()
    for said in lines:
        if said.style == "heading":
            yield part
            part = JourneyPart(said.line)
        else:
            part = _with(part, said)
    yield part


def _with(part: JourneyPart, said: Said) -> JourneyPart:
    lead = said.lead.strip()
    if lead.isdigit():
        return replace(part, steps=(*part.steps, JourneyStep(lead, said.line)))
    if lead == "-":
        return replace(part, items=(*part.items, said.line))
    if not said.lead:
        return replace(part, notes=(*part.notes, said.line)) if said.style == "aside" else replace(part, text=(*part.text, said.line))
    if part.steps:
        last = part.steps[-1]
        return replace(part, steps=(*part.steps[:-1], replace(last, beneath=(*last.beneath, said.line))))
    return replace(part, notes=(*part.notes, said.line))
