"""Small improvements: what a decision maker would change, and nothing else, and the clause that says that it does not pay.

A deviation sets some own options and leaves the others as they are. Whoever is to stay must not gain by it:

    feasible(s[B := b]) and not barred  ⟹  score_i(s) ≥ score_i(s[B := b])        (lexicographically)

for every state s, whatever the options outside B. So the fewer options B has, the more states the clause speaks of, and the fewer
statements it has to compare: only those that name an option of B can differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import ExitStack

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.statements import Formula
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.searching import Clock, Search
from detente.stability.symbolic.terms import Literals, Setting, Terms

__all__ = ["Deviations"]


class Deviations:
    """Those of ``maker``. Statements that its own options do not bear on are left out: no own move changes them."""

    def __init__(self, terms: Terms, maker: str, clock: Clock, stack: ExitStack) -> None:
        self.terms, self.maker = terms, maker
        self.names = tuple(option.name for option in terms.own[maker])
        self.others = tuple(name for name in terms.open if name not in self.names)
        self.statements = terms.own_statements[maker]
        self._about = [frozenset(formula.names()) for formula in self.statements]
        circuit = Circuit()
        self.state = terms.variables(circuit)
        terms.require_feasible(circuit, self.state)
        self.threshold = [circuit.variable() for _ in self.statements]
        circuit.add(better(circuit, terms.score(circuit, self.statements, self.state), self.threshold))
        self.search = stack.enter_context(Search(circuit, clock))

    def improvement(self, setting: Setting) -> dict[str, bool] | None:
        """An improvement on ``setting`` from which no single change can be left out; None where there is none."""
        truths = self.terms.truths(self.statements, setting)
        final = [option.name for option in self.terms.own[self.maker] if self.terms.is_final(option, setting)]
        held = [self.state[name] if setting[name] else -self.state[name] for name in (*self.others, *final)]
        held += [bit if true else -bit for bit, true in zip(self.threshold, truths, strict=True)]
        if not self.search.holds(held):
            return None
        found = {name: self.search.true(self.state[name]) for name in self.names}
        changed = {name: value for name, value in found.items() if value != setting[name]}
        for name in tuple(changed):
            fewer = {other: value for other, value in changed.items() if other != name}
            there = {**setting, **fewer}
            if self.terms.truths(self.statements, there) > truths and self.terms.keeps_rules(there, about=fewer):
                changed = fewer
        return changed

    def pays_not(self, circuit: Circuit, guess: Literals, change: Mapping[str, int]) -> None:
        """Add over ``guess`` that the deviation to ``change`` (a literal for each option of it) does not pay."""
        terms, there = self.terms, {**guess, **change}
        touched = self._naming(change)
        gain = at_least(circuit, terms.score(circuit, touched, guess), terms.score(circuit, touched, there))
        circuit.add(*terms.broken(circuit, there, about=change), terms.barred(circuit, self.maker, guess, there), gain)

    def _naming(self, options: Collection[str]) -> tuple[Formula, ...]:
        return tuple(formula for formula, names in zip(self.statements, self._about, strict=True) if not names.isdisjoint(options))
