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
    """One preference statement; ``id`` names the element of a dossier it comes from."""

    formula: Formula
    kind: Kind = Kind.want
    id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Prioritization:
    """Tiers of statements, most important first."""

    tiers: tuple[tuple[Statement, ...], ...] = ()
    rest: Rest = Rest.unstated

    @property
    def statements(self) -> Iterator[Statement]:
        """All statements in the order written."""
        return (statement for tier in self.tiers for statement in tier)


@dataclass(frozen=True, slots=True)
class Ranking:
    """State labels, best class first, ties together."""

    classes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing was stated: every weak order is a completion."""


Preference = Prioritization | Ranking | Unknown
