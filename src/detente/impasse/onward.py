"""Whether steps lead from one situation to another, asked of a solver, where the situations are too many to list.

A step from *before* to *after* is written down once, as clauses over two copies of the options, in an encoding that nothing else uses: each
formula is spelled out as the table of its values. States are then followed one by one, nearest to a target first: the solver names a state
that one step leads to and that was not met yet, until there is none. So the work goes with the number of states that are reached, not with
the number there are. Each stretch of days is gone through in turn, with what is shut on them held; waiting is free.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import combinations, product
from types import TracebackType
from typing import TYPE_CHECKING, Self

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Ranking
from detente.graphmodel.statements import Formula
from detente.impasse.literal import GivenUp
from detente.impasse.walk import Order

if TYPE_CHECKING:
    from pysat.solvers import Solver

__all__ = ["Onward"]

_NAMED = 12  # acts in one formula, up to which its values are listed
_REACHED = 20_000  # states


class Onward:
    """The steps of at most ``together`` parties in ``conflict``, where nothing ``lifted`` (ids of bars) stands against them.

    ``binding``: the kinds of statement that do. Use it as a context. Raises :class:`~detente.impasse.literal.GivenUp` for a formula of more
    than a dozen acts, and for a ranking of listed states.
    """

    def __init__(
        self,
        conflict: Conflict,
        *,
        binding: Collection[Kind],
        orders: Sequence[Order] = (),
        together: int,
        lifted: Collection[str] = (),
    ) -> None:
        from pysat.solvers import Solver

        self.conflict, self.lifted, self.top = conflict, frozenset(lifted), 0
        self.solver: Solver = Solver(name="glucose4")
        self.before = {name: self._fresh() for name in conflict.option_names}
        self.after = {name: self._fresh() for name in conflict.option_names}
        self.changed = {name: self._differ(self.before[name], self.after[name]) for name in conflict.option_names}
        self._frame()
        movers = {party: self._moves(party) for party in conflict.decision_makers}
        for party, moves in movers.items():
            worse = self._said(party, frozenset(binding))
            if f"comparison.{party}" not in self.lifted:
                self.solver.add_clause([-moves, -worse])
        for group in combinations(movers.values(), together + 1):
            self.solver.add_clause([-moves for moves in group])
        for order in orders:
            if order.id not in self.lifted:
                then, was = self._value(order.then, self.after), self._value(order.then, self.before)
                self.solver.add_clause([-then, was, self._value(order.first, self.before)])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.solver.delete()

    def reaches(self, start: str, targets: Collection[str], shut: Sequence[Collection[str]]) -> bool:
        """Whether some of ``targets`` (labels) can be reached; ``shut`` on one stretch of days after the other.

        Raises :class:`~detente.impasse.literal.GivenUp`.
        """
        if start in targets:
            return True
        there = self._some(targets)
        seen = {start}
        self._block(start)
        for closed in shut:
            held = [-self.changed[name] for name in closed]
            waiting = [(_far(label, targets), label) for label in seen]
            waiting.sort()
            while waiting:
                _, label = heappop(waiting)
                here = [*held, *self._at(label, self.before)]
                if self.solver.solve(assumptions=[*here, there]):
                    return True
                while self.solver.solve(assumptions=here):
                    true = set(self.solver.get_model() or ())
                    found = "".join("Y" if literal in true else "N" for literal in self.after.values())
                    self._block(found)
                    seen.add(found)
                    heappush(waiting, (_far(found, targets), found))
                    if len(seen) > _REACHED:
                        raise GivenUp(_REACHED)
        return False

    def _frame(self) -> None:
        """What holds of every step, whoever takes it."""
        self.solver.add_clause(list(self.changed.values()))
        for option in self.conflict.options:
            before, changed = self.before[option.name], self.changed[option.name]
            if option.frozen is not None:
                self.solver.add_clause([-changed])
            if f"kept.{option.name}" in self.lifted:
                continue
            if option.one_way:
                self.solver.add_clause([-changed, -before])
            if option.no_return:
                self.solver.add_clause([-changed, before])
        for rule in self.conflict.rules:
            self.solver.add_clause([-self._value(rule.never, self.after)])

    def _moves(self, party: str) -> int:
        own = [self.changed[option.name] for option in self.conflict.options if option.decision_maker == party]
        moves = self._fresh()
        self.solver.append_formula([[-one, moves] for one in own])
        return moves

    def _said(self, party: str, binding: frozenset[Kind]) -> int:
        """Statements that bind are met; and a variable that is true where ``party`` is certainly worse off."""
        preference = self.conflict.preference(party)
        if isinstance(preference, Ranking):
            raise GivenUp(0)
        same: list[int] = []  # in the tiers so far nothing was gained or lost
        worse, number = [], 0
        for tier in preference.tiers if isinstance(preference, Prioritization) else ():
            gains, losses = [], []
            for said in tier:
                old, new = self._value(said.formula, self.before), self._value(said.formula, self.after)
                binds = said.kind in binding
                if binds and (said.id or f"preferences.{party}.{number}") not in self.lifted:
                    self.solver.add_clause([new])
                gains.append(self._all([new, -old]))
                if not binds:
                    losses.append(self._all([old, -new]))
                number += 1
            gain, loss = -self._all([-one for one in gains]), -self._all([-one for one in losses])
            worse.append(self._all([*same, loss, -gain]))
            same += [-gain, -loss]
        return -self._all([-one for one in worse])

    def _value(self, formula: Formula, frame: Mapping[str, int]) -> int:
        """A variable with the value of ``formula``, line by line of its table."""
        names = sorted(formula.names())
        if len(names) > _NAMED:
            raise GivenUp(2 ** len(names))
        value = self._fresh()
        for line in product((False, True), repeat=len(names)):
            holds = bool(formula.evaluate(dict(zip(names, line, strict=True))))
            other = [-frame[name] if yes else frame[name] for name, yes in zip(names, line, strict=True)]
            self.solver.add_clause([*other, value if holds else -value])
        return value

    def _fresh(self) -> int:
        self.top += 1
        return self.top

    def _differ(self, a: int, b: int) -> int:
        one = self._fresh()
        self.solver.append_formula([[-one, a, b], [-one, -a, -b], [one, -a, b], [one, a, -b]])
        return one

    def _all(self, literals: Sequence[int]) -> int:
        one = self._fresh()
        self.solver.append_formula([*([-one, literal] for literal in literals), [one, *(-literal for literal in literals)]])
        return one

    def _some(self, targets: Collection[str]) -> int:
        """A variable that is true only where a step ends in one of ``targets``."""
        one = self._fresh()
        self.solver.add_clause([-one, *(self._all(list(self._at(label, self.after))) for label in targets)])
        return one

    @staticmethod
    def _at(label: str, frame: Mapping[str, int]) -> Iterator[int]:
        return (literal if letter == "Y" else -literal for letter, literal in zip(label, frame.values(), strict=True))

    def _block(self, label: str) -> None:
        self.solver.add_clause([-literal for literal in self._at(label, self.after)])


def _far(label: str, targets: Collection[str]) -> int:
    """In how many acts the nearest target differs."""
    return min((sum(a != b for a, b in zip(label, target, strict=True)) for target in targets), default=0)
