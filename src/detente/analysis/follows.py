"""What follows from a model, as functions to pass to searches: a deal is possible, none is, a conclusion that an account draws.

A conclusion that is a formula *follows* if no deal on its contrary is possible: no package against it crosses no limit, meets every
condition, and leaves no signatory certainly worse off than now; an implication is not made to follow emptily. That a party has no good
choice follows if it is so in every completion (:mod:`detente.stability.no_win`). Both as in :mod:`detente.analysis.conclusions`, which
tests them over the readings of the statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from detente.analysis.board import Boards, start_of
from detente.analysis.dilemmas import NOW, near_now
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.errors import DossierError, ModelError, UnknownName
from detente.graphmodel.statements import Formula, If, Not, OnlyIf
from detente.impasse.encoding import PARTICIPATION, encode
from detente.impasse.minimal import Session
from detente.stability.no_win import verdict_among
from detente.worlds.bridging import Bridges, bridges
from detente.worlds.premises import Premise

__all__ = ["Contrary", "contrary_of", "deal_in", "missing_steps", "missing_steps_for_conclusion"]

Verdict = Literal["a deal", "no deal"]
_NAMES_AT_MOST = 14  # names in a goal and a rule, beyond which it is not asked whether the one contradicts the other
_BINDING = {"rule", "limit", "condition", "demand", "want"}


def deal_in(found: Model, goal: str | Formula, *, stated: bool) -> dict[str, bool] | None:
    """A package of the goal that might be accepted in this model (option by option), or None; a goal that fell has none.

    ``stated``: every demand met too; else demands may be traded. Raises :class:`~detente.errors.DossierError` for listed states.
    """
    formula = found.goals.get(goal) if isinstance(goal, str) else goal
    if formula is None:
        return None
    encoding = encode(found.option_form, formula)
    with Session(encoding) as session:
        asked = [switch.literal for switch in encoding.asked(stated=stated)]
        return session.setting() if session.possible([*encoding.question(stated=stated), *asked]) else None


def missing_steps(dossier: Dossier, goal: str, verdict: Verdict, *, stated: bool, max_size: int = 2, bound: int = 1000) -> Bridges:
    """The shortest premises under which a deal on ``goal`` is possible, or none is.

    Raises :class:`~detente.errors.UnknownName` for a goal that the dossier does not have.
    """
    known = dossier.file.goals or ({"goal": ""} if dossier.file.goal else {})
    if goal not in known:
        raise UnknownName("goal", goal, known, owner=dossier.title)
    if verdict == "a deal":
        possible = _Possible(dossier, goal, stated=stated)
        return bridges(dossier, possible, hopeless=possible.hopeless, max_size=max_size, bound=bound)
    none = _NoDeal(goal, stated=stated)
    return bridges(dossier, none, hopeless=none.hopeless, max_size=max_size, bound=bound)


@dataclass(frozen=True, slots=True)
class Contrary:
    """The contrary of what holds: of the question (``stated``) that the headline asks about a goal, the ``verdict`` it does not have."""

    goal: str
    verdict: Verdict
    stated: bool


def contrary_of(dossier: Dossier, goal: str, *, max_size: int = 2, bound: int = 1000) -> tuple[Contrary, Bridges]:
    """What is missing for the contrary of the headline, with every claim accepted that nobody rejected; raises what missing_steps does.

    As stated where a deal is possible at the limits, else at the limits.
    """
    plain = model(dossier)
    stated = deal_in(plain, goal, stated=False) is not None
    holds = stated and deal_in(plain, goal, stated=True) is not None
    contrary = Contrary(goal, "no deal" if holds else "a deal", stated)
    return contrary, missing_steps(dossier, goal, contrary.verdict, stated=stated, max_size=max_size, bound=bound)


def missing_steps_for_conclusion(dossier: Dossier, conclusion: str, *, max_size: int = 2, bound: int | None = None) -> Bridges:
    """The shortest premises under which a conclusion of the dossier follows, at the limits where it is a formula.

    ``bound`` is 1000, and 60 for *no good choice*, which takes long to ask. Raises :class:`~detente.errors.UnknownName` for a conclusion
    that the dossier does not have, and :class:`~detente.errors.DossierError` for one that is not licensed, or says nothing to test.
    """
    if conclusion not in dossier.file.conclusions:
        raise UnknownName("conclusion", conclusion, dossier.file.conclusions, owner=dossier.title)
    entry = dossier.file.conclusions[conclusion]
    if entry.no_win is not None:
        party, reference, boards = entry.no_win, entry.reference or NOW, Boards(frozenset())

        def stuck(found: Model) -> bool:
            return _no_good_choice(found, party, reference, boards)

        return bridges(dossier, stuck, max_size=max_size, bound=60 if bound is None else bound)
    formula = model(dossier).conclusions.get(conclusion)
    if formula is None:
        raise DossierError(f"the conclusion {conclusion!r} has no formula that stands", cure="write a formula, and accept what it rests on")
    none = _NoDeal(Not(formula), stated=False, kept=_parts(formula))
    return bridges(dossier, none, hopeless=none.hopeless, max_size=max_size, bound=1000 if bound is None else bound)


class _NoDeal:
    """No deal is possible; packages found on the way rule out premises that leave them standing.

    A package stays acceptable under a premise that it meets: as a rule, limit, condition or demand it is met, and a ranked statement that
    holds in a package never makes it worse than now. ``kept`` are formulas on which a deal has to stay possible.
    """

    def __init__(self, goal: str | Formula, *, stated: bool, kept: Sequence[Formula] = ()) -> None:
        self.goal, self.stated, self.kept = goal, stated, kept
        self.formula: Formula | None = goal if isinstance(goal, Formula) else None
        self.packages: list[dict[str, bool]] = []

    def __call__(self, found: Model) -> bool:
        self.formula = self.formula or found.goals.get(str(self.goal))
        package = deal_in(found, self.goal, stated=self.stated)
        if package is not None and package not in self.packages:
            self.packages.append(package)
        return package is None and all(deal_in(found, part, stated=self.stated) is not None for part in self.kept)

    def hopeless(self, premises: Sequence[Premise]) -> bool:
        if any(premise.kind not in _BINDING for premise in premises):
            return False
        if any(all(_met(premise, package) for premise in premises) for package in self.packages):
            return True
        return self.formula is not None and _restated(self.formula, premises)


class _Possible:
    """A deal is possible. Rules never make one so; statements do not where what blocks is no party's 'worse than now'."""

    def __init__(self, dossier: Dossier, goal: str, *, stated: bool) -> None:
        self.dossier, self.goal, self.stated = dossier, goal, stated
        self.blocked = cache(self._blocked)

    def _blocked(self, circumstances: frozenset[str]) -> bool:
        plain = model(self.dossier, circumstances=dict.fromkeys(circumstances, True))
        if self.goal not in plain.goals:
            return True
        encoding = encode(plain.option_form, plain.goals[self.goal])
        with Session(encoding) as session:
            asked = [switch.literal for switch in encoding.asked(stated=self.stated) if switch.kind != PARTICIPATION]
            return not session.possible([*encoding.question(stated=self.stated), *asked])

    def __call__(self, found: Model) -> bool:
        return deal_in(found, self.goal, stated=self.stated) is not None

    def hopeless(self, premises: Sequence[Premise]) -> bool:
        circumstances = frozenset(premise.name for premise in premises if premise.kind == "circumstance")
        return self.blocked(circumstances) or all(premise.kind == "rule" for premise in premises)


