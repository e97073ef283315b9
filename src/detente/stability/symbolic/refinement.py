"""Guess a state, hear the objections, rule out what they rule out, guess again (counterexample-guided refinement, clarke2000).

A *guess* is any feasible state that no objection so far rules out. A decision maker objects with a strategy of its own; the objection is
spelled out for every setting of the others at once, so that one round rules out many states. A guess nobody objects to is an equilibrium;
when no guess is left, all have been found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from detente.graphmodel.circuit import Circuit
from detente.stability.concepts import Concept
from detente.stability.symbolic.result import Stopped, SymbolicResult
from detente.stability.symbolic.searching import Clock, OutOfTime, Search
from detente.stability.symbolic.terms import Literals, Setting, Terms

__all__ = ["Objector", "search"]


class Objector(Protocol):
    """Objects to a guess: adds to the circuit, over the guess's literals, a clause that the guess breaks; says whether it did."""

    def __call__(self, setting: Setting, circuit: Circuit, guess: Literals, /) -> bool: ...

    def foresee(self, circuit: Circuit, guess: Literals, /) -> None:
        """Add what can be objected to in advance."""


def search(
    terms: Terms, concept: Concept, objectors: Sequence[Objector], *, at_most: int | None, clock: Clock, known: Sequence[str] = ()
) -> SymbolicResult:
    """Every feasible state that no objector objects to, or the first ``at_most`` of them, whether or not there are more.

    ``known``: labels of some of them, which come first and are not tried again.
    """
    circuit = Circuit()
    guess = terms.variables(circuit)
    terms.require_feasible(circuit, guess)
    states = list(known)
    for label in states:
        circuit.add(*_unlike(terms, guess, dict(zip(terms.conflict.option_names, (letter == "Y" for letter in label), strict=True))))
    rounds = refinements = 0
    stopped: Stopped | None = None
    if at_most is not None and len(states) >= at_most:
        return SymbolicResult(terms.conflict, concept, tuple(states), False, "at_most", 0, 0, terms.reads)
    try:
        for objector in objectors:
            clock.check()
            objector.foresee(circuit, guess)
        with Search(circuit, clock) as guesses:
            for setting in _guesses(terms, guesses, guess):
                rounds += 1
                raised = sum(objects(setting, circuit, guess) for objects in objectors)
                refinements += raised
                if raised:
                    continue
                states.append(terms.label(setting))
                if at_most is not None and len(states) >= at_most:
                    stopped = "at_most"
                    break
                circuit.add(*_unlike(terms, guess, setting))
    except OutOfTime:
        stopped = "seconds"
    return SymbolicResult(terms.conflict, concept, tuple(states), stopped is None, stopped, rounds, refinements, terms.reads)


def _unlike(terms: Terms, guess: Literals, setting: Setting) -> list[int]:
    return [-guess[name] if setting[name] else guess[name] for name in terms.open]


def _guesses(terms: Terms, guesses: Search, guess: Literals) -> Iterator[dict[str, bool]]:
    while guesses.holds():
        yield {name: guesses.true(guess[name]) for name in terms.conflict.option_names}
