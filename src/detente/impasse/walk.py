"""Where steps lead: a search over states and phases, many pairs of states at a time.

A *step* changes options of one party, or of several at once. Everything that can stand against a step is a *bar*: a limit or condition that
the state reached breaks, a mover who would be worse off, an option that is shut by its date, one that cannot be taken back, an entry of an
agenda that wants something else first. A step is allowed when every bar against it is among those *lifted*, normally none. Each pair of
states carries its bars as bits, so that the same search answers what can be reached and what would have to give way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.preferences import Kind, Prioritization, Ranking, Rest
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace
from detente.impasse.windows import ALWAYS, Phase
from detente.settlement.limits import binding_kinds, constraints

__all__ = ["Bar", "Order", "Reached", "Walk"]

_Codes = NDArray[np.uint64]
_Words = NDArray[np.unsignedinteger[Any]]
_Tier = list[tuple[_Words, np.unsignedinteger[Any]]]
_Index = NDArray[np.intp]
_BARS = 63  # bits to a word, the last one kept for what cannot be lifted
_CHUNK = 2**20
_ALL = np.uint64(2**64 - 1)
_NEVER, _START, _WAITED = -1, -2, -3


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that can stand against a step; ``kind`` is limit, condition, demand, comparison, date, kept or agenda.

    ``id``: the statement's or agenda entry's id; else ``comparison.<party>``, ``date.<option>`` or ``kept.<option>``. ``name``: whose
    statement or comparison it is, or which option is shut or kept.
    """

    id: str
    kind: str
    name: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"id": self.id, "kind": self.kind, "name": self.name}


@dataclass(frozen=True, slots=True)
class Order:
    """``then`` comes true only in a step before which ``first`` was true: one entry of an agenda, with its ``id``."""

    id: str
    first: Formula
    then: Formula


@dataclass(eq=False)
class Reached:
    """For each phase the number of steps that each state takes (-1: not reached), and from which state the last of them comes."""

    steps: list[NDArray[np.int32]]
    came: list[_Index]
    first: int
    complete: bool = True

    def least(self, state: int) -> tuple[int, int] | None:
        """The fewest steps to ``state`` and the earliest phase in which that many suffice; None where it was not reached."""
        found = [(int(steps[state]), self.first + place) for place, steps in enumerate(self.steps) if steps[state] >= 0]
        return min(found, default=None)

    def way(self, state: int) -> tuple[tuple[int, int], ...]:
        """The states on a shortest way, each with the phase in which it is reached; the first is the start."""
        least = self.least(state)
        if least is None:
            return ()
        at, place, found = state, least[1] - self.first, []
        while True:
            before = int(self.came[place][at])
            if before == _WAITED:
                place -= 1
                continue
            found.append((at, self.first + place))
            if before == _START:
                return tuple(reversed(found))
            at = before


@dataclass(frozen=True, eq=False)
class _Sought:
    """When a search may end: all of ``states`` found, by as few steps as can be; or, where ``one`` is enough, one of them."""

    states: _Index
    one: bool

    def found(self, steps: NDArray[np.int32], depth: int) -> bool:
        there = steps[self.states]
        if self.one or not there.size:
            return bool((there >= 0).any())
        return bool((there >= 0).all() and there.max() <= depth)


