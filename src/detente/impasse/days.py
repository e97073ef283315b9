"""What the days change: from when and until when a package can still be reached, and what is lost after which day.

Steps take no time of their own in the model: whatever is open on a day can be done on that day. So the last day of a package is the last
day on which one could begin with nothing done yet and still reach it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.impasse.walk import Walk
from detente.impasse.windows import Phase, Window

__all__ = ["Days", "Turn", "days"]


@dataclass(frozen=True)
class Turn:
    """On ``day`` the options ``opens`` can move for the first time, or it is the last day on which ``closes`` can.

    ``gained`` packages can be reached from then on, ``lost`` ones no more after it, by whoever begins with nothing done (labels).
    """

    day: datetime.date
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "day": self.day.isoformat(),
            "opens": list(self.opens),
            "closes": list(self.closes),
            "gained": list(self.gained),
            "lost": list(self.lost),
        }


@dataclass(frozen=True)
class Days:
    """``first`` and ``last`` day on which some package can be reached; None: no day is given, or there is none after which it cannot.

    ``never``: on no day. ``turns``: the days on which something opens or closes, in order. ``counted``: packages asked about.
    """

    first: datetime.date | None
    last: datetime.date | None
    never: bool
    turns: tuple[Turn, ...]
    counted: int
    complete: bool = True

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
            "never": self.never,
            "turns": [turn.to_dict() for turn in self.turns],
            "counted": self.counted,
            "complete": self.complete,
        }


def days(walk: Walk, starts: Collection[int], targets: Sequence[int], windows: Mapping[str, Window]) -> tuple[Days, Mapping[int, int]]:
    """When each of ``targets`` can be reached from some start, however many act at once; and the phase in which each reached one is.

    ``windows``: every dated option, those that never matter too.
    """
    phases, complete = walk.phases, True
    begun: list[frozenset[int]] = []  # what can still be reached by whoever begins in a phase
    there: list[frozenset[int]] = []  # what can be reached by the end of a phase, begun in the first
    for first in range(len(phases)):
        found: set[int] = set()
        for start in starts:
            reached = walk.search(start, together=len(walk.movers), targets=targets, first=first)
            complete &= reached.complete
            by_phase = [{target for target in targets if steps[target] >= 0} for steps in reached.steps]
            found |= by_phase[-1]
            if first == 0:
                there = [seen | frozenset(more) for seen, more in zip(there or [frozenset()] * len(phases), by_phase, strict=True)]
        begun.append(frozenset(found))
    earliest = next((place for place, seen in enumerate(there) if seen), None)
    latest = next((place for place in reversed(range(len(phases))) if begun[place]), None)
    turns = [*_closing(walk, begun), *_opening(walk, there), *_elsewhere(windows, phases)]
    told = Days(
        first=None if earliest is None else phases[earliest].begins,
        last=None if latest is None else phases[latest].ends,
        never=earliest is None,
        turns=tuple(sorted(turns, key=lambda turn: (turn.day, not turn.opens))),
        counted=len(targets),
        complete=complete,
    )
    return told, {target: next(place for place, seen in enumerate(there) if target in seen) for target in (there[-1] if there else ())}


def _labels(walk: Walk, states: Collection[int]) -> tuple[str, ...]:
    return tuple(walk.space.label(state) for state in sorted(states))


def _closing(walk: Walk, begun: Sequence[frozenset[int]]) -> list[Turn]:
    found = []
    for place, phase in enumerate(walk.phases[:-1]):
        closes = walk.phases[place + 1].shut - phase.shut
        if closes and phase.ends is not None:
            found.append(Turn(phase.ends, closes=tuple(sorted(closes)), lost=_labels(walk, begun[place] - begun[place + 1])))
    return found


def _opening(walk: Walk, there: Sequence[frozenset[int]]) -> list[Turn]:
    found = []
    for place, phase in enumerate(walk.phases[1:], 1):
        opens = walk.phases[place - 1].shut - phase.shut
        if opens and phase.begins is not None:
            found.append(Turn(phase.begins, opens=tuple(sorted(opens)), gained=_labels(walk, there[place] - there[place - 1])))
    return found


def _elsewhere(windows: Mapping[str, Window], phases: Sequence[Phase]) -> list[Turn]:
    """Days of options that no formula speaks of: they change no package, but what can be added to one."""
    told = {name for phase in phases for name in phase.shut}
    first = phases[0].begins
    found = []
    for name, window in windows.items():
        if name in told or first is None:
            continue
        if window.closes is not None:
            found.append(Turn(window.closes, closes=(name,)))
        if window.opens is not None and window.opens > first:
            found.append(Turn(window.opens, opens=(name,)))
    return found
