"""Which impasse is this? None, limits, commitment, path or information, tested in that order, since each has another remedy."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.errors import DossierError, ModelError, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization, Ranking
from detente.graphmodel.statements import Formula
from detente.impasse.bystanders import NotBlocking, not_blocking
from detente.impasse.commitment import Commitment, commitment
from detente.impasse.information import OpenComparison, open_comparisons
from detente.impasse.limits import Reasons, reasons
from detente.impasse.path import Paths, paths
from detente.settlement.admissible import Admissible, admissible
from detente.settlement.packages import Packages, packages_of
from detente.stability.equilibria import solve

__all__ = ["Diagnosis", "Impasse", "Side", "diagnose"]

_ENUMERATED = 2**14


class Impasse(StrEnum):
    """The kinds of impasse, in the order in which they are tested; ``none`` where a deal stands that would hold and can be reached."""

    none = "none"
    limits = "limits"
    commitment = "commitment"
    path = "path"
    information = "information"


@dataclass(frozen=True)
class Side:
    """One of the two questions, at the limits or as stated: which packages there are, and what blocks the rest.

    ``packages`` is None where they were too many states to list; ``reasons.blocked`` says even then whether there is one.
    """

    packages: Packages | None
    reasons: Reasons

    @property
    def possible(self) -> bool:
        """Whether an admissible package exists, in some completion."""
        return not self.reasons.blocked

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "possible": self.possible,
            "packages": None if self.packages is None else self.packages.to_dict(),
            "reasons": self.reasons.to_dict(),
        }


@dataclass(frozen=True)
class Diagnosis:
    """The answer with its question. ``stated`` says which of the two sides ``kind`` is about; both are here.

    ``commitment``, ``paths`` and ``information`` are None where the test before decided, or where they were not computed; ``notes`` says
    what was not computed and why. ``kind`` is None where the tests that remain were not computed.
    """

    dossier: Dossier = field(repr=False)
    model: Model = field(repr=False)
    goal_name: str
    goal: Formula
    accepted: frozenset[str] | None
    stated: bool
    kind: Impasse | None
    at_limits: Side
    as_stated: Side
    commitment: Commitment | None = None
    paths: Paths | None = None
    information: tuple[OpenComparison, ...] = ()
    not_blocking: tuple[NotBlocking, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> Side:
        """The side that ``kind`` is about."""
        return self.as_stated if self.stated else self.at_limits

    def __repr__(self) -> str:
        question = "as stated" if self.stated else "at the limits"
        return f"<Diagnosis of {self.goal_name!r} {question}: {self.kind or 'not decided'}>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "title": self.dossier.title,
            "goal": self.goal_name,
            "formula": str(self.goal),
            "accepted": None if self.accepted is None else sorted(self.accepted),
            "stated": self.stated,
            "kind": None if self.kind is None else str(self.kind),
            "at_limits": self.at_limits.to_dict(),
            "as_stated": self.as_stated.to_dict(),
            "commitment": None if self.commitment is None else self.commitment.to_dict(),
            "paths": None if self.paths is None else self.paths.to_dict(),
            "information": [found.to_dict() for found in self.information],
            "not_blocking": [found.to_dict() for found in self.not_blocking],
            "notes": list(self.notes),
        }


def diagnose(
    dossier: Dossier,
    *,
    goal: str | None = None,
    accepted: AbstractSet[str] | None = None,
    stated: bool = False,
    at_most: int = 50,
    seconds: float | None = 10.0,
    limit: int = _ENUMERATED,
) -> Diagnosis:
    """Diagnose one goal of ``dossier`` (the first it names, for None), in the model that ``accepted`` claims license.

    ``at_most`` bounds every list, ``seconds`` the search for reasons on either side, ``limit`` the states that may be enumerated. Raises
    :class:`~detente.errors.UnknownName` for an unknown goal, :class:`~detente.errors.DossierError` where there is none or the claims do not
    license it, and what :func:`~detente.dossier.model.model` raises.
    """
    licensed = model(dossier, accepted=accepted)
    name = _goal(dossier, licensed, goal)
    formula = licensed.goals[name]
    conflict = licensed.option_form
    notes = list(licensed.notes)
    small, idle = _settled(conflict, formula)
    if idle:
        notes.append(f"occur in no formula and were left as they are: {', '.join(idle)}")
    found: dict[bool, Admissible] = {}
    sides = {}
    for side in (False, True):
        try:
            found[side] = admissible(small, formula, stated=side, limit=limit)
            listed = packages_of(found[side], at_most=at_most)
        except ModelError as error:
            notes.append(f"packages were not listed: {error.message}")
            listed = None
        sides[side] = Side(listed, reasons(licensed, formula, stated=side, at_most=at_most, seconds=seconds))
    told = _kind(small, found.get(stated), sides[stated], notes, at_most=at_most)
    return Diagnosis(
        dossier=dossier,
        model=licensed,
        goal_name=name,
        goal=formula,
        accepted=None if accepted is None else frozenset(accepted),
        stated=stated,
        at_limits=sides[False],
        as_stated=sides[True],
        not_blocking=not_blocking(dossier, licensed, formula, (sides[False].reasons, sides[True].reasons)),
        notes=tuple(dict.fromkeys(notes)),
        **told,
    )


def _goal(dossier: Dossier, licensed: Model, goal: str | None) -> str:
    if goal is None and licensed.goals:
        return next(iter(licensed.goals))
    if goal is not None and goal in licensed.goals:
        return goal
    declared = dossier.file.goals or ({"goal": ""} if dossier.file.goal else {})
    if goal is not None and goal not in declared:
        raise UnknownName("goal", goal, declared, owner=dossier.title)
    if declared:
        raise DossierError(f"the accepted claims do not license the goal {goal or next(iter(declared))!r}", cure="accept what it rests on")
    raise DossierError(f"{dossier.title!r} names no goal", cure="write 'goal:' with a formula over options and outcomes")


def _settled(conflict: Conflict, goal: Formula) -> tuple[Conflict, tuple[str, ...]]:
    """Options in no formula freeze at now: nobody is better or worse off by them, and a change of one only adds a signature."""
    named = set(goal.names())
    for rule in conflict.rules:
        named.update(rule.never.names())
    for preference in conflict.preferences.values():
        if isinstance(preference, Prioritization):
            named.update(name for said in preference.statements for name in said.formula.names())
        elif isinstance(preference, Ranking):
            named.update(conflict.option_names)
    idle = {option.name: conflict.now.get(option.name) for option in conflict.options if option.frozen is None and option.name not in named}
    idle = {name: value for name, value in idle.items() if value is not None}
    options = tuple(replace(option, frozen=idle[option.name]) if option.name in idle else option for option in conflict.options)
    return replace(conflict, options=options), tuple(idle)


def _kind(conflict: Conflict, found: Admissible | None, side: Side, notes: list[str], *, at_most: int) -> dict[str, Any]:
    if side.reasons.blocked:
        return {"kind": Impasse.limits}
    if found is None or found.space is None or side.packages is None:
        notes.append("whether a deal would hold and how to get there was not computed: the states are too many to list")
        return {"kind": None}
    solution = solve(conflict, limit=max(_ENUMERATED, found.space.size))
    labels = _preferred_order(found, side.packages)
    held = commitment(solution, labels)
    if not held.holds:
        return {"kind": Impasse.commitment, "commitment": held}
    targets = [found.space.index(label) for label in held.holds]
    starts = [start.index for start in found.starts]
    ways = paths(found.space, starts, targets[:at_most], forbidden=[rule.never for rule in found.quos.broken])
    if not ways.routes:
        return {"kind": Impasse.path, "commitment": held, "paths": ways}
    certain = {found.space.label(int(state)) for state in found.necessary}
    reached = {route.package for route in ways.routes}
    unsure = [package for package in side.packages.listed if package.label in reached and not package.necessary]
    kind = Impasse.none if reached & certain else Impasse.information
    return {"kind": kind, "commitment": held, "paths": ways, "information": open_comparisons(conflict, unsure)}


def _preferred_order(found: Admissible, packages: Packages) -> list[str]:
    """Every possible package: the listed ones in their order, then the others."""
    assert found.space is not None
    listed = dict.fromkeys(package.label for package in packages.listed)
    labels = found.space.labels
    listed.update(dict.fromkeys(labels[int(at)] for at in np.asarray(found.possible)))
    return list(listed)
