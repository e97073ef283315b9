"""Robust to the modeller: the same questions of the same account, modelled in other ways.

Each *variant* changes one choice of whoever wrote the model, and leaves every claim as it is:

- a rule is left out;
- an element that was assumed, and rests on no claim that stands, is left out (a rule of that kind is one of the rules above);
- a setting that was assumed to hold now is turned (of graded acts, to each other grade);
- an act and its scope variant are taken as one; the parts of a joint act are done together or not at all; the grades of one act are taken
  as one, or each as an act of its own;
- of statements that nobody ranked against one another, one is put first, or all are put in the order written, or in the reverse of it.

The verdicts are functions of a model, passed in; only their answers are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from detente.dossier.basis import ElementKind
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.dossier.names import bits_of
from detente.dossier.schema import OptionEntry
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Statement, Unknown
from detente.graphmodel.statements import And, Formula, Name, Not, Or

__all__ = ["Change", "Robustness", "Row", "Variant", "robustness", "variants"]

_STATEMENTS = {ElementKind.limit, ElementKind.condition, ElementKind.demand, ElementKind.want}
_Renaming = Mapping[str, Formula]


class Change(StrEnum):
    """What a variant does to the model."""

    rule = "rule"  # left out
    assumed = "assumed"  # left out
    now = "now"  # turned
    scope = "scope"  # act and scope variant taken as one
    jointly = "jointly"  # the parts of a joint act done together or not at all
    one_grade = "one_grade"  # the grades of an act taken as one
    own_grades = "own_grades"  # each grade an act of its own
    order = "order"  # an order among unranked statements


@dataclass(frozen=True, repr=False)
class Variant:
    """One other way of modelling: ``element`` is what was changed (an id, an option's or a party's name), ``how`` tells it apart."""

    change: Change
    element: str
    model: Model = field(compare=False)
    how: str = ""

    def __repr__(self) -> str:
        return f"Variant({self.change} {self.element}{' ' + self.how if self.how else ''})"


@dataclass(frozen=True)
class Row:
    """The answers under one variant, by verdict, and which of them are not those of the model as written; None where it has no answer."""

    change: Change
    element: str
    how: str
    answers: Mapping[str, Any]
    changed: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "change": self.change.value,
            "element": self.element,
            "how": self.how,
            "answers": dict(self.answers),
            "changed": list(self.changed),
        }


@dataclass(frozen=True, repr=False)
class Robustness:
    """``written`` are the answers for the model as written; ``rows`` those of every variant. Counts are counts of variants."""

    written: Mapping[str, Any]
    rows: tuple[Row, ...]

    def changing(self, verdict: str) -> tuple[Row, ...]:
        """The variants under which this verdict is another one."""
        return tuple(row for row in self.rows if verdict in row.changed)

    def counts(self, verdict: str) -> dict[Change, tuple[int, int]]:
        """By kind of change: under how many variants the verdict survives, and under how many it changes."""
        found: dict[Change, tuple[int, int]] = {}
        for row in self.rows:
            same, other = found.get(row.change, (0, 0))
            found[row.change] = (same, other + 1) if verdict in row.changed else (same + 1, other)
        return found

    def __repr__(self) -> str:
        counted = ", ".join(f"{name} changes under {len(self.changing(name))}" for name in self.written)
        return f"Robustness({len(self.rows)} variants: {counted})"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        counts = {name: {str(change): list(pair) for change, pair in self.counts(name).items()} for name in self.written}
        return {"written": dict(self.written), "variants": len(self.rows), "counts": counts, "rows": [row.to_dict() for row in self.rows]}


def robustness(dossier: Dossier, verdicts: Mapping[str, Callable[[Model], Any]], *, accepted: frozenset[str] | None = None) -> Robustness:
    """Ask every verdict of the model as written and of each variant.

    ``accepted``: the claims that license the model (default: all not rejected). A variant for which a verdict raises
    :class:`~detente.errors.ModelError` (no state is left) has no answer to it, and counts as changed.
    """
    plain = model(dossier, accepted=accepted)
    written = {name: verdict(plain) for name, verdict in verdicts.items()}
    rows = []
    for variant in variants(dossier, accepted=accepted):
        answers = {name: _asked(verdict, variant.model) for name, verdict in verdicts.items()}
        changed = tuple(name for name, answer in answers.items() if answer != written[name])
        rows.append(Row(variant.change, variant.element, variant.how, answers, changed))
    return Robustness(written, tuple(rows))


def variants(dossier: Dossier, *, accepted: frozenset[str] | None = None) -> Iterator[Variant]:
    """Every other way of modelling, in the order of :class:`Change` and of the file."""
    plain = model(dossier, accepted=accepted)
    yield from _without_rules(plain)
    yield from _without_assumed(dossier, plain, dossier.standing if accepted is None else accepted)
    yield from _turned_now(dossier, plain)
    yield from _other_acts(dossier, plain)
    for party in plain.option_form.decision_makers:
        for how, said in _orders(plain.option_form.preference(party)):
            yield Variant(Change.order, party, _ranked(plain, party, said), how)


def _asked(verdict: Callable[[Model], Any], found: Model) -> Any:
    try:
        return verdict(found)
    except ModelError:
        return None


def _with(plain: Model, **changes: Any) -> Model:
    return replace(plain, conflict=replace(plain.option_form, **changes))


def _ranked(plain: Model, party: str, said: Preference) -> Model:
    return _with(plain, preferences={**plain.option_form.preferences, party: said})


def _without_rules(plain: Model) -> Iterator[Variant]:
    rules = plain.option_form.rules
    for rule in rules:
        if rule.id:  # the others keep the grades of one act apart: they are its structure
            yield Variant(Change.rule, rule.id, _with(plain, rules=tuple(one for one in rules if one is not rule)))


def _without_assumed(dossier: Dossier, plain: Model, claims: frozenset[str]) -> Iterator[Variant]:
    conflict = plain.option_form
    for element in dossier.elements:
        if not element.assumed or any(alternative <= claims for alternative in element.basis.alternatives):
            continue
        name = element.id.partition(".")[2]
        if element.kind is ElementKind.party and name in conflict.decision_makers:
            off = model(dossier, accepted=claims, without=frozenset([name]))
            yield Variant(Change.assumed, element.id, off)
        elif element.kind is ElementKind.option:
            bits = {bit.name for bit in bits_of(name, dossier.file.options[name])}
            fixed = tuple(
                replace(option, frozen=bool(conflict.now.get(option.name))) if option.name in bits else option
                for option in conflict.options
            )
            yield Variant(Change.assumed, element.id, _with(plain, options=fixed))
        elif element.kind in _STATEMENTS and element.party in conflict.decision_makers:
            preference = conflict.preference(str(element.party))
            yield Variant(Change.assumed, element.id, _ranked(plain, str(element.party), _dropped(preference, element.id)))


def _dropped(preference: Preference, identity: str) -> Preference:
    if not isinstance(preference, Prioritization):
        return preference
    tiers = [tuple(one for one in tier if one.id != identity) for tier in preference.tiers]
    kept = tuple(tier for tier in tiers if tier)
    return replace(preference, tiers=kept) if kept else Unknown()


def _turned_now(dossier: Dossier, plain: Model) -> Iterator[Variant]:
    conflict = plain.option_form
    for name, entry in dossier.file.options.items():
        if not entry.now_assumed and not (entry.assumed and not entry.now_because):
            continue
        for how, setting in _other_settings(name, entry, conflict.now):
            moved = tuple(
                replace(option, frozen=setting[option.name]) if option.frozen is not None and option.name in setting else option
                for option in conflict.options
            )
            yield Variant(Change.now, name, _with(plain, now={**conflict.now, **setting}, options=moved), how)


def _other_settings(name: str, entry: OptionEntry, now: Mapping[str, bool | None]) -> Iterator[tuple[str, dict[str, bool]]]:
    bits = [bit.name for bit in bits_of(name, entry)]
    if entry.levels:
        for level in entry.levels:
            setting = {bit: bit == f"{name}.{level}" for bit in bits}
            if any(now.get(bit) is not None and now[bit] != value for bit, value in setting.items()):
                yield level, setting
    elif all(now.get(bit) is not None for bit in bits):
        value = not all(now[bit] for bit in bits)
        yield "yes" if value else "no", dict.fromkeys(bits, value)


def _other_acts(dossier: Dossier, plain: Model) -> Iterator[Variant]:
    options = dossier.file.options
    bits = {name: [bit.name for bit in bits_of(name, entry)] for name, entry in options.items()}
    for name, entry in options.items():
        whole = entry.variant_of
        if whole in bits and len(bits[whole]) == len(bits[name]):
            table: dict[str, Formula] = {mine: Name(other) for mine, other in zip(bits[name], bits[whole], strict=True)}
            yield Variant(Change.scope, name, _renamed(plain, table), f"as {whole}")
    for name, entry in options.items():
        if entry.parties and len(bits[name]) > 1:
            apart = And((Or(tuple(map(Name, bits[name]))), Not(And(tuple(map(Name, bits[name]))))))
            yield Variant(Change.jointly, name, _with(plain, rules=(*plain.option_form.rules, Rule(apart, f"{name}, jointly"))))
    for name, entry in options.items():
        if entry.levels and len(bits[name]) > 1:
            grades = {bit: Name(bits[name][0]) for bit in bits[name][1:]}
            yield Variant(Change.one_grade, name, _renamed(plain, grades))
            kept = tuple(rule for rule in plain.option_form.rules if rule.id or not set(rule.never.names()) <= set(bits[name]))
            yield Variant(Change.own_grades, name, _with(plain, rules=kept))


def _renamed(plain: Model, table: _Renaming) -> Model:
    """The model in which some options are others under another name; an option that stood for yes now makes the other one yes."""
    conflict = plain.option_form
    now = {name: value for name, value in conflict.now.items() if name not in table}
    for gone, stays in table.items():
        if conflict.now.get(gone):
            now[str(stays)] = True
    rules = [Rule(rule.never.substitute(table), rule.id, rule.text) for rule in conflict.rules]
    kept = tuple(rule for rule, old in zip(rules, conflict.rules, strict=True) if old.id or set(old.never.names()).isdisjoint(table))
    renamed = Conflict(
        options=tuple(option for option in conflict.options if option.name not in table),
        decision_makers=conflict.decision_makers,
        preferences={party: _said(preference, table) for party, preference in conflict.preferences.items()},
        rules=kept,
        now=now,
        title=conflict.title,
    )
    return replace(plain, conflict=renamed, goals={name: goal.substitute(table) for name, goal in plain.goals.items()})


def _said(preference: Preference, table: _Renaming) -> Preference:
    if not isinstance(preference, Prioritization):
        return preference
    tiers = tuple(tuple(replace(one, formula=one.formula.substitute(table)) for one in tier) for tier in preference.tiers)
    return replace(preference, tiers=tiers)


def _orders(preference: Preference) -> Iterator[tuple[str, Preference]]:
    if isinstance(preference, Ranking | Unknown) or all(len(tier) == 1 for tier in preference.tiers):
        return
    yield "in the order written", _in_order(preference, lambda tier: tier)
    yield "in the reverse order", _in_order(preference, lambda tier: tier[::-1])
    for at, tier in enumerate(preference.tiers):
        for one in tier if len(tier) > 2 else ():
            rest = tuple(other for other in tier if other is not one)
            yield f"{one.id} first", replace(preference, tiers=(*preference.tiers[:at], (one,), rest, *preference.tiers[at + 1 :]))


def _in_order(preference: Prioritization, turned: Callable[[Sequence[Statement]], Sequence[Statement]]) -> Prioritization:
    return replace(preference, tiers=tuple((one,) for tier in preference.tiers for one in turned(tier)))
