"""Which impasse is this? None, limits, commitment, path or information, tested in that order, since each has another remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.errors import DossierError, ModelError, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.statements import Formula
from detente.impasse.bystanders import NotBlocking, not_blocking
from detente.impasse.commitment import Commitment, commitment, perhaps
from detente.impasse.deals import minimal_packages
from detente.impasse.encoding import encode
from detente.impasse.ends import zone_unlisted
from detente.impasse.focus import focused, without_idle
from detente.impasse.information import OpenComparison, open_comparisons
from detente.impasse.limits import Reasons, reasons
from detente.impasse.minimal import Session
from detente.impasse.path import Paths, paths
from detente.impasse.unlisted import commitment_unlisted
from detente.impasse.windows import ALWAYS, Phase, phases_of, timed
from detente.settlement.admissible import Admissible, admissible
from detente.settlement.packages import Packages, packages_of
from detente.settlement.zone import Zone, zone_of
from detente.stability.equilibria import solve

__all__ = ["Diagnosis", "Impasse", "Side", "diagnose"]

_ENUMERATED = 2**14
_SECONDS = 5.0  # for asking of packages one by one whether they hold


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

    ``packages`` is None where they were too many states to list; ``reasons.blocked`` says even then whether there is one. ``zone``: how
    every party orders the packages, or some of them where the states were too many; None where nobody has a say.
    """

    packages: Packages | None
    reasons: Reasons
    zone: Zone | None = None

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
            "zone": None if self.zone is None else self.zone.to_dict(),
        }


