"""What replies come to, however long: a path that deters, or a closed set that proves that there is none.

After an improvement of i the others move on. The question whether they ever reach a state that deters is answered by incremental
construction of an inductive invariant (IC3, or property-directed reachability; bradley2011, een2011). Frames F_1 ⊇ F_2 ⊇ … hold at least
what is reached by 1, 2, … moves. A state of the last frame that deters is traced back; where no state of the frame before leads to it, a
part of it is found that none leads to, and is cut out of the frames. Either the trace comes back to the start, and is a path; or two
frames become equal, and what they hold is closed: it has the start in it, no move of the others leads out, and nothing in it deters.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations, count

from detente.graphmodel.circuit import Circuit
from detente.stability.symbolic.escapes import Escapes
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.searching import Search
from detente.stability.symbolic.terms import Setting

__all__ = ["Closed", "Closure", "Path"]

Path = tuple[tuple[str, dict[str, bool]], ...]
"""For each step its mover, and those options of the others that matter as they are after it."""

Cube = frozenset[int]


@dataclass(frozen=True, slots=True)
class Closed:
    """A set of settings of the others' options: all in which none of ``never`` holds, each some options with a setting.

    It is closed under what the others would do next (feasible states only), and nothing in it deters. ``escapes``: own settings, one of
    which i prefers to the state it left wherever the state itself would deter (SMR and SSEQ).
    """

    never: tuple[tuple[tuple[str, bool], ...], ...] = ()
    escapes: tuple[tuple[tuple[str, bool], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Trace:
    """A set of states each of which leads on: by ``mover`` changing its options to ``change``, into ``then``; the last deters."""

    cube: Cube
    mover: str = ""
    change: tuple[tuple[str, bool], ...] = ()
    then: _Trace | None = None


class Closure:
    """What ``movers`` make of the move to ``own`` of the one asked about. ``escapes`` is shared with whoever else asks."""

    def __init__(self, question: Question, own: Setting, movers: Sequence[str], escapes: Escapes, stack: ExitStack) -> None:
        terms, maker, setting = question.terms, question.maker, question.setting
        self.terms, self.maker, self.concept, self.movers, self.escapes = terms, maker, question.concept, movers, escapes
        self.start = {**setting, **own}
        self.own = dict(own)
        self.circuit = circuit = Circuit()
        self.search = stack.enter_context(Search(circuit, question.clock))
        self.here = [circuit.constant(bit) for bit in terms.truths(terms.statements[maker], setting)]
        self.options = {mover: tuple(o for o in terms.own[mover] if not terms.is_final(o, setting)) for mover in movers}
        self.variable = {option.name: circuit.variable() for mover in movers for option in self.options[mover]}
        self.name = {variable: name for name, variable in self.variable.items()}
        self.state = {**terms.fixed(circuit, self.start), **self.variable}
        for broken in terms.broken(circuit, self.state):
            circuit.add(-broken)
        self._step()
        self.bad = at_least(circuit, self.here, terms.score(circuit, terms.statements[maker], self.state))
        self.known = 0
        self.active = [0]  # a literal for each frame, switched on to look at it
        self.frames: list[set[Cube]] = [set()]
        self._learn()

    def _step(self) -> None:
        circuit, terms = self.circuit, self.terms
        self.moves = {mover: circuit.variable() for mover in self.movers}
        self.target = {name: circuit.variable() for name in self.variable}
        self.after: dict[int, int] = {}  # variable of an option -> its literal after the step
        ways = []
        for one, other in combinations(self.moves.values(), 2):
            circuit.add(-one, -other)
        for mover, moves in self.moves.items():
            names = [option.name for option in self.options[mover]]
            there = {**self.state, **{name: self.target[name] for name in names}}
            ways.append([moves, *(-broken for broken in terms.broken(circuit, there, about=names))])
            ways[-1].append(-terms.barred(circuit, mover, self.state, there))
            if self.concept.credible:
                wanted = terms.own_statements[mover]
                ways[-1].append(better(circuit, terms.score(circuit, wanted, there), terms.score(circuit, wanted, self.state)))
            for name in names:
                before = self.variable[name]
                self.after[before] = circuit.either(circuit.both(moves, self.target[name]), circuit.both(-moves, before))
        self.step = circuit.any_of(circuit.all_of(way) for way in ways)

    def run(self) -> Path | Closed:
        """The answer; raises OutOfTime."""
        first = self._literals(self.start)
        self.first = frozenset(first)
        while True:
            self._deepen()
            top = len(self.frames) - 1
            while self.search.holds([self.active[top], self.bad]):
                state = [v if self.search.true(v) else -v for v in self.name]
                cube = self._core([*state, -self.bad], state)
                path = self._block(_Trace(cube), top)
                if path is not None:
                    return path
            closed = self._propagate()
            if closed is not None:
                return closed

    def _deepen(self) -> None:
        self.active.append(self.circuit.variable())
        self.frames.append(set())

    def _frame(self, level: int) -> list[int]:
        """What holds after ``level`` moves, as assumptions."""
        return self.active[level:] if level else list(self.first)

    def _block(self, last: _Trace, top: int) -> Path | None:
        """Cut ``last`` out of the frames up to ``top``, or find the path that leads there."""
        ticket = count()
        todo = [(top, next(ticket), last)]
        while todo:
            level, _, trace = heapq.heappop(todo)
            if trace.cube <= self.first:
                path = self._told(trace)
                if path is not None:
                    return path
                return None  # its end has a way out, by which the rest is judged anew
            if any(cube <= trace.cube for frame in self.frames[level:] for cube in frame):
                continue
            before = self._before(trace, level)
            if before is not None:
                heapq.heappush(todo, (level - 1, next(ticket), before))
                heapq.heappush(todo, (level, next(ticket), trace))
                continue
            cube = self._shrunk(trace.cube, level)
            while level < top and self._leads_nowhere(cube, level + 1) is not None:
                level += 1
            self._cut(cube, level)
            if level < top:
                heapq.heappush(todo, (level + 1, next(ticket), trace))
        return None

    def _cut(self, cube: Cube, level: int) -> None:
        for lower in range(1, level + 1):
            self.frames[lower] = {other for other in self.frames[lower] if not cube <= other}
        self.frames[level].add(cube)
        self.circuit.add(-self.active[level], *(-literal for literal in cube))

    def _before(self, trace: _Trace, level: int) -> _Trace | None:
        """States of the frame before that lead into ``trace``; None if there are none."""
        if self._leads_nowhere(trace.cube, level) is not None:
            return None
        state = [v if self.search.true(v) else -v for v in self.name]
        mover = next(mover for mover, moves in self.moves.items() if self.search.true(moves))
        change = {option.name: self.search.true(self.target[option.name]) for option in self.options[mover]}
        held = [self.moves[mover], *(self.target[name] if value else -self.target[name] for name, value in change.items())]
        fails = self.circuit.variable()
        self.circuit.add(-fails, -self.step, *(-self._after(literal) for literal in trace.cube))
        cube = self._core([*state, *held, fails], state)
        self.circuit.add(-fails)
        return _Trace(cube, mover, tuple(change.items()), trace)

    def _leads_nowhere(self, cube: Cube, level: int) -> Cube | None:
        """A part of ``cube`` that the frame before ``level`` does not lead into from outside of it, without the start; else None."""
        outside = self.circuit.variable()
        self.circuit.add(-outside, *(-literal for literal in cube))
        targets = {self._after(literal): literal for literal in cube}
        leads = self.search.holds([*self._frame(level - 1), outside, self.step, *targets])
        part = None if leads else self._without_start(cube, {targets[literal] for literal in self.search.core() if literal in targets})
        if not leads:
            self.circuit.add(-outside)
        return part

    def _shrunk(self, cube: Cube, level: int) -> Cube:
        part = self._leads_nowhere(cube, level)
        assert part is not None
        for literal in sorted(part, key=abs):
            if literal not in part or len(part) == 1:
                continue
            fewer = part - {literal}
            if not fewer <= self.first and (found := self._leads_nowhere(fewer, level)) is not None:
                part = found
        return part

    def _without_start(self, cube: Cube, part: set[int]) -> Cube:
        if part <= self.first:
            part.add(next(literal for literal in cube if literal not in self.first))
        return frozenset(part)

    def _propagate(self) -> Closed | None:
        for level in range(1, len(self.frames) - 1):
            for cube in sorted(self.frames[level], key=sorted):
                if not self.search.holds([*self._frame(level), self.step, *map(self._after, cube)]):
                    self._cut(cube, level + 1)
            if not self.frames[level]:
                return self._closed(cube for frame in self.frames[level + 1 :] for cube in frame)
        return None

    def _closed(self, cubes: Iterable[Cube]) -> Closed:
        kept = self.terms.kept(self.maker, self.movers, self.start)
        never: list[tuple[tuple[str, bool], ...]] = [((option.name, not self.start[option.name]),) for option in kept]
        never += [tuple((self.name[abs(literal)], literal > 0) for literal in sorted(cube, key=abs)) for cube in cubes]
        return Closed(tuple(never), self.escapes.listed())

    def _told(self, trace: _Trace) -> Path | None:
        """The path from the start along ``trace``; None if its end turns out not to deter, and is then known not to."""
        path, state, at = [], dict(self.start), trace
        while at.then is not None:
            state.update(at.change)
            path.append((at.mover, {option.name: state[option.name] for mover in self.movers for option in self.terms.own[mover]}))
            at = at.then
        if self.concept.answered and self.escapes.find(state) is not None:
            self._learn()
            return None
        return tuple(path)

    def _learn(self) -> None:
        """Whatever has a way out that is known does not deter."""
        own = self.terms.fixed(self.circuit, self.own)
        for escape in self.escapes.found[self.known :]:
            self.bad = self.circuit.both(self.bad, self.escapes.closed_off(self.circuit, escape, {**self.state, **own}, self.here))
        self.known = len(self.escapes.found)

    def _after(self, literal: int) -> int:
        return self.after[abs(literal)] if literal > 0 else -self.after[abs(literal)]

    def _core(self, assumed: list[int], wanted: list[int]) -> Cube:
        holds = self.search.holds(assumed)
        assert not holds, "a state and its step lead where they were seen to lead"
        core = self.search.core()
        return frozenset(literal for literal in wanted if literal in core)

    def _literals(self, setting: Setting) -> list[int]:
        return [variable if setting[name] else -variable for name, variable in self.variable.items()]
