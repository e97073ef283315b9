"""The main job: from accounts or a dossier to an answer.

Order of work: read and draft (when given accounts), license the model, ask of each goal what deals there are and what blocks them, ask
which statements the answer hinges on and on whose word, find where the conflict comes to rest, and say what to ask next. The result
remembers everything it was made of; prose is made elsewhere (``detente.report``).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import perf_counter
from typing import Any

from detente.analysis.conclusion import Answer, conclude, goal_in_question
from detente.analysis.further import Further, further
from detente.analysis.sources import Source, dossier_from
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.errors import TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.impasse.diagnose import Diagnosis, diagnose
from detente.impasse.verdict import deal_possible
from detente.stability.equilibria import Solution, solve
from detente.worlds.audit import Audit, audit
from detente.worlds.budget import Budget, budget
from detente.worlds.hinges import Hinges, hinges
from detente.worlds.policies import PolicyRow, policy_table
from detente.worlds.questions import Question, questions

__all__ = ["LISTED", "Analysis", "GoalAnalysis", "analyze"]

LISTED = 256
"""How many situations :meth:`Analysis.to_dict` lists: now and the firmest resting points. ``detente solve --json`` lists all."""
_SEARCHED = 12.0  # seconds for resting points where situations are too many to list

Progress = Callable[[str], None]


@dataclass(frozen=True)
class GoalAnalysis:
    """One goal, asked every way: what blocks it, on whose word, what decides.

    ``stated`` says which question ``answer``, ``hinges``, ``policies`` and ``questions`` are about: True is *as stated* (every demand met),
    False *at the limits* (demands may be traded). It is *as stated* wherever a deal is possible at the limits.
    """

    name: str
    diagnosis: Diagnosis
    answer: Answer
    stated: bool
    hinges: Hinges
    policies: tuple[PolicyRow, ...]
    questions: tuple[Question, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "goal": self.name,
            "answer": self.answer.to_dict(),
            "diagnosis": self.diagnosis.to_dict(),
            "hinges": self.hinges.to_dict(),
            "policies": [row.to_dict() for row in self.policies],
            "questions": [question.to_dict() for question in self.questions],
        }


@dataclass(frozen=True, repr=False)
class Analysis:
    """Everything at once.

    ``solution`` was searched for where the situations are too many to list (its ``survey`` says how far); None where there is nothing to
    solve, and ``notes`` say why.
    """

    dossier: Dossier
    model: Model
    goals: tuple[GoalAnalysis, ...]
    solution: Solution | None
    budget: Budget
    audit: Audit
    further: Further = field(default_factory=Further)
    notes: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)

    @cached_property
    def headline(self) -> GoalAnalysis | None:
        """The goal that page one answers (:func:`~detente.analysis.conclusion.goal_in_question`); None for a dossier without a goal."""
        if len(self.goals) < 2:
            return self.goals[0] if self.goals else None
        name = goal_in_question(self.dossier)
        return next((goal for goal in self.goals if goal.name == name), self.goals[-1])

    @property
    def review_order(self) -> tuple[str, ...]:
        """Claim ids in the order in which to check them: those that can change the headline, those the model rests on, the rest."""
        order: dict[str, None] = {}
        goals = sorted(self.goals, key=lambda goal: goal is not self.headline)
        for goal in goals:
            order.update(dict.fromkeys(goal.answer.claims))
        rested_on = {claim for element in self.dossier.elements for claim in element.basis.claims}
        order.update(dict.fromkeys(claim for claim in self.dossier.claims if claim in rested_on))
        order.update(dict.fromkeys(self.dossier.claims))
        return tuple(order)

    def __repr__(self) -> str:
        answer = f": {self.headline.name} {self.headline.answer.status}" if self.headline else ""
        return f"<Analysis of {self.dossier.title!r}{answer}>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data, one documented object."""
        return {
            "title": self.dossier.title,
            "as_of": self.dossier.file.as_of.isoformat() if self.dossier.file.as_of else None,
            "goals": [goal.to_dict() for goal in self.goals],
            "goals_chosen_by": self.dossier.file.goals_chosen_by,
            "headline": self.headline.name if self.headline else None,
            "solution": self.solution.to_dict(at_most=LISTED) if self.solution else None,
            "budget": self.budget.to_dict(),
            "audit": self.audit.to_dict(),
            **self.further.to_dict(),
            "review_order": list(self.review_order),
            "notes": list(self.notes),
        }


