"""The way to a deal: with the fewest at once and the fewest exchanges, what it rests on, where it could break; or what blocks it.

*Aim*: packages that hold once they are reached (an equilibrium under SEQ, as read, with what is shut on that day held); where none of those
can be reached, any package that everybody needed could accept, with the assurances it would take. Stability beyond what can be enumerated
is not asked; the search then stays among the acts that a package changes, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.names import bits_of
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind
from detente.graphmodel.statements import Formula, If, OnlyIf
from detente.impasse.ahead import GoingFirst
from detente.impasse.asking import Asked, asked
from detente.impasse.assurance import Assurances
from detente.impasse.breaks import Break
from detente.impasse.circles import Circle
from detente.impasse.cut import Cuts
from detente.impasse.days import Days
from detente.impasse.limits import Reasons
from detente.impasse.path import Route
from detente.impasse.planning import plan
from detente.impasse.stages import Agenda
from detente.impasse.windows import Timed
from detente.settlement.limits import constraints

__all__ = ["Aim", "Journey", "find_path"]


class Aim(StrEnum):
    """What the routes lead to."""

    holds = "holds"  # a package that nobody would leave
    possible = "possible"  # a package that everybody needed could accept, but that somebody would leave
    unknown = "unknown"  # a package of which it was not computed whether it holds
    none = "none"  # there is no package


@dataclass(frozen=True)
class Journey:
    """The answer with its question.

    ``routes``: the best route from each status quo that has one; ``stuck``: labels of the status quos from which there is none.
    ``others``: more routes to the same package. ``sure``: the best route on which no mover can be worse off by its step, however what was
    left open is read. ``packages`` counts the possible packages, ``reached`` those that can be reached on some day, ``holding`` those of
    them that hold when they first can be. ``breaks`` and ``assurances`` are about the first route and its package; ``fewer``: what blocks
    where one party less acts at the same moment, and ``ahead`` the way that opens if only comparisons block it. ``blocked``: what would
    have to give way where there is no route. ``durations``: how long the acts of the first route last, as the file says. ``rests_on``:
    for each of its steps the ids of the elements it rests on: the acts, and conditions that it has to meet. ``limits``: where there is no
    package, why. ``complete`` is False where something was cut short, and ``notes`` say what. ``conflict`` is the one that was searched,
    with acts that occur in no formula held; ``targets`` are the labels of its packages, ``assured_in`` is it on the day of ``assurances``.
    """

    dossier: Dossier = field(repr=False)
    timed: Timed = field(repr=False)
    conflict: Conflict = field(repr=False)
    goal_name: str
    goal: Formula
    stated: bool
    aim: Aim
    packages: int
    reached: int
    holding: int
    routes: tuple[Route, ...] = ()
    others: tuple[Route, ...] = ()
    sure: Route | None = None
    stuck: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    assurances: Assurances | None = None
    fewer: Cuts | None = None
    ahead: GoingFirst | None = None
    blocked: Cuts | None = None
    circles: tuple[Circle, ...] = ()
    agenda: Agenda | None = None
    days: Days | None = None
    durations: Mapping[str, str] = field(default_factory=dict)
    rests_on: tuple[tuple[str, ...], ...] = ()
    limits: Reasons | None = None
    complete: bool = True
    notes: tuple[str, ...] = ()
    targets: frozenset[str] = field(default=frozenset(), repr=False)
    assured_in: Conflict | None = field(default=None, repr=False)

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the acts, in the order of the labels."""
        return self.conflict.option_names

    @property
    def route(self) -> Route | None:
        """The best route from the first status quo that has one."""
        return self.routes[0] if self.routes else None

    def __repr__(self) -> str:
        way = f"{len(self.routes[0].steps)} steps, {self.routes[0].together} together" if self.routes else "no route"
        return f"<Journey to {self.goal_name!r}: {way}, {self.aim}>"

    def to_dict(self) -> dict[str, Any]:
        """The documented Path object: plain data, labels over ``options``."""
        return {
            "title": self.dossier.title,
            "goal": self.goal_name,
            "formula": str(self.goal),
            "stated": self.stated,
            "options": list(self.options),
            "aim": str(self.aim),
            "packages": self.packages,
            "reached": self.reached,
            "holding": self.holding,
            "routes": [route.to_dict() for route in self.routes],
            "others": [route.to_dict() for route in self.others],
            "sure": None if self.sure is None else self.sure.to_dict(),
            "stuck": list(self.stuck),
            "breaks": [found.to_dict() for found in self.breaks],
            "assurances": None if self.assurances is None else self.assurances.to_dict(),
            "fewer": None if self.fewer is None else self.fewer.to_dict(),
            "ahead": None if self.ahead is None else self.ahead.to_dict(),
            "blocked": None if self.blocked is None else self.blocked.to_dict(),
            "circles": [circle.to_dict() for circle in self.circles],
            "agenda": None if self.agenda is None else self.agenda.to_dict(),
            "days": None if self.days is None else self.days.to_dict(),
            "durations": dict(self.durations),
            "rests_on": [list(elements) for elements in self.rests_on],
            "limits": None if self.limits is None else self.limits.to_dict(),
            "complete": self.complete,
            "notes": list(self.notes),
        }


