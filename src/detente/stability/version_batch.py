"""Many variants of one conflict in a few calls of the compiled engine, each question asked once.

A *version* is an order of one decision maker's statements; a variant names one version of everybody's. Nash, GMR and SMR depend on the
focal decision maker's version alone, so they are found once a version. SEQ and SSEQ of *i* depend on how *i* ranks all states and on which
moves are improvements to the others: variants that agree on both are one *task*. Tasks with the same movers are solved with *i*'s rankings
side by side in a vector, tasks with the same ranking of *i* with the others' improvements as bits side by side in a word; each task goes
where it shares the work with more of its kind. Answers are a bit a state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.stability.compiled import BITS
from detente.stability.concepts import Concept
from detente.stability.prepared import Prepared, Scores

if TYPE_CHECKING:
    from detente.stability import _kernels_variants as kernels
else:
    try:
        from detente.stability import _kernels_variants as kernels
    except ImportError:  # built where a compiler was at hand, and not needed elsewhere
        kernels = None

__all__ = ["Answers", "Rows", "Version", "available", "solve_versions"]

Integers = NDArray[np.int64]
Rows = NDArray[np.uint8]
_Grid = tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint16], int, int]
Version = Sequence[int]
"""Statements by their places, from 0, most important first; ``~place`` is the opposite of a statement."""

_STATES = 2**14
_PAIRS = 2**20
_ROOM = 2**27
_IN_LANES = (3.0, 1.0)  # what a group of tasks costs, and 16 rankings more: measured, and of no effect on what is found
_IN_BITS = 6.0  # what 256 variants cost


def available() -> bool:
    """Whether this part of the extension was built and can be loaded."""
    return kernels is not None


@dataclass(frozen=True, eq=False, slots=True)
class Answers:
    """For one decision maker and concept: ``rows[index[v]]`` holds variant *v*'s answer, a bit a state, lowest first."""

    rows: Rows
    index: Integers


@dataclass(frozen=True, eq=False, slots=True)
class _Truths:
    """Which statements hold, as bits. ``values[begin[i]:begin[i + 1]]``: what occurs for decision maker *i*; ``kind[i, s]``: at a state."""

    values: NDArray[np.uint32]
    begin: Integers
    kind: NDArray[np.uint16]
    counts: NDArray[np.int32]

    @classmethod
    def of(cls, scores: NDArray[np.uint16] | NDArray[np.uint32], counts: Sequence[int]) -> _Truths:
        """From scores of shape (decision makers, states), and how many statements each decision maker has."""
        found = [np.unique(row, return_inverse=True) for row in scores]
        begin = np.cumsum([0, *(values.size for values, _ in found)], dtype=np.int64)
        values = np.concatenate([values for values, _ in found]).astype(np.uint32)
        kind = np.stack([which.reshape(-1) for _, which in found]).astype(np.uint16)
        return cls(values, begin, kind, np.array(counts, dtype=np.int32))


@dataclass(frozen=True, eq=False, slots=True)
class _Ranked:
    """All versions, decision maker by decision maker, and for each the first that is the same as focal, and as mover."""

    owners: NDArray[np.int32]
    ranks: NDArray[np.uint64]
    arcs: NDArray[np.uint64]
    focal: NDArray[np.int32]
    moving: NDArray[np.int32]


@dataclass(eq=False, slots=True)
class _Tasks:
    """What is to be solved, growing: rows of versions, jobs, and for each decision maker which task answers each variant."""

    rows: list[NDArray[np.int32]] = field(default_factory=list)
    jobs: list[NDArray[np.int32]] = field(default_factory=list)
    index: list[Integers] = field(default_factory=list)
    count: int = 0


