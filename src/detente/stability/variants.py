"""The same conflict many times over, with some statements dropped or reordered: to see what a resting point hinges on.

A variant changes preferences only, so states and moves are found once. With the compiled engine the truth of every statement is found once
too, and all variants are solved in one call; otherwise they are solved one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError, TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization
from detente.stability import compiled
from detente.stability.compiled import BITS
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import solve
from detente.stability.prepared import Prepared, prepare

__all__ = ["Variant", "VariantSolutions", "dropping", "solve_variants", "varied"]

Bools = NDArray[np.bool_]
Variant = Mapping[str, Sequence[int]]
"""For each decision maker concerned, which of its statements count and in which order: places in the order written, from 0."""


@dataclass(frozen=True, eq=False)
class VariantSolutions:
    """``codes``: the feasible states, ascending, option *k* being bit *k*. ``flags[v, i, s]``: a bit a concept, as in ``BITS``."""

    conflict: Conflict
    variants: tuple[Variant, ...]
    concepts: tuple[Concept, ...]
    codes: NDArray[np.uint64]
    flags: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.variants)

    def stable(self, variant: int, concept: str, decision_maker: str) -> Bools:
        """Where ``decision_maker`` stays under ``concept`` in one variant: bools of shape (states,). Raises UnknownName."""
        makers = self.conflict.decision_makers
        if decision_maker not in makers:
            raise UnknownName("decision maker", decision_maker, makers, owner=self.conflict.title or None)
        found: Bools = (self.flags[variant, makers.index(decision_maker)] & self._bit(concept)) != 0
        return found

    def resting(self, concept: str) -> Bools:
        """Where everybody stays under ``concept``: bools of shape (variants, states). Raises UnknownName for one that was not solved."""
        found: Bools = (self._everybody & self._bit(concept)) != 0
        return found

    def equilibria(self, variant: int, concept: str) -> tuple[str, ...]:
        """The labels of one variant's equilibria under ``concept``, in the order of the states."""
        found = self.codes[(self._everybody[variant] & self._bit(concept)) != 0]
        width = len(self.conflict.options)
        return tuple("".join("Y" if code >> k & 1 else "N" for k in range(width)) for code in found.tolist())

    def _bit(self, concept: str) -> int:
        if concept not in self.concepts:
            raise UnknownName("solution concept", concept, map(str, self.concepts), owner="these solutions")
        return BITS[Concept(concept)]

    @cached_property
    def _everybody(self) -> NDArray[np.uint8]:
        everybody: NDArray[np.uint8] = np.bitwise_and.reduce(self.flags, axis=1)
        return everybody


def dropping(conflict: Conflict) -> tuple[Variant, ...]:
    """One variant a statement: the conflict without it."""
    return tuple(
        {maker: tuple(at for at in range(count) if at != left_out)}
        for maker, count in _counts(conflict).items()
        for left_out in range(count)
    )


def varied(conflict: Conflict, variant: Variant) -> Conflict:
    """The conflict that ``variant`` stands for.

    Raises :class:`~detente.errors.UnknownName` for an undeclared decision maker, and :class:`~detente.errors.ModelError` for a statement
    that is not there or counted twice.
    """
    _check(conflict, variant, _counts(conflict))
    preferences: dict[str, Preference] = dict(conflict.preferences)
    for maker, order in variant.items():
        stated = conflict.preference(maker)
        if isinstance(stated, Prioritization):
            said = tuple(stated.statements)
            preferences[maker] = Prioritization(tuple((said[at],) for at in order), stated.rest)
    return replace(conflict, preferences=preferences)


def solve_variants(
    conflict: Conflict, variants: Iterable[Variant], *, concepts: Iterable[str] | str | None = None, limit: int = 2**18
) -> VariantSolutions:
    """Individual stability and equilibria of ``conflict`` in each of ``variants``.

    Unstated order and unstated rest are read as :func:`~detente.stability.equilibria.solve` reads them. Raises what it and :func:`varied`
    raise.
    """
    wanted, asked = concepts_named(concepts), tuple(variants)
    counts = _counts(conflict)
    for variant in asked:
        _check(conflict, variant, counts)
    if asked and compiled.engine_name() == "compiled":
        try:
            ready = prepare(conflict, limit=limit)
        except (ModelError, TooManyStates):
            pass  # listed states may still be few enough, and say better what is wrong
        else:
            found = _at_once(ready, asked, wanted)
            if found is not None:
                return found
    return _one_by_one(conflict, asked, wanted, limit)


def _at_once(ready: Prepared, variants: tuple[Variant, ...], wanted: tuple[Concept, ...]) -> VariantSolutions | None:
    conflict = ready.conflict
    makers = conflict.decision_makers
    base = ready.scores()
    cells = np.arange(ready.grid.cells) if base.feasible is None else np.flatnonzero(base.feasible)
    if not cells.size:
        return None
    changes: list[int] = []
    concerned = {maker: (place, count - 1) for place, (maker, count) in enumerate(_counts(conflict).items())}
    for variant in variants:
        changes.append(len(variant))
        for maker, order in variant.items():
            place, last = concerned[maker]
            changes += (place, len(order), *(last - at for at in order))
    flags = np.empty((len(variants), len(makers), ready.grid.cells), dtype=np.uint8)
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
        len(variants),
        np.array(changes, dtype=np.int32),
    )
    codes = ready.codes(cells)
    ascending = np.argsort(codes)
    same = base.feasible is None and bool((ascending[1:] > ascending[:-1]).all())
    return VariantSolutions(conflict, variants, wanted, codes[ascending], flags if same else flags[:, :, cells[ascending]])


def _one_by_one(conflict: Conflict, variants: tuple[Variant, ...], wanted: tuple[Concept, ...], limit: int) -> VariantSolutions:
    codes = None
    rows = []
    for variant in variants or ({},):
        found = solve(varied(conflict, variant), concepts=wanted, limit=limit)
        assert found.space is not None
        codes = found.space.codes
        row = np.zeros((len(conflict.decision_makers), codes.size), dtype=np.uint8)
        for concept in wanted:
            for at, maker in enumerate(conflict.decision_makers):
                row[at] |= found.stable[concept][maker].astype(np.uint8) * np.uint8(BITS[concept])
        rows.append(row)
    assert codes is not None
    return VariantSolutions(conflict, variants, wanted, codes, np.stack(rows)[: len(variants)])


def _counts(conflict: Conflict) -> dict[str, int]:
    """How many statements each decision maker has."""
    stated = {maker: conflict.preference(maker) for maker in conflict.decision_makers}
    return {maker: sum(map(len, said.tiers)) if isinstance(said, Prioritization) else 0 for maker, said in stated.items()}


def _check(conflict: Conflict, variant: Variant, counts: Mapping[str, int]) -> None:
    for maker, order in variant.items():
        if maker not in counts:
            raise UnknownName("decision maker", maker, counts, owner=conflict.title or None)
        if len(set(order)) < len(order) or (order and not 0 <= min(order) <= max(order) < counts[maker]):
            raise ModelError(
                f"{maker!r} has {counts[maker]} statements, of which {list(order)} is no choice",
                cure="name each by its place, from 0, once",
            )
