"""What the others may do after a choice, where some of their comparisons are open.

An improvement is *sure* if it is one in every completion, and *open* if in some. Over all completions at once:

- what is surely reached is reached by sure improvements, what may be reached by sure and open ones;
- a state surely rests if nobody has even an open improvement on it, and may rest if nobody has a sure one;
- if something surely reached surely rests, or improvements cannot go round in a circle (and moves are transitive, so that nobody is kept
  from an improvement by having moved last), then in every completion some reached state rests, and the ends are among those that may rest;
  otherwise everything that may be reached may be an end.

Without open comparisons this is the definition to the letter: the ends are the states that rest, or all that are reached if none does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError, UnknownName
from detente.graphmodel.completions import extremes
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import Blocks, GraphModel, blocks, graph_model
from detente.graphmodel.preferences import Preference, Prioritization, Rest, Unknown
from detente.graphmodel.prioritization import BETTER, OPEN, Signs, rank_states
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace, state_space
from detente.stability.reply_reach import Compare, Ends, Stop, by_ranks, by_statements, moves_from, reach

__all__ = ["Board", "Orders", "Terms", "board", "board_of"]

Indices = NDArray[np.intp]
Integers = NDArray[np.int64]
Arcs = Mapping[int, list[tuple[str, int, bool]]]
"""For each state that may be reached, the others' improvements on it: who, whither, and whether it is sure."""
Orders = Mapping[str, Preference]
"""One full order for each decision maker; what no statement separates is taken as equal."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How replies are followed: over all completions, or under the ``orders``; until they ``stop``, but not before ``at_least`` states.

    ``ties``: a number for each state, larger is better, by which the others rank what their order leaves unstated.
    """

    orders: Orders | None = None
    ties: Integers | None = None
    stop: Stop | None = None
    at_least: int = 2**10


class Board(Protocol):
    """States by index, moves, and comparisons that may be open: the same face for options and for listed states."""

    @property
    def conflict(self) -> Conflict | ListedConflict: ...
    @property
    def makers(self) -> tuple[str, ...]: ...
    @property
    def size(self) -> int: ...
    def label(self, state: int) -> str: ...
    def index(self, state: Mapping[str, bool] | str) -> int: ...
    def where(self, formula: Formula) -> list[int]: ...
    def moves(self, maker: str, state: int) -> list[int]: ...
    def signs(self, maker: str, states: Indices, references: Indices, orders: Orders | None = None) -> Signs:
        """How states compare for ``maker``: over all completions, or under the ``orders``."""

    def ends(self, maker: str, choice: int, terms: Terms) -> Ends:
        """Where the others' replies to ``choice`` may end."""

    def restless(self, maker: str, states: Indices) -> NDArray[np.bool_]:
        """On which of ``states`` somebody else has a sure improvement."""

    def as_read(self) -> Orders:
        """The orders as written."""

    def some_orders(self, state: int) -> Iterator[Orders]:
        """A few completions of everybody: as written, backwards, and what tempts most to leave ``state``, or least."""


