"""GMR and SMR equilibria without listing states, where the others can bring about whatever is feasible.

Under that condition (:mod:`detente.stability.symbolic.free_replies`) only one number a strategy counts. Let x be a feasible setting of i's
own options, y one of everybody else's, and M_i(y) the best i can get beside y. Then

    GMR   g_i(x) = min of score_i(x, y) over the y feasible beside x        s is stable for i  ⟺  no x feasible beside s₋ᵢ has
    SMR   g_i(x) = min of M_i(y)        over the y feasible beside x            score_i(s) < g_i(x), and for SMR also < score_i(x, s₋ᵢ)

A decision maker objects to a guess with an x that breaks this. To find one, guess x, and look for the reply y that is worst for i; if it
deters, rule out every x that it deters, and guess again. Minima and maxima are lexicographic over i's statements. The definitions of the
concepts are in :mod:`detente.stability.general_metarational` and :mod:`detente.stability.symmetric_metarational`.
"""

from __future__ import annotations

from contextlib import ExitStack

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.stability.concepts import Concept
from detente.stability.symbolic.best_reply import BestReply, reply_search
from detente.stability.symbolic.free_replies import FreeReplies
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.refinement import Objector, search
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.searching import Clock, OutOfTime, Search
from detente.stability.symbolic.terms import Literals, Setting, Terms
from detente.stability.symbolic.undeterred import undeterred_search

__all__ = ["gmr_equilibria", "smr_equilibria"]

Score = tuple[bool, ...]


def gmr_equilibria(conflict: Conflict, *, at_most: int | None = None, seconds: float | None = None) -> SymbolicResult:
    """The GMR equilibria of ``conflict``, each proved; all of them unless ``at_most`` or ``seconds`` ends the search.

    Exact everywhere: where replies are free by the numbers above, elsewhere by what replies come to
    (:mod:`detente.stability.symbolic.undeterred`). Preferences are read as in :func:`~detente.stability.symbolic.nash.nash_equilibria`.
    """
    return _equilibria(conflict, Concept.gmr, at_most, seconds)


def smr_equilibria(conflict: Conflict, *, at_most: int | None = None, seconds: float | None = None) -> SymbolicResult:
    """The SMR equilibria of ``conflict``; otherwise as :func:`gmr_equilibria`."""
    return _equilibria(conflict, Concept.smr, at_most, seconds)


def _equilibria(conflict: Conflict, concept: Concept, at_most: int | None, seconds: float | None) -> SymbolicResult:
    terms, clock = Terms(conflict), Clock(seconds)
    try:
        free = FreeReplies(terms, clock)
    except OutOfTime:  # before it was known how the question is to be answered
        return SymbolicResult(conflict, concept, (), False, "seconds", 0, 0, terms.reads)
    if not free.everywhere:
        return undeterred_search(terms, concept, free, at_most=at_most, clock=clock)
    with ExitStack() as stack:
        replies = stack.enter_context(reply_search(terms, clock))
        objectors: list[Objector] = []
        for maker in terms.movers:
            if terms.own_statements[maker]:
                best = BestReply(terms, maker, replies) if concept.answered else None
                objectors.append(_Undeterred(terms, maker, clock, best, stack))
        return search(terms, concept, objectors, at_most=at_most, clock=clock)


