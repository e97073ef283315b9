"""Packages: what could be agreed, told by its changes from now, with who must act and who gains or loses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import BETTER, EQUAL, OPEN, WORSE
from detente.graphmodel.statements import Formula
from detente.settlement.admissible import Admissible, Start, admissible, parties_that_can_act, signatories_of_goal
from detente.settlement.pareto import pareto, silent
from detente.settlement.status_quos import known_now

__all__ = ["Change", "Compared", "Package", "Packages", "packages", "packages_of", "signatories"]

_PARETO_AT_MOST = 400  # the frontier compares every pair
_MINIMAL_AT_MOST = 400


class Compared(StrEnum):
    """How a party finds a package against the status quo, over every completion of what it stated."""

    better = "better"
    equal = "equal"
    worse = "worse"
    open = "open"


_SIGNS = {BETTER: Compared.better, EQUAL: Compared.equal, WORSE: Compared.worse, OPEN: Compared.open}


@dataclass(frozen=True, slots=True)
class Change:
    """One option that a package sets otherwise than now, and whose it is."""

    option: str
    party: str
    to: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"option": self.option, "party": self.party, "to": "yes" if self.to else "no"}


@dataclass(frozen=True)
class Package:
    """An admissible package seen from one status quo.

    ``label`` and ``now`` are Y/N strings in option order. ``compared`` holds every decision maker, not only the signatories. ``necessary``:
    no signatory is worse off in any completion; otherwise the package is merely possible. ``minimal``: no other admissible package
    changes only a part of what it changes. ``pareto``: undominated; None where that was not computed.
    """

    label: str
    now: str
    setting: Mapping[str, bool]
    changes: tuple[Change, ...]
    signatories: tuple[str, ...]
    compared: Mapping[str, Compared]
    necessary: bool
    minimal: bool
    pareto: bool | None

    @property
    def actors(self) -> tuple[str, ...]:
        """Who must act: the parties whose options change."""
        return tuple(dict.fromkeys(change.party for change in self.changes))

    def who(self, compared: Compared) -> tuple[str, ...]:
        """The decision makers to whom the package compares so."""
        return tuple(party for party, found in self.compared.items() if found is compared)

    @property
    def gains(self) -> tuple[str, ...]:
        """Who is certainly better off."""
        return self.who(Compared.better)

    @property
    def losses(self) -> tuple[str, ...]:
        """Who is certainly worse off; in a package these are bystanders, since no signatory may be."""
        return self.who(Compared.worse)

    @property
    def open(self) -> tuple[str, ...]:
        """For whom it is open."""
        return self.who(Compared.open)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "label": self.label,
            "now": self.now,
            "changes": [change.to_dict() for change in self.changes],
            "actors": list(self.actors),
            "signatories": list(self.signatories),
            "gains": list(self.gains),
            "equal": list(self.who(Compared.equal)),
            "loses": list(self.losses),
            "open": list(self.open),
            "necessary": self.necessary,
            "minimal": self.minimal,
            "pareto": self.pareto,
        }


@dataclass(frozen=True)
class Packages:
    """The admissible packages of ``conflict`` for ``goal``, with the question.

    ``possible`` and ``necessary`` count states: admissible from some status quo in some completion; from every status quo in every
    completion. ``listed`` holds at most as many packages as were asked for, inclusion-minimal and Pareto-optimal ones first; ``complete``
    says whether that is all of them, ``counted`` whether the counts are exact or only of what was found.
    """

    conflict: Conflict
    goal: Formula
    stated: bool
    status_quos: tuple[str, ...]
    listed: tuple[Package, ...]
    possible: int
    necessary: int
    complete: bool = True
    counted: bool = True
    notes: tuple[str, ...] = field(default=())

    @property
    def minimal(self) -> tuple[Package, ...]:
        """Those that change no more than they must."""
        return tuple(package for package in self.listed if package.minimal)

    @property
    def pareto(self) -> tuple[Package, ...]:
        """Those that cannot be made better for one without being made worse for another."""
        return tuple(package for package in self.listed if package.pareto)

    def partly(self, *notes: str) -> Packages:
        """The same list, known not to be the whole: ``possible`` and ``necessary`` count what is known, and ``notes`` say why."""
        return replace(self, complete=False, counted=False, notes=(*self.notes, *(note for note in notes if note)))

    def __bool__(self) -> bool:
        return self.possible > 0

    def __repr__(self) -> str:
        question = "as stated" if self.stated else "at the limits"
        return f"<Packages {question}: {self.possible} possible, {self.necessary} necessary, {len(self.listed)} listed>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "goal": str(self.goal),
            "stated": self.stated,
            "status_quos": list(self.status_quos),
            "possible": self.possible,
            "necessary": self.necessary,
            "packages": [package.to_dict() for package in self.listed],
            "complete": self.complete,
            "counted": self.counted,
            "notes": list(self.notes),
        }


def signatories(
    conflict: Conflict, goal: Formula, package: Mapping[str, bool], *, now: Mapping[str, bool] | None = None
) -> tuple[str, ...]:
    """Who signs ``package`` (option -> yes or no): parties that can act and own an option that occurs in ``goal`` or changes from now.

    Options whose setting now is unknown are not counted as changes; ``now`` says more. Raises :class:`~detente.errors.UnknownName`.
    """
    before = known_now(conflict, now)
    moved = {
        o.decision_maker for o in conflict.options if before[o.name] is not None and package.get(o.name, before[o.name]) != before[o.name]
    }
    named = set(signatories_of_goal(conflict, goal))
    return tuple(party for party in parties_that_can_act(conflict) if party in named or party in moved)


def packages(
    conflict: Conflict,
    goal: Formula,
    *,
    stated: bool = False,
    now: Mapping[str, bool] | None = None,
    at_most: int = 50,
    limit: int = 2**18,
) -> Packages:
    """The admissible packages for ``goal``: at the limits, or with every demand met too (``stated``).

    Raises :class:`~detente.errors.ModelError` where more than ``limit`` states would have to be enumerated.

    >>> from detente.graphmodel.options import Option
    >>> from detente.graphmodel.statements import parse
    >>> acts = (Option("open_port", "north"), Option("lift_ban", "south"))
    >>> talks = Conflict(acts, ("north", "south"), now={"open_port": False, "lift_ban": False})
    >>> packages(talks, parse("open_port"))
    <Packages at the limits: 2 possible, 0 necessary, 2 listed>
    """
    return packages_of(admissible(conflict, goal, stated=stated, now=now, limit=limit), at_most=at_most)


def packages_of(found: Admissible, *, at_most: int = 50, frontier: bool = True, among: Collection[int] | None = None) -> Packages:
    """The packages behind an array answer, chosen and told, with or without the Pareto ``frontier``; see :func:`packages`.

    ``among``: indices of states; only these are listed, though all are counted.
    """
    space, notes = found.space, []
    if not found.quos.complete:
        notes.append(f"more than {len(found.quos.settings)} status quos agree with what is known of now; these were looked at")
    notes += [f"now breaks the rule {rule.id or rule.never}" for rule in found.quos.broken]
    if space is None:
        notes.append("no status quo is possible under the rules, so nothing can be compared with it")
        return Packages(found.conflict, found.goal, found.stated, (), (), 0, 0, notes=tuple(notes))
    best = _frontier(found) if frontier else None
    if frontier and best is None:
        notes.append(f"{found.possible.size} packages: the Pareto frontier was not computed beyond {_PARETO_AT_MOST}")
    elif frontier and silent(found.conflict):
        notes.append(f"the Pareto frontier leaves out {', '.join(silent(found.conflict))}: no preference stated")
    drafts: list[tuple[Start, int, bool]] = []
    for start in found.starts:
        minimal, all_minimal = _minimal(space.codes[found.candidates], int(space.codes[start.index]), start.possible)
        if not all_minimal:
            notes.append(f"more than {_MINIMAL_AT_MOST} packages are inclusion-minimal; these are marked")
        drafts += [(start, place, place in minimal) for place in np.flatnonzero(start.possible).tolist()]

    def order(draft: tuple[Start, int, bool]) -> tuple[object, ...]:
        start, place, minimal = draft
        state = int(found.candidates[place])
        changes = (int(space.codes[state]) ^ int(space.codes[start.index])).bit_count()
        return (not minimal, best is not None and state not in best, changes, state, start.index)

    every = len(drafts)
    drafts = [draft for draft in drafts if among is None or int(found.candidates[draft[1]]) in among]
    drafts.sort(key=order)
    return Packages(
        conflict=found.conflict,
        goal=found.goal,
        stated=found.stated,
        status_quos=tuple(space.label(start.index) for start in found.starts),
        listed=tuple(_package(found, *draft, best) for draft in drafts[:at_most]),
        possible=int(found.possible.size),
        necessary=int(found.necessary.size),
        complete=len(drafts) == every <= at_most and found.quos.complete,
        notes=tuple(notes),
    )


def _package(found: Admissible, start: Start, place: int, minimal: bool, frontier: frozenset[int] | None) -> Package:  # noqa: FBT001
    assert found.space is not None
    state = int(found.candidates[place])
    before, after = found.space.setting(start.index), found.space.setting(state)
    owner = {option.name: option.decision_maker for option in found.conflict.options}
    return Package(
        label=found.space.label(state),
        now=found.space.label(start.index),
        setting=after,
        changes=tuple(Change(name, owner[name], to) for name, to in after.items() if to != before[name]),
        signatories=tuple(party for party, flags in start.signing.items() if flags[place]),
        compared={party: _SIGNS[int(signs[place])] for party, signs in start.signs.items()},
        necessary=bool(start.necessary[place]),
        minimal=minimal,
        pareto=None if frontier is None else state in frontier,
    )


def _frontier(found: Admissible) -> frozenset[int] | None:
    if found.space is None or found.possible.size > _PARETO_AT_MOST:
        return None
    return frozenset(found.possible[pareto(found.space, found.possible)].tolist())


def _minimal(codes: NDArray[np.uint64], now: int, possible: Iterable[bool]) -> tuple[set[int], bool]:
    """Places whose changed bits contain no other's, and whether these are all."""
    places = np.flatnonzero(np.asarray(possible))
    changed = codes[places] ^ np.uint64(now)
    order = np.argsort([int(code).bit_count() for code in changed], kind="stable")
    places, changed = places[order], changed[order]
    found: set[int] = set()
    while places.size:
        if len(found) == _MINIMAL_AT_MOST:
            return found, False
        found.add(int(places[0]))
        rest = (changed & changed[0]) != changed[0]
        places, changed = places[rest], changed[rest]
    return found, True
