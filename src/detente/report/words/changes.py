"""What an account added and what changed, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from detente.analysis.delta import Asked, Delta, VerdictChange
from detente.dossier.addition import Addition, Match, MatchKind
from detente.dossier.recognising import TakenFor
from detente.report.evidence import Book
from detente.report.words import all_of, count, outcome_words, spaced
from detente.worlds.delta import Held, Smallest

__all__ = ["asked_words", "change_words", "element_words", "held_words", "match_words", "taken_words", "undecided_words"]

_SHOWN = 3


def match_words(book: Book, match: Match) -> str:
    """One meeting of a new claim and those that were there. ``book`` is of the dossier with the account in it."""
    new, old = book.cite(match.claim), [book.cite(other) for other in match.others]
    days = f", {match.said}" if match.said else ""
    before = f" of {match.was_said}" if match.was_said else ""
    says = book.dossier.claim(match.others[0]).says.rstrip(".") if match.others else ""
    what = book.said(match.element) if match.element in book.dossier.element_by_id else f"“{says}”"
    there = all_of([f"{cite.who} ({cite.claim}, {cite.place})" if cite.place else f"{cite.who} ({cite.claim})" for cite in old[:_SHOWN]])
    if match.kind is MatchKind.changed:
        return f"Position changed: {new.who} ({match.claim}{days}) says the opposite of what stands{before}: {what}"
    if match.kind is MatchKind.earlier:
        return f"Held otherwise before: {new.who} ({match.claim}{days}) had said the opposite of what stands{before}: {what}"
    if match.kind is MatchKind.upgraded:
        return f"Now in its own words ({match.claim}{days}); so far on the word of {there}: {what}"
    if match.kind is MatchKind.disputed:
        return f"Disputed by the party itself ({match.claim}{days}), against {there}: {what}"
    if match.kind is MatchKind.contradicted:
        return f"Told in two ways: {new.who} ({match.claim}{days}) against {there}: {what}"
    verb = "Said again by" if match.kind is MatchKind.repeated else "Another voice for the same,"
    return f"{verb} {new.who} ({match.claim}{days}): {what}"


def taken_words(book: Book, one: TakenFor) -> str:
    """An act of the account that was taken for one of the dossier, and how to undo it."""
    option, _, level = one.option.partition(".")
    grade = f", {spaced(level)}" if level else ""
    how = "the contrary of" if one.contrary else "the act"
    there = book.dossier.file.options[option].text or spaced(option)
    return f"“{one.wording}” is taken for {how} “{there}”{grade}; if it is not: --apart “{one.wording}”"


def undecided_words(addition: Addition) -> Iterator[str]:
    """What is left to decide."""
    for one in addition.undecided:
        yield one.text[:1].upper() + one.text[1:] + ("" if one.text.endswith("?") else ".")


def asked_words(book: Book, asked: Asked) -> str:
    """The question."""
    if asked.kind == "deal":
        how = "every demand met" if asked.stated else "demands may be traded"
        return f"A deal on {outcome_words(asked.name, book.words)}, {how}"
    if asked.kind == "rests":
        return (
            "Nobody would leave the situation now"
            if asked.name == "now"
            else f"Some situation rests with {outcome_words(asked.name, book.words)}"
        )
    element = book.dossier.element_by_id.get(f"conclusions.{asked.name}")
    return f"It follows that {element.text if element else spaced(asked.name)}"


def held_words(asked: Asked, held: Held) -> str:
    """How it stands: over the readings, and in the one in which all is taken together."""
    yes, no = ("possible", "not possible") if asked.kind == "deal" else ("yes", "no")
    one = yes if held.together else no
    if held.readings is None:
        return f"{one}, all statements together"
    if held.readings == "some":
        return f"{yes} in some readings; {one}, all statements together"
    which = f"{yes} in every reading" if held.readings == "every" else f"{no}, in any reading"
    return f"{which}{'' if held.complete else ' tried'}"


def change_words(book: Book, row: VerdictChange) -> Iterator[str]:
    """The change of one answer, and the statements that make it."""
    yes, no = ("possible", "not possible") if row.asked.kind == "deal" else ("yes", "no")
    if row.responsible is not None:
        yield f"was: {held_words(row.asked, row.before)}; now: {held_words(row.asked, row.after)}"
        yield from _sets(book, row.responsible)
    if row.if_preferred is not None:
        yield f"{yes if row.preferred else no}, if the new statements are taken in place of those they contradict"
        yield from _sets(book, row.if_preferred)


def _sets(book: Book, found: Smallest) -> Iterator[str]:
    for claims in found.sets[:_SHOWN]:
        if not claims:
            yield "  because of the day alone: acts that are open or closed by then, and earlier statements"
            continue
        told = [f"{claim} ({_saying(book, claim)})" for claim in sorted(claims)]
        yield f"  {'one statement makes' if len(told) == 1 else 'together make'} the change: {all_of(told)}"
    if len(found.sets) > _SHOWN:
        yield f"  and {count(len(found.sets) - _SHOWN, 'other set')} of statements that would"
    if not found.complete:
        sure = f"no other set of up to {count(found.searched, 'statement')} makes it" if found.searched > 0 else "there may be smaller ones"
        yield f"  the search was stopped after {count(found.tried, 'set')}: {sure}; there may be other, larger ones"


def _saying(book: Book, claim: str) -> str:
    who, says = book.cite(claim).who, book.dossier.claim(claim).says.rstrip(".")
    return says if says.startswith(f"{who}:") else f"{who}: {says}"


_ELEMENTS = {
    "new": "New",
    "risen": "Stands again",
    "fallen": "Fell",
    "upgraded": "On a party’s own word now",
    "contested": "Newly contested",
}
_QUIET = ("now.", "goals.", "outcomes.", "references.")


def element_words(book: Book, found: Delta) -> Iterator[tuple[str, str]]:
    """Pairs of a heading and a part of the model that changed; what follows from another line is left out."""
    for change in found.elements:
        if change.element.startswith(_QUIET) or change.element not in book.dossier.element_by_id:
            continue
        yield _ELEMENTS[change.kind], book.said(change.element)
