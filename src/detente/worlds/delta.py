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

from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from typing import Any, Literal

from detente.dossier.dossier import Dossier
from detente.evidence import Review, ReviewStatus
from detente.worlds.reach import Variable, rivals
from detente.worlds.world import Verdict, Worlds

__all__ = ["Held", "InReadings", "Smallest", "holding", "setting_aside", "smallest_sets", "smallest_ways", "together"]

_MOST_TOLD = 1000  # sets written out where one variable has many ways
_MOST_FROM_ABOVE = 64
_MOST_STEPS = 200_000  # sets looked at, most of which hold one that is found

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
    """The minimal sets found, smallest first. ``complete``: every set that could be one was tried; ``tried`` counts them.

    ``searched`` is the size up to which all were: no smaller set is missing. A set that is larger may hold another that was not tried.
    """

    sets: tuple[frozenset[str], ...]
    complete: bool
    tried: int
    searched: int = -1

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "sets": [sorted(found) for found in self.sets],
            "complete": self.complete,
            "tried": self.tried,
            "searched_to_size": self.searched,
        }


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
    """The minimal subsets of ``items`` for which ``does`` holds; every one, if all sets can be tried with ``most`` questions.

    Sets are tried by size. Where that would end before the larger sizes, a quarter of the questions is kept for looking for larger ones
    from above: all of them, thinned out until no single member can be spared; then all but what hits each set found, thinned out again,
    and so on. Where ``does`` only ever turns from no to yes as sets grow, what that finds is minimal too, and all there is if it ends.

    >>> found = smallest_sets("abc", lambda s: "a" in s or {"b", "c"} <= s)
    >>> [sorted(one) for one in found.sets], found.complete
    ([['a'], ['b', 'c']], True)
    """
    asked = _Asked(does)
    found: list[frozenset[str]] = []
    whole = 2 ** len(items) <= most
    below = most if whole else max(1, most - most // 4)
    searched = -1
    steps = 0
    for size in range(len(items) + 1):
        alone = frozenset().union(*(one for one in found if len(one) == 1))  # what does it alone is in no larger minimal set
        for chosen in combinations([item for item in items if item not in alone], size):
            subset = frozenset(chosen)
            steps += 1
            if asked.tried >= below or steps > _MOST_STEPS:
                larger = _from_above(items, asked, found, most)
                return Smallest((*found, *larger), complete=False, tried=asked.tried, searched=searched)
            if not any(one <= subset for one in found) and asked(subset):
                found.append(subset)
        searched = size
        if frozenset() in found:
            break
    return Smallest(tuple(found), complete=True, tried=asked.tried, searched=searched)


def smallest_ways(variables: Sequence[Variable], does: Callable[[frozenset[str]], bool], *, most: int = 512) -> Smallest:
    """The same over claims that do one work (:mod:`detente.worlds.reach`): each is tried in one way, and told in all of its ways.

    ``does`` must depend on claims only through the elements that stand. Then exchanging one way of a variable for another changes nothing,
    and a minimal set holds exactly one way, itself minimal, of each variable that it needs.
    """
    named = {f"{index:04}": variable for index, variable in enumerate(variables)}

    def holds(chosen: frozenset[str]) -> bool:
        return does(frozenset().union(*(named[name].ways[0] for name in chosen)))

    found = smallest_sets(tuple(named), holds, most=most)
    told = (frozenset().union(*ways) for one in found.sets for ways in product(*(named[name].ways for name in sorted(one))))
    sets = tuple(islice(told, _MOST_TOLD))
    cut = len(sets) == _MOST_TOLD
    return replace(found, sets=tuple(sorted(sets, key=len)), complete=found.complete and not cut)


class _Asked:
    """Answers, each asked for once."""

    def __init__(self, does: Callable[[frozenset[str]], bool]) -> None:
        self.does = does
        self.known: dict[frozenset[str], bool] = {}

    @property
    def tried(self) -> int:
        return len(self.known)

    def __call__(self, subset: frozenset[str]) -> bool:
        if subset not in self.known:
            self.known[subset] = bool(self.does(subset))
        return self.known[subset]


def _from_above(items: Sequence[str], asked: _Asked, small: Sequence[frozenset[str]], most: int) -> list[frozenset[str]]:
    """Further sets that lose no single member and hold none of ``small``, while questions are left; what hits all found is left out."""
    found: list[frozenset[str]] = []
    hitting: list[frozenset[str]] = [frozenset()]
    for one in small:
        hitting = _hitting(hitting, one)
    left = deque(hitting)
    while left and asked.tried < most and (small == () or len(found) < _MOST_FROM_ABOVE):
        out = left.popleft()
        rest = frozenset(items) - out
        if not asked(rest):
            continue
        thin = _thinned(items, rest, asked, most)
        if thin is None:
            break
        found.append(thin)
        hitting = _hitting(hitting, thin)
        left = deque(hitting)
    return sorted(found, key=len)


def _hitting(sets: Sequence[frozenset[str]], one: frozenset[str]) -> list[frozenset[str]]:
    """The minimal sets that hit what ``sets`` hit, and ``one``."""
    grown = [old for old in sets if old & one]
    wider = {old | {item} for old in sets if not old & one for item in one}
    new = [candidate for candidate in wider if not any(old <= candidate for old in grown)]
    return sorted([*grown, *new], key=lambda found: (len(found), sorted(found)))[:_MOST_FROM_ABOVE]


def _thinned(items: Sequence[str], start: frozenset[str], asked: _Asked, most: int) -> frozenset[str] | None:
    """A part of ``start`` that loses no single member, by taking out halves first; None where the questions run out."""
    kept = start
    size = len(kept) // 2
    while size > 1:
        ordered = [item for item in items if item in kept]
        for at in range(0, len(ordered), size):
            smaller = kept - frozenset(ordered[at : at + size])
            if asked.tried >= most:
                return None
            if smaller != kept and asked(smaller):
                kept = smaller
        size //= 2
    while asked.tried < most:
        smaller_ = next((kept - {item} for item in items if item in kept and asked.tried < most and asked(kept - {item})), None)
        if smaller_ is None:
            return kept if asked.tried < most or all(not asked.known.get(kept - {item}, True) for item in kept) else None
        kept = smaller_
    return None
