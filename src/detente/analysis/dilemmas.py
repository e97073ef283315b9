"""No good choice, for every party alike and against every reference the dossier names; and its threats.

A reference that is a formula stands for the situations nearest to now in which it holds: with all else as now, as far as the rules allow.
One that holds now is now. Acts that no formula mentions stay as they are now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.analysis.board import Boards, start_of
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.errors import ModelError
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace
from detente.stability.no_win import NoWin, no_win_among
from detente.stability.threats import Threat, nearest, threat

__all__ = ["NOW", "Dilemmas", "NamedThreat", "NoWinRow", "Reference", "dilemmas", "near_now"]

NOW = "now"
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """What ends are held against: ``labels`` are the situations; ``same``: it holds now, so it is now."""

    name: str
    labels: tuple[str, ...]
    same: bool = False


@dataclass(frozen=True, slots=True)
class NoWinRow:
    """One party against one reference."""

    party: str
    reference: str
    found: NoWin

    def to_dict(self) -> dict[str, Any]:
        """As plain data: the verdict, and each choice with where it may end, at most three ends a choice."""
        return {"party": self.party, "reference": self.reference, **self.found.to_dict()}


@dataclass(frozen=True, slots=True)
class NamedThreat:
    """A threat of the dossier. ``claims``: what the threat, and the statements that decide whether carrying it out serves, rest on."""

    name: str
    found: Threat
    deciding: tuple[str, ...]
    claims: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"name": self.name, **self.found.to_dict(), "deciding": list(self.deciding), "claims": list(self.claims)}


@dataclass(frozen=True)
class Dilemmas:
    """Every party against every reference, and every threat. ``held``: acts left as now. ``notes`` say what was not computed."""

    rows: tuple[NoWinRow, ...] = ()
    references: tuple[Reference, ...] = ()
    threats: tuple[NamedThreat, ...] = ()
    held: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    space: StateSpace | None = field(default=None, repr=False, compare=False)

    def row(self, party: str, reference: str = NOW) -> NoWinRow | None:
        """The row of ``party`` against ``reference``, or against now where that reference is now; None for a party that has none."""
        asked = next((found for found in self.references if found.name == reference), None)
        name = NOW if asked is not None and asked.same else reference
        return next((row for row in self.rows if (row.party, row.reference) == (party, name)), None)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "no_win": [row.to_dict() for row in self.rows],
            "references": [{"name": found.name, "situations": list(found.labels), "same_as_now": found.same} for found in self.references],
            "threats": [found.to_dict() for found in self.threats],
            "held_at_now": list(self.held),
            "notes": list(self.notes),
        }


def dilemmas(dossier: Dossier, licensed: Model, boards: Boards) -> Dilemmas:
    """Ask of every decision maker whether it has a good choice, and of every threat whether it is credible.

    Where the situations are too many to list, or now is infeasible, the answer is empty and its notes say why.
    """
    conflict = licensed.option_form
    if not conflict.options or not conflict.decision_makers:
        return Dilemmas()
    try:
        ground, space = boards.of(conflict), boards.space(conflict)
        start = start_of(space, space.conflict)
        asked = tuple(near_now(name, formula, space, start) for name, formula in _references(licensed).items())
        found = tuple(
            NoWinRow(party, reference.name, no_win_among(ground, party, reference=_given(reference), at_least=64, listed=_LISTED))
            for reference in asked
            if reference.labels and not reference.same
            for party in conflict.decision_makers
        )
    except ModelError as error:
        return Dilemmas(notes=(f"no good choice and threats were not computed: {error.message}",), held=tuple(sorted(boards.held)))
    notes = [f"the reference {reference.name!r} holds in no situation that the rules allow" for reference in asked if not reference.labels]
    said = tuple(
        _threat(dossier, name, threat(space, party, act, when, start=start))
        for name, (party, act, when) in licensed.threats.items()
        if party in conflict.decision_makers
    )
    return Dilemmas(found, asked, said, tuple(sorted(boards.held)), tuple(notes), space)


def _references(licensed: Model) -> Mapping[str, Formula | None]:
    return {NOW: None, **licensed.references}


def near_now(name: str, formula: Formula | None, space: StateSpace, start: int) -> Reference:
    """The situations nearest to now in which ``formula`` holds; for None, now itself."""
    if formula is None:
        return Reference(name, (space.label(start),))
    at = nearest(space, start, np.flatnonzero(space.truth(formula)))
    return Reference(name, tuple(space.label(int(state)) for state in at), at.tolist() == [start])


def _given(reference: Reference) -> tuple[str, ...] | None:
    return None if reference.name == NOW else reference.labels


def _threat(dossier: Dossier, name: str, found: Threat) -> NamedThreat:
    deciding = tuple(dict.fromkeys(identity for way in found.near for identity in (*way.gains, *way.losses)))
    rested = [dossier.element_by_id[identity] for identity in (f"threats.{name}", *deciding) if identity in dossier.element_by_id]
    claims = dict.fromkeys(claim for element in rested for claim in sorted(element.basis.claims & dossier.standing))
    return NamedThreat(name, found, deciding, tuple(claims))
