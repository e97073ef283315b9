"""Routes, cuts and assurances checked from the definitions, one state after the other, by other code than found them.

Slow on purpose, and made for reading: nothing here knows of arrays, bits or phases. Where the labels are too many to go through, steps and
replies are followed from where the question begins. Each check raises :class:`~detente.errors.ModelError` that says what does not hold, and
returns nothing otherwise.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Ranking
from detente.impasse.assurance import Assurance, Assured
from detente.impasse.literal import Situations, State
from detente.impasse.onward import Onward
from detente.impasse.path import Route
from detente.impasse.walk import Order
from detente.impasse.windows import Window

__all__ = ["Grounds", "bars_against", "check_assured", "check_cut", "check_route", "reachable"]

Setting = Mapping[str, bool]

_LISTED = 8  # acts free to move, up to which every label is gone through


@dataclass(frozen=True)
class Grounds:
    """What a step is held against: the conflict, dated options, the first day, an agenda, and whether demands bind (``stated``)."""

    conflict: Conflict
    windows: Mapping[str, Window] = field(default_factory=dict)
    first: datetime.date | None = None
    orders: tuple[Order, ...] = ()
    stated: bool = False

    def setting(self, label: str) -> dict[str, bool]:
        """A label as a setting."""
        return {name: letter == "Y" for name, letter in zip(self.conflict.option_names, label, strict=True)}


def bars_against(grounds: Grounds, before: str, after: str, day: datetime.date | None) -> Iterator[str]:
    """The ids of everything that stands against the step between two labels on ``day``; ``impossible`` for what no lifting would allow."""
    yield from _bars_at(grounds, after)
    yield from _bars_between(grounds, before, after, day)


def _bars_at(grounds: Grounds, label: str) -> Iterator[str]:
    """What stands against a situation, wherever the step comes from."""
    conflict, new, binding = grounds.conflict, grounds.setting(label), _binding(grounds)
    if any(rule.never.evaluate(new) for rule in conflict.rules):
        yield "impossible"
    for party in conflict.decision_makers:
        preference = conflict.preference(party)
        for number, said in enumerate(preference.statements if isinstance(preference, Prioritization) else ()):
            if said.kind in binding and not said.formula.evaluate(new):
                yield said.id or f"preferences.{party}.{number}"


def _bars_between(grounds: Grounds, before: str, after: str, day: datetime.date | None) -> Iterator[str]:
    """What else stands against the step."""
    conflict, old, new = grounds.conflict, grounds.setting(before), grounds.setting(after)
    changed = [option for option in conflict.options if old[option.name] != new[option.name]]
    if any(option.frozen is not None for option in changed):
        yield "impossible"
    for option in changed:
        if (option.one_way and old[option.name]) or (option.no_return and new[option.name]):
            yield f"kept.{option.name}"
        window = grounds.windows.get(option.name)
        if window and not _open_on(window, day):
            yield f"date.{option.name}"
    for party in conflict.decision_makers:
        if any(option.decision_maker == party for option in changed) and _certainly_worse(grounds, party, before, after):
            yield f"comparison.{party}"
    for order in grounds.orders:
        if order.then.evaluate(new) and not order.then.evaluate(old) and not order.first.evaluate(old):
            yield order.id


def _binding(grounds: Grounds) -> set[Kind]:
    return {Kind.limit, Kind.condition, Kind.demand} if grounds.stated else {Kind.limit, Kind.condition}


def _certainly_worse(grounds: Grounds, party: str, before: str, after: str) -> bool:
    preference, old, new = grounds.conflict.preference(party), grounds.setting(before), grounds.setting(after)
    if isinstance(preference, Ranking):
        place = {label: number for number, tie in enumerate(preference.classes) for label in tie}
        return place[after] > place[before]
    for tier in preference.tiers if isinstance(preference, Prioritization) else ():
        found = [(said.kind, bool(said.formula.evaluate(old)), bool(said.formula.evaluate(new))) for said in tier]
        # What binds is no loss: while it does no step breaks it, and where it is lifted it is not held against one.
        changes = {(first, then) for kind, first, then in found if first != then and (then or kind not in _binding(grounds))}
        if changes:
            return changes == {(True, False)}
    return False


def check_route(grounds: Grounds, route: Route) -> None:
    """Every step of ``route``: its moves, its movers, conditions, comparisons, and that it can be taken on its first and last day."""
    at, day = route.now, grounds.first
    for number, step in enumerate(route.steps, 1):
        old, new = grounds.setting(at), grounds.setting(step.state)
        owner = {option.name: option.decision_maker for option in grounds.conflict.options}
        told = {(change.option, change.party, change.to) for change in step.changes}
        _demand({(name, owner[name], to) for name, to in new.items() if to != old[name]} == told, number, "its changes are others")
        _demand(set(step.movers) == {party for _, party, _ in told}, number, "its movers are others")
        _demand(bool(told), number, "it changes nothing")
        _demand(step.not_before is None or day is None or step.not_before >= day, number, "it begins before the step before it")
        day = step.not_before or day
        for when in {day, step.by or day}:
            bars = list(bars_against(grounds, at, step.state, when))
            _demand(not bars, number, f"{', '.join(bars)} stands against it on {when}")
        _demand(step.by is None or day is None or step.by >= day, number, "it ends before it can begin")
        worse = {p for p in grounds.conflict.decision_makers if p not in step.movers and _certainly_worse(grounds, p, at, step.state)}
        _demand(set(step.losers) == worse, number, "other bystanders lose")
        at = step.state
    _demand(at == route.package, len(route.steps), "the route ends elsewhere")


def reachable(
    grounds: Grounds, start: str, *, together: int, lifted: Collection[str] = (), targets: Collection[str] = ()
) -> dict[str, int]:
    """Every label that steps of at most ``together`` parties reach, with the fewest steps it takes, waiting as long as it pays.

    With ``targets`` it ends with the layer in which one of them is reached.
    """
    owner = {option.name: option.decision_maker for option in grounds.conflict.options}
    choices = ("NY" if option.frozen is None else at for option, at in zip(grounds.conflict.options, start, strict=True))
    labels = ["".join(letters) for letters in product(*choices)]
    # Most of what stands against a step stands against the situation that it leads to.
    labels = [label for label in labels if not {*_bars_at(grounds, label)} - {*lifted}]
    fewest: dict[tuple[str, int], int] = {(start, 0): 0}
    days = _days(grounds)
    layer, steps = [(start, 0)], 0
    while layer and not any(label in targets for label, _ in fewest):
        steps += 1
        following = []
        for before, since in layer:
            for after in labels:
                movers = {owner[name] for name, a, b in zip(grounds.conflict.option_names, before, after, strict=True) if a != b}
                if (
                    not movers
                    or len(movers) > together
                    or all(fewest.get((after, when), steps + 1) <= steps for when in range(since, len(days)))
                ):
                    continue
                against = {day: {*_bars_between(grounds, before, after, day)} - {*lifted} for day in days[since:]}
                for when in range(since, len(days)):
                    if not against[days[when]] and fewest.get((after, when), steps + 1) > steps:
                        fewest[after, when] = steps
                        following.append((after, when))
        layer = following
    return {label: min(count for (other, _), count in fewest.items() if other == label) for label, _ in fewest}


def _days(grounds: Grounds) -> list[datetime.date | None]:
    """One day for each stretch in which nothing opens or closes."""
    if grounds.first is None:
        return [None]
    after = [window.closes + datetime.timedelta(days=1) for window in grounds.windows.values() if window.closes]
    turns = [*after, *(window.opens for window in grounds.windows.values() if window.opens)]
    return [grounds.first, *sorted({day for day in turns if day > grounds.first})]


def check_cut(grounds: Grounds, start: str, targets: Collection[str], cut: Collection[str], *, together: int) -> None:
    """Without the bars ``cut`` some target is reached, and without any part of them none is.

    Raises :class:`~detente.impasse.literal.GivenUp` too, where that takes too long to find out.
    """
    _demand(_leads(grounds, start, targets, cut, together=together), 0, "lifting it opens no way")
    for name in cut:
        _demand(not _leads(grounds, start, targets, set(cut) - {name}, together=together), 0, f"{name} can be spared")


def _leads(grounds: Grounds, start: str, targets: Collection[str], lifted: Collection[str], *, together: int) -> bool:
    """Whether some of ``targets`` can be reached: over every label where these are few, else by following the steps."""
    if sum(option.frozen is None for option in grounds.conflict.options) <= _LISTED:
        return bool(set(targets) & reachable(grounds, start, together=together, lifted=lifted, targets=targets).keys())
    dated = [name for name in grounds.windows if f"date.{name}" not in lifted]
    shut = [[name for name in dated if not _open_on(grounds.windows[name], day)] for day in _days(grounds)]
    with Onward(grounds.conflict, binding=_binding(grounds), orders=grounds.orders, together=together, lifted=lifted) as onward:
        return onward.reaches(start, targets, shut)


def _open_on(window: Window, day: datetime.date | None) -> bool:
    return day is None or not ((window.opens and day < window.opens) or (window.closes and day > window.closes))


def check_assured(conflict: Conflict, package: str, assured: Assured) -> None:
    """The package holds with all of the assurances, and with no smaller part of them.

    Raises :class:`~detente.impasse.literal.GivenUp` too, where that takes too long to find out.
    """
    every = assured.assurances
    _demand(_holds_with(conflict, package, every), 0, "the package does not hold with it")
    for size in range(len(every)):
        for part in combinations(every, size):
            _demand(not _holds_with(conflict, package, part), 0, f"{len(every) - size} of its assurances can be spared")


def _holds_with(conflict: Conflict, package: str, assurances: Collection[Assurance]) -> bool:
    bound = {one.act.option for one in assurances if one.kind == "bind"}
    settings = dict(zip(conflict.option_names, package, strict=True))
    options = tuple(
        replace(option, one_way=option.one_way or settings[option.name] == "Y", no_return=option.no_return or settings[option.name] == "N")
        if option.name in bound
        else option
        for option in conflict.options
    )
    there = Situations(replace(conflict, options=options))
    at = there.state(package)

    def replied(party: str, left: State) -> Iterator[State]:
        undone = {(party, name) for name, a, b in zip(conflict.option_names, at, left, strict=True) if a is not b}
        for one in assurances:
            if one.against is not None and (one.against.party, one.against.option) in undone:
                place = conflict.option_names.index(one.act.option)
                after = (*left[:place], one.act.to, *left[place + 1 :])
                if not there.broken(after):
                    yield after

    return not there.leaver(at, replied)


def _demand(holds: bool, step: int, otherwise: str) -> None:  # noqa: FBT001 - reads as the claim that must hold
    if not holds:
        raise ModelError(f"step {step} fails: {otherwise}" if step else f"the check fails: {otherwise}")
