"""An agenda: what somebody proposed to do first and then, followed step by step, and whether each stage stands if the next one fails.

An entry *first, then* binds a route so: *then* comes true only in a step before which *first* was true. A stage *stands alone* when the
situation in which it has come about holds (an equilibrium under SEQ, as read) and nobody who has acted so far, or has to sign the package,
is certainly worse off in it than in the status quo.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.graphmodel.prioritization import OPEN, WORSE
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace
from detente.impasse.between import signs_between
from detente.impasse.cut import Cuts
from detente.impasse.path import Route
from detente.impasse.walk import Order

__all__ = ["Agenda", "Stage", "orders_of", "stages_of", "stages_on"]


@dataclass(frozen=True)
class Stage:
    """``formula`` first holds after step ``step`` (0: now already; None: nowhere on the route), in ``state``.

    ``leavers`` would leave that situation, ``worse`` are certainly worse off in it than in the status quo, for ``open`` that is open. All
    are empty where the stage does not come about.
    """

    formula: str
    step: int | None
    state: str | None = None
    leavers: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def stands_alone(self) -> bool | None:
        """Whether it would stand if nothing followed; None where it does not come about."""
        return None if self.step is None else not self.leavers and not self.worse

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "formula": self.formula,
            "step": self.step,
            "state": self.state,
            "leavers": list(self.leavers),
            "worse": list(self.worse),
            "open": list(self.open),
            "stands_alone": self.stands_alone,
        }


@dataclass(frozen=True)
class Agenda:
    """``entries``: ids of the proposed order. ``route``: the best route that follows it, None where there is none.

    ``stages``: along ``route``, or where there is none along the route that ignores the order. ``blocked``: where no route follows it, what
    would have to give way.
    """

    entries: tuple[str, ...]
    route: Route | None
    stages: tuple[Stage, ...]
    blocked: Cuts | None = None

    @property
    def by_itself(self) -> bool:
        """Whether it is the order alone that blocks."""
        return self.blocked is not None and any(cut.elements <= set(self.entries) for cut in self.blocked.cuts)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "entries": list(self.entries),
            "route": None if self.route is None else self.route.to_dict(),
            "stages": [stage.to_dict() for stage in self.stages],
            "blocked": None if self.blocked is None else self.blocked.to_dict(),
            "by_itself": self.by_itself,
        }


def orders_of(dossier: Dossier, model: Model) -> tuple[Order, ...]:
    """The agenda that the model's claims license, with the entries' ids."""
    standing = [f"agenda.{place}" for place in range(len(dossier.file.agenda)) if f"agenda.{place}" in model.standing]
    return tuple(Order(identity, first, then) for identity, (first, then) in zip(standing, model.agenda, strict=True))


def stages_of(orders: Collection[Order]) -> tuple[Formula, ...]:
    """Every formula of the agenda once, earlier stages first as far as the entries say, else in the order written."""
    left = list(dict.fromkeys(formula for order in orders for formula in (order.first, order.then)))
    found: list[Formula] = []
    while left:
        waiting = {order.then for order in orders if order.first in left and order.first != order.then}
        following = next((formula for formula in left if formula not in waiting), left[0])
        found.append(following)
        left.remove(following)
    return tuple(found)


def stages_on(
    space: StateSpace, route: Route, formulas: Collection[Formula], leavers: Mapping[str, tuple[str, ...]], signing: Collection[str]
) -> tuple[Stage, ...]:
    """Each of ``formulas`` as it comes about on ``route``; ``leavers``: for each label on it who would leave; ``signing``: who signs."""
    start = space.index(route.now)
    found = []
    for formula in formulas:
        step = next((k for k, label in enumerate(route.states) if formula.evaluate(space.setting(space.index(label)))), None)
        if step is None:
            found.append(Stage(str(formula), None))
            continue
        label = route.states[step]
        acted = {party for done in route.steps[:step] for party in done.movers} | set(signing)
        asked = [party for party in space.conflict.decision_makers if party in acted and step]
        signs = signs_between(space, asked, space.index(label), start)
        found.append(
            Stage(
                str(formula),
                step,
                label,
                leavers=leavers[label] if step else (),
                worse=tuple(party for party, sign in signs.items() if sign == WORSE),
                open=tuple(party for party, sign in signs.items() if sign == OPEN),
            )
        )
    return tuple(found)
