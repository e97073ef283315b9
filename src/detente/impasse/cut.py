"""What blocks the way: the smallest sets of bars whose lifting would open one.

A *cut* is a set of bars (conditions and limits at some step, movers who would be worse off, dates, acts that cannot be undone, entries of
an agenda) without which a way exists, while without any part of it none does. They are found against *barriers*: if lifting a set opens
nothing, it is grown until one more bar would open a way, and at least one of the bars left out has to be in every cut. Cuts are the minimal
hitting sets of all barriers (Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from detente.impasse.walk import Bar, Walk

__all__ = ["Cut", "Cuts", "cuts"]

_CANDIDATES = 500


@dataclass(frozen=True, slots=True)
class Cut:
    """Bars that would all have to give way, and would suffice."""

    bars: tuple[Bar, ...]

    @property
    def elements(self) -> frozenset[str]:
        """The bars' ids."""
        return frozenset(bar.id for bar in self.bars)

    def to_dict(self) -> list[dict[str, Any]]:
        """As plain data."""
        return [bar.to_dict() for bar in self.bars]


@dataclass(frozen=True)
class Cuts:
    """Why no way exists in which at most ``together`` parties act at the same moment; ``cuts``, smallest first.

    ``hard``: no way exists even with every bar lifted, because of rules or acts that are fixed. ``complete``: these are all cuts.
    """

    together: int
    cuts: tuple[Cut, ...]
    hard: bool = False
    complete: bool = True

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"together": self.together, "cuts": [cut.to_dict() for cut in self.cuts], "hard": self.hard, "complete": self.complete}


def cuts(
    walk: Walk,
    starts: Collection[int],
    targets: Collection[int],
    *,
    together: int,
    among: Collection[str] | None = None,
    at_most: int = 12,
    pairs: int = 40_000_000,
) -> Cuts:
    """The cuts between ``starts`` and ``targets``, at most ``at_most``, made of the bars ``among`` these ids (all of them, for None).

    A way from any start to any target counts. Where one exists already, the only cut is the empty one. After ``pairs`` pairs of states have
    been looked at the search for more is ended.
    """
    order = {bar.id: bar for bar in walk.bars if walk.lifted([bar.id]) and (among is None or bar.id in among)}
    search = _Search(walk, starts, targets, together, pairs)
    try:
        if not search.open_without(order):
            return Cuts(together, (), hard=search.sure, complete=search.sure)
        found, complete = _hitting(search, tuple(order), at_most)
    except _TooMany as stopped:
        found, complete = stopped.found, False
    told = tuple(Cut(tuple(order[name] for name in order if name in cut)) for cut in found)
    return Cuts(together, told, complete=complete and search.sure)


class _TooMany(Exception):
    def __init__(self, found: list[frozenset[str]]) -> None:
        super().__init__()
        self.found = found


class _Search:
    def __init__(self, walk: Walk, starts: Collection[int], targets: Collection[int], together: int, pairs: int) -> None:
        self.walk, self.starts, self.targets, self.together = walk, starts, targets, together
        self.left = pairs
        self.sure = True
        self.found: list[frozenset[str]] = []

    def open_without(self, names: Iterable[str]) -> bool:
        """Whether a way exists once the bars called ``names`` are lifted."""
        if self.left < 0:
            raise _TooMany(self.found)
        lifted = self.walk.lifted(list(names))
        for start in self.starts:
            reached = self.walk.search(start, together=self.together, targets=self.targets, lifted=lifted, one_is_enough=True)
            self.left -= self.walk.pairs
            if any((steps[list(self.targets)] >= 0).any() for steps in reached.steps):
                return True
            self.sure &= reached.complete
        return False


def _hitting(search: _Search, names: tuple[str, ...], at_most: int) -> tuple[list[frozenset[str]], bool]:
    candidates: list[frozenset[str]] = [frozenset()]
    while True:
        candidate = next((one for one in candidates if one not in search.found), None)
        if candidate is None or len(search.found) == at_most:
            return search.found, candidate is None
        if search.open_without(candidate):
            search.found.append(candidate)
            continue
        largest = set(candidate)
        for name in names:
            if name not in largest and not search.open_without({*largest, name}):
                largest.add(name)
        candidates = _crossed(candidates, frozenset(names) - largest)
        if len(candidates) > _CANDIDATES:
            raise _TooMany(search.found)


def _crossed(hitting: Iterable[frozenset[str]], barrier: frozenset[str]) -> list[frozenset[str]]:
    """The minimal hitting sets once ``barrier`` has to be hit too (Berge), smallest first."""
    hitting = list(hitting)
    kept = [one for one in hitting if one & barrier]
    grown = {one | {name} for one in hitting if not one & barrier for name in barrier}
    kept += [one for one in grown if not any(other <= one for other in kept)]
    return sorted(kept, key=lambda one: (len(one), sorted(one)))
