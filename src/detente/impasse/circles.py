"""Preconditions that wait for one another: A first, B first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind
from detente.graphmodel.statements import If, OnlyIf
from detente.settlement.limits import constraints

__all__ = ["Circle", "circular_conditions"]


@dataclass(frozen=True, slots=True)
class Circle:
    """Preconditions that wait for one another: no one of ``options`` can come first alone. ``conditions`` are statement ids."""

    options: tuple[str, ...]
    parties: tuple[str, ...]
    conditions: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"options": list(self.options), "parties": list(self.parties), "conditions": list(self.conditions)}


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
