"""The statements of an arriving account against those of a dossier: the same, the opposite, or new.

Statements are the same if their formulas are equivalent over the bits of the model, in the party's own part of a joint act; opposite if one
is equivalent to the other's negation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from detente.dossier.dossier import Dossier, statement_tiers
from detente.dossier.names import Names, names_of
from detente.dossier.schema import OptionEntry, StatementEntry
from detente.errors import DetenteError
from detente.graphmodel.statements import Formula, Not

__all__ = [
    "Standing",
    "equivalent",
    "expanded",
    "opposite",
    "own_part",
    "renamed",
    "standing_statements",
]

_MOST_NAMES = 12
_NAME = re.compile(r"(?<![\w.-])[^\W\d][\w-]*(?![\w-])")


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A formula in other names.

    >>> renamed("not a and b", {"a": "b", "b": "a"})
    'not b and a'
    """
    return _NAME.sub(lambda match: names.get(match.group(), match.group()), text)


def own_part(text: str, party: str, options: Mapping[str, OptionEntry]) -> str:
    """The formula about the party's own part of joint acts."""
    joint = {name: f"{name}.{party}" for name, option in options.items() if party in option.parties}
    return re.sub(r"(?<![\w.-])([^\W\d][\w-]*)(?![\w.-])", lambda match: joint.get(match.group(), match.group()), text)


@dataclass(frozen=True)
class Standing:
    """A statement that stands in the dossier: its element id, its entry, its formula over bits."""

    id: str
    entry: StatementEntry
    formula: Formula


def standing_statements(dossier: Dossier, party: str, names: Names | None = None) -> tuple[Standing, ...]:
    """The party's statements, in the order of the file."""
    names = names or names_of(dossier.file)
    said = [statement for tier in statement_tiers(dossier.file.preferences.get(party)) for statement in tier]
    return tuple(
        Standing(entry.id or f"preferences.{party}.{index}", entry, names.expand(entry.formula, ("preferences", party), party=party))
        for index, entry in enumerate(said)
    )


def expanded(text: str, party: str, names: Names) -> Formula | None:
    """The formula over bits; None where it does not parse."""
    try:
        return names.expand(text, ("preferences", party), party=party)
    except DetenteError:
        return None


def equivalent(one: Formula, other: Formula) -> bool:
    """Whether two formulas are true in the same settings; by their form alone where they name too much to try."""
    used = sorted({*one.names(), *other.names()})
    if set(one.names()) != set(other.names()) or len(used) > _MOST_NAMES:
        return one == other
    settings = (dict(zip(used, values, strict=True)) for values in product((False, True), repeat=len(used)))
    return all(bool(one.evaluate(setting)) == bool(other.evaluate(setting)) for setting in settings)


def opposite(one: Formula, other: Formula) -> bool:
    """Whether one is the other's negation."""
    return equivalent(one, Not(other))
