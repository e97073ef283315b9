"""Whether what an account concludes follows from what it says, from which statements, and whether the mirror of it follows for others.

Two kinds of conclusion, each made a yes-or-no question of a set of accepted claims:

- ``no_win: i``: i stands and has no good choice (:mod:`detente.stability.no_win`) against the conclusion's reference, default now.
  It *follows* where that holds in every completion, and is *not excluded* where it is not shown to fail in every one. The mirror is the
  same question about every other party.
- ``formula: F``: it *follows* where no deal contradicts it, that is where *not F*, asked as a goal, has no acceptable package; at the
  limits (demands may be traded) and, if it does not follow there, as stated (every demand met). An implication follows *emptily* where one
  half settles it: its *if* part is in no acceptable package, or its *then* part in each of them. Whether F holds now and in the resting
  points stands beside it.

Over the readings: in every, in some or in no reading, with the smallest sets of statements that carry or defeat it; as in any such question
proposed statements vary, up to a bound that is said. ``alone`` needs no bound: the statements of which setting one aside, all others that
nobody rejected being accepted, changes the result.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from detente.analysis.board import Boards, start_of
from detente.analysis.dilemmas import NOW, Dilemmas, near_now
from detente.dossier.basis import Element, ElementKind, Ground
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.errors import ModelError
from detente.evidence import ReviewStatus
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import Formula, If, Not, OnlyIf
from detente.impasse.verdict import DealPossible, deal_possible
from detente.stability.equilibria import Solution
from detente.stability.no_win import NoWin, Worse, verdict_among
from detente.worlds.hinges import Hinges, hinges

__all__ = ["Conclusion", "NoWinVerdict", "Places", "conclusions"]

Empty = Literal["", "if", "then"]
READINGS = 32
"""How many readings of the statements are tried for each conclusion unless the caller says otherwise."""
_PARTS = {
    ElementKind.party,
    ElementKind.option,
    ElementKind.now,
    ElementKind.circumstance,
    ElementKind.rule,
    ElementKind.limit,
    ElementKind.condition,
    ElementKind.demand,
    ElementKind.want,
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where a formula holds as read: ``now`` (None where now is open), and in how many of the ``resting`` points (SEQ)."""

    now: bool | None
    holding: int
    resting: int


@dataclass(frozen=True)
class Conclusion:
    """One conclusion of the dossier, tested.

    ``follows`` and ``not_excluded`` are hinges of the two questions; the latter only for a no-win conclusion that follows in no reading.
    ``stated`` says which question a formula was asked, as ``GoalAnalysis`` does; ``empty``: which half of an implication settles it alone.
    ``mirror`` holds the other parties' verdicts, all claims that nobody rejected being accepted. ``assumed`` are the elements without any
    statement that it rests on.
    """

    name: str
    element: Element
    party: str | None
    reference: str
    formula: Formula | None
    follows: Hinges
    not_excluded: Hinges | None = None
    stated: bool = False
    empty: Empty = ""
    alone: tuple[str, ...] = ()
    no_win: NoWin | None = None
    mirror: Mapping[str, Worse] = field(default_factory=dict)
    places: Places | None = None
    assumed: tuple[str, ...] = ()

    @property
    def settled(self) -> bool | None:
        """Whether it follows in every reading (True), in none (False), or in some."""
        return self.follows.settled

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "name": self.name,
            "text": self.element.text,
            "claims": sorted(self.element.basis.claims),
            "no_win": self.party,
            "reference": self.reference if self.party else None,
            "formula": None if self.formula is None else str(self.formula),
            "follows": {True: "in every reading", False: "in no reading", None: "in some reading"}[self.settled],
            "question": None if self.formula is None else "as_stated" if self.stated else "at_the_limits",
            "follows_emptily": self.empty or None,
            "hinges": self.follows.to_dict(),
            "not_excluded": None if self.not_excluded is None else self.not_excluded.to_dict(),
            "alone": list(self.alone),
            "result": None if self.no_win is None else self.no_win.to_dict(),
            "mirror": dict(self.mirror),
            "places": None if self.places is None else {"now": self.places.now, "resting": [self.places.holding, self.places.resting]},
            "assumed": list(self.assumed),
        }


