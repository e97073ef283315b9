"""Whether an act from another arena supplies the missing concession.

As stated: the packages that somebody needed would refuse, and take with the act. Where nobody states a wish for the act it cannot change
anything, so a second question is asked of every party in turn: *if* it wished for the act above everything else, would there be a deal,
and what would still block? That is an assumption made in order to ask, and is told as one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.dossier.names import bits_of
from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Statement
from detente.graphmodel.statements import And, Formula, Name, Not
from detente.impasse.limits import reasons
from detente.impasse.minimal import SOLVER
from detente.impasse.participation import no_worse
from detente.settlement.admissible import parties_that_can_act, signatories_of_goal
from detente.settlement.limits import constraints, statement_ids
from detente.settlement.status_quos import Maybe, known_now, truth_now

__all__ = ["IfWished", "SidePayment", "side_payments"]


@dataclass(frozen=True)
class IfWished:
    """What if ``party`` wished for the act above everything: whether a deal exists, and whether the party's own consent was what failed."""

    party: str
    possible: bool
    wins_over: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"party": self.party, "possible": self.possible, "wins_over": self.wins_over}


@dataclass(frozen=True)
class SidePayment:
    """An act from another ``arena``. ``named_by``: parties whose statements name it. ``turns``: whom it makes accept a package, as stated.

    ``by``: who would do it. ``needed``: with it a deal is possible, without it none.
    """

    option: str
    arena: str
    by: str
    named_by: tuple[str, ...]
    turns: tuple[str, ...]
    needed: bool
    if_wished: tuple[IfWished, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "option": self.option,
            "arena": self.arena,
            "by": self.by,
            "named_by": list(self.named_by),
            "turns": list(self.turns),
            "needed": self.needed,
            "if_wished": [found.to_dict() for found in self.if_wished],
        }


def side_payments(dossier: Dossier, model: Model, goal: Formula, *, stated: bool = False) -> tuple[SidePayment, ...]:
    """Every act of another arena that is not known to be done now and can still be done, and what it could buy for ``goal``.

    Where a setting of now is unknown, an act turns a party if it does so from some status quo.
    """
    conflict = model.option_form
    free = {option.name for option in conflict.options if option.frozen is None and not conflict.now.get(option.name)}
    return tuple(
        _side_payment(conflict, goal, bit.name, entry.arena, stated=stated)
        for name, entry in dossier.file.options.items()
        if entry.arena and not set(_bits(dossier, name)) & set(goal.names())
        for bit in bits_of(name, entry)
        if bit.name in free
    )


def _bits(dossier: Dossier, name: str) -> tuple[str, ...]:
    return tuple(bit.name for bit in bits_of(name, dossier.file.options[name]))


def _side_payment(conflict: Conflict, goal: Formula, option: str, arena: str, *, stated: bool) -> SidePayment:
    said = {party: conflict.preference(party) for party in conflict.decision_makers}
    named = tuple(
        party
        for party, preference in said.items()
        if isinstance(preference, Prioritization) and any(option in one.formula.names() for one in preference.statements)
    )
    by = next(one.decision_maker for one in conflict.options if one.name == option)
    without = _possible(conflict, And((goal, Not(Name(option)))), stated=stated)
    with_it = _possible(conflict, And((goal, Name(option))), stated=stated)
    wished = []
    for party in parties_that_can_act(conflict):
        if party not in named and party != by and isinstance(said[party], Prioritization):
            asked = _wishing(conflict, party, option)
            possible = _possible(asked, And((goal, Name(option))), stated=stated)
            wished.append(IfWished(party, possible, party in _turned(asked, goal, option, stated=stated)))
    return SidePayment(
        option,
        arena,
        by,
        named,
        _turned(conflict, goal, option, stated=stated) if named else (),
        with_it and not without,
        tuple(wished),
    )


def _possible(conflict: Conflict, goal: Formula, *, stated: bool) -> bool:
    return not reasons(conflict, goal, stated=stated, at_most=1, seconds=5.0).blocked


def _wishing(conflict: Conflict, party: str, option: str) -> Conflict:
    preference = conflict.preference(party)
    assert isinstance(preference, Prioritization)
    wish = Statement(Name(option), Kind.want, f"if-{party}-wished")
    return replace(conflict, preferences={**conflict.preferences, party: replace(preference, tiers=((wish,), *preference.tiers))})


def _turned(conflict: Conflict, goal: Formula, option: str, *, stated: bool) -> tuple[str, ...]:
    """Parties that would have to sign, and certainly refuse, some package which with the act and nothing else is admissible."""
    from pysat.solvers import Solver

    found = []
    for party in parties_that_can_act(conflict):
        circuit, wanted = _with_and_without(conflict, goal, option, party, stated=stated)
        with Solver(name=SOLVER, bootstrap_with=circuit.clauses) as solver:
            if wanted != -1 and solver.solve(assumptions=[wanted]):
                found.append(party)
    return tuple(found)


def _with_and_without(conflict: Conflict, goal: Formula, option: str, party: str, *, stated: bool) -> tuple[Circuit, int]:
    """A package with the act and the same package without it, and the literal that the act turns ``party``."""
    circuit = Circuit()
    free = {o.name: circuit.variable() if o.frozen is None else circuit.constant(o.frozen) for o in conflict.options}
    done, left = {**free, option: 1}, {**free, option: -1}
    known = known_now(conflict)
    now = {name: circuit.variable() if value is None else circuit.constant(value) for name, value in known.items()}
    standing = {identity: 1 for one in conflict.decision_makers for identity, _ in statement_ids(conflict, one)}
    wanted = [circuit.literal(goal, done)]
    for rule in conflict.rules:
        wanted.append(-circuit.literal(rule.never, done))
        if truth_now(rule.never, known) is Maybe.unknown:
            wanted.append(-circuit.literal(rule.never, now))
    wanted += [circuit.literal(found.formula, done) for found in constraints(conflict, stated=stated)]
    always = signatories_of_goal(conflict, goal)

    def signs(one: str, package: dict[str, int]) -> int:
        moves = circuit.any_of(circuit.differ(package[own.name], now[own.name]) for own in conflict.options_of(one))
        return 1 if one in always else moves

    def fine(one: str, package: dict[str, int]) -> int:
        traded = circuit.constant(not stated)
        return no_worse(circuit, conflict, one, package=package, now=now, standing=standing, traded=traded, certain=False)

    wanted += [circuit.either(-signs(one, done), fine(one, done)) for one in parties_that_can_act(conflict)]
    wanted += [signs(party, left), -fine(party, left)]
    return circuit, circuit.all_of(wanted)
