"""The Pareto frontier among packages: those that cannot be made better for one party without being made worse for another.

Rankings are ordinal and may be open. A package *dominates* another when one party certainly prefers it and every other party certainly
prefers it, is equal, or has stated nothing that tells the two apart. Where the order of two statements is open, neither dominates.
Parties of whom no preference is stated have no say in it, and are named in :func:`silent`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Ranking
from detente.graphmodel.prioritization import BETTER, EQUAL, compare
from detente.graphmodel.states import StateSpace

__all__ = ["pareto", "silent"]


def silent(conflict: Conflict) -> tuple[str, ...]:
    """Parties of whom no preference is stated: the frontier is drawn without them."""
    return tuple(party for party in conflict.decision_makers if not _said(conflict.preference(party)))


def _said(preference: Preference) -> bool:
    return isinstance(preference, Ranking) or (isinstance(preference, Prioritization) and any(True for _ in preference.statements))


def pareto(space: StateSpace, states: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which of ``states`` (indices, shape (n,)) no other of them dominates: a bool array of shape (n,). Work and memory grow as n²."""
    conflict = space.conflict
    weak = np.ones((states.size, states.size), dtype=np.bool_)  # row at least as good as column, for everybody
    strict = np.zeros_like(weak)
    for party in conflict.decision_makers:
        if party in silent(conflict):
            continue
        preference = conflict.preference(party)
        sign = compare(space, preference, states[:, None], states[None, :])
        tied: NDArray[np.bool_] = np.full(weak.shape, isinstance(preference, Prioritization))
        for said in preference.statements if isinstance(preference, Prioritization) else ():
            truth = space.truth(said.formula)[states]
            tied = tied & np.equal.outer(truth, truth)
        weak &= (sign == BETTER) | (sign == EQUAL) | tied
        strict |= sign == BETTER
    return np.logical_not((weak & strict).any(axis=0))
