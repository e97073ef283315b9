"""How every party orders the packages against now, and where fallback bargaining would meet."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line, PartyView

__all__ = ["FallView", "Lane", "Standing", "ZonePackage", "ZoneView"]


@dataclass(frozen=True)
class ZonePackage:
    """A package that is drawn, told without what all drawn ones share. ``count``: how many packages all parties rank as this one."""

    number: int
    changes: tuple[Line, ...]
    count: int = 1
    pareto: bool = False
    fallback: bool = False


@dataclass(frozen=True)
class Standing:
    """A party on one package: ``band`` is takes, open or refuses, ``place`` from 1 (best) among the ``of`` classes drawn."""

    band: str
    place: int
    of: int
    words: str = ""


@dataclass(frozen=True)
class Lane:
    """One party's order: a standing for each package drawn; ``best`` and ``worst`` in words."""

    party: PartyView
    standings: tuple[Standing, ...]
    best: str = ""
    worst: str = ""

    @property
    def takes(self) -> str:
        """The packages that it finds no worse than now, by number, best first; a slash stands between classes."""
        return self._told("takes")

    @property
    def open(self) -> str:
        """Those that are open against now."""
        return self._told("open")

    @property
    def refuses(self) -> str:
        """Those that it finds worse than now, or across a line of its own."""
        return self._told("refuses")

    def _told(self, band: str) -> str:
        classes: dict[int, list[str]] = {}
        for number, standing in enumerate(self.standings, 1):
            if standing.band == band:
                classes.setdefault(standing.place, []).append(str(number))
        return " / ".join(", ".join(classes[place]) for place in sorted(classes))


@dataclass(frozen=True)
class FallView:
    """How far a party falls in fallback bargaining: to place ``depth`` of ``of``, so that it would rather have ``depth - 1``."""

    party: PartyView
    depth: int
    of: int


@dataclass(frozen=True)
class ZoneView:
    """``common``: what all packages drawn share. ``meeting``: the fallback outcome in words, ``impasse`` where refusals stop the fall."""

    met: bool
    lede: str
    common: tuple[Line, ...]
    packages: tuple[ZonePackage, ...]
    lanes: tuple[Lane, ...]
    falls: tuple[FallView, ...] = ()
    meeting: str = ""
    impasse: str = ""
    notes: tuple[str, ...] = ()
