"""All minimal reasons and all minimal changes of a set of switches, found together.

MARCO (Liffiton, Previti, Malik & Marques-Silva 2016): a second solver, the *map*, holds which sets of switches have not been decided yet.
Each round takes a largest one. If it cannot hold, it is shrunk to a minimal unsatisfiable subset (a reason); if it can, it is grown to a
maximal satisfiable one, and what is left out is a minimal correction set (a change). Both are blocked in the map, and when the map is
empty every reason and every change has been found (they are each other's minimal hitting sets; Reiter 1987).

Every package met on the way is remembered by what it leaves unmet. That is a correction set, and every reason meets it; so where all but
one of its switches are gone already, the last one is needed and no solver has to be asked. Long reasons overlap, and most of their
switches are settled so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from detente.impasse.encoding import Encoding, Switch

if TYPE_CHECKING:
    from pysat.solvers import Solver

__all__ = ["OutOfTime", "Session", "minimal_sets"]

_REMEMBERED = 1024
_TRIMS = 3
SOLVER = "minisat-gh"  # small incremental calls: the least overhead a call


class OutOfTime(Exception):
    """The time allowed ran out; what was found until then stands."""


@dataclass
class Session:
    """An encoding in a solver, with literals ``given`` once and for all; close it, or use it as a context.

    ``stop`` is asked between calls and ends the work with OutOfTime.
    """

    encoding: Encoding
    stop: Callable[[], bool] = field(default=lambda: False)
    given: Sequence[int] = ()
    calls: int = 0

    def __post_init__(self) -> None:
        from pysat.solvers import Solver

        self.solver: Solver = Solver(name=SOLVER, bootstrap_with=self.encoding.clauses)
        for literal in self.given:
            self.solver.add_clause([literal])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Free the solver."""
        self.solver.delete()

    def possible(self, assumptions: Sequence[int]) -> bool:
        """Whether a package exists under ``assumptions``."""
        if self.stop():
            raise OutOfTime
        self.calls += 1
        return bool(self.solver.solve(assumptions=assumptions))

    def model(self) -> Sequence[int]:
        """The solver's model of the package just found: a literal for each variable, in order, as far as clauses name them."""
        return self.solver.get_model() or []

    def true(self) -> frozenset[int]:
        """The literals that hold in the package just found."""
        model = self.model()
        # A variable that no clause names is not in the solver's model; it may as well be false.
        return frozenset([*model, *range(-self.encoding.top, -len(model))])

    def core(self) -> frozenset[int]:
        """Assumptions that cannot hold together, from the question just answered with no."""
        return frozenset(self.solver.get_core() or ())

    def setting(self) -> dict[str, bool]:
        """The package just found."""
        return self.encoding.setting(self.true())


def minimal_sets(session: Session, switches: Sequence[Switch]) -> Iterator[tuple[Literal["reason", "change"], list[Switch]]]:
    """Yield every minimal reason and every minimal change among ``switches``.

    Lazy: the first reason costs a shrink and nothing else. Reasons tend to come first. An empty reason says that the hard part alone has
    no solution, an empty change that nothing stands in the way.
    """
    from pysat.solvers import Solver

    if not session.possible(()):
        yield "reason", []
        return
    with Solver(name=SOLVER) as chart:
        chart.add_clause([len(switches) + 1])  # so that the chart has a model before anything is decided
        chart.set_phases([*range(1, len(switches) + 1)])
        places = {switch.literal: place for place, switch in enumerate(switches, start=1)}
        unmet = _Unmet(switches)
        while chart.solve():
            model = chart.get_model() or []
            seed = [switch for place, switch in enumerate(switches) if place >= len(model) or model[place] > 0]
            if session.possible([switch.literal for switch in seed]):
                left = _grown(session, seed, switches)
                chart.add_clause([places[switch.literal] for switch in left])
                yield "change", left
                if not left:
                    return
            else:
                core = _shrunk(session, seed, unmet)
                chart.add_clause([-places[switch.literal] for switch in core])
                yield "reason", core


class _Unmet:
    """What the packages found so far leave unmet, as bits over the switches; the latest of them."""

    def __init__(self, switches: Sequence[Switch]) -> None:
        self.bits = {switch.literal: 1 << place for place, switch in enumerate(switches)}
        self.bodies = [(abs(switch.body) - 1, switch.body, 1 << place) for place, switch in enumerate(switches) if switch.body != 1]
        self.top = max((variable + 1 for variable, _, _ in self.bodies), default=0)
        self.sets: deque[int] = deque(maxlen=_REMEMBERED)

    def remember(self, model: Sequence[int]) -> None:
        """Take up the package of a solver's model; a body that it does not speak of counts as unmet, which is safe."""
        values = [*model, *([0] * (self.top - len(model)))]
        self.sets.append(sum([bit for variable, body, bit in self.bodies if values[variable] != body]))

    def needed(self, kept: Sequence[Switch]) -> int:
        """The bits of those in ``kept`` that no reason within ``kept`` can spare, as far as the packages show."""
        inside = sum(self.bits[switch.literal] for switch in kept)
        found = 0
        for unmet in self.sets:
            left = unmet & inside
            if not left & (left - 1):
                found |= left
        return found


def _shrunk(session: Session, seed: Sequence[Switch], unmet: _Unmet) -> list[Switch]:
    """A minimal part of ``seed`` that cannot hold: after a failed question, drop what the answer did not need, then try each."""
    core = session.core()
    kept = [switch for switch in seed if switch.literal in core]
    for _ in range(_TRIMS):  # asked again with what it used, in another order, the solver tends to need less
        before = len(kept)
        if session.possible([switch.literal for switch in reversed(kept)]):
            break
        core = session.core()
        kept = [switch for switch in kept if switch.literal in core]
        if len(kept) == before:
            break
    needed = unmet.needed(kept)
    sure = 0
    while sure < len(kept):
        trial = [*kept[:sure], *kept[sure + 1 :]]
        if unmet.bits[kept[sure].literal] & needed:
            sure += 1
        elif session.possible([switch.literal for switch in trial]):
            unmet.remember(session.model())
            sure += 1
        else:
            core = session.core()
            kept = [switch for switch in trial if switch.literal in core]
            needed = unmet.needed(kept)
    return kept


def _grown(session: Session, seed: Sequence[Switch], switches: Sequence[Switch]) -> list[Switch]:
    """What is left out when ``seed``, just found possible, is made as large as it can be."""
    true = session.true()
    inside = {switch.literal for switch in seed}
    left = []
    open_ones = [switch for switch in switches if switch.literal not in inside]
    while open_ones:
        held = [switch for switch in open_ones if switch.body == 1 or switch.body in true]
        inside.update(switch.literal for switch in held)
        open_ones = [switch for switch in open_ones if switch.literal not in inside]
        while open_ones:
            tried = open_ones.pop(0)
            if session.possible([*inside, tried.literal]):
                inside.add(tried.literal)
                true = session.true()
                break
            left.append(tried)
    return left
