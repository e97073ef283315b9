"""What deals there are, what blocks the others, and how one would get there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from detente.impasse.ambiguity import read_apart
from detente.impasse.bystanders import NotBlocking
from detente.impasse.commitment import Deviation, Unstable
from detente.impasse.diagnose import Diagnosis, Side
from detente.impasse.limits import ChangeSet, Part
from detente.impasse.limits import Reason as Minimal
from detente.impasse.path import Route
from detente.report.contexts import ChangeGroup, DealsView, DealView, Line, Reason
from detente.report.evidence import Book, named
from detente.report.impasse import impasse_view
from detente.report.words import Telling, all_of, certificate, changes_by_party, count
from detente.report.words.notes import noted_in
from detente.report.words.paths import days_of
from detente.report.words.verdicts import moving
from detente.settlement.packages import Package

__all__ = ["deals_views", "path_lines", "reason_views", "spared"]

_BEST = 3
_CHANGES = 3
_REASONS = 12


def reason_views(book: Book, reasons: Sequence[Minimal], at_most: int) -> tuple[Reason, ...]:
    """The shortest ``at_most`` reasons, in the order given; those that read the same (the halves of a joint act) are told once."""
    told: dict[tuple[str, ...], tuple[Line, ...]] = {}
    for reason in reasons:
        lines = _reason_lines(book, reason)
        told.setdefault(tuple(line.text for line in lines), lines)
    shortest = sorted(told, key=lambda texts: (_stated(told[texts]), len(texts)))[:at_most]
    chosen = [lines for texts, lines in told.items() if texts in shortest]
    return tuple(Reason(number, lines) for number, lines in enumerate(chosen, 1))


def _stated(lines: Sequence[Line]) -> int:
    return sum(line.kind != "rule" for line in lines)


def _reason_lines(book: Book, reason: Minimal) -> tuple[Line, ...]:
    lines = list({line.text: line for line in (_part(book, part) for part in reason.parts)}.values())

    def order(line: Line) -> tuple[bool, tuple[int, int, str]]:
        return line.kind == "rule", min((book.order(cite.claim) for cite in line.cites if cite.claim), default=(10**6, 0, line.text))

    return tuple(sorted(lines, key=order)) or (
        Line("The goal cannot be met whatever anybody states: its acts are fixed, or exclude one another."),
    )


def _part(book: Book, part: Part) -> Line:
    if not part.id.startswith("participation."):
        return book.line(part.id)
    party = part.party or ""
    claims = [
        claim
        for identity in part.deciding
        for claim in book.dossier.element_by_id[identity].basis.claims
        if identity in book.dossier.element_by_id
    ]
    why = all_of([book.statements[identity][1].text or book.said(identity) for identity in part.deciding if identity in book.statements])
    return Line(
        f"{book.words.party(party)} would sign only what leaves it no worse off than now{f'; this turns on: {why}' if why else ''}",
        book.cites(claims, party=party),
        party,
        part.id,
        "participation",
    )


def deals_views(book: Book, diagnosis: Diagnosis, tell: Telling | None) -> tuple[DealsView, ...]:
    """Both questions side by side; where they have the same answer for the same reasons, once."""
    limits = _deals(book, diagnosis, diagnosis.at_limits, tell, stated=False)
    stated = _deals(book, diagnosis, diagnosis.as_stated, tell, stated=True)
    if limits.reasons and [reason.lines for reason in limits.reasons] == [reason.lines for reason in stated.reasons]:
        stated = replace(
            stated, reasons=(), changes=(), notes=(), same="The reasons, and what would remove them, are the same as at the limits."
        )
    return limits, stated


def _deals(book: Book, diagnosis: Diagnosis, side: Side, tell: Telling | None, *, stated: bool) -> DealsView:
    packages = side.packages
    listed = packages.listed if packages else ()
    if diagnosis.commitment:
        firm = frozenset(diagnosis.commitment.holds)
        listed = tuple(sorted(listed, key=lambda package: package.label not in firm))
    listed = listed[:_BEST]
    told = [_deal(book, diagnosis, package, number, tell) for number, package in enumerate(listed, 1)] if tell else []
    found = packages.possible if packages else 0
    notes = [noted_in(book.words, note) for note in (packages.notes if packages else ())]
    if side.reasons.stopped:
        notes.append(f"The search for reasons stopped {side.reasons.stopped}; there may be more.")
    if len(side.reasons.reasons) > _REASONS:
        notes.append(f"The shortest of {len(side.reasons.reasons)} reasons are told; detente why --json has them all.")
    return DealsView(
        heading="As stated" if stated else "At the limits",
        explanation="Every demand met, besides red lines and conditions."
        if stated
        else "Red lines hold and conditions are met; demands may be traded.",
        verdict=_verdict(side, found),
        shown=_shown(found, len(listed)),
        count=found,
        deals=tuple(told),
        reasons=reason_views(book, side.reasons.reasons, _REASONS),
        changes=_groups(book, side.reasons.changes),
        notes=tuple(notes),
        complete=side.reasons.complete,
        impasse=impasse_view(book, diagnosis, tell) if stated is diagnosis.stated else None,
    )


def _verdict(side: Side, found: int) -> str:
    if not side.possible:
        return "There is none, with every statement accepted that nobody set aside."
    if side.packages is None:
        return "There is at least one; the situations are too many to list them all."
    if not side.packages.counted:
        found_ones = "1 deal was" if found == 1 else f"{found:,} deals were"
        return f"{found_ones} found, and there may be many more: the situations are too many to count them."
    certain = side.packages.necessary
    sure = (
        f"{certain} of them under every possible ranking"
        if certain
        else "none of them under every possible ranking, since not all preferences are stated"
    )
    return f"{count(found, 'deal')} possible, {sure}."


def _shown(found: int, listed: int) -> str:
    """Which deals are told."""
    return f"Shown are {listed}, those that would hold first, then those with the fewest changes." if found > listed else ""


def _deal(book: Book, diagnosis: Diagnosis, package: Package, number: int, tell: Telling) -> DealView:
    told = changes_by_party(_over(tell, package.label, diagnosis), package.now, package.label)
    marks = ["changes no more than it must"] if package.minimal else []
    marks += ["nobody can gain without another losing"] if package.pareto else []
    worse = f"Worse off by their own statements, and not asked: {named(book, package.losses)}. " if package.losses else ""
    open_ = f"Left open by what was stated: whether {named(book, package.open)} would gain." if package.open else ""
    return DealView(
        f"Deal {number}",
        tuple(Line(clause, party=party) for party, clause in told) or (Line("everything as now"),),
        tuple(marks),
        **_holds(diagnosis, package.label, _over(tell, package.label, diagnosis)),
        losers=f"{worse}{open_}".strip(),
        apart=" ".join(_apart(book, diagnosis, package)),
    )


def _apart(book: Book, diagnosis: Diagnosis, package: Package) -> Iterator[str]:
    for sides in read_apart(diagnosis.dossier, diagnosis.model, package):
        if sides.apart:
            act = book.words.act(sides.option)
            yes, no = named(book, sides.kept_for), named(book, sides.not_for)
            yield f"One word, read in several ways: {yes} would count this as “{act.base}”, and {no} would not."


def _over(tell: Telling, label: str, diagnosis: Diagnosis) -> Telling:
    """Packages are told over the options of the conflict they were found in."""
    options = diagnosis.model.option_form.option_names
    return Telling(tell.words, options, tell.now if tell.now and len(tell.now) == len(label) else None)


def _holds(diagnosis: Diagnosis, label: str, tell: Telling) -> dict[str, Any]:
    found = diagnosis.commitment
    if found is None:
        return {}
    if label in found.holds:
        return {"holds": "Nobody would leave it (SEQ)."}
    unstable = next((one for one in found.unstable if one.package == label), None)
    if unstable is None and found.standings:
        return {"holds": "Whether it would hold was not settled."}
    return _loose(unstable, tell) if unstable else {"holds": "It would not hold."}


def _loose(unstable: Unstable, tell: Telling) -> dict[str, Any]:
    who = [_leaves(deviation, unstable.package, tell) for deviation in unstable.deviations[:2]]
    others = all_of([tell.words.party(deviation.party) for deviation in unstable.deviations[2:]])
    told: dict[str, Any] = {"holds": "It would not hold.", "leaving": (*who, *([f"{others} would leave as well."] if others else []))}
    if unstable.guarantee is None:
        return told
    done = dict(zip(tell.options, unstable.package, strict=True))
    acts = [
        f"{tell.words.act(name).subject} would {'' if done[name] == 'Y' else 'not '}{tell.words.act(name).base}"
        for name in unstable.guarantee
    ]
    return told | {"cure": f"It would, if this could not be undone once agreed: {all_of(acts)}."}


def _leaves(deviation: Deviation, package: str, tell: Telling) -> str:
    if deviation.verdict is not None:
        return certificate(deviation.verdict, tell)
    move = f", {moving(tell, package, deviation.moves[0])}" if deviation.moves else ""
    return f"{tell.words.party(deviation.party)} would leave this situation{move}: it is proved that no reply deters that."


def _groups(book: Book, changes: Sequence[ChangeSet]) -> tuple[ChangeGroup, ...]:
    """Changes by who would have to move; parties in alphabetical order, alone before together, rules last."""
    by_party: dict[tuple[str, ...], list[ChangeSet]] = {}
    for change in changes:
        by_party.setdefault(change.parties, []).append(change)

    def order(parties: tuple[str, ...]) -> tuple[bool, int, list[str]]:
        return not parties, len(parties), [book.words.party(party) for party in parties]

    return tuple(_group(book, parties, by_party[parties]) for parties in sorted(by_party, key=order))


def _group(book: Book, parties: tuple[str, ...], changes: Sequence[ChangeSet]) -> ChangeGroup:
    plainest = sorted(changes, key=lambda change: (any(part.party is None for part in change.parts), len(change)))
    told = tuple(dict.fromkeys(_reason_lines(book, Minimal(change.parts)) for change in plainest))
    counts = ", ".join(f"{book.words.party(party)} {book.parties[party].statements}" for party in parties if party in book.parties)
    who = named(book, parties) or "Nobody: what is possible at all"
    return ChangeGroup(who, parties, told[:_CHANGES], counts, max(0, len(told) - _CHANGES))


def spared(book: Book, found: Sequence[NotBlocking]) -> tuple[Line, ...]:
    """What is not shown to block, with why; parties take turns, in alphabetical order, so that a short list speaks of all of them."""
    turns: dict[str, list[NotBlocking]] = {}
    for one in found:
        turns.setdefault(one.party or "", []).append(one)
    lists = [turns[party] for party in sorted(turns, key=book.words.party)]
    found = [one for row in zip_longest(*lists) for one in row if one is not None]
    lines = []
    for one in found:
        line = book.line(one.element)
        said = line.text.removeprefix("the act: ")
        lines.append(Line(f"{said}: {one.why.value}", line.cites, one.party or "", one.element, one.kind))
    return tuple(lines)


def path_lines(book: Book, diagnosis: Diagnosis, tell: Telling | None) -> tuple[Line, ...]:
    """The way to the first deal that can be reached, step by step; or what stands in the way."""
    if diagnosis.paths is None or tell is None:
        return ()
    return tuple(_path(book, diagnosis, tell))


def _path(book: Book, diagnosis: Diagnosis, tell: Telling) -> Iterator[Line]:
    found = diagnosis.paths
    assert found is not None
    if found.routes:
        yield from _route(book, diagnosis, found.routes[0], tell)
    else:
        yield Line("No deal that would hold can be reached by steps in which no mover is worse off than before.")
    for circle in found.circles:
        acts = all_of([f"{book.words.act(name).subject} to {book.words.act(name).base}" for name in circle.options])
        claims = [claim for identity in circle.conditions for claim in book.dossier.element_by_id[identity].basis.claims]
        yield Line(f"Conditions that wait for one another: {acts}. They would have to happen at the same moment.", book.cites(claims))


def _route(book: Book, diagnosis: Diagnosis, route: Route, tell: Telling) -> Iterator[Line]:
    over = _over(tell, route.package, diagnosis)
    at = route.now
    for number, step in enumerate(route.steps, 1):
        told = "; ".join(clause for _, clause in changes_by_party(over, at, step.state))
        together = ", at the same moment" if len(step.movers) > 1 else ""
        lose = f" Worse off by it, and not asked: {named(book, step.losers)}." if step.losers else ""
        yield Line(f"Step {number}{together}: {told}.{days_of(step)}{lose}")
        at = step.state
