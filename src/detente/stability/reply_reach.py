"""Where replies lead in option form: breadth first over whole layers of states at once.

The replies are improvements of everybody but one, each of them *sure* (in every completion of what its mover stated) or *open* (in some).
:mod:`detente.stability.open_replies` says what follows from which are which. In option form two moves of one decision maker in succession
are one move, so it does not matter who moved last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.moves import Blocks
from detente.graphmodel.preferences import Prioritization, Rest
from detente.graphmodel.prioritization import BETTER, EQUAL, OPEN, WORSE, Signs, compare
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace

__all__ = ["Ends", "Indices", "Stop", "by_ranks", "by_statements", "moves_from", "reach"]

Indices = NDArray[np.intp]
Compare = Callable[[Indices, Indices], Signs]
Stop = Callable[[Sequence[int]], bool]
"""Told of ends that are sure to be ends; says whether enough is known."""
_NONE: Indices = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the replies to a choice may end, nearest first, and the last step to whatever they may reach on the way.

    ``settles``: in every completion the replies can stop, and ``states`` are where they may. ``complete``: all of them are here.
    ``unsaid``: some reply on the way is open.
    """

    states: tuple[int, ...]
    settles: bool
    complete: bool
    before: Mapping[int, tuple[str, int]]
    unsaid: bool = False

    def path(self, state: int) -> tuple[tuple[str, int], ...]:
        """A shortest way to ``state``: who moves, and whither."""
        steps: list[tuple[str, int]] = []
        while state in self.before:
            mover, source = self.before[state]
            steps.append((mover, state))
            state = source
        return tuple(reversed(steps))


def by_statements(space: StateSpace, maker: str, truths: dict[Formula, NDArray[np.uint64]]) -> Compare:
    """How states compare for ``maker`` over all completions: the signs of :func:`~detente.graphmodel.prioritization.compare`.

    ``truths`` remembers where each formula holds.
    """
    preference = space.conflict.preference(maker)
    tiers = preference.tiers if isinstance(preference, Prioritization) else ()
    if not isinstance(preference, Prioritization) or sum(map(len, tiers)) > 64:
        return lambda states, references: compare(space, preference, states, references)
    truth = np.zeros(space.size, dtype=np.uint64)
    masks, at = [], 0
    for tier in tiers:
        masks.append(np.uint64((1 << len(tier)) - 1 << at))
        for statement in tier:
            if statement.formula not in truths:
                truths[statement.formula] = space.truth(statement.formula).astype(np.uint64)
            truth |= truths[statement.formula] << np.uint64(at)
            at += 1
    alike = EQUAL if preference.rest is Rest.indifferent else OPEN

    def signs(states: Indices, references: Indices) -> Signs:
        ours, theirs = truth[states], truth[references]
        gains, losses = ours & ~theirs, theirs & ~ours
        result = np.full(states.shape, alike, dtype=np.int8)
        for mask in reversed(masks):
            gain, loss = (gains & mask) != 0, (losses & mask) != 0
            result[gain] = BETTER
            result[loss] = WORSE
            result[gain & loss] = OPEN
        result[states == references] = EQUAL
        return result

    return signs


def by_ranks(ranks: NDArray[np.int64]) -> Compare:
    """How states compare under one full ranking."""
    return lambda states, references: np.sign(ranks[states] - ranks[references]).astype(np.int8)


