"""Sequential stability of a given state without listing states: stable, unstable, or unknown within a bound.

For an improvement x of i the others' replies are looked for as paths of 1, 2, … improvements, each of somebody else, up to ``bound`` of
them. What is claimed is proved:

    stable      improvements of i are guessed until none is left; each guess is answered by a path that ends no better for i than the state
                it left, and every other improvement of i that the same path deters is guessed no more
    unstable    for some improvement no reply would do, whatever its length: no feasible setting of the others' options is that bad for i,
                or there is no path of k improvements without a repetition, hence nothing new to be reached by k or more
    unknown     neither, within the bound

Paths need not be longer: in option form nobody has to move twice in succession, and what is reached is reached without repetition. The
definition of the concept is in :mod:`detente.stability.sequential`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any, Literal

from detente.errors import ModelError
from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import Read
from detente.stability.symbolic.lexicographic import at_least, better
from detente.stability.symbolic.paths import Path, Paths
from detente.stability.symbolic.searching import Clock, OutOfTime, Search
from detente.stability.symbolic.terms import Setting, Terms
from detente.stability.verdict import Step

__all__ = ["Deterred", "SequentialAt", "Standing", "Stay", "sequential_at"]

Standing = Literal["stable", "unstable", "unknown"]
_UNANSWERED = 8  # improvements without an answer, after which no further one is asked about


@dataclass(frozen=True, slots=True)
class Deterred:
    """An improvement, as a label, and the replies that deter it."""

    improvement: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """One decision maker's part.

    ``deterred``: examples whose replies together deter every improvement, where the state is stable. ``improvement``: one that nothing
    deters where it is unstable; one for which nothing was found within the bound, or no time was left, where it is unknown.
    """

    decision_maker: str
    standing: Standing
    deterred: tuple[Deterred, ...] = ()
    improvement: str | None = None


@dataclass(frozen=True, eq=False, repr=False)
class SequentialAt:
    """The answer with its question: ``state`` is a label, ``bound`` the longest reply looked at; ``stays`` go by decision maker."""

    conflict: Conflict
    state: str
    bound: int
    stays: Mapping[str, Stay]
    reads: tuple[Read, ...] = ()

    @property
    def standing(self) -> Standing:
        """Whether the state is a SEQ equilibrium, as far as everybody named in ``stays`` goes."""
        found = {stay.standing for stay in self.stays.values()}
        return "unstable" if "unstable" in found else "unknown" if "unknown" in found else "stable"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "state": self.state,
            "concept": "seq",
            "bound": self.bound,
            "standing": self.standing,
            "decision_makers": {maker: asdict(stay) for maker, stay in self.stays.items()},
            "reads": [read.to_dict() for read in self.reads],
        }

    def __repr__(self) -> str:
        return f"<SequentialAt {self.state}: {self.standing}, replies of at most {self.bound} moves>"


def sequential_at(
    conflict: Conflict, state: Setting | str, *, bound: int = 3, decision_maker: str | None = None, seconds: float | None = None
) -> SequentialAt:
    """Whether ``state`` (a setting or a label) is sequentially stable for ``decision_maker``, or for each for None.

    Raises :class:`~detente.errors.ModelError` for an infeasible state, or a bound below 1, and
    :class:`~detente.errors.UnknownName` for a name that does not occur. Preferences are read as in
    :func:`~detente.stability.symbolic.nash.nash_equilibria`.
    """
    terms, clock = Terms(conflict), Clock(seconds)
    if bound < 1:
        raise ModelError(f"replies of {bound} moves are none", cure="look at least one move ahead")
    setting = terms.setting(state)
    makers = terms.makers if decision_maker is None else (terms.maker(decision_maker),)
    stays = {maker: _stay(terms, maker, setting, bound, clock) for maker in makers}
    return SequentialAt(conflict, terms.label(setting), bound, stays, terms.reads)


def _stay(terms: Terms, maker: str, setting: Setting, bound: int, clock: Clock) -> Stay:
    deterred: list[Deterred] = []
    unanswered: list[str] = []
    improvement = None
    try:
        with ExitStack() as stack:
            leaving = _Leaving(terms, maker, setting, clock, stack)
            paths = Paths(terms, maker, setting, clock, stack)
            while (own := leaving.guess()) is not None:
                improvement = terms.label({**setting, **own})
                found = paths.answer(own, bound)
                if found == "none":
                    return Stay(maker, "unstable", improvement=improvement)
                if found == "not found":
                    unanswered.append(improvement)
                    leaving.skip(own)
                    if len(unanswered) == _UNANSWERED:
                        break
                else:
                    deterred.append(Deterred(improvement, _told(terms, setting, own, found)))
                    leaving.answered(found)
    except OutOfTime:
        return Stay(maker, "unknown", improvement=improvement)
    if unanswered:
        return Stay(maker, "unknown", improvement=unanswered[0])
    return Stay(maker, "stable", tuple(deterred))


def _told(terms: Terms, setting: Setting, own: Setting, path: Path) -> tuple[Step, ...]:
    return tuple(Step(mover, terms.label({**setting, **own, **change})) for mover, change in path)


class _Leaving:
    """The improvements of ``maker`` on ``setting`` that no reply so far deters."""

    def __init__(self, terms: Terms, maker: str, setting: Setting, clock: Clock, stack: ExitStack) -> None:
        self.terms, self.maker, self.setting = terms, maker, setting
        self.circuit = circuit = Circuit()
        self.own = {option.name: circuit.variable() for option in terms.own[maker]}
        self.start = terms.fixed(circuit, setting)
        there = {**self.start, **self.own}
        for broken in terms.broken(circuit, there, about=self.own):
            circuit.add(-broken)
        circuit.add(-terms.barred(circuit, maker, self.start, there))
        self.here = [circuit.constant(bit) for bit in terms.truths(terms.statements[maker], setting)]
        circuit.add(better(circuit, terms.score(circuit, terms.statements[maker], there), self.here))
        self.search = stack.enter_context(Search(circuit, clock))

    def guess(self) -> dict[str, bool] | None:
        """One of them."""
        return {name: self.search.true(literal) for name, literal in self.own.items()} if self.search.holds() else None

    def skip(self, own: Setting) -> None:
        """Guess ``own`` no more."""
        self.circuit.add(*(-literal if own[name] else literal for name, literal in self.own.items()))

    def answered(self, path: Path) -> None:
        """Guess no improvement that ``path`` deters: its states are feasible beside it, its steps improve, and its end is bad enough."""
        terms, circuit = self.terms, self.circuit
        fails: list[int] = []
        here = {**self.start, **self.own}
        for mover, change in path:
            there = {**here, **terms.fixed(circuit, change)}
            wanted = terms.own_statements[mover]
            fails += terms.broken(circuit, there, about=self.own)
            fails.append(at_least(circuit, terms.score(circuit, wanted, here), terms.score(circuit, wanted, there)))
            here = there
        end = terms.score(circuit, terms.statements[self.maker], here)
        circuit.add(*fails, better(circuit, end, self.here))
