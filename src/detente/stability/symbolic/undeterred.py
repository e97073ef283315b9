"""Objections under any concept with deterring replies, whatever stands in their way: options that are final, rules that bind.

A decision maker objects to a guess s with an improvement x that no reply deters, and with the closed set of settings of the others' options
that proves it (:mod:`detente.stability.symbolic.closure`). The proof speaks of more than s. Let w be the least score_i(x, y) over the y in
the closed set. In every state s' whose others' options lie in the set, from which x can be reached and is feasible,

    score_i(s') < w   ⟹   x is an improvement on s' that nothing deters

so s' is ruled out too, exactly. For SMR and SSEQ, where ways out count, w is the least over y of the best that i has there: score_i(x, y)
or what it can still move to; and x has to be an improvement on s' to begin with. A guess nobody objects to is an equilibrium, and when no
guess is left all are found.
"""

from __future__ import annotations

from contextlib import ExitStack

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.stability.concepts import Concept
from detente.stability.symbolic.best_reply import BestReply, reply_search
from detente.stability.symbolic.closure import Closed
from detente.stability.symbolic.deviations import Deviations
from detente.stability.symbolic.free_replies import FreeReplies
from detente.stability.symbolic.lexicographic import at_least
from detente.stability.symbolic.nash import nash_equilibria
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.refinement import search
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.searching import Clock, OutOfTime, Search
from detente.stability.symbolic.staying import stay
from detente.stability.symbolic.terms import Literals, Setting, Terms

__all__ = ["sequential_equilibria", "symmetric_sequential_equilibria", "undeterred_search"]

_SHORT = 2  # moves of a reply that are spelled out before what all replies come to is asked


def sequential_equilibria(conflict: Conflict, *, at_most: int | None = None, seconds: float | None = None) -> SymbolicResult:
    """The SEQ equilibria of ``conflict``, each proved, those of Nash first; all unless ``at_most`` or ``seconds`` ends the search.

    Replies of any length are looked at. Preferences are read as in :func:`~detente.stability.symbolic.nash.nash_equilibria`.
    """
    return undeterred_search(Terms(conflict), Concept.seq, None, at_most=at_most, clock=Clock(seconds))


def symmetric_sequential_equilibria(conflict: Conflict, *, at_most: int | None = None, seconds: float | None = None) -> SymbolicResult:
    """The SSEQ equilibria of ``conflict``; otherwise as :func:`sequential_equilibria`."""
    return undeterred_search(Terms(conflict), Concept.sseq, None, at_most=at_most, clock=Clock(seconds))


def undeterred_search(terms: Terms, concept: Concept, free: FreeReplies | None, *, at_most: int | None, clock: Clock) -> SymbolicResult:
    """The equilibria under ``concept``; Nash equilibria, which are some under every concept, come first."""
    nash = nash_equilibria(terms.conflict, at_most=at_most, seconds=clock.left())
    with ExitStack() as stack:
        able = [maker for maker in terms.movers if terms.own_statements[maker]]
        objectors = [_Undeterred(terms, maker, concept, free=free, clock=clock, stack=stack) for maker in able]
        return search(terms, concept, objectors, at_most=at_most, clock=clock, known=nash.states)


class _Undeterred:
    """Objects with an improvement that nothing deters, wherever the proof of it holds."""

    def __init__(self, terms: Terms, maker: str, concept: Concept, *, free: FreeReplies | None, clock: Clock, stack: ExitStack) -> None:
        self.terms, self.maker, self.concept, self.free, self.clock = terms, maker, concept, free, clock
        self.statements = terms.statements[maker]
        self.names = tuple(option.name for option in terms.own[maker])
        self.deviations = Deviations(terms, maker, clock, stack)
        self.best = BestReply(terms, maker, stack.enter_context(reply_search(terms, clock))) if concept.answered else None

    def foresee(self, circuit: Circuit, guess: Literals) -> None:
        """Nothing."""

    def __call__(self, setting: Setting, circuit: Circuit, guess: Literals) -> bool:
        if self.deviations.improvement(setting) is None:
            return False
        found = stay(Question(self.terms, self.maker, setting, self.concept, self.clock), bound=_SHORT, close=True, free=self.free)
        if found.standing == "unknown":
            raise OutOfTime
        if found.improvement is None or found.closed is None:
            return False
        terms = self.terms
        own = {name: found.improvement[terms.place[name]] == "Y" for name in self.names}
        there = {**guess, **terms.fixed(circuit, own)}
        outside = [circuit.all_of(guess[name] if value else -guess[name] for name, value in cube) for cube in found.closed.never]
        here = terms.score(circuit, self.statements, guess)
        enough = [at_least(circuit, here, [circuit.constant(bit) for bit in self._worst(own, found.closed)])]
        if self.concept.answered:
            enough.append(at_least(circuit, here, terms.score(circuit, self.statements, there)))
        circuit.add(*outside, *terms.broken(circuit, there, about=self.names), terms.barred(circuit, self.maker, guess, there), *enough)
        return True

    def _worst(self, own: Setting, closed: Closed) -> tuple[bool, ...]:
        """The least that ``own`` leaves i within ``closed``, lexicographically; where ways out count, after the best of them."""
        terms, circuit = self.terms, Circuit()
        state = {**terms.variables(circuit), **terms.fixed(circuit, own)}
        terms.require_feasible(circuit, state)
        for cube in closed.never:
            circuit.add(*(-state[name] if value else state[name] for name, value in cube))
        bound = [circuit.variable() for _ in self.statements]
        circuit.add(at_least(circuit, bound, terms.score(circuit, self.statements, state)))
        with Search(circuit, self.clock) as search:
            while True:
                least, setting = _least(search, bound, state)
                way = self.best.reply(setting) if self.best is not None else None
                if way is None or terms.truths(self.statements, {**setting, **way}) <= least:
                    return least
                out = {**state, **terms.fixed(circuit, way)}
                cannot = [*terms.broken(circuit, out, about=self.names), terms.barred(circuit, self.maker, state, out)]
                circuit.add(*cannot, at_least(circuit, bound, terms.score(circuit, self.statements, out)))


def _least(search: Search, bound: list[int], state: Literals) -> tuple[tuple[bool, ...], dict[str, bool]]:
    """The lexicographically least bound, and a state that keeps it."""
    holds = search.holds()
    assert holds, "the improvement itself lies within"
    held: list[int] = []
    values, setting = search.all_true(bound), {name: search.true(literal) for name, literal in state.items()}
    for place, bit in enumerate(bound):
        if values[place] and search.holds([*held, -bit]):
            values, setting = search.all_true(bound), {name: search.true(literal) for name, literal in state.items()}
        held.append(bit if values[place] else -bit)
    return values, setting
