"""The acts and statements of an arriving account against those of a dossier: the same, the opposite, or new.

Acts are the same if their words are (:mod:`detente.dossier.acts`) and somebody performs both. Statements are the same if their formulas
are equivalent over the bits of the model, in the party's own part of a joint act; opposite if one is equivalent to the other's negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from detente.dossier.acts import act_words, is_agreement, same_words
from detente.dossier.dossier import Dossier, statement_tiers
from detente.dossier.draft import Parts
from detente.dossier.names import Names, names_of
from detente.dossier.schema import OptionEntry, StatementEntry
from detente.errors import DetenteError
from detente.evidence import Position
from detente.graphmodel.statements import Formula, Not

__all__ = [
    "Acts",
    "Standing",
    "compared_acts",
    "equivalent",
    "expanded",
    "opposite",
    "own_part",
    "performed",
    "renamed",
    "standing_statements",
]

_MOST_NAMES = 12
_NAME = re.compile(r"(?<![\w.-])[^\W\d][\w-]*(?![\w-])")


@dataclass(frozen=True)
class Acts:
    """``names``: what each act of the account is called in the dossier. ``near`` lists (wording, option) pairs that a person may unite."""

    names: Mapping[str, str]
    new: tuple[str, ...]
    near: tuple[tuple[str, str], ...]


def compared_acts(dossier: Dossier, parts: Parts, *, same: Mapping[str, str]) -> Acts:
    """Find each act of the account in the dossier; ``same`` says by wording what a person holds to be the same act."""
    told = {frozenset(act_words(wording)): option for wording, option in same.items()}
    names, new, near = {}, [], []
    for name, option in parts.options.items():
        wording = parts.wordings[name]
        found = told.get(act_words(wording)) or _found(dossier, wording, option)
        if found is None and name in parts.in_condition:
            found = _meant(dossier, wording)
        if found is None:
            new.append(name)
            near += [(wording, other) for other in _near(dossier, wording, option)]
        names[name] = found or name
    taken = {*dossier.file.options, *dossier.file.parties, *dossier.file.outcomes, *dossier.file.circumstances}
    for name in new:
        names[name] = _free(name, taken)
        taken.add(names[name])
    return Acts(names, tuple(new), tuple(near))


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def _wordings(name: str, option: OptionEntry) -> Iterator[tuple[str, frozenset[str]]]:
    """The ways to word each choice of an option, as words."""
    plain = name.replace("_", " ").replace("-", " ")
    if not option.levels:
        yield name, act_words(option.text or plain)
        yield name, act_words(plain)
    for level in option.levels[1:]:
        yield f"{name}.{level}", act_words(f"{level.replace('_', ' ')} {plain}")


def _controllers(option: OptionEntry) -> frozenset[str]:
    return frozenset((*option.parties, *([option.party] if option.party else [])))


def _found(dossier: Dossier, wording: str, option: OptionEntry) -> str | None:
    words = act_words(wording)
    exact, alike = [], []
    for name, entry in dossier.file.options.items():
        if not _controllers(option) & _controllers(entry) and not (is_agreement(wording) and entry.parties):
            continue
        for choice, known in _wordings(name, entry):
            if known == words:
                exact.append(choice)
            elif same_words(known, words):
                alike.append(choice)
    found = list(dict.fromkeys(exact or alike))
    return found[0] if len(found) == 1 or exact else None


def _meant(dossier: Dossier, wording: str) -> str | None:
    """The one act that a condition refers to by some of its words: *a schedule* where there is one schedule."""
    words = act_words(wording)
    found = {choice for name, entry in dossier.file.options.items() for choice, known in _wordings(name, entry) if words <= known}
    return found.pop() if len(found) == 1 else None


def _near(dossier: Dossier, wording: str, option: OptionEntry) -> list[str]:
    """Acts of the same party whose words lie within these or hold them: another scope, or the same in other words."""
    words = act_words(wording)
    return list(
        dict.fromkeys(
            choice
            for name, entry in dossier.file.options.items()
            if _controllers(option) & _controllers(entry)
            for choice, known in _wordings(name, entry)
            if words & known and (words <= known or known <= words or 2 * len(words & known) >= len(words | known))
        )
    )


def performed(dossier: Dossier, position: Position) -> Position:
    """The position with its performer, where its text names none and the dossier has one such act."""
    if position.performer is not None:
        return position
    words = act_words(position.act)
    found = {name for name, entry in dossier.file.options.items() for _, known in _wordings(name, entry) if words == known}
    if len(found) != 1:
        return position
    who = sorted(_controllers(dossier.file.options[found.pop()]))
    return replace(position, performer=position.party if position.party in who else who[0]) if who else position


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
