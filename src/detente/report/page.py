"""From an analysis to the page: every section's context, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from detente.analysis.analyze import Analysis, GoalAnalysis
from detente.analysis.conclusion import Answer, Status
from detente.dossier.model import model
from detente.evidence import Provenance, ReviewStatus
from detente.graphmodel.conflict import Conflict
from detente.impasse.openings import openings
from detente.report.beside import bearing_of, beside_view
from detente.report.carriers import carriers_view
from detente.report.contexts import (
    AnswerView,
    ClaimRow,
    GoalView,
    GraphView,
    Line,
    Page,
    PolicyView,
    QuestionView,
    RestingView,
    StableCell,
)
from detente.report.deals import deals_views, path_lines, reason_views, spared
from detente.report.drawing import Stem
from detente.report.evidence import Book, accounts, documents, statement_rows
from detente.report.openings import openings_view
from detente.report.resting import Resting, telling
from detente.report.searched import searched_note, searched_rows, searched_views
from detente.report.tables import audit_notes, audit_tables, budget_note, budget_rows, issue_rows, terms
from detente.report.words import Telling, count, outcome_words
from detente.report.words.answers import (
    SILENT,
    answer_words,
    deal_words,
    explanation_words,
    policy_words,
    question_words,
    settles_words,
    stage_words,
    status_words,
    who_words,
)
from detente.report.words.hinges import effect_words, enough_lines, readings_words
from detente.report.words.plain import noted
from detente.report.zone import zone_view
from detente.worlds.hinges import Hinges
from detente.worlds.policies import PolicyKind, PolicyRow
from detente.worlds.questions import Question, Settles

__all__ = ["page_of"]

_LABELLED = 10  # stems of the strip that carry their number
_SPARED = 3
_REASONS = 5
_QUESTIONS = 14


def page_of(analysis: Analysis) -> Page:
    """The whole page of an analysis."""
    book = Book(analysis.dossier)
    tell = telling(book, analysis.model)
    goals = [_goal(book, goal, tell, analysis) for goal in analysis.goals]
    first = next((index for index, goal in enumerate(analysis.goals) if goal is analysis.headline), None)
    headline = None if first is None else goals[first]
    columns, issues = issue_rows(book)
    headline_name = analysis.headline.name if analysis.headline else None
    rest = _resting(book, analysis, headline_name, tell)
    file = analysis.dossier.file
    return Page(
        title=analysis.dossier.title,
        subtitle=_subtitle(analysis),
        date=file.as_of.isoformat() if file.as_of else "",
        version=version("detente"),
        parties=tuple(book.parties.values()),
        table_parties=columns,
        headline=headline,
        other_goals=_others(goals, headline),
        budget=budget_rows(analysis.budget),
        budget_note=budget_note(analysis.budget),
        issues=issues,
        resting=rest.views,
        resting_note=rest.note,
        concepts=tuple(str(concept).upper() if str(concept) != "nash" else "Nash" for concept in analysis.solution.concepts)
        if analysis.solution
        else (),
        concept_rows=rest.rows,
        graph=rest.graph,
        audit_tables=audit_tables(book, analysis.audit) if analysis.dossier.claims else (),
        audit_notes=audit_notes(book, analysis.audit),
        claims=statement_rows(book),
        carriers=carriers_view(book, headline.answer.reasons, headline.claims) if headline else None,
        strip=_strip(book, headline),
        strip_ticks=_ticks(book),
        accounts=accounts(book),
        documents=documents(book),
        terms=terms(),
        beside=beside_view(
            book, analysis.model, analysis.further, tell, bearing_of(analysis.headline.diagnosis) if analysis.headline else ()
        ),
        costs=tuple(
            Line(cost.text, book.cites(claim for item in cost.because for claim in ([item] if isinstance(item, str) else item)))
            for cost in file.costs
        ),
        voiceless=tuple(party.name for party in file.parties.values() if party.voice == "none"),
        notes=tuple(
            noted(note) for note in dict.fromkeys((*analysis.notes, *(note for goal in analysis.goals for note in goal.diagnosis.notes)))
        ),
    )


@dataclass(frozen=True)
class _Rest:
    views: tuple[RestingView, ...] = ()
    note: str = ""
    rows: tuple[tuple[str, tuple[StableCell, ...]], ...] = ()
    graph: GraphView | None = None


def _resting(book: Book, analysis: Analysis, goal: str | None, tell: Telling) -> _Rest:
    """Where it comes to rest: from all situations, or, where they are too many to list, from those that a search found."""
    solution = analysis.solution
    if solution is None:
        return _Rest()
    if solution.survey is not None:
        views = searched_views(solution.survey, tell, analysis.model.goals[goal] if goal else None)
        return _Rest(views, searched_note(solution.survey, solution.reason), searched_rows(solution.survey, tell))
    found = Resting(book, analysis.model, solution, goal=goal)
    return _Rest(found.views(), found.note(), found.concept_rows(), found.graph())


def _subtitle(analysis: Analysis) -> str:
    dossier, parts = analysis.dossier, []
    if dossier.file.as_of:
        parts.append(f"As of {dossier.file.as_of.day} {dossier.file.as_of:%B %Y}")
    parts.append(count(len(dossier.documents), "text") if dossier.documents else "A model without texts")
    parts.append(count(len(dossier.claims), "statement"))
    reviewed = sum(claim.review.status is not ReviewStatus.proposed for claim in dossier.claims.values())
    parts.append(f"{reviewed} of them reviewed")
    return ". ".join([parts[0], ", ".join(parts[1:])]) + "."


def _goal(book: Book, goal: GoalAnalysis, tell: Telling, analysis: Analysis) -> GoalView:
    asked = tuple(_question(book, question, len(goal.hinges.verdicts)) for question in goal.questions)
    claims = _claims(book, goal.hinges)
    return GoalView(
        name=outcome_words(goal.name, book.words),
        answer=_answer(book, goal, asked),
        brief=stage_words(goal.answer),
        kind=goal.diagnosis.kind.value if goal.diagnosis.kind else "",
        open=goal.answer.status is Status.open,
        deals=deals_views(book, goal.diagnosis, tell),
        claims=claims,
        claims_note=readings_words(goal.hinges, idle=sum(row.role == "idle" for row in claims), stated=goal.answer.stated),
        enough=tuple(enough_lines(goal.hinges, lambda claim: book.dossier.claim(claim).says)),
        policies=tuple(
            PolicyView(
                policy_words(row, book.words),
                deal_words(holds=row.holds) if row.holds or _speaks(analysis, goal, row) else SILENT,
                row.policy.kind.value,
                len(row.policy.claims),
                _clash(row.note, row.policy.clashes),
            )
            for row in goal.policies
            if row.policy.claims or row.policy.kind is not PolicyKind.word  # a party without a word of its own has no row
        ),
        questions=asked[:_QUESTIONS],
        more_questions=max(0, len(asked) - _QUESTIONS),
        path=path_lines(book, goal.diagnosis, tell),
        zone=zone_view(book, goal.diagnosis, tell) if goal is analysis.headline else None,
        openings=openings_view(book, goal.diagnosis, openings(goal.diagnosis), tell, goal.policies) if goal is analysis.headline else None,
    )


def _speaks(analysis: Analysis, goal: GoalAnalysis, row: PolicyRow) -> bool:
    """Whether the statements of a policy contain the acts that the goal takes; without them *no deal* would say too much."""
    licensed = model(analysis.dossier, accepted=row.policy.claims, without=row.policy.without)
    if goal.name not in licensed.goals or not isinstance(licensed.conflict, Conflict) or not isinstance(analysis.model.conflict, Conflict):
        return False
    fixed = {option.name for option in analysis.model.conflict.options if option.frozen is not None}
    fallen = {option.name for option in licensed.conflict.options if option.frozen is not None} - fixed
    return not fallen & set(licensed.goals[goal.name].names())


def _briefly(goal: GoalView) -> GoalView:
    """A goal that page one does not answer: one deal and the reasons, what would remove them left to ``detente why``."""
    return replace(goal, deals=tuple(replace(deals, deals=deals.deals[:1], changes=(), notes=()) for deals in goal.deals))


def _others(views: Sequence[GoalView], headline: GoalView | None) -> tuple[GoalView, ...]:
    """The goals that page one does not answer, each with the reasons that none told before it has."""
    told = {line.text for reason in headline.answer.reasons for line in reason.lines} if headline else set[str]()
    found = []
    for view in views:
        if view is headline:
            continue
        own = [reason.lines for reason in view.answer.reasons if not {line.text for line in reason.lines} <= told]
        found.append(replace(_briefly(view), own=tuple(line for lines in own for line in lines)))
        told |= {line.text for lines in own for line in lines}
    return tuple(found)


def _clash(note: str, clashes: Sequence[tuple[str, str]]) -> str:
    if clashes:
        return f"{count(len(clashes), 'pair')} of them {'contradict' if len(clashes) > 1 else 'contradicts'} one another"
    return note


def _answer(book: Book, goal: GoalAnalysis, asked: Sequence[QuestionView]) -> AnswerView:
    answer, diagnosis = goal.answer, goal.diagnosis
    reasons = reason_views(book, answer.reasons, _REASONS)
    settling = [view for view, question in zip(asked, goal.questions, strict=True) if question.settles is not Settles.none]
    texts = "this text" if len(book.dossier.documents) == 1 else "these texts" if book.dossier.documents else "this model"
    blocked = answer.status is not Status.possible
    return AnswerView(
        question=f"{'what blocks' if blocked else 'what stands in the way of'} “{outcome_words(goal.name, book.words)}”, per {texts}?",
        chosen_by=f"the {book.dossier.file.goals_chosen_by}",
        answer=answer_words(answer),
        explanation=explanation_words(answer, diagnosis),
        status=status_words(answer),
        checked=answer.checked,
        total=len(answer.claims),
        draft=answer.draft,
        reasons_heading=_heading(answer, len(reasons)),
        reasons=reasons,
        not_blocking=spared(book, diagnosis.not_blocking)[:_SPARED] if reasons else (),
        ask_next=tuple(settling[:2]) or tuple(replace(view, settles="") for view in _written(asked, goal)[:2]),
        rests_on=_rests_on(book),
        warnings=_warnings(book, goal),
    )


def _heading(answer: Answer, shown: int) -> str:
    what = "Possible reasons" if answer.status is Status.open or answer.draft else "Reasons"
    return f"{what}, in text order" if shown == len(answer.reasons) else f"{what}, the shortest ones, in text order"


def _written(asked: Sequence[QuestionView], goal: GoalAnalysis) -> list[QuestionView]:
    """The questions that the dossier itself asks: what is left to ask where no statement settles the answer."""
    return [view for view, question in zip(asked, goal.questions, strict=True) if question.id.startswith("questions.")]


def _rests_on(book: Book) -> str:
    texts = list(book.dossier.documents.values())
    if not texts:
        return "Rests on no text."
    doubtful = [text for text in texts if text.provenance is not Provenance.confirmed]
    if len(texts) == 1:
        return "Rests on one text; its source line is unverified." if doubtful else "Rests on one text."
    return (
        f"Rests on {len(texts)} texts; {len(doubtful)} of unverified or disputed origin." if doubtful else f"Rests on {len(texts)} texts."
    )


def _warnings(book: Book, goal: GoalAnalysis) -> tuple[str, ...]:
    notes = [_rests_on(book)]
    if not goal.hinges.complete:
        notes.append(
            f"Not every reading was tried: {count(len(goal.hinges.held), 'statement')} held fixed, "
            f"to keep the number of readings within {goal.hinges.worlds.bound:,}."
        )
    return tuple(notes)


def _question(book: Book, question: Question, readings: int) -> QuestionView:
    return QuestionView(
        question_words(question), who_words(question, book.words), settles_words(question, readings), book.cites(question.claims[:4])
    )


def _claims(book: Book, hinges: Hinges) -> tuple[ClaimRow, ...]:
    """Deciding statements by falling count, then those that make no difference, in text order."""
    held = set(hinges.held) | set(hinges.worlds.aside)
    reviewed = {claim.id for claim in book.dossier.claims.values() if claim.review.status is not ReviewStatus.proposed}
    rows = [
        ClaimRow(
            found.claim,
            book.dossier.claim(found.claim).says,
            book.cite(found.claim),
            "deciding",
            effect_words(found.claim, hinges),
            found.worlds,
        )
        for found in hinges.deciding
    ]
    seen = {row.id for row in rows}
    for identity in sorted(book.dossier.standing - seen - set(hinges.worlds.out), key=book.order):
        role = "held" if identity in held else "reviewed" if identity in reviewed else "idle"
        if role != "reviewed":
            rows.append(ClaimRow(identity, book.dossier.claim(identity).says, book.cite(identity), role))
    return tuple(rows)


def _strip(book: Book, headline: GoalView | None) -> tuple[Stem, ...]:
    if headline is None or not book.dossier.documents:
        return ()
    roles: Mapping[str, ClaimRow] = {row.id: row for row in headline.claims}
    most = max((row.weight for row in headline.claims), default=0) or 1
    labelled = {row.id for row in headline.deciding[:_LABELLED] if row.role == "deciding"}
    stems = []
    for identity in sorted(book.dossier.standing, key=book.order):
        at = _along(book, identity)
        row = roles.get(identity)
        if at is not None:
            cite = book.cite(identity)
            label = f"{identity}: {cite.who}" if identity in labelled else ""
            stems.append(Stem(at, identity, cite.kind, row.role if row else "reviewed", label, row.weight / most if row else 0.0))
    return tuple(stems)


def _along(book: Book, identity: str) -> float | None:
    """The place of a statement from 0 to 1 over all texts, one after the other."""
    claim = book.dossier.claims[identity]
    if claim.span is None or claim.document not in book.dossier.documents:
        return None
    before, total = 0, sum(len(text.text) for text in book.dossier.documents.values())
    for name, text in book.dossier.documents.items():
        if name == claim.document:
            return (before + claim.span.start) / total
        before += len(text.text)
    return None


def _ticks(book: Book) -> tuple[tuple[float, str], ...]:
    texts, ticks, before = book.dossier.documents, [], 0
    total = sum(len(text.text) for text in texts.values()) or 1
    for name, text in texts.items():
        for number, span in enumerate(text.paragraphs):
            label = f"P{number}" if len(texts) == 1 else (name if number == 0 else "")
            ticks.append(((before + span.start) / total, label))
        before += len(text.text)
    return tuple(ticks)