class NoWinVerdict:
    """From accepted claims to the verdict on one party, in the model they license; each model is solved once.

    A party that the claims do not license has no choice to speak of: *no*. A now that is infeasible or too open leaves it *possible*.
    """

    def __init__(self, dossier: Dossier, party: str, reference: str, boards: Boards) -> None:
        self.dossier, self.party, self.reference, self.boards = dossier, party, reference, boards
        wanted = {f"references.{reference}"}
        self.elements = [element for element in dossier.elements if element.basis and (element.kind in _PARTS or element.id in wanted)]
        self._answers: dict[tuple[bool, ...], Worse] = {}

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim that the verdict can depend on, those of the party's own statements first."""
        own = [element for element in self.elements if element.party == self.party]
        return tuple(dict.fromkeys(claim for element in (*own, *self.elements) for claim in sorted(element.basis.claims)))

    def __call__(self, accepted: AbstractSet[str]) -> Worse:
        key = tuple(element.basis.stands(accepted) for element in self.elements)
        if key not in self._answers:
            self._answers[key] = self._answer(accepted)
        return self._answers[key]

    def _answer(self, accepted: AbstractSet[str]) -> Worse:
        licensed = model(self.dossier, accepted=accepted)
        if self.party not in licensed.option_form.decision_makers:
            return "no"
        if self.reference != NOW and self.reference not in licensed.references:
            return "no"
        try:
            ground = self.boards.of(licensed.option_form)
            given = None
            if self.reference != NOW:
                space = self.boards.space(licensed.option_form)
                given = near_now(self.reference, licensed.references[self.reference], space, start_of(space, space.conflict)).labels
            return verdict_among(ground, self.party, reference=given)
        except ModelError:
            return "possible"


def conclusions(
    dossier: Dossier,
    licensed: Model,
    found: Dilemmas,
    boards: Boards,
    *,
    names: Collection[str] | None = None,
    solution: Solution | None = None,
    readings: int = READINGS,
) -> tuple[Conclusion, ...]:
    """Test the conclusions called ``names`` (all that stand, for None).

    ``found`` are the dilemmas of the same model, ``solution`` its resting points, ``readings`` how many readings are tried for each.
    """
    tested = []
    asked = _Asked(dossier, licensed, found, boards, solution, readings)
    for name, entry in dossier.file.conclusions.items():
        element = dossier.element_by_id[f"conclusions.{name}"]
        if element.id not in licensed.standing or (names is not None and name not in names):
            continue
        if entry.no_win is not None and found.row(entry.no_win) is not None:
            tested.append(_no_win(asked, name, entry.no_win, entry.reference or NOW))
        elif entry.formula is not None:
            tested.append(_formula(asked, name))
    return tuple(tested)


@dataclass(frozen=True)
class _Asked:
    dossier: Dossier
    licensed: Model
    found: Dilemmas
    boards: Boards
    solution: Solution | None
    readings: int


def _no_win(asked: _Asked, name: str, party: str, reference: str) -> Conclusion:
    dossier, found, readings = asked.dossier, asked.found, asked.readings
    verdict = NoWinVerdict(dossier, party, reference, asked.boards)
    whole = verdict(dossier.standing)
    alone = tuple(claim for claim in verdict.claims if claim in dossier.standing and verdict(dossier.standing - {claim}) != whole)
    order = (*alone, *(claim for claim in verdict.claims if claim not in alone))
    known = tuple(claim for claim in order if claim in dossier.claims)
    vary = _undecided(dossier, known)
    follows = hinges(dossier, lambda claims: verdict(claims) == "necessary", vary=vary, priority=known, bound=readings)
    perhaps = None
    if follows.settled is False:
        perhaps = hinges(dossier, lambda claims: verdict(claims) != "no", vary=vary, priority=known, bound=readings)
    row = found.row(party, reference)
    others = {other.party: other.found.verdict for other in found.rows if row and other.reference == row.reference and other.party != party}
    return Conclusion(
        name,
        dossier.element_by_id[f"conclusions.{name}"],
        party,
        reference,
        None,
        follows,
        perhaps,
        alone=alone,
        no_win=row.found if row else None,
        mirror=others,
        assumed=_assumed(dossier, verdict.elements),
    )


