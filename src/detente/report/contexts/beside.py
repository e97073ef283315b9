"""What stands beside the answer: conclusions tested, no good choice, threats, what if, no deal, the mirror-image test."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line

__all__ = ["BesideView", "ChoiceRow", "ConclusionView", "MirrorView", "NowRow", "ThreatView", "WhatIf"]


@dataclass(frozen=True)
class ConclusionView:
    """A conclusion of the account: whether it follows, ``why``, and the statements that carry or defeat it; ``brief`` is a few words."""

    says: Line
    verdict: str
    brief: str = ""
    why: tuple[str, ...] = ()
    carried: tuple[tuple[str, tuple[Line, ...]], ...] = ()


@dataclass(frozen=True)
class ChoiceRow:
    """Whether one party has no good choice, and by what; ``party`` is a name, ``reference`` what ends are held against."""

    party: str
    reference: str
    verdict: str
    why: str = ""


@dataclass(frozen=True)
class ThreatView:
    """A threat: whether carrying it out would serve whoever makes it, and what it does to those who could bring it about.

    ``near``: it shares an act with the goal that page one answers, or with what blocks it.
    """

    says: Line
    verdict: str
    why: tuple[Line, ...] = ()
    near: bool = False


@dataclass(frozen=True)
class WhatIf:
    """One thing supposed otherwise, and the answers that change with it; ``turns``: some goal gains or loses its deals."""

    supposed: str
    changes: tuple[str, ...]
    turns: bool = False


@dataclass(frozen=True)
class NowRow:
    """What no deal is to one party."""

    party: str
    stays: str
    deals: str
    unmet: tuple[Line, ...] = ()
    costs: str = ""


@dataclass(frozen=True)
class MirrorView:
    """What is inferred of one party, and whether the answer would be another without it."""

    party: str
    inferred: int
    effect: str


@dataclass(frozen=True)
class BesideView:
    """All of it, each part with a note on what it leaves out."""

    conclusions: tuple[ConclusionView, ...] = ()
    choices: tuple[ChoiceRow, ...] = ()
    threats: tuple[ThreatView, ...] = ()
    what_if: tuple[WhatIf, ...] = ()
    what_if_notes: tuple[str, ...] = ()
    now: str = ""
    now_rows: tuple[NowRow, ...] = ()
    mirror: tuple[MirrorView, ...] = ()
    mirror_note: str = ""
    notes: tuple[str, ...] = ()
