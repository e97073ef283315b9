"""What is *not* shown to block: limits, demands and offers that occur in no minimal reason, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.graphmodel.preferences import Kind
from detente.graphmodel.statements import Formula
from detente.impasse.encoding import PARTICIPATION, Switch, encode
from detente.impasse.limits import Reasons
from detente.impasse.minimal import Session
from detente.settlement.limits import constraints

__all__ = ["NotBlocking", "Why", "asks_for", "not_blocking"]

_NAMES = 12


class Why(StrEnum):
    """Why something is not shown to block."""

    nobody_asks = "nobody asks for the opposite"
    can_be_traded = "another party asks for the opposite, but there is a way to meet both"
    offered = "offered, and nobody requires it"
    offered_and_asked = "offered, and asked for"


@dataclass(frozen=True, slots=True)
class NotBlocking:
    """An element (its id in the dossier) that occurs in no minimal reason found, at the limits or as stated."""

    element: str
    kind: str
    party: str | None
    text: str
    why: Why

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"element": self.element, "kind": self.kind, "party": self.party, "text": self.text, "why": str(self.why)}


def asks_for(formula: Formula, option: str) -> bool:
    """Whether a yes to ``option`` can make the difference that ``formula`` holds; presumed for formulas of more than twelve names.

    >>> from detente.graphmodel.statements import parse
    >>> asks_for(parse("truce only if force"), "force"), asks_for(parse("not force"), "force")
    (True, False)
    """
    others = [name for name in formula.names() if name != option]
    if len(others) > _NAMES:
        return True
    for values in product((False, True), repeat=len(others)):
        setting = dict(zip(others, values, strict=True))
        if formula.evaluate({**setting, option: True}) and not formula.evaluate({**setting, option: False}):
            return True
    return False


def _opposed(session: Session, one: Switch, others: Sequence[Switch]) -> bool:
    """Whether some other cannot hold beside ``one``; each package found clears all that hold in it."""
    while others:
        if not session.possible([one.literal, others[0].literal]):
            return True
        true = session.true() | {1}
        others = [other for other in others[1:] if other.body not in true]
    return False


def not_blocking(dossier: Dossier, model: Model, goal: Formula, asked: Sequence[Reasons]) -> tuple[NotBlocking, ...]:
    """Limits, demands and offered options of ``model`` that occur in none of the reasons ``asked``."""
    conflict = model.option_form
    blocking = frozenset[str]().union(*(found.elements for found in asked))
    encoding = encode(conflict, goal)
    switches = [switch for switch in encoding.switches.values() if switch.kind != PARTICIPATION]
    result = []
    with Session(encoding) as session:
        for one in switches:
            if one.id in blocking or one.kind not in {Kind.limit, Kind.demand}:
                continue
            others = [other for other in switches if other.party != one.party and other.party is not None]
            why = Why.can_be_traded if _opposed(session, one, others) else Why.nobody_asks
            result.append(NotBlocking(one.id, one.kind, one.party, one.text, why))
    asking = [*(found.formula for found in constraints(conflict, stated=True)), goal]
    for name, entry in dossier.file.options.items():
        if entry.offered_by and f"options.{name}" in model.standing and f"options.{name}" not in blocking:
            bits = {option.name for option in conflict.options if option.name == name or option.name.startswith(f"{name}.")}
            wanted = any(asks_for(formula, bit) for formula in asking for bit in bits & set(formula.names()))
            why = Why.offered_and_asked if wanted else Why.offered
            result.append(NotBlocking(f"options.{name}", "option", entry.party, entry.text or name, why))
    return tuple(result)
