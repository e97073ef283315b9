"""Strong stability to the letter, for any graph model and any number of decision makers; slow on purpose.

The definitions stand at the head of each concept's own file. Nothing is assumed of the moves, and the fast forms must agree with this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from detente.graphmodel.moves import GraphModel
from detente.stability.concepts import Concept
from detente.stability.reference import legal_reach

__all__ = ["STRENGTHENED", "Bounds", "strongly_stable_states"]

Bounds = Mapping[str, Sequence[int]]
"""For each decision maker and state the highest rank that is strongly worse than it, -1 for none."""

STRENGTHENED: tuple[Concept, ...] = (Concept.gmr, Concept.smr, Concept.seq, Concept.sseq)
"""The concepts in which something deters, and may do so strongly or mildly. Under Nash nothing deters."""


def strongly_stable_states(
    model: GraphModel, bounds: Bounds, concepts: Iterable[Concept] = STRENGTHENED
) -> dict[Concept, dict[str, tuple[bool, ...]]]:
    """For each concept and decision maker, whether each state is strongly stable."""

    def stable(concept: Concept, i: str, s: int) -> bool:
        others = [j for j in model.decision_makers if j != i]

        def much_worse(t: int) -> bool:
            return model.ranks[i][t] <= bounds[i][s]

        def deters(s2: int) -> bool:
            return much_worse(s2) and (not concept.answered or all(much_worse(s3) for s3 in model.moves(i, s2)))

        return all(any(deters(s2) for s2 in legal_reach(model, others, s1, improving=concept.credible)) for s1 in model.improvements(i, s))

    states = range(len(model.labels))
    return {concept: {i: tuple(stable(concept, i, s) for s in states) for i in model.decision_makers} for concept in concepts}
