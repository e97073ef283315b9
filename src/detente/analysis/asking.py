"""Which reason each question settles: the reasons that fall if what is asked about is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.analysis.analyze import GoalAnalysis
from detente.dossier.dossier import Dossier
from detente.impasse.encoding import PARTICIPATION
from detente.impasse.limits import Reason
from detente.worlds.questions import Question

__all__ = ["Asked", "asked_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the reasons (numbers from 1, in the order of the answer) that fall if all its claims are set aside."""

    question: Question
    reasons: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """The question, and the numbers."""
        return {**self.question.to_dict(), "removes_reasons": list(self.reasons)}


def asked_of(dossier: Dossier, goal: GoalAnalysis) -> tuple[Asked, ...]:
    """Every question about a goal, in its rank, with the reasons that it settles."""
    reasons = goal.answer.reasons
    return tuple(
        Asked(question, tuple(number for number, reason in enumerate(reasons, 1) if _falls(dossier, reason, question.claims)))
        for question in goal.questions
    )


def _falls(dossier: Dossier, reason: Reason, claims: tuple[str, ...]) -> bool:
    left = dossier.standing - set(claims)
    needed = {identity for part in reason.parts for identity in (part.deciding if part.kind == PARTICIPATION else (part.id,))}
    elements = (dossier.element_by_id[identity] for identity in needed if identity in dossier.element_by_id)
    return any(element.basis.stands(dossier.standing) and not element.basis.stands(left) for element in elements)
