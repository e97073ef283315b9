"""Dates: which acts can move when, as the days of a path go by.

Outside its window an option cannot move. At any one day that is all there is to know, and the model freezes it; a path goes on through
days, and so options open and close along it. Between two days on which something opens or closes nothing changes: such a stretch is a
*phase*. What an option is set to when it closes it stays.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.dossier.names import bits_of
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option

__all__ = ["ALWAYS", "Phase", "Timed", "Window", "held_between", "phases_of", "timed"]

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which an option can move; None: no such day is given."""

    opens: datetime.date | None = None
    closes: datetime.date | None = None

    def on(self, day: datetime.date | None) -> bool:
        """Whether the option can move on ``day``; where no day is given nothing is shut."""
        return day is None or ((self.opens is None or self.opens <= day) and (self.closes is None or day <= self.closes))


@dataclass(frozen=True, slots=True)
class Phase:
    """Days ``begins`` to ``ends`` (both included, None: without end, or no day given), in which the options ``shut`` cannot move."""

    begins: datetime.date | None
    ends: datetime.date | None
    shut: frozenset[str] = frozenset()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "begins": None if self.begins is None else self.begins.isoformat(),
            "ends": None if self.ends is None else self.ends.isoformat(),
            "shut": sorted(self.shut),
        }


ALWAYS = (Phase(None, None),)


@dataclass(frozen=True, repr=False)
class Timed:
    """The model of a dossier with its days: ``conflict`` leaves free every option that can move on some day from the first on.

    ``windows`` has the dated ones among them. ``durations``: what the file says of how long an option lasts, by option of the file.
    """

    model: Model
    conflict: Conflict
    windows: Mapping[str, Window]
    phases: tuple[Phase, ...]
    durations: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Timed: {len(self.windows)} dated options, {len(self.phases)} phases>"


def timed(dossier: Dossier, *, accepted: AbstractSet[str] | None = None, without: AbstractSet[str] = frozenset()) -> Timed:
    """The model that ``accepted`` claims license, with options that open or close later left free to do so.

    A dossier without ``as_of`` has no days: then nothing opens or closes. Raises what :func:`detente.dossier.model.model` raises.
    """
    file = dossier.file
    first = file.as_of
    claims = dossier.standing if accepted is None else accepted
    undated = replace(dossier, file=file.model_copy(update={"as_of": None}))
    licensed = model(undated, accepted=claims, without=without)
    conflict = licensed.option_form
    windows, past, notes = {}, set(), list(licensed.notes)
    for name, entry in file.options.items():
        window = Window(entry.from_, entry.until)
        if window == Window():
            continue
        for bit in bits_of(name, entry):
            if first is not None and window.closes is not None and window.closes < first:
                past.add(bit.name)
            else:
                windows[bit.name] = window
        if first is None:
            notes.append(f"{name} has a date, but the dossier has no as_of: the date is not applied")
    shut = {name for name, window in windows.items() if not window.on(first)}
    now = {name: bool(value) if name in past | shut else value for name, value in conflict.now.items()}
    unknown = [name for name in sorted(past | shut) if conflict.now.get(name) is None]
    notes += [f"{name} cannot move yet, or any more, and its setting is unknown: read as no" for name in unknown]
    options = tuple(replace(option, frozen=bool(now.get(option.name))) if option.name in past else option for option in conflict.options)
    conflict = replace(conflict, options=options, now=now)
    free = {option.name for option in options if option.frozen is None}
    windows = {name: window for name, window in windows.items() if name in free and first is not None}
    durations = {name: entry.duration for name, entry in file.options.items() if entry.duration and f"options.{name}" in licensed.standing}
    return Timed(licensed, conflict, windows, phases_of(windows, first), durations, tuple(dict.fromkeys(notes)))


def phases_of(windows: Mapping[str, Window], first: datetime.date | None) -> tuple[Phase, ...]:
    """The phases from day ``first`` on.

    >>> day = datetime.date
    >>> found = phases_of({"a": Window(closes=day(2025, 5, 31)), "b": Window(opens=day(2025, 5, 1))}, day(2025, 4, 1))
    >>> [(str(phase.begins), str(phase.ends), sorted(phase.shut)) for phase in found]
    [('2025-04-01', '2025-04-30', ['b']), ('2025-05-01', '2025-05-31', []), ('2025-06-01', 'None', ['a'])]
    """
    if first is None:
        return ALWAYS
    days = {first}
    for window in windows.values():
        days |= {day for day in (window.opens, window.closes and window.closes + _DAY) if day is not None and day > first}
    ordered = sorted(days)
    ends = [day - _DAY for day in ordered[1:]]
    return tuple(
        Phase(begins, until, frozenset(name for name, window in windows.items() if not window.on(begins)))
        for begins, until in zip(ordered, [*ends, None], strict=True)
    )


def held_between(conflict: Conflict, phase: Phase) -> Conflict:
    """The conflict as it stands in ``phase``: what is shut keeps its setting, whichever that is, while no state is lost."""

    def held(option: Option) -> Option:
        return replace(option, one_way=True, no_return=True) if option.name in phase.shut and option.frozen is None else option

    return replace(conflict, options=tuple(held(option) for option in conflict.options)) if phase.shut else conflict
