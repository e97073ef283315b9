"""Variants of one conflict that differ in what is feasible too: rules that stand or fall, options that are free or frozen.

A *narrowing* is a formula that no state may fulfil. A rule is one. So is an option frozen at a setting: where the other setting is
infeasible it can neither be taken nor left, and what remains are the states and moves of the conflict in which it is frozen. A decision
maker all of whose options are frozen has no move, hence stays wherever it is and deters nobody, as if it were none. A variant is thus an
order of everybody's statements (:mod:`detente.stability.variants`) and a choice of narrowings, and one grid serves all variants.

Variants with the same feasible states are solved together where they are many, and each by a call of the compiled engine where they
are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError, NoState, TooManyStates
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import Formula
from detente.stability import compiled
from detente.stability.compiled import BITS, ROUNDS
from detente.stability.concepts import Concept
from detente.stability.prepared import Prepared, Scores, prepare
from detente.stability.variants import Order, VariantSolutions, statement_counts
from detente.stability.version_batch import Answers, Rows, solve_versions

__all__ = ["solve_narrowed"]

Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]

_CELLS = 2**14
_MANY = 24  # variants of one feasible set that are worth a batch: measured, and of no effect on what is found
_ROOM = 2**25


@dataclass(frozen=True, eq=False, slots=True)
class _Frame:
    """``cells[s]``: the cell of state *s*, states in ascending order of ``codes``. ``cut[n, s]``: whether narrowing *n* excludes it."""

    ready: Prepared
    scores: Scores
    cells: NDArray[np.intp]
    codes: NDArray[np.uint64]
    cut: Bools

    def kept(self, states: Bools) -> _Frame:
        return _Frame(self.ready, self.scores, self.cells[states], self.codes[states], self.cut[:, states])


def solve_narrowed(
    conflict: Conflict,
    orders: Mapping[str, Sequence[Order]],
    table: NDArray[np.integer],
    never: Sequence[Formula],
    applies: Bools,
    *,
    concepts: Sequence[Concept],
    limit: int = 2**18,
) -> VariantSolutions | None:
    """Individual stability in each variant: the orders that row *v* of ``table`` points at, narrowed by the formulas where ``applies[v]``.

    ``orders`` and ``table`` are those of :func:`~detente.stability.variants.solve_variant_table`, without opposites; ``applies`` has shape
    (variants, len(never)). The states are those feasible in some variant, and nothing holds in a state that is infeasible in a variant.
    None where the compiled engine cannot do it, or the states of all variants together are too many. Raises
    :class:`~detente.errors.NoState` if a variant has none.
    """
    frame = _framed(conflict, never, limit)
    if frame is None:
        return None
    patterns, pattern_of = np.unique(np.asarray(applies, dtype=np.bool_), axis=0, return_inverse=True)
    rows = _feasible(frame, patterns)
    if not rows.any(axis=1).all():
        raise NoState("the narrowings of a variant leave no state", cure="drop or weaken one of them")
    somewhere = np.unpackbits(np.bitwise_or.reduce(rows, axis=0), count=frame.codes.size, bitorder="little").astype(np.bool_)
    if not somewhere.all():
        frame = frame.kept(somewhere)
        rows = _feasible(frame, patterns)
    rows, same = np.unique(rows, axis=0, return_inverse=True)
    places = Answers(rows, same.reshape(-1)[pattern_of.reshape(-1)])
    makers = conflict.decision_makers
    listed = [tuple(map(tuple, orders.get(maker, ()))) or (tuple(range(count)),) for maker, count in statement_counts(conflict).items()]
    pointed = np.where([bool(orders.get(maker)) for maker in makers], np.asarray(table, dtype=np.int64), 0)
    work = _Work(frame, listed, pointed, places, tuple(concepts))
    return VariantSolutions(conflict, work.concepts, frame.codes, work.answers(), len(pointed), places)


def _framed(conflict: Conflict, never: Sequence[Formula], limit: int) -> _Frame | None:
    if compiled.engine_name() != "compiled":
        return None
    try:
        ready = prepare(conflict, limit=min(limit, _CELLS))
    except (ModelError, TooManyStates):
        return None
    base = ready.scores()
    cells = np.arange(ready.grid.cells) if base.feasible is None else np.flatnonzero(base.feasible)
    codes = ready.codes(cells)
    ascending = np.argsort(codes)
    codes = codes[ascending]
    env = {option.name: (codes >> np.uint64(k) & np.uint64(1)).astype(np.bool_) for k, option in enumerate(conflict.options)}
    cut = np.array([np.broadcast_to(np.asarray(formula.evaluate(env), dtype=np.bool_), codes.shape) for formula in never], dtype=np.bool_)
    return _Frame(ready, base, cells[ascending], codes, cut.reshape(len(never), codes.size)) if codes.size else None


def _feasible(frame: _Frame, patterns: Bools) -> Rows:
    """The states that are left by each choice of narrowings, a bit a state, lowest first."""
    rows = np.repeat(np.packbits(np.ones((1, frame.codes.size), dtype=np.bool_), axis=1, bitorder="little"), len(patterns), axis=0)
    left = np.packbits(~frame.cut, axis=1, bitorder="little")
    for at in range(len(left)):
        rows[patterns[:, at]] &= left[at]
    return rows


class _Work:
    """Variants by feasible set: many of one set in a batch, the others each by itself."""

    def __init__(
        self, frame: _Frame, orders: Sequence[Sequence[Order]], table: Integers, places: Answers, concepts: tuple[Concept, ...]
    ) -> None:
        self.frame = frame
        self.orders = orders
        self.table = table
        self.places = places
        self.concepts = concepts
        self.makers = len(orders)
        self.counts = tuple(statement_counts(frame.ready.conflict).values())
        self.rows: dict[Concept, list[list[Rows]]] = {concept: [[] for _ in orders] for concept in concepts}
        self.index: dict[Concept, Integers] = {concept: np.zeros((self.makers, len(table)), dtype=np.int64) for concept in concepts}
        self.size: dict[Concept, list[int]] = {concept: [0] * self.makers for concept in concepts}

    def answers(self) -> dict[Concept, tuple[Answers, ...]]:
        of_set = self.places.index
        count = np.bincount(of_set, minlength=len(self.places.rows))
        batched = count >= _MANY
        for at in np.flatnonzero(batched).tolist():
            if not self.in_batch(at, np.flatnonzero(of_set == at)):
                batched[at] = False
        self.one_by_one(np.flatnonzero(~batched[of_set]))
        empty = np.empty((0, (self.frame.codes.size + 7) // 8), dtype=np.uint8)
        return {
            concept: tuple(Answers(np.concatenate(self.rows[concept][at] or [empty]), self.index[concept][at]) for at in range(self.makers))
            for concept in self.concepts
        }

    def add(self, concept: Concept, maker: int, variants: Integers, rows: Rows, index: Integers) -> None:
        self.index[concept][maker, variants] = index + self.size[concept][maker]
        self.rows[concept][maker].append(rows)
        self.size[concept][maker] += len(rows)

    def spread(self, feasible: int) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """The places of a feasible set's states, and a byte a cell."""
        states = np.flatnonzero(np.unpackbits(self.places.rows[feasible], count=self.frame.codes.size, bitorder="little"))
        cells = np.zeros(self.frame.ready.grid.cells, dtype=np.uint8)
        cells[self.frame.cells[states]] = 1
        return states, cells

    def in_batch(self, feasible: int, variants: NDArray[np.intp]) -> bool:
        states, cells = self.spread(feasible)
        scores = Scores(self.frame.scores.ranks, cells)
        found = solve_versions(self.frame.ready, self.orders, self.counts, self.table[variants], self.concepts, scores=scores)
        if found is None:
            return False
        for concept, own in found[1].items():
            for maker, answers in enumerate(own):
                wide = np.zeros((len(answers.rows), self.frame.codes.size), dtype=np.bool_)
                wide[:, states] = np.unpackbits(answers.rows, axis=1, count=states.size, bitorder="little")
                self.add(concept, maker, variants, np.packbits(wide, axis=1, bitorder="little"), answers.index)
        return True

    def one_by_one(self, variants: NDArray[np.intp]) -> None:
        keys = np.column_stack([self.places.index[variants], self.table[variants]])
        distinct, which = np.unique(keys, axis=0, return_inverse=True)
        which = which.reshape(-1)
        ranks = [self.ranks(maker) for maker in range(self.makers)]
        step = max(1, _ROOM // (self.makers * self.frame.ready.grid.cells))
        for start in range(0, len(distinct), step):
            flags = self.solved(distinct[start : start + step], ranks)
            here = np.flatnonzero((which >= start) & (which < start + step))
            feasible = self.places.rows[distinct[start : start + step, 0]]
            for concept in self.concepts:
                for maker in range(self.makers):
                    rows = np.packbits(flags[:, maker] & BITS[concept], axis=1, bitorder="little") & feasible
                    self.add(concept, maker, variants[here], rows, which[here] - start)

    def solved(self, distinct: Integers, ranks: Sequence[Mapping[int, NDArray[np.uint32]]]) -> NDArray[np.uint8]:
        """Flags by row of ``distinct``, decision maker and state."""
        ready, width = self.frame.ready, self.frame.scores.ranks.dtype
        flags = np.empty((len(distinct), self.makers, ready.grid.cells), dtype=np.uint8)
        own = np.empty((self.makers, ready.grid.cells), dtype=width)
        bits, last = sum(BITS[concept] for concept in self.concepts), -1
        cells = np.empty(0, dtype=np.uint8)
        for row, (feasible, *chosen) in zip(flags, distinct.tolist(), strict=True):
            if feasible != last:
                _, cells = self.spread(feasible)
                last = feasible
            for maker, version in enumerate(chosen):
                np.multiply(ranks[maker][version], cells, out=own[maker], casting="unsafe")
            compiled.kernels.stability(own, cells, *ready.axes, row, self.makers, own.itemsize, bits, ROUNDS)
        in_order = self.frame.cells.size == ready.grid.cells and bool((np.diff(self.frame.cells) == 1).all())
        return flags if in_order else flags[:, :, self.frame.cells]

    def ranks(self, maker: int) -> Mapping[int, NDArray[np.uint32]]:
        """By order of statements what each cell is worth: the first statement that counts is the highest bit."""
        stated = self.frame.scores.ranks[maker]
        found = {}
        for at in _occurring(self.table[:, maker]):
            value = np.zeros_like(stated)
            for place in self.orders[maker][at]:
                value = value << 1 | stated >> (self.counts[maker] - 1 - place) & 1
            found[at] = value
        return found


def _occurring(column: Integers) -> Iterator[int]:
    yield from np.unique(column).tolist()
