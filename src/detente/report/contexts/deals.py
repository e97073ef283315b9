"""What deals there are, and what would remove the reasons against the others."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line, Reason

__all__ = ["ChangeGroup", "DealView", "DealsView"]


@dataclass(frozen=True)
class ChangeGroup:
    """Changes that would remove a reason, for one party or for several together. ``statements`` is how many the account records of each."""

    who: str
    parties: tuple[str, ...]
    changes: tuple[tuple[Line, ...], ...]
    statements: str = ""


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
class DealsView:
    """The packages under one question: at the limits (demands can be traded) or as stated (every demand met too).

    ``shown``: which of the packages are told, where not all are.
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
