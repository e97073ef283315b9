"""Which states are held strongly, which only weakly, and which not at all; and the equilibria of each kind.

An equilibrium is *strong* if it is strongly stable for every decision maker, and *weak* if it is not (Hamouda, Kilgour & Hipel 2004,
hamouda2004; 2006, hamouda2006). "General" stability is the plain one: it asks for no strength.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.strength import listed_strong_bounds, strength_stated, strong_bounds
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import Solution, solve
from detente.stability.option_form import Bools, Integers, OptionForm, option_form
from detente.stability.strength.above import Ladder, ladder
from detente.stability.strength.general_metarational import strongly_general_metarational
from detente.stability.strength.reference import STRENGTHENED, strongly_stable_states
from detente.stability.strength.sequential import strongly_sequential
from detente.stability.strength.symmetric_metarational import strongly_symmetric_metarational
from detente.stability.strength.symmetric_sequential import strongly_symmetric_sequential

__all__ = ["STRONGLY", "Degree", "StrengthSolution", "solve_strength", "strength_where_stated"]

STRONGLY: Mapping[Concept, Callable[[OptionForm, Ladder], Bools]] = {
    Concept.gmr: strongly_general_metarational,
    Concept.smr: strongly_symmetric_metarational,
    Concept.seq: strongly_sequential,
    Concept.sseq: strongly_symmetric_sequential,
}


class Degree(StrEnum):
    """How a decision maker is kept in a state."""

    strong = "strong"  # strongly stable: all it could gain by leaving can be answered by something strongly worse
    weak = "weak"  # stable, and not strongly
    none = "none"  # not stable: it would leave


@dataclass(frozen=True, eq=False, repr=False)
class StrengthSolution:
    """The answer with its question.

    ``solution``: the plain ("general") answer. ``bounds[dm]``: see :mod:`detente.graphmodel.strength`. ``strongly[concept][dm]``: bool
    arrays of shape (states,). Nash is not among ``concepts``: where nothing tempts, nothing has to deter.
    """

    solution: Solution
    concepts: tuple[Concept, ...]
    bounds: Mapping[str, Integers]
    strongly: Mapping[Concept, Mapping[str, Bools]]

    def degree(self, concept: str, decision_maker: str, state: str) -> Degree:
        """How ``decision_maker`` is kept in ``state`` (a label). Raises :class:`~detente.errors.UnknownName` or ModelError."""
        (name,) = self._asked(concept)
        if decision_maker not in self.solution.decision_makers:
            raise UnknownName("decision maker", decision_maker, self.solution.decision_makers)
        at = self.solution.index(state)
        if self.strongly[name][decision_maker][at]:
            return Degree.strong
        return Degree.weak if self.solution.stable[name][decision_maker][at] else Degree.none

    def equilibria(self, concept: str, degree: Degree | str = Degree.strong) -> tuple[str, ...]:
        """Labels of the strong equilibria, of the weak ones, or of the states that are none, in the order of the states."""
        (name,) = self._asked(concept)
        resting, shape = self.solution.resting(name), np.ones(len(self.solution.states), dtype=np.bool_)
        firmly = np.logical_and.reduce([*self.strongly[name].values(), shape])
        found = {Degree.strong: firmly, Degree.weak: resting & ~firmly, Degree.none: ~resting}[Degree(degree)]
        return tuple(self.solution.states[at] for at in np.flatnonzero(found))

    def _asked(self, concept: str) -> tuple[Concept, ...]:
        if concept not in self.concepts:
            raise UnknownName("solution concept", str(concept), map(str, self.concepts), owner="strength of preference")
        return (Concept(concept),)

    def to_dict(self) -> dict[str, Any]:
        """As plain data: for each concept who is strongly stable where, and the strong and the weak equilibria."""
        states = self.solution.states
        return {
            str(concept): {
                "strongly_stable": {maker: [states[at] for at in np.flatnonzero(flags)] for maker, flags in self.strongly[concept].items()},
                "strong_equilibria": list(self.equilibria(concept, Degree.strong)),
                "weak_equilibria": list(self.equilibria(concept, Degree.weak)),
            }
            for concept in self.concepts
        }

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{concept} {len(self.equilibria(concept, Degree.strong))} strong, {len(self.equilibria(concept, Degree.weak))} weak"
            for concept in self.concepts
        )
        return f"<StrengthSolution {self.solution.conflict.title or 'untitled'}: equilibria: {counts}>"


def solve_strength(of: Conflict | ListedConflict | Solution, *, concepts: Iterable[str] | str | None = None) -> StrengthSolution:
    """How strongly each state is held, under ``concepts`` (GMR, SMR, SEQ and SSEQ unless some are named).

    A conflict is solved first; a solution must cover the concepts asked for, and for None those that it covers are taken. Raises
    :class:`~detente.errors.UnknownName` for a concept that has no strong form, such as Nash, and what
    :func:`~detente.stability.equilibria.solve` raises.

    >>> from detente.graphmodel.preferences import Ranking
    >>> leaving = {"A": (("stay", "go"),), "B": (("go", "small loss"), ("go", "ruin"))}
    >>> likes = {"A": Ranking((("go",), ("stay",), ("small loss",), ("ruin",)), strong_after=(2,))}
    >>> conflict = ListedConflict(("stay", "go", "small loss", "ruin"), leaving, likes)
    >>> found = solve_strength(conflict)
    >>> found.degree("gmr", "A", "stay"), found.degree("seq", "A", "stay")
    (<Degree.strong: 'strong'>, <Degree.none: 'none'>)
    """
    if isinstance(of, Solution):
        solution = of
        wanted = tuple(c for c in STRENGTHENED if c in of.stable) if concepts is None else _strengthened(concepts)
        for concept in wanted:
            if concept not in of.stable:
                raise UnknownName("solution concept", str(concept), map(str, of.concepts), owner="this solution")
    else:
        wanted = STRENGTHENED if concepts is None else _strengthened(concepts)
        solution = solve(of, concepts=wanted, method="option form")
    if solution.space is None:
        assert isinstance(solution.conflict, ListedConflict)  # only those have no space of options
        bounds = listed_strong_bounds(solution.conflict)
        literal = strongly_stable_states(solution.model, bounds, wanted)  # type: ignore[arg-type]
        strongly = {c: {i: np.asarray(flags, dtype=np.bool_) for i, flags in by_maker.items()} for c, by_maker in literal.items()}
        return StrengthSolution(solution, wanted, bounds, strongly)
    space, makers = solution.space, solution.decision_makers
    bounds = {maker: strong_bounds(space, space.conflict.preference(maker)) for maker in makers}
    form = option_form(space, solution.ranks)
    steps = {maker: ladder(form, maker, bounds[maker]) for maker in makers}
    return StrengthSolution(solution, wanted, bounds, {c: {i: STRONGLY[c](form, steps[i]) for i in makers} for c in wanted})


def strength_where_stated(solution: Solution) -> StrengthSolution | None:
    """How strongly each state is held, where somebody's preference speaks of strength and a concept that has a strong form was solved."""
    if solution.survey is not None:  # its states were not listed: strength is not judged there
        return None
    if not strength_stated(solution.conflict) or not set(STRENGTHENED) & set(solution.concepts):
        return None
    return solve_strength(solution)


def _strengthened(concepts: Iterable[str] | str) -> tuple[Concept, ...]:
    wanted = concepts_named(concepts)
    for concept in wanted:
        if concept not in STRENGTHENED:
            raise UnknownName("solution concept", str(concept), map(str, STRENGTHENED), owner="strength of preference")
    return wanted
