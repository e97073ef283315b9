"""What deals, impasses and ways are, to the letter: a situation is a dict, and everything is a loop over all of them.

Nothing here is shared with what is tested but the formula parser. Rankings that were left open are gone through one by one.
"""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from itertools import combinations, permutations, product
from typing import Any, NamedTuple

from detente.graphmodel.statements import parse

Raw = dict[str, Any]
Setting = Mapping[str, bool]
Ranks = Mapping[str, Mapping[str, Any]]
ONE_DAY = datetime.timedelta(days=1)
KINDS = ("limit", "condition", "demand", "want")
HURDLES = ("limits", "commitment", "path", "none")


class Bit(NamedTuple):
    """One choice of one party."""

    owner: str
    now: bool | None
    one_way: bool
    no_return: bool
    frozen: bool
    window: tuple[datetime.date | None, datetime.date | None]

    def shut(self, day: datetime.date | None) -> bool:
        first, last = self.window
        return day is not None and ((first is not None and day < first) or (last is not None and day > last))


class Said(NamedTuple):
    kind: str
    formula: str
    id: str
    party: str


class Literal:
    """A dossier as its file says it. ``timed``: acts that open later are free, as for a path."""

    def __init__(self, file: Raw, *, timed: bool = False) -> None:
        self.file = file
        self.principal = {merge["agent"]: merge["principal"] for merge in file.get("merge", ())}
        self.bits: dict[str, Bit] = {}
        self.graded: list[list[str]] = []
        for name, option in file["options"].items():
            told = {"yes": True, "no": False, "unknown": None}
            made: list[tuple[str, str, bool | None]] = [(name, option.get("party", ""), told.get(option["now"]))]
            if "levels" in option:
                made = [(f"{name}.{level}", option["party"], option["now"] == level) for level in option["levels"][1:]]
                self.graded.append([bit for bit, _, _ in made])
            elif "parties" in option:
                made = [(f"{name}.{party}", party, told[option["now"]]) for party in option["parties"]]
            for bit, party, now in made:
                one = Bit(
                    self.principal.get(party, party),
                    now,
                    option.get("one_way") == "yes",
                    option.get("no_return") == "yes",
                    frozen=False,
                    window=(option.get("from"), option.get("until")),
                )
                day, (_, last) = file.get("as_of"), one.window
                frozen = one.shut(day) and (not timed or bool(day and last and day > last))
                self.bits[bit] = one._replace(frozen=frozen, now=bool(now) if frozen else now)
        self.parties = [party for party in file["parties"] if party not in self.principal]
        self.tiers: dict[str, list[list[Said]]] = {}
        self.indifferent: set[str] = set()
        for party in self.parties:
            ranking = file["preferences"][party]
            if ranking == "unknown":
                continue
            if isinstance(ranking, dict):
                self.indifferent |= {party} if ranking["rest"] == "indifferent" else set()
                ranking = ranking["statements"]
            number = 0
            self.tiers[party] = []
            for tier in ranking:
                members = []
                for said in tier.get("any_order", [tier]):
                    kind = next(kind for kind in KINDS if kind in said)
                    members.append(Said(kind, said[kind], f"preferences.{party}.{number}", party))
                    number += 1
                self.tiers[party].append(members)
        self.rules = {f"rules.{number}": rule for number, rule in enumerate(file["rules"])}
        self.truths: dict[tuple[str, str, str | None], bool] = {}

    def label(self, setting: Setting) -> str:
        return "".join("Y" if setting[bit] else "N" for bit in self.bits)

    def setting(self, label: str) -> dict[str, bool]:
        return {bit: letter == "Y" for bit, letter in zip(self.bits, label, strict=True)}

    def holds(self, text: str, setting: Setting, party: str | None = None) -> bool:
        """The truth of a formula, in the reading of ``party``."""
        key = (text, self.label(setting), party)
        if key not in self.truths:
            env: dict[str, bool] = dict(setting)
            for name, option in self.file["options"].items():
                if "levels" in option:
                    env[name] = any(setting[f"{name}.{level}"] for level in option["levels"][1:])
                    env[f"{name}.{option['levels'][0]}"] = not env[name]
                elif "parties" in option:
                    env[name] = all(setting[f"{name}.{one}"] for one in option["parties"])
            env |= {name: entry["now"] == "yes" for name, entry in self.file.get("circumstances", {}).items()}
            env |= {name: bool(parse(one).evaluate(env)) for name, one in self.file.get("outcomes", {}).items()}
            read = {
                name: bool(parse(option["readings"][party]).evaluate(env))
                for name, option in self.file["options"].items()
                if party in option.get("readings", {})
            }
            self.truths[key] = bool(parse(text).evaluate(env | read))
        return self.truths[key]

    def breaks(self, rule: str, setting: Setting) -> bool:
        entry = self.rules[rule]
        return self.holds(entry["never"], setting) if "never" in entry else not self.holds(entry["always"], setting)

    def graded_right(self, setting: Setting) -> bool:
        return not any(sum(setting[bit] for bit in grades) > 1 for grades in self.graded)

    def allowed(self, setting: Setting, without: Collection[str] = ()) -> bool:
        return self.graded_right(setting) and not any(self.breaks(rule, setting) for rule in self.rules if rule not in without)

    def settings(self) -> list[dict[str, bool]]:
        values = product(*((bool(bit.now),) if bit.frozen else (False, True) for bit in self.bits.values()))
        return [dict(zip(self.bits, one, strict=True)) for one in values]

    def known(self) -> list[dict[str, bool]]:
        """Everything that agrees with what is known of now."""
        values = product(*((False, True) if bit.now is None else (bit.now,) for bit in self.bits.values()))
        return [dict(zip(self.bits, one, strict=True)) for one in values]

    def broken(self) -> set[str]:
        return {rule for rule in self.rules if all(self.breaks(rule, one) for one in self.known())}

    def nows(self) -> list[dict[str, bool]]:
        return [one for one in self.known() if self.allowed(one, self.broken())]

    def acting(self) -> set[str]:
        return {bit.owner for bit in self.bits.values() if not bit.frozen}

    def bits_in(self, text: str) -> set[str]:
        found: set[str] = set()
        for name in parse(text).names():
            if name in self.file.get("outcomes", {}):
                found |= self.bits_in(self.file["outcomes"][name])
            elif name in self.bits:
                found.add(name)
            elif name not in self.file.get("circumstances", {}):
                found |= {bit for bit in self.bits if bit.split(".")[0] == name.split(".")[0]}
        return found

    def signers(self, package: Setting, now: Setting) -> list[str]:
        touched = self.bits_in(self.file["goal"]) | {bit for bit in self.bits if package[bit] != now[bit]}
        owners = {self.bits[bit].owner for bit in touched}
        return [party for party in self.parties if party in owners & self.acting()]

    def binding(self, stated: bool) -> list[Said]:
        kinds = KINDS[:3] if stated else KINDS[:2]
        return [said for party in self.tiers.values() for tier in party for said in tier if said.kind in kinds]

    def compared(self, party: str, after: Setting, before: Setting, forgiven: Collection[str] = ()) -> set[int]:
        """1 better, 0 equal, -1 worse: what ``after`` can be in some completion. Losing what is ``forgiven`` does not count."""
        if after == before:
            return {0}
        if party not in self.tiers:
            return {-1, 0, 1}
        rows = []
        for tier in self.tiers[party]:
            row = [(said, self.holds(said.formula, after, party) - self.holds(said.formula, before, party)) for said in tier]
            rows.append([sign for said, sign in row if sign > 0 or said.id not in forgiven])
        found = set()
        for orders in product(*(permutations(row) for row in rows)):
            found.add(next((sign for order in orders for sign in order if sign), 0))
        return {-1, 0, 1} if 0 in found and party not in self.indifferent else found

    def candidates(self, stated: bool) -> list[dict[str, bool]]:
        return [
            one
            for one in self.settings()
            if self.allowed(one)
            and self.holds(self.file["goal"], one)
            and all(self.holds(said.formula, one, said.party) for said in self.binding(stated))
        ]

    def packages(self, stated: bool) -> dict[tuple[str, str], bool]:
        """(now, package) of all that are possible, and whether they are necessary from that now."""
        found = {}
        for now, one in product(self.nows(), self.candidates(stated)):
            told = [self.compared(party, one, now) for party in self.signers(one, now)]
            if all(max(signs) >= 0 for signs in told):
                found[self.label(now), self.label(one)] = all(min(signs) >= 0 for signs in told)
        return found

    def changes(self, stated: bool) -> set[frozenset[str]]:
        """What each situation of the goal leaves unmet, from each now that may be. A rule helps to tell which now it is."""
        binding = self.binding(stated)
        forgiven = {said.id for said in binding}
        settled = self.broken()
        unmet = set()
        for now, one in product(self.known(), self.settings()):
            if not self.graded_right(one) or not self.graded_right(now) or not self.holds(self.file["goal"], one):
                continue
            left = {said.id for said in binding if not self.holds(said.formula, one, said.party)}
            left |= {rule for rule in self.rules if self.breaks(rule, one) or (rule not in settled and self.breaks(rule, now))}
            left |= {f"participation.{party}" for party in self.signers(one, now) if max(self.compared(party, one, now, forgiven)) < 0}
            unmet.add(frozenset(left))
        return {some for some in unmet if not any(other < some for other in unmet)}

    def moves(self, party: str, setting: Setting) -> Iterator[dict[str, bool]]:
        own = [name for name, bit in self.bits.items() if bit.owner == party and not bit.frozen]
        for values in product((False, True), repeat=len(own)):
            after = {**setting, **dict(zip(own, values, strict=True))}
            if after != setting and self.can_turn(setting, after) and self.allowed(after, self.broken()):
                yield after

    def can_turn(self, before: Setting, after: Setting) -> bool:
        changed = [name for name in self.bits if before[name] != after[name]]
        return not any(self.bits[name].one_way if before[name] else self.bits[name].no_return for name in changed)

    def stays(self, ranks: Ranks, setting: Setting) -> bool:
        """Sequential stability for everybody: each improvement of a party can be answered so that it ends no better off."""
        at = self.label(setting)
        for party in self.parties:
            for first in self.moves(party, setting):
                if ranks[party][self.label(first)] <= ranks[party][at]:
                    continue
                ends = self.answers(ranks, party, first)
                if not any(ranks[party][end] <= ranks[party][at] for end in ends):
                    return False
        return True

    def answers(self, ranks: Ranks, party: str, first: Setting) -> set[str]:
        seen: set[tuple[str, str]] = set()
        todo: list[tuple[Setting, str]] = [(first, party)]
        while todo:
            here, last = todo.pop()
            for other in self.parties:
                for after in self.moves(other, here) if other not in (party, last) else ():
                    key = (self.label(after), other)
                    if key not in seen and ranks[other][key[0]] > ranks[other][self.label(here)]:
                        seen.add(key)
                        todo.append((after, other))
        return {label for label, _ in seen}

    def steps(self, stated: bool, worse: Callable[[str, Setting, Setting], bool]) -> Callable[..., bool]:
        """Whether a step may be taken, by at most ``together`` parties, on ``day``."""
        binding = self.binding(stated)

        def may(before: Setting, after: Setting, *, together: int, day: datetime.date | None = None) -> bool:
            changed = [name for name in self.bits if before[name] != after[name]]
            movers = {self.bits[name].owner for name in changed}
            return (
                0 < len(movers) <= together
                and not any(self.bits[name].shut(day) for name in changed)
                and self.can_turn(before, after)
                and self.allowed(after)
                and all(self.holds(said.formula, after, said.party) for said in binding)
                and not any(worse(party, after, before) for party in movers)
            )

        return cache_steps(self, may)

    def kind(self, ranks: Ranks, stated: bool) -> tuple[str, set[str]]:
        """The kind of impasse where everybody's ranking is known, and the packages that stand."""

        def worse(party: str, after: Setting, before: Setting) -> bool:
            return bool(ranks[party][self.label(after)] < ranks[party][self.label(before)])

        may, hurdle, good = self.steps(stated, worse), 0, set()
        for now in self.nows():
            for one in self.candidates(stated):
                if any(worse(party, one, now) for party in self.signers(one, now)):
                    continue
                hurdle = max(hurdle, 1)
                if self.stays(ranks, one):
                    hurdle = max(hurdle, 2)
                    found = {label for _, label in ways(self, may, len(self.parties), [None], start=self.label(now))}
                    good |= {self.label(one)} & found
        return "none" if good else HURDLES[hurdle], good

    def as_written(self) -> dict[str, dict[str, Any]]:
        """Ranks where statements count in the order written, and nothing else does."""
        return {
            party: {
                self.label(one): [self.holds(said.formula, one, party) for tier in self.tiers.get(party, ()) for said in tier]
                for one in self.settings()
            }
            for party in self.parties
        }

    def completions(self, party: str) -> Iterator[dict[str, Any]]:
        """Every ranking that what ``party`` stated leaves open, of what the rules allow."""
        labels = [self.label(one) for one in self.settings() if self.allowed(one, self.broken())]
        for orders in product(*(permutations(tier) for tier in self.tiers.get(party, ()))):
            said = [one for order in orders for one in order]
            stated = {label: [self.holds(one.formula, self.setting(label), party) for one in said] for label in labels}
            if party in self.indifferent:
                yield stated
                continue
            values = sorted(map(tuple, {tuple(value) for value in stated.values()}))
            ties = [[label for label in labels if tuple(stated[label]) == value] for value in values]
            for finer in product(*(weak_orders(len(tie)) for tie in ties)):
                place = {label: at for tie, order in zip(ties, finer, strict=True) for label, at in zip(tie, order, strict=True)}
                yield {label: (stated[label], place[label]) for label in labels}


