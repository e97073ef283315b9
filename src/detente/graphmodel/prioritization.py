"""Option prioritization over a state space: ranks, and comparisons that leave open what nobody stated.

States are compared lexicographically by the truth of the statements, most important first (Peng, Hipel, Kilgour & Fang 1997; Fang, Hipel,
Kilgour & Peng 2003). A rank needs a full order, so :func:`rank_states` reads what is unstated as if it were stated, and says so;
:func:`compare` and :func:`against` leave it open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Rest, Statement
from detente.graphmodel.states import StateSpace

__all__ = ["BETTER", "EQUAL", "OPEN", "WORSE", "Ranks", "Read", "ReadAs", "against", "compare", "rank_states"]

Integers = NDArray[np.int64]
Signs = NDArray[np.int8]
Scores = NDArray[np.uint16] | NDArray[np.uint32]

BETTER, EQUAL, WORSE, OPEN = 1, 0, -1, 2
_SORTED = 2**10  # below so many, sorting numbers is quicker than a table of all there could be
_SPREAD = 8  # for each number so many that there could be: a table is quicker then in any case


class ReadAs(StrEnum):
    """How a gap in what was stated is read where a full order is needed."""

    ordered = "ordered"  # the statements of a tier, in the order written
    indifferent = "indifferent"  # states that no statement separates
    unknown = "unknown"  # no preference stated at all: all states equal


@dataclass(frozen=True, slots=True)
class Read:
    """Something read into a preference although nobody said it: a tier's order, or the equality of ``pairs`` pairs of states."""

    decision_maker: str
    kind: ReadAs
    statements: tuple[Statement, ...] = ()
    pairs: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        said = [str(statement.formula) for statement in self.statements]
        return {"decision_maker": self.decision_maker, "kind": str(self.kind), "statements": said, "pairs": self.pairs}


@dataclass(frozen=True, eq=False, slots=True)
class Ranks:
    """``values``: int64 array of shape (size,), 0 for the worst class, larger is better, no gaps. ``reads``: what was read in."""

    values: Integers
    reads: tuple[Read, ...] = ()


