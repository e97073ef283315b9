"""What a decision maker prefers: statements in order of importance, a direct ranking, or nothing known.

Option prioritization (Peng, Hipel, Kilgour & Fang 1997; Fang, Hipel, Kilgour & Peng 2003): states are compared lexicographically by the
truth of the statements, most important first. A *tier* of several statements holds statements whose order among themselves nobody
stated: its completions are all permutations. States that no statement separates are *unstated*, unless ``rest`` says indifferent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from detente.graphmodel.statements import Formula

__all__ = ["Kind", "Preference", "Prioritization", "Ranking", "Rest", "Statement", "Unknown"]


class Kind(StrEnum):
    """What a statement is besides a place in the ranking; settlement reads it, stability does not."""

    limit = "limit"
    condition = "condition"
    demand = "demand"
    want = "want"


class Rest(StrEnum):
    """How states that no statement separates compare."""

    unstated = "unstated"
    indifferent = "indifferent"


@dataclass(frozen=True, slots=True)
class Statement:
    """One preference statement; ``id`` names the element of a dossier it comes from.

    ``strong``: what differs on this statement, or on a more important one, differs strongly (:mod:`detente.graphmodel.strength`).
    """

    formula: Formula
    kind: Kind = Kind.want
    id: str = ""
    text: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Prioritization:
    """Tiers of statements, most important first."""

    tiers: tuple[tuple[Statement, ...], ...] = ()
    rest: Rest = Rest.unstated

    @property
    def statements(self) -> Iterator[Statement]:
        """All statements in the order written."""
        return (statement for tier in self.tiers for statement in tier)

    @property
    def strong_tiers(self) -> int:
        """How many tiers, from the first, decide strongly: all down to the last that holds a strong statement."""
        return max((count for count, tier in enumerate(self.tiers, 1) if any(statement.strong for statement in tier)), default=0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """State labels, best class first, ties together. ``strong_after``: the classes, from 0, that are strongly preferred to the next."""

    classes: tuple[tuple[str, ...], ...]
    strong_after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing was stated: every weak order is a completion."""


Preference = Prioritization | Ranking | Unknown
