"""Strength of preference: which of the states that are worse are worse by far.

Strict preference ≻ is split in two, mild > and strong ≫ (Hamouda, Kilgour & Hipel 2004, hamouda2004). Mild and strong steps in one
direction add up to a strong one: if s ≫ t and t ≽ u then s ≫ u, and if s ≽ t and t ≫ u then s ≫ u. So what is strongly worse than s is
everything up to some rank, and that rank, the *bound* of s, says all there is to say about it.

How it is stated (docs/decisions/0010-strength-by-a-threshold.md):

- statements in order of importance: all those down to the last one marked ``strong`` decide strongly. s ≫ t iff s is better and the first
  statement on which they differ is one of them. A tier whose order nobody stated counts as a whole.
- a direct ranking: ``strong_after`` names the classes below which there is a gap. s ≫ t iff s is better and a gap lies between them.

Where nothing is marked, no preference is strong: that nobody spoke of strength is not read as strength.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import listed_ranks
from detente.graphmodel.preferences import Preference, Prioritization, Ranking
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.states import StateSpace

__all__ = ["listed_strong_bounds", "strength_stated", "strong_bounds"]

Integers = NDArray[np.int64]


def strength_stated(conflict: Conflict | ListedConflict) -> bool:
    """Whether somebody's preference says what it prefers strongly."""
    every = conflict.preferences if isinstance(conflict, Conflict) else conflict.ranking
    return any(_marked(preference) for preference in every.values())


def strong_bounds(space: StateSpace, preference: Preference) -> Integers:
    """For each state the highest rank that is strongly worse than it, -1 for none: an int64 array of shape (size,).

    Ranks are those of :func:`~detente.graphmodel.prioritization.rank_states`, which reads a tier's order as it is written. Raises
    :class:`~detente.errors.ModelError` for a gap below a class that does not exist or is the last.
    """
    if not _marked(preference):
        return np.full(space.size, -1, dtype=np.int64)
    ranks = rank_states(space, preference).values
    if isinstance(preference, Prioritization):
        leading = Prioritization(preference.tiers[: preference.strong_tiers], preference.rest)
        return _bounds(ranks, rank_states(space, leading).values)
    assert isinstance(preference, Ranking)  # what is marked is one of the two
    bands = np.empty(space.size, dtype=np.int64)
    for tie, band in zip(preference.classes, _bands(preference), strict=True):
        for label in tie:
            bands[space.index(label)] = band
    return _bounds(ranks, bands)


def listed_strong_bounds(conflict: ListedConflict) -> dict[str, Integers]:
    """:func:`strong_bounds` of every decision maker, in the order of ``conflict.states``."""
    found = {}
    for maker, values in listed_ranks(conflict).items():
        ranking = conflict.ranking.get(maker)
        if ranking is None or not ranking.strong_after:
            found[maker] = np.full(len(values), -1, dtype=np.int64)
            continue
        band = {label: band for tie, band in zip(ranking.classes, _bands(ranking), strict=True) for label in tie}
        found[maker] = _bounds(np.asarray(values, dtype=np.int64), np.asarray([band[label] for label in conflict.states], dtype=np.int64))
    return found


def _marked(preference: Preference) -> bool:
    if isinstance(preference, Prioritization):
        return preference.strong_tiers > 0
    return isinstance(preference, Ranking) and bool(preference.strong_after)


def _bands(ranking: Ranking) -> Sequence[int]:
    """For each class, best first, how many gaps lie below it."""
    last = len(ranking.classes) - 1
    for place in ranking.strong_after:
        if not 0 <= place < last:
            raise ModelError(f"no class stands below place {place} of {last + 1}", cure="put a gap between two classes of the ranking")
    gaps = set(ranking.strong_after)
    return [sum(gap >= place for gap in gaps) for place in range(last + 1)]


def _bounds(ranks: Integers, bands: Integers) -> Integers:
    """Ranks without gaps from 0, cut into bands: a state is strongly better than all that is below the lowest of its band."""
    lowest = np.full(int(bands.max(initial=0)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(lowest, bands, ranks)
    below: Integers = lowest[bands] - 1
    return below
