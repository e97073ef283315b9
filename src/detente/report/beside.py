"""What stands beside the answer, filled in: conclusions, no good choice, threats, what if, no deal, the mirror-image test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.analysis.conclusions import Conclusion
from detente.analysis.dilemmas import NamedThreat
from detente.analysis.further import Further
from detente.analysis.mirror import MirrorRow
from detente.analysis.scenarios import Kind, Scenarios
from detente.dossier.model import Model
from detente.graphmodel.preferences import Prioritization
from detente.impasse.diagnose import Diagnosis
from detente.report.contexts.beside import BesideView, ChoiceRow, ConclusionView, MirrorView, NowRow, ThreatView, WhatIf
from detente.report.contexts.lines import Cite, Line
from detente.report.evidence import Book
from detente.report.words import Telling, all_of, count, spaced
from detente.report.words.dilemmas import (
    BRIEF,
    choice_words,
    conclusion_words,
    credible_words,
    deterrence_words,
    mirror_words,
    no_win_words,
    now_words,
    outcome_change_words,
    places_words,
    reference_words,
    supposed_words,
)
from detente.report.words.plain import noted
from detente.worlds.hinges import Hinges, Implicant

__all__ = ["bearing_of", "beside_view"]

_WAYS = 3


def beside_view(book: Book, licensed: Model, found: Further, tell: Telling, bearing: Iterable[str] = ()) -> BesideView | None:
    """All of it; None where there is nothing to say. ``bearing``: the acts of the goal that page one answers and of what blocks it."""
    near = frozenset(bearing)
    view = BesideView(
        conclusions=tuple(_conclusion(book, one, tell) for one in found.conclusions),
        choices=tuple(_choices(book, found, tell)),
        threats=tuple(_threat(book, licensed, one, near) for one in found.dilemmas.threats),
        what_if=tuple(_what_if(book, found.scenarios)),
        what_if_notes=tuple(_what_if_notes(book, found.scenarios)),
        now=_now(found),
        now_rows=tuple(_now_rows(book, found)),
        mirror=tuple(_mirror(book, found)),
        mirror_note="The same rule for every party: only what the author, or silence, says of it is set aside." if found.mirror else "",
        notes=tuple(map(noted, (*found.dilemmas.notes, *found.scenarios.notes, *found.standstill.notes))),
    )
    return None if view == BesideView() else view


def bearing_of(diagnosis: Diagnosis) -> frozenset[str]:
    """The acts of a goal, and of the statements that block it."""
    names = set(diagnosis.goal.names())
    blocking = diagnosis.at_limits.reasons.elements | diagnosis.as_stated.reasons.elements
    for preference in diagnosis.model.option_form.preferences.values():
        for statement in preference.statements if isinstance(preference, Prioritization) else ():
            if statement.id in blocking:
                names.update(statement.formula.names())
    return frozenset(names)


def _conclusion(book: Book, found: Conclusion, tell: Telling) -> ConclusionView:
    why = []
    if found.no_win is not None:
        why.append(no_win_words(found.no_win, book.words, found.reference))
        why.append(choice_words(found.no_win.cases[0], tell, book.words))
        same = [book.words.party(party) for party, verdict in found.mirror.items() if verdict == found.no_win.verdict]
        if same:
            why.append(f"The same holds of {all_of(same)}.")
    else:
        question = "every demand met too" if found.stated else "demands may be traded"
        why += [f"Asked of every acceptable deal ({question}).", places_words(found)]
    if found.alone:
        why.append(f"Set aside alone, each of these changes the result: {', '.join(found.alone)}.")
    if found.assumed:
        why.append(f"It rests on {count(len(found.assumed), 'part')} of the model that no statement carries.")
    line = Line(found.element.text, _once(book.cites(found.element.basis.claims)), element=found.element.id)
    return ConclusionView(
        line, conclusion_words(found), BRIEF[found.settled], tuple(text for text in why if text), tuple(_ways(book, found.follows))
    )


def _once(cites: Sequence[Cite]) -> tuple[Cite, ...]:
    """Of several statements of one voice in one paragraph, the first."""
    return tuple({(cite.who, cite.place): cite for cite in reversed(cites)}.values())[::-1]


def _ways(book: Book, hinges: Hinges) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The smallest sets of statements that carry or defeat a conclusion, where statements decide it."""
    if hinges.settled is not None:
        return
    for found, says in ((hinges.carry, "It follows if"), (hinges.defeat, "It does not follow if")):
        yield from ((says, tuple(_literals(book, one))) for one in found[:_WAYS])


