"""Each party by its own lights: a hypergame whose pictures are the models that each party's own claims license.

    false peace     s rests in the eyes of everybody who knows it and says what it prefers, and in the reference somebody would leave it
    needless fear   s rests in the reference, and somebody would leave it by its own picture

Both go by the point verdicts of :func:`~detente.stability.equilibria.solve` (unstated reads as indifferent). A party that states no
preference of its own is *silent*: it is counted neither as staying nor as leaving. A state outside a party's picture can be neither aimed
at nor foreseen by it; it is listed with those who do not know it. The *misreading* is the least that the party would have to learn, or to
give up, to see its own part as the reference has it (:func:`detente.worlds.sides.smallest_changes`).

Definition of stability inside a picture: :mod:`detente.stability.hypergames`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.analysis.pictures import Pictures, View
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.stability.concepts import concepts_named
from detente.stability.equilibria import Solution
from detente.stability.hypergames import HypergameSolution
from detente.stability.over_completions import Standing, stability_over_completions
from detente.worlds.sides import Changes, Collision, Side, sides, smallest_changes

__all__ = ["Eyes", "Misreading", "Misseen", "SidesAnalysis", "analyze_sides"]

Kind = Literal["false_peace", "needless_fear"]
_COMPLETED_AT_MOST = 2**14  # situations up to which what nobody stated is gone through


@dataclass(frozen=True, slots=True)
class Eyes:
    """One party at the situation now: whether it stays by its own picture and in the reference.

    ``own`` and ``reference`` are None where it has no picture, does not occur or is silent; ``standing``: its own verdict over everything
    its picture leaves open, None where that was not gone through. ``known`` counts the situations that its picture has.
    """

    party: str
    own: bool | None
    reference: bool | None
    standing: Standing | None
    known: int

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "party": self.party,
            "stays_in_own_eyes": self.own,
            "stays_in_reference": self.reference,
            "standing": self.standing,
            "situations_known": self.known,
        }


@dataclass(frozen=True, slots=True)
class Misreading:
    """What one party would have to learn or give up to see its own part as the reference has it.

    ``changes`` are the smallest such sets; ``complete``: all of them, else one that may not be the smallest. ``turned`` tells that the
    party would then leave (True) or stay (False).
    """

    party: str
    turned: bool
    changes: tuple[Changes, ...]
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "party": self.party,
            "would_leave": self.turned,
            "changes": [change.to_dict() for change in self.changes],
            "complete": self.complete,
        }


@dataclass(frozen=True, slots=True)
class Misseen:
    """A situation that is not what it seems. ``parties`` would leave it: in the reference (false peace), in their own eyes (fear).

    ``unforeseen_by``: parties whose picture does not have it. ``misreadings`` are told for the first few situations only.
    """

    kind: Kind
    state: str
    parties: tuple[str, ...]
    unforeseen_by: tuple[str, ...]
    misreadings: tuple[Misreading, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "kind": self.kind,
            "state": self.state,
            "would_leave": list(self.parties),
            "unforeseen_by": list(self.unforeseen_by),
            "misreadings": [found.to_dict() for found in self.misreadings],
        }


@dataclass(frozen=True, repr=False)
class SidesAnalysis:
    """The answer of :func:`analyze_sides`.

    ``silent`` parties state no preference of their own, ``absent`` ones are no decision makers in their own picture. ``false_peace`` and
    ``needless_fear`` come by distance from now, situations that everybody knows first, at most ``most`` of each; the counts say how many
    there are. ``eyes``: everybody at the first status quo.
    """

    dossier: Dossier
    concept: str
    sides: tuple[Side, ...]
    collisions: tuple[Collision, ...]
    pictures: Mapping[str, Model]
    solution: HypergameSolution
    reference: Solution
    silent: tuple[str, ...]
    absent: tuple[str, ...]
    now: str | None
    eyes: tuple[Eyes, ...]
    false_peace: tuple[Misseen, ...] = ()
    needless_fear: tuple[Misseen, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        counted = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return f"<SidesAnalysis of {self.dossier.title!r}: {len(self.sides)} sides, {len(self.collisions)} collisions, {counted}>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data, one documented object."""
        return {
            "title": self.dossier.title,
            "concept": self.concept,
            "options": list(self.reference.space.options) if self.reference.space is not None else [],
            "sides": [side.to_dict() for side in self.sides],
            "collisions": [collision.to_dict() for collision in self.collisions],
            "silent": list(self.silent),
            "absent": list(self.absent),
            "now": self.now,
            "eyes": [row.to_dict() for row in self.eyes],
            "counts": dict(self.counts),
            "false_peace": [row.to_dict() for row in self.false_peace],
            "needless_fear": [row.to_dict() for row in self.needless_fear],
        }


