"""A page made by hand: an invented quarrel over a harbour, with every part filled; and the bundled examples, analyzed once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.analysis.analyze import Analysis, analyze
from detente.evidence import Span
from detente.report.contexts import (
    AccountView,
    AnswerView,
    AuditRow,
    AuditTable,
    BudgetRow,
    Cell,
    ChangeGroup,
    Cite,
    ClaimRow,
    DealsView,
    DealView,
    DocumentView,
    GoalView,
    GraphView,
    IssueRow,
    Line,
    Page,
    PartyView,
    PolicyView,
    QuestionView,
    Reason,
    RestingView,
    StableCell,
    StatementRow,
    TermRow,
)
from detente.report.drawing import Look, Stem
from detente.report.graph import Arc, grid
from detente.report.marked import Marked, segments

TEXT = "The north asked for a pause in dredging. A broker said the south, which had refused, was ready to talk."

NORTH = PartyView("north", "North", 0, statements=3, about=1)
SOUTH = PartyView("south", "South", 1, statements=1, about=4)
OWN = Cite("party", "North", "P0", "c1")
TOLD = Cite("report", "South, per a broker", "P0", "c2")


def page(
    title: str = "A quarrel over a harbour", *, name: str = "North", says: str = "the north asks for a pause in dredging", text: str = TEXT
) -> Page:
    """The page, with the places that an account can fill given by the caller."""
    north = PartyView("north", name, 0, statements=3, about=1)
    demand = Line(f"{name} demands that South pause dredging", (OWN,), "north", "preferences.north.0", "demand")
    refusal = Line("South refuses to pause dredging", (TOLD,), "south", "preferences.south.0", "demand")
    asked = QuestionView("is the pause a condition of yours, and for which stage?", name, "settles reason 1", (OWN,))
    marked = [Marked("c1", Span(0, min(40, len(text))), "party", name), Marked("c2", Span(20, len(text)), "report", "South, per a broker")]
    answer = AnswerView(
        question="what blocks an agreement on the harbour, per this text?",
        chosen_by="the program",
        answer="Not settled. It depends on which statements you accept.",
        status="DRAFT: 0 of 2 statements checked",
        total=2,
        reasons=(Reason(1, (demand, refusal)),),
        not_blocking=(Line("the broker’s offer (nobody requires it)", (TOLD,)),),
        ask_next=(asked,),
        warnings=("Rests on one text; its source line is unverified.",),
    )
    deals = DealsView(
        heading="As stated",
        explanation="Every demand met, no red line crossed.",
        verdict="There is none, per these statements.",
        count=0,
        reasons=answer.reasons,
        changes=(
            ChangeGroup(name, ("north",), ((Line(f"{name}: drop the demand", (OWN,)),),), "3"),
            ChangeGroup("South", ("south",), ((refusal,),), "1"),
        ),
    )
    traded = DealsView(
        "At the limits",
        "Demands may be traded; red lines hold.",
        "One deal is possible in every reading.",
        1,
        (DealView("Deal 1", (Line("South would pause dredging", (TOLD,)),), ("fewest changes",), "Nobody would leave it."),),
    )
    goal = GoalView(
        "agreement",
        answer,
        "limits",
        deals=(traded, deals),
        claims=(
            ClaimRow("c1", says, OWN, "deciding", "without it, a deal is possible", 2),
            ClaimRow("c2", "the south is ready to talk", TOLD, "idle"),
        ),
        claims_note="One statement carries the answer.",
        policies=(
            PolicyView(f"only what {name} says", "blocked", "impossible", 1),
            PolicyView("without the author's inferences", "open", "possible", 2),
        ),
        questions=(asked,),
    )
    labels = {0: "NNN", 1: "YNN", 2: "NYN", 3: "YYN", 4: "NNY", 5: "YNY", 6: "NYY", 7: "YYY"}
    board = grid(labels, [("North: drop the suit", 0), ("South: pause dredging", 1), ("South: open the quay", 1)])
    graph = GraphView(
        board,
        (Arc(0, 1, 0), Arc(1, 0, 0), Arc(0, 2, 1), Arc(3, 7, 1), Arc(6, 7, 0)),
        {state: Look(str(state + 1), resting=state == 7, now=state == 0, goal=state in {3, 7}) for state in labels},
        (north, SOUTH),
        "Arrows are moves that the mover prefers.",
    )
    return Page(
        title=title,
        subtitle="24 March 2025. One text, source unverified. 2 statements, none checked.",
        date="2025-03-24",
        version="0.1.0",
        parties=(north, SOUTH),
        table_parties=(north, SOUTH),
        headline=goal,
        budget=(
            BudgetRow("attributed", "attributed to a party or a source", 6, 0.6),
            BudgetRow("author", "the author’s own", 2, 0.2),
            BudgetRow("silence", "read from silence", 0, 0.0),
            BudgetRow("assumed", "assumed by the analyst", 1, 0.1),
            BudgetRow("unknown", "unknown", 1, 0.1),
        ),
        issues=(
            IssueRow("dredging", ((Cell("demands: pause dredging (South)", (OWN,)),), (Cell("refuses to pause dredging", (TOLD,)),))),
            IssueRow("the quay", ((), (Cell("no sign", (Cite("absence", "silence", "P0", "c2"),)),))),
        ),
        resting=(RestingView("NNN", "1", (Line("as now"),), ("Nash", "SEQ"), True, (Line("North would not leave this situation."),)),),
        concepts=("Nash", "SEQ"),
        concept_rows=(("1", (StableCell("at rest"), StableCell("", "North would leave"))),),
        graph=graph,
        audit_tables=(AuditTable("Voices", ("Party", "own words", "author about it"), (AuditRow(name, ("3", "1")),)),),
        claims=(
            StatementRow("c1", says, text[:40], OWN, "proposed", True),
            StatementRow("c2", "the south is ready to talk", "", TOLD, "proposed", True),
        ),
        strip=(Stem(0.1, "c1", "party", "deciding", f"c1 {name}", 1.0), Stem(0.7, "c2", "report", "idle", "c2")),
        strip_ticks=((0.0, "P0"),),
        accounts=(AccountView("op-ed", title, ((0, segments(text, Span(0, len(text)), marked)),)),),
        documents=(DocumentView("op-ed", title, "2025-03-24", "The Example", "unverified", "ab" * 32, 19),),
        terms=(TermRow("State", "situation", "one yes or no for every option"),),
    )


MakePage = Callable[..., Page]


@pytest.fixture
def make_page() -> MakePage:
    """The maker of the page, so that a test can put its own texts in."""
    return page


@pytest.fixture(scope="session")
def analyses() -> dict[str, Analysis]:
    """Every bundled example, analyzed."""
    from detente.cases.accounts import example_names, example_path

    return {name: analyze(example_path(name)) for name in example_names()}
