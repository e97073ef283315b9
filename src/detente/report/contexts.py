"""The page contract: what a report shows, as plain frozen data.

A :class:`Page` is everything that the templates, the terminal and ``--json`` may say. Nothing in it is markup, and every string may be
untrusted: whoever renders it escapes it. ``P6`` is the paragraph of a document, counted from the header as P0.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from detente.report.drawing import Look, Stem
from detente.report.graph import Arc, Grid

__all__ = [
    "AccountView",
    "AnswerView",
    "AuditRow",
    "AuditTable",
    "BudgetRow",
    "Cell",
    "ChangeGroup",
    "Cite",
    "ClaimRow",
    "DealView",
    "DealsView",
    "DocumentView",
    "GoalView",
    "GraphView",
    "IssueRow",
    "Line",
    "Mark",
    "Page",
    "PartyView",
    "PolicyView",
    "QuestionView",
    "Reason",
    "RestingView",
    "Segment",
    "StableCell",
    "StatementRow",
    "TermRow",
]


@dataclass(frozen=True)
class PartyView:
    """A party and how it is told apart: ``mark`` (from 0) chooses colour and pattern, the same everywhere on the page."""

    id: str
    name: str
    mark: int
    roles: tuple[str, ...] = ()
    doubtful: bool = False
    statements: int = 0
    about: int = 0


@dataclass(frozen=True)
class Cite:
    """Whose word, and where: ``kind`` is party, report, author, absence, assumed or unknown; ``claim`` the id, '' where there is none."""

    kind: str
    who: str
    place: str = ""
    claim: str = ""
    review: str = "proposed"


@dataclass(frozen=True)
class Line:
    """One sentence with what it rests on; ``element`` is the id in the dossier, '' where there is none."""

    text: str
    cites: tuple[Cite, ...] = ()
    party: str = ""
    element: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Reason:
    """One minimal reason: lines that cannot all be met. ``note`` says what it is a reason for, where that is not plain."""

    number: int
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class ChangeGroup:
    """Changes that would remove a reason, for one party or for several together. ``statements`` is how many the account records of each."""

    who: str
    parties: tuple[str, ...]
    changes: tuple[tuple[Line, ...], ...]
    statements: str = ""


@dataclass(frozen=True)
class QuestionView:
    """A question to put, to whom, and what learning the answer settles."""

    ask: str
    to: str = ""
    settles: str = ""
    cites: tuple[Cite, ...] = ()


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


@dataclass(frozen=True)
class Cell:
    """A position in the table of parties and issues; ``text`` is short. An empty cell of the table means not stated."""

    text: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class IssueRow:
    """One issue with one tuple of cells for each party, in the order of ``Page.parties``."""

    issue: str
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class DealView:
    """A package told by its changes from now. ``holds`` says whether anybody would leave it, and why."""

    label: str
    changes: tuple[Line, ...]
    marks: tuple[str, ...] = ()
    holds: str = ""
    gains: str = ""
    losers: str = ""


@dataclass(frozen=True)
class DealsView:
    """The packages under one question: at the limits (demands can be traded) or as stated (every demand met too)."""

    heading: str
    explanation: str
    verdict: str
    count: int
    deals: tuple[DealView, ...] = ()
    reasons: tuple[Reason, ...] = ()
    changes: tuple[ChangeGroup, ...] = ()
    notes: tuple[str, ...] = ()
    same: str = ""
    complete: bool = True


@dataclass(frozen=True)
class StableCell:
    """Whether a situation is stable for a party under a concept: yes, no, or open, with the reason in words."""

    mark: str
    reason: str = ""


@dataclass(frozen=True)
class RestingView:
    """A situation in which nobody would leave, by at least one concept."""

    label: str
    name: str
    told: tuple[Line, ...]
    concepts: tuple[str, ...]
    is_now: bool = False
    why: tuple[Line, ...] = ()
    goal: bool = False


@dataclass(frozen=True)
class GraphView:
    """The option grid with its arcs, and how each state's node looks."""

    board: Grid
    arcs: tuple[Arc, ...]
    looks: dict[int, Look]
    movers: tuple[PartyView, ...]
    caption: str


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
class StatementRow:
    """A claim in the list of statements; ``marked`` says whether its words are marked in an account shown."""

    id: str
    says: str
    quote: str
    cite: Cite
    review: str
    marked: bool


@dataclass(frozen=True)
class PolicyView:
    """The same question, on some statements only."""

    name: str
    answer: str
    kind: str
    claims: int = 0
    note: str = ""


@dataclass(frozen=True)
class AuditRow:
    """A line of counts about an account."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AuditTable:
    """Counts about the accounts: ``head`` has one entry more than every row has values."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[AuditRow, ...]


@dataclass(frozen=True)
class Mark:
    """A claim on a stretch of text; ``first`` and ``last`` say whether its anchor and its number stand here.

    ``party`` is the mark of the party whose own words these are, -1 for any other voice.
    """

    claim: str
    kind: str
    who: str
    review: str
    party: int = -1
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class Segment:
    """A stretch of text under the same claims."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class AccountView:
    """A document, its paragraphs cut into segments."""

    id: str
    title: str
    paragraphs: tuple[tuple[int, tuple[Segment, ...]], ...]


@dataclass(frozen=True)
class DocumentView:
    """Where a text comes from."""

    id: str
    title: str
    date: str
    stated_source: str
    provenance: str
    sha256: str
    words: int
    note: str = ""


@dataclass(frozen=True)
class TermRow:
    """A field's term and the plain word used here."""

    term: str
    plain: str
    meaning: str


@dataclass(frozen=True)
class GoalView:
    """Everything about one goal; ``kind`` is the kind of impasse, *none* where there is a deal; ``open``: it depends on statements.

    ``brief`` is its answer in half a line, ``own`` what blocks it and none of the goals told before it.
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
    policies: tuple[PolicyView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    path: tuple[Line, ...] = ()

    @property
    def deciding(self) -> tuple[ClaimRow, ...]:
        """The claims that do something to the answer."""
        return tuple(row for row in self.claims if row.role != "idle")

    @property
    def idle(self) -> tuple[ClaimRow, ...]:
        """The claims that make no difference to it."""
        return tuple(row for row in self.claims if row.role == "idle")


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
    strip: tuple[Stem, ...] = ()
    strip_ticks: tuple[tuple[float, str], ...] = ()
    accounts: tuple[AccountView, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    terms: tuple[TermRow, ...] = ()
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
