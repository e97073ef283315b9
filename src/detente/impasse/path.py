"""How one would get there: single moves and simultaneous exchanges from the status quo to a package.

A *step* changes options of one party, or of several at once (an exchange). It is allowed when every mover is not certainly worse off than
before it, no option is undone that cannot be, and the state it reaches breaks no rule, crosses no limit and meets every condition.
Bystanders whom a step leaves worse off are listed, not asked. Of all routes those are sought in which the fewest parties have to act at
the same moment, and among these the shortest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Ranking
from detente.graphmodel.prioritization import WORSE, compare
from detente.graphmodel.statements import Formula, If, OnlyIf
from detente.graphmodel.states import StateSpace
from detente.settlement.limits import constraints
from detente.settlement.packages import Change

__all__ = ["Circle", "Paths", "Route", "Step", "circular_conditions", "paths"]

_Codes = NDArray[np.uint64]
_WORK = 3_000_000  # pairs of states that are compared before the search is cut short


@dataclass(frozen=True)
class Step:
    """``movers`` make ``changes`` at once and reach ``state``; ``losers`` are worse off by it and were not asked."""

    state: str
    changes: tuple[Change, ...]
    movers: tuple[str, ...]
    losers: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "state": self.state,
            "changes": [change.to_dict() for change in self.changes],
            "movers": list(self.movers),
            "losers": list(self.losers),
        }


@dataclass(frozen=True)
class Route:
    """Steps from ``now`` to ``package``; ``together`` is the most parties that have to act at the same moment (0: nothing changes)."""

    package: str
    now: str
    steps: tuple[Step, ...]

    @property
    def together(self) -> int:
        """The largest number of movers in one step."""
        return max((len(step.movers) for step in self.steps), default=0)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"package": self.package, "now": self.now, "steps": [step.to_dict() for step in self.steps], "together": self.together}


@dataclass(frozen=True, slots=True)
class Circle:
    """Preconditions that wait for one another: no one of ``options`` can come first alone. ``conditions`` are statement ids."""

    options: tuple[str, ...]
    parties: tuple[str, ...]
    conditions: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"options": list(self.options), "parties": list(self.parties), "conditions": list(self.conditions)}


@dataclass(frozen=True, repr=False)
class Paths:
    """``routes``: one for each package that can be reached. ``unreached``: labels of the others.

    ``undone``: for each package not reached the options it would undo although they cannot be. ``circles``: circular preconditions.
    ``complete`` is False where the search was cut short; an unreached package may then be reachable.
    """

    routes: tuple[Route, ...]
    unreached: tuple[str, ...]
    undone: tuple[tuple[str, tuple[str, ...]], ...]
    circles: tuple[Circle, ...]
    complete: bool = True

    def __repr__(self) -> str:
        return f"<Paths: {len(self.routes)} packages reached, {len(self.unreached)} not, {len(self.circles)} circular preconditions>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "routes": [route.to_dict() for route in self.routes],
            "unreached": list(self.unreached),
            "undone": {label: list(options) for label, options in self.undone},
            "circles": [circle.to_dict() for circle in self.circles],
            "complete": self.complete,
        }


def circular_conditions(conflict: Conflict) -> tuple[Circle, ...]:
    """Conditions of the form *a only if b* (or *b if a*) that lead back to where they began, over options not yet carried out."""
    needs: dict[str, set[str]] = {}
    said: list[tuple[str, set[str], set[str]]] = []
    for found in constraints(conflict):
        if found.kind is Kind.condition and isinstance(found.formula, OnlyIf | If):
            first, then = found.formula.parts if isinstance(found.formula, OnlyIf) else found.formula.parts[::-1]
            left, right = ({name for name in part.names() if conflict.now.get(name) is not True} for part in (first, then))
            said.append((found.id, left, right))
            for name in left:
                needs.setdefault(name, set()).update(right)
    reach = {name: _closure(name, needs) for name in needs}
    circles: dict[frozenset[str], Circle] = {}
    for name in conflict.option_names:
        circle = frozenset(other for other in reach.get(name, ()) if name in reach.get(other, ()))
        if len(circle) > 1:
            owners = {option.decision_maker for option in conflict.options if option.name in circle}
            conditions = tuple(identity for identity, left, right in said if left & circle and right & circle)
            ordered = tuple(option for option in conflict.option_names if option in circle)
            circles[circle] = Circle(ordered, tuple(party for party in conflict.decision_makers if party in owners), conditions)
    return tuple(circles.values())


def _closure(start: str, needs: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        for name in needs.get(todo.pop(), ()):
            if name not in found:
                found.add(name)
                todo.append(name)
    return found


def paths(space: StateSpace, starts: Sequence[int], targets: Collection[int], *, forbidden: Sequence[Formula] = ()) -> Paths:
    """Routes from any of ``starts`` to each of ``targets`` (indices in ``space``); states where ``forbidden`` holds are no way either."""
    search = _Search(space, forbidden)
    routes: dict[int, Route] = {}
    for together in range(1, len(space.conflict.decision_makers) + 1):
        for start in starts:
            wanted = set(targets) - routes.keys()
            for target, states in search.routes(start, wanted, together).items():
                routes[target] = search.told(states)
    unreached = [target for target in targets if target not in routes]
    undone = tuple((space.label(target), search.undone(starts, target)) for target in unreached)
    return Paths(
        routes=tuple(routes[target] for target in targets if target in routes),
        unreached=tuple(space.label(target) for target in unreached),
        undone=tuple((label, options) for label, options in undone if options),
        circles=circular_conditions(space.conflict),
        complete=search.expansions < search.at_most,
    )


class _Search:
    def __init__(self, space: StateSpace, forbidden: Sequence[Formula]) -> None:
        self.space = space
        self.conflict = conflict = space.conflict
        good = np.ones(space.size, dtype=np.bool_)
        for formula in forbidden:
            good &= ~space.truth(formula)
        for found in constraints(conflict):
            good &= space.truth(found.formula)
        self.way = np.flatnonzero(good)
        self.codes = space.codes[self.way]
        self.own = {
            party: np.uint64(sum(1 << k for k, option in enumerate(conflict.options) if option.decision_maker == party))
            for party in conflict.decision_makers
        }
        self.up_only = np.uint64(sum(1 << k for k, option in enumerate(conflict.options) if option.one_way))
        self.down_only = np.uint64(sum(1 << k for k, option in enumerate(conflict.options) if option.no_return))
        self.truths = {party: self._truths(party) for party in conflict.decision_makers}
        self.next: dict[int, tuple[NDArray[np.intp], NDArray[np.int64]]] = {}
        self.expansions = 0
        self.at_most = max(50, _WORK // max(1, self.way.size))

    def steps(self, state: int) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """The states one allowed step leads to, and how many parties move in each."""
        if state not in self.next:
            self.expansions += 1
            here = self.space.codes[state]
            changed = self.codes ^ here
            allowed = (changed != 0) & (changed & here & self.up_only == 0) & (changed & ~here & self.down_only == 0)
            movers = np.zeros(self.way.size, dtype=np.int64)
            for party, own in self.own.items():
                moves = (changed & own) != 0
                movers += moves
                allowed &= ~moves | ~self._worse(party, state)
            self.next[state] = self.way[allowed], movers[allowed]
        return self.next[state]

    def _truths(self, party: str) -> list[list[tuple[_Codes, _Codes]]]:
        """For each tier, which of its statements hold where, 64 to a word: for every state, and for those on the way."""
        preference = self.conflict.preference(party)
        tiers: list[list[tuple[_Codes, _Codes]]] = []
        for tier in preference.tiers if isinstance(preference, Prioritization) else ():
            words = []
            for start in range(0, len(tier), 64):
                word = np.zeros(self.space.size, dtype=np.uint64)
                for bit, said in enumerate(tier[start : start + 64]):
                    word |= self.space.truth(said.formula).astype(np.uint64) << np.uint64(bit)
                words.append((word, word[self.way]))
            tiers.append(words)
        return tiers

    def _worse(self, party: str, state: int) -> NDArray[np.bool_]:
        """Which states on the way are certainly worse than ``state``: what :func:`compare` says, from truths evaluated once."""
        preference = self.conflict.preference(party)
        if isinstance(preference, Ranking):
            return np.equal(compare(self.space, preference, self.way, state), WORSE)
        worse = np.zeros(self.way.size, dtype=np.bool_)
        undecided = ~worse
        for tier in self.truths[party]:
            gains, losses = np.zeros_like(worse), np.zeros_like(worse)
            for word, there in tier:
                gains |= (there & ~word[state]) != 0
                losses |= (~there & word[state]) != 0
            worse |= undecided & losses & ~gains
            undecided &= ~(gains | losses)
        return worse

    def routes(self, start: int, targets: set[int], together: int) -> dict[int, list[int]]:
        came: dict[int, int | None] = {start: None}
        layer = [start]
        missing = targets - {start}
        while layer and missing:
            found = []
            for state in layer:
                if state not in self.next and self.expansions >= self.at_most:
                    continue
                reached, movers = self.steps(state)
                for other in reached[movers <= together].tolist():
                    if other not in came:
                        came[other] = state
                        found.append(other)
            missing -= came.keys()
            layer = found
        return {target: self._back(came, target) for target in targets if target in came}

    @staticmethod
    def _back(came: dict[int, int | None], target: int) -> list[int]:
        states = [target]
        while (before := came[states[-1]]) is not None:
            states.append(before)
        return states[::-1]

    def told(self, states: Sequence[int]) -> Route:
        label = self.space.label
        return Route(label(states[-1]), label(states[0]), tuple(self._step(before, after) for before, after in pairwise(states)))

    def _step(self, before: int, after: int) -> Step:
        old, new = self.space.setting(before), self.space.setting(after)
        changes = tuple(
            Change(option.name, option.decision_maker, new[option.name])
            for option in self.conflict.options
            if new[option.name] != old[option.name]
        )
        movers = tuple(dict.fromkeys(change.party for change in changes))
        losers = tuple(
            party
            for party in self.conflict.decision_makers
            if party not in movers and compare(self.space, self.conflict.preference(party), np.array([after]), before)[0] == WORSE
        )
        return Step(self.space.label(after), changes, movers, losers)

    def undone(self, starts: Sequence[int], target: int) -> tuple[str, ...]:
        there = int(self.space.codes[target])
        found = set()
        for start in starts:
            here = int(self.space.codes[start])
            wrong = ((here & ~there) & int(self.up_only)) | ((there & ~here) & int(self.down_only))
            found |= {name for k, name in enumerate(self.space.options) if wrong >> k & 1}
        return tuple(name for name in self.space.options if name in found)
