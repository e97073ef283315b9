"""What deals there are, and what would remove the reasons against the others."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line, Reason

__all__ = ["ChangeGroup", "DealView", "DealsView", "ImpasseGroup", "ImpasseView"]


@dataclass(frozen=True)
class ChangeGroup:
    """Changes that would remove a reason, for one party or for several together, and how many ``more`` there are that are not told.

    ``statements`` is how many the account records of each.
    """

    who: str
    parties: tuple[str, ...]
    changes: tuple[tuple[Line, ...], ...]
    statements: str = ""
    more: int = 0


@dataclass(frozen=True)
class DealView:
    """A package told by its changes from now. ``holds`` says whether anybody would leave it, ``leaving`` who and why.

    ``cure``: what would make it hold if it could not be undone.
    ``apart``: where a word of it is read in several ways, who would count it as kept and who would not.
    """

    label: str
    changes: tuple[Line, ...]
    marks: tuple[str, ...] = ()
    holds: str = ""
    leaving: tuple[str, ...] = ()
    cure: str = ""
    gains: str = ""
    losers: str = ""
    apart: str = ""


@dataclass(frozen=True)
class ImpasseGroup:
    """What turns on one party (``party`` is empty where it takes several): each part is a line, with lines beneath it.

    ``statements`` is how many the account records of it.
    """

    who: str
    party: str
    parts: tuple[tuple[Line, ...], ...]
    statements: int = 0


@dataclass(frozen=True)
class ImpasseView:
    """Which ``kind`` of impasse it is on one ``side`` (at the limits, or as stated), and what it turns on, party by party.

    ``read``: the kind with rankings read as written, where that is another.
    """

    kind: str
    side: str
    verdict: str
    groups: tuple[ImpasseGroup, ...] = ()
    read: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DealsView:
    """The packages under one question: at the limits (demands can be traded) or as stated (every demand met too).

    ``shown``: which of the packages are told, where not all are. ``impasse``: on the side of which its kind was asked.
    """

    heading: str
    explanation: str
    verdict: str
    count: int
    deals: tuple[DealView, ...] = ()
    reasons: tuple[Reason, ...] = ()
    changes: tuple[ChangeGroup, ...] = ()
    notes: tuple[str, ...] = ()
    same: str = ""
    shown: str = ""
    complete: bool = True
    impasse: ImpasseView | None = None
