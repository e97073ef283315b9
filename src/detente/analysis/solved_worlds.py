"""Very many worlds of one dossier solved together: those that agree on who moves are variants of one conflict.

A world decides which elements stand. Statements that fall are dropped from a ranking; rules that fall, and acts and parties that fall
and so are frozen at now, change which situations are feasible (:mod:`detente.stability.narrowed`). Only circumstances and merged parties
change the formulas and the movers themselves: worlds that agree on them are a *group*, whose model is compiled once with all that stands
in some world. Where the compiled engine cannot take a group whole, worlds in which the same structure stands are one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, permutations, product
from math import factorial, inf, prod

import numpy as np
from numpy.typing import NDArray

from detente.dossier.basis import ElementKind
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.dossier.names import Bit, bits_of, names_of
from detente.errors import NoState
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Rest, Statement
from detente.graphmodel.statements import And, Formula, Name, Not
from detente.stability.concepts import Concept
from detente.stability.narrowed import solve_narrowed
from detente.stability.variants import VariantSolutions, solve_variant_table
from detente.stability.version_batch import Answers

__all__ = ["BESIDE", "Facing", "Group", "by_group", "solved_worlds", "standing_in"]

Bools = NDArray[np.bool_]
_STATEMENTS = {ElementKind.limit, ElementKind.condition, ElementKind.demand, ElementKind.want}
BESIDE = {
    ElementKind.goal,
    ElementKind.outcome,
    ElementKind.reference,
    ElementKind.conclusion,
    ElementKind.threat,
    ElementKind.attitude,
    ElementKind.agenda,
    ElementKind.meeting,
    ElementKind.cost,
}
"""What no situation, move or ranking depends on: names for situations, and what is asked about them."""


@dataclass(frozen=True, eq=False)
class Group:
    """The worlds at ``places``; variant *k* of ``found`` is the world ``places[k]``.

    ``licensed`` is the model of what stands in some of them. ``now`` holds which states agree with now in each world, a bit a state and
    feasible or not, where that differs from world to world; None where it is as ``licensed`` says. ``exact``: for which variants all
    rankings of their world are among the variants, so that no order was left out and no tie is open.
    """

    places: NDArray[np.intp]
    licensed: Model
    found: VariantSolutions
    now: Answers | None = None
    exact: Bools | None = None


@dataclass(frozen=True, slots=True)
class Facing:
    """The state ``label``, and whether what is open is put before it (``tempting``) or after it (:mod:`detente.graphmodel.completions`)."""

    label: str
    tempting: bool

    def ranked(self, conflict: Conflict) -> Conflict:
        """``conflict`` with each tier in the extreme order, and a last statement without id that breaks ties the same way."""
        setting = {name: letter == "Y" for name, letter in zip(conflict.option_names, self.label, strict=True)}
        here: Formula = And(tuple(Name(name) if yes else Not(Name(name)) for name, yes in setting.items()))
        last = (Statement(Not(here) if self.tempting else here),)
        preferences: dict[str, Preference] = {}
        for maker in conflict.decision_makers:
            said = conflict.preference(maker)
            tiers, rest = (said.tiers, said.rest) if isinstance(said, Prioritization) else ((), Rest.unstated)
            turned = [sorted(tier, key=lambda one: bool(one.formula.evaluate(setting)) is self.tempting) for tier in tiers]
            preferences[maker] = Prioritization((*((one,) for tier in turned for one in tier), last), rest)
        return replace(conflict, preferences=preferences)


def standing_in(dossier: Dossier, worlds: Sequence[frozenset[str]]) -> Mapping[str, Bools]:
    """For each element's id in which of ``worlds`` it stands: bools of shape (len(worlds),)."""
    named = sorted(frozenset().union(*(element.basis.claims for element in dossier.elements)))
    place = {name: at for at, name in enumerate(named)}
    accepted = np.zeros((len(named), len(worlds)), dtype=np.bool_)
    for at, world in enumerate(worlds):
        accepted[[place[name] for name in world if name in place], at] = True
    found: dict[str, Bools] = {}
    for element in dossier.elements:
        ways = [
            np.logical_and.reduce([accepted[place[name]] for name in alternative], initial=True, axis=0)
            for alternative in element.basis.alternatives
        ]
        stands = np.broadcast_to(np.logical_or.reduce(ways, axis=0) if ways else np.True_, len(worlds))
        found[element.id] = found[element.id] | stands if element.id in found else stands
    return found


