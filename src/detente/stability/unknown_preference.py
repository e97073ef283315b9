"""Stability where some comparisons are unknown: four attitudes.

For every pair exactly one of s ≻_i t, t ≻_i s, s ∼_i t, s U_i t holds; U is symmetric, and nothing need be transitive. What a decision
maker leaves for, L(s), and what deters it, D(s), depend on its attitude to the unknown:

    a   L = better or unknown   D = no better               unknown tempts and does not deter
    b   L = better              D = no better               unknown does neither
    c   L = better or unknown   D = no better or unknown    unknown does both
    d   L = better              D = no better or unknown    unknown deters and does not tempt

    Nash: L(s) = ∅.   GMR: ∀ s1 ∈ L(s) ∃ s2 ∈ R_{N−i}(s1) ∩ D(s).   SMR: also R_i(s2) ⊆ D(s).
    SEQ, SSEQ: as GMR, SMR, each step of the others to something that is better for its mover, or unknown, in all four.

Names: extensions a to d, Li, Hipel, Kilgour & Fang 2004 (li2004a); the paper has the first four concepts, and SSEQ is read here by the same
pattern. Stable under a is stable in every completion, under d in some, for Nash, GMR and SMR.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

import numpy as np

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import GraphModel, Modelled, graph_model
from detente.graphmodel.prioritization import BETTER, OPEN, compare
from detente.graphmodel.states import StateSpace, state_space
from detente.stability.concepts import ALL, Concept
from detente.stability.reference import legal_reach

__all__ = ["Extension", "Relation", "stable_under_unknown", "stated_relations"]

Extension = Literal["a", "b", "c", "d"]
Relation = Sequence[Sequence[int]]
"""``relation[t][s]``: how t stands against s: 1 better, 0 equal, -1 worse, 2 unknown."""


def stated_relations(of: Conflict | StateSpace) -> dict[str, Relation]:
    """Each decision maker's relation over the states: what holds in every completion, the rest unknown."""
    space = of if isinstance(of, StateSpace) else state_space(of)
    every = np.arange(space.size)
    conflict = space.conflict
    return {
        maker: compare(space, conflict.preference(maker), every[:, None], every[None, :]).tolist() for maker in conflict.decision_makers
    }


def stable_under_unknown(
    of: Modelled, relations: Mapping[str, Relation], extension: Extension, concepts: Iterable[Concept] = ALL
) -> dict[str, dict[str, tuple[bool, ...]]]:
    """For each concept and decision maker, whether each state is stable under ``extension``; only the moves of ``of`` are looked at."""
    model = graph_model(of)
    tempts, deters = extension in "ac", extension in "cd"
    size, makers = len(model.labels), model.decision_makers
    credible = GraphModel(makers, model.labels, {j: _moves(model, j, relations[j]) for j in makers}, model.ranks)

    @cache
    def reach(i: str, s: int, *, by_improvements: bool) -> frozenset[int]:
        return legal_reach(credible if by_improvements else model, [j for j in makers if j != i], s)

    def stable(concept: Concept, i: str, s: int) -> bool:
        leaves_for = {BETTER, OPEN} if tempts else {BETTER}
        left = [s1 for s1 in model.moves(i, s) if relations[i][s1][s] in leaves_for]
        if concept is Concept.nash:
            return not left

        def deterring(s2: int) -> bool:
            return relations[i][s2][s] != BETTER and (deters or relations[i][s2][s] != OPEN)

        return all(
            any(
                deterring(s2) and not (concept.answered and any(not deterring(s3) for s3 in model.moves(i, s2)))
                for s2 in reach(i, s1, by_improvements=concept.credible)
            )
            for s1 in left
        )

    return {concept: {i: tuple(stable(concept, i, s) for s in range(size)) for i in makers} for concept in concepts}


def _moves(model: GraphModel, maker: str, relation: Relation) -> list[tuple[int, ...]]:
    """R⁺ with R^U: moves to what is better or unknown."""
    return [tuple(t for t in model.moves(maker, s) if relation[t][s] in {BETTER, OPEN}) for s in range(len(model.labels))]