def analyze_sides(
    dossier: Dossier,
    *,
    reference: frozenset[str] | None = None,
    concept: str = "seq",
    most: int = 20,
    told: int = 3,
    bound: int = 300,
    limit: int = 2**18,
) -> SidesAnalysis:
    """Solve each party's own picture and the reference, and say where they differ.

    ``reference``: the claims of the model that the pictures are compared with (default: every claim nobody rejected). ``most`` findings of
    a kind are listed and the first ``told`` are explained; ``bound`` limits each search for a misreading. Raises
    :class:`~detente.errors.DossierError` for listed states, :class:`~detente.errors.UnknownName` for an unknown concept, and what solving
    raises.
    """
    (name,) = concepts_named(concept)
    found, collisions = sides(dossier, reference=reference)
    pictures = Pictures(dossier, found, reference=reference, concept=str(name), limit=limit)
    peace, fear = pictures.false_peace(), pictures.needless_fear()
    return SidesAnalysis(
        dossier,
        str(name),
        found,
        collisions,
        pictures.models,
        pictures.solution,
        pictures.reference,
        pictures.silent,
        absent=tuple(side.party for side in found if side.party not in pictures.models),
        now=pictures.now,
        eyes=tuple(_eyes(pictures, side.party) for side in found),
        false_peace=tuple(_told(pictures, "false_peace", one, bound if at < told else 0) for at, one in enumerate(peace[:most])),
        needless_fear=tuple(_told(pictures, "needless_fear", one, bound if at < told else 0) for at, one in enumerate(fear[:most])),
        counts={"false_peace": len(peace), "needless_fear": len(fear)},
    )


def _told(pictures: Pictures, kind: Kind, view: View, bound: int) -> Misseen:
    explained = (party for party in view.leaving if party in pictures.counted and party not in view.unforeseen_by) if bound else ()
    readings = tuple(one for party in explained if (one := _misreading(pictures, party, view.state, bound)) is not None)
    return Misseen(kind, view.state, view.leaving, view.unforeseen_by, readings)


def _misreading(pictures: Pictures, party: str, state: str, bound: int) -> Misreading | None:
    own = pictures.stays(party, state)
    if own is None or own == pictures.stays_in_reference(party, state):
        return None
    changes, complete = smallest_changes(pictures.sides[party], pictures.verdict(party, state, otherwise=own), bound=bound)
    return Misreading(party, own, changes, complete)


def _eyes(pictures: Pictures, party: str) -> Eyes:
    now, known = pictures.now, len(pictures.solution.solutions[party].states) if party in pictures.models else 0
    if now is None:
        return Eyes(party, None, None, None, known)
    own = pictures.stays(party, now) if party in pictures.counted else None
    standing: Standing | None = None
    if own is not None and known <= _COMPLETED_AT_MOST:
        conflict = pictures.models[party].option_form
        over = stability_over_completions(conflict, states=[now], concepts=pictures.concept)
        standing = over.standing(pictures.concept, now, decision_maker=party)
    return Eyes(party, own, pictures.stays_in_reference(party, now), standing, known)
