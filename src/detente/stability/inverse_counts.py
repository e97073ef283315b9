"""Inverse analysis by counting: under how many rankings of some decision makers a state is an equilibrium.

The moves and the other rankings are given; each *free* decision maker may have any strict order of the states (Kinsara, Kilgour & Hipel
2015, kinsara2015a). What is counted are rankings, not chances.

Nash, GMR and SMR of a state s for i depend on i's ranking by the set B of states above s alone, and on nobody else's ranking. So subsets
are counted instead of orders: of n states, |B|! · (n − 1 − |B|)! orders have the set B above s, and for several free decision makers the
counts multiply. SEQ and SSEQ depend on the order in which i would move when others are judged: every joint order is tried, up to a bound,
except where a single decision maker is free and nobody else has an improvement at s to be deterred from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations, permutations, product
from math import factorial
from typing import Any

from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.states import state_space
from detente.stability.concepts import Concept, concepts_named
from detente.stability.reference import DEFINITIONS, Reach, legal_reach

__all__ = ["RankingCounts", "count_rankings"]


@dataclass(frozen=True, eq=False, repr=False)
class RankingCounts:
    """The answer with its question.

    ``counts[concept]``: of the ``rankings`` joint strict orders of the states by the ``free`` decision makers, how many make ``state`` (a
    label) an equilibrium; None where more than ``bound`` cases would have had to be tried.
    """

    conflict: Conflict | ListedConflict
    state: str
    free: tuple[str, ...]
    rankings: int
    counts: Mapping[str, int | None]
    bound: int

    @property
    def complete(self) -> bool:
        """Whether every concept asked for was counted."""
        return None not in self.counts.values()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        counts = {str(concept): count for concept, count in self.counts.items()}
        return {"state": self.state, "free": list(self.free), "rankings": self.rankings, "counts": counts, "complete": self.complete}

    def __repr__(self) -> str:
        said = ", ".join(f"{concept} {'?' if count is None else count}" for concept, count in self.counts.items())
        return f"<RankingCounts {self.state}: of {self.rankings} rankings of {', '.join(self.free)}: {said}>"


def count_rankings(
    conflict: Conflict | ListedConflict,
    state: str,
    *,
    free: Iterable[str] | str,
    concepts: Iterable[str] | str | None = None,
    bound: int = 2**15,
    limit: int = 2**10,
) -> RankingCounts:
    """Count the rankings of ``free`` (names) that make ``state`` (a label) an equilibrium under ``concepts`` (all five for None).

    Others' rankings are read as :func:`detente.stability.solve` reads them. Raises :class:`~detente.errors.UnknownName` for a name or label
    that does not occur, and what :func:`~detente.graphmodel.states.state_space` raises, with ``limit``.

    >>> from detente.cases import load
    >>> count_rankings(load("syria_iraq_1975"), "YNN", free="Syria")
    <RankingCounts YNN: of 720 rankings of Syria: nash 240, gmr 384, smr 300, seq 384, sseq 300>
    """
    model = graph_model(conflict if isinstance(conflict, ListedConflict) else state_space(conflict, limit=limit))
    names = (free,) if isinstance(free, str) else tuple(dict.fromkeys(free))
    for name in names:
        if name not in model.decision_makers:
            raise UnknownName("decision maker", name, model.decision_makers, owner=conflict.title or None)
    question = _Question(model, model.index(state), names)
    counts: dict[str, int | None] = {concept: question.count(concept, bound) for concept in concepts_named(concepts)}
    return RankingCounts(conflict, state, names, factorial(len(model.labels)) ** len(names), counts, bound)


class _Question:
    def __init__(self, model: GraphModel, state: int, free: tuple[str, ...]) -> None:
        self.model, self.state, self.free = model, state, free
        self.bound_makers = tuple(maker for maker in model.decision_makers if maker not in free)
        self.above = [at for at in range(len(model.labels)) if at != state]

        @cache
        def by_moves(i: str, s: int) -> frozenset[int]:
            return legal_reach(model, [j for j in model.decision_makers if j != i], s)

        self.by_moves: Reach = by_moves

    def count(self, concept: Concept, bound: int) -> int | None:
        size = len(self.model.labels)
        alone = len(self.free) == 1 and all(not self.model.improvements(maker, self.state) for maker in self.bound_makers)
        if not concept.credible or alone:
            if 2 ** (size - 1) > bound:
                return None
            if not all(self.stable(self.model, concept, maker) for maker in self.bound_makers):
                return 0
            result = 1
            for maker in self.free:
                result *= self.by_subsets(concept, maker)
            return result
        if factorial(size) ** len(self.free) > bound:
            return None
        return sum(all(self.stable(model, concept, maker) for maker in model.decision_makers) for model in self.every_order())

    def stable(self, model: GraphModel, concept: Concept, maker: str) -> bool:
        """To the letter, at the state asked about."""

        def by_improvements(i: str, s: int) -> frozenset[int]:
            return legal_reach(model, [j for j in model.decision_makers if j != i], s, improving=True)

        return DEFINITIONS[concept](model, maker, self.state, by_improvements if concept.credible else self.by_moves)

    def by_subsets(self, concept: Concept, maker: str) -> int:
        """Orders of ``maker`` under which the state is stable for it, by the set of states above."""
        size, found = len(self.model.labels), 0
        for above in chain.from_iterable(combinations(self.above, length) for length in range(size)):
            ranks = [0] * size
            ranks[self.state] = 1
            for at in above:
                ranks[at] = 2
            if self.stable(replace(self.model, ranks={**self.model.ranks, maker: ranks}), concept, maker):
                found += factorial(len(above)) * factorial(size - 1 - len(above))
        return found

    def every_order(self) -> Iterator[GraphModel]:
        """The model under every joint strict order of the free."""
        for orders in product(permutations(range(len(self.model.labels))), repeat=len(self.free)):
            yield replace(self.model, ranks={**self.model.ranks, **dict(zip(self.free, orders, strict=True))})
