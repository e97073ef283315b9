"""The way to a deal, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line

__all__ = ["JourneyPart", "JourneyStep", "JourneyView"]


@dataclass(frozen=True)
class JourneyStep:
    """One step; ``beneath`` says what it meets, leaves open, and where it could break."""

    number: str
    line: Line
    beneath: tuple[Line, ...] = ()


@dataclass(frozen=True)
class JourneyPart:
    """A few lines under one ``heading``; None for the answer, with which the section begins."""

    heading: Line | None = None
    text: tuple[Line, ...] = ()
    steps: tuple[JourneyStep, ...] = ()
    items: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True)
class JourneyView:
    """All of it, the answer first."""

    parts: tuple[JourneyPart, ...] = ()
