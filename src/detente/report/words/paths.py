"""The way to a deal in plain words: who does what, together or alone, by when, what that rests on, and where it could break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.impasse.assurance import Assurance, Assurances
from detente.impasse.breaks import Break
from detente.impasse.cut import Cut, Cuts
from detente.impasse.journey import Aim, Journey
from detente.impasse.path import Route, Step
from detente.impasse.walk import Bar
from detente.report.contexts import Line
from detente.report.words import Telling, all_of, changes_by_party, count, outcome_words, would
from detente.report.words.notes import noted_in

if TYPE_CHECKING:
    from detente.impasse.limits import ChangeSet
    from detente.report.evidence import Book

__all__ = ["Said", "cuts_told", "days_of", "journey_lines"]

_SETS = 3
_CUTS = 4
_TURNS = 6
_LEAST = "There is no way with fewer at once, or with fewer such moments"


@dataclass(frozen=True, slots=True)
class Said:
    """One line: ``lead`` is its number or dash, ``style`` is heading, text or aside."""

    line: Line
    lead: str = ""
    style: str = "text"


def journey_lines(book: Book, journey: Journey) -> Iterator[Said]:
    """The whole answer, line by line; parties are told in alphabetical order wherever the route does not order them."""
    told = _Told(book, journey)
    yield Said(Line(f"The way to “{outcome_words(journey.goal_name, book.words)}”"), style="heading")
    yield Said(Line(told.answer()))
    if journey.route is not None:
        yield from told.steps(journey.route)
        yield from told.after()
    yield from told.blocks()
    yield from told.agenda()
    yield from told.days()
    for note in journey.notes:
        yield Said(Line(noted_in(book.words, note)), style="aside")
    counted = " A step that is left open is counted as one that can be taken." if journey.route is not None else ""
    yield Said(Line(f"Read from what was stated, not a forecast.{counted}"), style="aside")


def cuts_told(book: Book, journey: Journey) -> Iterator[tuple[tuple[str, ...], Line]]:
    """What would open a way where there is none, each with whose it is (parties' ids)."""
    told = _Told(book, journey)
    for cut in journey.blocked.cuts if journey.blocked else ():
        owners = (book.words.act(bar.name).party if bar.kind in {"date", "kept"} else bar.name for bar in cut.bars)
        yield tuple(dict.fromkeys(owner for owner in owners if owner)), told.cut(cut)


class _Told:
    def __init__(self, book: Book, journey: Journey) -> None:
        self.book, self.journey = book, journey
        self.tell = Telling(book.words, journey.options)

    def named(self, parties: Sequence[str], last: str = "and") -> str:
        return all_of(sorted(self.book.words.party(party) for party in parties), last=last)

    def act(self, option: str, *, to: bool) -> str:
        """An act as something to do."""
        words = self.book.words.act(option)
        return words.base if to else words.undone or f"not {words.base}"

    def deed(self, option: str, *, to: bool) -> str:
        """An act with its doer."""
        return f"{self.book.words.act(option).subject} would {self.act(option, to=to)}"

    def answer(self) -> str:
        journey = self.journey
        if journey.aim is Aim.none:
            return "There is none: no deal is possible, so there is nothing that steps could lead to."
        if journey.route is None:
            return (
                f"There is none: {count(journey.packages, 'deal')} possible, but none can be reached by steps that every mover would take."
            )
        ends = {
            Aim.holds: "It ends in a deal that nobody would leave, by SEQ.",
            Aim.possible: "No deal that can be reached would hold by itself; this leads to one that everybody needed could accept.",
            Aim.unknown: "Whether the deal would hold was not computed.",
        }[journey.aim]
        route = journey.route
        if not route.steps:
            return f"Nothing has to be done: it is so now. {ends}"
        most = "one party at a time" if route.together == 1 else f"at most {route.together} parties at the same moment"
        found = "There is no way with fewer at once, nor a shorter one" if route.together == 1 else _LEAST
        least = found if journey.complete else "It is the plainest that was found"
        stuck = f" From {count(len(journey.stuck), 'other reading')} of how things stand now there is none." if journey.stuck else ""
        return f"{ends} {count(len(route.steps), 'step')}, {most}. {least}.{stuck}"

    def steps(self, route: Route) -> Iterator[Said]:
        for number, ((before, after), step) in enumerate(zip(pairwise(route.states), route.steps, strict=True), 1):
            clauses = "; ".join(clause for _, clause in changes_by_party(self.tell, before, after))
            how = "Together, at the same moment" if len(step.movers) > 1 else "Alone"
            elements = self.journey.rests_on[number - 1] if route is self.journey.route else ()
            claims = [claim for name in elements for claim in self.book.dossier.element_by_id[name].basis.claims]
            yield Said(Line(f"{how}: {clauses}.{days_of(step)}", self.book.cites(claims)), f"{number:>2}  ")
            for name in elements:
                if not name.startswith("options."):
                    yield Said(Line(f"Met by then: {self.book.said(name)}", self.book.line(name).cites), "    ")
            if step.open:
                yield Said(Line(f"Open, given what was stated: whether {self.named(step.open)} would be worse off by it."), "    ", "aside")
            if step.losers:
                yield Said(Line(f"Worse off by it, and not asked: {self.named(step.losers)}."), "    ", "aside")
            yield from self.breaks(number)
        sure = self.journey.sure
        if not route.certain and (sure is not None or self.journey.complete):
            is_one = "there is none" if sure is None else f"there is one of {count(len(sure.steps), 'step')} (detente path --json)"
            yield Said(Line(f"A way on which no mover can be worse off, however open points are read: {is_one}."), "    ", "aside")
        for option, said in self.journey.durations.items():
            yield Said(Line(f"How long, as stated: {self.book.words.act(option).base}: {said}."), "    ", "aside")

    def breaks(self, number: int) -> Iterator[Said]:
        """Who would undo its step here; what is as it was after an earlier step is not told twice."""
        free = [found for found in self.journey.breaks if not found.deterred]
        for found in sorted(free, key=lambda one: self.book.words.party(one.party)):
            before = [one.step for one in free if (one.party, one.undoing) == (found.party, found.undoing) and one.step < number]
            if found.step == number and before:
                who = self.book.words.party(found.party)
                yield Said(Line(f"Could break here too: {who}, as after step {before[0]}."), "    ")
            elif found.step == number:
                yield Said(Line(self.broken(found)), "    ")

    def broken(self, found: Break) -> str:
        who = self.book.words.party(found.party)
        acts = all_of([f"no longer {self.act(c.option, to=True)}" if not c.to else self.act(c.option, to=True) for c in found.undoing])
        open_ = "" if found.certain else ", with statements in the order written,"
        bound = all_of([self.act(name, to=True) for name in found.bind])
        cure = f" Not if this could not be undone: {bound}." if found.bind else ""
        return f"Could break here: {who}{open_} would gain if it would {acts}; nothing deters that.{cure}"

    def after(self) -> Iterator[Said]:
        journey = self.journey
        if journey.assurances is not None and not journey.assurances.holds:
            yield from self.assured(journey.assurances)
        if journey.fewer is not None and journey.fewer.cuts:
            fewer = journey.fewer.together
            most = "one party at a time" if fewer == 1 else f"at most {fewer} at the same moment"
            yield Said(Line(f"What stands against a way with {most}: any one of these would have to give way"), style="heading")
            yield from self.cuts(journey.fewer)
        if journey.ahead is not None:
            for ahead in journey.ahead.aheads:
                yield Said(Line(self.first(ahead.step, ahead.party, ahead.until, ahead.guarantors)), "  - ")

    def first(self, step: int, party: str, until: int | None, guarantors: Sequence[tuple[str, str]]) -> str:
        assert self.journey.ahead is not None
        acts = all_of([self.act(c.option, to=c.to) for c in self.journey.ahead.route.steps[step - 1].changes if c.party == party])
        who = self.book.words.party(party)
        if until is None:
            return f"{who} would have to go first ({acts}), and nothing on that way makes up for it."
        sure = {"yes": "at no loss to it", "no": "at a loss to it", "open": "whether at a loss to it is open"}
        bound = all_of([f"{self.book.words.party(p)} ({sure[credible]})" for p, credible in sorted(guarantors)])
        return f"{who} would go first ({acts}) only if it were assured that these follow: {bound}."

    def assured(self, found: Assurances) -> Iterator[Said]:
        head = f"What would have to be assured so that it holds (who would leave it: {self.named(found.leavers)})"
        yield Said(Line(head), style="heading")
        for one in found.sets[:_SETS]:
            offered = "offered: " if one.offered else ""
            yield Said(Line(offered + "; and ".join(self.assurance(part) for part in one.assurances) + "."), "  - ")
        if not found.sets:
            yield Said(Line("No set was found among those looked at."), "  - ")
        elif len(found.sets) > _SETS:
            yield Said(Line(f"{count(len(found.sets) - _SETS, 'more set')}: detente path --json"), "    ", "aside")

    def assurance(self, one: Assurance) -> str:
        by = " (offered)" if one.offered_by else ""
        if one.against is None:
            words = self.book.words.act(one.act.option)
            stays = f"could not go back on this: {words.base}" if one.act.to else f"could not {words.base}"
            return f"{words.subject} {stays}{by}"
        keeps = {"yes": "at no loss to it", "no": "at a loss to it", "open": "whether at a loss to it is open"}[one.credible]
        trigger = self.deed(one.against.option, to=one.against.to)
        return f"if {trigger}, {self.deed(one.act.option, to=one.act.to)}{by}, {keeps}"

    def cuts(self, found: Cuts) -> Iterator[Said]:
        for cut in sorted(found.cuts, key=self.order)[:_CUTS]:
            yield Said(self.cut(cut), "  - ")
        if len(found.cuts) > _CUTS or not found.complete:
            yield Said(Line("There are more: detente path --json"), "    ", "aside")

    def cut(self, cut: Cut) -> Line:
        lines = [self.bar(bar) for bar in cut.bars]
        cites = tuple(dict.fromkeys(cite for line in lines for cite in line.cites))
        return Line("; and ".join(line.text for line in lines) or "nothing", cites)

    def order(self, cut: Cut) -> tuple[int, list[str]]:
        return len(cut.bars), sorted(self.book.words.party(bar.name) for bar in cut.bars)

    def bar(self, bar: Bar) -> Line:
        if bar.kind == "comparison":
            return Line(f"that {self.book.words.party(bar.name)} takes no step that leaves it worse off", party=bar.name)
        if bar.kind == "date":
            return Line(f"the days on which {self.book.words.act(bar.name).subject} can {self.act(bar.name, to=True)}")
        if bar.kind == "kept":
            return Line(f"that {self.book.words.act(bar.name).subject} cannot go back on this: {self.act(bar.name, to=True)}")
        if bar.kind == "agenda":
            first, then = self.entry(bar.id)
            return Line(f"the proposed order: first {first}, then {then}", self.book.line(bar.id).cites)
        return self.book.line(bar.id)

    def entry(self, identity: str) -> tuple[str, str]:
        entry = self.book.dossier.file.agenda[int(identity.rpartition(".")[2])]
        return self.formula(entry.first), self.formula(entry.then)

    def formula(self, text: str) -> str:
        found = self.book.formula(text)
        return would(found, self.book.words) if found is not None else text

    def blocks(self) -> Iterator[Said]:
        journey = self.journey
        if journey.blocked is not None:
            yield Said(Line("What blocks it: a way would open if any one of these gave way"), style="heading")
            yield from self.cuts(journey.blocked)
            if journey.blocked.hard:
                yield Said(Line("Nothing would open a way: acts that are fixed, or that exclude one another, stand in it."), "  - ")
        if journey.limits is not None:
            yield Said(Line("What blocks a deal: it would be possible if any one of these no longer stood"), style="heading")
            smallest = sorted(journey.limits.changes, key=lambda change: (len(change), [self.book.words.party(p) for p in change.parties]))
            for change in smallest[:_CUTS]:
                yield Said(self.change(change), "  - ")
            if len(smallest) > _CUTS:
                yield Said(
                    Line(f"and {count(len(smallest) - _CUTS, 'more', 'more')}, with who would have to move: detente why"), "    ", "aside"
                )
        for circle in journey.circles:
            acts = all_of([f"{self.book.words.act(name).subject} to {self.book.words.act(name).base}" for name in circle.options])
            claims = [claim for identity in circle.conditions for claim in self.book.dossier.element_by_id[identity].basis.claims]
            yield Said(
                Line(
                    f"Conditions that wait for one another: {acts}. Only an exchange at the same moment passes them.",
                    self.book.cites(claims),
                )
            )

    def change(self, change: ChangeSet) -> Line:
        lines = [
            Line(f"that {self.book.words.party(part.party or '')} signs only what leaves it no worse off")
            if part.id.startswith("participation.")
            else self.book.line(part.id)
            for part in change.parts
        ]
        return Line("; and ".join(line.text for line in lines), tuple(dict.fromkeys(cite for line in lines for cite in line.cites)))

    def agenda(self) -> Iterator[Said]:
        found = self.journey.agenda
        if found is None:
            return
        if found.route is not None and all(stage.step is None for stage in found.stages):
            return  # it says nothing of this goal
        yield Said(Line("The order proposed", self._cites(found.entries)), style="heading")
        if found.route is None:
            why = "the order itself blocks" if found.by_itself else "other things block besides"
            yield Said(Line(f"No way follows it: {why}."))
            if found.blocked is not None:
                yield from self.cuts(found.blocked)
        else:
            more = self.journey.route is not None and len(found.route.steps) > len(self.journey.route.steps)
            length = f"{count(len(found.route.steps), 'step')}{', more than without it' if more else ''}"
            yield Said(Line(f"A way that follows it takes {length}. If it stopped after a stage:"))
        for stage in found.stages:
            if stage.step is not None:
                yield Said(Line(self.stage(stage.formula, stage.step, stage.leavers, stage.worse, stage.open)), "  - ")
        left_out = [stage.formula for stage in found.stages if stage.step is None]
        if left_out:
            yield Said(Line(f"Not on this way: {'; '.join(self.formula(text) for text in left_out)}."), "    ", "aside")

    def stage(self, formula: str, step: int, leavers: Sequence[str], worse: Sequence[str], open_: Sequence[str]) -> str:
        at = f"after step {step}" if step else "so already"
        parts = [f"{self.named(leavers)} would leave it" if leavers else "nobody would leave it"]
        parts += [f"{self.named(worse)} would be worse off than now"] if worse else []
        parts += [f"whether {self.named(open_)} would be worse off than now is open"] if open_ else []
        return f"{self.formula(formula)} ({at}): {'; '.join(parts)}."

    def _cites(self, elements: Sequence[str]) -> tuple:  # type: ignore[type-arg]
        return self.book.cites([claim for name in elements for claim in self.book.dossier.element_by_id[name].basis.claims])

    def days(self) -> Iterator[Said]:
        found = self.journey.days
        if found is None or not found.turns:
            return
        yield Said(Line("Dates"), style="heading")
        if found.last is not None:
            yield Said(Line(f"The last day on which one could begin and still get there: {_day(found.last)}."), "  - ")
        if found.first is not None and self.journey.dossier.file.as_of is not None and found.first > self.journey.dossier.file.as_of:
            yield Said(Line(f"Not before {_day(found.first)}: what it takes cannot be done earlier."), "  - ")
        for turn in found.turns[:_TURNS]:
            for names, verb, changed in ((turn.opens, "From", turn.gained), (turn.closes, "After", turn.lost)):
                if names:
                    acts = all_of(
                        [
                            f"{self.book.words.act(name).subject} can{'not' if verb == 'After' else ''} {self.act(name, to=True)}"
                            for name in names
                        ]
                    )
                    yield Said(Line(f"{verb} {_day(turn.day)} {acts}: {self.effect(len(changed), found.counted, verb)}."), "  - ")

    @staticmethod
    def effect(changed: int, counted: int, verb: str) -> str:
        if not changed:
            return "no deal on this depends on it"
        which = "every deal" if changed == counted else f"{changed:,} of {counted:,} deals"
        return f"{which} {'can be reached' if verb == 'From' else 'can be reached no more'}"


def days_of(step: Step) -> str:
    """Between which days a step can be taken; empty where no date binds."""
    if step.not_before is not None and step.by is not None:
        return f" Between {_day(step.not_before)} and {_day(step.by)}."
    if step.by is not None:
        return f" By {_day(step.by)} at the latest."
    return f" Not before {_day(step.not_before)}." if step.not_before is not None else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
