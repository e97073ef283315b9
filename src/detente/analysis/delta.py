"""What changed: the answers before and after an account arrived, or on two days, and which of the new statements are responsible.

Asked of each goal, whether a deal is possible at the limits and as stated; of the situation now, whether it rests; of each goal, whether
some situation that has it rests; of each conclusion, whether it follows. Then the parts of the model that fell, rose, came to stand on
better ground, or are newly contested.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from detente.analysis.board import Boards, held_acts
from detente.analysis.conclusions import NoWinVerdict
from detente.analysis.verdicts_over_worlds import resting_verdict
from detente.dossier.addition import Addition
from detente.dossier.decisions import element_after
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.errors import DossierError, ModelError
from detente.impasse.verdict import deal_possible
from detente.worlds.delta import Held, Smallest, holding, setting_aside, smallest_ways, together
from detente.worlds.reach import Variable, licences, reduce_claims, rivals
from detente.worlds.world import Verdict, Worlds, worlds

__all__ = ["Asked", "Delta", "ElementChange", "VerdictChange", "as_of", "between", "delta", "what_changed"]

_SMALL = 12  # yes/no choices up to which resting points and conclusions are asked over the readings, not of the one reading only
Kind = Literal["deal", "rests", "follows"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is put before and after: ``name`` is a goal, ``now``, or a conclusion; ``stated`` is for deals."""

    kind: Kind
    name: str
    stated: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "kind": self.kind,
            "name": self.name,
            "question": ("as_stated" if self.stated else "at_the_limits") if self.kind == "deal" else None,
        }


@dataclass(frozen=True)
class VerdictChange:
    """One question's answers. ``preferred``: with the new statements in the place of what contradicts them.

    ``responsible`` are the smallest sets of new claims that make the change from ``before`` to ``after``, ``if_preferred`` those for
    ``preferred``; None where that is no change.
    """

    asked: Asked
    before: Held
    after: Held
    preferred: bool
    responsible: Smallest | None = None
    if_preferred: Smallest | None = None

    @property
    def changed(self) -> bool:
        """Whether the answer changed as things stand."""
        return (self.before.readings, self.before.together) != (self.after.readings, self.after.together)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            **self.asked.to_dict(),
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "preferred": self.preferred,
            "changed": self.changed,
            "responsible": self.responsible.to_dict() if self.responsible else None,
            "if_preferred": self.if_preferred.to_dict() if self.if_preferred else None,
        }


@dataclass(frozen=True, slots=True)
class ElementChange:
    """``kind``: new, risen, fallen, upgraded or contested; ``claims`` are the new ones that it is due to."""

    kind: Literal["new", "risen", "fallen", "upgraded", "contested"]
    element: str
    claims: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"kind": self.kind, "element": self.element, "claims": list(self.claims)}


@dataclass(frozen=True, repr=False)
class Delta:
    """The dossier ``before`` and ``after``, the ``claims`` that are new in it, every question's answers, and the parts that changed."""

    before: Dossier
    after: Dossier
    claims: tuple[str, ...]
    verdicts: tuple[VerdictChange, ...]
    elements: tuple[ElementChange, ...]
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[VerdictChange, ...]:
        """The questions whose answer changed, or would if the new statements were preferred."""
        return tuple(row for row in self.verdicts if row.responsible or row.if_preferred)

    def __repr__(self) -> str:
        return (
            f"<Delta of {self.after.title!r}: {len(self.claims)} new claims, {len(self.changes)} of {len(self.verdicts)} answers changed>"
        )

    def to_dict(self) -> dict[str, Any]:
        """As plain data, one documented object."""
        days = (self.before.file.as_of, self.after.file.as_of)
        return {
            "title": self.after.title,
            "as_of": [day.isoformat() if day else None for day in days],
            "claims": list(self.claims),
            "verdicts": [row.to_dict() for row in self.verdicts],
            "elements": [row.to_dict() for row in self.elements],
            "notes": list(self.notes),
        }


def what_changed(addition: Addition, *, bound: int = 256, most: int = 512) -> Delta:
    """What an addition changes."""
    return delta(addition.before, addition.dossier, bound=bound, most=most)


def as_of(dossier: Dossier, day: datetime.date) -> Dossier:
    """The same dossier, read on another day: what was said later is not known, and acts are open or closed as of then."""
    return replace(dossier, file=dossier.file.model_copy(update={"as_of": day}))


