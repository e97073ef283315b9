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

import numpy as np
from numpy.typing import NDArray

from detente.stability.option_form import Bools, Integers, OptionForm

__all__ = ["held"]

_Places = NDArray[np.intp]


def held(form: OptionForm, maker: str, ends: Integers, bounds: Integers) -> Bools:
    """Where every improvement of ``maker`` ends at most at the bound of the state it leaves: a bool array of shape (size,).

    ``ends[s1]``: the rank that ``maker`` can be held to once it is at s1, at most the rank of s1. ``bounds[s]`` is below the rank of s.
    """
    stays = np.ones(form.space.size, dtype=np.bool_)
    runs = form.blocks[maker]
    if runs.idle:
        return stays
    members, run, last_better, tempted = _best_first(form, maker)
    offset = run * np.int64(int(form.ranks[maker].max(initial=0)) + 1)  # no maximum is carried from one block into the next
    highest = np.maximum.accumulate(ends[members] + offset) - offset
    stays[members[tempted]] = highest[last_better] <= bounds[members[tempted]]
    return stays


def _best_first(form: OptionForm, maker: str) -> tuple[_Places, _Places, _Places, _Places]:
    """The states block by block, best first; each place's block; the last improvement of each state that has one, and that state's place.

    With one-way options a state lies in several blocks; only its place in the block that it chooses from counts.
    """
    runs, ranks = form.blocks[maker], form.ranks[maker]
    run = np.repeat(np.arange(runs.starts.size), np.diff(runs.starts, append=runs.members.size))
    order = np.lexsort((-ranks[runs.members], run))  # within each run only, so runs stay where they are
    members = runs.members[order]
    fresh = np.ones(members.size, dtype=np.bool_)
    fresh[1:] = (run[1:] != run[:-1]) | (ranks[members[1:]] != ranks[members[:-1]])
    tie_start = np.flatnonzero(fresh)[np.cumsum(fresh) - 1]
    tempted = np.flatnonzero((runs.group[members] == run) & (tie_start > runs.starts[run]))
    return members, run, tie_start[tempted] - 1, tempted
