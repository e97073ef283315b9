"""Who holds what."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Cite

__all__ = ["Cell", "IssueRow"]


@dataclass(frozen=True)
class Cell:
    """A position in the table of parties and issues; ``text`` is short. An empty cell of the table means not stated."""

    text: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class IssueRow:
    """One issue with one tuple of cells for each party, in the order of ``Page.parties``."""

    issue: str
    cells: tuple[tuple[Cell, ...], ...]
