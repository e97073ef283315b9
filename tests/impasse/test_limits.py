"""Minimal reasons and smallest changes against their definitions, spelled out over every state."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from itertools import chain, combinations, permutations, product

from hypothesis import given
from hypothesis import strategies as st

from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Rest, Statement, Unknown
from detente.graphmodel.statements import And, Formula, Name, Not, OnlyIf, Or, parse
from detente.impasse.limits import each_reason, reasons

Setting = Mapping[str, bool]
PARTIES = ("a", "b", "c")


def said(kind: str, formula: str, identity: str) -> Statement:
    return Statement(parse(formula), Kind(kind), identity)


def generated(seed: int) -> tuple[Conflict, Formula]:
    """A small conflict and a goal: exclusive options, unknown settings, frozen options, open orders, unknown parties all occur."""
    rng = random.Random(seed)
    names = [f"o{k}" for k in range(rng.choice([3, 4, 5]))]

    def formula(depth: int = 2) -> Formula:
        if not depth or rng.random() < 0.3:
            atom = Name(rng.choice(names))
            return Not(atom) if rng.random() < 0.5 else atom
        kind = rng.choice([And, Or, OnlyIf])
        parts = (formula(depth - 1), formula(depth - 1))
        return OnlyIf(*parts) if kind is OnlyIf else kind(parts)

    def preference(party: str) -> Preference:
        if rng.random() < 0.15:
            return Unknown()
        count = rng.choice([1, 2, 3])
        kinds = [Kind.limit, Kind.condition, Kind.demand, Kind.demand, Kind.want, Kind.want]
        statements = [Statement(formula(1), rng.choice(kinds), f"{party}{k}") for k in range(count)]
        if count > 1 and rng.random() < 0.5:
            return Prioritization((tuple(statements[:2]), *((one,) for one in statements[2:])), rng.choice(list(Rest)))
        return Prioritization(tuple((one,) for one in statements), rng.choice(list(Rest)))

    conflict = Conflict(
        options=tuple(Option(name, rng.choice(PARTIES), frozen=rng.choice([None, None, None, None, None, True, False])) for name in names),
        decision_makers=PARTIES,
        preferences={party: preference(party) for party in PARTIES},
        rules=tuple(Rule(formula(1), rng.choice(["", f"r{k}"])) for k in range(rng.choice([0, 1, 1, 2]))),
        now={name: rng.choice([False, False, False, True, None]) for name in names},
    )
    return conflict, formula(2)


def all_settings(conflict: Conflict) -> list[dict[str, bool]]:
    values = [(False, True) if option.frozen is None else (option.frozen,) for option in conflict.options]
    return [dict(zip(conflict.option_names, setting, strict=True)) for setting in product(*values)]


def literal_nows(conflict: Conflict, rules: Iterable[Rule]) -> list[dict[str, bool]]:
    """Settings that agree with now and break no rule, save rules that are broken however the unknown is filled in."""
    agreeing = [
        setting
        for setting in all_settings(conflict)
        if all(option.frozen is not None or conflict.now.get(option.name) in {None, setting[option.name]} for option in conflict.options)
    ]
    counted = [rule for rule in rules if not all(rule.never.evaluate(setting) for setting in agreeing)]
    return [setting for setting in agreeing if not any(rule.never.evaluate(setting) for rule in counted)]


def literal_worse(preference: Preference, package: Setting, now: Setting, *, binding: frozenset[Kind]) -> bool:
    """Worse in every completion: every order of every tier puts the package below. What binds by itself counts as kept."""
    if not isinstance(preference, Prioritization):
        return False
    for order in product(*(permutations(tier) for tier in preference.tiers)):
        ranked = list(chain.from_iterable(order))
        before = [bool(one.formula.evaluate(now)) for one in ranked]
        after = [bool(one.formula.evaluate(package)) or (one.kind in binding and then) for one, then in zip(ranked, before, strict=True)]
        if after >= before:  # lexicographic; equal vectors are indifferent or unstated, never certainly worse
            return False
    return True


class Literal:
    """The soft elements of the question, and whether a package exists when only some of them are kept."""

    def __init__(self, conflict: Conflict, goal: Formula, *, stated: bool) -> None:
        self.conflict, self.goal = conflict, goal
        self.binding = frozenset({Kind.limit, Kind.condition, *([Kind.demand] if stated else [])})
        self.bound = {
            one.id: one.formula
            for preference in conflict.preferences.values()
            if isinstance(preference, Prioritization)
            for one in preference.statements
            if one.kind in self.binding
        }
        self.free = [party for party in PARTIES if any(o.frozen is None for o in conflict.options_of(party))]
        self.soft = [
            *(rule.id for rule in conflict.rules if rule.id),
            *self.bound,
            *(f"participation.{party}" for party in self.free),
        ]
        named = set(goal.names())
        self.in_goal = {party for party in self.free if any(option.name in named for option in conflict.options_of(party))}
        self.pairs: list[tuple[dict[str, bool], dict[str, bool]]] = []

    def satisfiable(self, kept: Iterable[str]) -> bool:
        kept = set(kept)
        rules = [rule for rule in self.conflict.rules if not rule.id or rule.id in kept]
        nows = literal_nows(self.conflict, rules)
        for package in all_settings(self.conflict):
            if not self.goal.evaluate(package) or any(rule.never.evaluate(package) for rule in rules):
                continue
            if not all(formula.evaluate(package) for identity, formula in self.bound.items() if identity in kept):
                continue
            if any(self.signed(package, now, kept) for now in nows):
                return True
        return False

    def signed(self, package: Setting, now: Setting, kept: set[str]) -> bool:
        for party in self.free:
            signs = party in self.in_goal or any(package[o.name] != now[o.name] for o in self.conflict.options_of(party))
            asked = f"participation.{party}" in kept
            if asked and signs and literal_worse(self.conflict.preference(party), package, now, binding=self.binding):
                return False
        return True

    def minimal(self) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
        """All minimal unsatisfiable subsets, and all complements of maximal satisfiable ones."""
        subsets = [frozenset(some) for size in range(len(self.soft) + 1) for some in combinations(self.soft, size)]
        holds = {some: self.satisfiable(some) for some in subsets}
        unsatisfiable = [some for some in subsets if not holds[some]]
        reasons_ = {some for some in unsatisfiable if not any(other < some for other in unsatisfiable)}
        left_out = [frozenset(self.soft) - some for some in subsets if holds[some]]
        return reasons_, {some for some in left_out if some and not any(other < some for other in left_out)}


@given(seed=st.integers(0, 10**6), stated=st.booleans())
def test_every_reason_and_every_change_set_and_no_other(seed: int, stated: bool) -> None:
    conflict, goal = generated(seed)
    literal = Literal(conflict, goal, stated=stated)
    if len(literal.soft) > 9:
        return
    found = reasons(conflict, goal, stated=stated, at_most=1000)
    wanted_reasons, wanted_changes = literal.minimal()
    assert found.complete
    assert {reason.elements for reason in found.reasons} == wanted_reasons
    assert {change.elements for change in found.changes} == wanted_changes
    assert found.blocked == bool(wanted_reasons)
    assert {reason.elements for reason in each_reason(conflict, goal, stated=stated)} == wanted_reasons
