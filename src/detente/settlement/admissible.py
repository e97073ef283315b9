"""Which states are packages that everybody needed could sign: the set L, over a state space.

A *package* is a state that satisfies the goal. It is admissible when it satisfies every constraint of every party and no *signatory* is
worse off than at the status quo. Signatories own an option that occurs in the goal or changes from now; a party all of whose options are
frozen has nothing left to do and signs nothing. Over the completions of what was stated, a package is *possible* when no signatory is
certainly worse off, and *necessary* when every one is certainly no worse off (parties' completions are independent, so both are exact).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import BETTER, EQUAL, WORSE, compare
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace, state_space
from detente.settlement.limits import constraints
from detente.settlement.status_quos import StatusQuos, status_quos

__all__ = ["Admissible", "Start", "admissible", "admissible_in", "parties_that_can_act", "signatories_of_goal"]

Bools = NDArray[np.bool_]
Signs = NDArray[np.int8]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False, repr=False)
class Start:
    """One status quo against the candidates: ``signs[party]`` is better 1, worse -1, equal 0 or open 2, ``signing[party]`` who signs."""

    index: int
    signs: Mapping[str, Signs]
    signing: Mapping[str, Bools]
    possible: Bools
    necessary: Bools


@dataclass(frozen=True, eq=False, repr=False)
class Admissible:
    """``candidates``: indices in ``space`` of the states that meet goal, rules and constraints. ``starts`` says who would sign them."""

    conflict: Conflict
    goal: Formula
    stated: bool
    space: StateSpace | None
    candidates: Indices
    starts: tuple[Start, ...]
    quos: StatusQuos

    @cached_property
    def possible(self) -> Indices:
        """States admissible from some status quo, in some completion."""
        return self._where(any_start=True)

    @cached_property
    def necessary(self) -> Indices:
        """States admissible from every status quo, in every completion."""
        return self._where(any_start=False)

    def _where(self, *, any_start: bool) -> Indices:
        if not self.starts:
            return self.candidates[:0]
        flags = [start.possible if any_start else start.necessary for start in self.starts]
        return self.candidates[np.logical_or.reduce(flags) if any_start else np.logical_and.reduce(flags)]

    def __repr__(self) -> str:
        return f"<Admissible: {self.possible.size} possible, {self.necessary.size} necessary of {self.candidates.size} candidates>"


def parties_that_can_act(conflict: Conflict) -> tuple[str, ...]:
    """Decision makers with an option that is not frozen."""
    able = {option.decision_maker for option in conflict.options if option.frozen is None}
    return tuple(party for party in conflict.decision_makers if party in able)


def signatories_of_goal(conflict: Conflict, goal: Formula) -> tuple[str, ...]:
    """Those who sign every package of ``goal``: parties that can act and own an option that occurs in it."""
    named = set(goal.names())
    owners = {option.decision_maker for option in conflict.options if option.name in named}
    return tuple(party for party in parties_that_can_act(conflict) if party in owners)


def admissible(
    conflict: Conflict, goal: Formula, *, stated: bool = False, now: Mapping[str, bool] | None = None, limit: int = 2**18
) -> Admissible:
    """The admissible packages of ``conflict`` for ``goal`` as arrays.

    Raises :class:`~detente.errors.ModelError` where more than ``limit`` states would have to be enumerated.
    """
    quos = status_quos(conflict, now)
    if not quos.settings:
        return Admissible(conflict, goal, stated, None, np.zeros(0, dtype=np.intp), (), quos)
    # The status quo has to be in the space even where it breaks a rule: such rules are left out there and asked of the candidates.
    left = tuple(rule for rule in conflict.rules if rule not in quos.broken)
    space = state_space(replace(conflict, rules=left) if quos.broken else conflict, limit=limit)
    return replace(admissible_in(space, goal, stated=stated, quos=quos), conflict=conflict)


def admissible_in(space: StateSpace, goal: Formula, *, stated: bool = False, quos: StatusQuos) -> Admissible:
    """The admissible packages among the states of ``space``, which may be some of all states; those of ``quos`` have to be among them."""
    conflict = space.conflict
    good = space.truth(goal).copy()
    for rule in quos.broken:
        good &= ~space.truth(rule.never)
    for constraint in constraints(conflict, stated=stated):
        good &= space.truth(constraint.formula)
    candidates = np.flatnonzero(good)
    starts = tuple(_start(conflict, goal, space, candidates, space.index(setting)) for setting in quos.settings)
    return Admissible(conflict, goal, stated, space, candidates, starts, quos)


def _start(conflict: Conflict, goal: Formula, space: StateSpace, candidates: Indices, index: int) -> Start:
    always = signatories_of_goal(conflict, goal)
    able = parties_that_can_act(conflict)
    changed = space.codes[candidates] ^ space.codes[index]
    signs, signing = {}, {}
    possible = np.ones(candidates.size, dtype=np.bool_)
    necessary = possible.copy()
    for party in conflict.decision_makers:
        sign = compare(space, conflict.preference(party), candidates, index)
        signs[party] = sign
        owned = sum(1 << k for k, option in enumerate(conflict.options) if option.decision_maker == party and party in able)
        signing[party] = (changed & np.uint64(owned)) != 0
        if party in always:
            signing[party] = np.ones(candidates.size, dtype=np.bool_)
        possible &= ~signing[party] | (sign != WORSE)
        necessary &= ~signing[party] | (sign == BETTER) | (sign == EQUAL)
    return Start(index, signs, signing, possible, necessary)
