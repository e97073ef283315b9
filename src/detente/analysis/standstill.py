"""No deal: whether now is a resting point, whom it leaves better or worse off than a deal, and what the model does not count.

For each party: whether it would leave now by itself, over all completions of what was stated (Nash), and under which concepts it would
stay as read; which of its own statements now breaks; and, for each goal, how its best acceptable deal (at the limits) compares with now.
Now is *tolerable* to a party as far as no acceptable deal is surely better for it, which says nothing of the costs that the model leaves
out; they are listed beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from detente.analysis.board import Boards
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import blocks
from detente.graphmodel.preferences import Prioritization
from detente.graphmodel.prioritization import BETTER, OPEN, compare
from detente.graphmodel.states import StateSpace
from detente.settlement.admissible import admissible
from detente.stability.equilibria import Solution

__all__ = ["Against", "Cost", "PartyNow", "Standstill", "standstill"]


class Against(StrEnum):
    """A party's best acceptable deal against now."""

    better = "better"  # some acceptable deal is better in every completion
    open = "open"  # some may be
    no_better = "no better"  # none is
    no_deal = "no deal"


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost that the model leaves out, with the claims it rests on."""

    text: str
    borne_by: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyNow:
    """``stays``: whether no move of its own is better, in every completion, in some or in none (*necessary*, *possible*, *impossible*).

    ``as_read``: the concepts under which it stays with orders as written and what nothing separates as equal. ``unmet``: its statements
    that now breaks. ``deals``: for each goal its best acceptable deal against now. ``costs``: how many of the costs left out it bears.
    """

    party: str
    stays: str
    as_read: tuple[str, ...]
    unmet: tuple[str, ...]
    deals: Mapping[str, Against]
    costs: int = 0

    @property
    def tolerable(self) -> Against:
        """*better* where some deal is surely better than now, *open* where some may be, *no better* where none is, or there is none."""
        found = set(self.deals.values())
        return Against.better if Against.better in found else Against.open if Against.open in found else Against.no_better


@dataclass(frozen=True)
class Standstill:
    """``now``: the situation's label. ``rests``: the concepts under which it is an equilibrium as read.

    ``references``: the named references that hold now. Empty, with a note, where the situations are too many to list.
    """

    now: str = ""
    rests: tuple[str, ...] = ()
    parties: tuple[PartyNow, ...] = ()
    references: tuple[str, ...] = ()
    costs: tuple[Cost, ...] = ()
    notes: tuple[str, ...] = ()

    def party(self, name: str) -> PartyNow:
        """One party's row; raises KeyError."""
        return {row.party: row for row in self.parties}[name]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        data = asdict(self)
        for row, party in zip(data["parties"], self.parties, strict=True):
            row["best_deal"] = str(party.tolerable)
        return data


def standstill(dossier: Dossier, licensed: Model, boards: Boards, *, solution: Solution | None = None) -> Standstill:
    """What *no deal* is to each party, where it stands now; the first status quo, where now is open. ``solution``: its resting points."""
    conflict = licensed.option_form
    costs = tuple(
        Cost(cost.text, cost.borne_by, tuple(sorted(dossier.element_by_id[f"costs.{index}"].basis.claims)))
        for index, cost in enumerate(dossier.file.costs)
        if f"costs.{index}" in licensed.standing
    )
    try:
        space = boards.space(conflict)
        quos = space.conflict.status_quos(at_most=2)
        if not quos or not space.conflict.decision_makers:
            return Standstill(costs=costs)
        label = space.label(space.index(quos[0]))
        stays = {party: _stays(space, party, space.index(quos[0])) for party in space.conflict.decision_makers}
        best = {name: _best(space.conflict, licensed, name, boards.limit) for name in licensed.goals}
    except ModelError as error:
        return Standstill(costs=costs, notes=(f"what no deal is to each party was not computed: {error.message}",))
    rows = tuple(
        PartyNow(
            party,
            stays[party],
            _as_read(solution, label, party),
            _unmet(conflict, party, quos[0]),
            {name: found.get(party, Against.no_deal) for name, found in best.items()},
            sum(party in cost.borne_by for cost in costs),
        )
        for party in space.conflict.decision_makers
    )
    held = tuple(name for name, formula in licensed.references.items() if formula.evaluate(quos[0]))
    notes = ("now is open in part; this is about one of the situations it may be",) if len(quos) > 1 else ()
    return Standstill(label, _as_read(solution, label, None), rows, held, costs, notes)


def _stays(space: StateSpace, party: str, now: int) -> str:
    """Nash stability of now, exactly: one completion makes everything that is open better, another worse."""
    moves = blocks(space, party).of(now)
    signs = compare(space, space.conflict.preference(party), moves[moves != now], now)
    return "impossible" if (signs == BETTER).any() else "possible" if (signs == OPEN).any() else "necessary"


def _as_read(solution: Solution | None, label: str, party: str | None) -> tuple[str, ...]:
    """The concepts under which ``party``, or everybody for None, stays in the situation."""
    if solution is None or solution.survey is not None:
        return ()
    at = solution.index(label)
    flags = ((concept, solution.resting(concept) if party is None else solution.stable[concept][party]) for concept in solution.concepts)
    return tuple(str(concept) for concept, found in flags if found[at])


def _unmet(conflict: Conflict, party: str, now: Mapping[str, bool]) -> tuple[str, ...]:
    preference = conflict.preference(party)
    said = preference.statements if isinstance(preference, Prioritization) else ()
    return tuple(statement.id for statement in said if not statement.formula.evaluate(now))


def _best(lean: Conflict, licensed: Model, goal: str, limit: int) -> dict[str, Against]:
    """For each party its best acceptable deal of one goal; nothing where there is none."""
    found = admissible(lean, licensed.goals[goal], limit=limit)
    if not found.possible.size or not found.starts:
        return {}
    start = found.starts[0]
    kept = np.isin(found.candidates, found.possible)
    return {
        party: Against.better if (signs[kept] == BETTER).any() else Against.open if (signs[kept] == OPEN).any() else Against.no_better
        for party, signs in start.signs.items()
    }
