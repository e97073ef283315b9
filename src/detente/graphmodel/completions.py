"""Completions: the full rankings that agree with what a decision maker is said to prefer.

An ``any_order`` tier may stand in any order, and states that no statement separates may be ranked anyhow. A completion fixes both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, permutations, product
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Rest
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.states import StateSpace

__all__ = ["Extreme", "completions", "extremes", "leaves_states_open", "number_of_orders", "orders"]


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
