"""Nash equilibria without listing states.

A decision maker objects to a guess with its best reply x*: its own options set so that its statements come out lexicographically best, the
others' options staying as they are. The objection holds wherever x* is feasible beside the others' options and can be reached:

    feasible(x*, s₋ᵢ) and reachable(s → x*)  ⟹  score_i(s) ≥ score_i(x*, s₋ᵢ)        (lexicographically)

which every Nash equilibrium satisfies and the guess does not. There are finitely many strategies, so the search ends; and every objection
is a consequence of the definition, so nothing that rests is lost. The definition of the concept is in :mod:`detente.stability.nash`.
"""

from __future__ import annotations

from contextlib import ExitStack

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import Formula
from detente.stability.concepts import Concept
from detente.stability.symbolic.lexicographic import at_least
from detente.stability.symbolic.refinement import Objector, search
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.searching import Clock, Search
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
    circuit = Circuit()
    state = terms.variables(circuit)
    terms.require_feasible(circuit, state)
    with ExitStack() as stack:
        replies = stack.enter_context(Search(circuit, clock))
        objectors: list[Objector] = [_Best(terms, maker, replies, state) for maker in terms.movers if terms.own_statements[maker]]
        return search(terms, Concept.nash, objectors, at_most=at_most, clock=clock)


class _Best:
    """Objects with a best reply. Statements that own options do not bear on are left out: no own move changes them."""

    def __init__(self, terms: Terms, maker: str, replies: Search, state: Literals) -> None:
        self.terms, self.maker, self.replies, self.state = terms, maker, replies, state
        self.statements: tuple[Formula, ...] = terms.own_statements[maker]
        self.names = tuple(option.name for option in terms.own[maker])
        self.others = tuple(name for name in terms.open if name not in self.names)
        self.wanted = terms.score(replies.circuit, self.statements, state)

    def __call__(self, setting: Setting, circuit: Circuit, guess: Literals) -> bool:
        reply = self.reply(setting)
        if reply is None:
            return False
        terms = self.terms
        there = {**guess, **terms.fixed(circuit, reply)}
        possible = terms.broken(circuit, there, about=self.names)
        barred = terms.barred(circuit, self.maker, guess, there)
        here = terms.score(circuit, self.statements, guess)
        circuit.add(*possible, barred, at_least(circuit, here, terms.score(circuit, self.statements, there)))
        return True

    def reply(self, setting: Setting) -> dict[str, bool] | None:
        """The best setting of own options against ``setting``; None where nothing is better than staying."""
        state, replies = self.state, self.replies
        final = [o.name for o in self.terms.own[self.maker] if (o.one_way if setting[o.name] else o.no_return)]
        held = [state[name] if setting[name] else -state[name] for name in (*self.others, *final)]
        truths = self.terms.truths(self.statements, setting)
        reply = None
        for place, wanted in enumerate(self.wanted):
            if truths[place]:
                held.append(wanted)
            elif replies.holds([*held, wanted]):
                truths = replies.all_true(self.wanted)
                reply = {name: replies.true(state[name]) for name in self.names}
                held.append(wanted)
        return reply
