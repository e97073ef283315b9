"""What the fast forms of the five concepts share: maxima and minima over blocks of a state space.

Write R*_i(s) for the states i can choose among in s, staying included. For a decision maker i with ranks v_i, every concept reads

    s is stable for i  ⟺  max of G_i over R*_i(s)  ≤  v_i(s)

where G_i(s1) says how i ends up, at worst, once it is at s1. It never exceeds v_i(s1), so a move that is no improvement can never violate
the inequality, and "for every unilateral improvement" may be read as "for everything i can choose". G_i depends on s1 alone: it is computed
once a state, so the work grows with states times decision makers and not with its square.

That the others may not move twice in succession changes nothing here: in option form R*_j is transitive, and so is R*_j cut to
improvements, hence two consecutive moves of j are one move or none; and s1 itself, an improvement on s, never deters. Models with listed
moves need the rule, and :mod:`detente.stability.reference` applies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.moves import Blocks, blocks
from detente.graphmodel.states import StateSpace
from detente.stability.label_setting import label_setting

__all__ = ["Bools", "Integers", "OptionForm", "Start", "option_form"]

Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
Start = Literal["rank", "best"]
_ROUNDS = 64
_MOVES = 2**23


@dataclass(frozen=True, eq=False, repr=False)
class OptionForm:
    """A state space with every decision maker's blocks and ranks; remembers the reductions that several concepts need."""

    space: StateSpace
    blocks: Mapping[str, Blocks]
    ranks: Mapping[str, Integers]
    _kept: dict[tuple[str, str], Integers] = field(default_factory=dict)

    @property
    def makers(self) -> tuple[str, ...]:
        """Decision makers, in order."""
        return self.space.conflict.decision_makers

    def highest(self, maker: str, values: Integers) -> Integers:
        """For each state the maximum of ``values`` over what ``maker`` can choose there, staying included.

        ``values`` has shape (size,), or (size, lanes) for several maxima at once; so has the answer.
        """
        runs = self.blocks[maker]
        return values if runs.idle else np.maximum.reduceat(values[runs.members], runs.starts)[runs.group]

    def best(self, maker: str) -> Integers:
        """The best rank ``maker`` can give itself by one move, or by none."""
        if ("best", maker) not in self._kept:
            self._kept["best", maker] = self.highest(maker, self.ranks[maker])
        return self._kept["best", maker]

    def reached(self, maker: str, values: Integers) -> Integers:
        """For each state the minimum of ``values`` over what the others can reach from it, itself included.

        One pass over the others is exact where every combination of own settings is feasible; otherwise passes are repeated until nothing
        changes: then no move lowers a value any more, so it is the minimum over every sequence of moves. ``values`` may have a second axis.
        """
        others = [self.blocks[other] for other in self.makers if other != maker and not self.blocks[other].idle]
        lowered = _lowered(values, others)
        while not self._product and len(others) > 1 and not np.array_equal(lowered, values):
            values, lowered = lowered, _lowered(lowered, others)
        return lowered

    def lowest_reached(self, maker: str, start: Start) -> Integers:
        """:meth:`reached` for ``maker``'s own rank, or for the best it could still give itself from there."""
        key = (f"reached {start}", maker)
        if key not in self._kept:
            self._kept[key] = self.reached(maker, self.ranks[maker] if start == "rank" else self.best(maker))
        return self._kept[key]

    def lowest_by_improvements(self, maker: str, start: Start) -> Integers:
        """As :meth:`lowest_reached`, but every step of the others improves for the one who takes it."""
        if ("improved", start) not in self._kept:
            lanes = np.stack([self.ranks[name] if start == "rank" else self.best(name) for name in self.makers], axis=1)
            self._kept["improved", start] = self._swept(lanes)
        return self._kept["improved", start][:, self.makers.index(maker)]

    def _swept(self, lanes: Integers) -> Integers:
        """One lane a focal decision maker: lower each by the improvements of everybody else until nothing changes.

        Ordinary models take a few rounds. One that still changes after ``_ROUNDS`` winds, and is finished by another way, unless its moves
        are too many to be listed.
        """
        movers = [(self.makers.index(name), sweep) for name, sweep in self._sweeps.items()]
        windable = sum(self.blocks[name].choices for name in self._sweeps) <= _MOVES
        rounds = repeat(movers, _ROUNDS) if windable or not movers else repeat(movers)
        quiet = 0
        for lane, sweep in chain.from_iterable(rounds):
            quiet = 0 if sweep.lower(lanes, lane) else quiet + 1
            if quiet == len(movers):
                return lanes
        if movers:
            label_setting(lanes, [self._improvements(name) for name in self._sweeps])
        return lanes

    def _improvements(self, maker: str) -> tuple[int, NDArray[np.intp], NDArray[np.intp]]:
        source, target = self.blocks[maker].pairs()
        better = self.ranks[maker][target] > self.ranks[maker][source]
        return self.makers.index(maker), source[better], target[better]

    @cached_property
    def _sweeps(self) -> dict[str, _Sweep]:
        apart = 1 + max((int(values.max()) for values in self.ranks.values()), default=0)
        made = {name: _sweep(self.blocks[name], self.ranks[name], apart) for name in self.makers if not self.blocks[name].idle}
        return {name: sweep for name, sweep in made.items() if sweep.states.size}

    @cached_property
    def _product(self) -> bool:
        """Whether the feasible states are all combinations of own settings that occur."""
        combinations = 1
        for maker in self.makers:
            own = sum(1 << k for k, option in enumerate(self.space.conflict.options) if option.decision_maker == maker)
            combinations *= int(np.unique(self.space.codes & np.uint64(own)).size)
        return combinations == self.space.size


