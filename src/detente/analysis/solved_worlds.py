"""Very many worlds of one dossier solved together: those that differ in statements alone are variants of one conflict.

A world decides which elements stand. Worlds in which the same options, rules, parties and so on stand are a *group*: its model is compiled
once, with every statement, and what each world drops makes a variant of it. Worlds that license the same model, or differ in nothing that
matters to somebody, share the work (:mod:`detente.stability.version_batch`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dossier.basis import ElementKind
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.dossier.names import names_of
from detente.graphmodel.preferences import Prioritization
from detente.stability.concepts import Concept
from detente.stability.variants import VariantSolutions, solve_variant_table

__all__ = ["Group", "by_group", "solved_worlds", "standing_in"]

Bools = NDArray[np.bool_]
_STATEMENTS = {ElementKind.limit, ElementKind.condition, ElementKind.demand, ElementKind.want}


@dataclass(frozen=True, eq=False)
class Group:
    """The worlds at ``places``; ``licensed`` is their model with every statement; variant *k* of ``found`` is the world ``places[k]``."""

    places: NDArray[np.intp]
    licensed: Model
    found: VariantSolutions


def standing_in(dossier: Dossier, worlds: Sequence[frozenset[str]]) -> Mapping[str, Bools]:
    """For each element's id in which of ``worlds`` it stands: bools of shape (len(worlds),)."""
    named = sorted(frozenset().union(*(element.basis.claims for element in dossier.elements)))
    place = {name: at for at, name in enumerate(named)}
    accepted = np.zeros((len(named), len(worlds)), dtype=np.bool_)
    for at, world in enumerate(worlds):
        accepted[[place[name] for name in world if name in place], at] = True
    found: dict[str, Bools] = {}
    for element in dossier.elements:
        ways = [
            np.logical_and.reduce([accepted[place[name]] for name in alternative], initial=True, axis=0)
            for alternative in element.basis.alternatives
        ]
        stands = np.broadcast_to(np.logical_or.reduce(ways, axis=0) if ways else np.True_, len(worlds))
        found[element.id] = found[element.id] | stands if element.id in found else stands
    return found


def solved_worlds(
    dossier: Dossier,
    worlds: Sequence[frozenset[str]],
    *,
    concepts: Sequence[Concept],
    as_of: datetime.date | None = None,
    limit: int = 2**18,
) -> Iterator[Group]:
    """The groups of ``worlds``, solved. Raises what :func:`~detente.dossier.model.model` and solving raise."""
    standing = standing_in(dossier, worlds)
    statements = _statements(dossier)
    frame = [name for name in standing if name not in statements]
    rows = _rows(standing, frame, len(worlds))
    _, first, group_of = np.unique(np.packbits(rows, axis=1), axis=0, return_index=True, return_inverse=True)
    names = names_of(dossier.file)
    for at, one in enumerate(first.tolist()):
        places = np.flatnonzero(group_of.reshape(-1) == at)
        elements = statements | {name for name, stands in zip(frame, rows[one].tolist(), strict=True) if stands}
        licensed = model(dossier, standing=elements, as_of=as_of, names=names)
        yield Group(places, licensed, _solved(licensed, standing, places, concepts, limit))


def by_group(dossier: Dossier, worlds: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """``worlds`` in an order in which those of a group are neighbours, so that parts of them split few groups."""
    standing, statements = standing_in(dossier, worlds), _statements(dossier)
    packed = np.packbits(_rows(standing, [name for name in standing if name not in statements], len(worlds)), axis=1)
    return [worlds[at] for at in np.lexsort(packed.T).tolist()] if packed.size else list(worlds)


def _statements(dossier: Dossier) -> set[str]:
    """The ids of elements that are statements of a ranking and nothing else."""
    kinds: dict[str, set[ElementKind]] = {}
    for element in dossier.elements:
        kinds.setdefault(element.id, set()).add(element.kind)
    return {name for name, of in kinds.items() if of <= _STATEMENTS}


def _rows(standing: Mapping[str, Bools], names: Sequence[str], count: int) -> Bools:
    """Which of ``names`` stand, by world: shape (count, names)."""
    return np.array([standing[name] for name in names], dtype=np.bool_).reshape(len(names), count).T


def _solved(
    licensed: Model, standing: Mapping[str, Bools], places: NDArray[np.intp], concepts: Sequence[Concept], limit: int
) -> VariantSolutions:
    """Whoever loses every statement becomes unknown, and finds all states equal as somebody without statements does."""
    conflict = licensed.option_form
    orders: dict[str, list[tuple[int, ...]]] = {}
    table = np.zeros((places.size, len(conflict.decision_makers)), dtype=np.int64)
    for column, maker in enumerate(conflict.decision_makers):
        said = conflict.preference(maker)
        if not isinstance(said, Prioritization):
            continue
        stands = np.array([standing[statement.id][places] for statement in said.statements], dtype=np.bool_).T
        kept, index = np.unique(stands, axis=0, return_inverse=True)
        orders[maker] = [tuple(np.flatnonzero(row).tolist()) for row in kept]
        table[:, column] = index.reshape(-1)
    return solve_variant_table(conflict, orders, table, concepts=concepts, limit=limit)
