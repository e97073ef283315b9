"""The improvements that no reply found so far deters."""

from __future__ import annotations

from contextlib import ExitStack

from detente.graphmodel.circuit import Circuit
from detente.stability.symbolic.closure import Path
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.searching import Search
from detente.stability.symbolic.terms import Setting

__all__ = ["Leaving"]


class Leaving:
    """Those of the one asked about, on the state asked about."""

    def __init__(self, question: Question, stack: ExitStack) -> None:
        terms, maker, setting = question.terms, question.maker, question.setting
        self.terms, self.maker, self.concept = terms, maker, question.concept
        self.circuit = circuit = Circuit()
        self.own = {option.name: circuit.variable() for option in terms.own[maker]}
        self.start = terms.fixed(circuit, setting)
        there = {**self.start, **self.own}
        for broken in terms.broken(circuit, there, about=self.own):
            circuit.add(-broken)
        circuit.add(-terms.barred(circuit, maker, self.start, there))
        self.here = [circuit.constant(bit) for bit in terms.truths(terms.statements[maker], setting)]
        circuit.add(better(circuit, terms.score(circuit, terms.statements[maker], there), self.here))
        self.search = stack.enter_context(Search(circuit, question.clock))

    def guess(self) -> dict[str, bool] | None:
        """One of them."""
        return {name: self.search.true(literal) for name, literal in self.own.items()} if self.search.holds() else None

    def skip(self, own: Setting) -> None:
        """Guess ``own`` no more."""
        self.circuit.add(*(-literal if own[name] else literal for name, literal in self.own.items()))

    def answered(self, own: Setting, path: Path) -> None:
        """Guess no improvement that ``path``, which deters ``own``, deters as well.

        It does where its states are feasible, its steps improve if they must, and its end is bad enough. For SMR and SSEQ nothing may lead
        on from there either: from ``own`` nothing does, nor then from an improvement that keeps whatever is final in ``own``.
        """
        terms, circuit = self.terms, self.circuit
        fails: list[int] = []
        here = {**self.start, **self.own}
        for mover, change in path:
            there = {**here, **terms.fixed(circuit, change)}
            fails += terms.broken(circuit, there, about=self.own)
            if self.concept.credible:
                wanted = terms.own_statements[mover]
                fails.append(at_least(circuit, terms.score(circuit, wanted, here), terms.score(circuit, wanted, there)))
            here = there
        if self.concept.answered:
            for option in terms.own[self.maker]:
                if terms.is_final(option, own):
                    fails.append(-self.own[option.name] if own[option.name] else self.own[option.name])
        end = terms.score(circuit, terms.statements[self.maker], here)
        circuit.add(*fails, better(circuit, end, self.here))
