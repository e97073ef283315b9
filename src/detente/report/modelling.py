"""The section on what else would have to be assumed, and on other ways of modelling the same statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from detente.analysis.conclusion import goal_in_question
from detente.analysis.follows import missing_steps, missing_steps_for_conclusion
from detente.analysis.robust import AS_STATED, AT_LIMITS, LEAVING
from detente.errors import DossierError
from detente.impasse.verdict import deal_possible
from detente.report.contexts import Line, ModellingRow, ModellingView, StepsView
from detente.report.evidence import Book
from detente.report.words import outcome_words, spaced
from detente.report.words.sides import CHANGES, bridges_words, confirm_words, leaving_words, premise_words
from detente.worlds.bridging import Bridge, Bridges
from detente.worlds.robustness import Change, Robustness, Row

__all__ = ["modelling_view", "steps_view", "steps_views"]

_STEPS = 8
_NAMED = 6


def steps_views(book: Book, *, goal: str | None = None, bound: int | None = None) -> Iterator[StepsView]:
    """The contrary of the headline (of ``goal``), and every conclusion of the dossier that can be tested."""
    name = goal or goal_in_question(book.dossier)
    if name:
        stated = deal_possible(book.dossier, name, stated=False)(book.dossier.standing)
        possible = stated and deal_possible(book.dossier, name, stated=True)(book.dossier.standing)
        found = missing_steps(book.dossier, name, "no deal" if possible else "a deal", stated=stated, bound=bound or 1000)
        asked = f"{'No deal' if possible else 'A deal'} on “{outcome_words(name, book.words)}” {'as stated' if stated else 'at the limits'}"
        yield steps_view(book, asked, found)
    for name, entry in book.dossier.file.conclusions.items():
        try:
            found = missing_steps_for_conclusion(book.dossier, name, bound=bound)
        except DossierError:
            continue  # it does not stand, or says nothing to test
        yield steps_view(book, f"“{entry.text or spaced(name)}”", found)


def steps_view(book: Book, conclusion: str, found: Bridges) -> StepsView:
    """What is missing for one conclusion."""
    answer, note = bridges_words(found)
    said = {identity: book.said(identity) for identity in book.statements}
    steps = [_step(book, bridge, said) for bridge in found.found[:_STEPS]]
    more = len(found.found) - len(steps)
    return StepsView(conclusion, answer, tuple(steps), f"{note}{f' The first {len(steps)} are shown.' if more else ''}")


def _step(book: Book, bridge: Bridge, said: Mapping[str, str]) -> Line:
    told = "; and ".join(premise_words(premise, book.words, said) for premise in bridge.premises)
    return Line(f"{told} ({confirm_words(bridge.confirm, book.words)})", kind=bridge.premises[0].kind)


def modelling_view(book: Book, found: Robustness) -> ModellingView:
    """Which variants of the model leave the answers as they are, and which change them; numbers are numbers of variants."""
    questions = tuple((_question(name), _answer(book, name, answer)) for name, answer in found.written.items())
    counts = {name: found.counts(name) for name in found.written}
    rows = []
    for change in Change:
        of_kind = [row for row in found.rows if row.change is change]
        if of_kind:
            cells = tuple(counts[name][change] for name in found.written)
            told = tuple(map(partial(_variant, book, found), [row for row in of_kind if row.changed]))
            more = (f"and {len(told) - _NAMED} more",) if len(told) > _NAMED else ()
            rows.append(ModellingRow(CHANGES[change], cells, told[:_NAMED] + more))
    return ModellingView(questions, tuple(rows), len(found.rows))


def _question(name: str) -> str:
    return {AT_LIMITS: "Deal at the limits?", AS_STATED: "Deal as stated?", LEAVING: "Who would leave now?"}.get(name, name)


def _answer(book: Book, name: str, answer: object) -> str:
    if name == LEAVING:
        return leaving_words(answer if isinstance(answer, tuple) else None, book.words)
    return (
        {True: "a deal is possible", False: "no deal"}.get(answer, "no situation is left")
        if isinstance(answer, bool)
        else "no situation is left"
    )


def _variant(book: Book, found: Robustness, row: Row) -> str:
    then = "; ".join(_answer(book, name, row.answers[name]) for name in found.written if name in row.changed)
    return f"{_changed(book, row)}: {then}"


def _changed(book: Book, row: Row) -> str:
    match row.change:
        case Change.rule:
            return book.said(row.element).removeprefix("given that: ")
        case Change.assumed:
            name = row.element.removeprefix("parties.")
            return f"{book.words.party(name)} is no party" if row.element.startswith("parties.") else book.said(row.element)
        case Change.order:
            return f"{book.words.party(row.element)}’s statements, {_order(book, row.how)}"
        case Change.now:
            return f"{book.words.act(row.element).base}: {row.how}"
        case _:
            return book.words.act(row.element).base


def _order(book: Book, how: str) -> str:
    first = how.removesuffix(" first")
    return f"this first: {book.said(first)}" if first in book.statements else how
