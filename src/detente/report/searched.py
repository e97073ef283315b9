"""Where a conflict comes to rest if its situations are too many to list, as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.graphmodel.statements import Formula
from detente.report.contexts import Line, RestingView, StableCell
from detente.report.words.plain import all_of, count
from detente.report.words.standings import search_words, standing_words, time_words
from detente.report.words.verdicts import CONCEPTS, Telling, situation
from detente.stability.concepts import Concept
from detente.stability.symbolic.standing import StandingAt
from detente.stability.symbolic.survey import Survey

__all__ = ["Said", "searched", "searched_note", "searched_rows", "searched_views"]

_CHANGES = 12  # acts of a situation that are told; a longer list is not read


@dataclass(frozen=True, slots=True)
class Said:
    """One line: a heading, plain text, or something beside it."""

    text: str
    kind: str = "text"  # heading, text, aside


def searched(survey: Survey, tell: Telling, reason: str) -> Iterator[Said]:
    """What was looked for and how far, then each situation found: where it is at rest, and why."""
    yield from map(Said, _notes(survey, reason))
    for number, (state, by) in enumerate(survey.standings.items(), 1):
        yield Said(_heading(number, by, is_now=state in survey.now), "heading")
        told = [Said(f"  - {clause}") for _, clause in situation(tell, state)] if state != tell.now else [Said("  - as now")]
        yield from told[:_CHANGES]
        if len(told) > _CHANGES:
            yield Said(f"    and {count(len(told) - _CHANGES, 'more', 'more')}", "aside")
        concept = Concept.seq if Concept.seq in by else next(iter(by))
        for stay in by[concept].stays.values():
            if stay.deterred or stay.improvement is not None:
                yield Said(f"    {standing_words(stay, concept, state, tell)}", "aside")


def _notes(survey: Survey, reason: str) -> Iterator[str]:
    yield _method(survey, reason)
    for concept, found in survey.searches.items():
        yield search_words(concept, found, survey.seconds)
    if further := [concept for concept in survey.concepts if concept not in survey.searches]:
        yield _further(survey, further)
    if survey.reads:
        yield "Where nobody stated an order, the order written was used, and situations that no statement separates count as equal."


def searched_note(survey: Survey, reason: str) -> str:
    """What was looked for and how far, in one paragraph."""
    return " ".join(_notes(survey, reason))


def searched_views(survey: Survey, tell: Telling, goal: Formula | None = None) -> tuple[RestingView, ...]:
    """The situations found as the report shows them, now first; ``goal`` is what page one asks about."""
    return tuple(_view(survey, tell, goal, number, state) for number, state in enumerate(survey.standings, 1))


def _view(survey: Survey, tell: Telling, goal: Formula | None, number: int, state: str) -> RestingView:
    by = survey.standings[state]
    told = [Line(clause, party=party) for party, clause in situation(tell, state)] if state != tell.now else [Line("as now")]
    names = tuple(CONCEPTS[concept][0] for concept, found in by.items() if found.standing == "stable")
    concept = Concept.seq if Concept.seq in by else next(iter(by))
    why = tuple(
        Line(standing_words(stay, concept, state, tell), party=party)
        for party, stay in by[concept].stays.items()
        if stay.deterred or stay.improvement is not None or stay.standing == "unknown"
    )
    setting = {name: letter == "Y" for name, letter in zip(survey.conflict.option_names, state, strict=True)}
    reaches = goal is not None and bool(goal.evaluate(setting))
    return RestingView(state, str(number), tuple(told), names, state in survey.now, why, reaches)


def searched_rows(survey: Survey, tell: Telling) -> tuple[tuple[str, tuple[StableCell, ...]], ...]:
    """For each situation found whether it is at rest under each concept, who else would leave, or that it is not settled."""

    def cell(found: StandingAt) -> StableCell:
        leaving = [tell.words.party(party) for party, stay in found.stays.items() if stay.standing == "unstable"]
        if found.standing == "stable":
            return StableCell("at rest")
        return StableCell("", f"{', '.join(leaving)} would leave" if leaving else "not settled")

    return tuple((str(number), tuple(map(cell, by.values()))) for number, by in enumerate(survey.standings.values(), 1))


def _method(survey: Survey, reason: str) -> str:
    if reason == "asked for":
        how = "Resting points were searched for one by one, as you asked."
    else:
        how = "There are too many situations to list, so resting points were searched for one by one."
    time = "with no limit of time" if survey.seconds is None else f"in at most {time_words(survey.seconds)}"
    limit = f"Up to {count(survey.at_most, 'resting point')} were looked for under each concept, {time} for everything"
    return f"{how} {limit}. Each one shown is proved."


def _further(survey: Survey, concepts: list[Concept]) -> str:
    names = all_of([CONCEPTS[concept][0] for concept in concepts])
    if all(map(survey.complete_under, concepts)):
        return f"Under {names} no situation is at rest besides those shown as such; that is proved."
    return f"Under {names} {'now and ' if survey.now else ''}the situations found were judged; others may be at rest too."


def _heading(number: int, by: Mapping[Concept, StandingAt], *, is_now: bool) -> str:
    resting = [CONCEPTS[concept][0] for concept, found in by.items() if found.standing == "stable"]
    open_ = [CONCEPTS[concept][0] for concept, found in by.items() if found.standing == "unknown"]
    under = f"at rest under {', '.join(resting)}" if resting else "not settled" if len(open_) == len(by) else "not at rest"
    if open_ and len(open_) < len(by):
        under += f"; not settled under {', '.join(open_)}"
    return f"Situation {number}{' (now)' if is_now else ''}: {under}"
