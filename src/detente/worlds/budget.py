"""The assumption budget: what the model rests on, element by element and comparison by comparison.

An element's ground is :meth:`~detente.dossier.dossier.Dossier.ground`: attributed words, the author's own, silence, an assumption, or
unknown. A *comparison* is a pair of one party's ranked statements (or listed states). A pair in different tiers is ranked: *assumed* where
the ranking gives a reason for its order (``order_assumed``), else *unknown*. A pair in one tier is *left open*, and assumes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from detente.dossier.basis import ElementKind, Ground
from detente.dossier.dossier import Dossier, statement_tiers
from detente.dossier.schema import RankedEntry

__all__ = ["Budget", "Comparisons", "budget"]


@dataclass(frozen=True, slots=True, repr=False)
class Comparisons:
    """One party's pairs of ranked statements (or listed states): ranked for a stated reason, ranked for none, left open."""

    party: str
    assumed: int = 0
    unknown: int = 0
    left_open: int = 0

    def __repr__(self) -> str:
        return f"Comparisons({self.party}: {self.assumed} assumed, {self.unknown} unknown, {self.left_open} left open)"

    def to_dict(self) -> dict[str, Any]:
        """The counts."""
        return {"party": self.party, "assumed": self.assumed, "unknown": self.unknown, "left_open": self.left_open}


@dataclass(frozen=True, repr=False)
class Budget:
    """Numbers of elements by kind and ground, every ground present, and the comparisons of every party with a ranking."""

    elements: Mapping[ElementKind, Mapping[Ground, int]]
    comparisons: tuple[Comparisons, ...]

    @property
    def total(self) -> Mapping[Ground, int]:
        """Elements of all kinds by ground."""
        return {ground: sum(row[ground] for row in self.elements.values()) for ground in Ground}

    def __repr__(self) -> str:
        return f"Budget({', '.join(f'{count} {ground}' for ground, count in self.total.items())})"

    def to_dict(self) -> dict[str, Any]:
        """Counts by kind, in all, and of comparisons."""
        return {
            "elements": {kind.value: _plain(row) for kind, row in self.elements.items()},
            "total": _plain(self.total),
            "comparisons": [row.to_dict() for row in self.comparisons],
        }


def _plain(row: Mapping[Ground, int]) -> dict[str, int]:
    return {ground.value: count for ground, count in row.items()}


def budget(dossier: Dossier) -> Budget:
    """Count what the elements and comparisons of a dossier rest on, given the claims that nobody rejected."""
    found: dict[ElementKind, Counter[Ground]] = {}
    for element in dossier.elements:
        found.setdefault(element.kind, Counter())[dossier.ground(element)] += 1
    return Budget(
        elements={kind: {ground: found[kind][ground] for ground in Ground} for kind in ElementKind if kind in found},
        comparisons=tuple(_comparisons(dossier)),
    )


def _comparisons(dossier: Dossier) -> list[Comparisons]:
    file = dossier.file
    rows = []
    for party, preference in file.preferences.items():
        reason = preference.order_assumed if isinstance(preference, RankedEntry) else None
        rows.append(_counted(party, [len(tier) for tier in statement_tiers(preference)], reason))
    rows += [_counted(party, [len(tier) for tier in classes if tier != ">>"], None) for party, classes in file.ranking.items()]
    return [row for row in rows if row.assumed or row.unknown or row.left_open]


def _counted(party: str, tiers: list[int], reason: str | None) -> Comparisons:
    ranked = sum(one * two for one, two in combinations(tiers, 2))
    left_open = sum(size * (size - 1) // 2 for size in tiers)
    return Comparisons(party, ranked if reason else 0, 0 if reason else ranked, left_open)
