"""Hypergames of the first level: each decision maker has its own picture of the conflict, and stays or leaves by that picture.

A hypergame is a conflict (G_1, …, G_n), G_i being the whole graph model as i believes it: states, everybody's moves, everybody's
preferences.

    s ∈ S_i is stable for i            ⟺  it is stable for i under the concept, entirely inside G_i
    s is a hypergame equilibrium       ⟺  every i knows s, and s is stable for i in G_i

A state outside S_i is one that i can neither aim at nor foresee, though others may bring it about. Conventions for it differ, so it is not
called stable or unstable for i, but listed apart.

Names: Bennett 1977, 1980 (bennett1977, bennett1980); stability inside each picture, Wang, Hipel & Fraser 1988, 1989 (wang1988, wang1989).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import Solution, solve

__all__ = ["HypergameSolution", "solve_hypergame"]


@dataclass(frozen=True, eq=False, repr=False)
class HypergameSolution:
    """The answer with its question: ``solutions[dm]`` solves the conflict as ``dm`` sees it; states are known by their labels."""

    concepts: tuple[Concept, ...]
    solutions: Mapping[str, Solution]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state that somebody knows, in the order in which they turn up."""
        return tuple(dict.fromkeys(label for solution in self.solutions.values() for label in solution.states))

    @property
    def unforeseen(self) -> dict[str, tuple[str, ...]]:
        """For each decision maker the states that only others know."""
        return {maker: tuple(s for s in self.states if s not in set(solution.states)) for maker, solution in self.solutions.items()}

    def stays(self, concept: str, decision_maker: str, state: str) -> bool | None:
        """Whether ``decision_maker`` would stay in ``state`` by its own picture; None for a state it does not know."""
        (name,) = concepts_named(concept)
        if decision_maker not in self.solutions:
            raise UnknownName("decision maker", decision_maker, self.solutions)
        if state not in self.states:
            raise UnknownName("state", state, self.states)
        solution = self.solutions[decision_maker]
        return bool(solution.stable[name][decision_maker][solution.states.index(state)]) if state in solution.states else None

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """The states that everybody knows and nobody would leave by its own picture."""
        return tuple(s for s in self.states if all(self.stays(concept, maker, s) for maker in self.solutions))

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "states": list(self.states),
            "unforeseen": {maker: list(states) for maker, states in self.unforeseen.items()},
            "stays": {str(c): {m: {s: self.stays(c, m, s) for s in self.states} for m in self.solutions} for c in self.concepts},
            "equilibria": {str(concept): list(self.equilibria(concept)) for concept in self.concepts},
        }

    def __repr__(self) -> str:
        counts = ", ".join(f"{concept} {len(self.equilibria(concept))}" for concept in self.concepts)
        return f"<HypergameSolution: {len(self.solutions)} pictures, {len(self.states)} states; equilibria: {counts}>"


def solve_hypergame(
    pictures: Mapping[str, Conflict | ListedConflict], *, concepts: Iterable[str] | str | None = None, limit: int = 2**14
) -> HypergameSolution:
    """Solve each decision maker's picture for itself, under ``concepts`` (all five for None).

    Raises :class:`~detente.errors.UnknownName` where somebody does not occur in its own picture, :class:`~detente.errors.ModelError` where
    pictures name their states differently (other options, or options beside listed states), and what
    :func:`~detente.stability.equilibria.solve` raises.

    >>> from detente.cases import load
    >>> solve_hypergame({"Row": load("stag_hunt"), "Col": load("prisoners_dilemma")}).equilibria("nash")
    ('NN',)
    """
    wanted = concepts_named(concepts)
    named = {picture.option_names if isinstance(picture, Conflict) else None for picture in pictures.values()}
    if len(named) > 1:
        raise ModelError("the pictures name their states differently", cure="give all the same options in one order, or all listed states")
    for maker, picture in pictures.items():
        if maker not in picture.decision_makers:
            raise UnknownName("decision maker", maker, picture.decision_makers, owner=f"{maker}'s own picture")
    return HypergameSolution(wanted, {maker: solve(picture, concepts=wanted, limit=limit) for maker, picture in pictures.items()})
