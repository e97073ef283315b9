"""Who can move from where to where: blocks of a state space, and graph models as lists of successors.

In option form a decision maker may change any non-empty subset of its own options at once, each in a direction it allows; what lies in
between need not be feasible. So the states it can choose among form a *block*: those that agree on everybody else's options, cut by the
options it cannot take back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.states import StateSpace, state_space

__all__ = ["Blocks", "GraphModel", "Modelled", "blocks", "graph_model", "listed_ranks"]

Indices = NDArray[np.intp]
Moves = Sequence[tuple[int, ...]]


@dataclass(frozen=True, eq=False, slots=True)
class Blocks:
    """One decision maker's moves, staying included, as consecutive runs of states.

    ``group`` (size,): states of one group share their choices. ``members[starts[g]:starts[g + 1]]``: the states group *g* chooses among,
    itself included. Without one-way options the runs partition the states; with them, states appear once for every group that reaches
    them.
    """

    members: Indices
    starts: Indices
    group: Indices

    def of(self, state: int) -> Indices:
        """The states that can be chosen in ``state``, staying included."""
        at = int(self.group[state])
        stop = self.starts[at + 1] if at + 1 < self.starts.size else self.members.size
        return self.members[self.starts[at] : stop]

    @property
    def choices(self) -> int:
        """The number of pairs that :meth:`pairs` would spell out."""
        return int(np.diff(self.starts, append=self.members.size)[self.group].sum())

    def pairs(self) -> tuple[Indices, Indices]:
        """Every choice as (from, to), staying included: two arrays of one length, in the order of the states left."""
        lengths = np.diff(self.starts, append=self.members.size)[self.group]
        source = np.repeat(np.arange(self.group.size), lengths)
        within = np.arange(source.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return source, self.members[self.starts[self.group[source]] + within]

    @property
    def idle(self) -> bool:
        """Whether there is no move at all."""
        return self.members.size == self.starts.size


def blocks(space: StateSpace, decision_maker: str) -> Blocks:
    """The moves of ``decision_maker`` over ``space``. Raises :class:`~detente.errors.UnknownName` for somebody else's name."""
    conflict = space.conflict
    if decision_maker not in conflict.decision_makers:
        raise UnknownName("decision maker", decision_maker, conflict.decision_makers, owner=conflict.title or None)
    free, directed = 0, []
    for k, option in enumerate(conflict.options):
        if option.decision_maker != decision_maker or option.frozen is not None or (option.one_way and option.no_return):
            continue
        if option.one_way or option.no_return:
            directed.append((np.uint64(1 << k), option.one_way))
        else:
            free |= 1 << k
    keys = space.codes & ~np.uint64(free)
    order = np.argsort(keys, kind="stable")
    starts, group = _runs(keys[order], order)
    if not directed:
        return Blocks(order, starts, group)
    return _cut(space, keys, keys[order][starts], directed, group)


def _runs(sorted_keys: NDArray[np.uint64], order: Indices) -> tuple[Indices, Indices]:
    fresh = np.ones(order.size, dtype=np.bool_)
    fresh[1:] = sorted_keys[1:] != sorted_keys[:-1]
    group = np.empty(order.size, dtype=np.intp)
    group[order] = np.cumsum(fresh) - 1
    return np.flatnonzero(fresh), group


def _cut(
    space: StateSpace, keys: NDArray[np.uint64], origins: NDArray[np.uint64], directed: Sequence[tuple[np.uint64, bool]], group: Indices
) -> Blocks:
    """List each state under every origin from which the directed options lead to it.

    A state with a one-way yes is reached from origins with yes and with no; one with a no, only from origins with no; the reverse for an
    option whose no is final.
    """
    members = np.arange(space.size, dtype=np.intp)
    origin = keys
    for bit, one_way in directed:
        doubled = ((space.codes[members] & bit) != 0) == one_way
        members = np.concatenate([members, members[doubled]])
        origin = np.concatenate([origin, origin[doubled] ^ bit])
    place = np.searchsorted(origins, origin)
    place[place == origins.size] = 0
    there = origins[place] == origin
    members, place = members[there], place[there]
    order = np.lexsort((members, place))
    counts = np.bincount(place, minlength=origins.size)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
    return Blocks(members[order], starts, group)