def analyze(
    *sources: Source,
    goal: str | None = None,
    as_of: datetime.date | None = None,
    bound: int = 4096,
    progress: Progress | None = None,
) -> Analysis:
    """Analyze one dossier (a folder, a YAML file, a ``Dossier``), or one or more accounts (texts, or ``Account`` objects).

    ``goal`` asks about one of the dossier's goals only. ``as_of`` overrides the dossier's date. ``bound`` is the number of readings
    that are tried for hinges. ``progress`` is told what is being done. Raises what reading, loading and solving raise, all of them
    :class:`~detente.errors.DetenteError`.
    """
    clock = _Clock(progress)
    with clock("reading"):
        dossier = dossier_from(sources, progress=progress)
        if as_of is not None:
            dossier = replace(dossier, file=dossier.file.model_copy(update={"as_of": as_of}))
    with clock("licensing the model"):
        licensed = model(dossier)
    notes = list(licensed.notes)
    if licensed.open_circumstances:
        notes.append(f"left unknown and read as no: {', '.join(licensed.open_circumstances)}")
    with clock("finding resting points"):
        solution = _solution(licensed, notes)
    goals = []
    for name in _asked(dossier, licensed, goal):
        with clock(f"asking about {name}"):
            goals.append(_goal(dossier, name, bound))
    with clock("testing conclusions and threats"):
        rest = further(dossier, licensed, goals, solution=solution)
    with clock("counting voices"):
        counted, heard = budget(dossier), audit(dossier, cue_class=_cue_class)
    return Analysis(dossier, licensed, tuple(goals), solution, counted, heard, rest, tuple(notes), clock.seconds)


def _asked(dossier: Dossier, licensed: Model, goal: str | None) -> Sequence[str]:
    if goal is None:
        return tuple(licensed.goals)
    if goal not in licensed.goals:
        raise UnknownName("goal", goal, licensed.goals, owner=dossier.title)
    return (goal,)


def _goal(dossier: Dossier, name: str, bound: int) -> GoalAnalysis:
    diagnosis = diagnose(dossier, goal=name)
    at_limits, as_stated = diagnosis.at_limits.reasons, diagnosis.as_stated.reasons
    stated = not at_limits.blocked
    verdict = deal_possible(dossier, name, stated=stated)
    asked = as_stated if stated else at_limits
    carried = dict.fromkeys(claim for reason in asked.reasons for claims in reason.claims(dossier) for claim in sorted(claims))
    found = hinges(dossier, verdict, priority=tuple(carried), bound=bound)

    def without(claims: frozenset[str], parties: frozenset[str]) -> bool:
        return deal_possible(dossier, name, stated=stated, without=parties)(claims)

    return GoalAnalysis(
        name=name,
        diagnosis=diagnosis,
        answer=conclude(dossier, at_limits=at_limits, as_stated=as_stated, stated=stated, hinges=found),
        stated=stated,
        hinges=found,
        policies=policy_table(dossier, verdict, verdict_without=without),
        questions=questions(dossier, found),
    )


def _solution(licensed: Model, notes: list[str]) -> Solution | None:
    conflict = licensed.conflict
    if isinstance(conflict, Conflict) and not conflict.options:
        notes.append("no resting points: no act was found that a party could do or leave")
        return None
    try:
        return solve(conflict, at_most=3, seconds=_SEARCHED)
    except TooManyStates as error:
        notes.append(f"no resting points: {error.message}")
        return None


def _cue_class(words: str) -> str:
    from detente.reading.cues import cue_class

    found = cue_class(words)
    return found.value if found else ""


class _Clock:
    """Wall-clock seconds of each step, and a word to whoever waits."""

    def __init__(self, progress: Progress | None) -> None:
        self.seconds: dict[str, float] = {}
        self.progress = progress

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        if self.progress:
            self.progress(step)
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + perf_counter() - start
