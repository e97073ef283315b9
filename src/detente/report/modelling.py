"""The section on what else would have to be assumed, and on other ways of modelling the same statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from detente.analysis.conclusion import goal_in_question
from detente.analysis.follows import Contrary, contrary_of, missing_steps_for_conclusion
from detente.analysis.robust import AS_STATED, AT_LIMITS, LEAVING
from detente.errors import DossierError
from detente.report.contexts import Line, ModellingRow, ModellingView, StepsView
from detente.report.evidence import Book
from detente.report.words import outcome_words, spaced
from detente.report.words.sides import CHANGES, bridges_words, confirm_words, contrary_words, leaving_words, premise_words
from detente.worlds.bridging import Bridge, Bridges
from detente.worlds.robustness import Change, Robustness, Row

__all__ = ["asked_words", "modelling_view", "steps_view", "steps_views"]

_STEPS = 8
_NAMED = 6


def steps_views(book: Book, *, goal: str | None = None, bound: int | None = None) -> Iterator[StepsView]:
    """The contrary of the headline (of ``goal``), and every conclusion of the dossier that can be tested."""
    name = goal or goal_in_question(book.dossier)
    if name:
        asked, found = contrary_of(book.dossier, name, bound=bound or 1000)
        yield steps_view(book, asked_words(book, asked), found)
    for name in book.dossier.file.conclusions:
        try:
            found = missing_steps_for_conclusion(book.dossier, name, bound=bound)
        except DossierError:
            continue  # it does not stand, or says nothing to test
        yield steps_view(book, asked_words(book, name), found)


def asked_words(book: Book, conclusion: str | Contrary) -> str:
    """What is to follow: a conclusion of the dossier by name, or the contrary of what holds of a goal."""
    if isinstance(conclusion, Contrary):
        return contrary_words(conclusion, outcome_words(conclusion.goal, book.words))
    return f"“{book.dossier.file.conclusions[conclusion].text or spaced(conclusion)}”"


def steps_view(book: Book, conclusion: str, found: Bridges) -> StepsView:
    """What is missing for one conclusion."""
    answer, note = bridges_words(found)
    said = {identity: book.said(identity) for identity in book.statements}
    steps = [_step(book, bridge, said) for bridge in _various(found.found)]
    more = len(found.found) - len(steps)
    return StepsView(conclusion, answer, tuple(steps), f"{note}{f' {len(steps)} of them are shown.' if more else ''}")


def _various(found: Sequence[Bridge]) -> list[Bridge]:
    """A few of each kind in turn, so that one kind does not hide the others; in the order in which they were found."""
    turns: dict[str, int] = {}
    place = {}
    for at, bridge in enumerate(found):
        kind = f"{bridge.premises[0].kind}{len(bridge.premises)}"
        turns[kind] = turns.get(kind, 0) + 1
        place[at] = turns[kind], at
    return [found[at] for at in sorted(sorted(place, key=place.__getitem__)[:_STEPS])]


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
    if not isinstance(answer, bool):
        return "no situation is left"
    return "a deal is possible" if answer else "no deal"


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
            return f"{_act(book, row.element)}: {row.how}"
        case _:
            return _act(book, row.element)


def _act(book: Book, option: str) -> str:
    return book.dossier.file.options[option].text or spaced(option)


def _order(book: Book, how: str) -> str:
    first = how.removesuffix(" first")
    return f"this first: {book.statements[first][1].text or book.said(first)}" if first in book.statements else how
