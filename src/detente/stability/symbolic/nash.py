"""Nash equilibria without listing states.

A decision maker objects to a guess with its best reply x*: its own options set so that its statements come out lexicographically best, the
others' options staying as they are. The objection holds wherever x* is feasible beside the others' options and can be reached:

    feasible(x*, s₋ᵢ) and reachable(s → x*)  ⟹  score_i(s) ≥ score_i(x*, s₋ᵢ)        (lexicographically)

which every Nash equilibrium satisfies and the guess does not. There are finitely many strategies, so the search ends; and every objection
is a consequence of the definition, so nothing that rests is lost. The definition of the concept is in :mod:`detente.stability.nash`.
"""

from __future__ import annotations

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.stability.concepts import Concept
from detente.stability.symbolic.best_reply import BestReply, reply_search
from detente.stability.symbolic.lexicographic import at_least
from detente.stability.symbolic.refinement import Objector, search
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.searching import Clock
from detente.stability.symbolic.terms import Literals, Setting, Terms

__all__ = ["nash_equilibria"]


def nash_equilibria(conflict: Conflict, *, at_most: int | None = None, seconds: float | None = None) -> SymbolicResult:
    """The Nash equilibria of ``conflict``, each proved; all of them unless ``at_most`` or ``seconds`` ends the search.

    Works for any number of options, since no state is listed. Preferences are read as :func:`detente.stability.solve` reads them: tiers in
    the order written, states that no statement separates as equal; ``reads`` of the result says where. An empty result that is complete
    proves that there is none.

    >>> from detente.graphmodel.options import Option
    >>> from detente.graphmodel.preferences import Prioritization, Rest, Statement
    >>> from detente.graphmodel.statements import parse
    >>> def wants(said: str) -> Prioritization:
    ...     return Prioritization(((Statement(parse(said)),),), rest=Rest.indifferent)
    >>> pennies = Conflict(
    ...     options=(Option("heads", "Even"), Option("tails", "Odd")),
    ...     decision_makers=("Even", "Odd"),
    ...     preferences={"Even": wants("heads iff not tails"), "Odd": wants("heads iff tails")},
    ... )
    >>> nash_equilibria(pennies).proven_none
    True
    """
    terms = Terms(conflict)
    clock = Clock(seconds)
    with reply_search(terms, clock) as replies:
        able = [maker for maker in terms.movers if terms.own_statements[maker]]
        objectors: list[Objector] = [_Better(terms, BestReply(terms, maker, replies)) for maker in able]
        return search(terms, Concept.nash, objectors, at_most=at_most, clock=clock)


class _Better:
    """Objects with a best reply, wherever it is to be had."""

    def __init__(self, terms: Terms, best: BestReply) -> None:
        self.terms, self.best = terms, best

    def __call__(self, setting: Setting, circuit: Circuit, guess: Literals) -> bool:
        reply = self.best.reply(setting)
        if reply is None:
            return False
        terms, best = self.terms, self.best
        there = {**guess, **terms.fixed(circuit, reply)}
        broken = terms.broken(circuit, there, about=best.names)
        barred = terms.barred(circuit, best.maker, guess, there)
        here = terms.score(circuit, best.statements, guess)
        circuit.add(*broken, barred, at_least(circuit, here, terms.score(circuit, best.statements, there)))
        return True
