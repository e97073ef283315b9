"""Checks results without the machinery that found them: nothing here shares code with the encoding or the solvers.

Every element is taken as it is written and evaluated in three values (yes, no, not yet known) on settings that grow option by option; a
branch is left as soon as some element is no. So small questions are gone through completely, and large ones where elements speak of few
options. What a reason claims is checked in full: that its parts cannot hold together with the goal, and that without any one of them the
others can. A change set: that without it there is a package, and that keeping any one of it there is none. A package: that it meets the
goal, the rules and all that binds, that no signatory is certainly worse off, and where it is called minimal, that no package changes
only a part of what it changes.

Whether a package holds is asked of the definition of sequential stability, followed from the package on (:mod:`detente.impasse.literal`).

A search that takes more than ``STEPS`` settings is given up, and the answer is *not checked*, never *fine*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Ranking, Statement
from detente.graphmodel.statements import Formula
from detente.impasse.limits import ChangeSet, Reason, Reasons
from detente.impasse.literal import GivenUp, Situations
from detente.settlement.packages import Package, Packages
from detente.settlement.status_quos import Maybe, status_quos

__all__ = ["STEPS", "Certificate", "check_holding", "check_packages", "check_reasons", "failures"]

STEPS = 20_000
_SETTLED = 10  # settings of now that are not known, up to which a rule is asked of each

Values = Mapping[str, Maybe]
NO, YES, OPEN = Maybe.no, Maybe.yes, Maybe.unknown


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was checked, and the outcome: ``fine`` is None where it was given up, ``why`` says what is wrong or why not."""

    what: str
    fine: bool | None
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"what": self.what, "fine": self.fine, "why": self.why}


def check_reasons(conflict: Conflict, found: Reasons) -> tuple[Certificate, ...]:
    """Every reason and every change set of ``found``, and whether there is a package at all, against their definitions in ``conflict``."""
    one = _Question(conflict, found.goal, stated=found.stated)
    checked = [_certify("whether there is a package", lambda: _existence(one, found))]
    for reason in found.reasons:
        told = f"reason: {', '.join(sorted(reason.elements)) or 'the goal itself'}"
        checked.append(_certify(told, lambda reason=reason: _reason(one, reason)))  # type: ignore[misc]
    for change in found.changes:
        told = f"change set: {', '.join(sorted(change.elements))}"
        checked.append(_certify(told, lambda change=change: _change(one, change)))  # type: ignore[misc]
    return tuple(checked)


def check_packages(conflict: Conflict, found: Packages) -> tuple[Certificate, ...]:
    """Every listed package: that it is admissible, and minimal where it says so."""
    one = _Question(conflict, found.goal, stated=found.stated)
    checked = (
        _certify(f"package {package.label}", lambda package=package: _package(one, package))  # type: ignore[misc]
        for package in found.listed
    )
    return tuple(checked)


def check_holding(conflict: Conflict, holds: Iterable[str], loose: Iterable[str] = ()) -> tuple[Certificate, ...]:
    """That the packages (labels) in ``holds`` are sequentially stable for everybody, and those in ``loose`` are not, to the letter.

    Raises :class:`~detente.errors.ModelError` for a label that is no state.
    """
    said = {**dict.fromkeys(holds, True), **dict.fromkeys(loose, False)}
    broken = status_quos(conflict).broken  # such a rule binds packages only: nothing keeps anybody from going back
    there = Situations(replace(conflict, rules=tuple(rule for rule in conflict.rules if rule not in broken)))

    def wrong(label: str) -> str:
        leaver = there.leaver(there.state(label))
        return "" if said[label] is not bool(leaver) else f"{leaver} would leave it" if leaver else "nobody would leave it"

    return tuple(_certify(f"{label} {'holds' if yes else 'does not hold'}", partial(wrong, label)) for label, yes in said.items())


def failures(certificates: Iterable[Certificate]) -> Sequence[Certificate]:
    """Those that were checked and are wrong."""
    return [one for one in certificates if one.fine is False]


