"""The five concepts to the letter, for any graph model and any number of decision makers.

Slow on purpose: each function is its definition (see the head of the concept's own file). Nothing is assumed of the moves: they may be
intransitive, irreversible, and shared. The fast forms must agree with what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from detente.graphmodel.moves import GraphModel
from detente.stability.concepts import ALL, Concept

__all__ = [
    "DEFINITIONS",
    "general_metarational",
    "legal_reach",
    "nash",
    "sequential",
    "stable_states",
    "symmetric_metarational",
    "symmetric_sequential",
]

Reach = Callable[[str, int], frozenset[int]]
"""What everybody but the first argument can reach from the second."""


def legal_reach(model: GraphModel, movers: Iterable[str], start: int, *, improving: bool = False) -> frozenset[int]:
    """R_H(s), or R_H⁺(s): where a legal sequence of ``movers`` from ``start`` can end.

    A legal sequence is a non-empty chain of moves in which nobody moves twice in succession; with ``improving`` each step improves for its
    mover on the state it leaves. Searched as a graph on (state, last mover), which is the inductive definition with Ω_H(s, t) spelled out.
    """
    team = tuple(movers)
    step = model.improvements if improving else model.moves
    open_ends: list[tuple[int, str | None]] = [(start, None)]
    reached: set[tuple[int, str]] = set()
    while open_ends:
        state, last = open_ends.pop()
        for mover in team:
            if mover == last:
                continue
            for target in step(mover, state):
                if (target, mover) not in reached:
                    reached.add((target, mover))
                    open_ends.append((target, mover))
    return frozenset(state for state, _ in reached)


def nash(model: GraphModel, i: str, s: int, reach: Reach) -> bool:  # noqa: ARG001 - one signature for all five
    """R_i⁺(s) = ∅."""
    return not model.improvements(i, s)


def general_metarational(model: GraphModel, i: str, s: int, reach: Reach) -> bool:
    """∀ s1 ∈ R_i⁺(s) ∃ s2 ∈ R_{N−i}(s1): s ≽_i s2."""
    v = model.ranks[i]
    return all(any(v[s] >= v[s2] for s2 in reach(i, s1)) for s1 in model.improvements(i, s))


def symmetric_metarational(model: GraphModel, i: str, s: int, reach: Reach) -> bool:
    """∀ s1 ∈ R_i⁺(s) ∃ s2 ∈ R_{N−i}(s1): s ≽_i s2 and ∀ s3 ∈ R_i(s2): s ≽_i s3."""
    v = model.ranks[i]
    return all(
        any(v[s] >= v[s2] and all(v[s] >= v[s3] for s3 in model.moves(i, s2)) for s2 in reach(i, s1)) for s1 in model.improvements(i, s)
    )


def sequential(model: GraphModel, i: str, s: int, reach: Reach) -> bool:
    """∀ s1 ∈ R_i⁺(s) ∃ s2 ∈ R⁺_{N−i}(s1): s ≽_i s2; ``reach`` is by improvements."""
    return general_metarational(model, i, s, reach)


def symmetric_sequential(model: GraphModel, i: str, s: int, reach: Reach) -> bool:
    """∀ s1 ∈ R_i⁺(s) ∃ s2 ∈ R⁺_{N−i}(s1): s ≽_i s2 and ∀ s3 ∈ R_i(s2): s ≽_i s3; ``reach`` is by improvements."""
    return symmetric_metarational(model, i, s, reach)


DEFINITIONS: dict[Concept, Callable[[GraphModel, str, int, Reach], bool]] = {
    Concept.nash: nash,
    Concept.gmr: general_metarational,
    Concept.smr: symmetric_metarational,
    Concept.seq: sequential,
    Concept.sseq: symmetric_sequential,
}


def stable_states(model: GraphModel, concepts: Iterable[Concept] = ALL) -> dict[str, dict[str, tuple[bool, ...]]]:
    """For each concept and decision maker, whether each state is stable."""
    makers = model.decision_makers
    others = {i: tuple(j for j in makers if j != i) for i in makers}

    @cache
    def by_moves(i: str, s: int) -> frozenset[int]:
        return legal_reach(model, others[i], s)

    @cache
    def by_improvements(i: str, s: int) -> frozenset[int]:
        return legal_reach(model, others[i], s, improving=True)

    return {
        concept: {
            i: tuple(DEFINITIONS[concept](model, i, s, by_improvements if concept.credible else by_moves) for s in range(len(model.labels)))
            for i in makers
        }
        for concept in concepts
    }
