"""Other ways to meet what is asked, and the same question asked otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line

__all__ = ["AmbiguityView", "NeedView", "OpeningsView", "PartView", "StageView", "VariantView", "WayView", "WeighingView"]


@dataclass(frozen=True)
class WayView:
    """One way to meet a statement, and the statements that refuse it."""

    text: str
    refused: tuple[Line, ...] = ()


@dataclass(frozen=True)
class NeedView:
    """A statement that takes an act somebody refuses, with every way to meet it; ``beside``: other acts on the same issue."""

    line: Line
    ways: tuple[WayView, ...]
    verdict: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class AmbiguityView:
    """One word read in several ways: who reads what, and what that does to the deals."""

    act: str
    readings: tuple[Line, ...]
    verdicts: tuple[Line, ...]


@dataclass(frozen=True)
class PartView:
    """One part of a necessary condition, and what asking for it adds to what blocks."""

    text: str
    verdict: str
    adds: tuple[Line, ...] = ()


@dataclass(frozen=True)
class WeighingView:
    """A necessary condition on record, part by part."""

    says: Line
    verdict: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True)
class StageView:
    """One goal among the others."""

    name: str
    at_limits: str
    as_stated: str
    alone: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class VariantView:
    """The same question asked otherwise."""

    name: str
    answer: str
    reasons: str = ""


@dataclass(frozen=True)
class OpeningsView:
    """Everything that stands beside the deals of one goal."""

    needs: tuple[NeedView, ...] = ()
    ambiguities: tuple[AmbiguityView, ...] = ()
    side_payments: tuple[Line, ...] = ()
    weighings: tuple[WeighingView, ...] = ()
    stages: tuple[StageView, ...] = ()
    variants: tuple[VariantView, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.needs or self.ambiguities or self.side_payments or self.weighings or self.stages)
