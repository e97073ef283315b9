"""Ambiguity on purpose: one word that each side reads in its own way, and what that does to the deals.

An option with ``readings`` stands for another formula in the statements of some parties. A package that one side counts as keeping the word
and another does not is *deliberately ambiguous*: each may sign it and believe it got something else. Asked are the deals as written, and
those if everybody read the word in one and the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.dossier.names import names_of
from detente.graphmodel.statements import And, Formula, Not
from detente.impasse.limits import reasons
from detente.settlement.limits import statement_ids
from detente.settlement.packages import Package

__all__ = ["Ambiguity", "OneReading", "Sides", "ambiguities", "read_apart"]


@dataclass(frozen=True)
class Sides:
    """Whether a package counts as the act, reading by reading: who says yes, and who says no."""

    option: str
    kept_for: tuple[str, ...]
    not_for: tuple[str, ...]

    @property
    def apart(self) -> bool:
        """Whether the sides read the same package differently."""
        return bool(self.kept_for and self.not_for)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"option": self.option, "kept_for": list(self.kept_for), "not_for": list(self.not_for), "apart": self.apart}


@dataclass(frozen=True)
class OneReading:
    """The question if everybody read the word as ``formula``, the reading of ``parties``."""

    parties: tuple[str, ...]
    formula: str
    possible: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"parties": list(self.parties), "formula": self.formula, "possible": self.possible}


@dataclass(frozen=True)
class Ambiguity:
    """An option with several readings.

    ``possible``: a deal exists as written, each side reading its own way. ``apart``: one exists in which the readings part, so that the
    deal is kept for some and not for others; ``together``: one in which all readings agree. ``one_reading``: the same question under each.
    """

    goal: str
    option: str
    readings: Mapping[str, str]
    possible: bool
    apart: bool
    together: bool
    one_reading: tuple[OneReading, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "goal": self.goal,
            "option": self.option,
            "readings": dict(self.readings),
            "possible": self.possible,
            "apart": self.apart,
            "together": self.together,
            "one_reading": [found.to_dict() for found in self.one_reading],
        }


def ambiguities(dossier: Dossier, goal: str, *, stated: bool = False, accepted: AbstractSet[str] | None = None) -> tuple[Ambiguity, ...]:
    """Every option with readings that still stands, asked for the goal of that name.

    Raises :class:`~detente.errors.UnknownName` for an unknown goal, through the model's own names.
    """
    licensed = model(dossier, accepted=accepted)
    found = []
    for name, spoken in _readings(dossier, licensed):
        wanted = licensed.goals[goal]
        formulas = list(spoken.values())
        same = And(tuple(formulas))
        parted = And((_any(formulas), Not(same)))
        found.append(
            Ambiguity(
                goal=goal,
                option=name,
                readings={party: str(formula) for party, formula in spoken.items()},
                possible=_possible(licensed, wanted, stated=stated),
                apart=_possible(licensed, And((wanted, parted)), stated=stated),
                together=_possible(licensed, And((wanted, Not(parted))), stated=stated),
                one_reading=tuple(
                    _one_reading(dossier, name, goal, formula, spoken=spoken, accepted=accepted, stated=stated) for formula in _each(spoken)
                ),
            )
        )
    return tuple(found)


def read_apart(dossier: Dossier, licensed: Model, package: Package) -> tuple[Sides, ...]:
    """For every ambiguous option: in whose reading the package keeps it, and in whose not."""
    found = []
    for name, spoken in _readings(dossier, licensed):
        truth = {party: bool(formula.evaluate(package.setting)) for party, formula in spoken.items()}
        found.append(Sides(name, tuple(p for p, yes in truth.items() if yes), tuple(p for p, yes in truth.items() if not yes)))
    return tuple(found)


def _readings(dossier: Dossier, licensed: Model) -> Iterator[tuple[str, dict[str, Formula]]]:
    """(option, the formula that each party of the model reads it as); parties that name it in no statement and have none are left out."""
    names = names_of(dossier.file)
    options = set(licensed.option_form.option_names)
    for name, entry in dossier.file.options.items():
        if not entry.readings or f"options.{name}" not in licensed.standing:
            continue
        bits = set(names.table[name].names())
        spoken: dict[str, Formula] = {}
        for party in licensed.option_form.decision_makers:
            if name in names.readings.get(party, {}):
                spoken[party] = names.readings[party][name]
            elif any(bits & set(said.formula.names()) for _, said in statement_ids(licensed.option_form, party)):
                spoken[party] = names.table[name]
        if all(set(formula.names()) <= options for formula in spoken.values()) and len(_each(spoken)) > 1:
            yield name, spoken


def _each(spoken: Mapping[str, Formula]) -> list[Formula]:
    return list({str(formula): formula for formula in spoken.values()}.values())


def _any(formulas: list[Formula]) -> Formula:
    return Not(And(tuple(Not(formula) for formula in formulas)))


def _possible(licensed: Model, goal: Formula, *, stated: bool) -> bool:
    return not reasons(licensed, goal, stated=stated, at_most=1, seconds=5.0).blocked


def _one_reading(
    dossier: Dossier,
    option: str,
    goal: str,
    formula: Formula,
    *,
    spoken: Mapping[str, Formula],
    accepted: AbstractSet[str] | None,
    stated: bool,
) -> OneReading:
    entry = dossier.file.options[option].model_copy(update={"readings": dict.fromkeys(dossier.file.parties, str(formula))})
    file = dossier.file.model_copy(update={"options": {**dossier.file.options, option: entry}})
    same = model(replace(dossier, file=file), accepted=accepted)
    parties = tuple(party for party, read in spoken.items() if str(read) == str(formula))
    wanted = same.goals[goal]
    if set(wanted.names()) & set(names_of(file).table[option].names()):
        wanted = And((wanted, formula))  # who reaches the goal by this word reaches it in this reading
    return OneReading(parties, str(formula), _possible(same, wanted, stated=stated))
