"""Every verdict in every world: which situations rest, and for whom, in all, some or none of the readings that the claims leave.

A *subject* is a state (its Y/N label), ``now``, or a formula (options, outcomes, a goal). A state holds for a party under a concept in a
world if it is feasible there and stable for the party; for everybody, if it is an equilibrium. A formula holds if it does so for some state
in which the formula is true; ``now`` if it does so for every status quo of the world. Whoever is no decision maker in a world has no move,
and stays. Preferences are read as they stand in the file: unstated order as written, states that nothing separates as equal.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.analysis.solved_worlds import Group, by_group, solved_worlds
from detente.dossier.dossier import Dossier
from detente.dossier.schema import NamedFormula
from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.stability.concepts import Concept, concepts_named
from detente.stability.version_batch import Rows
from detente.worlds.sweep import Arrays, Sweeping, sweep
from detente.worlds.world import BOUND, Worlds
from detente.worlds.world import worlds as admissible

__all__ = ["Holding", "RestingVerdict", "VerdictsOverWorlds", "asking", "held", "resting_verdict", "subject_states", "verdicts_over_worlds"]

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]
Holding = Literal["all", "some", "none"]
NOW = "now"


@dataclass(frozen=True, eq=False, repr=False)
class VerdictsOverWorlds:
    """In how many of ``worlds`` each verdict holds; a count of readings, not a likelihood.

    ``counts[c, p, s]``: concept *c*, party *p* (the last row: everybody, an equilibrium), subject *s*; shape (concepts, parties + 1,
    subjects).
    """

    worlds: Worlds
    concepts: tuple[Concept, ...]
    parties: tuple[str, ...]
    subjects: tuple[str, ...]
    counts: Counts

    def count(self, subject: str, concept: str, party: str | None = None) -> int:
        """In how many worlds; for everybody if ``party`` is None. Raises :class:`~detente.errors.UnknownName`."""
        if subject not in self._place:
            raise UnknownName("subject", subject, self.subjects)
        if concept not in self.concepts:
            raise UnknownName("solution concept", concept, map(str, self.concepts))
        if party is not None and party not in self.parties:
            raise UnknownName("party", party, self.parties)
        row = len(self.parties) if party is None else self.parties.index(party)
        return int(self.counts[self.concepts.index(Concept(concept)), row, self._place[subject]])

    def holds(self, subject: str, concept: str, party: str | None = None) -> Holding:
        """In all, some or none of the worlds. Raises :class:`~detente.errors.UnknownName`."""
        count = self.count(subject, concept, party)
        return "all" if count == len(self.worlds) else "some" if count else "none"

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {subject: at for at, subject in enumerate(self.subjects)}

    def __repr__(self) -> str:
        return f"<VerdictsOverWorlds: {len(self.subjects)} subjects, {len(self.parties)} parties, {len(self.worlds)} worlds>"

    def to_dict(self) -> dict[str, Any]:
        """The counts by subject, concept and party (``null`` for everybody, under ``equilibrium``), and the worlds."""
        by_subject = {
            subject: {
                str(concept): {
                    "equilibrium": self.count(subject, concept),
                    **{f"party {party}": self.count(subject, concept, party) for party in self.parties},
                }
                for concept in self.concepts
            }
            for subject in self.subjects
        }
        return {"worlds": self.worlds.to_dict(), "counts": by_subject}


@dataclass(frozen=True)
class RestingVerdict:
    """A verdict for :func:`~detente.worlds.hinges.hinges`: ``subject`` holds for ``party``, or for everybody, under ``concept``."""

    dossier: Dossier
    subject: str
    concept: Concept
    party: str | None = None
    as_of: datetime.date | None = None
    limit: int = 2**18
    without: frozenset[str] = frozenset()

    def __call__(self, claims: frozenset[str]) -> bool:
        """Whether it holds in the model that ``claims`` license."""
        return bool(self.many((claims,))[0])

    def many(self, worlds: Sequence[frozenset[str]]) -> Bools:
        """The same of each of ``worlds``: shape (len(worlds),)."""
        asked = asking(self.dossier, [self.subject])
        found = np.zeros(len(worlds), dtype=np.bool_)
        for group in solved_worlds(asked, worlds, concepts=(self.concept,), as_of=self.as_of, limit=self.limit, without=self.without):
            found[group.places] = held(group, self.subject, self.concept, self.party)
        return found


def resting_verdict(
    dossier: Dossier,
    subject: str,
    *,
    concept: str = "seq",
    party: str | None = None,
    as_of: datetime.date | None = None,
    limit: int = 2**18,
) -> RestingVerdict:
    """Whether ``subject`` rests, or ``party`` would not leave it, as a verdict over worlds that are solved together.

    Raises :class:`~detente.errors.UnknownName` for a concept or party that does not exist.
    """
    if party is not None and party not in dossier.file.parties:
        raise UnknownName("party", party, dossier.file.parties, owner=dossier.title)
    return RestingVerdict(dossier, subject, concepts_named(concept)[0], party, as_of, limit)


def verdicts_over_worlds(
    dossier: Dossier,
    *,
    subjects: Iterable[str] | None = None,
    concepts: Iterable[str] | str | None = None,
    vary: Collection[str] | None = None,
    priority: Sequence[str] = (),
    bound: int = BOUND,
    as_of: datetime.date | None = None,
    limit: int = 2**18,
    sweeping: Sweeping | None = None,
) -> VerdictsOverWorlds:
    """In how many worlds each of ``subjects`` (None: every state that is feasible in some world) holds, by concept and party.

    ``vary``, ``priority`` and ``bound`` are those of :func:`~detente.worlds.world.worlds`; ``limit`` bounds the states of a world's model;
    ``sweeping`` says how to go about it: on which executor, in what parts, kept where. Raises what these raise, and
    :class:`~detente.errors.DossierError` for a dossier that lists its states.
    """
    wanted = concepts_named(concepts)
    found = admissible(dossier, vary=vary, priority=priority, bound=bound)
    named = None if subjects is None else tuple(dict.fromkeys(subjects))
    work = _Counting(asking(dossier, named or ()), named, wanted, as_of, limit)
    question = f"verdicts over worlds: {named} {[str(concept) for concept in wanted]} {as_of} {limit}"
    how = replace(sweeping or Sweeping(), question=question)
    parts = sweep(dossier, work, by_group(work.dossier, [world.claims for world in found]), sweeping=how)
    labels, counts = _summed(parts)
    return VerdictsOverWorlds(found, wanted, tuple(dossier.file.parties), labels if named is None else named, counts)


def _summed(parts: Sequence[Arrays]) -> tuple[tuple[str, ...], Counts]:
    """The parts' counts together, by label; a state that is feasible in no world of a part holds in none of them."""
    labels = sorted({str(label) for part in parts for label in part["labels"]}, key=lambda label: label[::-1])
    place = {label: at for at, label in enumerate(labels)}
    total = np.zeros((*parts[0]["counts"].shape[:2], max(len(labels), *(part["counts"].shape[2] for part in parts))), dtype=np.int64)
    for part in parts:
        columns = [place[str(label)] for label in part["labels"]] if part["labels"].size else slice(None)
        total[:, :, columns] += part["counts"]
    return tuple(labels), total


