"""Everything about one goal."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.answer import AnswerView
from detente.report.contexts.deals import DealsView
from detente.report.contexts.lines import Line, QuestionView
from detente.report.contexts.openings import OpeningsView
from detente.report.contexts.whose import ClaimRow, PolicyView
from detente.report.contexts.zone import ZoneView

__all__ = ["GoalView"]


@dataclass(frozen=True)
class GoalView:
    """Everything about one goal; ``kind`` is the kind of impasse, *none* where there is a deal; ``open``: it depends on statements.

    ``brief`` is its answer in half a line, ``own`` what blocks it and none of the goals told before it, ``enough`` the smallest sets of
    several statements that settle it, ``more_questions`` how many of a lower rank are left out.
    """

    name: str
    answer: AnswerView
    brief: str = ""
    own: tuple[Line, ...] = ()
    kind: str = ""
    open: bool = True
    deals: tuple[DealsView, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    claims_note: str = ""
    enough: tuple[str, ...] = ()
    policies: tuple[PolicyView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    more_questions: int = 0
    path: tuple[Line, ...] = ()
    zone: ZoneView | None = None
    openings: OpeningsView | None = None

    @property
    def deciding(self) -> tuple[ClaimRow, ...]:
        """The claims that do something to the answer."""
        return tuple(row for row in self.claims if row.role != "idle")

    @property
    def idle(self) -> tuple[ClaimRow, ...]:
        """The claims that make no difference to it."""
        return tuple(row for row in self.claims if row.role == "idle")
