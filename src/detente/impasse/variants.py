"""The same question under other readings of how firm positions are, and on fewer statements.

Beside *at the limits* (demands may be traded) and *as stated* (every demand met): *all firm*, where every wish binds as a demand does, and
*all tradable*, where nothing binds and everybody only has to be no worse off than now. They bracket the answer: what is blocked even when
all is tradable is blocked by the order of preferences and the rules; what is possible even when all is firm needs nobody to give way.

*Stages*: every goal of the dossier asked in turn, whether it can be had alone while the next cannot, and what every package of it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from detente.dossier.model import Model
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization
from detente.graphmodel.statements import And, Formula, Not
from detente.impasse.encoding import PARTICIPATION, encode
from detente.impasse.limits import Reasons, reasons
from detente.impasse.minimal import Session

__all__ = ["Firmness", "Stage", "always_changed", "as_firm_as", "stages", "variants"]


class Firmness(StrEnum):
    """How far positions bind, from least to most."""

    tradable = "tradable"  # nothing binds but rules and consent
    at_limits = "at_limits"
    as_stated = "as_stated"
    firm = "firm"  # wishes bind too


def as_firm_as(conflict: Conflict, firmness: Firmness) -> Conflict:
    """``conflict`` with kinds of statement changed, so that asking it as stated answers for ``firmness``; rankings stay as they are."""
    if firmness not in {Firmness.firm, Firmness.tradable}:
        return conflict
    kind: Mapping[Kind, Kind] = (
        {Kind.want: Kind.demand} if firmness is Firmness.firm else dict.fromkeys((Kind.limit, Kind.condition, Kind.demand), Kind.want)
    )
    changed = {}
    for party, preference in conflict.preferences.items():
        if isinstance(preference, Prioritization):
            tiers = tuple(tuple(replace(said, kind=kind.get(said.kind, said.kind)) for said in tier) for tier in preference.tiers)
            changed[party] = replace(preference, tiers=tiers)
    return replace(conflict, preferences={**conflict.preferences, **changed})


def variants(model: Model | Conflict, goal: Formula, *, at_most: int = 64, seconds: float | None = 5.0) -> dict[Firmness, Reasons]:
    """What blocks ``goal`` under each firmness, least firm first; ``at_most`` and ``seconds`` bound every search."""
    conflict = model if isinstance(model, Conflict) else model.option_form
    return {
        firmness: reasons(as_firm_as(conflict, firmness), goal, stated=firmness is not Firmness.at_limits, at_most=at_most, seconds=seconds)
        for firmness in Firmness
    }


@dataclass(frozen=True)
class Stage:
    """One goal among the others.

    ``includes``: earlier goals that every package of it realises. ``alone``: per later goal, whether a package of this one exists that
    leaves that one unmet. ``changes``: options set otherwise than now in every package at the limits; empty where there is none.
    """

    name: str
    at_limits: bool
    as_stated: bool
    includes: tuple[str, ...]
    alone: Mapping[str, bool]
    changes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "name": self.name,
            "at_limits": self.at_limits,
            "as_stated": self.as_stated,
            "includes": list(self.includes),
            "alone": dict(self.alone),
            "changes": list(self.changes),
        }


def stages(model: Model) -> tuple[Stage, ...]:
    """Every goal of ``model`` in the order written."""
    conflict = model.option_form
    found = []
    for place, (name, goal) in enumerate(model.goals.items()):
        earlier, later = list(model.goals.items())[:place], list(model.goals.items())[place + 1 :]
        found.append(
            Stage(
                name=name,
                at_limits=_possible(conflict, goal, stated=False),
                as_stated=_possible(conflict, goal, stated=True),
                includes=tuple(other for other, formula in earlier if not _allowed(conflict, And((goal, Not(formula))))),
                alone={other: _possible(conflict, And((goal, Not(formula))), stated=False) for other, formula in later},
                changes=always_changed(conflict, goal),
            )
        )
    return tuple(found)


def always_changed(conflict: Conflict, goal: Formula, *, stated: bool = False) -> tuple[str, ...]:
    """Options that every admissible package of ``goal`` sets otherwise than now; none where there is no package."""
    with Session(encode(conflict, goal)) as session:
        encoding = session.encoding
        asked = [*encoding.question(stated=stated), *(switch.literal for switch in encoding.asked(stated=stated))]
        if not session.possible(asked):
            return ()
        return tuple(name for name, literal in encoding.changed.items() if literal != -1 and not session.possible([*asked, -literal]))


def _possible(conflict: Conflict, goal: Formula, *, stated: bool) -> bool:
    with Session(encode(conflict, goal)) as session:
        encoding = session.encoding
        return session.possible([*encoding.question(stated=stated), *(switch.literal for switch in encoding.asked(stated=stated))])


def _allowed(conflict: Conflict, goal: Formula) -> bool:
    """Whether the rules allow it, whoever accepts it."""
    with Session(encode(conflict, goal)) as session:
        rules = [switch.literal for switch in session.encoding.switches.values() if switch.kind not in {PARTICIPATION, *map(str, Kind)}]
        return session.possible(rules)
