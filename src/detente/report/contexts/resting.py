"""Where it comes to rest."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line, PartyView
from detente.report.drawing import Look
from detente.report.graph import Arc, Grid

__all__ = ["GraphView", "RestingView", "StableCell"]


@dataclass(frozen=True)
class StableCell:
    """Whether a situation is stable for a party under a concept: yes, no, or open, with the reason in words."""

    mark: str
    reason: str = ""


@dataclass(frozen=True)
class RestingView:
    """A situation in which nobody would leave, by at least one concept."""

    label: str
    name: str
    told: tuple[Line, ...]
    concepts: tuple[str, ...]
    is_now: bool = False
    why: tuple[Line, ...] = ()
    goal: bool = False


@dataclass(frozen=True)
class GraphView:
    """The option grid with its arcs, and how each state's node looks."""

    board: Grid
    arcs: tuple[Arc, ...]
    looks: dict[int, Look]
    movers: tuple[PartyView, ...]
    caption: str
