"""Replies to an improvement: as short paths where there are some, else as what all paths come to.

Each step changes the options of exactly one of the others, in directions they allow, to a feasible state; where only credible replies count
(SEQ, SSEQ) to one that this mover prefers to the state it leaves. Nobody moves twice in succession and no state comes twice. The options
of the one who is answered stay as they are. Paths of 1, 2, … steps are spelled out as gates (bounded model checking, biere1999); what is
longer is left to :mod:`detente.stability.symbolic.closure`.
"""

from __future__ import annotations

from contextlib import ExitStack
from itertools import combinations

from detente.graphmodel.circuit import Circuit
from detente.stability.symbolic.closure import Closed, Closure, Path
from detente.stability.symbolic.cone import cone
from detente.stability.symbolic.escapes import Escapes
from detente.stability.symbolic.free_replies import FreeReplies
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.searching import Search
from detente.stability.symbolic.terms import Literals, Setting

__all__ = ["Paths"]


class Paths:
    """Replies to what the one asked about does in the state asked about; steps are spelled out when they are first asked for.

    ``free``: how the others get wherever nothing final stands in the way, where that is known.
    """

    def __init__(self, question: Question, free: FreeReplies | None, stack: ExitStack) -> None:
        terms, maker, setting, concept = question.terms, question.maker, question.setting, question.concept
        self.question, self.terms, self.maker, self.setting, self.concept = question, terms, maker, setting, concept
        self.movers = cone(terms, maker, concept)
        self.free = free if free is not None and not concept.credible and free.holds_against(maker) else None
        self.escapes = Escapes(question, stack)
        self.circuit = circuit = Circuit()
        self.own = {option.name: circuit.variable() for option in terms.own[maker]}
        self.here = [circuit.constant(bit) for bit in terms.truths(terms.statements[maker], setting)]
        self.states: list[dict[str, int]] = [{**terms.fixed(circuit, setting), **self.own}]
        self.moved: list[dict[str, int]] = [dict.fromkeys(self.movers, -1)]
        self.steps: list[int] = []
        self.ends: list[tuple[int, Literals]] = []  # a literal that says that a state deters, as far as is known
        self.search = stack.enter_context(Search(circuit, question.clock))
        self.anywhere = self._anywhere()

    def answer(self, own: Setting, bound: int, *, close: bool) -> Path | Closed | None:
        """A reply to ``own`` that deters, one of at most ``bound`` steps if there is one; or the proof that there is none.

        With ``close`` replies of any length are looked at, and None is no answer. Raises OutOfTime.
        """
        chosen = [literal if own[name] else -literal for name, literal in self.own.items()]
        reach, deters = self.anywhere
        if not self._reached([*chosen, deters], reach):
            return Closed(self._final(), self.escapes.listed())
        if self.free is not None:
            return self.free.path(self.maker, {**self.setting, **own}, self._seen(reach), self.movers)
        for length in range(1, bound + 1):
            while len(self.steps) < length:
                self._lengthen()
            taken = [*chosen, *self.steps[:length]]
            state, deters = self.states[length], self.ends[length][0]
            if self._reached([*taken, deters], state):
                return self._found(length)
            if not self.search.holds(taken):
                close = True  # nothing new is reached by so many steps or more: what is reached is closed
                break
        return self._closed(own) if close else None

    def _closed(self, own: Setting) -> Path | Closed:
        with ExitStack() as stack:
            return Closure(self.question, own, self.movers, self.escapes, stack).run()

    def _reached(self, assumed: list[int], state: Literals) -> bool:
        """Whether a state that deters is reached under ``assumed``; ways out that it turns out to leave are learnt."""
        while self.search.holds(assumed):
            if not self.concept.answered:
                return True
            if self.escapes.find(self._seen(state)) is None:
                holds = self.search.holds(assumed)
                assert holds, "nothing was added since"
                return True
            for end, literals in self.ends:
                self._closed_off(end, literals, len(self.escapes.found) - 1)
        return False

    def _closed_off(self, end: int, state: Literals, which: int) -> None:
        closed = self.escapes.closed_off(self.circuit, self.escapes.found[which], state, self.here)
        self.circuit.add(-end, closed)

    def _deters(self, state: Literals) -> int:
        """A literal that requires ``state`` to deter."""
        circuit, end = self.circuit, self.circuit.variable()
        circuit.add(-end, at_least(circuit, self.here, self.terms.score(circuit, self.terms.statements[self.maker], state)))
        self.ends.append((end, state))
        for which in range(len(self.escapes.found)):
            self._closed_off(end, state, which)
        return end

    def _seen(self, state: Literals) -> dict[str, bool]:
        return {name: self.search.true(literal) for name, literal in state.items()}

    def _final(self) -> tuple[tuple[tuple[str, bool], ...], ...]:
        """What no move of the others can bring about, whatever else they do."""
        kept = self.terms.kept(self.maker, self.movers, self.setting)
        return tuple(((option.name, not self.setting[option.name]),) for option in kept)

    def _fresh(self) -> dict[str, int]:
        """A state in which whatever the others can move may have moved."""
        movable = [o.name for mover in self.movers for o in self.terms.own[mover] if not self.terms.is_final(o, self.setting)]
        return {**self.states[0], **{name: self.circuit.variable() for name in movable}}

    def _anywhere(self) -> tuple[Literals, int]:
        """A feasible state, not barred by a direction, and a literal for: it is bad enough to deter. Without it no path does."""
        circuit, state = self.circuit, self._fresh()
        end = self._deters(state)
        for broken in self.terms.broken(circuit, state):
            circuit.add(-end, -broken)
        return state, end

    def _lengthen(self) -> None:
        """Spell out one step more, as a single literal that it is a step."""
        circuit, terms = self.circuit, self.terms
        before, after = self.states[-1], self._fresh()
        moved = {mover: self._changed(before, after, mover) for mover in self.movers}
        valid = [circuit.any_of(moved.values()), *(-broken for broken in terms.broken(circuit, after))]
        valid += [-circuit.both(moved[a], moved[b]) for a, b in combinations(self.movers, 2)]
        for mover in self.movers:
            if self.concept.credible:
                wanted = terms.own_statements[mover]
                gains = better(circuit, terms.score(circuit, wanted, after), terms.score(circuit, wanted, before))
                valid.append(circuit.either(-moved[mover], gains))
            valid.append(-circuit.both(moved[mover], terms.barred(circuit, mover, before, after)))
            valid.append(-circuit.both(moved[mover], self.moved[-1][mover]))
        valid += [circuit.any_of(self._changed(earlier, after, mover) for mover in self.movers) for earlier in self.states[:-1]]
        self.steps.append(circuit.all_of(valid))
        self.states.append(after)
        self.moved.append(moved)
        self._deters(after)

    def _changed(self, before: Literals, after: Literals, mover: str) -> int:
        return self.circuit.any_of(self.circuit.differ(before[o.name], after[o.name]) for o in self.terms.own[mover])

    def _found(self, length: int) -> Path:
        found = []
        for place in range(1, length + 1):
            mover = next(mover for mover, literal in self.moved[place].items() if self.search.true(literal))
            state = self.states[place]
            found.append((mover, {o.name: self.search.true(state[o.name]) for other in self.movers for o in self.terms.own[other]}))
        return tuple(found)