def reach(movers: Mapping[str, tuple[Blocks, Compare]], choice: int, *, size: int, stop: Stop | None = None, at_least: int = 2**10) -> Ends:
    """Where replies of ``movers`` to ``choice`` may end among ``size`` states.

    ``stop`` is asked after every layer once ``at_least`` states were seen; if it says yes the search ends there, ``complete`` being False.
    """
    before: dict[int, tuple[str, int]] = {}
    seen, restless = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    seen[choice] = True
    layer, order, circle, unsaid, told = np.array([choice], dtype=np.intp), [], False, False, 0
    arcs: list[tuple[Indices, Indices]] = []
    while layer.size:
        order.append(layer)
        fresh = [_NONE]
        for mover, (blocks, signs) in movers.items():
            source, target = moves_from(blocks, layer)
            sign = signs(target, source)
            sure, unsure = sign == BETTER, sign == OPEN
            restless[source[sure]] = True
            unsaid = unsaid or bool(unsure.any())
            circle = circle or _mutual(blocks, source[unsure], target[unsure])
            source, target = source[sure | unsure], target[sure | unsure]
            arcs.append((source, target))
            new, first = np.unique(target[~seen[target]], return_index=True)
            before.update(zip(new.tolist(), ((mover, at) for at in source[~seen[target]][first].tolist()), strict=True))
            seen[new] = True
            fresh.append(new)
        layer = np.concatenate(fresh)
        told += order[-1].size
        if stop is not None and layer.size and told >= at_least:
            resting = np.concatenate(order)
            if stop(resting[~restless[resting]].tolist()):
                return Ends(tuple(resting[~restless[resting]].tolist()), False, False, before, unsaid)
    states = np.concatenate(order)
    still = ~restless
    moving = np.zeros(size, dtype=np.bool_)
    for source, _ in arcs:
        moving[source] = True
    settles = _surely_rests(movers, choice, moving) or not (circle or _goes_round(arcs, states, size))
    return Ends(tuple((states[still[states]] if settles else states).tolist()), settles, True, before, unsaid)


def moves_from(blocks: Blocks, states: Indices) -> tuple[Indices, Indices]:
    """Every move out of ``states`` as (from, to)."""
    groups = blocks.group[states]
    starts = blocks.starts[groups]
    stops = np.append(blocks.starts, blocks.members.size)[groups + 1]
    lengths = stops - starts
    source = np.repeat(states, lengths)
    within = np.arange(source.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    target = blocks.members[np.repeat(starts, lengths) + within]
    moved = target != source
    return source[moved], target[moved]


def _mutual(blocks: Blocks, source: Indices, target: Indices) -> bool:
    """Whether some move can be taken back: one group holds both ends, unless its options go one way only."""
    return bool((blocks.group[source] == blocks.group[target]).any())


def _surely_rests(movers: Mapping[str, tuple[Blocks, Compare]], choice: int, moving: NDArray[np.bool_]) -> bool:
    """Whether sure improvements lead to a state on which nobody has even an open one."""
    seen = np.zeros(moving.shape, dtype=np.bool_)
    seen[choice] = True
    layer = np.array([choice], dtype=np.intp)
    while layer.size:
        if not moving[layer].all():
            return True
        found = [_NONE]
        for blocks, signs in movers.values():
            source, target = moves_from(blocks, layer)
            found.append(target[signs(target, source) == BETTER])
        layer = np.unique(np.concatenate(found))
        layer = layer[~seen[layer]]
        seen[layer] = True
    return False


def _goes_round(arcs: Sequence[tuple[Indices, Indices]], states: Indices, size: int) -> bool:
    """Whether the arcs lead round in a circle: states without a way in fall away, layer by layer."""
    source, target = np.concatenate([_NONE, *(arc[0] for arc in arcs)]), np.concatenate([_NONE, *(arc[1] for arc in arcs)])
    order = np.argsort(source, kind="stable")
    target = target[order]
    stops = np.cumsum(np.bincount(source, minlength=size))
    starts = np.concatenate([[0], stops[:-1]])
    entering = np.bincount(target, minlength=size)
    free, left = states[entering[states] == 0], states.size
    while free.size:
        left -= free.size
        lengths = stops[free] - starts[free]
        within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        reached = target[np.repeat(starts[free], lengths) + within]
        entering -= np.bincount(reached, minlength=size)
        reached = np.unique(reached)
        free = reached[entering[reached] == 0]
    return bool(left)
