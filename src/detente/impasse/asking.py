"""The question of a path, put to a dossier: which goal, over which acts, in which days, in which proposed order."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from detente.dossier.dossier import Dossier
from detente.dossier.names import names_of
from detente.errors import DossierError, FormulaError, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import And, Formula
from detente.impasse.focus import without_idle
from detente.impasse.stages import orders_of
from detente.impasse.walk import Order
from detente.impasse.windows import Phase, Timed, phases_of, timed

__all__ = ["Asked", "asked"]


@dataclass(frozen=True)
class Asked:
    """``conflict`` is the timed one with acts ``held`` that occur in no formula; ``phases`` are those of the acts that are left."""

    dossier: Dossier
    timed: Timed
    goal_name: str
    goal: Formula
    stated: bool
    conflict: Conflict
    held: tuple[str, ...]
    phases: tuple[Phase, ...]
    orders: tuple[Order, ...]

    @property
    def offered(self) -> dict[str, tuple[str, ...]]:
        """Who offered each act that somebody offered."""
        found: dict[str, tuple[str, ...]] = {}
        for name, entry in self.dossier.file.options.items():
            if entry.offered_by and f"options.{name}" in self.timed.model.standing:
                found |= {bit: entry.offered_by for bit in self.conflict.option_names if bit == name or bit.startswith(f"{name}.")}
        return found


def asked(dossier: Dossier, *, goal: str | None, accepted: AbstractSet[str] | None, stated: bool) -> Asked:
    """The question as it will be answered; see :func:`detente.impasse.journey.find_path` for what is raised."""
    name, book = _named(dossier, goal)
    found = timed(book, accepted=accepted)
    if name not in found.model.goals:
        raise DossierError(f"the accepted claims do not license the goal {name!r}", cure="accept what it rests on")
    formula = found.model.goals[name]
    orders = orders_of(book, found.model)
    spoken = And((formula, *(part for order in orders for part in (order.first, order.then)))) if orders else formula
    lean = without_idle(found.conflict, spoken)
    free = {option.name for option in lean.conflict.options if option.frozen is None}
    windows = {name: window for name, window in found.windows.items() if name in free}
    return Asked(dossier, found, name, formula, stated, lean.conflict, lean.held, phases_of(windows, dossier.file.as_of), orders)


def _named(dossier: Dossier, goal: str | None) -> tuple[str, Dossier]:
    """The goal's name, and the dossier in which it is one: a formula that was asked for becomes a goal of its own."""
    known = list(dossier.file.goals) or (["goal"] if dossier.file.goal else [])
    if goal is None:
        if not known:
            raise DossierError(f"{dossier.title!r} names no goal", cure="write 'goal:' with a formula, or ask for one")
        return known[0], dossier
    if goal in known:
        return goal, dossier
    try:
        names_of(dossier.file).expand(goal, ("goal",))
    except FormulaError as error:
        if goal.isidentifier():
            raise UnknownName("goal", goal, known, owner=dossier.title) from error
        raise
    written = dossier.file.goals or ({"goal": dossier.file.goal} if dossier.file.goal else {})
    file = dossier.file.model_copy(update={"goal": None, "goals": {**written, goal: goal}})
    return goal, replace(dossier, file=file)
