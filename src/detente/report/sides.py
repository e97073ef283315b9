"""The section on each side's own eyes: what it says of itself, where pictures collide, and which situation is not what it seems."""

from __future__ import annotations

from collections.abc import Iterator

from detente.analysis.sides import Misreading, Misseen, SidesAnalysis
from detente.dossier.model import model
from detente.report.contexts import Line, MisseenView, SideRow, SidesView
from detente.report.evidence import Book, named
from detente.report.resting import telling
from detente.report.words import Telling, all_of, count, situation
from detente.report.words.sides import stays_words
from detente.worlds.sides import READING, Changes, Collision

__all__ = ["sides_view"]

_SHOWN = 3
_LINES = 4
_PEACE = "would rest in the eyes of all who know it, though somebody would leave it with all statements taken together"
_FEAR = "would rest with all statements taken together, though somebody would leave it in its own eyes"


def sides_view(book: Book, found: SidesAnalysis) -> SidesView:
    """Every side's own picture beside all statements taken together."""
    tell = telling(book, model(book.dossier))
    return SidesView(
        rows=tuple(_rows(book, found)),
        collisions=tuple(_collision(book, one) for one in found.collisions),
        peace=_counted(found.counts["false_peace"], _PEACE, shown=min(_SHOWN, len(found.false_peace))),
        false_peace=tuple(_misseen(book, tell, row) for row in found.false_peace[:_SHOWN]),
        fear=_counted(found.counts["needless_fear"], _FEAR, shown=min(_SHOWN, len(found.needless_fear))),
        needless_fear=tuple(_misseen(book, tell, row) for row in found.needless_fear[:_SHOWN]),
        notes=tuple(_notes(book, found)),
    )


def _rows(book: Book, found: SidesAnalysis) -> Iterator[SideRow]:
    eyes = {row.party: row for row in found.eyes}
    for side in found.sides:
        seen = eyes[side.party]
        yield SideRow(
            book.parties[side.party],
            len(side.says),
            len(side.grants),
            len(side.believes),
            len(side.lacks),
            stays_words(stays=seen.own, silent=side.party in found.silent, standing=seen.standing),
            stays_words(stays=seen.reference),
        )


def _counted(number: int, what: str, *, shown: int) -> str:
    if not number:
        return f"No situation {what}."
    left = f" The first {shown} of them are shown; detente sides --json lists more." if shown < number else ""
    return f"{count(number, 'situation')} {what}.{left}"


def _notes(book: Book, found: SidesAnalysis) -> Iterator[str]:
    if found.absent:
        whose = "its" if len(found.absent) == 1 else "their"
        yield f"{named(book, found.absent)}: no words of {whose} own make a picture; only others speak."
    if found.silent:
        yield f"{named(book, found.silent)}: no preference stated in own words; counted neither as staying nor as leaving."
    if not found.collisions:
        yield "No two sides' own words contradict one another."
    yield "What a side does not say is unknown to its picture, not false; what another says it knows only where it grants it."


def _collision(book: Book, one: Collision) -> Line:
    first, second = (book.words.party(party) for party in one.parties)
    if one.kind == "reading":
        return Line(f"{first} and {second} do not mean the same by “{book.words.act(one.about[0]).base}”")
    if one.kind == "dispute":
        return Line(f"{second} disputes what {first} says: {_says(book, one.about[0])}", book.cites(one.about))
    return Line(f"{first}: {_says(book, one.about[0])}; {second}: {_says(book, one.about[1])}", book.cites(one.about))


def _says(book: Book, claim: str) -> str:
    return book.dossier.claim(claim).says.rstrip(".")


def _misseen(book: Book, tell: Telling, row: Misseen) -> MisseenView:
    clauses = tuple(Line(text, party=party) for party, text in situation(tell, row.state))
    who = all_of([book.words.party(party) for party in row.parties])
    why = (
        "with all statements taken together"
        if row.kind == "false_peace"
        else "in its own eyes"
        if len(row.parties) == 1
        else "in their own eyes"
    )
    unseen = f" It lies outside the picture of {named(book, row.unforeseen_by)}." if row.unforeseen_by else ""
    lines = tuple(line for reading in row.misreadings for line in _separates(book, reading))
    return MisseenView(clauses, f"{who} would leave it {why}.{unseen}", lines)


def _separates(book: Book, reading: Misreading) -> Iterator[Line]:
    who = book.words.party(reading.party)
    then = "would leave" if reading.turned else "would stay"
    for changes in reading.changes[:_LINES]:
        claims = changes.learns | changes.gives_up
        yield Line(f"{who} {then} if it {_changes(book, changes)}", book.cites(claim for claim in claims if claim in book.dossier.claims))
    if len(reading.changes) > _LINES:
        yield Line(f"and {count(len(reading.changes) - _LINES, 'other way')} as short")
    if not reading.complete:
        yield Line("The search was stopped: this set cannot be shortened, but there may be a smaller one.")


def _changes(book: Book, changes: Changes) -> str:
    learnt = [f"took for true: {_says(book, claim)}" for claim in sorted(changes.learns) if claim in book.dossier.claims]
    heard = [
        f"knew what the others mean by “{book.words.act(name.removeprefix(READING)).base}”"
        for name in sorted(changes.learns)
        if name.startswith(READING)
    ]
    dropped = [f"no longer held: {_says(book, claim)}" for claim in sorted(changes.gives_up)]
    return all_of([*learnt, *heard, *dropped])
