"""Which kind of impasse it is, and from whom it comes, party by party, with what that rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.graphmodel.preferences import Prioritization
from detente.impasse.commitment import Deviation
from detente.impasse.diagnose import Diagnosis, Impasse
from detente.impasse.information import UNKNOWN, UNORDERED, UNSEPARATED, OpenComparison
from detente.impasse.journey import find_path
from detente.report.contexts import ImpasseGroup, ImpasseView, Line
from detente.report.evidence import Book
from detente.report.words import Telling, all_of, certificate, count
from detente.report.words.answers import KINDS
from detente.report.words.notes import noted_in
from detente.report.words.paths import cuts_told
from detente.settlement.limits import statement_ids

__all__ = ["impasse_view"]

_VERDICTS = {
    Impasse.none: "There is a deal that everybody needed would accept, that nobody would leave and that can be reached.",
    Impasse.limits: "Not everything that binds can be met together, so there is no deal to hold or to reach. What blocks is told above.",
    Impasse.commitment: "Deals are possible, but in each of them somebody would do better to leave once it is agreed.",
    Impasse.path: "A deal would hold, but none can be reached by steps in which nobody who acts is worse off than before.",
    Impasse.information: "Whether a deal would be accepted and hold turns on comparisons that nobody stated.",
    None: "It was not decided whether a deal would hold and could be reached.",
}

_WHY = {UNKNOWN: "it is not said to prefer anything", UNSEPARATED: "no statement of its own tells the two apart", UNORDERED: ""}


def impasse_view(book: Book, diagnosis: Diagnosis, tell: Telling | None) -> ImpasseView:
    """The kind, what it means here, and what would have to be learned or given up, for all parties alike, in alphabetical order."""
    parts: dict[Impasse | None, Iterator[_Part]] = {
        Impasse.commitment: _leaving(book, diagnosis, tell),
        None: _leaving(book, diagnosis, tell),
        Impasse.path: _in_the_way(book, diagnosis),
        Impasse.information: _open(book, diagnosis),
    }
    by_party: dict[str, list[_Part]] = {}
    for part in parts.get(diagnosis.kind, iter(())):
        by_party.setdefault(part.party, []).append(part)
    ordered = sorted(by_party, key=lambda party: (not party, book.words.party(party)))
    return ImpasseView(
        kind=KINDS[diagnosis.kind],
        side="as stated" if diagnosis.stated else "at the limits",
        verdict=_VERDICTS[diagnosis.kind],
        groups=tuple(_group(book, party, by_party[party]) for party in ordered),
        read=_read(diagnosis),
        notes=tuple(noted_in(book.words, note) for note in diagnosis.notes),
    )


@dataclass(frozen=True)
class _Part:
    """One thing that turns on ``party``: a line, and lines beneath it."""

    party: str
    lines: tuple[Line, ...]


def _group(book: Book, party: str, parts: Sequence[_Part]) -> ImpasseGroup:
    known = book.parties.get(party)
    who = book.words.party(party) if party else "Several together"
    return ImpasseGroup(who, party, tuple(part.lines for part in parts), known.statements if known else 0)


def _read(diagnosis: Diagnosis) -> str:
    if diagnosis.as_read is None or diagnosis.as_read is diagnosis.kind:
        return ""
    return (
        "With the statements of each party in the order written, and what none of them tells apart taken as equal, "
        f"it would be: {KINDS[diagnosis.as_read]}."
    )


def _open(book: Book, diagnosis: Diagnosis) -> Iterator[_Part]:
    """What each party would have to say: how the deals compare with now, and whether it would stay."""
    reached = len(diagnosis.paths.routes) if diagnosis.paths else 0
    asked: dict[tuple[str, bool], list[OpenComparison]] = {}
    for found in diagnosis.information:
        asked.setdefault((found.party, bool(found.gains or found.losses)), []).append(found)
    for (party, ordered), alike in asked.items():
        number = len({found.package for found in alike})
        deals = f"{_share(number, reached, 'each')} that might hold and can be reached"
        if not ordered:
            why = all_of(list(dict.fromkeys(_WHY[found.why] for found in alike)))
            yield _Part(party, (Line(f"Whether it is better off than now in {deals} is open: {why}.", party=party),))
            continue
        head = Line(f"What weighs more in {deals}, nobody stated:", party=party)
        yield _Part(party, (head, *_weighed(book, "for", [c.gains for c in alike]), *_weighed(book, "against", [c.losses for c in alike])))
    waiting = Counter(party for _, parties in (diagnosis.commitment.depends if diagnosis.commitment else ()) for party in parties)
    for party, number in waiting.items():
        line = f"Whether it would stay in {count(number, 'deal')} that everybody needed accepts turns on rankings that nobody stated."
        yield _Part(party, (Line(line, party=party),))
    if diagnosis.commitment and not diagnosis.commitment.holds:
        for part in _leaving(book, diagnosis, None):
            said = part.lines[0]
            text = f"With its statements in the order written {said.text[:1].lower()}{said.text[1:]}"
            yield _Part(part.party, (replace(said, text=text),))


def _weighed(book: Book, how: str, lists: Sequence[Sequence[str]]) -> Iterator[Line]:
    """What counts ``how``: in every one of the deals, and in some of them only."""
    every = list(dict.fromkeys(name for names in lists for name in names))
    always = [name for name in every if all(name in names for names in lists)]
    sometimes = [name for name in every if name not in always]
    for names, lead in ((always, how), (sometimes, f"{how}, in some of them" if always else f"{how}, each in some of them")):
        if names:
            yield _against(book, f"{lead}:", names)


def _against(book: Book, how: str, elements: Sequence[str]) -> Line:
    cites = tuple(dict.fromkeys(cite for name in elements for cite in book.line(name).cites))
    return Line(f"{how} {all_of([_said(book, name) for name in elements])}", cites)


def _said(book: Book, element: str) -> str:
    known = book.statements.get(element)
    return f"“{known[1].text}”" if known and known[1].text else book.said(element)


def _leaving(book: Book, diagnosis: Diagnosis, tell: Telling | None) -> Iterator[_Part]:
    """Who would leave how many of the deals looked into, what decides that, and what would keep it."""
    found = diagnosis.commitment
    if found is None:
        return
    leaving: dict[str, list[tuple[str, Deviation]]] = {}
    for one in found.unstable:
        for deviation in one.deviations:
            leaving.setdefault(deviation.party, []).append((one.package, deviation))
    for party, moves in leaving.items():
        label, first = moves[0]
        gains = list(dict.fromkeys(gain for package, one in moves if (gain := _deciding(diagnosis, package, one))))
        sake = f"; what decides that: {all_of([_said(book, gain) for gain in gains])}" if gains else ""
        more = "" if found.complete else " (more would not hold)"
        line = Line(
            f"It would leave {_share(len(moves), len(found.unstable), 'all')} looked into{more}{sake}.",
            book.cites([claim for gain in gains for claim in book.dossier.element_by_id[gain].basis.claims], party=party),
            party,
        )
        over = None if tell is None else Telling(tell.words, diagnosis.model.option_form.option_names, None)
        shown = over is not None and first.verdict is not None and len(label) == len(over.options)
        beneath = (Line(f"For one: {certificate(first.verdict, over)}"),) if shown and first.verdict and over else ()
        yield _Part(party, (line, *beneath))


def _share(number: int, total: int, every: str) -> str:
    return "the one deal" if total == 1 else f"{every if number == total else f'{number:,}'} of the {total:,} deals"


def _deciding(diagnosis: Diagnosis, package: str, deviation: Deviation) -> str:
    """The first of the party's statements, in the order written, that tells the package and what it would leave it for apart."""
    conflict = diagnosis.model.option_form
    names = conflict.option_names
    if not deviation.moves or not isinstance(conflict.preference(deviation.party), Prioritization):
        return ""
    before, after = (dict(zip(names, (letter == "Y" for letter in label), strict=True)) for label in (package, deviation.moves[0]))
    said = statement_ids(conflict, deviation.party)
    return next((name for name, one in said if one.formula.evaluate(before) != one.formula.evaluate(after)), "")


def _in_the_way(book: Book, diagnosis: Diagnosis) -> Iterator[_Part]:
    """What stands against any way: what would have to give way, by whose it is; acts that cannot be undone; conditions in a circle."""
    journey = find_path(diagnosis.dossier, goal=diagnosis.goal_name, accepted=diagnosis.accepted, stated=diagnosis.stated)
    for parties, line in cuts_told(book, journey):
        told = replace(line, text=f"A way would open if this gave way: {line.text}.")
        yield _Part(parties[0] if len(parties) == 1 else "", (told,))
    for _, options in diagnosis.paths.undone if diagnosis.paths else ():
        for option in options:
            act = book.words.act(option)
            yield _Part(act.party, (Line(f"A deal would need this undone, which cannot be: {act.base}.", party=act.party),))
    for circle in diagnosis.paths.circles if diagnosis.paths else ():
        acts = all_of([f"{book.words.act(name).subject} to {book.words.act(name).base}" for name in circle.options])
        claims = [claim for identity in circle.conditions for claim in book.dossier.element_by_id[identity].basis.claims]
        yield _Part("", (Line(f"Conditions that wait for one another: {acts}, at the same moment or not at all.", book.cites(claims)),))
