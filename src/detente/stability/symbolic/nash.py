"""Nash equilibria without listing states.

That no change of a single option pays is required from the start. What is left is refined by counterexamples: a decision maker objects to
a guess with a small improvement, and what it objects to is ruled out wherever the same change would pay
(:mod:`detente.stability.symbolic.deviations`). Every clause follows from the definition, so nothing that rests is lost; each excludes the
guess it was made for, of which there are finitely many, so the search ends. The definition of the concept is in
:mod:`detente.stability.nash`.
"""

from __future__ import annotations

from contextlib import ExitStack

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.stability.concepts import Concept
from detente.stability.symbolic.deviations import Deviations
from detente.stability.symbolic.refinement import search
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
    with ExitStack() as stack:
        objectors = [_Better(Deviations(terms, maker, clock, stack)) for maker in terms.movers if terms.own_statements[maker]]
        return search(terms, Concept.nash, objectors, at_most=at_most, clock=clock)


class _Better:
    """Objects with an improvement, wherever the same change would be one."""

    def __init__(self, deviations: Deviations) -> None:
        self.deviations = deviations

    def foresee(self, circuit: Circuit, guess: Literals) -> None:
        """No single change pays."""
        for name in self.deviations.names:
            self.deviations.pays_not(circuit, guess, {name: -guess[name]})

    def __call__(self, setting: Setting, circuit: Circuit, guess: Literals) -> bool:
        change = self.deviations.improvement(setting)
        if change is None:
            return False
        self.deviations.pays_not(circuit, guess, self.deviations.terms.fixed(circuit, change))
        return True
