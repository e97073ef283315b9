"""Page one, and what the model rests on."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line, QuestionView, Reason

__all__ = ["AnswerView", "BudgetRow"]


@dataclass(frozen=True)
class BudgetRow:
    """A line of what the model rests on: ``kind`` is attributed, author, silence, assumed, unknown or stated."""

    kind: str
    label: str
    count: int
    share: float = 0.0


@dataclass(frozen=True)
class AnswerView:
    """Page one."""

    question: str
    chosen_by: str
    answer: str
    explanation: str = ""
    checked: int = 0
    total: int = 0
    draft: bool = True
    status: str = ""
    reasons_heading: str = "Possible reasons, in text order"
    reasons: tuple[Reason, ...] = ()
    not_blocking: tuple[Line, ...] = ()
    ask_next: tuple[QuestionView, ...] = ()
    rests_on: str = ""
    warnings: tuple[str, ...] = ()