def solve_versions(
    ready: Prepared,
    versions: Sequence[Sequence[Version]],
    counts: Sequence[int],
    table: NDArray[np.integer],
    concepts: Sequence[Concept],
    *,
    scores: Scores | None = None,
) -> tuple[NDArray[np.uint64], dict[Concept, tuple[Answers, ...]]] | None:
    """The feasible states' codes, ascending, and by concept each decision maker's answers.

    ``versions[i]``: the versions of decision maker *i*, at least one; ``counts[i]``: how many statements it has. ``table[v, i]``: which of
    its versions variant *v* has; shape (variants, decision makers). ``scores``: those of ``ready``, or with fewer cells
    feasible. None where states are none or too many for this.
    """
    base = scores or ready.scores()
    cells = np.arange(ready.grid.cells) if base.feasible is None else np.flatnonzero(base.feasible)
    if not available() or not 0 < cells.size <= _STATES or cells.size * sum(axis.size for axis in ready.grid.axes) > _PAIRS:
        return None
    codes = ready.codes(cells)
    ascending = np.argsort(codes)
    codes, cells = codes[ascending], cells[ascending]
    grid = (cells.astype(np.uint32), *ready.axes, len(versions), ready.grid.cells)
    truths = _Truths.of(base.ranks[:, cells], counts)
    step = max(256, _ROOM // (8 * kernels.words(*grid) + len(versions) * cells.size))
    parts = []
    for start in range(0, max(len(table), 1), step):
        some, chosen = _used(versions, table[start : start + step])
        parts.append(_solve(grid, truths, some, chosen, concepts))
    return codes, {concept: _joined([part[concept] for part in parts], cells.size) for concept in concepts}


def _used(versions: Sequence[Sequence[Version]], table: NDArray[np.integer]) -> tuple[list[list[Version]], Integers]:
    """The versions that occur in ``table``, and the table over them, counted through all decision makers."""
    some, chosen, count = [], np.empty(table.shape, dtype=np.int64), 0
    for maker, own in enumerate(versions):
        occurring = np.zeros(len(own), dtype=np.bool_)
        occurring[table[:, maker]] = True
        chosen[:, maker] = (np.cumsum(occurring) - 1 + count)[table[:, maker]]
        some.append([own[at] for at in np.flatnonzero(occurring).tolist()])
        count += len(some[-1])
    return some, chosen


def _solve(
    grid: _Grid, truths: _Truths, versions: list[list[Version]], chosen: Integers, concepts: Sequence[Concept]
) -> dict[Concept, tuple[Answers, ...]]:
    ranked = _rank(grid, truths, versions)
    credible = sum(BITS[concept] for concept in concepts if concept.credible)
    tasks = _Tasks()
    for maker in range(len(versions)) if credible else ():
        _add_tasks(tasks, ranked, chosen, maker)
    words = (truths.kind.shape[1] + 63) // 64
    known = np.empty((ranked.owners.size, 3, words), dtype=np.uint64)
    found = np.empty((tasks.count, 2, words), dtype=np.uint64)
    nothing = np.empty((0, len(versions)), dtype=np.int32)
    focals = np.unique(ranked.focal)
    kernels.solve(
        *grid,
        ranked.owners,
        ranked.ranks,
        ranked.arcs,
        focals,
        np.concatenate([nothing, *tasks.rows]),
        np.concatenate([np.empty((0, 4), dtype=np.int32), *tasks.jobs]),
        credible,
        known,
        found,
    )
    plain = {Concept.nash: 0, Concept.gmr: 1, Concept.smr: 2}
    deep = {Concept.seq: 0, Concept.sseq: 1}
    answers: dict[Concept, tuple[Answers, ...]] = {}
    for concept in concepts:
        if concept.credible:
            rows = found[:, deep[concept]].view(np.uint8)
            answers[concept] = tuple(Answers(rows, index) for index in tasks.index)
        else:
            rows = known[:, plain[concept]].view(np.uint8)
            answers[concept] = tuple(Answers(rows, ranked.focal[chosen[:, maker]].astype(np.int64)) for maker in range(len(versions)))
    return answers


def _rank(grid: _Grid, truths: _Truths, versions: list[list[Version]]) -> _Ranked:
    flat = [version for own in versions for version in own]
    owners = np.repeat(np.arange(len(versions), dtype=np.int32), [len(own) for own in versions])
    begin = np.zeros(len(flat) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, flat), dtype=np.int64, count=len(flat)), out=begin[1:])
    places = np.fromiter(chain.from_iterable(flat), dtype=np.int32, count=int(begin[-1]))
    last = np.repeat(truths.counts[owners] - 1, np.diff(begin))  # the most important statement has the highest bit
    bits = np.where(places < 0, ~(last - ~places), last - places)
    ranks = np.empty((len(flat), (truths.kind.shape[1] + 3) // 4), dtype=np.uint64)
    arcs = np.empty((len(flat), kernels.words(*grid)), dtype=np.uint64)
    focal, moving = np.empty(len(flat), dtype=np.int32), np.empty(len(flat), dtype=np.int32)
    kernels.rank(*grid, truths.values, truths.begin, truths.kind, owners, begin, bits, ranks, arcs, focal, moving)
    return _Ranked(owners, ranks, arcs, focal, moving)


def _add_tasks(tasks: _Tasks, ranked: _Ranked, chosen: Integers, focal: int) -> None:
    """The distinct tasks of one focal decision maker, in the order in which they share most."""
    makers = chosen.shape[1]
    rows = ranked.moving[chosen]
    rows[:, focal] = ranked.focal[chosen[:, focal]]
    movers = np.zeros(len(chosen), dtype=np.int64)
    kinds = 1
    for maker in range(makers):
        if maker == focal:
            continue
        names = np.zeros(ranked.owners.size, dtype=np.int64)
        names[rows[:, maker]] = 1
        count = int(names.sum())
        if kinds > 2**62 // max(count, 1):
            found, movers = np.unique(movers, return_inverse=True)
            kinds = found.size
        movers = movers * count + (np.cumsum(names) - 1)[rows[:, maker]]
        kinds *= count
    found, movers = np.unique(movers, return_inverse=True)
    own, ranking = np.unique(rows[:, focal], return_inverse=True)
    _, first, task_of = np.unique(movers * own.size + ranking, return_index=True, return_inverse=True)
    movers, ranking = movers[first], ranking[first]
    same_movers, same_ranking = np.bincount(movers)[movers], np.bincount(ranking)[ranking]
    in_lanes = (_IN_LANES[0] + _IN_LANES[1] * np.ceil(same_movers / 16)) / same_movers
    by_bits = in_lanes > _IN_BITS * np.ceil(same_ranking / 256) / same_ranking
    order = np.lexsort((np.where(by_bits, movers, ranking), np.where(by_bits, ranking, movers), by_bits))
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    group = np.where(by_bits, ranking, movers + own.size)[order]
    starts = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]])) if group.size else np.empty(0, dtype=np.int64)
    jobs = np.empty((starts.size, 4), dtype=np.int32)
    jobs[:, 0], jobs[:, 1] = by_bits[order][starts], focal
    jobs[:, 2] = starts + tasks.count
    jobs[:, 3] = np.concatenate([starts[1:], [group.size]]) + tasks.count
    tasks.rows.append(rows[first][order])
    tasks.jobs.append(jobs)
    tasks.index.append(place[task_of] + tasks.count)
    tasks.count += order.size


def _joined(parts: list[tuple[Answers, ...]], states: int) -> tuple[Answers, ...]:
    """The parts' answers as one."""
    joined: dict[tuple[int, ...], Rows] = {}
    answers = []
    for own in zip(*parts, strict=True):
        which = tuple(id(answer.rows) for answer in own)
        if which not in joined:  # decision makers share their rows
            rows = (own[0].rows if len(own) == 1 else np.concatenate([answer.rows for answer in own]))[:, : (states + 7) // 8]
            joined[which] = rows
        before = np.cumsum([0, *(len(answer.rows) for answer in own[:-1])])
        answers.append(Answers(joined[which], np.concatenate([answer.index + start for answer, start in zip(own, before, strict=True)])))
    return tuple(answers)
