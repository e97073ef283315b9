"""What would have to be assured: the smallest sets of guarantees with which a package holds.

Two kinds of assurance. *Bind*: an agreed act is made irreversible, so that what was done (or left undone) stays so. *Reply*: a guarantor
is bound to answer. If a party leaves the package by changing one of its acts, the guarantor carries out one act of its own, for good. A
bound reply deters a move when what it leads to is no better for the mover than the package. It is *credible* when carrying it out leaves
the guarantor no worse off than not doing so; a reply that is not has to be enforced by something else than the guarantor's will. No act
is both bound and a reply in one set.

A package *holds with* a set when for every party each improvement from the package is deterred by a reply of the set, or credibly
answered in the conflict in which the set's acts are bound: with replies counted, it is an equilibrium under SEQ (Fang, Hipel & Kilgour
1993). Binding takes moves away, from those who would leave and from those who would answer, so more can hold less. A set is listed only
where no part of it would do. They are found by a hitting-set tree (Reiter 1987): whichever move is still undeterred, one of the
assurances against it has to be in the set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import Any

import numpy as np

from detente.graphmodel.options import Option
from detente.graphmodel.prioritization import BETTER, EQUAL, WORSE
from detente.graphmodel.states import StateSpace
from detente.impasse.between import signs_between
from detente.impasse.breaks import Scene, scene
from detente.settlement.packages import Change
from detente.stability.compiled import engine_name, stable_on_grid
from detente.stability.concepts import Concept
from detente.stability.equilibria import FAST
from detente.stability.option_form import option_form

__all__ = ["Assurance", "Assurances", "Assured", "Leaving", "assurances", "binding"]

_SETS = 12
_NODES = 4000
_CHECKS = 120


@dataclass(frozen=True, slots=True)
class Leaving:
    """A move from the package that nothing deters: ``party`` changes ``options`` and gets to ``state`` (a label)."""

    party: str
    options: tuple[str, ...]
    state: str

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"party": self.party, "options": list(self.options), "state": self.state}


@dataclass(frozen=True, slots=True)
class Assurance:
    """``act`` is what stays (*bind*) or what the ``guarantor`` would do in reply; ``against``: a change by which a party would leave.

    ``offered_by``: who offered to do the act, where its owner is among them. ``credible``: for a reply, whether carrying it out is no
    worse for the guarantor: yes, no, or open given what was stated; empty for an act that is bound, which asks nothing of its owner's
    will.
    """

    kind: str
    act: Change
    against: Change | None = None
    offered_by: tuple[str, ...] = ()
    credible: str = ""

    @property
    def guarantor(self) -> str:
        """Whose act it is."""
        return self.act.party

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "kind": self.kind,
            "act": self.act.to_dict(),
            "guarantor": self.guarantor,
            "against": None if self.against is None else self.against.to_dict(),
            "offered_by": list(self.offered_by),
            "credible": self.credible or None,
        }


@dataclass(frozen=True)
class Assured:
    """Assurances that together make the package hold, none of which can be spared. ``holds_under``: the concepts under which it then does.

    Replies are counted under SEQ alone; for a set with replies ``holds_under`` says only that.
    """

    assurances: tuple[Assurance, ...]
    holds_under: tuple[str, ...]

    @property
    def offered(self) -> bool:
        """Whether it takes nothing but acts that somebody offered."""
        return all(one.offered_by for one in self.assurances)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "assurances": [one.to_dict() for one in self.assurances],
            "holds_under": list(self.holds_under),
            "offered": self.offered,
        }


@dataclass(frozen=True)
class Assurances:
    """For one ``package`` (label): who would leave it undeterred, and the sets that change that, those of offered acts first.

    ``holds_under``: concepts under which it is an equilibrium as it is. ``complete``: every set without a sparable part is here.
    """

    package: str
    holds_under: tuple[str, ...]
    leaving: tuple[Leaving, ...]
    sets: tuple[Assured, ...]
    complete: bool = True

    @property
    def holds(self) -> bool:
        """Whether it holds as it is, under SEQ."""
        return not self.leaving

    @property
    def leavers(self) -> tuple[str, ...]:
        """Who would leave."""
        return tuple(dict.fromkeys(one.party for one in self.leaving))

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "package": self.package,
            "holds_under": list(self.holds_under),
            "leavers": list(self.leavers),
            "leaving": [one.to_dict() for one in self.leaving],
            "sets": [one.to_dict() for one in self.sets],
            "complete": self.complete,
        }


def assurances(
    space: StateSpace,
    package: str,
    *,
    offered: dict[str, tuple[str, ...]] | None = None,
    replies: bool = True,
    at_most: int = _SETS,
    nodes: int = _NODES,
    there: Scene | None = None,
) -> Assurances:
    """The minimal sets of assurances for ``package`` (a label), at most ``at_most``, from at most ``nodes`` sets looked at.

    ``offered``: option -> who offered it. Without ``replies`` acts are only bound. Where the number of states makes it slow, sets that were
    not looked at are missing and ``complete`` is False.
    """
    search = _Search(there or scene(space), space.index(package), offered or {}, replies=replies)
    base = search.undeterred(frozenset())
    under = search.holds_under(frozenset())
    if not base:
        return Assurances(package, under, (), ())
    sets, complete = search.minimal(base, at_most, nodes)
    told = sorted((search.told(found) for found in sets), key=lambda one: (len(one.assurances), not one.offered))
    first = tuple(one for one in told if one.offered) + tuple(one for one in told if not one.offered)
    return Assurances(package, under, tuple(search.leaving(move) for move in base), first, complete=complete)


def binding(there: Scene, package: str) -> tuple[str, ...] | None:
    """The first of the smallest sets of acts which, once bound, make ``package`` hold, and of which no part would do; None: not found."""
    search = _Search(there, there.space.index(package), {}, replies=False)
    sets, _ = search.minimal(search.undeterred(frozenset()), 1, _NODES)
    return tuple(name for name in there.space.options if any(name == act for _, _, act in sets[0])) if sets else None


_Move = tuple[str, int]  # a party and the index of the state it moves to
_Key = tuple[str, str, str]  # ("", "", option) binds; (party, option changed, option of the reply) replies


class _Search:
    def __init__(self, there: Scene, at: int, offered: dict[str, tuple[str, ...]], *, replies: bool) -> None:
        self.there, self.space, self.at, self.offered, self.replies = there, there.space, at, offered, replies
        self.options = {option.name: option for option in self.space.conflict.options}
        self.bit = {name: 1 << k for k, name in enumerate(self.space.options)}
        self.code = int(self.space.codes[at])
        self.known: dict[frozenset[str], tuple[_Move, ...]] = {}
        self.against: dict[_Move, tuple[_Key, ...]] = {}
        self.checks = 0

    def bound(self, names: Collection[str]) -> StateSpace:
        """The same states where ``names`` stay as they are in the package."""

        def kept(option: Option) -> Option:
            if option.name not in names:
                return option
            return replace(option, one_way=True) if self.code & self.bit[option.name] else replace(option, no_return=True)

        conflict = self.space.conflict
        return StateSpace(replace(conflict, options=tuple(kept(option) for option in conflict.options)), self.space.codes)

    def undeterred(self, names: frozenset[str]) -> tuple[_Move, ...]:
        """Every improvement from the package that nothing answers credibly, with ``names`` bound."""
        if names not in self.known:
            self.checks += 1
            space = self.bound(names)
            there = self.there if not names else scene(space)
            found: list[_Move] = []
            stable = self._stable(space, [Concept.seq]) if names else None
            for party in there.form.makers:
                if stable is not None and stable[Concept.seq][party]:
                    continue
                ranks = there.form.ranks[party]
                reached = there.form.blocks[party].of(self.at)
                better = reached[ranks[reached] > ranks[self.at]]
                found += [(party, int(state)) for state in better[there.lowest(party)[better] > ranks[self.at]]]
            self.known[names] = tuple(found)
        return self.known[names]

    def _stable(self, space: StateSpace, concepts: Sequence[Concept]) -> dict[Concept, dict[str, bool]]:
        ranks = self.there.form.ranks
        found = stable_on_grid(space, ranks, concepts) if engine_name() == "compiled" else None
        if found is None:
            form = option_form(space, ranks)
            return {concept: {party: bool(FAST[concept](form, party)[self.at]) for party in form.makers} for concept in concepts}
        return {concept: {party: bool(flags[self.at]) for party, flags in found[concept].items()} for concept in concepts}

    def holds_under(self, names: frozenset[str]) -> tuple[str, ...]:
        stable = self._stable(self.bound(names), tuple(FAST))
        return tuple(str(concept) for concept in FAST if all(stable[concept].values()))

    def answers(self, move: _Move) -> tuple[_Key, ...]:
        """Every assurance that meets ``move``: one of its acts bound, or a reply that leaves the mover no better off."""
        if move not in self.against:
            party, state = move
            changed = [name for name, bit in self.bit.items() if (int(self.space.codes[state]) ^ self.code) & bit]
            found: list[_Key] = [("", "", name) for name in changed]
            if self.replies:
                acts = [name for name in self._reply_acts(party) if self._deters(party, state, name)]
                found += [(party, name, act) for name in changed for act in acts]
            self.against[move] = tuple(found)
        return self.against[move]

    def _reply_acts(self, party: str) -> Iterator[str]:
        """Acts of others that they could do, or undo, from what they do in the package."""
        for name, option in self.options.items():
            stuck = option.one_way if self.code & self.bit[name] else option.no_return
            if option.frozen is None and option.decision_maker != party and not stuck:
                yield name

    def _final(self, state: int, act: str) -> int | None:
        """Where the reply leads, if that is feasible."""
        code = np.uint64(int(self.space.codes[state]) ^ self.bit[act])
        at = int(np.searchsorted(self.space.codes, code))
        return at if at < self.space.size and self.space.codes[at] == code else None

    def _deters(self, party: str, state: int, act: str) -> bool:
        final, ranks = self._final(state, act), self.there.form.ranks[party]
        return final is not None and bool(ranks[final] <= ranks[self.at])

    def minimal(self, base: Sequence[_Move], at_most: int, nodes: int) -> tuple[list[frozenset[_Key]], bool]:
        """Best first by size: a set that leaves a move unanswered grows by each assurance that would answer it."""
        order = count()
        heap: list[tuple[int, int, frozenset[_Key]]] = [(0, next(order), frozenset())]
        seen: set[frozenset[_Key]] = {frozenset()}
        found: list[frozenset[_Key]] = []
        for _ in range(nodes):
            if not heap:
                return found, True
            _, _, chosen = heappop(heap)
            if any(one <= chosen for one in found):
                continue
            move = self._unanswered(chosen, base)
            if move is None:
                found.append(chosen)
                if len(found) == at_most or self.checks > _CHECKS:
                    return found, not heap
                continue
            for key in self.answers(move):
                larger = chosen | {key}
                if larger not in seen and not _contradictory(larger):
                    seen.add(larger)
                    heappush(heap, (len(larger), next(order), larger))
        return found, False

    def _unanswered(self, chosen: frozenset[_Key], base: Sequence[_Move]) -> _Move | None:
        """A move that ``chosen`` does not meet, if there is one: the one that fewest assurances would meet."""
        left = [move for move in base if not chosen & set(self.answers(move))]
        if not left:
            binds = frozenset(act for party, _, act in chosen if not party)
            left = [move for move in self.undeterred(binds) if not chosen & set(self.answers(move))] if binds else []
        return min(left, key=lambda move: len(self.answers(move)), default=None)

    def leaving(self, move: _Move) -> Leaving:
        party, state = move
        changed = int(self.space.codes[state]) ^ self.code
        return Leaving(party, tuple(name for name, bit in self.bit.items() if changed & bit), self.space.label(state))

    def told(self, chosen: frozenset[_Key]) -> Assured:
        binds = frozenset(act for party, _, act in chosen if not party)
        replies = len(binds) < len(chosen)
        ordered = sorted(chosen, key=lambda key: (self.space.options.index(key[2]), key))
        under = (str(Concept.seq),) if replies else self.holds_under(binds)
        return Assured(tuple(self._assurance(key) for key in ordered), under)

    def _assurance(self, key: _Key) -> Assurance:
        party, changed, act = key
        setting = bool(self.code & self.bit[act])
        owner = self.options[act].decision_maker
        to = setting if not party else not setting
        offered = self.offered.get(act, ()) if to and owner in self.offered.get(act, ()) else ()
        if not party:
            return Assurance("bind", Change(act, owner, to), offered_by=offered)
        against = Change(changed, party, not self.code & self.bit[changed])
        return Assurance("reply", Change(act, owner, to), against, offered, self._credible(key, owner))

    def _credible(self, key: _Key, guarantor: str) -> str:
        """Whether the reply is no worse for the guarantor, after each of the moves that it answers."""
        moves = [state for (party, state) in self.known[frozenset()] if key in self.answers((party, state))]
        finals = [self._final(state, key[2]) for state in moves]
        signs = [
            signs_between(self.space, [guarantor], final, state)[guarantor]
            for final, state in zip(finals, moves, strict=True)
            if final is not None
        ]
        if WORSE in signs:
            return "no"
        return "yes" if signs and all(sign in {BETTER, EQUAL} for sign in signs) else "open"


def _contradictory(chosen: frozenset[_Key]) -> bool:
    return bool({act for party, _, act in chosen if not party} & {act for party, _, act in chosen if party})
