"""Ways out: what a decision maker could still do after a reply to be better off than in the state that it left."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from detente.graphmodel.circuit import Circuit
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.searching import Search
from detente.stability.symbolic.terms import Literals, Setting

__all__ = ["Escapes"]


class Escapes:
    """Those of the one asked about after it left the state; ``found`` grows with every one that is met."""

    def __init__(self, question: Question, stack: ExitStack) -> None:
        terms, maker = question.terms, question.maker
        self.terms, self.maker = terms, maker
        self.found: list[dict[str, bool]] = []
        self.names = tuple(option.name for option in terms.own[maker])
        circuit = Circuit()
        self.state = terms.variables(circuit)
        terms.require_feasible(circuit, self.state)
        statements = terms.statements[maker]
        here = [circuit.constant(bit) for bit in terms.truths(statements, question.setting)]
        circuit.add(better(circuit, terms.score(circuit, statements, self.state), here))
        self.search = stack.enter_context(Search(circuit, question.clock))

    def find(self, state: Setting) -> dict[str, bool] | None:
        """One from ``state``, which is added to those found; None if there is none, and ``state`` deters if it is no better itself."""
        final = {option.name for option in self.terms.own[self.maker] if self.terms.is_final(option, state)}
        held = [name for name in self.terms.open if name not in self.names or name in final]
        if not self.search.holds([self.state[name] if state[name] else -self.state[name] for name in held]):
            return None
        escape = {name: self.search.true(self.state[name]) for name in self.names}
        self.found.append(escape)
        return escape

    def closed_off(self, circuit: Circuit, escape: Setting, state: Literals, here: Sequence[int]) -> int:
        """A literal for: ``escape`` is no way out of ``state``, being infeasible, barred, or no better than ``here``."""
        there = {**state, **self.terms.fixed(circuit, escape)}
        score = self.terms.score(circuit, self.terms.statements[self.maker], there)
        fails = [*self.terms.broken(circuit, there, about=self.names), self.terms.barred(circuit, self.maker, state, there)]
        return circuit.any_of([*fails, at_least(circuit, here, score)])

    def listed(self) -> tuple[tuple[tuple[str, bool], ...], ...]:
        """Those found, as plain data."""
        return tuple(tuple(escape.items()) for escape in self.found)
