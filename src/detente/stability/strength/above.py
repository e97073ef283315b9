"""What the fast forms of strong stability share: the maximum over the improvements of a block, for every state at once.

A state s is strongly stable iff after each improvement the others can bring about something that is strongly worse than s, which is to say

    s is strongly stable for i  ⟺  max of G_i over R_i⁺(s)  ≤  bound of s

with G_i(s1) the worst that i can be held to once it is at s1, and the bound of s the highest rank that is strongly worse than s
(:mod:`detente.graphmodel.strength`). For plain stability the bound is the rank of s itself, and then the maximum may run over everything
that i can choose (:mod:`detente.stability.option_form`). Here it may not: what is no improvement, and not strongly worse either, would
break the inequality without being a reason to leave. So each block is sorted, best first, and a running maximum is read off where the
states stop being better. That is a sort a decision maker and one pass a concept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.stability.option_form import Bools, Integers, OptionForm

__all__ = ["Ladder", "ladder"]

_Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class Ladder:
    """One decision maker's blocks, each sorted by its ranks, best first, with the bounds of the states.

    ``members``: states block by block. ``offset``: larger for each block than for the one before by more than any rank, so that no maximum
    is carried from one into the next. ``tempted``: the states that have an improvement; ``last``: the place in ``members`` of the last that
    is strictly better than each; ``bounds``: for each of them the highest rank that is strongly worse.
    """

    maker: str
    size: int
    members: _Places
    offset: Integers
    tempted: _Places
    last: _Places
    bounds: Integers

    def held(self, ends: Integers) -> Bools:
        """Where every improvement ends at most at the bound of the state it leaves: a bool array of shape (size,).

        ``ends[s1]``: the rank that the decision maker can be held to once it is at s1, at most the rank of s1.
        """
        stays = np.ones(self.size, dtype=np.bool_)
        highest = np.maximum.accumulate(ends[self.members] + self.offset) - self.offset
        stays[self.tempted] = highest[self.last] <= self.bounds
        return stays


def ladder(form: OptionForm, maker: str, bounds: Integers) -> Ladder:
    """What the strong concepts need to know of ``maker``. ``bounds[s]``, below the rank of s: see :mod:`detente.graphmodel.strength`.

    With one-way options a state lies in several blocks; only its place in the block that it chooses from counts.
    """
    runs, ranks = form.blocks[maker], form.ranks[maker]
    run = np.repeat(np.arange(runs.starts.size), np.diff(runs.starts, append=runs.members.size))
    order = np.lexsort((-ranks[runs.members], run))  # within each run only, so runs stay where they are
    members = runs.members[order]
    fresh = np.ones(members.size, dtype=np.bool_)
    fresh[1:] = (run[1:] != run[:-1]) | (ranks[members[1:]] != ranks[members[:-1]])
    tie_start = np.flatnonzero(fresh)[np.cumsum(fresh) - 1]
    places = np.flatnonzero((runs.group[members] == run) & (tie_start > runs.starts[run]))
    tempted = members[places]
    offset = run * np.int64(int(ranks.max(initial=0)) + 1)
    return Ladder(maker, form.space.size, members, offset, tempted, tie_start[places] - 1, bounds[tempted])