def find_path(
    dossier: Dossier,
    *,
    goal: str | None = None,
    accepted: AbstractSet[str] | None = None,
    stated: bool = False,
    limit: int = 2**16,
    at_most: int = 20,
) -> Journey:
    """The way from now to a package of ``goal``: a name of the dossier's, or a formula over its options (its first goal, for None).

    ``accepted`` claims license the model; ``stated`` takes every demand as binding. ``limit`` bounds the states that are enumerated,
    ``at_most`` every list. Raises :class:`~detente.errors.UnknownName` and :class:`~detente.errors.FormulaError` for a goal that is
    neither, :class:`~detente.errors.DossierError` where there is none or the claims do not license it, and what the model raises.
    """
    question = asked(dossier, goal=goal, accepted=accepted, stated=stated)
    return _journey(question, plan(question, limit=limit, at_most=at_most))


def _journey(question: Asked, found: dict[str, Any]) -> Journey:
    aim = Aim(found.pop("aim"))
    notes = tuple(dict.fromkeys((*question.timed.notes, *found.pop("notes", ()))))
    journey = Journey(
        dossier=question.dossier,
        timed=question.timed,
        conflict=question.conflict,
        goal_name=question.goal_name,
        goal=question.goal,
        stated=question.stated,
        aim=aim,
        notes=notes,
        **found,
    )
    return replace(journey, durations=_durations(journey), rests_on=_rests_on(journey))


def _durations(journey: Journey) -> dict[str, str]:
    if journey.route is None:
        return {}
    done = {change.option for step in journey.route.steps for change in step.changes if change.to}
    return {name: said for name, said in journey.timed.durations.items() if name in done or any(one.startswith(f"{name}.") for one in done)}


def _rests_on(journey: Journey) -> tuple[tuple[str, ...], ...]:
    """For each step of the first route the acts, and the conditions that begin to bind with it."""
    if journey.route is None:
        return ()
    of_option = {bit.name: name for name, entry in journey.dossier.file.options.items() for bit in bits_of(name, entry)}
    said = [
        (found.id, found.formula.parts[0 if isinstance(found.formula, OnlyIf) else 1])
        for found in constraints(journey.timed.conflict)
        if found.kind is Kind.condition and isinstance(found.formula, OnlyIf | If)
    ]
    result = []
    for before, after in pairwise(journey.route.states):
        old, new = (dict(zip(journey.options, (letter == "Y" for letter in label), strict=True)) for label in (before, after))
        acts = [f"options.{of_option[name]}" for name in journey.options if old[name] != new[name]]
        met = [identity for identity, first in said if first.evaluate(new) and not first.evaluate(old)]
        result.append(tuple(dict.fromkeys((*acts, *met))))
    return tuple(result)
