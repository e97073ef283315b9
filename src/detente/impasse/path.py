"""How one would get there: single moves and simultaneous exchanges from the status quo to a package.

A *step* changes options of one party, or of several at once (an exchange). It is allowed when every mover is not certainly worse off than
before it, no option is undone that cannot be, none is shut by its date, and the state it reaches breaks no rule, crosses no limit and meets
every condition. Bystanders whom a step leaves worse off are listed, not asked. Of all routes those are sought in which the fewest parties
have to act at the same moment, and among these the shortest.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from detente.graphmodel.prioritization import OPEN, WORSE
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace
from detente.impasse.between import signs_between
from detente.impasse.circles import Circle, circular_conditions
from detente.impasse.walk import Reached, Walk
from detente.impasse.windows import ALWAYS, Phase
from detente.settlement.packages import Change

__all__ = ["Circle", "Paths", "Route", "Step", "circular_conditions", "paths", "routes_to", "told"]

_Place = tuple[int, int]  # a state and the phase in which it is reached


@dataclass(frozen=True)
class Step:
    """``movers`` make ``changes`` at once and reach ``state``; ``losers`` are worse off by it and were not asked.

    ``open``: movers for whom it is open, given what was stated, whether the step leaves them worse off. ``not_before`` and ``by``: the days
    between which it can be taken so that the rest of the route still can; None where no date binds.
    """

    state: str
    changes: tuple[Change, ...]
    movers: tuple[str, ...]
    losers: tuple[str, ...]
    open: tuple[str, ...] = ()
    not_before: datetime.date | None = None
    by: datetime.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "state": self.state,
            "changes": [change.to_dict() for change in self.changes],
            "movers": list(self.movers),
            "losers": list(self.losers),
            "open": list(self.open),
            "not_before": None if self.not_before is None else self.not_before.isoformat(),
            "by": None if self.by is None else self.by.isoformat(),
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

    @property
    def exchanges(self) -> int:
        """How many steps need several parties at the same moment."""
        return sum(len(step.movers) > 1 for step in self.steps)

    @property
    def certain(self) -> bool:
        """Whether no mover can be worse off by its step, however what was left open is read."""
        return not any(step.open for step in self.steps)

    @property
    def states(self) -> tuple[str, ...]:
        """The labels along the way, now first."""
        return (self.now, *(step.state for step in self.steps))

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "package": self.package,
            "now": self.now,
            "steps": [step.to_dict() for step in self.steps],
            "together": self.together,
            "exchanges": self.exchanges,
            "certain": self.certain,
        }


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


def paths(
    space: StateSpace,
    starts: Sequence[int],
    targets: Collection[int],
    *,
    forbidden: Sequence[Formula] = (),
    phases: Sequence[Phase] = ALWAYS,
) -> Paths:
    """Routes from any of ``starts`` to each of ``targets`` (indices in ``space``); states where ``forbidden`` holds are no way either."""
    walk = Walk(space, forbidden=forbidden, phases=phases)
    routes: dict[int, Route] = {}
    complete = True
    for together in range(1, max(1, len(walk.movers)) + 1):
        for start in starts:
            wanted = [target for target in targets if target not in routes]
            if not wanted:
                break
            reached = walk.search(start, together=together, targets=wanted)
            complete &= reached.complete
            routes.update({target: told(walk, way) for target in wanted if (way := reached.way(target))})
    unreached = [target for target in targets if target not in routes]
    undone = tuple((space.label(target), _undone(space, starts, target)) for target in unreached)
    return Paths(
        routes=tuple(routes[target] for target in targets if target in routes),
        unreached=tuple(space.label(target) for target in unreached),
        undone=tuple((label, options) for label, options in undone if options),
        circles=circular_conditions(space.conflict),
        complete=complete or not unreached,
    )


def _undone(space: StateSpace, starts: Sequence[int], target: int) -> tuple[str, ...]:
    there = int(space.codes[target])
    found = set()
    for start in starts:
        here = int(space.codes[start])
        for k, option in enumerate(space.conflict.options):
            away, back = (here & ~there) >> k & 1, (there & ~here) >> k & 1
            if (option.one_way and away) or (option.no_return and back):
                found.add(option.name)
    return tuple(name for name in space.options if name in found)


def routes_to(
    walk: Walk, reached: Reached, target: int, *, together: int, at_most: int = 20, lifted: np.uint64 | None = None
) -> tuple[tuple[tuple[_Place, ...], ...], bool]:
    """Every shortest way to ``target`` within what a search ``reached``, at most ``at_most``, and whether these are all.

    Of two ways over the same states the one that passes them earlier is told.
    """
    least = reached.least(target)
    if least is None:
        return (), reached.complete
    found: dict[tuple[int, ...], tuple[_Place, ...]] = {}
    back = _Back(walk, reached, together, np.uint64(0) if lifted is None else lifted)
    for looked, way in enumerate(back.ways((target, least[1]), least[0])):
        found.setdefault(tuple(state for state, _ in way), way)
        if len(found) > at_most or looked > 20 * at_most:
            return tuple(list(found.values())[:at_most]), False
    return tuple(found.values()), reached.complete


@dataclass(frozen=True)
class _Back:
    walk: Walk
    reached: Reached
    together: int
    lifted: np.uint64

    def ways(self, at: _Place, steps: int) -> Iterator[tuple[_Place, ...]]:
        """Every way of so many ``steps`` that ends ``at`` a state in a phase."""
        state, phase = at
        first = self.reached.first
        if steps == 0:
            yield ((state, first),)
            return
        for earlier in range(first, phase + 1):
            before = np.flatnonzero(self.reached.steps[earlier - first] == steps - 1)
            if earlier > first:  # where it could have been as early, it is told so
                before = before[self.reached.steps[earlier - first - 1][before] != steps - 1]
            for when in range(earlier, phase + 1):
                bars = self.walk.against(before, np.full(before.size, state), when)
                for source in before[bars & ~self.lifted == 0].tolist():
                    if _movers(self.walk, source, state) <= self.together:
                        for way in self.ways((source, earlier), steps - 1):
                            yield (*way, (state, when))


def _movers(walk: Walk, source: int, target: int) -> int:
    changed = walk.space.codes[source] ^ walk.space.codes[target]
    return sum(bool(changed & own) for own in walk.own.values())


def told(walk: Walk, way: Sequence[_Place]) -> Route:
    """A way (states, each with the phase in which it is reached) as a route with its dates."""
    space, phases = walk.space, walk.phases
    steps: list[Step] = []
    latest = len(phases) - 1
    for (before, _), (after, phase) in reversed(list(pairwise(way))):
        step = walk.kept.get((before, after)) or walk.kept.setdefault((before, after), _step(space, before, after))
        names = {change.option for change in step.changes}
        # The last phase of the stretch in which all that it changes stays open, and not after the step that follows.
        last = phase
        while last < latest and not names & phases[last + 1].shut:
            last += 1
        latest = last
        begins = phases[phase].begins if phase > 0 else None
        steps.append(Step(step.state, step.changes, step.movers, step.losers, step.open, begins, phases[latest].ends))
    return Route(space.label(way[-1][0]), space.label(way[0][0]), tuple(reversed(steps)))


def _step(space: StateSpace, before: int, after: int) -> Step:
    conflict = space.conflict
    old, new = space.setting(before), space.setting(after)
    changes = tuple(
        Change(option.name, option.decision_maker, new[option.name]) for option in conflict.options if new[option.name] != old[option.name]
    )
    movers = tuple(dict.fromkeys(change.party for change in changes))
    signs = signs_between(space, conflict.decision_makers, after, before)
    return Step(
        space.label(after),
        changes,
        movers,
        losers=tuple(party for party, sign in signs.items() if sign == WORSE and party not in movers),
        open=tuple(party for party in movers if signs[party] == OPEN),
    )