def _certify(what: str, wrong: Callable[[], str]) -> Certificate:
    try:
        why = wrong()
    except GivenUp as stopped:
        return Certificate(what, None, str(stopped))
    return Certificate(what, not why, why)


def _existence(one: _Question, found: Reasons) -> str:
    exists = one.possible(one.elements)
    return "" if exists != found.blocked else "a package exists" if exists else "no package exists"


def _reason(one: _Question, reason: Reason) -> str:
    if one.possible(reason.elements):
        return "its parts can hold together"
    spare = next((part for part in sorted(reason.elements) if not one.possible(reason.elements - {part})), None)
    return f"{spare} can be spared" if spare else ""


def _change(one: _Question, change: ChangeSet) -> str:
    kept = one.elements.keys() - change.elements
    if not one.possible(kept):
        return "no package exists without it"
    spare = next((part for part in sorted(change.elements) if one.possible(kept | {part})), None)
    return f"{spare} could be kept" if spare else ""


def _package(one: _Question, package: Package) -> str:
    now = dict(zip(one.names, (Maybe.of(letter == "Y") for letter in package.now), strict=True))
    setting = {name: Maybe.of(value) for name, value in package.setting.items()}
    for name in one.names:
        if one.now[name] not in {OPEN, now[name]}:
            return f"{name} is not so now"
    missed = [name for name, element in {**one.always, **one.elements}.items() if element(setting, now) is not YES]
    if missed:
        return f"it fails {', '.join(missed)}"
    changed = [name for name in one.names if setting[name] is not now[name]]
    if not package.minimal:
        return ""
    free = {**now, **dict.fromkeys(changed, OPEN)}

    def less(after: Values, before: Values) -> Maybe:
        return _any((after[name] ^ before[name]) ^ True for name in changed)

    if one.search({**one.always, **one.elements, "fewer changes": less}, free, now):
        return "a package changes only a part of what it changes"
    return ""


Element = Callable[[Values, Values], Maybe]


def _any(values: Iterable[Maybe]) -> Maybe:
    found = NO
    for value in values:
        found |= value
        if found is YES:
            break
    return found