@dataclass(frozen=True)
class _Counting:
    """The work on one part of the worlds. ``dossier`` names the subjects among its references."""

    dossier: Dossier
    subjects: tuple[str, ...] | None
    concepts: tuple[Concept, ...]
    as_of: datetime.date | None
    limit: int

    def __call__(self, worlds: tuple[frozenset[str], ...]) -> Arrays:
        groups = solved_worlds(self.dossier, worlds, concepts=self.concepts, as_of=self.as_of, limit=self.limit)
        return self._every_state(groups) if self.subjects is None else self._named(groups, self.subjects)

    def _named(self, groups: Iterable[Group], subjects: Sequence[str]) -> Arrays:
        rows = (*self.dossier.file.parties, None)
        counts = np.zeros((len(self.concepts), len(rows), len(subjects)), dtype=np.int64)
        for group in groups:
            for at, concept in enumerate(self.concepts):
                for row, party in enumerate(rows):
                    counts[at, row] += [int(held(group, subject, concept, party).sum()) for subject in subjects]
        return {"labels": np.empty(0, dtype=np.str_), "counts": counts}

    def _every_state(self, groups: Iterable[Group]) -> Arrays:
        parties = tuple(self.dossier.file.parties)
        place: dict[str, int] = {}
        found: list[tuple[list[int], Counts]] = []
        for group in groups:
            labels = _labels(group)
            counts = np.stack([[_tally(group, concept, party) for party in (*parties, None)] for concept in self.concepts])
            found.append(([place.setdefault(label, len(place)) for label in labels], counts))
        total = np.zeros((len(self.concepts), len(parties) + 1, len(place)), dtype=np.int64)
        for columns, counts in found:
            total[:, :, columns] += counts
        return {"labels": np.array(list(place), dtype=np.str_), "counts": total}


def _labels(group: Group) -> list[str]:
    width = len(group.found.conflict.options)
    return ["".join("Y" if code >> k & 1 else "N" for k in range(width)) for code in group.found.codes.tolist()]