@dataclass(frozen=True, eq=False)
class _Options:
    space: StateSpace
    blocks: Mapping[str, Blocks]
    truths: dict[Formula, NDArray[np.uint64]] = field(default_factory=dict)
    known: dict[Preference, Compare] = field(default_factory=dict)
    ranked: dict[Preference, Integers] = field(default_factory=dict)

    @property
    def conflict(self) -> Conflict:
        return self.space.conflict

    @property
    def makers(self) -> tuple[str, ...]:
        return self.space.conflict.decision_makers

    @property
    def size(self) -> int:
        return self.space.size

    def label(self, state: int) -> str:
        return self.space.label(state)

    def index(self, state: Mapping[str, bool] | str) -> int:
        return self.space.index(state)

    def where(self, formula: Formula) -> list[int]:
        for name in formula.names():
            if name not in self.space.options:
                raise UnknownName("option", name, self.space.options, owner=self.conflict.title or None)
        return [int(at) for at in np.flatnonzero(self.space.truth(formula))]

    def moves(self, maker: str, state: int) -> list[int]:
        return sorted(int(t) for t in self.blocks[maker].of(state) if t != state)

    def signs(self, maker: str, states: Indices, references: Indices, orders: Orders | None = None) -> Signs:
        return self.compared(maker, orders, None)(np.asarray(states, dtype=np.intp), np.asarray(references, dtype=np.intp))

    def compared(self, maker: str, orders: Orders | None, ties: Integers | None) -> Compare:
        if orders is None:
            stated = self.conflict.preference(maker)
            if stated not in self.known:
                self.known[stated] = by_statements(self.space, maker, self.truths)
            return self.known[stated]
        order = orders[maker]
        if order not in self.ranked:
            self.ranked[order] = rank_states(self.space, order).values
        ranks = self.ranked[order]
        leaves_open = isinstance(order, Unknown) or (isinstance(order, Prioritization) and order.rest is Rest.unstated)
        return by_ranks(ranks if ties is None or not leaves_open else ranks * (int(ties.max()) + 1) + ties)

    def ends(self, maker: str, choice: int, terms: Terms) -> Ends:
        movers = {
            other: (self.blocks[other], self.compared(other, terms.orders, terms.ties))
            for other in self.makers
            if other != maker and not self.blocks[other].idle
        }
        return reach(movers, choice, size=self.space.size, stop=terms.stop, at_least=terms.at_least)

    def restless(self, maker: str, states: Indices) -> NDArray[np.bool_]:
        found = np.zeros(self.space.size, dtype=np.bool_)
        for other in self.makers:
            if other != maker and not self.blocks[other].idle:
                source, target = moves_from(self.blocks[other], states)
                found[source[self.compared(other, None, None)(target, source) == BETTER]] = True
        return found[states]

    def as_read(self) -> Orders:
        return {maker: self.conflict.preference(maker) for maker in self.makers}

    def some_orders(self, state: int) -> Iterator[Orders]:
        yield self.as_read()
        yield {maker: _backwards(self.conflict.preference(maker)) for maker in self.makers}
        here = np.zeros(self.space.size, dtype=np.bool_)
        here[state] = True
        found = {maker: next(extremes(self.space, self.conflict.preference(maker), among=here)) for maker in self.makers}
        yield {maker: one.tempting for maker, one in found.items()}
        yield {maker: one.deterring for maker, one in found.items()}


@dataclass(frozen=True, eq=False)
class _Listed:
    conflict: ListedConflict
    model: GraphModel

    @property
    def makers(self) -> tuple[str, ...]:
        return self.model.decision_makers

    @property
    def size(self) -> int:
        return len(self.model.labels)

    def label(self, state: int) -> str:
        return self.model.labels[state]

    def index(self, state: Mapping[str, bool] | str) -> int:
        if not isinstance(state, str):
            raise ModelError("listed states have no settings", cure="give the state's label")
        return self.model.index(state)

    def where(self, formula: Formula) -> list[int]:
        raise ModelError(f"listed states have no options, so no formula holds in them: {formula}", cure="give a state's label")

    def moves(self, maker: str, state: int) -> list[int]:
        return list(self.model.moves(maker, state))

    def signs(self, maker: str, states: Indices, references: Indices, orders: Orders | None = None) -> Signs:
        if maker not in self.conflict.ranking and orders is None:
            return np.where(states == references, 0, OPEN).astype(np.int8)
        values = self.ranks[maker]
        signs: Signs = np.sign(values[states] - values[references]).astype(np.int8)
        return signs

    @cached_property
    def ranks(self) -> Mapping[str, NDArray[np.int64]]:
        return {maker: np.asarray(self.model.ranks[maker], dtype=np.int64) for maker in self.makers}

    def ends(self, maker: str, choice: int, terms: Terms) -> Ends:
        return _ends(self.replies(maker, choice, terms.orders), choice)  # listed by hand, so they are few, and nothing stops early

    def restless(self, maker: str, states: Indices) -> NDArray[np.bool_]:
        arcs = (self.replies(maker, int(state), None)[int(state)] for state in states)
        return np.array([any(sure for _, _, sure in found) for found in arcs], dtype=np.bool_)

    def as_read(self) -> Orders:
        return {}

    def some_orders(self, state: int) -> Iterator[Orders]:
        del state
        yield self.as_read()

    def replies(self, maker: str, choice: int, orders: Orders | None) -> Arcs:
        """The improvements, sure and open, of everybody but ``maker`` on whatever may be reached from ``choice``."""
        arcs: dict[int, list[tuple[str, int, bool]]] = {}
        pending = [choice]
        while pending:
            state = pending.pop()
            if state in arcs:
                continue
            arcs[state] = []
            for other in self.makers:
                for target in self.moves(other, state) if other != maker else ():
                    sign = int(self.signs(other, np.array([target]), np.array([state]), orders)[0])
                    if sign in {BETTER, OPEN}:
                        arcs[state].append((other, target, sign == BETTER))
                        pending.append(target)
        return arcs