def _literals(book: Book, one: Implicant) -> Iterator[Line]:
    for claims, done in ((one.accepted, "accepted"), (one.aside, "set aside")):
        for claim in sorted(claims, key=book.order):
            yield Line(f"{book.dossier.claim(claim).says}: {done}", book.cites([claim]))


def _choices(book: Book, found: Further, tell: Telling) -> Iterator[ChoiceRow]:
    for row in found.dilemmas.rows:
        yield ChoiceRow(
            book.words.party(row.party),
            reference_words(row.reference),
            no_win_words(row.found, book.words, row.reference),
            choice_words(row.found.cases[0], tell, book.words),
        )


def _threat(book: Book, licensed: Model, found: NamedThreat, near: frozenset[str]) -> ThreatView:
    element = book.dossier.element_by_id[f"threats.{found.name}"]
    _, act, when = licensed.threats[found.name]
    told = {deterrence_words(one, book.words): None for way in found.found.near for one in way.deterrence}
    why = [Line(text) for text in told] + [book.line(identity) for identity in found.deciding]
    says = f"{book.words.party(found.found.party)}: {element.text}"
    return ThreatView(
        Line(says, _once(book.cites(element.basis.claims)), found.found.party, element.id),
        credible_words(found.found, book.words),
        tuple(why),
        bool(near & {*act.names(), *when.names()}),
    )


def _what_if(book: Book, found: Scenarios) -> Iterator[WhatIf]:
    base = {outcome.goal: outcome for outcome in found.base}
    for row in found.telling:
        changed = tuple(
            outcome_change_words(base[outcome.goal], outcome, book.words)
            for outcome in row.outcomes
            if outcome.goal in row.changed and outcome.goal in base
        )
        yield WhatIf(supposed_words(row.scenario, book.words), changed, bool(row.overturned or row.opened))


def _what_if_notes(book: Book, found: Scenarios) -> Iterator[str]:
    """What changes nothing, and what depends on a circumstance."""
    unknown = [row for row in found.rows if row.scenario.kind is Kind.unknown]
    settled = unknown and not any(row.changed for row in unknown)
    alike = [row for row in found.rows if not row.changed and not (settled and row in unknown)]
    if settled:
        names = dict.fromkeys(book.words.act(name).subject for row in unknown for name, _ in row.scenario.settings)
        yield f"Left unknown: {all_of(list(names))}. However that is settled, no answer changes."
    for row in alike:
        yield f"Changes no answer: {supposed_words(row.scenario, book.words)}."
    for name, depends in found.depends.items():
        said = all_of([f"“{book.said(identity)}”" for identity in depends if identity in book.dossier.element_by_id])
        if said:
            yield f"{said} {'turns' if len(depends) == 1 else 'turn'} on {book.words.act(name).subject}."
    if found.idle:
        yield f"No position turns on {all_of([book.words.act(name).subject for name in found.idle], last='or')}."


def _now(found: Further) -> str:
    still = found.standstill
    if not still.now:
        return ""
    names = [name.upper() if name != "nash" else "Nash" for name in still.rests]
    rests = f"as read, now is a resting point under {all_of(names)}" if names else "as read, now is no resting point"
    held = f"; it is what the texts call {all_of([f'“{spaced(name)}”' for name in still.references])}" if still.references else ""
    return f"{rests[:1].upper()}{rests[1:]}{held}."


def _now_rows(book: Book, found: Further) -> Iterator[NowRow]:
    for row in found.standstill.parties:
        stays, deals = now_words(row)
        costs = count(row.costs, "cost that the model leaves out", "costs that the model leaves out") if row.costs else ""
        yield NowRow(book.words.party(row.party), stays, deals, tuple(book.line(identity) for identity in row.unmet), costs)


def _mirror(book: Book, found: Further) -> Iterator[MirrorView]:
    parties = dict.fromkeys(row.party for row in found.mirror)
    for party in parties:
        rows: Sequence[MirrorRow] = [row for row in found.mirror if row.party == party]
        yield MirrorView(book.words.party(party), len(rows[0].inferred), mirror_words(rows))