def _tally(group: Group, concept: Concept, party: str | None) -> Counts:
    """In how many of the group's worlds each state holds: shape (states,)."""
    found = group.found
    weights: NDArray[np.intp] | None = None
    if party is None:
        rows = found.resting_rows(concept)
    else:
        stays = party not in found.conflict.decision_makers
        if stays and found.feasible is None:
            return np.full(found.codes.size, len(found), dtype=np.int64)
        answers = found.feasible if stays else found.answers[concept][found.conflict.decision_makers.index(party)]
        assert answers is not None
        used, weights = np.unique(answers.index, return_counts=True)
        rows = answers.rows[used]
    total = np.zeros(found.codes.size, dtype=np.int64)
    if weights is not None and (weights == 1).all():
        weights = None
    for start in range(0, len(rows), _ROWS):
        some = found.spelled(rows[start : start + _ROWS])
        if weights is None:
            total += some.view(np.uint8).sum(axis=0, dtype=np.uint8)
        else:  # whole numbers far below what a float32 holds exactly
            total += np.rint(weights[start : start + _ROWS].astype(np.float32) @ some.astype(np.float32)).astype(np.int64)
    return total


_ROWS = 255  # so that a count of them fits a byte


def asking(dossier: Dossier, subjects: Iterable[str]) -> Dossier:
    """The dossier with each subject that is a formula among its references, so that it is compiled as everything else is."""
    file = dossier.file
    known = {**file.references, **({"goal": file.goal} if file.goal else {}), **file.goals}
    named = {}
    for subject in subjects:
        if subject != NOW and not _is_label(dossier, subject):
            entry = known.get(subject, subject)  # without its basis: it is what is asked about, whatever stands
            named[subject] = entry.formula if isinstance(entry, NamedFormula) else entry
    return replace(dossier, file=file.model_copy(update={"references": {**file.references, **named}})) if named else dossier


def _is_label(dossier: Dossier, subject: str) -> bool:
    return bool(subject) and set(subject) <= set("YN") and subject not in dossier.file.options and subject not in dossier.file.outcomes


def subject_states(group: Group, subject: str) -> Rows:
    """The states that ``subject`` is about, a bit a state: one row, or one a world."""
    found, conflict = group.found, group.found.conflict
    env = {option.name: (found.codes >> np.uint64(k) & np.uint64(1)).astype(np.bool_) for k, option in enumerate(conflict.options)}
    if subject in group.licensed.references:
        asked = np.broadcast_to(np.asarray(group.licensed.references[subject].evaluate(env), dtype=np.bool_), found.codes.shape)
    elif subject == NOW and group.now is not None:
        return group.now.rows[group.now.index]
    else:
        asked = np.isin(found.codes, np.array(_codes(conflict, subject), dtype=np.uint64))
    return np.packbits(asked, bitorder="little")[None, :]


def _codes(conflict: Conflict, subject: str) -> list[int]:
    settings: Sequence[Mapping[str, bool]]
    if subject == NOW:
        settings = conflict.status_quos(at_most=2**16)
    elif len(subject) == len(conflict.options):
        settings = ({option.name: letter == "Y" for option, letter in zip(conflict.options, subject, strict=True)},)
    else:
        raise ModelError(f"{subject!r} has {len(subject)} letters for {len(conflict.options)} options", cure="give one Y or N for each")
    return [sum(1 << k for k, option in enumerate(conflict.options) if setting[option.name]) for setting in settings]


def held(group: Group, subject: str, concept: Concept, party: str | None) -> Bools:
    """In which of the group's worlds ``subject`` holds for ``party``, or as an equilibrium for None."""
    found = group.found
    asked = subject_states(group, subject)
    if found.feasible is not None:
        asked = asked & found.feasible.rows[found.feasible.index]
    if party is None:
        rows = found.resting_rows(concept)
    elif party in found.conflict.decision_makers:
        answers = found.answers[concept][found.conflict.decision_makers.index(party)]
        if len(asked) == 1:  # each distinct answer once
            return np.broadcast_to(_holding(answers.rows, asked, subject), len(answers.rows))[answers.index]
        rows = answers.rows[answers.index]
    else:
        rows = np.full((1, asked.shape[1]), 255, dtype=np.uint8)
    return np.broadcast_to(_holding(rows, asked, subject), len(found))


def _holding(rows: Rows, asked: Rows, subject: str) -> Bools:
    some: Bools = ((rows & asked) != 0).any(axis=1)
    every: Bools = ((rows & asked) == asked).all(axis=1)
    return some & every if subject == NOW else some