def solved_worlds(
    dossier: Dossier,
    worlds: Sequence[frozenset[str]],
    *,
    concepts: Sequence[Concept],
    as_of: datetime.date | None = None,
    limit: int = 2**18,
    orders: int = 1,
    facing: Facing | None = None,
    without: Collection[str] = (),
) -> Iterator[Group]:
    """The groups of ``worlds``, solved. Raises what :func:`~detente.dossier.model.model` and solving raise.

    With ``orders`` above 1 a world stands at several ``places`` of its group, once for each joint order of the statements that nobody
    ranked against one another, up to so many; of more than those, only as written and in reverse. ``facing`` a state, everybody
    completes what is open so that leaving it tempts most, or least. Parties ``without`` are switched off.
    """
    standing = dict(standing_in(dossier, worlds))
    for party in without:
        standing[f"parties.{party}"] = np.zeros(len(worlds), dtype=np.bool_)
    solving = _Solving(dossier, standing, tuple(concepts), as_of=as_of, limit=limit, at_most=orders, facing=facing)
    for places in solving.parted(np.arange(len(worlds)), solving.framing):
        group = solving.together(places)
        if group is not None:
            yield group
            continue
        yield from (solving.alike(some) for some in solving.parted(places, solving.structural))


def by_group(dossier: Dossier, worlds: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """``worlds`` in an order in which those of a structure are neighbours, so that parts of them split few groups."""
    standing = standing_in(dossier, worlds)
    packed = np.packbits(_rows(standing, _structural(dossier, standing), np.arange(len(worlds))), axis=1)
    return [worlds[at] for at in np.lexsort(packed.T).tolist()] if packed.size else list(worlds)


def _structural(dossier: Dossier, standing: Mapping[str, Bools]) -> list[str]:
    """The ids of elements other than statements that the situations, the moves or now depend on."""
    kinds: dict[str, set[ElementKind]] = {}
    for element in dossier.elements:
        kinds.setdefault(element.id, set()).add(element.kind)
    return [name for name in standing if not kinds[name] <= _STATEMENTS | BESIDE]


def _framing(dossier: Dossier, standing: Mapping[str, Bools]) -> list[str]:
    """The ids of elements that no narrowing stands for."""
    file = dossier.file
    named = [f"circumstances.{name}" for name in file.circumstances] + [f"merge.{index}" for index in range(len(file.merge))]
    if file.merge:  # whether the principal is there decides who moves
        named += [f"parties.{name}" for name in file.parties]
    for name, entry in file.options.items():
        # an act that is frozen wherever it stands has no setting but now, which the model fixes
        always = any(not _open(standing, bit).any() for bit in bits_of(name, entry))
        if always or file.merge or entry.from_ is not None or entry.until is not None:
            named.append(f"now.{name}")
    return [name for name in named if name in standing]


def _open(standing: Mapping[str, Bools], bit: Bit) -> Bools:
    """In which worlds ``bit`` is not frozen, unless its dates freeze it."""
    nowhere = np.zeros(1, dtype=np.bool_)
    found: Bools = standing.get(f"options.{bit.option}", nowhere) & standing.get(f"parties.{bit.party}", nowhere)
    return found


def _rows(standing: Mapping[str, Bools], names: Sequence[str], places: NDArray[np.intp]) -> Bools:
    """Which of ``names`` stand, by world: shape (places, names)."""
    return np.array([standing[name][places] for name in names], dtype=np.bool_).reshape(len(names), places.size).T


class _Solving:
    def __init__(
        self,
        dossier: Dossier,
        standing: Mapping[str, Bools],
        concepts: tuple[Concept, ...],
        *,
        as_of: datetime.date | None,
        limit: int,
        at_most: int,
        facing: Facing | None,
    ) -> None:
        self.dossier = dossier
        self.standing = standing
        self.concepts = concepts
        self.as_of = as_of
        self.limit = limit
        self.at_most = at_most
        self.facing = facing
        self.names = names_of(dossier.file)
        self.framing = _framing(dossier, standing)
        self.structural = _structural(dossier, standing)

    def parted(self, places: NDArray[np.intp], names: Sequence[str]) -> Iterator[NDArray[np.intp]]:
        """``places`` by which of ``names`` stand."""
        packed = np.packbits(_rows(self.standing, names, places), axis=1)
        _, part_of = np.unique(packed, axis=0, return_inverse=True)
        order = np.argsort(part_of.reshape(-1), kind="stable")
        if order.size:
            yield from np.split(places[order], np.flatnonzero(np.diff(part_of.reshape(-1)[order])) + 1)

    def model(self, places: NDArray[np.intp], fixed: Sequence[str]) -> Model:
        """With all that stands somewhere; ``fixed`` elements as they stand in the worlds at ``places``, which agree on them."""
        stands = {name for name, where in self.standing.items() if where.any()}
        stands -= {name for name in fixed if not self.standing[name][places[0]]}
        licensed = model(self.dossier, standing=stands, as_of=self.as_of, names=self.names)
        return licensed if self.facing is None else replace(licensed, conflict=self.facing.ranked(licensed.option_form))

    def alike(self, places: NDArray[np.intp]) -> Group:
        """Worlds of one structure."""
        licensed = self.model(places, self.structural)
        orders, table, places, exact = self.orders(licensed.option_form, places)
        found = solve_variant_table(licensed.option_form, orders, table, concepts=self.concepts, limit=self.limit)
        return Group(places, licensed, found, exact=exact)

    def together(self, places: NDArray[np.intp]) -> Group | None:
        """Worlds of one frame; None where that cannot be, or there is nothing to it."""
        licensed = self.model(places, self.framing)
        conflict = licensed.option_form
        orders, table, places, exact = self.orders(conflict, places)
        loose = [rule for rule in conflict.rules if rule.id and not self.standing[rule.id][places].all()]
        narrowings: list[tuple[Formula, Bools]] = [(rule.never, self.standing[rule.id][places]) for rule in loose]
        narrowings += self.freezing(conflict, places)
        if not narrowings and not self.varied_now(places):
            return None
        whole = replace(conflict, rules=tuple(rule for rule in conflict.rules if rule not in loose))
        never = [formula for formula, _ in narrowings]
        applies = np.array([where for _, where in narrowings], dtype=np.bool_).reshape(len(never), places.size).T
        try:
            found = solve_narrowed(whole, orders, table, never, applies, concepts=self.concepts, limit=self.limit)
        except NoState:
            return None  # solved by structure, it is named what excludes every situation
        return None if found is None else Group(places, licensed, found, self.now(found, places), exact)

    def freezing(self, conflict: Conflict, places: NDArray[np.intp]) -> Iterator[tuple[Formula, Bools]]:
        """For each act that is frozen in some world the settings that it does not have there, and where."""
        settled = {option.name for option in conflict.options if option.frozen is not None}
        for name, entry in self.dossier.file.options.items():
            stands = self.standing[f"now.{name}"][places] if entry.now_because else np.True_
            for bit in bits_of(name, entry):
                frozen = ~np.broadcast_to(_open(self.standing, bit), self.shape)[places]
                if bit.name in settled or not frozen.any():
                    continue
                yes = frozen & stands & np.bool_(bit.now is True)
                if yes.any():
                    yield Not(Name(bit.name)), yes
                if (frozen & ~yes).any():
                    yield Name(bit.name), frozen & ~yes

    @property
    def shape(self) -> tuple[int, ...]:
        """Of what is known of all worlds."""
        return next(iter(self.standing.values())).shape if self.standing else (1,)

    def varied_now(self, places: NDArray[np.intp]) -> list[str]:
        """The acts of which the model knows now, since it is known in some world, and which lack it in some of these worlds."""
        own = {name: self.standing[f"now.{name}"] for name, entry in self.dossier.file.options.items() if entry.now_because}
        return [name for name, stands in own.items() if stands.any() and not stands[places].all()]

    def now(self, found: VariantSolutions, places: NDArray[np.intp]) -> Answers | None:
        """Which of the states of ``found`` agree with now, by world."""
        varied = self.varied_now(places)
        if not varied:
            return None
        settled = {option.name: option.frozen for option in found.conflict.options}
        patterns, index = np.unique(_rows(self.standing, [f"now.{name}" for name in varied], places), axis=0, return_inverse=True)
        agrees = np.ones((len(patterns), found.codes.size), dtype=np.bool_)
        place = {name: k for k, name in enumerate(found.conflict.option_names)}
        for name, entry in self.dossier.file.options.items():
            known = patterns[:, varied.index(name)] if name in varied else np.broadcast_to(self.known(name, places), len(patterns))
            for bit in bits_of(name, entry):
                if bit.now is not None and settled[bit.name] is None:
                    column = (found.codes >> np.uint64(place[bit.name]) & np.uint64(1)).astype(np.bool_)
                    agrees &= ~known[:, None] | (column == bit.now)
        return Answers(np.packbits(agrees, axis=1, bitorder="little"), index.reshape(-1).astype(np.int64))

    def known(self, option: str, places: NDArray[np.intp]) -> np.bool_:
        """Whether now of ``option``, which is the same in all these worlds, stands."""
        return self.standing[f"now.{option}"][places[0]] if self.dossier.file.options[option].now_because else np.True_

    def orders(
        self, conflict: Conflict, places: NDArray[np.intp]
    ) -> tuple[dict[str, list[tuple[int, ...]]], NDArray[np.int64], NDArray[np.intp], Bools]:
        """Everybody's orders of statements, which one each world has, the worlds as often as they have orders, and whether that is all.

        Whoever loses every statement becomes unknown, and finds all states equal as somebody without statements does.
        """
        listed: dict[str, list[tuple[int, ...]]] = {}
        some: list[list[list[int]]] = []  # by decision maker and by what it has left: places in `listed`
        count: list[list[float]] = []  # how many rankings that is; more than any number where states are open
        table = np.zeros((places.size, len(conflict.decision_makers)), dtype=np.int64)
        for column, maker in enumerate(conflict.decision_makers):
            said = conflict.preference(maker)
            if not isinstance(said, Prioritization):
                some.append([[0]])
                count.append([inf])
                continue
            kept, index = np.unique(self.stands(said, places), axis=0, return_inverse=True)
            table[:, column] = index.reshape(-1)
            each = [_orders(said, row, self.at_most) for row in kept.tolist()]
            listed[maker] = [order for own in each for order in own]
            ends = np.cumsum([len(own) for own in each]).tolist()
            some.append([list(range(end - len(own), end)) for own, end in zip(each, ends, strict=True)])
            count.append([_count(said, row) if any(row) and said.rest is Rest.indifferent else inf for row in kept.tolist()])
        left, which = np.unique(table, axis=0, return_inverse=True)
        which = which.reshape(-1)
        joint = [_joint([own[at] for own, at in zip(some, row, strict=True)], self.at_most) for row in left.tolist()]
        whole = [prod(own[at] for own, at in zip(count, row, strict=True)) <= self.at_most for row in left.tolist()]
        times = np.array([len(rows) for rows in joint], dtype=np.int64)[which]
        spread = np.concatenate([joint[at] for at in which.tolist()]) if places.size else table
        exact = np.repeat(np.array(whole, dtype=np.bool_)[which], times)
        return listed, spread.reshape(int(times.sum()), len(some)), np.repeat(places, times), exact

    def stands(self, said: Prioritization, places: NDArray[np.intp]) -> Bools:
        """Which statements stand, by world; one without id breaks ties, so it counts where ties are open."""
        named = [statement.id for statement in said.statements if statement.id]
        stands = _rows(self.standing, named, places)
        if self.facing is None:
            return stands
        ties = ~stands.any(axis=1) if said.rest is Rest.indifferent else np.ones(places.size, dtype=np.bool_)
        return np.column_stack([stands, ties])


def _count(said: Prioritization, stands: Sequence[bool]) -> int:
    """In how many orders the statements that stand may be."""
    at, found = 0, 1
    for tier in said.tiers:
        found *= factorial(sum(stands[at : at + len(tier)]))
        at += len(tier)
    return found


def _orders(said: Prioritization, stands: Sequence[bool], at_most: int) -> list[tuple[int, ...]]:
    """The orders of the statements that stand, as written first; more than ``at_most``: as written, and the tiers in reverse."""
    tiers, at = [], 0
    for tier in said.tiers:
        tiers.append([place for place in range(at, at + len(tier)) if stands[place]])
        at += len(tier)
    if _count(said, stands) <= at_most:
        return [tuple(chain.from_iterable(chosen)) for chosen in product(*(permutations(tier) for tier in tiers))]
    turns = ([tier, tier[::-1]] for tier in tiers)
    written, turned = (tuple(chain.from_iterable(tiers)) for tiers in zip(*turns, strict=True))
    return [written] if at_most == 1 else [written, turned]


def _joint(some: Sequence[Sequence[int]], at_most: int) -> NDArray[np.int64]:
    """Every combination, or the first and the last of everybody's where there are too many."""
    if prod(map(len, some)) <= at_most:
        return np.array(list(product(*some)), dtype=np.int64)
    return np.array([[own[0] for own in some], [own[-1] for own in some]], dtype=np.int64)
