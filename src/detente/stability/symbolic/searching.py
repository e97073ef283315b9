"""A solver over a growing circuit, with an end to its patience."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from detente.graphmodel.circuit import Circuit

if TYPE_CHECKING:
    from pysat.solvers import Solver

__all__ = ["Clock", "OutOfTime", "Search"]

SOLVER = "minisat22"  # thousands of small incremental calls: the least overhead a call
_CONFLICTS = 2000  # between looks at the clock


class OutOfTime(Exception):
    """The seconds allowed have passed; what was found until then stands."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Runs out after ``seconds``; never for None."""

    seconds: float | None = None
    start: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        """The seconds that remain."""
        return None if self.seconds is None else max(0.0, self.seconds - (time.monotonic() - self.start))

    def check(self) -> None:
        """Raise OutOfTime if the time is over."""
        if self.seconds is not None and time.monotonic() - self.start > self.seconds:
            raise OutOfTime


@dataclass
class Search:
    """A solver that holds every clause of ``circuit``, also those added later. Use it as a context, or close it."""

    circuit: Circuit
    clock: Clock
    calls: int = 0
    _fed: int = 0
    _model: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        from pysat.solvers import Solver

        self.solver: Solver = Solver(name=SOLVER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Free the solver."""
        self.solver.delete()

    def holds(self, assumptions: Sequence[int] = ()) -> bool:
        """Whether the clauses have a model under ``assumptions``. Raises OutOfTime."""
        if self._fed < len(self.circuit.clauses):
            self.solver.append_formula(self.circuit.clauses[self._fed :])
            self._fed = len(self.circuit.clauses)
        self.calls += 1
        answer = None
        while answer is None:
            self.clock.check()
            self.solver.conf_budget(_CONFLICTS)
            answer = self.solver.solve_limited(assumptions=assumptions)
        if answer:
            self._model = self.solver.get_model() or []
        return bool(answer)

    def core(self) -> frozenset[int]:
        """After an answer of no: assumptions that are enough for it."""
        return frozenset(self.solver.get_core() or ())

    def true(self, literal: int) -> bool:
        """Whether ``literal`` holds in the model found last; what no clause names is false."""
        place = abs(literal)
        value = place <= len(self._model) and self._model[place - 1] > 0
        return value == (literal > 0)

    def all_true(self, literals: Iterable[int]) -> tuple[bool, ...]:
        """:meth:`true` of each."""
        return tuple(self.true(literal) for literal in literals)