def _parts(formula: Formula) -> tuple[Formula, ...]:
    """Of an implication, what it starts from and what it excludes: without a deal on either it would follow emptily."""
    if isinstance(formula, OnlyIf | If):
        first, second = formula.parts
        return (first, Not(second)) if isinstance(formula, OnlyIf) else (second, Not(first))
    return ()


def _met(premise: Premise, package: dict[str, bool]) -> bool:
    assert premise.formula is not None
    return bool(premise.formula.evaluate(package)) is not (premise.kind == "rule")


def _restated(goal: Formula, premises: Sequence[Premise]) -> bool:
    """Whether rules among the premises exclude the goal by themselves: then they say the conclusion over again."""
    rules = [premise.formula for premise in premises if premise.kind == "rule" and premise.formula is not None]
    names = sorted({name for formula in (goal, *rules) for name in formula.names()})
    if not rules or len(names) > _NAMES_AT_MOST:
        return False
    rows = np.arange(1 << len(names))
    env = {name: (rows >> place & 1).astype(np.bool_) for place, name in enumerate(names)}
    left = np.ones(rows.size, dtype=np.bool_) & goal.evaluate(env)
    for formula in rules:
        left &= ~(formula.evaluate(env) & np.ones(rows.size, dtype=np.bool_))
    return not left.any()


def _no_good_choice(found: Model, party: str, reference: str, boards: Boards) -> bool:
    conflict = found.option_form
    if party not in conflict.decision_makers or not (reference == NOW or reference in found.references):
        return False
    try:
        ground, given = boards.of(conflict), None
        if reference != NOW:
            space = boards.space(conflict)
            given = near_now(reference, found.references[reference], space, start_of(space, conflict)).labels
        return verdict_among(ground, party, reference=given) == "necessary"
    except ModelError:  # a premise that leaves no status quo proves nothing
        return False
