"""One way to name a verdict: the words after ``--verdict``, and what they ask of a set of accepted claims.

========================================  ==========================================================================================
``deal`` or ``deal:GOAL``                  a deal on the goal is possible at the limits (demands may be traded)
``stated`` or ``stated:GOAL``              a deal is possible as stated (with every demand met)
``holds`` or ``holds:GOAL``                a deal that is possible at the limits is a resting point under SEQ, as the preferences are read
``rests:SITUATION``                        nobody would leave: the situation is a resting point under SEQ
``rests:SITUATION:CONCEPT``                the same under another concept: nash, gmr, smr, seq or sseq
``stays:PARTY:SITUATION[:CONCEPT]``        that party would not leave it
``…:every`` or ``…:some`` after a concept  the same, proved in every ranking (in some ranking) that agrees with what is stated
``follows:CONCLUSION``                     a conclusion of the dossier follows from what is accepted
========================================  ==========================================================================================

A situation is ``now``, a Y/N label, or a formula over acts, outcomes and goals; of a formula it is asked whether some situation in which it
is true rests, of ``now`` whether every status quo does. Preferences are read as :mod:`detente.analysis.verdicts_over_worlds` reads them, or
over all rankings (:mod:`detente.analysis.rankings_over_worlds`), where what stays undecided counts as not proved.
A conclusion follows at the limits, as in :mod:`detente.analysis.conclusions`; that a party has no good choice follows where it is so in
every ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from detente.analysis.board import Boards
from detente.analysis.conclusion import goal_in_question
from detente.analysis.conclusions import NoWinVerdict
from detente.analysis.dilemmas import NOW
from detente.analysis.rankings_over_worlds import RankedVerdict, ranked_verdict
from detente.analysis.solved_worlds import BESIDE
from detente.analysis.verdicts_over_worlds import RestingVerdict, resting_verdict
from detente.dossier.basis import ElementKind
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.errors import DossierError, UnknownName
from detente.impasse.verdict import deal_possible
from detente.settlement.admissible import admissible
from detente.stability.concepts import ALL
from detente.stability.equilibria import solve
from detente.worlds.hinges import Hinges, hinges
from detente.worlds.policies import PolicyRow, VerdictWithout, policy_table
from detente.worlds.questions import Question, questions
from detente.worlds.world import BOUND, Verdict

__all__ = ["KINDS", "RANKINGS", "NamedVerdict", "VerdictAnalysis", "analyze_verdict", "named_verdict"]

RANKINGS = ("every", "some")
KINDS = ("deal", "stated", "holds", "rests", "stays", "follows")
_IDLE = BESIDE - {ElementKind.goal, ElementKind.outcome}


@dataclass(frozen=True)
class NamedVerdict:
    """``text`` as it was written; ``says`` in words; ``verdict`` asks it of accepted claims, ``without`` also switches parties off."""

    text: str
    kind: str
    says: str
    verdict: Verdict
    without: VerdictWithout | None = None

    def to_dict(self) -> dict[str, Any]:
        """What it is called and what it says."""
        return {"name": self.text, "kind": self.kind, "says": self.says}


@dataclass(frozen=True)
class VerdictAnalysis:
    """A named verdict with what it hinges on, under whose word, and what to ask about it."""

    verdict: NamedVerdict
    hinges: Hinges
    policies: tuple[PolicyRow, ...]
    questions: tuple[Question, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "verdict": self.verdict.to_dict(),
            "hinges": self.hinges.to_dict(),
            "policies": [row.to_dict() for row in self.policies],
            "questions": [question.to_dict() for question in self.questions],
        }


def analyze_verdict(dossier: Dossier, text: str, *, bound: int = BOUND, priority: Sequence[str] = ()) -> VerdictAnalysis:
    """What a named verdict hinges on, under whose word it holds, and what to ask. Raises what :func:`named_verdict` and solving raise."""
    named = named_verdict(dossier, text)
    found = hinges(dossier, named.verdict, bound=bound, priority=priority)
    table = policy_table(dossier, named.verdict, verdict_without=named.without)
    return VerdictAnalysis(named, found, table, questions(dossier, found))


def named_verdict(dossier: Dossier, text: str) -> NamedVerdict:
    """The verdict that ``text`` names.

    Raises :class:`~detente.errors.UnknownName` for a kind, goal, party, concept or conclusion that there is none of,
    :class:`~detente.errors.DossierError` for a name that is missing, and :class:`~detente.errors.FormulaError` for a situation that cannot
    be read.
    """
    kind, *rest = (part.strip() for part in text.split(":"))
    if kind not in KINDS:
        raise UnknownName("kind of verdict", kind, KINDS)
    if kind in {"deal", "stated", "holds"}:
        return _about_goal(dossier, text, kind, rest)
    if kind == "follows":
        return _following(dossier, text, rest)
    return _resting(dossier, text, kind, rest)


def _parts(text: str, rest: Sequence[str], least: int, most: int, form: str) -> list[str]:
    if not least <= len(rest) <= most or not all(rest):
        raise DossierError(f"{text!r} names no verdict", cure=f"write it as {form}")
    return [*rest, *[""] * (most - len(rest))]


def _about_goal(dossier: Dossier, text: str, kind: str, rest: Sequence[str]) -> NamedVerdict:
    (name,) = _parts(text, rest, 0, 1, f"{kind} or {kind}:GOAL")
    known = list(dossier.file.goals) or (["goal"] if dossier.file.goal else [])
    if not known:
        raise DossierError(f"{dossier.title!r} names no goal", cure="write goals into dossier.yaml, or ask whether a situation rests")
    goal = name or goal_in_question(dossier) or known[-1]
    if goal not in known:
        raise UnknownName("goal", goal, known, owner=dossier.title)
    if kind == "holds":
        holding = _Holding(dossier, goal)
        return NamedVerdict(text, kind, f"a deal on {goal} would hold", holding, holding.asked)
    stated = kind == "stated"

    def without(claims: frozenset[str], parties: frozenset[str]) -> bool:
        return deal_possible(dossier, goal, stated=stated, without=parties)(claims)

    says = f"a deal on {goal} is possible {'with every demand met' if stated else 'at the limits'}"
    return NamedVerdict(text, kind, says, deal_possible(dossier, goal, stated=stated), without)


def _resting(dossier: Dossier, text: str, kind: str, rest: Sequence[str]) -> NamedVerdict:
    party, rankings = None, ""
    if rest and rest[-1] in RANKINGS:
        *rest, rankings = rest
    least = 1 + (kind == "stays") + bool(rankings)  # a ranking follows a concept
    form = f"{kind}:{'PARTY:' if kind == 'stays' else ''}SITUATION, then :CONCEPT, then :every or :some"
    parts = _parts(text, rest, least, 2 + (kind == "stays"), form)
    if kind == "stays":
        party, *parts = parts
    situation, concept = parts
    concept = (concept or "seq").lower()
    if concept not in ALL:
        raise UnknownName("solution concept", concept, map(str, ALL))
    verdict: RestingVerdict | RankedVerdict = resting_verdict(dossier, situation, concept=concept, party=party)
    if rankings:
        verdict = ranked_verdict(dossier, situation, concept=concept, party=party, every=rankings == "every")
    known = {NOW, "goal", *dossier.file.goals, *dossier.file.references}
    if situation not in known and (set(situation) - set("YN") or situation in dossier.names.table):
        dossier.names.expand(situation, ("verdict",))  # what cannot be read is refused before anything is solved

    def without(claims: frozenset[str], parties: frozenset[str]) -> bool:
        return replace(verdict, without=parties)(claims)

    leaves = "nobody would leave" if party is None else f"{party} would not leave"
    ranked = f", in {rankings} ranking" if rankings else ""
    return NamedVerdict(text, kind, f"{leaves} {situation} ({concept.upper()}{ranked})", verdict, without)


def _following(dossier: Dossier, text: str, rest: Sequence[str]) -> NamedVerdict:
    (name,) = _parts(text, rest, 1, 1, "follows:CONCLUSION")
    if name not in dossier.file.conclusions:
        raise UnknownName("conclusion", name, dossier.file.conclusions, owner=dossier.title)
    entry, element = dossier.file.conclusions[name], dossier.element_by_id[f"conclusions.{name}"]
    says = f"the conclusion {name} follows"
    if entry.no_win is not None:
        stuck = NoWinVerdict(dossier, entry.no_win, entry.reference or NOW, Boards(frozenset()))
        return NamedVerdict(text, "follows", says, lambda claims: element.basis.stands(claims) and stuck(claims) == "necessary")
    if entry.formula is None:
        raise DossierError(f"the conclusion {name!r} says nothing that could follow", cure="write a formula, or no_win: PARTY")
    against = f"{name}-contradicted"
    contrary = replace(dossier, file=dossier.file.model_copy(update={"goal": None, "goals": {against: f"not ({entry.formula})"}}))
    possible = deal_possible(contrary, against, stated=False)

    def without(claims: frozenset[str], parties: frozenset[str]) -> bool:
        return element.basis.stands(claims) and not deal_possible(contrary, against, stated=False, without=parties)(claims)

    return NamedVerdict(text, "follows", says, lambda claims: element.basis.stands(claims) and not possible(claims), without)


@dataclass(frozen=True)
class _Holding:
    """Some package of the goal that might be accepted is a resting point under SEQ; each licensed model is solved once."""

    dossier: Dossier
    goal: str
    _known: dict[tuple[tuple[bool, ...], AbstractSet[str]], bool] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, claims: frozenset[str]) -> bool:
        return self.asked(claims, frozenset())

    def asked(self, claims: frozenset[str], parties: frozenset[str]) -> bool:
        relevant = (element for element in self.dossier.elements if element.basis and element.kind not in _IDLE)
        key = (tuple(element.basis.stands(claims) for element in relevant), parties)
        if key not in self._known:
            self._known[key] = self._answer(claims, parties)
        return self._known[key]

    def _answer(self, claims: frozenset[str], parties: frozenset[str]) -> bool:
        licensed = model(self.dossier, accepted=claims, without=parties)
        goal = licensed.goals.get(self.goal)
        if goal is None:
            return False
        found = admissible(licensed.option_form, goal)
        if found.space is None or not found.possible.size:
            return False
        solution = solve(licensed.option_form, concepts="seq")
        return bool({found.space.label(int(at)) for at in found.possible} & set(solution.equilibria("seq")))
