"""A whole report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from detente.report.contexts.accounts import AccountView, DocumentView, StatementRow
from detente.report.contexts.answer import BudgetRow
from detente.report.contexts.audit import AuditTable
from detente.report.contexts.beside import BesideView
from detente.report.contexts.goal import GoalView
from detente.report.contexts.journey import JourneyView
from detente.report.contexts.lines import Line, PartyView
from detente.report.contexts.positions import IssueRow
from detente.report.contexts.resting import GraphView, RestingView, StableCell
from detente.report.contexts.sides import CarriersView, ModellingView, SidesView, StepsView
from detente.report.contexts.terms import TermRow
from detente.report.contexts.timeline import TimelineView
from detente.report.drawing import Stem

__all__ = ["Page"]


@dataclass(frozen=True)
class Page:
    """A whole report. ``headline`` is the goal that page one answers; None for a conflict without goals."""

    title: str
    subtitle: str
    date: str
    version: str
    parties: tuple[PartyView, ...] = ()
    table_parties: tuple[PartyView, ...] = ()
    headline: GoalView | None = None
    other_goals: tuple[GoalView, ...] = ()
    budget: tuple[BudgetRow, ...] = ()
    budget_note: str = ""
    issues: tuple[IssueRow, ...] = ()
    resting: tuple[RestingView, ...] = ()
    resting_note: str = ""
    concepts: tuple[str, ...] = ()
    concept_rows: tuple[tuple[str, tuple[StableCell, ...]], ...] = ()
    graph: GraphView | None = None
    audit_tables: tuple[AuditTable, ...] = ()
    audit_notes: tuple[str, ...] = ()
    claims: tuple[StatementRow, ...] = ()
    carriers: CarriersView | None = None
    sides: SidesView | None = None
    steps: tuple[StepsView, ...] = ()
    modelling: ModellingView | None = None
    timeline: TimelineView | None = None
    journey: JourneyView | None = None
    strip: tuple[Stem, ...] = ()
    strip_ticks: tuple[tuple[float, str], ...] = ()
    accounts: tuple[AccountView, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    terms: tuple[TermRow, ...] = ()
    beside: BesideView | None = None
    costs: tuple[Line, ...] = ()
    voiceless: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def goals(self) -> tuple[GoalView, ...]:
        """Every goal, the headline first."""
        return (self.headline, *self.other_goals) if self.headline else self.other_goals

    def to_dict(self) -> dict[str, Any]:
        """As plain data; what only the drawings need is left out, since it follows from the rest."""
        data = asdict(self)
        for name in ("graph", "strip", "strip_ticks"):
            data.pop(name)
        return data
