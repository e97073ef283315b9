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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import Blocks, GraphModel, blocks, graph_model
from detente.graphmodel.prioritization import BETTER, OPEN, Signs, compare
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace, state_space

__all__ = ["Arcs", "Board", "Ends", "board", "ends_of", "replies"]

Indices = NDArray[np.intp]
Arcs = Mapping[int, list[tuple[str, int, bool]]]
"""For each state that may be reached, the others' improvements on it: who, whither, and whether it is sure."""


class Board(Protocol):
    """States by index, moves, and comparisons that may be open: the same face for options and for listed states."""

    @property
    def transitive(self) -> bool: ...
    @property
    def conflict(self) -> Conflict | ListedConflict: ...
    @property
    def makers(self) -> tuple[str, ...]: ...
    @property
    def labels(self) -> tuple[str, ...]: ...
    def index(self, state: Mapping[str, bool] | str) -> int: ...
    def where(self, formula: Formula) -> list[int]: ...
    def moves(self, maker: str, state: int) -> list[int]: ...
    def signs(self, maker: str, states: Indices, references: Indices) -> Signs: ...


@dataclass(frozen=True, eq=False, slots=True)
class _Options:
    space: StateSpace
    blocks: Mapping[str, Blocks]
    transitive: bool = True

    @property
    def conflict(self) -> Conflict:
        return self.space.conflict

    @property
    def makers(self) -> tuple[str, ...]:
        return self.space.conflict.decision_makers

    @property
    def labels(self) -> tuple[str, ...]:
        return self.space.labels

    def index(self, state: Mapping[str, bool] | str) -> int:
        return self.space.index(state)

    def where(self, formula: Formula) -> list[int]:
        for name in formula.names():
            if name not in self.space.options:
                raise UnknownName("option", name, self.space.options, owner=self.conflict.title or None)
        return [int(at) for at in np.flatnonzero(self.space.truth(formula))]

    def moves(self, maker: str, state: int) -> list[int]:
        return sorted(int(t) for t in self.blocks[maker].of(state) if t != state)

    def signs(self, maker: str, states: Indices, references: Indices) -> Signs:
        return compare(self.space, self.space.conflict.preference(maker), states, references)


@dataclass(frozen=True, eq=False, slots=True)
class _Listed:
    conflict: ListedConflict
    model: GraphModel
    transitive: bool = False

    @property
    def makers(self) -> tuple[str, ...]:
        return self.model.decision_makers

    @property
    def labels(self) -> tuple[str, ...]:
        return self.model.labels

    def index(self, state: Mapping[str, bool] | str) -> int:
        if not isinstance(state, str):
            raise ModelError("listed states have no settings", cure="give the state's label")
        return self.model.index(state)

    def where(self, formula: Formula) -> list[int]:
        raise ModelError(f"listed states have no options, so no formula holds in them: {formula}", cure="give a state's label")

    def moves(self, maker: str, state: int) -> list[int]:
        return list(self.model.moves(maker, state))

    def signs(self, maker: str, states: Indices, references: Indices) -> Signs:
        if maker not in self.conflict.ranking:
            return np.where(states == references, 0, OPEN).astype(np.int8)
        values = np.asarray(self.model.ranks[maker])
        signs: Signs = np.sign(values[states] - values[references]).astype(np.int8)
        return signs


def board(conflict: Conflict | ListedConflict, *, limit: int) -> Board:
    """The states, moves and comparisons of ``conflict``; raises what :func:`~detente.graphmodel.states.state_space` raises."""
    if isinstance(conflict, ListedConflict):
        return _Listed(conflict, graph_model(conflict))
    space = state_space(conflict, limit=limit)
    return _Options(space, {maker: blocks(space, maker) for maker in conflict.decision_makers})


def replies(ground: Board, maker: str, choices: Iterable[int]) -> Arcs:
    """The improvements, sure and open, of everybody but ``maker`` on whatever may be reached from ``choices``."""
    others = [other for other in ground.makers if other != maker]
    arcs: dict[int, list[tuple[str, int, bool]]] = {choice: [] for choice in choices}
    layer = list(arcs)
    while layer:
        found: dict[int, None] = {}
        for other in others:
            ends = [ground.moves(other, state) for state in layer]
            source = np.repeat(layer, [len(moves) for moves in ends])
            target = np.asarray([t for moves in ends for t in moves], dtype=np.intp)
            signs = ground.signs(other, target, source)
            kept = (signs == BETTER) | (signs == OPEN)
            for s, t, sign in zip(source[kept].tolist(), target[kept].tolist(), signs[kept].tolist(), strict=True):
                arcs[s].append((other, t, sign == BETTER))
                found[t] = None
        layer = [state for state in found if state not in arcs]
        arcs.update((state, []) for state in layer)
    return arcs


@dataclass(frozen=True, slots=True)
class Ends:
    """Each end with a shortest way there; ``settles``: in every completion the replies can stop, and these are where they may."""

    ends: Mapping[int, tuple[tuple[str, int], ...]]
    settles: bool


def ends_of(arcs: Arcs, choice: int, *, transitive: bool) -> Ends:
    """Where the others' replies to ``choice`` may end; ``transitive``: two moves of one in succession are one move."""
    surely, possibly = _reached(arcs, choice, sure=True), _reached(arcs, choice, sure=False)
    settles = any(not arcs[state] for state in surely) or (transitive and _without_circle(arcs, possibly))
    ends = {state: path for state, path in possibly.items() if not settles or not any(sure for _, _, sure in arcs[state])}
    return Ends(ends, settles)


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


def _without_circle(arcs: Arcs, states: Iterable[int]) -> bool:
    """Whether no improvements, sure or open, lead round in a circle among ``states``: states without a way in fall away one by one."""
    entering = dict.fromkeys(states, 0)
    for state in entering:
        for _, target, _ in arcs[state]:
            if target in entering:
                entering[target] += 1
    free = [state for state, count in entering.items() if not count]
    left = len(entering)
    while free:
        left -= 1
        for _, target, _ in arcs[free.pop()]:
            if target in entering:
                entering[target] -= 1
                if not entering[target]:
                    free.append(target)
    return not left