def board(conflict: Conflict | ListedConflict, *, limit: int) -> Board:
    """The states, moves and comparisons of ``conflict``; raises what :func:`~detente.graphmodel.states.state_space` raises."""
    return (
        _Listed(conflict, graph_model(conflict)) if isinstance(conflict, ListedConflict) else board_of(state_space(conflict, limit=limit))
    )


def board_of(space: StateSpace, *, like: Board | None = None) -> Board:
    """The same for a state space at hand. ``like``: a board over the same states and moves, whatever is preferred there."""
    if isinstance(like, _Options):
        return _Options(space, like.blocks, like.truths, like.known, like.ranked)
    return _Options(space, {maker: blocks(space, maker) for maker in space.conflict.decision_makers})


def _backwards(preference: Preference) -> Preference:
    """The tiers as they are, the statements of each the other way round."""
    if not isinstance(preference, Prioritization):
        return preference
    return replace(preference, tiers=tuple((said,) for tier in preference.tiers for said in reversed(tier)))


def _ends(arcs: Arcs, choice: int) -> Ends:
    """Where replies over listed moves may end; nobody moves twice in succession."""
    surely, possibly = _reached(arcs, choice, sure=True), _reached(arcs, choice, sure=False)
    settles = any(not arcs[state] for state in surely)
    ends = [state for state in possibly if not settles or not any(sure for _, _, sure in arcs[state])]
    unsaid = any(not sure for state in possibly for _, _, sure in arcs[state])
    return _ListedEnds(tuple(ends), settles, True, {}, unsaid, {state: possibly[state] for state in ends})


@dataclass(frozen=True, slots=True)
class _ListedEnds(Ends):
    ways: Mapping[int, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    def path(self, state: int) -> tuple[tuple[str, int], ...]:
        return self.ways[state]


def _reached(arcs: Arcs, start: int, *, sure: bool) -> dict[int, tuple[tuple[str, int], ...]]:
    """Every state that a legal sequence of improvements reaches, ``start`` by none, each with a shortest sequence."""
    paths: dict[int, tuple[tuple[str, int], ...]] = {start: ()}
    seen: set[tuple[int, str]] = set()
    layer: list[tuple[int, str | None, tuple[tuple[str, int], ...]]] = [(start, None, ())]
    while layer:
        following: list[tuple[int, str | None, tuple[tuple[str, int], ...]]] = []
        for state, last, path in layer:
            for mover, target, certain in arcs[state]:
                if mover == last or (sure and not certain) or (target, mover) in seen:
                    continue
                seen.add((target, mover))
                following.append((target, mover, (*path, (mover, target))))
                paths.setdefault(target, following[-1][2])
        layer = following
    return paths
