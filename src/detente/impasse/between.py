"""How parties find one state against another, without looking at all the others."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.graphmodel.preferences import Ranking
from detente.graphmodel.prioritization import compare
from detente.graphmodel.states import StateSpace

__all__ = ["signs_between"]


def signs_between(space: StateSpace, parties: Iterable[str], state: int, reference: int) -> dict[str, int]:
    """For each of ``parties`` what :func:`~detente.graphmodel.prioritization.compare` says of ``state`` against ``reference``."""
    low, high = min(state, reference), max(state, reference)
    two = StateSpace(space.conflict, space.codes[[low, high]] if low < high else space.codes[[low]])
    at, against = (two.size - 1, 0) if state > reference else (0, two.size - 1)
    found = {}
    for party in parties:
        preference = space.conflict.preference(party)
        if isinstance(preference, Ranking):  # its classes name every state
            found[party] = int(compare(space, preference, np.array([state]), reference)[0])
        else:
            found[party] = int(compare(two, preference, np.array([at]), against)[0])
    return found
