"""A conflict and a goal as clauses, with one switch for each thing that could give way.

Hard: the goal, structure rules, frozen options. Soft, each behind a *switch* that binds only while it is assumed: rules with an id, every
limit, condition and demand, and for every party that can act its participation (``participation.<party>``: if it signs, it is no worse off
than now). Whether a statement *stands* in its party's ranking is a second switch, so that one solver answers for every set of standing
statements. A third says whether demands are traded (at the limits) or bind (as stated).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.errors import ModelError
from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import Formula
from detente.impasse.participation import no_worse
from detente.settlement.admissible import parties_that_can_act, signatories_of_goal
from detente.settlement.limits import binding_kinds, constraints, statement_ids
from detente.settlement.status_quos import Maybe, known_now, status_quos, truth_now

__all__ = ["PARTICIPATION", "Encoding", "Switch", "encode"]

PARTICIPATION = "participation"


@dataclass(frozen=True, slots=True)
class Switch:
    """``literal`` assumed makes ``body`` hold; ``kind`` is limit, condition, demand, rule or participation."""

    id: str
    kind: str
    party: str | None
    literal: int
    body: int
    text: str
    formula: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Encoding:
    """Clauses over the variables 1 to ``top``, variable 1 being always true.

    ``options`` and ``now`` give each option's literal in the package and in the status quo, ``changed`` the literal that they differ.
    ``switches`` and ``standing`` go by element id; ``traded`` says that demands do not bind.
    """

    conflict: Conflict
    goal: Formula
    clauses: list[list[int]]
    top: int
    options: Mapping[str, int]
    now: Mapping[str, int]
    switches: Mapping[str, Switch]
    changed: Mapping[str, int]
    standing: Mapping[str, int]
    traded: int

    def asked(self, *, stated: bool) -> tuple[Switch, ...]:
        """The switches that bind at the limits, or with every demand met too (``stated``)."""
        kinds = {*map(str, binding_kinds(stated=stated)), "rule", PARTICIPATION}
        return tuple(switch for switch in self.switches.values() if switch.kind in kinds)

    def question(self, *, stated: bool) -> list[int]:
        """The literals to assume for the question itself: every statement stands, and demands are traded or not."""
        return [-self.traded if stated else self.traded, *self.standing.values()]

    def setting(self, model: Iterable[int], *, now: bool = False) -> dict[str, bool]:
        """The package in a solver's model, or the status quo it is compared with."""
        true = {*model, 1}
        return {name: literal in true for name, literal in (self.now if now else self.options).items()}

    def __repr__(self) -> str:
        return f"<Encoding: {len(self.switches)} switches, {self.top} variables, {len(self.clauses)} clauses>"


def encode(conflict: Conflict, goal: Formula, *, certain: bool = False) -> Encoding:
    """Clauses for: is there a package of ``goal``, from some status quo, that every signatory might accept.

    With ``certain``: that every signatory surely would accept, from every status quo. Raises :class:`~detente.errors.ModelError` where
    there are too many status quos to go through.
    """
    circuit = Circuit()
    package = {o.name: circuit.variable() if o.frozen is None else circuit.constant(o.frozen) for o in conflict.options}
    known = known_now(conflict)
    now = {name: circuit.variable() if value is None else circuit.constant(value) for name, value in known.items()}
    changed = {name: circuit.differ(literal, now[name]) for name, literal in package.items()}
    circuit.add(circuit.literal(goal, package))
    switches: dict[str, Switch] = {}

    def switch(identity: str, kind: str, body: int, text: str, *, party: str | None = None, formula: str = "") -> None:
        literal = circuit.variable()
        switches[identity] = Switch(identity, kind, party, literal, body, text, formula)
        circuit.add(-literal, body)

    for rule in conflict.rules:
        body = -circuit.literal(rule.never, package)
        if truth_now(rule.never, known) is Maybe.unknown:
            body = circuit.both(body, -circuit.literal(rule.never, now))
        if rule.id:
            switch(rule.id, "rule", body, rule.text or f"never {rule.never}", formula=f"not ({rule.never})")
        else:
            circuit.add(body)
    standing: dict[str, int] = {}
    traded = circuit.variable()
    for party in conflict.decision_makers:
        standing.update((identity, circuit.variable()) for identity, _ in statement_ids(conflict, party))
    for found in constraints(conflict, stated=True):
        formula = str(found.formula)
        body = circuit.literal(found.formula, package)
        switch(found.id, str(found.kind), body, found.text or formula, party=found.party, formula=formula)
    starts = _starts(conflict, circuit) if certain else [now]
    always = signatories_of_goal(conflict, goal)
    for party in parties_that_can_act(conflict):
        signed = []
        for start in starts:
            moves = circuit.any_of(circuit.differ(package[option.name], start[option.name]) for option in conflict.options_of(party))
            signs = 1 if party in always else moves
            signed.append(
                circuit.either(
                    -signs,
                    no_worse(circuit, conflict, party, package=package, now=start, standing=standing, traded=traded, certain=certain),
                )
            )
        switch(f"{PARTICIPATION}.{party}", PARTICIPATION, circuit.all_of(signed), f"{party}: no worse than now", party=party)
    return Encoding(conflict, goal, circuit.clauses, circuit.top, package, now, switches, changed, standing, traded)


def _starts(conflict: Conflict, circuit: Circuit) -> list[dict[str, int]]:
    quos = status_quos(conflict)
    if not quos.complete:
        raise ModelError(
            f"now leaves more than {len(quos.settings)} status quos, too many to ask which packages are no worse than all of them",
            cure="say how more options are set now, or ask only what is possible",
        )
    if not quos.settings:
        circuit.add(-1)
    return [{name: circuit.constant(value) for name, value in setting.items()} for setting in quos.settings]