def option_form(space: StateSpace, ranks: Mapping[str, Integers]) -> OptionForm:
    """The common ground of the five concepts over ``space``; ``ranks[dm]`` has shape (size,), larger is better."""
    return OptionForm(space, {maker: blocks(space, maker) for maker in space.conflict.decision_makers}, ranks)


def _lowered(values: Integers, others: list[Blocks]) -> Integers:
    for runs in others:
        values = np.minimum.reduceat(values[runs.members], runs.starts)[runs.group]
    return values


@dataclass(frozen=True, eq=False, slots=True)
class _Sweep:
    """One mover's improvements, laid out so that a running minimum down each run, best first, meets exactly what is better.

    ``members``: states run by run, the mover's best first. ``shift``: a falling offset a run, large enough that a minimum running over all
    runs at once never carries a value from one into the next. ``states``: those with an improvement; ``before``: for each of them the last
    place of its run that is strictly better; ``back``: the shift to add again.
    """

    members: NDArray[np.intp]
    shift: Integers
    states: NDArray[np.intp]
    before: NDArray[np.intp]
    back: Integers

    def lower(self, lanes: Integers, mover: int) -> bool:
        """Lower ``lanes`` (size, makers) in place by this mover's improvements, but not its own lane; say whether anything changed."""
        running = lanes[self.members]
        running -= self.shift
        np.minimum.accumulate(running, axis=0, out=running)
        found = running[self.before]
        found += self.back
        now = lanes[self.states]
        found[:, mover] = now[:, mover]
        np.minimum(found, now, out=found)
        if np.array_equal(found, now):
            return False
        lanes[self.states] = found
        return True


def _sweep(runs: Blocks, ranks: Integers, apart: int) -> _Sweep:
    run = np.repeat(np.arange(runs.starts.size), np.diff(runs.starts, append=runs.members.size))
    order = np.lexsort((-ranks[runs.members], run))
    members = runs.members[order]
    place = np.arange(members.size)
    fresh = np.ones(members.size, dtype=np.bool_)
    fresh[1:] = (run[1:] != run[:-1]) | (ranks[members[1:]] != ranks[members[:-1]])
    tie_start = place[fresh][np.cumsum(fresh) - 1]
    own = np.flatnonzero(runs.group[members] == run)  # each state once, in the run it chooses from
    improvable = own[tie_start[own] > runs.starts[run[own]]]
    shift = run * np.int64(apart)
    return _Sweep(members, shift[:, None], members[improvable], tie_start[improvable] - 1, shift[improvable, None])