def between(dossier: Dossier, first: datetime.date, second: datetime.date, *, bound: int = 256, most: int = 512) -> Delta:
    """What changed from one day to another. Raises :class:`~detente.errors.DossierError` where the second is not later."""
    if second <= first:
        raise DossierError(f"{second} is not later than {first}", cure="give the earlier day first")
    return delta(as_of(dossier, first), as_of(dossier, second), bound=bound, most=most)


def delta(before: Dossier, after: Dossier, *, bound: int = 256, most: int = 512) -> Delta:
    """Compare two states of one dossier; the new claims are those that stand in ``after`` only.

    ``bound`` is the number of readings tried for each answer, ``most`` the number of sets of new claims tried for each change.
    """
    new = tuple(claim for claim in after.claims if claim in after.standing - before.standing)
    elements = tuple(_elements(before, after, frozenset(new)))
    if after.file.states:
        return Delta(before, after, new, (), elements, ("listed situations: there is no act that a statement could carry",))
    comparing = _Comparing(before, after, new, bound, most)
    rows, notes = [], []
    for asked in _questions(before, after):
        try:
            rows.append(comparing.row(asked))
        except ModelError as error:
            notes.append(f"{asked.kind} {asked.name}: {error.message}")
    return Delta(before, after, new, tuple(rows), elements, tuple(notes))


def _questions(before: Dossier, after: Dossier) -> Iterator[Asked]:
    goals = [*before.file.goals, *(["goal"] if before.file.goal else [])]
    for goal in goals:
        yield Asked("deal", goal, stated=False)
        yield Asked("deal", goal, stated=True)
    yield Asked("rests", "now")
    yield from (Asked("rests", goal) for goal in goals)
    known = after.file.conclusions
    yield from (Asked("follows", name) for name in before.file.conclusions if name in known)


class _Comparing:
    """The answers before and after; every verdict function is made once."""

    def __init__(self, before: Dossier, after: Dossier, new: Sequence[str], bound: int, most: int) -> None:
        self.before, self.after, self.new, self.bound, self.most = before, after, tuple(new), bound, most
        against = rivals(after)
        used = frozenset().union(*(element.basis.claims for element in after.elements))
        reach = [claim for claim in self.new if claim in used or against[claim] & used]
        self.reaching = tuple(reach)
        self.priority = (*reach, *sorted(frozenset().union(*(against[claim] for claim in reach))))
        # the same claims vary before and after, so that a bound cuts both alike
        widest = worlds(after, bound=bound, priority=self.priority)
        self.vary = tuple(claim for variable in widest.variables for claim in sorted(variable.claims))
        self.complete = widest.complete
        self.worlds_before = worlds(before, vary=[claim for claim in self.vary if claim in before.standing], bound=bound)
        self.small = len(model(after).option_form.options) <= _SMALL
        self.with_only = cache(self._with_only)
        self.worlds_of = cache(self._worlds_of)
        self.variables = cache(self._variables)

    def _with_only(self, claims: frozenset[str]) -> Dossier:
        return setting_aside(self.after, frozenset(self.new) - claims)

    def _worlds_of(self, claims: frozenset[str]) -> Worlds:
        dossier = self.with_only(claims)
        return worlds(dossier, vary=[claim for claim in self.vary if claim in dossier.standing], bound=self.bound)

    def row(self, asked: Asked) -> VerdictChange:
        verdict = _verdict(self.after, asked)
        widely = asked.kind == "deal" or self.small
        everything = frozenset(self.reaching)
        before = holding(self.before, _verdict(self.before, asked), readings=self.worlds_before if widely else None, complete=self.complete)
        after = holding(
            self.with_only(everything), verdict, readings=self.worlds_of(everything) if widely else None, complete=self.complete
        )
        preferred = bool(verdict(together(self.after, preferred=self.new)))

        def as_after(claims: frozenset[str]) -> bool:
            dossier = self.with_only(claims)
            if before.together != after.together:
                return bool(verdict(together(dossier))) == after.together
            return holding(dossier, verdict, readings=self.worlds_of(claims)).readings == after.readings

        def as_preferred(claims: frozenset[str]) -> bool:
            return bool(verdict(together(self.with_only(claims), preferred=claims))) == preferred

        moved = (before.readings, before.together) != (after.readings, after.together)
        return VerdictChange(
            asked,
            before,
            after,
            preferred,
            self.smallest(as_after, one_reading=before.together != after.together) if moved else None,
            self.smallest(as_preferred, one_reading=True) if preferred not in {after.together, before.together} else None,
        )

    def smallest(self, does: Callable[[frozenset[str]], bool], *, one_reading: bool) -> Smallest:
        """The smallest sets of new claims, those that do one work taken together."""
        return smallest_ways(self.variables(one_reading=one_reading), does, most=self.most)

    def _variables(self, *, one_reading: bool) -> tuple[Variable, ...]:
        """What may differ: the new claims, merged where they have one reach.

        In the one reading, claims of before that no new claim contradicts stand whichever new ones do, so that a new claim that only
        supports what rests on them already makes no difference. A claim that contradicts another is never merged or left out.
        """
        against, new = rivals(self.after), frozenset(self.reaching)
        quarrelling = frozenset(claim for claim in new if against[claim])
        standing = self.after.standing
        certain = (
            frozenset(claim for claim in together(self.with_only(frozenset())) if not against[claim] & new) if one_reading else frozenset()
        )
        order = {claim: place for place, claim in enumerate(self.after.claims)}
        forms = licences(self.after, standing - certain, certain, against)
        reduced = reduce_claims(forms, standing - certain, against, order)
        kept = [one for one in reduced.variables if one.claims <= new and not one.claims & quarrelling]
        mixed = {claim for one in reduced.variables if one.claims & new and not one.claims <= new for claim in one.claims & new}
        single = sorted(quarrelling | mixed, key=order.__getitem__)
        return (*kept, *(Variable((frozenset([claim]),), (frozenset([claim]),)) for claim in single))


