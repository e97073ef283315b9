"""When something is added: how a verdict stands before and after, and which of the new claims are responsible.

A verdict V is asked twice of a dossier. *Over the readings*: in every, in some or in no admissible world (up to a bound, which is said).
*Together*: in the one reading that takes every claim that nobody set aside, and of claims that contradict one another the one a person
accepted, or else neither. A third question is put of the dossier with the new claims: *preferred*, together with the new claims in the
place of whatever contradicts them.

The new claims responsible for a change are the smallest sets S of them such that with S alone, the other new claims set aside, V stands as
it does with all of them. Sets are tried by size, so that each one found is minimal (no proper subset does it), verdicts being monotone or
not. The empty set means that no new claim is needed: the day alone, or what the model has without a basis.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

from detente.dossier.dossier import Dossier
from detente.evidence import Review, ReviewStatus
from detente.worlds.reach import rivals
from detente.worlds.world import Verdict, Worlds

__all__ = ["Held", "InReadings", "Smallest", "holding", "setting_aside", "smallest_sets", "together"]

InReadings = Literal["every", "some", "none"]


@dataclass(frozen=True, slots=True)
class Held:
    """How a verdict stands: ``readings`` says in which, ``together`` whether in the one; ``complete`` if every open claim was varied.

    ``readings`` is None where the verdict was asked of the one reading only.
    """

    readings: InReadings | None
    together: bool
    complete: bool = True

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"readings": self.readings, "together": self.together, "complete": self.complete}


@dataclass(frozen=True)
class Smallest:
    """The minimal sets found, smallest first. ``complete``: every set that could be one was tried; ``tried`` counts them."""

    sets: tuple[frozenset[str], ...]
    complete: bool
    tried: int

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"sets": [sorted(found) for found in self.sets], "complete": self.complete, "tried": self.tried}


def together(dossier: Dossier, *, preferred: Collection[str] = ()) -> frozenset[str]:
    """The claims of the one reading: nobody set them aside, and nothing that is taken contradicts them.

    Of claims that contradict one another an accepted one is taken, of proposed ones neither. ``preferred`` claims come first, before
    accepted ones, save those of them that contradict one another.
    """
    against = rivals(dossier)
    wanted = frozenset(preferred) & dossier.standing
    first = frozenset(claim for claim in wanted if not against[claim] & wanted)
    beaten = frozenset().union(*(against[claim] for claim in first))
    accepted = (dossier.claims_with(ReviewStatus.accepted) & dossier.standing) - beaten - (wanted - first)
    beaten |= frozenset().union(*(against[claim] for claim in accepted - first))
    rest = dossier.standing - first - accepted - beaten
    return first | accepted | frozenset(claim for claim in rest if not against[claim] & (rest | wanted))


def holding(dossier: Dossier, verdict: Verdict, *, readings: Worlds | None, complete: bool = True) -> Held:
    """How ``verdict`` stands, over ``readings`` (:func:`~detente.worlds.world.worlds` of the same dossier) where they are given.

    ``complete`` says that nothing beside what they vary could.
    """
    if readings is None:
        return Held(None, bool(verdict(together(dossier))))
    found = readings
    answers = {bool(verdict(world.claims)) for world in found}
    named: InReadings = "some" if len(answers) == 2 else "every" if True in answers else "none"
    return Held(named, bool(verdict(together(dossier))), complete and found.complete)


def setting_aside(dossier: Dossier, claims: Iterable[str]) -> Dossier:
    """The dossier with ``claims`` set aside, whoever had decided what about them."""
    out = frozenset(claims)
    aside = {
        name: replace(claim, review=Review(ReviewStatus.rejected, claim.review.by)) for name, claim in dossier.claims.items() if name in out
    }
    return replace(dossier, claims={**dossier.claims, **aside})


def smallest_sets(items: Sequence[str], does: Callable[[frozenset[str]], bool], *, most: int = 512) -> Smallest:
    """Every minimal subset of ``items`` for which ``does`` holds, among at most ``most`` that are tried, by size.

    Where the trying stops before any was found and ``does`` holds for all of them, they are thinned out one by one: that set loses no
    single member, and ``complete`` is False.

    >>> found = smallest_sets("abc", lambda s: "a" in s or {"b", "c"} <= s)
    >>> [sorted(one) for one in found.sets], found.complete
    ([['a'], ['b', 'c']], True)
    """
    found: list[frozenset[str]] = []
    tried = 0
    for size in range(len(items) + 1):
        for chosen in combinations(items, size):
            subset = frozenset(chosen)
            if any(one <= subset for one in found):
                continue
            if tried == most:
                return Smallest(tuple(found or _thinned(items, does)), complete=False, tried=tried)
            tried += 1
            if does(subset):
                found.append(subset)
    return Smallest(tuple(found), complete=True, tried=tried)


def _thinned(items: Sequence[str], does: Callable[[frozenset[str]], bool]) -> list[frozenset[str]]:
    kept = frozenset(items)
    if not does(kept):
        return []
    while True:
        smaller = next((kept - {item} for item in items if item in kept and does(kept - {item})), None)
        if smaller is None:
            return [kept]
        kept = smaller
