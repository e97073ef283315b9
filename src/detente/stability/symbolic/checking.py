"""A check of verdicts that were found without listing states, from the definitions, by other code than made them, listing no state space.

Only the moves of the one who is asked about are spelled out. That it would stay is checked move by move: each improvement must be deterred
by one of the replies named. That it would leave is checked as a closed set is: it has the start in it, no move of anybody else leads out of
it (an improvement, where only those count), and nothing in it deters; each a question to a solver in an encoding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.graphmodel.circuit import Circuit
from detente.graphmodel.options import Option
from detente.graphmodel.statements import Formula
from detente.stability.concepts import Concept
from detente.stability.symbolic.closure import Closed
from detente.stability.symbolic.standing import StandingAt
from detente.stability.symbolic.staying import Deterred, Stay
from detente.stability.symbolic.terms import Terms

__all__ = ["check_standing"]

Bools = NDArray[np.bool_]
State = Mapping[str, Bools] | Mapping[str, bool] | Mapping[str, Bools | bool]
_OWN = 20  # options of one decision maker, all of whose settings are spelled out


def check_standing(found: StandingAt) -> None:
    """Verify what ``found`` claims; *unknown* claims nothing.

    Raises :class:`~detente.errors.ModelError` that says what does not hold, or that somebody has too many options for its moves to be
    listed.
    """
    for maker, stay in found.stays.items():
        if maker != stay.decision_maker or maker not in found.conflict.decision_makers:
            raise ModelError(f"what is said of {maker!r} is about {stay.decision_maker!r}", cure="ask again")
        if stay.standing != "unknown":
            check = _Check(found, stay)
            check.stays() if stay.standing == "stable" else check.leaves()


class _Check:
    def __init__(self, found: StandingAt, stay: Stay) -> None:
        self.conflict, self.concept, self.stay, self.label = found.conflict, found.concept, stay, found.state
        self.maker = stay.decision_maker
        self.wants = Terms(found.conflict).statements
        self.here = self._setting(found.state)
        self.own = [o for o in self.conflict.options if o.decision_maker == self.maker and o.frozen is None]
        frozen = [option for option in self.conflict.options if option.frozen is not None]
        self._demand(all(self.here[option.name] == option.frozen for option in frozen), "the state is infeasible")
        self._demand(not self._broken(self.here), "the state is infeasible")

    def stays(self) -> None:
        """Every improvement is deterred by one of the replies."""
        if len(self.own) > _OWN:
            raise ModelError(f"{self.maker!r} has {2 ** len(self.own)} settings", cure="check by hand, or ask with fewer options")
        places = np.arange(2 ** len(self.own))
        moves = {option.name: (places >> k & 1).astype(np.bool_) for k, option in enumerate(self.own)}
        there: State = {**self.here, **moves}
        can = self._legal(self.own, self.here, there) & ~self._broken(there)
        improvements = can & self._above(self.maker, there, self.here)
        deterred = np.zeros(places.shape, dtype=np.bool_)
        for reply in self.stay.deterred if self.concept is not Concept.nash else ():
            deterred |= self._deters(reply, moves, improvements)
        self._demand(not (improvements & ~deterred).any(), "an improvement is not deterred")

    def _deters(self, reply: Deterred, moves: Mapping[str, Bools], improvements: Bools) -> Bools:
        """Which of ``improvements`` the moves of ``reply`` deter."""
        states = [self._setting(label) for label in (reply.improvement, *(step.state for step in reply.steps))]
        self._demand(len(states) > 1, "a reply has no move")
        own = {option.name for option in self.own}
        self._demand(all(states[0][name] == value for name, value in self.here.items() if name not in own), "a reply starts elsewhere")
        holds, last = improvements.copy(), self.maker
        for (before, after), step in zip(pairwise(states), reply.steps, strict=True):
            self._demand(step.mover not in {last, self.maker}, f"{step.mover!r} may not move there")
            last = step.mover
            changed = [option for option in self.conflict.options if before[option.name] != after[option.name]]
            self._demand(bool(changed), "a move changes nothing")
            self._demand(all(o.decision_maker == step.mover and o.frozen is None for o in changed), f"{step.mover!r} has no such move")
            self._demand(bool(self._legal(changed, before, after)), f"{step.mover!r} takes back what is final")
            at: State = {**before, **moves}
            to: State = {**after, **moves}
            holds &= ~self._broken(to)
            if self.concept.credible:
                holds &= self._above(step.mover, to, at)
        end: State = {**states[-1], **moves}
        holds &= ~self._above(self.maker, end, self.here)
        if self.concept.answered:
            for way in np.flatnonzero(self._above(self.maker, end, self.here) & ~self._broken(end)):
                out = {name: bool(values[way]) for name, values in moves.items()}
                holds &= ~self._legal(self.own, end, {**end, **out})
        return holds

    def leaves(self) -> None:
        """The improvement is one, and nothing deters it."""
        self._demand(self.stay.improvement is not None, "no improvement is named")
        there = self._setting(self.stay.improvement or "")
        only_own = all(option in self.own for option in self.conflict.options if there[option.name] != self.here[option.name])
        can = only_own and bool(self._legal(self.own, self.here, there)) and not self._broken(there)
        self._demand(can and bool(self._above(self.maker, there, self.here)), "the improvement is none")
        if self.concept is not Concept.nash:
            self._demand(self.stay.closed is not None, "no proof is given")
            self._closed(there, self.stay.closed or Closed())

    def _closed(self, there: Mapping[str, bool], closed: Closed) -> None:
        self._demand(not any(all(there[name] == value for name, value in cube) for cube in closed.never), "the proof leaves out the start")
        circuit = Circuit()
        moving = [o.name for o in self.conflict.options if o.decision_maker != self.maker and o.frozen is None]
        fixed = {name: circuit.constant(value) for name, value in there.items()}
        state = {**fixed, **{name: circuit.variable() for name in moving}}
        within = [-self._any(circuit, state, closed), -self._breaks(circuit, state)]
        for mover in self.conflict.decision_makers:
            options = [o for o in self.conflict.options if o.decision_maker == mover and o.frozen is None]
            if mover == self.maker or not options:
                continue
            after = {**state, **{option.name: circuit.variable() for option in options}}
            step = [-self._breaks(circuit, after), *self._directions(circuit, options, state, after)]
            if self.concept.credible:
                step.append(self._more(circuit, mover, after, state))
            self._impossible(circuit, [*within, *step, self._any(circuit, after, closed)], f"{mover!r} leads out of the proof")
        here = {name: circuit.constant(value) for name, value in self.here.items()}
        bad = [*within, -self._more(circuit, self.maker, state, here)]
        own = {option.name for option in self.own}
        for escape in closed.escapes if self.concept.answered else ():
            self._demand(own.issuperset(name for name, _ in escape), "a way out takes what others do")
            out = {**state, **{name: circuit.constant(value) for name, value in escape}}
            way = [
                -self._breaks(circuit, out),
                *self._directions(circuit, self.own, state, out),
                self._more(circuit, self.maker, out, here),
            ]
            bad.append(-circuit.all_of(way))
        self._impossible(circuit, bad, "something within the proof deters")

    def _impossible(self, circuit: Circuit, literals: Iterable[int], otherwise: str) -> None:
        from pysat.solvers import Solver

        with Solver(name="cadical153", bootstrap_with=circuit.clauses) as solver:
            self._demand(not solver.solve(assumptions=list(literals)), otherwise)

    @staticmethod
    def _any(circuit: Circuit, state: Mapping[str, int], closed: Closed) -> int:
        cubes = (circuit.all_of(state[name] if value else -state[name] for name, value in cube) for cube in closed.never)
        return circuit.any_of(cubes)

    def _breaks(self, circuit: Circuit, state: Mapping[str, int]) -> int:
        return circuit.any_of(circuit.literal(rule.never, state) for rule in self.conflict.rules)

    @staticmethod
    def _directions(circuit: Circuit, options: Sequence[Option], before: Mapping[str, int], after: Mapping[str, int]) -> list[int]:
        up = [circuit.either(-before[o.name], after[o.name]) for o in options if o.one_way]
        return up + [circuit.either(before[o.name], -after[o.name]) for o in options if o.no_return]

    def _more(self, circuit: Circuit, maker: str, one: Mapping[str, int], other: Mapping[str, int]) -> int:
        """``maker`` prefers ``one``: the first of its statements that tells them apart holds there."""
        ways, equal = [], 1
        for formula in self.wants[maker]:
            a, b = circuit.literal(formula, one), circuit.literal(formula, other)
            ways.append(circuit.all_of([equal, a, -b]))
            equal = circuit.both(equal, -circuit.differ(a, b))
        return circuit.any_of(ways)

    def _above(self, maker: str, one: State, other: State) -> Bools:
        above, equal = np.zeros((), dtype=np.bool_), np.ones((), dtype=np.bool_)
        for formula in self.wants[maker]:
            a, b = _truth(formula, one), _truth(formula, other)
            above, equal = above | (equal & a & ~b), equal & (a == b)
        return above

    def _broken(self, state: State) -> Bools:
        broken = np.zeros((), dtype=np.bool_)
        for rule in self.conflict.rules:
            broken = broken | _truth(rule.never, state)
        return broken

    @staticmethod
    def _legal(options: Sequence[Option], before: State, after: State) -> Bools:
        legal = np.ones((), dtype=np.bool_)
        for option in options:
            a, b = np.asarray(before[option.name]), np.asarray(after[option.name])
            if option.one_way:
                legal = legal & ~(a & ~b)
            if option.no_return:
                legal = legal & ~(b & ~a)
        return legal

    def _setting(self, label: str) -> dict[str, bool]:
        self._demand(len(label) == len(self.conflict.options) and set(label) <= {"Y", "N"}, f"{label!r} is no state")
        return {name: letter == "Y" for name, letter in zip(self.conflict.option_names, label, strict=True)}

    def _demand(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as the claim that must hold
        if not holds:
            raise ModelError(f"the {self.concept} verdict on {self.label!r} for {self.maker!r} fails: {otherwise}")


def _truth(formula: Formula, state: State) -> Bools:
    return np.asarray(formula.evaluate(state), dtype=np.bool_)
