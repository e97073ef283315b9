"""Premises that nobody stated: what one might also assume, in the model's own vocabulary, and the model with it.

A *literal* is an option that is not frozen, or its negation. Candidates, and their size (the number of literals; one for the last two):

- a rule ``never a`` or ``never a and b``;
- a party's statement: a want or demand for ``a``, ``a and b`` or ``a or b``; a red line on an act of its own, alone or together with
  another; a condition ``own act only if a``. A red line ranks above all the party said, a condition above its other statements but below
  its red lines, a demand or want beside the last of them, unranked. A want may also be meant *above all else*;
- a circumstance that is open, taken as yes;
- of statements that nobody ranked against one another, one put before the rest.

What is said already (the same formula of the same party, as firmly or more so) is no candidate, nor is the very contrary of a party's red
line, condition or demand, nor a rule that the situation now breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from detente.dossier.model import Model
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Statement
from detente.graphmodel.statements import And, Formula, Name, Not, OnlyIf, Or

__all__ = ["Premise", "candidates", "with_premise"]

_FIRM = {Kind.want: 0, Kind.demand: 1, Kind.condition: 2, Kind.limit: 3}


@dataclass(frozen=True, repr=False)
class Premise:
    """One thing to assume. ``kind`` is rule, circumstance, order, or a statement's kind; ``party`` whose statement it would be.

    ``formula`` is the statement, or what never holds; for a circumstance its name, for an order the statement put first (``name``).
    ``above``: a want meant above all else. ``confirm``: the parties who could say whether it is so.
    """

    kind: str
    party: str | None
    formula: Formula | None
    size: int
    name: str = ""
    above: bool = False
    confirm: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind == "rule":
            return f"never: {self.formula}"
        if self.kind == "circumstance":
            return f"{self.name}: yes"
        if self.kind == "order":
            return f"{self.party}: {self.name} before what stands beside it"
        return f"{self.party}: {self.kind} {self.formula}{' above all else' if self.above else ''}"

    def __repr__(self) -> str:
        return f"Premise({self})"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "kind": self.kind,
            "party": self.party,
            "formula": None if self.formula is None else str(self.formula),
            "name": self.name,
            "above_all": self.above,
            "size": self.size,
            "confirm": list(self.confirm),
            "text": str(self),
        }


def candidates(model: Model, size: int) -> list[Premise]:
    """All premises of one size (1 or 2), in alphabetical order of their text; the same for all parties."""
    conflict = model.option_form
    found = [*_rules(conflict, size), *_said(conflict, size)]
    if size == 1:
        found += [Premise("circumstance", None, None, 1, name) for name in model.open_circumstances]
        found += _orders(conflict)
    return sorted(found, key=str)


def with_premise(model: Model, premise: Premise) -> Model:
    """The model in which the premise holds as well; a circumstance is set by licensing the model anew, not here."""
    conflict = model.option_form
    if premise.kind == "rule":
        assert premise.formula is not None
        return replace(model, conflict=replace(conflict, rules=(*conflict.rules, Rule(premise.formula, str(premise)))))
    party = str(premise.party)
    before = conflict.preference(party)
    said = _ranked_first(before, premise.name) if premise.kind == "order" else _joined(before, premise)
    return replace(model, conflict=replace(conflict, preferences={**conflict.preferences, party: said}))


def _joined(preference: Preference, premise: Premise) -> Prioritization:
    assert premise.formula is not None
    said = Statement(premise.formula, Kind(premise.kind), str(premise))
    if not isinstance(preference, Prioritization):
        return Prioritization(((said,),))
    tiers = preference.tiers
    if premise.above or said.kind is Kind.limit or not tiers:
        return replace(preference, tiers=((said,), *tiers))
    if said.kind is Kind.condition:
        at = max((place for place, tier in enumerate(tiers, 1) if any(one.kind is Kind.limit for one in tier)), default=0)
        return replace(preference, tiers=(*tiers[:at], (said,), *tiers[at:]))
    return replace(preference, tiers=(*tiers[:-1], (*tiers[-1], said)))


def _ranked_first(preference: Preference, name: str) -> Preference:
    if not isinstance(preference, Prioritization):
        return preference
    tiers: list[tuple[Statement, ...]] = []
    for tier in preference.tiers:
        first = tuple(one for one in tier if one.id == name)
        rest = tuple(one for one in tier if one.id != name)
        tiers += [part for part in (first, rest) if part]
    return replace(preference, tiers=tuple(tiers))


def _literals(conflict: Conflict) -> list[Formula]:
    names = [Name(option.name) for option in conflict.options if option.frozen is None]
    return [literal for name in names for literal in (name, Not(name))]


def _pairs(conflict: Conflict) -> Iterator[tuple[Formula, Formula]]:
    return ((a, b) for a, b in combinations(_literals(conflict), 2) if a.names() != b.names())


def _rules(conflict: Conflict, size: int) -> Iterator[Premise]:
    known = {str(rule.never) for rule in conflict.rules}
    formulas = _literals(conflict) if size == 1 else [And(pair) for pair in _pairs(conflict)]
    quos = conflict.status_quos()
    for formula in formulas:
        if str(formula) not in known and not any(formula.evaluate(now) for now in quos):
            yield Premise("rule", None, formula, size, confirm=_controllers(conflict, formula))


def _said(conflict: Conflict, size: int) -> Iterator[Premise]:
    for party in conflict.decision_makers:
        preference = conflict.preference(party)
        known: dict[str, int] = {}
        for one in _statements(preference):
            known[str(one.formula)] = max(_FIRM[one.kind], known.get(str(one.formula), 0))
        own = {option.name for option in conflict.options_of(party) if option.frozen is None}
        against = {str(_contrary(one.formula)) for one in _statements(preference) if one.kind is not Kind.want}
        for kind, formula in _formulas(conflict, own, size):
            if str(formula) in against:
                continue
            if known.get(str(formula), -1) < _FIRM[kind]:
                yield Premise(kind.value, party, formula, size, confirm=(party,))
            if kind is Kind.want:
                yield Premise(kind.value, party, formula, size, above=True, confirm=(party,))


def _statements(preference: Preference) -> tuple[Statement, ...]:
    return tuple(preference.statements) if isinstance(preference, Prioritization) else ()


def _contrary(formula: Formula) -> Formula:
    return formula.inner if isinstance(formula, Not) else Not(formula)


def _formulas(conflict: Conflict, own: set[str], size: int) -> Iterator[tuple[Kind, Formula]]:
    if size == 1:
        for literal in _literals(conflict):
            yield from ((kind, literal) for kind in (Kind.want, Kind.demand))
            if own.issuperset(literal.names()):
                yield Kind.limit, literal
        return
    for pair in _pairs(conflict):
        for formula, kind in product((And(pair), Or(pair)), (Kind.want, Kind.demand)):
            yield kind, formula
        if own & {name for part in pair for name in part.names()}:
            yield Kind.limit, Not(And(pair))
    for act, literal in product([Name(name) for name in own], _literals(conflict)):
        if act.name not in literal.names():
            yield Kind.condition, OnlyIf(act, literal)


def _orders(conflict: Conflict) -> Iterator[Premise]:
    for party in conflict.decision_makers:
        preference = conflict.preference(party)
        for tier in preference.tiers if isinstance(preference, Prioritization) else ():
            for one in tier if len(tier) > 1 else ():
                if one.id:
                    yield Premise("order", party, one.formula, 1, one.id, confirm=(party,))


def _controllers(conflict: Conflict, formula: Formula) -> tuple[str, ...]:
    owners: Mapping[str, str] = {option.name: option.decision_maker for option in conflict.options}
    return tuple(sorted({owners[name] for name in formula.names()}))
