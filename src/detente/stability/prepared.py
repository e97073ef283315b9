"""A conflict made ready for the compiled engine, to be solved without listing a state.

Everything that depends on names is done once: which strategies each decision maker has, and a program for the statements and for the rules
that several decision makers' options can break together. Solving is then two calls into C, and its cost is that of the arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError, TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import Formula
from detente.stability import compiled
from detente.stability.concepts import Concept, concepts_named
from detente.stability.grid import CELLS, STRATEGIES, Grid, axis_of, movable, strides_of
from detente.stability.program import Program, program

__all__ = ["GridSolution", "Prepared", "Scores", "prepare"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """``ranks[i, c]``: larger is better, 0 where infeasible; bit *l* from the top says whether statement *l* holds.

    ``feasible[c]``: 1 or 0; None where all are.
    """

    ranks: NDArray[np.uint16] | NDArray[np.uint32]
    feasible: NDArray[np.uint8] | None


@dataclass(frozen=True, eq=False, slots=True)
class Prepared:
    """What :func:`prepare` makes. ``settings[i]``: the options of axis *i*'s strategies as bits; a last axis holds what nobody can move."""

    conflict: Conflict
    grid: Grid
    program: Program
    settings: tuple[NDArray[np.uint64], ...]
    fixed: int
    rows: NDArray[np.int64]
    axes: tuple[NDArray[np.int64], NDArray[np.uint16]]
    tables: NDArray[np.uint64]

    def solve(self, concepts: Iterable[str] | str | None = None) -> GridSolution:
        """Individual stability over the grid. Raises :class:`~detente.errors.UnknownName` for an unknown concept."""
        wanted = concepts_named(concepts)
        found = self.scores()
        return GridSolution(self, wanted, found.ranks, found.feasible, compiled.run_grid(self.axes, found.ranks, found.feasible, wanted))

    def scores(self) -> Scores:
        """Everybody's scores over the grid, and what is feasible."""
        makers, cells = len(self.conflict.decision_makers), self.grid.cells
        ranks = compiled.aligned((makers, cells), np.dtype(np.uint16 if self.program.width == 2 else np.uint32))
        feasible = np.empty(cells, dtype=np.uint8) if self.program.rules else None
        compiled.kernels.scores(self.program.steps, None, self.rows, self.tables, self.fixed, ranks, feasible, makers, ranks.itemsize)
        return Scores(ranks, feasible)

    def codes(self, cells: NDArray[np.intp]) -> NDArray[np.uint64]:
        """The settings of ``cells`` as bits, option *k* being bit *k*."""
        found = np.full(cells.shape, self.fixed, dtype=np.uint64)
        for (size, stride), table in zip(self.rows.tolist(), self.settings, strict=True):
            found |= table[cells // stride % size]
        return found


@dataclass(frozen=True, eq=False)
class GridSolution:
    """Flags over a grid: ``flags[i, c]`` holds a bit a concept (:data:`~detente.stability.compiled.BITS`), meaningless where infeasible.

    ``scores[i, c]``: larger is better; bit *l* from the top says whether statement *l* holds. ``feasible[c]``: 1 or 0; None where all are.
    """

    prepared: Prepared
    concepts: tuple[Concept, ...]
    scores: NDArray[np.uint16] | NDArray[np.uint32]
    feasible: NDArray[np.uint8] | None
    flags: NDArray[np.uint8]

    @property
    def size(self) -> int:
        """The number of feasible states."""
        return self.flags.shape[1] if self.feasible is None else int(np.count_nonzero(self.feasible))

    @cached_property
    def _everybody(self) -> NDArray[np.uint8]:
        shared: NDArray[np.uint8] = np.bitwise_and.reduce(self.flags, axis=0)
        return shared if self.feasible is None else shared * self.feasible

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """Labels of the equilibria under ``concept``, Y and N in option order, as a solution over listed states orders them.

        Raises :class:`~detente.errors.UnknownName` for a concept that was not solved.
        """
        if concept not in self.concepts:
            raise UnknownName("solution concept", concept, map(str, self.concepts), owner="this solution")
        codes = np.sort(self.prepared.codes(np.flatnonzero(self._everybody & compiled.BITS[Concept(concept)])))
        width = len(self.prepared.conflict.options)
        return tuple("".join("Y" if code >> k & 1 else "N" for k in range(width)) for code in codes.tolist())

    def counts(self) -> Mapping[str, int]:
        """How many equilibria there are, by concept."""
        return {concept: int(np.count_nonzero(self._everybody & compiled.BITS[concept])) for concept in self.concepts}


def prepare(conflict: Conflict, *, limit: int = 2**26) -> Prepared:
    """Make ``conflict`` ready for :meth:`Prepared.solve`.

    Raises :class:`~detente.errors.ModelError` without the compiled engine, for a conflict without decision makers, for a direct ranking of
    states, for more than 32 statements of one decision maker, and for one without a strategy; and
    :class:`~detente.errors.TooManyStates` for more than ``limit`` combinations of strategies. Those that rules exclude count among them.
    """
    if compiled.engine_name() != "compiled":
        raise ModelError("only the compiled engine solves without listing states", cure="use solve, which does with either")
    makers = conflict.decision_makers
    own = [movable(conflict, maker) for maker in makers]
    moved = {k for bits in own for k in bits}
    loose = tuple(k for k, option in enumerate(conflict.options) if option.frozen is None and k not in moved)
    never = {formula: _local(conflict, formula, [*own, loose]) for formula in (rule.never for rule in conflict.rules)}
    codes = [
        _strategies(conflict, bits, [formula for formula, at in never.items() if at == place]) for place, bits in enumerate([*own, loose])
    ]
    written = program(conflict, [formula for formula, at in never.items() if at is None])
    if written is None or not makers:
        raise ModelError(
            "somebody ranks states, or has more than 32 statements, or there is nobody", cure="use solve, which lists the states"
        )
    axes = tuple(axis_of(conflict, bits, local) for bits, local in zip(own, codes, strict=False))
    strides = strides_of([axis.size for axis in axes], own)
    cells = int(np.prod([local.size for local in codes], dtype=object))
    if cells > min(limit, CELLS) or max(axis.size for axis in axes) > STRATEGIES:
        raise TooManyStates(f"{cells} combinations of strategies, where {limit} are the limit", cure="freeze options, or raise limit")
    return _prepared(conflict, Grid(axes, strides, cells, None), written, [*own, loose], codes)


def _prepared(conflict: Conflict, found: Grid, written: Program, own: list[tuple[int, ...]], codes: list[NDArray[np.intp]]) -> Prepared:
    settings = tuple(_spread(local, bits) for local, bits in zip(codes, own, strict=True))
    strides = (*found.strides, found.cells // codes[-1].size)
    rows = np.array([(local.size, stride) for local, stride in zip(codes, strides, strict=True)], dtype=np.int64)
    fixed = sum(1 << k for k, option in enumerate(conflict.options) if option.frozen)
    return Prepared(conflict, found, written, settings, fixed, rows, (found.rows, found.taken), np.concatenate(settings))


def _local(conflict: Conflict, formula: Formula, own: list[tuple[int, ...]]) -> int | None:
    """Whose options alone ``formula`` is about, by place; None for several people's."""
    place = {name: k for k, name in enumerate(conflict.option_names)}
    bits = {place[name] for name in formula.names() if conflict.options[place[name]].frozen is None}
    return next((at for at, bits_of in enumerate(own) if bits <= set(bits_of)), None)


def _strategies(conflict: Conflict, bits: tuple[int, ...], never: list[Formula]) -> NDArray[np.intp]:
    """The settings of the options in ``bits``, as numbers, that none of the rules ``never`` excludes."""
    if len(bits) > STRATEGIES.bit_length():
        raise TooManyStates(f"{len(bits)} options of one decision maker are open", cure="freeze options that play no part")
    local = np.arange(1 << len(bits))
    env = {option.name: np.full(local.shape, option.frozen) for option in conflict.options if option.frozen is not None}
    env |= {conflict.options[k].name: (local >> at & 1).astype(np.bool_) for at, k in enumerate(bits)}
    allowed = np.ones(local.shape, dtype=np.bool_)
    for formula in never:
        allowed &= ~np.broadcast_to(np.asarray(formula.evaluate(env), dtype=np.bool_), local.shape)
    found = np.flatnonzero(allowed)
    if not found.size:
        raise ModelError("the rules leave a decision maker without a strategy", cure="drop or weaken one of them")
    return found


def _spread(local: NDArray[np.intp], bits: tuple[int, ...]) -> NDArray[np.uint64]:
    """Bit *at* of a local setting moved to place ``bits[at]``."""
    found = np.zeros(local.shape, dtype=np.uint64)
    for at, k in enumerate(bits):
        found |= (local >> at & 1).astype(np.uint64) << np.uint64(k)
    return found
