"""Simultaneous stability: an improvement is blocked if others, improving at the same time, spoil it.

    i's improvement s → s1 is *blocked*  ⟺  some non-empty set of others each has an improvement from the same s such that the state p in
                                            which all these changes are made together with i's is feasible, and s ≽_i p
    s is SIM stable for i                ⟺  every improvement of i is blocked

It needs options: only there is it plain what several moves from one state make together. Nash stability implies it; SEQ neither implies it
nor follows from it.

Two readings are in print, and both are offered. *Literal* (``after=None``): every state is judged by the lines above. *After* another
concept (Fraser & Hipel apply it after SEQ): what is stable under that concept for i stays stable, and only states unstable for at least two
are looked at again, the blockers being those others for whom the state is unstable.

Names: Fraser & Hipel 1979, 1984 (fraser1979, fraser1984).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.states import StateSpace
from detente.stability.equilibria import Solution, solve

__all__ = ["simultaneous"]

Bools = NDArray[np.bool_]


def simultaneous(conflict: Conflict, *, after: str | None = None, limit: int = 2**12) -> dict[str, Bools]:
    """For each decision maker, where it is SIM stable: bool arrays in the order of the state space.

    Every combination of the others' improvements may have to be tried, hence the low ``limit``. Raises what
    :func:`~detente.stability.equilibria.solve` raises.
    """
    solution = solve(conflict, concepts="nash" if after is None else after, limit=limit)
    assert solution.space is not None  # a conflict with options has one
    if after is None:
        settled: Mapping[str, Bools] = {maker: np.zeros(len(solution.states), dtype=np.bool_) for maker in conflict.decision_makers}
    else:
        settled = next(iter(solution.stable.values()))
    found = {maker: flags.copy() for maker, flags in settled.items()}
    for at in range(len(solution.states)):
        restless = [maker for maker in conflict.decision_makers if not settled[maker][at]]
        if after is not None and len(restless) < 2:
            continue
        for maker in restless:
            found[maker][at] = _stays(solution, solution.space, maker, at, [other for other in restless if other != maker])
    return found


def _stays(solution: Solution, space: StateSpace, maker: str, at: int, others: list[str]) -> bool:
    ranks, codes = solution.ranks[maker], space.codes
    here = int(codes[at])
    changes = [[int(codes[t]) ^ here for t in solution.model.improvements(other, at)] for other in others]
    place = {int(code): index for index, code in enumerate(codes)}

    def blocked(own: int) -> bool:
        ends = (place.get(here ^ own ^ together) for together in _together(changes))  # with none it is the improvement itself
        return any(end is not None and ranks[end] <= ranks[at] for end in ends)

    return all(blocked(int(codes[t]) ^ here) for t in solution.model.improvements(maker, at))


def _together(changes: list[list[int]]) -> Iterator[int]:
    """What each combination of changes makes, none included; changes are bit patterns over options of different decision makers."""
    if not changes:
        yield 0
        return
    for rest in _together(changes[1:]):
        yield rest
        for change in changes[0]:
            yield rest ^ change
