"""The page contract: what a report shows, as plain frozen data, one module for each section.

A :class:`Page` is everything that the templates, the terminal and ``--json`` may say. Nothing in it is markup, and every string may be
untrusted: whoever renders it escapes it. ``P6`` is the paragraph of a document, counted from the header as P0.

A new section has a module here for its data, one beside this package that fills it, one under ``templates/sections`` that shows it, and a
line each in :class:`Page`, in ``page.py`` and in ``html.sections``.
"""

from detente.report.contexts.accounts import AccountView, DocumentView, Mark, Segment, StatementRow
from detente.report.contexts.answer import AnswerView, BudgetRow
from detente.report.contexts.audit import AuditRow, AuditTable
from detente.report.contexts.deals import ChangeGroup, DealsView, DealView, ImpasseGroup, ImpasseView
from detente.report.contexts.goal import GoalView
from detente.report.contexts.lines import Cite, Line, PartyView, QuestionView, Reason
from detente.report.contexts.openings import (
    AmbiguityView,
    NeedView,
    OpeningsView,
    PartView,
    StageView,
    VariantView,
    WayView,
    WeighingView,
)
from detente.report.contexts.page import Page
from detente.report.contexts.positions import Cell, IssueRow
from detente.report.contexts.resting import GraphView, RestingView, StableCell
from detente.report.contexts.sides import (
    CarrierRow,
    CarriersView,
    MisseenView,
    ModellingRow,
    ModellingView,
    SideRow,
    SidesView,
    StepsView,
)
from detente.report.contexts.terms import TermRow
from detente.report.contexts.timeline import TimelineLane, TimelineMark, TimelineView
from detente.report.contexts.whose import ClaimRow, PolicyView
from detente.report.contexts.zone import FallView, Lane, Standing, ZonePackage, ZoneView

__all__ = [
    "AccountView",
    "AmbiguityView",
    "AnswerView",
    "AuditRow",
    "AuditTable",
    "BudgetRow",
    "CarrierRow",
    "CarriersView",
    "Cell",
    "ChangeGroup",
    "Cite",
    "ClaimRow",
    "DealView",
    "DealsView",
    "DocumentView",
    "FallView",
    "GoalView",
    "GraphView",
    "ImpasseGroup",
    "ImpasseView",
    "IssueRow",
    "Lane",
    "Line",
    "Mark",
    "MisseenView",
    "ModellingRow",
    "ModellingView",
    "NeedView",
    "OpeningsView",
    "Page",
    "PartView",
    "PartyView",
    "PolicyView",
    "QuestionView",
    "Reason",
    "RestingView",
    "Segment",
    "SideRow",
    "SidesView",
    "StableCell",
    "StageView",
    "Standing",
    "StatementRow",
    "StepsView",
    "TermRow",
    "TimelineLane",
    "TimelineMark",
    "TimelineView",
    "VariantView",
    "WayView",
    "WeighingView",
    "ZonePackage",
    "ZoneView",
]
