"""Why a state is held strongly, weakly or not at all: a certificate for each, and a check of both.

Fix a state s and the decision maker i. Strong stability of s is plain stability of s in another model: one in which i prefers to s whatever
is not strongly worse than s. There the plain certificate names a deterring reply that is strongly worse, and the check of plain
certificates, which is other code, checks it too. Two things keep the question what it was: i's moves from s are its improvements and no
others, and a reply that leads back to s leads to a copy of s, which is one more state that is not strongly worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import GraphModel
from detente.stability.certificate import Reply, Step, Verdict
from detente.stability.checking import check
from detente.stability.equilibria import Solution
from detente.stability.strength.reference import STRENGTHENED, Bounds
from detente.stability.strength.solution import Degree, StrengthSolution, solve_strength
from detente.stability.verdict import explain

__all__ = ["Degree", "StrengthVerdict", "check_strength", "strength_of_stability"]


@dataclass(frozen=True, slots=True)
class StrengthVerdict:
    """``general``: why the decision maker would stay or leave. ``strong``: the same, where only what is strongly worse deters.

    In ``strong`` a reply's ``escape`` is a countermove to something that is not strongly worse than the state left.
    """

    general: Verdict
    strong: Verdict

    @property
    def degree(self) -> Degree:
        """Whether the state is held strongly, weakly, or not."""
        if self.strong.stable:
            return Degree.strong
        return Degree.weak if self.general.stable else Degree.none

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"degree": str(self.degree), "general": self.general.to_dict(), "strong": self.strong.to_dict()}


def strength_of_stability(
    of: Conflict | ListedConflict | Solution | StrengthSolution, state: str, decision_maker: str, concept: str
) -> StrengthVerdict:
    """How ``decision_maker`` is kept in ``state`` (a label) under ``concept``, with a certificate for each degree.

    Raises :class:`~detente.errors.UnknownName` for a name that does not occur and for a concept that has no strong form.
    """
    found = of if isinstance(of, StrengthSolution) else solve_strength(of)
    if concept not in STRENGTHENED:
        raise UnknownName("solution concept", str(concept), map(str, STRENGTHENED), owner="strength of preference")
    model = found.solution.model
    general = explain(found.solution, state, decision_maker, concept)
    s = found.solution.index(state)
    other, names = _only_strong_deters(model, decision_maker, s, int(found.bounds[decision_maker][s]))
    strong = explain(other, model.labels[s], decision_maker, concept)
    return StrengthVerdict(general, _renamed(strong, {copy: label for label, copy in names.items()}))


def check_strength(verdict: StrengthVerdict, model: GraphModel, bounds: Bounds) -> None:
    """Verify ``verdict`` from the definitions alone. Raises :class:`~detente.errors.ModelError` that says what does not hold."""
    general, strong = verdict.general, verdict.strong
    asked = [(part.decision_maker, part.state, part.concept) for part in (general, strong)]
    if asked[0] != asked[1]:
        raise ModelError(f"the two parts are about {asked[0]} and {asked[1]}", cure="ask for both at once")
    check(general, model)
    i, s = strong.decision_maker, model.index(strong.state)
    other, names = _only_strong_deters(model, i, s, int(bounds[i][s]))
    check(_renamed(strong, names), other)


def _only_strong_deters(model: GraphModel, i: str, s: int, bound: int) -> tuple[GraphModel, dict[str, str]]:
    """The other model, and the name of s with the name of its copy, which is the last state."""
    copy = len(model.labels)
    name = max((label for label in model.labels), key=len) + " again"
    successors = {j: _Redirected(moves, s, copy, model.improvements(i, s) if j == i else None) for j, moves in model.successors.items()}
    ranks = {j: [*own, own[s]] for j, own in model.ranks.items() if j != i}
    ranks[i] = [*(0 if rank <= bound else 1 if t == s else 2 for t, rank in enumerate(model.ranks[i])), 2]
    return GraphModel(model.decision_makers, (*model.labels, name), successors, ranks), {model.labels[s]: name}


class _Redirected(Sequence[tuple[int, ...]]):
    """Successors in which every move to ``state`` leads to its ``copy``, and from ``state`` there is only ``there`` (None: as before)."""

    def __init__(self, moves: Sequence[tuple[int, ...]], state: int, copy: int, there: tuple[int, ...] | None) -> None:
        self._moves, self._state, self._copy, self._there = moves, state, copy, there

    def __len__(self) -> int:
        return self._copy + 1

    def __getitem__(self, state: Any) -> Any:
        if state == self._state and self._there is not None:
            return self._there
        return tuple(self._copy if t == self._state else t for t in self._moves[self._state if state == self._copy else state])


def _renamed(verdict: Verdict, names: Mapping[str, str]) -> Verdict:
    """The states that replies pass through, and may end in, under other names; the state that the verdict is about keeps its own."""

    def called(label: str) -> str:
        return names.get(label, label)

    def reply(said: Reply) -> Reply:
        return Reply(
            tuple(Step(step.mover, called(step.state)) for step in said.steps),
            called(said.state),
            said.standing,
            tuple(map(called, said.countermoves)),
            None if said.escape is None else called(said.escape),
        )

    return replace(
        verdict,
        improvements=tuple(
            replace(one, sanction=None if one.sanction is None else reply(one.sanction), escaped=tuple(map(reply, one.escaped)))
            for one in verdict.improvements
        ),
    )