def _verdict(dossier: Dossier, asked: Asked) -> Verdict:
    if asked.kind == "deal":
        return deal_possible(dossier, asked.name, stated=asked.stated)
    if asked.kind == "rests":
        return _remembered(dossier, resting_verdict(dossier, asked.name))
    entry = dossier.file.conclusions[asked.name]
    if entry.no_win is not None:
        boards = Boards(frozenset(held_acts(model(dossier))))
        no_win = NoWinVerdict(dossier, entry.no_win, entry.reference or "now", boards)
        return lambda claims: no_win(claims) == "necessary"
    against = f"{asked.name}-contradicted"
    contrary = replace(dossier, file=dossier.file.model_copy(update={"goal": None, "goals": {against: f"not ({entry.formula})"}}))
    possible = deal_possible(contrary, against, stated=False)
    return lambda claims: not possible(claims)


def _remembered(dossier: Dossier, verdict: Callable[[frozenset[str]], bool]) -> Verdict:
    """A verdict that is asked once for each set of elements that stand."""
    known: dict[tuple[bool, ...], bool] = {}
    resting = [element for element in dossier.elements if element.basis]

    def asked(claims: frozenset[str]) -> bool:
        key = tuple(element.basis.stands(claims) for element in resting)
        if key not in known:
            known[key] = verdict(claims)
        return known[key]

    return asked


def _elements(before: Dossier, after: Dossier, new: frozenset[str]) -> Iterator[ElementChange]:
    fresh = frozenset(element.id for element in after.elements) - frozenset(element.id for element in before.elements)
    written = frozenset(element.id for element in after.elements if not element.id.startswith("preferences.")) & fresh
    stood, stands = together(before), together(after)
    against = rivals(after)
    seen = set()
    for element in before.elements:
        identity = element_after(before, after, element.id, fresh=written)
        now = after.element_by_id.get(identity)
        if now is None:
            continue
        seen.add(identity)
        due = tuple(sorted(now.basis.claims & new))
        if element.basis.stands(stood) != now.basis.stands(stands):
            fell = element.basis.stands(stood)
            rivalled = tuple(sorted(frozenset().union(*(against[claim] for claim in element.basis.claims)) & new))
            yield ElementChange("fallen" if fell else "risen", identity, rivalled if fell else due)
        elif due and _party_word(after, now.basis.claims & new) and before.ground(element) in {"author", "silence"}:
            yield ElementChange("upgraded", identity, due)
        contested = tuple(sorted(frozenset().union(*(against[claim] for claim in now.basis.claims - new)) & new))
        if contested:
            yield ElementChange("contested", identity, contested)
    for element in after.elements:
        if element.id not in seen and element.basis.claims & new:
            yield ElementChange("new", element.id, tuple(sorted(element.basis.claims & new)))


def _party_word(dossier: Dossier, claims: frozenset[str]) -> bool:
    return any(dossier.voice(claim) == "party" for claim in claims)
