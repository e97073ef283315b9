"""Where teams can get to, from every state at once: sets of states as the bits of one integer.

A legal sequence has nobody, or no team, twice in succession. From a state s, let F_m(s) be the ends of those whose first move is m's:

    F_m(s) = ∪ {t} ∪ F_k(t)   over t ∈ R_m(s), k ≠ m

Swept over states until nothing grows. Where every mover's moves are transitive (options, unless a rule or direction speaks of one move at
a time) the rule changes no verdict: two moves of one mover in succession are one, or lead back to where they began. Then one set a state is
enough, F(s) = ∪ {t} ∪ F(t), and only a return to s itself may be in it beyond the definition, which neither is better than s nor worse.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial, reduce
from itertools import combinations
from operator import and_, or_
from typing import Any

from detente.graphmodel.moves import GraphModel

__all__ = ["TeamReach", "members_of"]

Bits = list[int]


def members_of(bits: int) -> Iterator[int]:
    """The places of the ones, ascending.

    >>> list(members_of(0b10110))
    [1, 2, 4]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class TeamReach:
    """The reach of every team of one model, each worked out when it is first asked for; one integer a state."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self.size = len(model.labels)
        self.moves = {j: [_bits(model.moves(j, s)) for s in range(self.size)] for j in model.decision_makers}
        self.above = {j: _above(model.ranks[j]) for j in model.decision_makers}
        self.transitive = all(_transitive(rows) for rows in self.moves.values())
        self._known: dict[Hashable, Bits] = {}

    def better(self, team: Sequence[str]) -> Bits:
        """For each state what every member of ``team`` prefers to it."""
        return self._once(
            (tuple(team), "better"), lambda: list(map(partial(reduce, and_), zip(*(self.above[j] for j in team), strict=True)))
        )

    def of(self, team: Sequence[str], *, improving: bool = False) -> Bits:
        """R_H(s), or R_H⁺(s) with every step an improvement for its mover."""
        rows = {j: [r & a for r, a in zip(self.moves[j], self.above[j], strict=True)] if improving else self.moves[j] for j in team}
        return self._once((tuple(team), improving), lambda: self._ends(rows))

    def by_coalitions(self, others: Sequence[str]) -> Bits:
        """By coalition improvements of teams among ``others``, no team twice in succession."""

        def rows() -> dict[Hashable, Bits]:
            teams = [team for size in range(1, len(others) + 1) for team in combinations(others, size)]
            return {team: [r & b for r, b in zip(self.of(team), self.better(team), strict=True)] for team in teams}

        return self._once((tuple(others), "coalitions"), lambda: self._ends(rows()))

    def _once(self, key: Hashable, find: Callable[[], Bits]) -> Bits:
        if key not in self._known:
            self._known[key] = find()
        return self._known[key]

    def _ends(self, rows: Mapping[Any, Bits]) -> Bits:
        if self.transitive:
            joined = [reduce(or_, (row[s] for row in rows.values()), 0) for s in range(self.size)]
            return _swept({None: joined}, self.size, in_turn=False)
        return _swept(rows, self.size, in_turn=True)


def _swept(rows: Mapping[Any, Bits], size: int, *, in_turn: bool) -> Bits:
    steps = {mover: [tuple(members_of(ends)) for ends in row] for mover, row in rows.items()}
    first: dict[Hashable, Bits] = {mover: list(row) for mover, row in rows.items()}
    grew = True
    while grew:
        grew = False
        then = {m: [reduce(or_, (row[s] for k, row in first.items() if k != m or not in_turn), 0) for s in range(size)] for m in first}
        for mover, row in first.items():
            follow = then[mover]
            for s, ends in enumerate(steps[mover]):
                reached = reduce(or_, map(follow.__getitem__, ends), row[s])
                if reached != row[s]:
                    row[s] = reached
                    grew = True
                    if not in_turn:
                        follow[s] = reached
    return [reduce(or_, (row[s] for row in first.values()), 0) for s in range(size)]


def _bits(states: Sequence[int]) -> int:
    return sum(1 << state for state in states)


def _above(ranks: Sequence[int]) -> Bits:
    """For each state the states of higher rank."""
    level: dict[int, int] = {}
    for state, rank in enumerate(ranks):
        level[rank] = level.get(rank, 0) | 1 << state
    above, found = 0, {}
    for rank in sorted(level, reverse=True):
        found[rank] = above
        above |= level[rank]
    return [found[rank] for rank in ranks]


def _transitive(rows: Bits) -> bool:
    return all(not (rows[t] & ~(ends | 1 << s)) for s, ends in enumerate(rows) for t in members_of(ends))
