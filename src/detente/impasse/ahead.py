"""Going first: on a way that only comparisons block, who would have to act before it pays, and whose later acts would have to be assured.

Where a way opens once some parties are not asked whether a step leaves them worse off, the steps at which they would be are those that need
an assurance: that the others do what follows, until the party is no worse off than before it went first. Who is bound to act so is a
*guarantor*; its promise is *credible* when its own step leaves it no worse off at the time when it has to be taken.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from detente.graphmodel.prioritization import BETTER, EQUAL, WORSE
from detente.graphmodel.states import StateSpace
from detente.impasse.between import signs_between
from detente.impasse.path import Route

__all__ = ["Ahead", "GoingFirst", "going_first"]


@dataclass(frozen=True)
class Ahead:
    """``party`` acts in step ``step`` although that alone leaves it worse off; after step ``until`` it is no worse off than before.

    ``guarantors``: who acts between, each with whether that is credible: yes, no, or open given what was stated. ``until`` is None where no
    later step makes up for it.
    """

    step: int
    party: str
    until: int | None
    guarantors: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"step": self.step, "party": self.party, "until": self.until, "guarantors": dict(self.guarantors)}


@dataclass(frozen=True)
class GoingFirst:
    """A ``route`` on which fewer act at the same moment, and ``aheads``, the steps on it that need an assurance."""

    route: Route
    aheads: tuple[Ahead, ...]

    @property
    def assured(self) -> bool:
        """Whether everybody who goes first is made up for on the way."""
        return all(ahead.until is not None for ahead in self.aheads)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"route": self.route.to_dict(), "aheads": [ahead.to_dict() for ahead in self.aheads], "assured": self.assured}


def going_first(space: StateSpace, route: Route) -> GoingFirst:
    """The steps of ``route`` that leave a mover certainly worse off, each with what would have to be assured."""
    at = [space.index(label) for label in route.states]
    found = []
    for number, step in enumerate(route.steps, 1):
        for party in step.movers:
            if _sign(space, party, at[number], at[number - 1]) == WORSE:
                until = next((k for k in range(number + 1, len(at)) if _sign(space, party, at[k], at[number - 1]) != WORSE), None)
                last = len(at) - 1 if until is None else until
                bound = {other for later in route.steps[number:last] for other in later.movers} - {party}
                guarantors = tuple(
                    (other, _credible(space, route, at, other, range(number + 1, last + 1)))
                    for other in space.conflict.decision_makers
                    if other in bound
                )
                found.append(Ahead(number, party, until, guarantors))
    return GoingFirst(route, tuple(found))


def _credible(space: StateSpace, route: Route, at: list[int], party: str, steps: Collection[int]) -> str:
    signs = {_sign(space, party, at[k], at[k - 1]) for k in steps if party in route.steps[k - 1].movers}
    return "no" if WORSE in signs else "yes" if signs <= {BETTER, EQUAL} else "open"


def _sign(space: StateSpace, party: str, state: int, reference: int) -> int:
    return signs_between(space, [party], state, reference)[party]