@cache
def weak_orders(size: int) -> list[tuple[int, ...]]:
    return [one for one in product(range(size), repeat=size) if set(one) == set(range(max(one) + 1))]


def cache_steps(literal: Literal, may: Callable[..., bool]) -> Callable[..., bool]:
    @cache
    def asked(before: str, after: str, together: int, day: datetime.date | None) -> bool:
        return may(literal.setting(before), literal.setting(after), together=together, day=day)

    return asked


def ways(
    literal: Literal, may: Callable[..., bool], together: int, days: list[datetime.date | None], *, start: str, first: int = 0
) -> dict[tuple[int, str], tuple[int, int]]:
    """(day, situation) that can be reached, with the fewest exchanges and then the fewest steps that it takes."""
    labels = [literal.label(one) for one in literal.settings()]
    done: dict[tuple[int, str], tuple[int, int]] = {}
    todo = [((0, 0), first, start)]
    while todo:
        cost, place, here = heapq.heappop(todo)
        if (place, here) in done:
            continue
        done[place, here] = cost
        if place + 1 < len(days):
            heapq.heappush(todo, (cost, place + 1, here))
        for there in labels:
            if there != here and (place, there) not in done and may(here, there, together, days[place]):
                pairs = zip(literal.bits.values(), here, there, strict=True)
                movers = {bit.owner for bit, before, after in pairs if before != after}
                heapq.heappush(todo, ((cost[0] + (len(movers) > 1), cost[1] + 1), place, there))
    return done


def turning_days(literal: Literal) -> list[datetime.date | None]:
    first = literal.file.get("as_of")
    if first is None:
        return [None]
    days = {first}
    for bit in literal.bits.values():
        opens, closes = bit.window
        if not bit.frozen:
            days |= {day for day in (opens, closes and closes + ONE_DAY) if day and day > first}
    return sorted(days)


def held(literal: Literal, day: datetime.date | None) -> Literal:
    """The same with what is shut on ``day`` unable to move, wherever it is."""
    found = Literal(literal.file, timed=True)
    found.bits = {name: bit._replace(one_way=True, no_return=True) if bit.shut(day) else bit for name, bit in literal.bits.items()}
    return found


def hitting(sets: set[frozenset[str]]) -> set[frozenset[str]]:
    """Minimal sets that meet every one of ``sets``."""
    every = sorted(frozenset().union(*sets))
    found: set[frozenset[str]] = set()
    for size in range(len(every) + 1):
        for some in map(frozenset, combinations(every, size)):
            if all(some & one for one in sets) and not any(other <= some for other in found):
                found.add(some)
    return found
