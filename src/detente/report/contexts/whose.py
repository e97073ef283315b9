"""On whose word."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Cite

__all__ = ["ClaimRow", "PolicyView"]


@dataclass(frozen=True)
class ClaimRow:
    """A claim and what it does to the answer: ``role`` is deciding, idle, held (not varied) or reviewed (a person decided)."""

    id: str
    says: str
    cite: Cite
    role: str
    effect: str = ""
    weight: int = 0


@dataclass(frozen=True)
class PolicyView:
    """The same question, on some statements only."""

    name: str
    answer: str
    kind: str
    claims: int = 0
    note: str = ""