def _undecided(dossier: Dossier, claims: Collection[str]) -> tuple[str, ...]:
    """Those of ``claims``, all that the verdict can depend on, that nobody decided; what it cannot depend on need not vary."""
    proposed = dossier.claims_with(ReviewStatus.proposed) & dossier.standing
    return tuple(claim for claim in claims if claim in proposed)


def _assumed(dossier: Dossier, elements: Sequence[Element]) -> tuple[str, ...]:
    """Of the parts of the model that are neither a party nor a circumstance, those that no statement carries."""
    kinds = _PARTS - {ElementKind.party, ElementKind.circumstance}
    parts = [element for element in dossier.elements if element.kind in kinds and not element.basis] + [
        element for element in elements if element.kind in kinds and dossier.ground(element) in {Ground.assumed, Ground.unknown}
    ]
    return tuple(dict.fromkeys(element.id for element in parts))


def _formula(asked: _Asked, name: str) -> Conclusion:
    dossier, licensed = asked.dossier, asked.licensed
    written = dossier.file.conclusions[name].formula or ""
    formula = licensed.conclusions[name]
    against = f"{name}-contradicted"
    contrary = _with_goal(dossier, against, f"not ({written})")
    stated = deal_possible(contrary, against, stated=False)(dossier.standing)
    possible = DealPossible(contrary, against, stated=stated)
    alone = tuple(
        claim
        for claim in dossier.claims
        if claim in possible.claims & dossier.standing and possible(dossier.standing - {claim}) != possible(dossier.standing)
    )
    return Conclusion(
        name,
        dossier.element_by_id[f"conclusions.{name}"],
        None,
        NOW,
        formula,
        hinges(
            dossier,
            lambda claims: not possible(claims),
            vary=_undecided(dossier, possible.claims & dossier.claims.keys()),
            priority=alone,
            bound=asked.readings,
        ),
        stated=stated,
        empty=_empty(dossier, formula, stated=stated) if not possible(dossier.standing) else "",
        alone=alone,
        places=_places(formula, licensed, asked.solution),
    )


def _with_goal(dossier: Dossier, name: str, formula: str) -> Dossier:
    return replace(dossier, file=dossier.file.model_copy(update={"goal": None, "goals": {name: formula}}))


def _empty(dossier: Dossier, formula: Formula, *, stated: bool) -> Empty:
    """Whether one half of an implication settles it: what it supposes is not to be had, or what it concludes cannot be avoided."""
    if not isinstance(formula, (If, OnlyIf)):
        return ""
    supposed, then = (formula.left, formula.right) if isinstance(formula, OnlyIf) else (formula.right, formula.left)
    for half, name in ((supposed, "if"), (Not(then), "then")):
        if not deal_possible(_with_goal(dossier, "half", str(half)), "half", stated=stated)(dossier.standing):
            return "if" if name == "if" else "then"
    return ""


def _places(formula: Formula, licensed: Model, solution: Solution | None) -> Places:
    conflict = licensed.conflict
    quos = conflict.status_quos() if isinstance(conflict, Conflict) else ()
    held = {bool(formula.evaluate(quo)) for quo in quos}
    holding = resting = 0
    if solution is not None and solution.space is not None:
        at = solution.resting("seq")
        resting, holding = int(at.sum()), int((at & solution.space.truth(formula)).sum())
    return Places(held.pop() if len(held) == 1 else None, holding, resting)
