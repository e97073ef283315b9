"""What rests in every, in some or in no ranking that agrees with what is stated, world by world.

In one world a verdict is *necessary* if it holds in every completion of what is stated there, *possible* if in some, *impossible* if
in none (:mod:`detente.stability.over_completions`). All worlds are solved together, in three steps:

1. every joint order of the statements that nobody ranked against one another, up to ``orders``. Where that is all that is open, it is
   exact; and what holds in one order and fails in another is possible.
2. facing each state that is asked about (up to ``states``), everybody's two extreme completions. For Nash, GMR and SMR they are exact for
   one state; SEQ and SSEQ lie between Nash and GMR, or Nash and SMR.
3. for SEQ and SSEQ of one state, what is still open is asked one model after the other, up to ``models``, by bounds that may stay apart.

What that does not settle is *undecided*.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from detente.analysis.solved_worlds import Facing, Group, solved_worlds
from detente.analysis.verdicts_over_worlds import asking, held, subject_states
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.errors import UnknownName
from detente.stability.concepts import Concept, concepts_named
from detente.stability.over_completions import Standing, stability_over_completions

__all__ = ["MODELS", "ORDERS", "STATES", "RankedVerdict", "ranked_verdict"]

ORDERS, STATES, MODELS = 720, 16, 256
_TOGETHER = 512  # worlds: each may have as many orders as the bound allows
Bools = NDArray[np.bool_]
_BELOW = {Concept.seq: Concept.nash, Concept.sseq: Concept.nash}
_ABOVE = {Concept.seq: Concept.gmr, Concept.sseq: Concept.smr}


@dataclass(frozen=True)
class RankedVerdict:
    """A verdict for :func:`~detente.worlds.hinges.hinges`: ``subject`` is proved to rest in every ranking, or (not ``every``) in some.

    What stays undecided is not proved, and :meth:`standings` tells it apart.
    """

    dossier: Dossier
    subject: str
    concept: Concept
    party: str | None = None
    every: bool = True
    as_of: datetime.date | None = None
    orders: int = ORDERS
    states: int = STATES
    models: int = MODELS
    without: frozenset[str] = frozenset()
    _known: dict[frozenset[str], Standing] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, claims: frozenset[str]) -> bool:
        """Whether it is proved in the model that ``claims`` license."""
        return bool(self.many((claims,))[0])

    def many(self, worlds: Sequence[frozenset[str]]) -> Bools:
        """The same of each of ``worlds``: shape (len(worlds),)."""
        wanted = {"necessary"} if self.every else {"necessary", "possible"}
        return np.array([standing in wanted for standing in self.standings(worlds)], dtype=np.bool_)

    def standings(self, worlds: Sequence[frozenset[str]]) -> tuple[Standing, ...]:
        """In every, some or no ranking, or undecided, in each of ``worlds``."""
        parts = (worlds[start : start + _TOGETHER] for start in range(0, len(worlds), _TOGETHER))
        return tuple(standing for part in parts for standing in _Standings(self, part).found())


def ranked_verdict(
    dossier: Dossier,
    subject: str,
    *,
    concept: str = "seq",
    party: str | None = None,
    every: bool = True,
    as_of: datetime.date | None = None,
) -> RankedVerdict:
    """Whether ``subject`` rests, or ``party`` would not leave it, in every ranking (or in some) that agrees with what is stated.

    Raises :class:`~detente.errors.UnknownName` for a concept or party that does not exist.
    """
    if party is not None and party not in dossier.file.parties:
        raise UnknownName("party", party, dossier.file.parties, owner=dossier.title)
    return RankedVerdict(dossier, subject, concepts_named(concept)[0], party, every, as_of)


class _Standings:
    def __init__(self, verdict: RankedVerdict, worlds: Sequence[frozenset[str]]) -> None:
        self.verdict = verdict
        self.worlds = worlds
        self.dossier = asking(verdict.dossier, [verdict.subject])
        size = len(worlds)
        self.low, self.high = np.zeros(size, dtype=np.bool_), np.ones(size, dtype=np.bool_)  # proved in every, not excluded in any
        self.shown, self.failed = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)  # in one that was solved
        self.labels: set[str] = set()
        self.single = np.ones(size, dtype=np.bool_)  # whether one state is asked about

    def found(self) -> tuple[Standing, ...]:
        self.by_orders()
        if self.open.any() and len(self.labels) <= self.verdict.states:
            self.by_extremes()
            self.by_models()
        return tuple(map(_standing, self.low.tolist(), self.high.tolist(), self.shown.tolist(), self.failed.tolist()))

    @property
    def open(self) -> Bools:
        """Neither in every nor in none, and not seen to depend."""
        still: Bools = ~self.low & self.high & ~(self.shown & self.failed)
        return still

    def by_orders(self) -> None:
        verdict = self.verdict
        for group in self.solved((verdict.concept,), self.worlds, orders=verdict.orders):
            holds = held(group, verdict.subject, verdict.concept, verdict.party)
            np.logical_or.at(self.shown, group.places, holds)
            np.logical_or.at(self.failed, group.places, ~holds)
            assert group.exact is not None
            exact = np.zeros_like(self.low)
            exact[group.places] = group.exact
            self.low |= exact & ~self.failed
            self.high &= ~exact | self.shown
            asked = self.asked(group)
            self.single[group.places] = asked.sum(axis=1) == 1
            width = len(group.found.conflict.options)
            codes = group.found.codes[asked.any(axis=0)].tolist()
            self.labels |= {"".join("Y" if code >> k & 1 else "N" for k in range(width)) for code in codes}

    def by_extremes(self) -> None:
        left = np.flatnonzero(self.open)
        worlds = [self.worlds[at] for at in left.tolist()]
        all_of = self.verdict.subject == "now"
        sides = []
        for tempting, by in ((True, _BELOW), (False, _ABOVE)):
            concept = by.get(self.verdict.concept, self.verdict.concept)
            answer, some = np.full(len(worlds), all_of), np.zeros(len(worlds), dtype=np.bool_)
            for label in self.labels:
                for group in self.solved((concept,), worlds, facing=Facing(label, tempting)):
                    about = self.at(group, self.asked(group), label)
                    stays = about & held(group, label, concept, self.verdict.party)
                    some[group.places] |= about
                    if all_of:
                        answer[group.places] &= stays | ~about
                    else:
                        answer[group.places] |= stays
            sides.append(answer & some)
        self.low[left] |= sides[0]
        self.high[left] &= sides[1]
        if self.verdict.concept not in _BELOW:  # for one state both are exact
            depends = self.single[left] & ~sides[0] & sides[1]
            self.shown[left] |= depends
            self.failed[left] |= depends

    def by_models(self) -> None:
        verdict = self.verdict
        for at in np.flatnonzero(self.open & self.single).tolist() if verdict.concept in _BELOW else ():
            standing_here = {element.id for element in self.dossier.elements if element.basis.stands(self.worlds[at])}
            key = frozenset(standing_here - {f"parties.{party}" for party in verdict.without})
            if key not in verdict._known:
                if len(verdict._known) >= verdict.models:
                    continue
                verdict._known[key] = self.alone(self.worlds[at])
            standing = verdict._known[key]
            self.low[at] |= standing == "necessary"
            self.high[at] &= standing != "impossible"
            if standing == "possible":
                self.shown[at] = self.failed[at] = True

    def alone(self, world: frozenset[str]) -> Standing:
        verdict = self.verdict
        conflict = model(self.dossier, accepted=world, as_of=verdict.as_of, without=verdict.without).option_form
        (group,) = self.solved((verdict.concept,), [world])
        (code,) = group.found.codes[self.asked(group)[0]].tolist()
        label = "".join("Y" if code >> k & 1 else "N" for k in range(len(conflict.options)))
        found = stability_over_completions(conflict, concepts=verdict.concept, states=[label], bound=verdict.orders)
        return found.standing(verdict.concept, label, decision_maker=verdict.party)

    def solved(self, concepts: tuple[Concept, ...], worlds: Sequence[frozenset[str]], **how: object) -> list[Group]:
        named = replace(self.dossier)
        given = {"as_of": self.verdict.as_of, "without": self.verdict.without, **how}
        return list(solved_worlds(named, worlds, concepts=concepts, **given))  # type: ignore[arg-type]

    def asked(self, group: Group) -> Bools:
        """The feasible states that the subject is about, by variant: shape (variants, states)."""
        asked = np.broadcast_to(subject_states(group, self.verdict.subject), (len(group.found), (group.found.codes.size + 7) // 8))
        if group.found.feasible is not None:
            asked = asked & group.found.feasible.rows[group.found.feasible.index]
        return group.found.spelled(asked)

    @staticmethod
    def at(group: Group, asked: Bools, label: str) -> Bools:
        """In which variants the state ``label`` is among those asked about."""
        code = sum(1 << k for k, letter in enumerate(label) if letter == "Y")
        place = np.flatnonzero(group.found.codes == np.uint64(code))
        return asked[:, place[0]] if place.size else np.zeros(len(asked), dtype=np.bool_)


def _standing(low: bool, high: bool, shown: bool, failed: bool) -> Standing:  # noqa: FBT001 - four flags of one world
    if low:
        return "necessary"
    if not high:
        return "impossible"
    return "possible" if shown and failed else "undecided"
