"""A state space as a grid of strategies: one axis a decision maker, with the settings of its own options that occur.

The compiled engine works on grids, since there a decision maker's choices are found by counting and not by looking up. A setting of one's
own options that no feasible state has is left out, so exclusive options of one decision maker cost nothing; combinations that are
infeasible across decision makers stay in the grid and are masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.states import StateSpace

__all__ = ["Axis", "Grid", "axis_of", "grid", "movable", "strides_of"]

STRATEGIES = 2**15 - 1
CELLS = 2**31 - 1
_WASTE = 64


@dataclass(frozen=True, slots=True)
class Axis:
    """One decision maker's strategies. ``taken[x]``: which of its ``bits`` one-way options strategy *x* has used, as bits.

    A strategy leads to those that have used the same one-way options and any others.
    """

    size: int
    bits: int
    taken: NDArray[np.uint16]


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """``cells`` in all; axis *i* has stride ``strides[i]``. ``places[s]``: the cell of state *s*, None where they are the same."""

    axes: tuple[Axis, ...]
    strides: tuple[int, ...]
    cells: int
    places: NDArray[np.int64] | None

    @property
    def rows(self) -> NDArray[np.int64]:
        """Strategies, stride and one-way options of each axis: shape (axes, 3)."""
        return np.array([(axis.size, stride, axis.bits) for axis, stride in zip(self.axes, self.strides, strict=True)], dtype=np.int64)

    @property
    def taken(self) -> NDArray[np.uint16]:
        """The axes' ``taken``, one after the other."""
        return np.concatenate([axis.taken for axis in self.axes])


def movable(conflict: Conflict, decision_maker: str) -> tuple[int, ...]:
    """The places of the options that ``decision_maker`` can change in some direction."""
    return tuple(
        k
        for k, option in enumerate(conflict.options)
        if option.decision_maker == decision_maker and option.frozen is None and not (option.one_way and option.no_return)
    )


def grid(space: StateSpace) -> Grid | None:
    """The grid of ``space``; None where it has no good one: nobody, far more cells than states, tens of thousands of strategies."""
    conflict = space.conflict
    own = [movable(conflict, maker) for maker in conflict.decision_makers]
    if not own or any(len(bits) > 24 for bits in own) or len(own) > 255:
        return None
    axes, digits = [], []
    for bits, local in zip(own, _locals(space, own), strict=True):
        occurring = np.zeros(1 << len(bits), dtype=np.bool_)
        occurring[local] = True
        strategies = np.flatnonzero(occurring)
        axes.append(axis_of(conflict, bits, strategies))
        digits.append(local if strategies.size == occurring.size else np.cumsum(occurring)[local] - 1)
    fixed = _fixed(space, own)
    strides = strides_of([axis.size for axis in axes], own)
    cells = int(np.prod([axis.size for axis in axes], dtype=object)) * (1 if fixed is None else int(fixed.max()) + 1)
    if cells > CELLS or cells > _WASTE * max(space.size, 64) or any(axis.size > STRATEGIES or axis.bits > 15 for axis in axes):
        return None
    places = np.zeros(space.size, dtype=np.int64)
    for digit, stride, axis in zip(digits, strides, axes, strict=True):
        if axis.size > 1:
            places += digit * stride
    if fixed is not None:
        places += fixed * (cells // (int(fixed.max()) + 1))
    same = cells == space.size and bool((places[1:] > places[:-1]).all())
    return Grid(tuple(axes), strides, cells, None if same else places)


def _locals(space: StateSpace, own: Sequence[tuple[int, ...]]) -> Iterator[NDArray[np.int64]]:
    """For each of ``own`` the options in it alone, as the lowest bits of a number."""
    if sum(map(len, own)) <= 62:
        octets = np.ascontiguousarray(space.codes, dtype="<u8").view(np.uint8).reshape(-1, 8)
        tables = _regrouped(tuple(own), (len(space.options) + 7) // 8)
        regrouped = np.zeros(space.size, dtype=np.int64)
        for k, table in enumerate(tables):
            regrouped |= table[octets[:, k]]
        for bits in own:
            yield regrouped & (1 << len(bits)) - 1
            regrouped >>= len(bits)
        return
    for bits in own:
        local = np.zeros(space.size, dtype=np.int64)
        for at, k in enumerate(bits):
            local |= (space.codes >> np.uint64(k) & np.uint64(1)).astype(np.int64) << at
        yield local


@lru_cache(maxsize=64)
def _regrouped(own: tuple[tuple[int, ...], ...], octets: int) -> tuple[NDArray[np.int64], ...]:
    """What each value of each octet of a state's code adds to the number in which options are sorted by whose they are."""
    octet = np.arange(256)
    tables = [np.zeros(256, dtype=np.int64) for _ in range(octets)]
    for at, k in enumerate(k for bits in own for k in bits):
        tables[k // 8] |= (octet >> k % 8 & 1) << at
    return tuple(tables)


def axis_of(conflict: Conflict, bits: tuple[int, ...], strategies: NDArray[np.intp]) -> Axis:
    """The strategies of whoever owns the options in ``bits``; bit *at* of a strategy is option ``bits[at]``."""
    own = [(place, conflict.options[k]) for place, k in enumerate(bits)]
    directed = [(place, option.one_way) for place, option in own if option.one_way or option.no_return]
    taken = np.zeros(strategies.size, dtype=np.uint16)
    for at, (place, one_way) in enumerate(directed):
        taken |= (((strategies >> place & 1) == one_way).astype(np.uint16) << at).astype(np.uint16)
    return Axis(int(strategies.size), len(directed), taken)


def _fixed(space: StateSpace, own: list[tuple[int, ...]]) -> NDArray[np.intp] | None:
    """The settings of options that differ between states but that nobody can move, numbered; None where there are none."""
    rest = np.uint64(~sum(1 << k for bits in own for k in bits) & (1 << 64) - 1)
    settings = space.codes & rest
    if (settings == settings[0]).all():
        return None
    numbered: NDArray[np.intp] = np.unique(settings, return_inverse=True)[1].reshape(-1)
    return numbered


def strides_of(sizes: list[int], own: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Whoever has the first option comes first, so that states and cells are the same where options are declared party by party."""
    strides = [1] * len(sizes)
    stride = 1
    for at in sorted(range(len(sizes)), key=lambda at: own[at][0] if own[at] else -1):
        strides[at] = stride
        stride *= sizes[at]
    return tuple(strides)
