"""Completions: the full rankings that agree with what a decision maker is said to prefer.

An ``any_order`` tier may stand in any order, and states that no statement separates may be ranked anyhow. A completion fixes both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, permutations, product
from math import comb, factorial, prod

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Rest
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.states import StateSpace

__all__ = ["Extreme", "completions", "extremes", "leaves_states_open", "number_of_orders", "number_of_rankings", "orders", "rankings"]


def number_of_orders(preference: Preference) -> int:
    """In how many ways the tiers can be put in order: 1 for a full order, and for a preference without statements."""
    return prod(factorial(len(tier)) for tier in preference.tiers) if isinstance(preference, Prioritization) else 1


def orders(preference: Preference) -> Iterator[Preference]:
    """The preference with its tiers in every order, beginning with the one written."""
    if not isinstance(preference, Prioritization) or number_of_orders(preference) == 1:
        yield preference
        return
    for chosen in product(*(permutations(tier) for tier in preference.tiers)):
        yield replace(preference, tiers=tuple((statement,) for tier in chosen for statement in tier))


def completions(conflict: Conflict, *, bound: int = 720) -> Iterator[Conflict]:
    """The conflict with every decision maker's tiers in every joint order, at most ``bound`` of them, the one written first.

    What no statement separates stays as it is: these are the orders, not the refinements.
    """
    every = [tuple(islice(orders(conflict.preference(maker)), bound)) for maker in conflict.decision_makers]
    for chosen in islice(product(*every), bound):
        yield replace(conflict, preferences=dict(zip(conflict.decision_makers, chosen, strict=True)))


def leaves_states_open(space: StateSpace, preference: Preference) -> bool:
    """Whether some pair of states remains unstated once the tiers are in order: Unknown, or states that nothing separates."""
    if isinstance(preference, Ranking):
        return False
    if isinstance(preference, Prioritization) and preference.rest is Rest.indifferent:
        return False
    values = rank_states(space, preference).values
    return space.size > 1 and int(values.max(initial=0)) + 1 < space.size


def number_of_rankings(space: StateSpace, preference: Preference) -> int:
    """In how many ways everything open can be settled: the orders of the tiers times the weak orders of what stays tied.

    Orders that rank the states alike are counted each. The weak orders of *n* things are counted by the Fubini numbers: 1, 3, 13, 75, 541.
    """
    return number_of_orders(preference) * prod(_fubini(tie.size) for tie in _open_ties(space, preference))


def rankings(space: StateSpace, preference: Preference) -> Iterator[NDArray[np.int64]]:
    """Ranks of shape (states,), larger is better, one array for each way that :func:`number_of_rankings` counts."""
    for order in orders(preference):
        stated = rank_states(space, order).values * np.int64(space.size)
        ties = _open_ties(space, order)
        for chosen in product(*(tuple(_weak_orders(tie.size)) for tie in ties)):
            found = stated.copy()
            for tie, within in zip(ties, chosen, strict=True):
                found[tie] += np.array(within, dtype=np.int64)
            yield found


def _open_ties(space: StateSpace, preference: Preference) -> list[NDArray[np.intp]]:
    """The places of states that no statement separates, class by class, where that leaves them open; the same in every order."""
    if not leaves_states_open(space, preference):
        return []
    values = rank_states(space, preference).values
    return [np.flatnonzero(values == one) for one in np.unique(values).tolist() if np.count_nonzero(values == one) > 1]


@cache
def _fubini(count: int) -> int:
    return sum(comb(count, first) * _fubini(count - first) for first in range(1, count + 1)) if count else 1


def _weak_orders(count: int) -> Iterator[tuple[int, ...]]:
    """Every weak order of ``count`` things, as ranks without gaps."""
    return (ranks for ranks in product(range(count), repeat=count) if set(ranks) == set(range(len(set(ranks)))))


@dataclass(frozen=True, eq=False, slots=True)
class Extreme:
    """Two opposite completions for the ``states`` (bool array) at which the tiers' statements hold alike.

    Under ``tempting`` everything that some order puts above such a state stands above it; under ``deterring`` everything that some order
    puts below it stands below. States that no statement separates stay tied, and may be taken either way.

    In a tier, put the statements that are false at s first: whatever makes one of them true meets that gain before any loss, so every state
    that was open against s is better than s, and all of them at once. Statements that are true at s first: worse, by the same token.
    """

    states: NDArray[np.bool_]
    tempting: Preference
    deterring: Preference


def extremes(space: StateSpace, preference: Preference, *, among: NDArray[np.bool_] | None = None) -> Iterator[Extreme]:
    """The extreme orders of ``preference``, one for each way its tiers' statements hold at the states ``among`` (all of them for None)."""
    wanted = np.ones(space.size, dtype=np.bool_) if among is None else among
    tiers = preference.tiers if isinstance(preference, Prioritization) else ()
    open_statements = [statement for tier in tiers if len(tier) > 1 for statement in tier]
    if not isinstance(preference, Prioritization) or not open_statements:
        yield Extreme(wanted, preference, preference)
        return
    truth = np.stack([space.truth(statement.formula) for statement in open_statements], axis=1)
    for pattern in np.unique(truth[wanted], axis=0):
        holds = {id(statement): bool(value) for statement, value in zip(open_statements, pattern, strict=True)}
        yield Extreme(
            wanted & (truth == pattern).all(axis=1),
            _sorted(preference, holds, first=False),
            _sorted(preference, holds, first=True),
        )


def _sorted(preference: Prioritization, holds: dict[int, bool], *, first: bool) -> Prioritization:
    """Within each tier, the statements whose truth is ``first`` before the others; else as written."""
    tiers = []
    for tier in preference.tiers:
        ordered = sorted(tier, key=lambda statement: holds.get(id(statement), first) != first)
        tiers += [(statement,) for statement in ordered]
    return replace(preference, tiers=tuple(tiers))