class _Undeterred:
    """Objects with a strategy whose worst outcome is still better than the guess; ``best`` finds countermoves, None where none count."""

    def __init__(self, terms: Terms, maker: str, clock: Clock, best: BestReply | None, stack: ExitStack) -> None:
        self.terms, self.maker, self.best = terms, maker, best
        self.statements = terms.statements[maker]
        self.names = tuple(option.name for option in terms.own[maker])
        self.others = tuple(name for name in terms.open if name not in self.names)
        self.known: dict[tuple[bool, ...], Score] = {}

        circuit = Circuit()  # strategies x beside the guess's others, better than the threshold and not known to be deterred
        self.strategy = terms.variables(circuit)
        terms.require_feasible(circuit, self.strategy)
        self.threshold = [circuit.variable() for _ in self.statements]
        circuit.add(better(circuit, terms.score(circuit, self.statements, self.strategy), self.threshold))
        self.strategies = stack.enter_context(Search(circuit, clock))

        circuit = Circuit()  # replies y beside x, with a bound on what is left to i
        self.outcome = terms.variables(circuit)
        terms.require_feasible(circuit, self.outcome)
        self.bound = [circuit.variable() for _ in self.statements]
        circuit.add(at_least(circuit, self.bound, terms.score(circuit, self.statements, self.outcome)))
        self.replies = stack.enter_context(Search(circuit, clock))

    def foresee(self, circuit: Circuit, guess: Literals) -> None:
        """Nothing."""

    def __call__(self, setting: Setting, circuit: Circuit, guess: Literals) -> bool:
        terms = self.terms
        score = terms.truths(self.statements, setting)
        found = self.undeterred(setting, score)
        if found is None:
            return False
        own, worst = found
        there = {**guess, **terms.fixed(circuit, own)}
        here = terms.score(circuit, self.statements, guess)
        enough = [at_least(circuit, here, [circuit.constant(bit) for bit in worst])]
        if self.best is not None:
            enough.append(at_least(circuit, here, terms.score(circuit, self.statements, there)))
        circuit.add(*terms.broken(circuit, there, about=self.names), *enough)
        return True

    def undeterred(self, setting: Setting, score: Score) -> tuple[dict[str, bool], Score] | None:
        """A strategy beside ``setting`` that nothing deters, and what it leaves at worst; None if there is none."""
        search, terms, names = self.strategies, self.terms, self.names
        assumed = [self.strategy[name] if setting[name] else -self.strategy[name] for name in self.others]
        assumed += [bit if true else -bit for bit, true in zip(self.threshold, score, strict=True)]
        while search.holds(assumed):
            own = {name: search.true(self.strategy[name]) for name in names}
            key = tuple(own.values())
            if key in self.known:  # its worst reply is among those ruled out, and does not deter from leaving this guess
                return own, self.known[key]
            worst, reply = self.worst(own)
            self.known[key] = worst
            circuit = search.circuit
            there = {**terms.fixed(circuit, reply), **{name: self.strategy[name] for name in names}}
            left = terms.score(circuit, self.statements, there) if self.best is None else [circuit.constant(bit) for bit in worst]
            circuit.add(*terms.broken(circuit, there, about=names), better(circuit, left, self.threshold))
            if worst > score:
                return own, worst
        return None

    def worst(self, own: Setting) -> tuple[Score, dict[str, bool]]:
        """The least that ``own`` leaves i, and a state (a reply beside ``own``) in which that is so."""
        search, terms = self.replies, self.terms
        held = [self.outcome[name] if own[name] else -self.outcome[name] for name in self.names]
        while True:
            bound, state = self._least(held)
            better_one = self.best.reply(state) if self.best is not None else None
            if better_one is None:
                return bound, state
            circuit = search.circuit
            after = terms.truths(self.statements, {**state, **better_one})
            if after <= bound:
                return bound, state
            there = {**self.outcome, **terms.fixed(circuit, better_one)}
            left = terms.score(circuit, self.statements, there)
            circuit.add(*terms.broken(circuit, there, about=self.names), at_least(circuit, self.bound, left))

    def _least(self, held: list[int]) -> tuple[Score, dict[str, bool]]:
        """The lexicographically least bound under the assumptions ``held``, and a state that keeps it."""
        search, fixed = self.replies, list(held)
        holds = search.holds(fixed)
        assert holds, "the guess itself is a reply"
        values, state = search.all_true(self.bound), self._state()
        for place, bit in enumerate(self.bound):
            if values[place] and search.holds([*fixed, -bit]):
                values, state = search.all_true(self.bound), self._state()
            fixed.append(bit if values[place] else -bit)
        return values, state

    def _state(self) -> dict[str, bool]:
        return {name: self.replies.true(literal) for name, literal in self.outcome.items()}