@dataclass(frozen=True)
class Diagnosis:
    """The answer with its question. ``stated`` says which of the two sides ``kind`` is about; both are here.

    ``kind`` is *none* where one package serves in every completion of what was stated, *information* where a deal stands in some completion
    but not so in every one, and else the last hurdle that any completion gets to. ``as_read`` is the kind when orders are read as written
    and states that nothing separates as equal. Both are None where the tests that remain were not computed, ``commitment`` and ``paths``
    also where a test before decided; ``notes`` says why. Where the states are too many to list, ``commitment`` is about some packages.
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
    as_read: Impasse | None = None
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
            "as_read": None if self.as_read is None else str(self.as_read),
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
    lean = without_idle(conflict, formula)
    if lean.held:
        notes.append(f"in no formula, and left as now: {', '.join(lean.held)}")
    shut = list(_shut(dossier))
    found: dict[bool, Admissible | None] = {}
    sides = {}
    encoding = encode(conflict, formula)
    for side in (False, True):
        blocked = reasons(licensed, formula, stated=side, at_most=at_most, seconds=seconds, encoding=encoding)
        found[side], listed = _listed(lean.conflict, formula, blocked, limit=limit, at_most=at_most, seconds=seconds)
        arrays = found[side]
        if arrays is not None and (listed is None or listed.counted):
            drawn = zone_of(arrays)
        else:
            known = listed.listed if listed is not None else ()
            drawn = zone_unlisted(lean.conflict, formula, known, stated=side, met=not blocked.blocked, seconds=_SECONDS)
        sides[side] = Side(listed, blocked, drawn)
    notes += shut
    if shut and sides[stated].reasons.blocked:
        notes.append(_later(dossier, name, accepted, stated=stated))
    told = _kind(found[stated], sides[stated], lean.conflict, _phases(dossier, accepted), notes, at_most=at_most)
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


def _shut(dossier: Dossier) -> Iterator[str]:
    """Acts that cannot move on the day that is asked about, though they can later."""
    day = dossier.file.as_of
    for name, entry in dossier.file.options.items():
        if day is not None and entry.from_ is not None and day < entry.from_:
            yield f"{name} cannot move before {entry.from_}, and this is asked of {day}; a path goes on through the days"


def _later(dossier: Dossier, goal: str, accepted: AbstractSet[str] | None, *, stated: bool) -> str:
    """Whether there would be a package if everything that opens later could move already."""
    later = timed(dossier, accepted=accepted)
    with Session(encode(later.conflict, later.model.goals[goal])) as session:
        asked = session.encoding.asked(stated=stated)
        possible = session.possible([*session.encoding.question(stated=stated), *(switch.literal for switch in asked)])
    return f"once what opens later can move, {'a deal is possible' if possible else 'there is no deal either'}"


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


def _listed(
    conflict: Conflict, goal: Formula, blocked: Reasons, *, limit: int, at_most: int, seconds: float | None
) -> tuple[Admissible | None, Packages | None]:
    """The packages with the arrays behind them; over a smaller conflict, or by the solver alone, where the states are too many."""
    stated = blocked.stated
    try:
        found = admissible(conflict, goal, stated=stated, limit=limit)
        return found, packages_of(found, at_most=at_most)
    except ModelError as error:
        too_many = error.message
    narrow = focused(conflict, goal, stated=stated)
    try:
        found = admissible(narrow.conflict, goal, stated=stated, limit=limit)
    except ModelError as error:
        too_many = error.message
    else:
        if found.possible.size or blocked.blocked:
            held = f"{too_many}; these acts, which nothing binding ties to the goal, were held at now: {', '.join(narrow.held)}"
            return found, packages_of(found, at_most=at_most).partly(held)
    try:
        return None, minimal_packages(conflict, goal, stated=stated, at_most=at_most, seconds=seconds).partly(too_many)
    except ModelError:
        return None, None


def _kind(
    found: Admissible | None, side: Side, whole: Conflict, phases: Sequence[Phase], notes: list[str], *, at_most: int
) -> dict[str, Any]:
    if side.reasons.blocked:
        return {"kind": Impasse.limits, "as_read": Impasse.limits}
    if found is None or found.space is None or side.packages is None:
        return _unlisted(side, notes)
    space = found.space
    conflict = space.conflict  # a rule that now itself breaks keeps nobody from going back: it binds packages and steps
    solution = solve(conflict, limit=max(_ENUMERATED, space.size))
    labels = _preferred_order(found, side.packages)
    if not side.packages.counted:
        _, note = commitment_unlisted(whole, labels[:at_most], seconds=_SECONDS)
        notes.append(f"with no act held, {note}")
    sure = {space.label(int(state)) for state in found.necessary}
    held = commitment(solution, labels, sure=sure)
    read = set(_as_read(found))
    if not held.perhaps:
        return {"kind": Impasse.commitment, "as_read": Impasse.commitment if read else Impasse.limits, "commitment": held}
    ways = _ways(found, held.perhaps[:at_most], phases)
    if not ways.routes and held.holds:
        # Packages that hold only when the open order is read otherwise may still be reached.
        others = [label for label in labels if label not in held.holds]
        ways = _ways(found, (*held.holds[:at_most], *perhaps(solution, others)[:at_most]), phases)
    if len(held.perhaps) > at_most:
        notes.append(f"ways were sought to {at_most} of the {len(held.perhaps)} deals that might hold")
    reached = {route.package for route in ways.routes}
    told = {"commitment": held, "paths": ways}
    firm = read & set(held.holds)
    as_read = Impasse.limits if not read else Impasse.commitment if not firm else Impasse.none if firm & reached else Impasse.path
    if not reached:
        return told | {"kind": Impasse.path, "as_read": as_read}
    certain = [label for label in held.certain if label in reached]
    if certain:
        return told | {"kind": Impasse.none, "as_read": as_read}
    every = packages_of(found, at_most=len(reached) * len(found.starts), frontier=False, among={space.index(label) for label in reached})
    unsure = [package for package in every.listed if not package.necessary]
    return told | {
        "kind": Impasse.information,
        "as_read": as_read,
        "information": open_comparisons(conflict, unsure),
    }


def _unlisted(side: Side, notes: list[str]) -> dict[str, Any]:
    """What can be said where the states are too many to list: whether the packages that were found would hold, one by one."""
    if side.packages is None or not side.packages.listed:
        notes.append("whether a deal would hold and how to get there was not computed: the states are too many to list")
        return {"kind": None}
    labels = list(dict.fromkeys(package.label for package in side.packages.listed))
    held, note = commitment_unlisted(side.packages.conflict, labels, seconds=_SECONDS)
    notes += [note, "how to get there was not computed here, since the states are too many to list"]
    return {"kind": None, "commitment": held}


def _phases(dossier: Dossier, accepted: AbstractSet[str] | None) -> tuple[Phase, ...]:
    """The stretches of days between which something that can move now is shut for good; one stretch where nothing is dated."""
    file = dossier.file
    if file.as_of is None or all(entry.until is None for entry in file.options.values()):
        return ALWAYS
    windows = timed(dossier, accepted=accepted).windows
    return phases_of({name: window for name, window in windows.items() if window.on(file.as_of)}, file.as_of)


def _ways(found: Admissible, labels: Sequence[str], phases: Sequence[Phase]) -> Paths:
    """Routes to packages, with the days by which each step has to be taken.

    Waiting for what opens later reaches no more of them: whoever signs a package is no worse off by it than now, so if everybody may act at
    the same moment, nothing stands against one step to it but acts that cannot be undone, and no day changes that. It can only let fewer
    act at once, which :func:`detente.impasse.journey.find_path` looks for.
    """
    assert found.space is not None
    targets = [found.space.index(label) for label in labels]
    forbidden = [rule.never for rule in found.quos.broken]
    return paths(found.space, [start.index for start in found.starts], targets, forbidden=forbidden, phases=phases)


def _as_read(found: Admissible) -> Iterator[str]:
    """Labels of the packages that every signatory accepts when orders are read as written and what nothing separates as equal."""
    assert found.space is not None
    ranks = {party: rank_states(found.space, found.conflict.preference(party)).values for party in found.conflict.decision_makers}
    for start in found.starts:
        fine = start.possible.copy()
        for party, signing in start.signing.items():
            fine &= ~signing | (ranks[party][found.candidates] >= ranks[party][start.index])
        yield from (found.space.label(int(state)) for state in found.candidates[fine])


def _preferred_order(found: Admissible, packages: Packages) -> list[str]:
    """Every possible package: the listed ones in their order, then the others."""
    assert found.space is not None
    listed = dict.fromkeys(package.label for package in packages.listed)
    labels = found.space.labels
    listed.update(dict.fromkeys(labels[int(at)] for at in found.possible))
    return list(listed)