@dataclass(frozen=True, eq=False, repr=False)
class GraphModel:
    """A graph model as the definitions speak of it: states by index, each decision maker's moves and ranks (larger is better).

    ``successors[dm][s]`` lists R_dm(s), ascending, never s itself; ``ranks[dm][s]`` is an integer. Nothing is assumed of the moves: they
    may be intransitive, and two decision makers may own the same one.
    """

    decision_makers: tuple[str, ...]
    labels: tuple[str, ...]
    successors: Mapping[str, Moves]
    ranks: Mapping[str, Sequence[int]]

    def __repr__(self) -> str:
        return f"<GraphModel: {len(self.labels)} states, {len(self.decision_makers)} decision makers>"

    def index(self, label: str) -> int:
        """The index of the state called ``label``; raises :class:`~detente.errors.UnknownName`."""
        try:
            return self._places[label]
        except KeyError:
            raise UnknownName("state", label, self.labels) from None

    @cached_property
    def _places(self) -> dict[str, int]:
        return {label: index for index, label in enumerate(self.labels)}

    def moves(self, decision_maker: str, state: int) -> tuple[int, ...]:
        """R_i(s), the unilateral moves."""
        return self.successors[decision_maker][state]

    def improvements(self, decision_maker: str, state: int) -> tuple[int, ...]:
        """R_i⁺(s), the unilateral improvements."""
        rank = self.ranks[decision_maker]
        return tuple(t for t in self.successors[decision_maker][state] if rank[t] > rank[state])

    def arcs(self, decision_maker: str, *, improving: bool = False) -> Iterator[tuple[int, int]]:
        """Every move (from, to) of ``decision_maker``, or only those that improve."""
        step = self.improvements if improving else self.moves
        return ((s, t) for s in range(len(self.labels)) for t in step(decision_maker, s))


class _BlockMoves(Sequence[tuple[int, ...]]):
    """Successors read off the blocks when asked for: a large space is never spelled out arc by arc."""

    def __init__(self, runs: Blocks) -> None:
        self._runs = runs
        self._known: dict[int, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return int(self._runs.group.size)

    @overload
    def __getitem__(self, state: int) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, state: slice) -> list[tuple[int, ...]]: ...
    def __getitem__(self, state: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(state, slice):
            return [self[at] for at in range(*state.indices(len(self)))]
        if not -len(self) <= state < len(self):
            raise IndexError(state)
        if state not in self._known:
            self._known[state] = tuple(t for t in sorted(self._runs.of(state).tolist()) if t != state)
        return self._known[state]


Modelled = GraphModel | Conflict | ListedConflict | StateSpace
"""What a graph model can be read off, or is."""


def graph_model(conflict: Modelled) -> GraphModel:
    """The graph model of a conflict in option form, of a listed one, or of a state space already at hand; one that is one is as it is.

    Raises what :func:`~detente.graphmodel.states.state_space` raises.
    """
    if isinstance(conflict, GraphModel):
        return conflict
    if isinstance(conflict, ListedConflict):
        return _listed(conflict)
    space = conflict if isinstance(conflict, StateSpace) else state_space(conflict)
    makers = space.conflict.decision_makers
    return GraphModel(
        decision_makers=makers,
        labels=space.labels,
        successors={maker: _BlockMoves(blocks(space, maker)) for maker in makers},
        ranks={maker: rank_states(space, space.conflict.preference(maker)).values.tolist() for maker in makers},
    )


def _listed(conflict: ListedConflict) -> GraphModel:
    place = {state: index for index, state in enumerate(conflict.states)}
    successors: dict[str, Moves] = {}
    for maker, arcs in conflict.moves.items():
        lists: list[set[int]] = [set() for _ in conflict.states]
        for start, end in arcs:
            lists[place[start]].add(place[end])
        successors[maker] = tuple(tuple(sorted(ends)) for ends in lists)
    return GraphModel(conflict.decision_makers, conflict.states, successors, listed_ranks(conflict))


def listed_ranks(conflict: ListedConflict) -> dict[str, tuple[int, ...]]:
    """Each decision maker's ranks in the order of ``conflict.states``, larger is better; all equal where none was given."""
    ranks: dict[str, tuple[int, ...]] = {}
    for maker in conflict.decision_makers:
        ranking = conflict.ranking.get(maker)
        classes = ranking.classes if ranking else (conflict.states,)
        value = {state: place for place, tie in enumerate(reversed(classes)) for state in tie}
        ranks[maker] = tuple(value[state] for state in conflict.states)
    return ranks
