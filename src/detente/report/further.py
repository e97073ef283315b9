"""The sections that take longer than the rest of the page, asked for when a report is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.analysis.analyze import Analysis
from detente.errors import ModelError
from detente.report.contexts import Page
from detente.report.evidence import Book

if TYPE_CHECKING:
    from detente.analysis.delta import Delta
    from detente.dossier.timeline import Timeline

__all__ = ["with_further"]

_MANY = 2**13  # situations beyond which it is not asked under every variant who would leave now


def with_further(page: Page, analysis: Analysis) -> Page:
    """The page with what takes longer: the way, who held what when, each side's own eyes, missing steps, other ways of modelling.

    What cannot be asked is left out.

    A dossier of listed states, or one with too many situations to list, has no such sections.
    """
    from detente.analysis.robust import modelled_otherwise
    from detente.analysis.sides import analyze_sides
    from detente.dossier.timeline import timeline
    from detente.report.modelling import modelling_view, steps_views
    from detente.report.sides import sides_view
    from detente.report.timeline import timeline_view

    dossier, solution = analysis.dossier, analysis.solution
    page = _with_way(page, analysis)
    if not dossier.file.states:
        held = timeline(dossier)
        page = replace(page, timeline=timeline_view(Book(dossier), held, later=_later(held)))
    if dossier.file.states or solution is None or solution.survey is not None or not dossier.file.parties:
        return page
    book = Book(dossier)
    goal = analysis.headline.name if analysis.headline else None
    try:
        return replace(
            page,
            sides=sides_view(book, analyze_sides(dossier, most=3)),
            steps=tuple(steps_views(book, goal=goal)),
            modelling=modelling_view(book, modelled_otherwise(dossier, goal, leaving=len(solution.states) <= _MANY)) if goal else None,
        )
    except ModelError:  # a picture, or the whole, has too many situations
        return page


def _with_way(page: Page, analysis: Analysis) -> Page:
    """The page with the way to the goal of page one, where there is one to speak of."""
    from detente.impasse.journey import find_path
    from detente.report.journey import journey_view

    if analysis.headline is None:
        return page
    book = Book(analysis.dossier)
    try:
        return replace(page, journey=journey_view(book, find_path(analysis.dossier, goal=analysis.headline.name)))
    except ModelError:  # too many situations
        return page


def _later(held: Timeline) -> Delta | None:
    """What changes by the last day on which something was said, where that is after the dossier's own day."""
    from detente.analysis.delta import between

    day, late = held.dossier.file.as_of, [one.said for one in held.not_yet_known if one.said]
    return between(held.dossier, day, max(late), bound=64, most=128) if day and late and max(late) > day else None