class _Question:
    """The definition, spelled out: ``elements`` by id and what is ``always`` asked, each from (package, status quo) to a truth value."""

    def __init__(self, conflict: Conflict, goal: Formula, *, stated: bool) -> None:
        self.conflict, self.goal = conflict, goal
        self.names = conflict.option_names
        self.binding = {Kind.limit, Kind.condition} | ({Kind.demand} if stated else set())
        self.now = {o.name: Maybe.of(conflict.now.get(o.name) if o.frozen is None else o.frozen) for o in conflict.options}
        self.package = {o.name: OPEN if o.frozen is None else Maybe.of(o.frozen) for o in conflict.options}
        able = [p for p in conflict.decision_makers if any(o.frozen is None for o in conflict.options if o.decision_maker == p)]
        self.always: dict[str, Element] = {"the goal": lambda after, _: Maybe.of(goal.evaluate(after))}
        self.elements: dict[str, Element] = {}
        for place, rule in enumerate(conflict.rules):
            (self.elements if rule.id else self.always)[rule.id or f"rule {place}"] = self._rule(rule.never)
        for party in conflict.decision_makers:
            self.elements.update((name, _statement(said)) for name, said in self._said(party) if said.kind in self.binding)
        self.elements.update((f"participation.{party}", self._participation(party)) for party in able)

    def _said(self, party: str) -> Iterator[tuple[str, Statement]]:
        preference = self.conflict.preferences.get(party)
        if isinstance(preference, Prioritization):
            for place, said in enumerate(preference.statements):
                yield said.id or f"preferences.{party}.{place}", said

    def _rule(self, never: Formula) -> Element:
        """Kept in the package, and now too unless what is known of now settles whether it is."""
        names = [name for name in never.names() if self.now[name] is OPEN]
        tried = names if len(names) <= _SETTLED else []
        settings = [dict(zip(tried, values, strict=True)) for values in product((NO, YES), repeat=len(tried))]
        found = {Maybe.of(never.evaluate({**self.now, **setting})) for setting in settings}
        settled = found in ({NO}, {YES})

        def kept(after: Values, before: Values) -> Maybe:
            value = Maybe.of(never.evaluate(after)) ^ True
            return value if settled else value & (Maybe.of(never.evaluate(before)) ^ True)

        return kept

    def _participation(self, party: str) -> Element:
        own = [option.name for option in self.conflict.options if option.decision_maker == party]
        asked = any(name in self.goal.names() for name in own)

        def consents(after: Values, before: Values) -> Maybe:
            signs = YES if asked else _any(after[name] ^ before[name] for name in own)
            return (signs ^ True) | self._acceptable(party, after, before)

        return consents

    def _acceptable(self, party: str, after: Values, before: Values) -> Maybe:
        """Whether some completion of what the party stated makes it no worse; breaking what binds by itself is not counted."""
        preference = self.conflict.preferences.get(party)
        if isinstance(preference, Ranking):
            places = [self._place(preference, one) for one in (after, before)]
            return OPEN if None in places else Maybe.of((places[0] or 0) <= (places[1] or 0))
        found = YES
        for tier in reversed(preference.tiers) if isinstance(preference, Prioritization) else ():
            truths = [(said, Maybe.of(said.formula.evaluate(after)), Maybe.of(said.formula.evaluate(before))) for said in tier]
            gain = _any(now_true & (was_true ^ True) for _, now_true, was_true in truths)
            loss = _any(was_true & (now_true ^ True) for said, now_true, was_true in truths if said.kind not in self.binding)
            found = gain | ((loss ^ True) & found)
        return found

    def _place(self, ranking: Ranking, setting: Values) -> int | None:
        if OPEN in setting.values():
            return None
        label = "".join("Y" if setting[name] is YES else "N" for name in self.names)
        return next((place for place, tie in enumerate(ranking.classes) if label in tie), None)

    def possible(self, kept: Iterable[str]) -> bool:
        """Whether some package from some status quo meets all of ``kept``."""
        asked = {**self.always, **{name: self.elements[name] for name in kept}}
        unknown = [name for name, value in self.now.items() if value is OPEN]
        return any(
            self.search(asked, self.package, {**self.now, **dict(zip(unknown, values, strict=True))})
            for values in product((NO, YES), repeat=len(unknown))
        )

    def search(self, asked: Mapping[str, Element], package: Values, now: Values) -> bool:
        """Whether the open options of ``package`` can be set so that everything ``asked`` is met."""
        steps = 0

        def go(values: dict[str, Maybe], left: list[tuple[str, Element]], order: list[str]) -> bool:
            nonlocal steps
            steps += 1
            if steps > STEPS:
                raise GivenUp(STEPS)
            waiting = []
            for name, element in left:
                truth = element(values, now)
                if truth is NO:
                    return False
                if truth is OPEN:
                    waiting.append((name, element))
            if not waiting:
                return True
            name, *rest = order
            first = now[name] if now[name] is not OPEN else NO
            return any(go({**values, name: value}, waiting, rest) for value in (first, first ^ True))

        open_ones = [name for name in self.names if package[name] is OPEN]
        return go(dict(package), list(asked.items()), self._order(asked, open_ones))

    def _order(self, asked: Mapping[str, Element], open_ones: Sequence[str]) -> list[str]:
        """Options of the goal first, then those that what is asked names, most often named first."""
        weight = dict.fromkeys(open_ones, 0)
        formulas = [said.formula for party in self.conflict.decision_makers for name, said in self._said(party) if name in asked]
        formulas += [rule.never for place, rule in enumerate(self.conflict.rules) if (rule.id or f"rule {place}") in asked]
        for formula in formulas:
            for name in set(formula.names()) & weight.keys():
                weight[name] += 1
        return sorted(open_ones, key=lambda name: (name not in self.goal.names(), -weight[name]))


def _statement(said: Statement) -> Element:
    return lambda after, _: Maybe.of(said.formula.evaluate(after))
