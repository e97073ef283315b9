"""The section on who held what when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.delta import Delta, VerdictChange
from detente.dossier.timeline import Held, Mark, Stand, Timeline
from detente.report.contexts import Line, TimelineLane, TimelineMark, TimelineView
from detente.report.evidence import Book
from detente.report.words.changes import asked_words, change_words

__all__ = ["held_line", "timeline_view"]

_STANDS = {
    Stand.for_: "for it",
    Stand.against: "against it",
    Stand.tied: "tied to something",
    Stand.offered: "offers it",
    Stand.silence: "silence",
}
_MARKS = {
    Mark.changed: "changed",
    Mark.bound: "now tied to something",
    Mark.otherwise: "otherwise, on another\u2019s word",
}
_UNDATED = "undated"


def timeline_view(book: Book, found: Timeline, *, later: Delta | None = None) -> TimelineView | None:
    """Every party's positions by day, and the answers that ``later`` changes; None where all have one and the same day, or none."""
    if len(found.days) < 2:
        return None
    undated = any(one.said is None for one in found.held)
    days = ([_UNDATED] if undated else []) + [day.isoformat() for day in found.days]
    known = [one.said for one in found.held if one.known and one.said]
    late = [day for day in found.days if all(day > other for other in known)]
    parties = list(dict.fromkeys(one.party for one in found.held))
    return TimelineView(
        tuple(days),
        len(days) - len(late),
        tuple(_lane(book, days, party, [one for one in found.held if one.party == party]) for party in parties),
        tuple(held_line(book, one, who=True) for one in found.held if one.mark in {Mark.changed, Mark.bound}),
        tuple(held_line(book, one, who=True) for one in found.not_yet_known),
        tuple(_later(book, row) for row in later.changes) if later else (),
    )


def _later(book: Book, row: VerdictChange) -> Line:
    """A changed answer, citing the first of the smallest sets of statements that change it."""
    found = row.responsible or row.if_preferred
    claims = sorted(found.sets[0]) if found and found.sets else ()
    return Line(f"{asked_words(book, row.asked)}: {next(change_words(book, row))}", tuple(book.cite(claim) for claim in claims))


def _lane(book: Book, days: Sequence[str], party: str, held: Sequence[Held]) -> TimelineLane:
    acts = list(dict.fromkeys(one.act for one in held))
    rows = tuple((book.words.act(act).base, tuple(_marks(days, [one for one in held if one.act == act]))) for act in acts)
    return TimelineLane(book.parties.get(party), rows, tuple(held_line(book, one) for one in held))


def _marks(days: Sequence[str], held: Sequence[Held]) -> Iterator[TimelineMark]:
    """One mark a day and stand; where a day has several voices for the same, the party's own is drawn."""
    places: dict[tuple[str, Stand], list[Held]] = {}
    for one in held:
        places.setdefault((one.said.isoformat() if one.said else _UNDATED, one.stand), []).append(one)
    for (day, stand), some in places.items():
        shown = next((one for one in some if one.own_word), some[0])
        change = next((_MARKS[one.mark] for one in some if one.mark in _MARKS), "")
        yield TimelineMark(days.index(day), stand.value, shown.voice.value, shown.claim, shown.own_word, shown.known, change, len(some))


def held_line(book: Book, one: Held, *, who: bool = False, act: bool = True) -> Line:
    """One thing held, in a sentence with its place; ``who`` names the party, ``act`` the act. What is tied is told in the claim's words."""
    name = f"{book.words.party(one.party) if one.party else 'Nobody in particular'}: " if who else ""
    day = one.said.isoformat() if one.said else _UNDATED
    day += "" if one.own_day or not one.said else " (the day of the text)"
    learned = f", learned {one.learned.isoformat()}" if one.learned and one.learned != one.said else ""
    mark = f"; {_MARKS[one.mark]}" if one.mark in _MARKS else ""
    late = "" if one.known else "; not known yet"
    about = f"{book.words.act(one.act).base}: " if act else ""
    says = f": “{book.dossier.claim(one.claim).says}”" if one.stand in {Stand.tied, Stand.silence} else ""
    text = f"{name}{day}{learned}: {about}{_STANDS[one.stand]}{says}{mark}{late}"
    return Line(text, (book.cite(one.claim),), one.party, one.element, one.stand.value)
