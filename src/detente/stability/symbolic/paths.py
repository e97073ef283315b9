"""Paths of improvements by everybody but one, as gates: bounded model checking (biere1999) of replies.

Each step changes the options of exactly one decision maker, in directions they allow, to a feasible state that this one prefers to the
state it leaves; nobody moves twice in succession and no state comes twice. The options of the one who is answered stay as they are.
"""

from __future__ import annotations

from contextlib import ExitStack
from itertools import combinations
from typing import Literal

from detente.graphmodel.circuit import Circuit
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.searching import Clock, Search
from detente.stability.symbolic.terms import Literals, Setting, Terms

__all__ = ["Path", "Paths"]

Path = tuple[tuple[str, dict[str, bool]], ...]
"""For each step its mover, and all options of the others as they are after it."""


class Paths:
    """Replies to what ``maker`` does in ``setting``; steps are spelled out when they are first asked for."""

    def __init__(self, terms: Terms, maker: str, setting: Setting, clock: Clock, stack: ExitStack) -> None:
        self.terms, self.maker = terms, maker
        self.movers = tuple(other for other in terms.movers if other != maker)
        self.circuit = circuit = Circuit()
        self.own = {option.name: circuit.variable() for option in terms.own[maker]}
        self.here = [circuit.constant(bit) for bit in terms.truths(terms.statements[maker], setting)]
        self.states: list[dict[str, int]] = [{**terms.fixed(circuit, setting), **self.own}]
        self.moved: list[dict[str, int]] = [dict.fromkeys(self.movers, -1)]
        self.steps: list[int] = []
        self.search = stack.enter_context(Search(circuit, clock))
        self.anywhere = self._anywhere()

    def answer(self, own: Setting, bound: int) -> Path | Literal["none", "not found"]:
        """A reply to ``own`` of at most ``bound`` steps that deters; "none" if there is none of any length."""
        chosen = [literal if own[name] else -literal for name, literal in self.own.items()]
        if not self.search.holds([*chosen, self.anywhere]):
            return "none"
        for length in range(1, bound + 1):
            while len(self.steps) < length:
                self._lengthen()
            taken = [*chosen, *self.steps[:length]]
            if self.search.holds([*taken, self._deters(self.states[length])]):
                return self._found(length)
            if not self.search.holds(taken):
                return "none"
        return "not found"

    def _deters(self, state: Literals) -> int:
        return at_least(self.circuit, self.here, self.terms.score(self.circuit, self.terms.statements[self.maker], state))

    def _fresh(self) -> dict[str, int]:
        """A state in which whatever the others can move may have moved."""
        movable = [o.name for mover in self.movers for o in self.terms.own[mover] if not (o.one_way and o.no_return)]
        return {**self.states[0], **{name: self.circuit.variable() for name in movable}}

    def _anywhere(self) -> int:
        """A literal for: a feasible state, not barred by a direction, is bad enough to deter. Without it no path does."""
        circuit, terms, state = self.circuit, self.terms, self._fresh()
        allowed = [-terms.barred(circuit, mover, self.states[0], state) for mover in self.movers]
        return circuit.all_of([*(-broken for broken in terms.broken(circuit, state)), *allowed, self._deters(state)])

    def _lengthen(self) -> None:
        """Spell out one step more, as a single literal that it is a step."""
        circuit, terms = self.circuit, self.terms
        before, after = self.states[-1], self._fresh()
        moved = {mover: self._changed(before, after, mover) for mover in self.movers}
        valid = [circuit.any_of(moved.values()), *(-broken for broken in terms.broken(circuit, after))]
        valid += [-circuit.both(moved[a], moved[b]) for a, b in combinations(self.movers, 2)]
        for mover in self.movers:
            wanted = terms.own_statements[mover]
            gains = better(circuit, terms.score(circuit, wanted, after), terms.score(circuit, wanted, before))
            free = -terms.barred(circuit, mover, before, after)
            valid.append(circuit.either(-moved[mover], circuit.both(gains, free)))
            valid.append(-circuit.both(moved[mover], self.moved[-1][mover]))
        valid += [circuit.any_of(self._changed(earlier, after, mover) for mover in self.movers) for earlier in self.states[:-1]]
        self.steps.append(circuit.all_of(valid))
        self.states.append(after)
        self.moved.append(moved)

    def _changed(self, before: Literals, after: Literals, mover: str) -> int:
        return self.circuit.any_of(self.circuit.differ(before[o.name], after[o.name]) for o in self.terms.own[mover])

    def _found(self, length: int) -> Path:
        found = []
        for place in range(1, length + 1):
            mover = next(mover for mover, literal in self.moved[place].items() if self.search.true(literal))
            state = self.states[place]
            found.append((mover, {o.name: self.search.true(state[o.name]) for other in self.movers for o in self.terms.own[other]}))
        return tuple(found)
