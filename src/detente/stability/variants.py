"""The same conflict many times over, with some statements dropped, turned round or reordered: to see what a resting point hinges on.

A variant changes preferences only, so states and moves are found once. With the compiled engine all variants are solved together
(:mod:`detente.stability.version_batch`); otherwise each distinct one is solved on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError, NoState, TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Statement
from detente.graphmodel.statements import Not
from detente.stability import compiled
from detente.stability.compiled import BITS
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import solve
from detente.stability.prepared import Prepared, prepare
from detente.stability.version_batch import Answers, Rows, solve_versions

__all__ = [
    "Order",
    "Variant",
    "VariantSolutions",
    "dropping",
    "negating",
    "solve_variant_table",
    "solve_variants",
    "statement_counts",
    "varied",
]

Bools = NDArray[np.bool_]
Order = Sequence[int]
Variant = Mapping[str, Order]
"""For each decision maker concerned, which of its statements count and in which order: places in the order written, from 0.

``~place`` stands for the opposite of a statement, in its place.
"""


@dataclass(frozen=True, eq=False)
class VariantSolutions:
    """``codes``: the feasible states, ascending, option *k* being bit *k*; answers are kept as a bit a state in that order.

    ``answers[concept][i]`` holds those of decision maker *i*, each distinct one once. ``feasible``: which states are feasible in each
    variant, where that differs; nothing holds in the others.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    codes: NDArray[np.uint64]
    answers: Mapping[Concept, tuple[Answers, ...]]
    count: int
    feasible: Answers | None = None

    def __len__(self) -> int:
        return self.count

    def stable(self, variant: int, concept: str, decision_maker: str) -> Bools:
        """Where ``decision_maker`` stays under ``concept`` in one variant: bools of shape (states,). Raises UnknownName."""
        answers = self._answers(concept, decision_maker)
        return self.spelled(answers.rows[answers.index[variant]])

    def holding(self, concept: str, decision_maker: str | None, state: int) -> Bools:
        """In which variants the state at place ``state`` of ``codes`` is stable, or an equilibrium for None: shape (variants,).

        Raises UnknownName.
        """
        makers = self.conflict.decision_makers if decision_maker is None else (decision_maker,)
        found = np.full(self.count, 1, dtype=np.uint8)
        for maker in makers:
            answers = self._answers(concept, maker)
            found &= (answers.rows[:, state >> 3] >> np.uint8(state & 7))[answers.index]
        return found.astype(np.bool_)

    def resting(self, concept: str) -> Bools:
        """Where everybody stays under ``concept``: bools of shape (variants, states). Raises UnknownName for one that was not solved."""
        return self.spelled(self.resting_rows(concept))

    def resting_rows(self, concept: str) -> Rows:
        """:meth:`resting`, eight states to a byte, the lowest first: shape (variants, bytes)."""
        rows = np.full((self.count, (self.codes.size + 7) // 8), 255, dtype=np.uint8)
        for maker in self.conflict.decision_makers:
            answers = self._answers(concept, maker)
            rows &= answers.rows[answers.index]
        return rows

    def equilibria(self, variant: int, concept: str) -> tuple[str, ...]:
        """The labels of one variant's equilibria under ``concept``, in the order of the states."""
        row = np.bitwise_and.reduce(
            [answers.rows[answers.index[variant]] for answers in (self._answers(concept, maker) for maker in self.conflict.decision_makers)]
        )
        found = self.codes[self.spelled(row)]
        width = len(self.conflict.options)
        return tuple("".join("Y" if code >> k & 1 else "N" for k in range(width)) for code in found.tolist())

    def spelled(self, rows: Rows) -> Bools:
        """Rows of a bit a state as bools: shape (..., states)."""
        return np.unpackbits(rows, axis=-1, count=self.codes.size, bitorder="little").view(np.bool_)

    def _answers(self, concept: str, decision_maker: str) -> Answers:
        if concept not in self.concepts:
            raise UnknownName("solution concept", concept, map(str, self.concepts), owner="these solutions")
        makers = self.conflict.decision_makers
        if decision_maker not in makers:
            raise UnknownName("decision maker", decision_maker, makers, owner=self.conflict.title or None)
        return self.answers[Concept(concept)][makers.index(decision_maker)]


def dropping(conflict: Conflict) -> tuple[Variant, ...]:
    """One variant a statement: the conflict without it."""
    return tuple(
        {maker: tuple(at for at in range(count) if at != left_out)}
        for maker, count in statement_counts(conflict).items()
        for left_out in range(count)
    )


def negating(conflict: Conflict) -> tuple[Variant, ...]:
    """One variant a statement: the conflict with its opposite in its place."""
    return tuple(
        {maker: tuple(~at if at == turned else at for at in range(count))}
        for maker, count in statement_counts(conflict).items()
        for turned in range(count)
    )


def varied(conflict: Conflict, variant: Variant) -> Conflict:
    """The conflict that ``variant`` stands for.

    Raises :class:`~detente.errors.UnknownName` for an undeclared decision maker, and :class:`~detente.errors.ModelError` for a statement
    that is not there or counted twice.
    """
    counts = statement_counts(conflict)
    preferences: dict[str, Preference] = dict(conflict.preferences)
    for maker, order in variant.items():
        _check(conflict, maker, order, counts)
        stated = conflict.preference(maker)
        if isinstance(stated, Prioritization):
            said = tuple(stated.statements)
            preferences[maker] = Prioritization(tuple((_turned(said, at),) for at in order), stated.rest)
    return replace(conflict, preferences=preferences)


def _turned(said: Sequence[Statement], at: int) -> Statement:
    return said[at] if at >= 0 else replace(said[~at], formula=Not(said[~at].formula))


def solve_variants(
    conflict: Conflict, variants: Iterable[Variant], *, concepts: Iterable[str] | str | None = None, limit: int = 2**18
) -> VariantSolutions:
    """Individual stability and equilibria of ``conflict`` in each of ``variants``.

    Unstated order and unstated rest are read as :func:`~detente.stability.equilibria.solve` reads them. Raises what it and :func:`varied`
    raise.
    """
    makers = conflict.decision_makers
    counts = statement_counts(conflict)
    asked = tuple(variants)
    known: dict[str, dict[Order, int]] = {maker: {tuple(range(count)): 0} for maker, count in counts.items()}
    place = {maker: at for at, maker in enumerate(makers)}
    rows, columns, chosen = [], [], []
    for row, variant in enumerate(asked):
        for maker, order in variant.items():
            if maker not in known:
                raise UnknownName("decision maker", maker, counts, owner=conflict.title or None)
            rows.append(row)
            columns.append(place[maker])
            chosen.append(known[maker].setdefault(tuple(order), len(known[maker])))
    for maker, orders in known.items():
        _check_all(conflict, maker, tuple(orders), counts)
    table = np.zeros((len(asked), len(makers)), dtype=np.int64)
    table[rows, columns] = chosen
    return _solved(conflict, [tuple(known[maker]) for maker in makers], table, concepts_named(concepts), limit)


def solve_variant_table(
    conflict: Conflict,
    orders: Mapping[str, Sequence[Order]],
    table: NDArray[np.integer],
    *,
    concepts: Iterable[str] | str | None = None,
    limit: int = 2**18,
) -> VariantSolutions:
    """:func:`solve_variants` for very many variants: ``orders`` lists each decision maker's orders of statements, ``table`` points at them.

    ``table[v, i]``: the place in ``orders`` of decision maker *i*'s order in variant *v*; a decision maker without orders keeps what is
    written, and its column is not read. Raises what :func:`solve_variants` raises.
    """
    counts = statement_counts(conflict)
    for maker, own in orders.items():
        _check_all(conflict, maker, own, counts)
    listed = [tuple(map(tuple, orders.get(maker, ()))) or (tuple(range(count)),) for maker, count in counts.items()]
    places = np.array(table, dtype=np.int64)
    if places.ndim != 2 or places.shape[1] != len(listed):
        raise ModelError(f"a table of shape {places.shape} for {len(listed)} decision makers", cure="give it one column each")
    for column, maker in zip(places.T, counts, strict=True):
        if maker not in orders or not orders[maker]:
            column[:] = 0
    if places.size and not bool(((places >= 0) & (places < [len(own) for own in listed])).all()):
        raise ModelError("the table points at an order that is not listed", cure="count orders from 0")
    return _solved(conflict, listed, places, concepts_named(concepts), limit)


def _solved(
    conflict: Conflict, orders: Sequence[Sequence[Order]], table: NDArray[np.int64], wanted: tuple[Concept, ...], limit: int
) -> VariantSolutions:
    if len(table) and compiled.engine_name() == "compiled":
        try:
            ready = prepare(conflict, limit=limit)
        except (ModelError, TooManyStates):
            pass  # listed states may still be few enough, and say better what is wrong
        else:
            found = solve_versions(ready, orders, tuple(statement_counts(conflict).values()), table, wanted)
            if found is not None:
                return VariantSolutions(conflict, wanted, *found, len(table))
            if not any(at < 0 for own in orders for order in own for at in order):
                return _over_grid(ready, orders, table, wanted)
    return _one_by_one(conflict, orders, table, wanted, limit)


def _over_grid(
    ready: Prepared, orders: Sequence[Sequence[Order]], table: NDArray[np.int64], wanted: tuple[Concept, ...]
) -> VariantSolutions:
    """Larger conflicts: in one call too, but each variant on its own."""
    makers = ready.conflict.decision_makers
    base = ready.scores()
    cells = np.arange(ready.grid.cells) if base.feasible is None else np.flatnonzero(base.feasible)
    if not cells.size:
        raise NoState("the rules leave no state", cure="drop or weaken one of them")
    codes = ready.codes(cells)
    ascending = np.argsort(codes)
    cells = cells[ascending]
    last = [count - 1 for count in statement_counts(ready.conflict).values()]
    distinct, index = np.unique(table, axis=0, return_inverse=True)
    rows: list[Rows] = []
    for row in distinct:
        changes = [len(makers)]
        for place, (order, top) in enumerate(zip((own[at] for own, at in zip(orders, row.tolist(), strict=True)), last, strict=True)):
            changes += (place, len(order), *(top - at for at in order))
        flags = np.empty((1, len(makers), ready.grid.cells), dtype=np.uint8)
        bits = sum(BITS[concept] for concept in wanted)
        compiled.kernels.stability(
            base.ranks,
            base.feasible,
            *ready.axes,
            flags,
            len(makers),
            base.ranks.itemsize,
            bits,
            compiled.ROUNDS,
            1,
            np.array(changes, dtype=np.int32),
        )
        rows.append(flags[0][:, cells])
    return _packed(ready.conflict, wanted, codes[ascending], rows, index.reshape(-1))


def _one_by_one(
    conflict: Conflict, orders: Sequence[Sequence[Order]], table: NDArray[np.int64], wanted: tuple[Concept, ...], limit: int
) -> VariantSolutions:
    makers = conflict.decision_makers
    distinct, index = np.unique(table, axis=0, return_inverse=True)
    codes = None
    rows: list[Rows] = []
    for row in distinct if len(distinct) else np.zeros((1, len(makers)), dtype=np.int64):
        variant = {maker: own[at] for maker, own, at in zip(makers, orders, row.tolist(), strict=True)}
        stated = {maker: order for maker, order in variant.items() if isinstance(conflict.preference(maker), Prioritization)}
        found = solve(varied(conflict, stated), concepts=wanted, limit=limit)
        assert found.space is not None
        codes = found.space.codes
        flags = np.zeros((len(makers), codes.size), dtype=np.uint8)
        for concept in wanted:
            for at, maker in enumerate(makers):
                flags[at] |= found.stable[concept][maker].astype(np.uint8) * np.uint8(BITS[concept])
        rows.append(flags)
    assert codes is not None
    return _packed(conflict, wanted, codes, rows, index.reshape(-1))


def _packed(
    conflict: Conflict, wanted: tuple[Concept, ...], codes: NDArray[np.uint64], flags: list[Rows], index: NDArray[np.int64]
) -> VariantSolutions:
    """Flags of shape (decision makers, states), a bit a concept, one a distinct variant, as rows of a bit a state."""
    answers = {}
    for concept in wanted:
        own = []
        for at in range(len(conflict.decision_makers)):
            rows = np.packbits(np.stack([flag[at] & BITS[concept] for flag in flags]) != 0, axis=1, bitorder="little")
            own.append(Answers(rows, index))
        answers[concept] = tuple(own)
    return VariantSolutions(conflict, wanted, codes, answers, len(index))


def statement_counts(conflict: Conflict) -> dict[str, int]:
    """How many statements each decision maker has."""
    stated = {maker: conflict.preference(maker) for maker in conflict.decision_makers}
    return {maker: sum(map(len, said.tiers)) if isinstance(said, Prioritization) else 0 for maker, said in stated.items()}


def _check_all(conflict: Conflict, maker: str, orders: Sequence[Order], counts: Mapping[str, int]) -> None:
    """Each of ``orders``, quickly unless one is wrong."""
    sizes = np.fromiter(map(len, orders), dtype=np.int64, count=len(orders))
    places = np.fromiter(chain.from_iterable(orders), dtype=np.int64, count=int(sizes.sum()))
    places = np.where(places < 0, ~places, places)
    count = counts.get(maker, 0)
    wrong = maker not in counts or (places.size and places.max() >= count)
    if wrong or (np.bincount(np.repeat(np.arange(sizes.size), sizes) * count + places) > 1).any():
        for order in orders:
            _check(conflict, maker, order, counts)


def _check(conflict: Conflict, maker: str, order: Order, counts: Mapping[str, int]) -> None:
    if maker not in counts:
        raise UnknownName("decision maker", maker, counts, owner=conflict.title or None)
    places = {at if at >= 0 else ~at for at in order}
    if len(places) < len(order) or (places and max(places) >= counts[maker]):
        raise ModelError(
            f"{maker!r} has {counts[maker]} statements, of which {list(order)} is no choice",
            cure="name each by its place, from 0, once, with ~ before it for its opposite",
        )
