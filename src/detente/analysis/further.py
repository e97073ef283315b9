"""What stands beside the answer: dilemmas and threats, conclusions tested, scenarios, what no deal is, and the mirror-image test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from detente.analysis.board import Boards, held_acts
from detente.analysis.conclusions import Conclusion, conclusions
from detente.analysis.dilemmas import Dilemmas, dilemmas
from detente.analysis.mirror import MirrorRow, mirror
from detente.analysis.scenarios import Scenarios, scenarios
from detente.analysis.standstill import Standstill, standstill
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.graphmodel.conflict import Conflict
from detente.impasse.diagnose import Diagnosis
from detente.stability.equilibria import Solution

__all__ = ["Further", "One", "further"]


class _Asked(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def diagnosis(self) -> Diagnosis: ...


@dataclass(frozen=True, slots=True)
class One:
    """One goal with its diagnosis."""

    name: str
    diagnosis: Diagnosis


@dataclass(frozen=True)
class Further:
    """Everything beside the answer; empty parts for listed states, which have no acts to speak of."""

    dilemmas: Dilemmas = field(default_factory=Dilemmas)
    conclusions: tuple[Conclusion, ...] = ()
    scenarios: Scenarios = field(default_factory=Scenarios)
    standstill: Standstill = field(default_factory=Standstill)
    mirror: tuple[MirrorRow, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data, one key a part."""
        return {
            "dilemmas": self.dilemmas.to_dict(),
            "conclusions": [found.to_dict() for found in self.conclusions],
            "scenarios": self.scenarios.to_dict(),
            "standstill": self.standstill.to_dict(),
            "mirror": [row.to_dict() for row in self.mirror],
        }


def further(dossier: Dossier, licensed: Model, goals: Sequence[_Asked], *, solution: Solution | None = None) -> Further:
    """All of it, in the model of every claim that nobody rejected; ``goals`` are those diagnosed, ``solution`` the resting points."""
    if not isinstance(licensed.conflict, Conflict) or not licensed.conflict.options:
        return Further()
    boards = Boards(frozenset(held_acts(licensed)))
    found = dilemmas(dossier, licensed, boards)
    return Further(
        dilemmas=found,
        conclusions=conclusions(dossier, licensed, found, boards, solution=solution),
        scenarios=scenarios(dossier, licensed, held=boards.held),
        standstill=standstill(dossier, licensed, boards, solution=solution),
        mirror=mirror(dossier, licensed, {goal.name: goal.diagnosis.as_stated.reasons for goal in goals}),
    )
