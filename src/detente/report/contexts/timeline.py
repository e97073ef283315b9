"""Who held what when: small multiples, one for each party."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line, PartyView

__all__ = ["TimelineLane", "TimelineMark", "TimelineView"]


@dataclass(frozen=True)
class TimelineMark:
    """One mark: ``day`` is its column, ``stand`` its letter and shape, ``change`` a word where it differs from before, '' else."""

    day: int
    stand: str
    voice: str
    claim: str
    own: bool
    known: bool
    change: str = ""
    times: int = 1


@dataclass(frozen=True)
class TimelineLane:
    """A party (None: silences about no party in particular) and its acts, each with its marks by day."""

    party: PartyView | None
    rows: tuple[tuple[str, tuple[TimelineMark, ...]], ...]
    told: tuple[Line, ...]


@dataclass(frozen=True)
class TimelineView:
    """``days`` are the columns, ``cut`` the first column that was not known yet (their number where all was).

    ``later`` are the answers that change with what was not known yet, each with the statements that make the change.
    """

    days: tuple[str, ...]
    cut: int
    lanes: tuple[TimelineLane, ...]
    changes: tuple[Line, ...]
    unknown: tuple[Line, ...]
    later: tuple[Line, ...] = ()