class Walk:
    """The steps over ``space``. Not made for keeping: it holds what is needed to compare states quickly.

    ``forbidden``: states where one of these holds are no way at all. ``orders``: an agenda that binds. ``certain``: a mover has to be no
    worse off in every completion, not only in some. ``pairs`` counts the pairs of states that a search looks at; beyond ``at_most`` it
    stops and says that it is not complete.
    """

    def __init__(
        self,
        space: StateSpace,
        *,
        forbidden: Sequence[Formula] = (),
        phases: Sequence[Phase] = ALWAYS,
        orders: Sequence[Order] = (),
        stated: bool = False,
        certain: bool = False,
        at_most: int = 20_000_000,
    ) -> None:
        self.space = space
        self.phases = tuple(phases)
        self.certain = certain
        self.at_most = at_most
        self.pairs = 0
        self.kept: dict[tuple[int, int], Any] = {}  # what is told of a step, which many routes share
        conflict = space.conflict
        bit = {option.name: np.uint64(1 << k) for k, option in enumerate(conflict.options)}
        free = [option for option in conflict.options if option.frozen is None]
        self.own = {
            party: np.uint64(sum(int(bit[option.name]) for option in free if option.decision_maker == party))
            for party in conflict.decision_makers
        }
        self.movers = tuple(party for party, own in self.own.items() if own)
        dated = sorted({name for phase in self.phases for name in phase.shut if name in bit})
        kept = [(option.name, option.one_way, option.no_return) for option in free if option.one_way or option.no_return]
        binding = constraints(conflict, stated=stated)
        self.bars = (
            *(Bar(found.id, str(found.kind), found.party) for found in binding),
            *(Bar(f"comparison.{party}", "comparison", party) for party in self.movers),
            *(Bar(f"date.{name}", "date", name) for name in dated),
            *(Bar(f"kept.{name}", "kept", name) for name, _, _ in kept),
            *(Bar(order.id, "agenda") for order in orders),
        )
        numbered = {bar.id: np.uint64(1 << min(place, _BARS)) for place, bar in enumerate(self.bars)}
        self.number: Mapping[str, np.uint64] = numbered
        good = np.ones(space.size, dtype=np.bool_)
        for formula in forbidden:
            good &= ~space.truth(formula)
        self.broken = np.zeros(space.size, dtype=np.uint64)
        for found in binding:
            self.broken |= np.where(space.truth(found.formula), np.uint64(0), numbered[found.id])
        self.good = good
        self._kept = [(bit[name], up, down, numbered[f"kept.{name}"]) for name, up, down in kept]
        self._shut = [[(bit[name], numbered[f"date.{name}"]) for name in dated if name in phase.shut] for phase in self.phases]
        self._orders = [(space.truth(order.first), space.truth(order.then), numbered[order.id]) for order in orders]
        self._tiers = {party: _tiers(space, party, binding_kinds(stated=stated)) for party in self.movers}
        self._unstated = {party: _unstated(space, party) for party in self.movers}

    def lifted(self, names: Collection[str] = ()) -> np.uint64:
        """The bars called ``names`` as bits; those beyond the sixty-third cannot be lifted."""
        value = sum(int(self.number[name]) for name in names if int(self.number[name]) < 1 << _BARS)
        return np.uint64(value)

    def against(self, source: _Index, target: _Index, phase: int) -> _Codes:
        """The bars against each step ``source`` to ``target`` (index arrays of one length) in ``phase``, as bits."""
        changed = self.space.codes[source] ^ self.space.codes[target]
        found = self._fixed(source, target, changed, phase)
        for party in self.movers:
            moves = np.flatnonzero(changed & self.own[party])
            if moves.size:
                barred = self.unwilling(party, source[moves], target[moves])
                found[moves[barred]] |= self.number[f"comparison.{party}"]
        return found

    def _fixed(self, source: _Index, target: _Index, changed: _Codes, phase: int) -> _Codes:
        """The bars that ask for no comparison."""
        found = self.broken[target]
        for bit, number in self._shut[phase]:
            found |= np.where(changed & bit != 0, number, np.uint64(0))
        for bit, up, down, number in self._kept:
            moved = changed & bit != 0
            after = self.space.codes[target] & bit != 0
            held = moved & (~after if up and not down else after if down and not up else moved)
            found |= np.where(held, number, np.uint64(0))
        for first, then, number in self._orders:
            found |= np.where(then[target] & ~then[source] & ~first[source], number, np.uint64(0))
        return found

    def _allowed(self, source: _Index, target: _Index, phase: int, passed: np.uint64) -> tuple[_Index, _Index]:
        """Those of the steps that no bar in ``passed`` stands against, found with as few comparisons as will do."""
        changed = self.space.codes[source] ^ self.space.codes[target]
        left = np.flatnonzero(self._fixed(source, target, changed, phase) & passed == 0)
        source, target, changed = source[left], target[left], changed[left]
        for party in self.movers:
            if not self.number[f"comparison.{party}"] & passed:
                continue
            moves = np.flatnonzero(changed & self.own[party])
            if moves.size:
                barred = moves[self.unwilling(party, source[moves], target[moves])]
                kept = np.ones(source.size, dtype=np.bool_)
                kept[barred] = False
                source, target, changed = source[kept], target[kept], changed[kept]
        return source, target

    def unwilling(self, party: str, source: _Index, target: _Index) -> NDArray[np.bool_]:
        """Where ``party`` would be worse off by the step: certainly so; with ``certain``, where it is not certainly no worse."""
        worse = np.zeros(source.size, dtype=np.bool_)
        decided = worse.copy()
        openly = worse.copy()
        tiers = self._tiers[party]
        if isinstance(tiers, np.ndarray):
            listed: NDArray[np.bool_] = tiers[target] < tiers[source]
            return listed
        for tier in tiers:
            gains, losses = np.zeros_like(worse), np.zeros_like(worse)
            for word, weighed in tier:
                here, there = word[source], word[target]
                gains |= (there & ~here) != 0
                losses |= (~there & here & weighed) != 0
            worse |= ~decided & losses & ~gains
            openly |= ~decided & losses & gains
            decided |= gains | losses
        return worse | openly | (~decided & (source != target) & self._unstated[party]) if self.certain else worse

    def search(
        self,
        start: int,
        *,
        together: int,
        targets: Collection[int] = (),
        first: int = 0,
        lifted: np.uint64 | None = None,
        one_is_enough: bool = False,
    ) -> Reached:
        """What steps of at most ``together`` parties reach from ``start``, begun in phase ``first``.

        It ends when all ``targets`` are reached, or with ``one_is_enough`` one of them; then other states are not looked at.
        """
        passed = ~(np.uint64(0) if lifted is None else lifted)
        self.pairs = 0
        usable = self.good & (self.broken & passed == 0)
        found = Reached([], [], first)
        ends = np.array(sorted(targets), dtype=np.intp)
        if ends.size and lifted is None:
            ends = ends[self._open_to(start, ends, first)]
            if not ends.size:
                return self._nothing(start, first)
        sought = _Sought(ends, one_is_enough)
        for phase in range(first, len(self.phases)):
            if found.steps:
                steps = found.steps[-1].copy()
                came = np.where(steps >= 0, np.intp(_WAITED), np.intp(_NEVER))
            else:
                steps = np.full(self.space.size, -1, dtype=np.int32)
                came = np.full(self.space.size, _NEVER, dtype=np.intp)
                steps[start], came[start] = 0, _START
            found.steps.append(steps)
            found.came.append(came)
            if phase > first and not self._opens(phase, first):
                continue
            self._spread(found, usable, sought, phase, together=together, passed=passed)
            if one_is_enough and sought.found(steps, steps.size):
                break
        return found

    def _open_to(self, start: int, ends: _Index, first: int) -> NDArray[np.bool_]:
        """Where nothing that has to change is shut for good from phase ``first`` on, or cannot be taken back."""
        here, there = self.space.codes[start], self.space.codes[ends]
        free = np.ones(ends.size, dtype=np.bool_)
        names = set.intersection(*(set(phase.shut) for phase in self.phases[first:]))
        for k, option in enumerate(self.space.conflict.options):
            bit = np.uint64(1 << k)
            done, undone = there & ~here & bit != 0, here & ~there & bit != 0
            if option.name in names:
                free &= ~(done | undone)
            free &= ~(undone if option.one_way else np.False_) & ~(done if option.no_return else np.False_)
        return free

    def _nothing(self, start: int, first: int) -> Reached:
        steps = np.full(self.space.size, -1, dtype=np.int32)
        came = np.full(self.space.size, _NEVER, dtype=np.intp)
        steps[start], came[start] = 0, _START
        return Reached([steps] * (len(self.phases) - first), [came] * (len(self.phases) - first), first)

    def _opens(self, phase: int, first: int) -> bool:
        """Whether something can move in ``phase`` that could not in the one before."""
        return bool(self.phases[phase - 1].shut - self.phases[phase].shut) if phase > first else True

    def _spread(self, found: Reached, usable: NDArray[np.bool_], sought: _Sought, phase: int, *, together: int, passed: np.uint64) -> None:
        steps, came = found.steps[-1], found.came[-1]
        depth = 0
        while depth <= int(steps.max()):
            layer = np.flatnonzero(steps == depth)
            for group in combinations(self.movers, min(together, len(self.movers))):
                fresh = np.flatnonzero(usable & ((steps < 0) | (steps > depth + 1)))
                for source, target in self._paired(layer, fresh, group):
                    if self.pairs > self.at_most:
                        found.complete = False
                        return
                    left, right = self._allowed(source, target, phase, passed)
                    reached, where = np.unique(right, return_index=True)
                    better = (steps[reached] < 0) | (steps[reached] > depth + 1)
                    steps[reached[better]] = depth + 1
                    came[reached[better]] = left[where[better]]
            depth += 1
            if sought.found(steps, depth):
                return

    def spread(self, steps: NDArray[np.int32], came: _Index, usable: NDArray[np.bool_], phase: int) -> int:
        """Follow steps of one party from every state that ``steps`` has, through ``usable`` ones; both arrays change. Pairs looked at."""
        self.pairs = 0
        self._spread(Reached([steps], [came], phase), usable, _Sought(np.zeros(0, np.intp), one=False), phase, together=1, passed=_ALL)
        return self.pairs

    def leaps(
        self, layer: _Index, usable: NDArray[np.bool_], steps: NDArray[np.int32], depth: int, phase: int, *, together: int
    ) -> Iterator[tuple[_Index, _Index]]:
        """Where one exchange leads from ``layer``: each state of ``usable`` once that ``steps`` has not by so small a ``depth``."""
        self.pairs = 0
        for group in combinations(self.movers, min(together, len(self.movers))):
            fresh = np.flatnonzero(usable & ((steps < 0) | (steps > depth)))
            for source, target in self._paired(layer, fresh, group):
                left, right = self._allowed(source, target, phase, _ALL)
                reached, where = np.unique(right, return_index=True)
                still = (steps[reached] < 0) | (steps[reached] > depth)
                yield left[where[still]], reached[still]

    def _paired(self, source: _Index, target: _Index, group: Sequence[str]) -> Iterator[tuple[_Index, _Index]]:
        """Pairs (from, to) that differ in options of ``group`` only, in pieces that fit the memory."""
        mask = ~np.uint64(sum(int(self.own[party]) for party in group))
        keys = self.space.codes[target] & mask
        order = np.argsort(keys, kind="stable")
        keys, target = keys[order], target[order]
        sought = self.space.codes[source] & mask
        low = np.searchsorted(keys, sought, "left")
        count = np.searchsorted(keys, sought, "right") - low
        total = np.cumsum(count)
        begin = 0
        while begin < source.size:
            done = int(total[begin - 1]) if begin else 0
            end = max(begin + 1, int(np.searchsorted(total, done + _CHUNK, "right")))
            sizes = count[begin:end]
            size = int(sizes.sum())
            self.pairs += size
            if size:
                offset = np.arange(size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
                yield np.repeat(source[begin:end], sizes), target[np.repeat(low[begin:end], sizes) + offset]
            begin = end


def _tiers(space: StateSpace, party: str, binding: Collection[Kind]) -> list[_Tier] | NDArray[np.int64]:
    """For each tier which of its statements hold where, up to 64 to a word; or the rank of every state, where states are listed.

    Beside each word the bits of the statements that can be a loss. One that binds cannot: while it does, no step breaks it, and where it is
    lifted, breaking it is no longer held against a step.
    """
    preference = space.conflict.preference(party)
    if isinstance(preference, Ranking):
        from detente.graphmodel.prioritization import rank_states

        return rank_states(space, preference).values
    tiers: list[_Tier] = []
    for tier in preference.tiers if isinstance(preference, Prioritization) else ():
        words: _Tier = []
        for begin in range(0, len(tier), 64):
            part = tier[begin : begin + 64]
            kind: type[np.unsignedinteger[Any]] = np.uint8 if len(part) <= 8 else np.uint16 if len(part) <= 16 else np.uint64
            word = np.zeros(space.size, dtype=kind)
            for place, said in enumerate(part):
                word |= space.truth(said.formula).astype(kind) << kind(place)
            words.append((word, kind(sum(1 << place for place, said in enumerate(part) if said.kind not in binding))))
        tiers.append(words)
    return tiers


def _unstated(space: StateSpace, party: str) -> bool:
    """Whether it is left open how states compare that no statement separates."""
    preference = space.conflict.preference(party)
    return not (isinstance(preference, Prioritization) and preference.rest is Rest.indifferent)