def rank_states(space: StateSpace, preference: Preference, *, decision_maker: str = "", scores: Scores | None = None) -> Ranks:
    """Every state's rank under ``preference``, with what had to be read in (``decision_maker`` only names it there).

    ``scores``: each state's truth vector as an unsigned number, most important statement highest, where that is at hand already.

    Raises :class:`~detente.errors.ModelError` for a ranking that does not list every state once.
    """
    if isinstance(preference, Ranking):
        return Ranks(_listed(space, preference))
    if not isinstance(preference, Prioritization):
        return Ranks(np.zeros(space.size, dtype=np.int64), (Read(decision_maker, ReadAs.unknown, pairs=_pairs(space.size)),))
    truths = (space.truth(statement.formula) for statement in preference.statements)
    values = _lexicographic(truths) if scores is None else _dense(scores)
    if values is None:
        values = np.zeros(space.size, dtype=np.int64)
    reads = [Read(decision_maker, ReadAs.ordered, tier) for tier in preference.tiers if len(tier) > 1]
    if preference.rest is Rest.unstated:
        counts = np.bincount(values)
        equal = int((counts * (counts - 1) // 2).sum())
        if equal:
            reads.append(Read(decision_maker, ReadAs.indifferent, pairs=equal))
    return Ranks(values, tuple(reads))


def compare(space: StateSpace, preference: Preference, states: NDArray[np.intp], references: NDArray[np.intp] | int) -> Signs:
    """How ``states`` stand against ``references`` (index arrays that broadcast), over all completions of ``preference`` at once.

    1 better in every completion, -1 worse in every completion, 0 stated to be equal, 2 open: neither holds. Int8 array.

    Exact, because: a completion orders each tier somehow and refines the states that no statement separates into any weak order. In the
    first tier where state and reference differ, call a statement a *gain* if only the state makes it true, a *loss* if only the reference
    does. Whatever the order within the tier, the first statement that differs decides. Only gains: better under every permutation. Only
    losses: worse under every one. Both: a permutation that begins with a gain makes the state better, one that begins with a loss makes
    it worse, hence open. Tiers before it do not differ and say nothing, tiers after it are never asked. If no tier differs, the state is
    equal where the rest is indifferent or it is the reference itself; otherwise some refinement puts it above and another below.
    """
    at, ref = np.broadcast_arrays(np.asarray(states, dtype=np.intp), np.asarray(references, dtype=np.intp))
    if isinstance(preference, Ranking):
        values = _listed(space, preference)
        signs: Signs = np.sign(values[at] - values[ref]).astype(np.int8)
        return signs
    result = np.full(at.shape, EQUAL, dtype=np.int8)
    undecided = np.ones(at.shape, dtype=np.bool_)
    for tier in preference.tiers if isinstance(preference, Prioritization) else ():
        gains = np.zeros(at.shape, dtype=np.bool_)
        losses = np.zeros(at.shape, dtype=np.bool_)
        for packed in _packed(space, tier):
            after, before = packed[at], packed[ref]
            gains |= (after & ~before) != 0
            losses |= (before & ~after) != 0
        result[undecided & gains & ~losses] = BETTER
        result[undecided & losses & ~gains] = WORSE
        result[undecided & gains & losses] = OPEN
        undecided &= ~(gains | losses)
    if not (isinstance(preference, Prioritization) and preference.rest is Rest.indifferent):
        result[undecided & (at != ref)] = OPEN
    return result


def against(space: StateSpace, preference: Preference, index: int) -> Signs:
    """:func:`compare` of every state with state ``index``: an int8 array of shape (size,) of 1, -1, 0 and 2."""
    return compare(space, preference, np.arange(space.size), index)


def _packed(space: StateSpace, tier: Sequence[Statement]) -> Iterator[NDArray[np.unsignedinteger[Any]]]:
    """For each state the truth of a tier's statements as the bits of one number, at most 64 at a time: gathered once for all."""
    for first in range(0, len(tier), 64):
        some = tier[first : first + 64]
        kind = np.min_scalar_type((1 << len(some)) - 1)
        packed = np.zeros(space.size, dtype=kind)
        for place, statement in enumerate(some):
            packed |= space.truth(statement.formula).astype(kind) << kind.type(place)
        yield packed


def _lexicographic(truths: Iterable[NDArray[np.bool_]]) -> Integers | None:
    """Dense ranks by truth vectors, first vector most important. Packed 62 statements at a time, so their number is not limited."""
    values: Integers | None = None
    room = 0
    for truth in truths:
        if values is None:
            values, room = np.zeros(truth.shape, dtype=np.int64), 62
        if not room:
            values = _dense(values)
            room = 62 - int(values.max()).bit_length()
        values = values * 2 + truth
        room -= 1
    return None if values is None else _dense(values)


def _dense(values: Integers | Scores) -> Integers:
    top = int(values.max()) if values.size else 0
    if top < 2**16 and (values.size > _SORTED or top < _SPREAD * values.size):
        present = np.zeros(top + 1, dtype=np.bool_)
        present[values] = True
        used = np.flatnonzero(present)
        places = np.empty(top + 1, dtype=np.int64)
        places[used] = np.arange(used.size)
        return places[values]
    return np.unique(values, return_inverse=True)[1].reshape(values.shape).astype(np.int64)


def _listed(space: StateSpace, ranking: Ranking) -> Integers:
    values = np.full(space.size, -1, dtype=np.int64)
    for place, tie in enumerate(reversed(ranking.classes)):
        for label in tie:
            at = space.index(label)
            if values[at] >= 0:
                raise ModelError(f"the ranking names {label!r} twice", cure="list every state once, ties together")
            values[at] = place
    missing = np.flatnonzero(values < 0)
    if missing.size:
        raise ModelError(f"the ranking leaves out {space.label(int(missing[0]))!r}", cure="list every state once, ties together")
    return _dense(values)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
