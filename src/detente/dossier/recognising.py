"""The acts of an arriving account among those of a dossier.

Words that are equal, light ones aside, are one act if somebody performs both. Beyond that the wordings are compared as a draft compares
them (:mod:`detente.evidence.sameness`), with the parties' names taken for one another: what is likely enough, of the same scope, and
likelier than any other act or level by some way is *taken for* the act that is there, and said to be; a person may say that it is not. What
comes near, or is of another scope, stays an act of its own, and is asked about. A wording may also be taken for the contrary of an act.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from detente.dossier.acts import act_words, is_agreement
from detente.dossier.dossier import Dossier
from detente.dossier.draft import Parts
from detente.dossier.schema import OptionEntry
from detente.evidence import Position
from detente.evidence.sameness import Common, contrary, likeness, ruled_out
from detente.evidence.wording import wording

__all__ = ["Acts", "TakenFor", "compared_acts", "performed"]

_SURE = 0.8  # what speaks for one act, on balance, so that nobody is asked first
_CLEAR = 0.7  # how much less speaks for any other
_NEAR = -1.0  # from here on a person is asked


@dataclass(frozen=True, slots=True)
class TakenFor:
    """A wording of the account, and the act of the dossier (or the level of one) that it was taken for; ``contrary``: for not doing it."""

    wording: str
    option: str
    contrary: bool = False

    def to_dict(self) -> dict[str, str | bool]:
        """As plain data."""
        return {"wording": self.wording, "option": self.option, "contrary": self.contrary}


@dataclass(frozen=True)
class Acts:
    """``names``: what each act of the account is called in the dossier, ``formulas``: how it is written there (*not* for a contrary).

    ``near`` lists (wording, option) pairs that a person may unite, ``taken`` those that were united without equal words.
    """

    names: Mapping[str, str]
    new: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    taken: tuple[TakenFor, ...] = ()
    formulas: Mapping[str, str] = field(default_factory=dict)


def compared_acts(dossier: Dossier, parts: Parts, *, same: Mapping[str, str], apart: Collection[str] = ()) -> Acts:
    """Find each act of the account in the dossier.

    ``same`` says by wording what a person holds to be the same act, ``apart`` which wordings are none of those that are there.
    """
    told = {frozenset(act_words(words)): option for words, option in same.items()}
    never = {frozenset(act_words(words)) for words in apart}
    known = _Known(dossier, parts)
    names, new, near, taken = {}, [], [], []
    for name, option in parts.options.items():
        words = parts.wordings[name]
        if act_words(words) in never:
            found = None
        else:
            found = told.get(act_words(words)) or _found(dossier, words, option)
            if found is None and name in parts.in_condition:
                found = _meant(dossier, words)
            if found is None and (one := known.taken_for(words, option)):
                taken.append(one)
                found = one.option
        if found is None:
            new.append(name)
            near += [(words, other) for other in known.near(words, option) if act_words(words) not in never]
        names[name] = found or name
    held = {*dossier.file.options, *dossier.file.parties, *dossier.file.outcomes, *dossier.file.circumstances}
    for name in new:
        names[name] = _free(name, held)
        held.add(names[name])
    turned = {one.wording for one in taken if one.contrary}
    formulas = {name: f"(not {found})" if parts.wordings[name] in turned else found for name, found in names.items()}
    return Acts(names, tuple(new), tuple(near), tuple(taken), formulas)


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def _spelled(name: str, option: OptionEntry) -> Iterator[tuple[str, str]]:
    """The ways to word each choice of an option."""
    plain = name.replace("_", " ").replace("-", " ")
    if not option.levels:
        yield name, option.text or plain
        yield name, plain
    for level in option.levels[1:]:
        yield f"{name}.{level}", f"{level.replace('_', ' ')} {plain}"


def _wordings(name: str, option: OptionEntry) -> Iterator[tuple[str, frozenset[str]]]:
    """The ways to word each choice of an option, as words."""
    return ((choice, act_words(text)) for choice, text in _spelled(name, option))


def _described(name: str, option: OptionEntry) -> Iterator[tuple[str, str]]:
    """Also what a level's description says, and the level that holds now."""
    yield from _spelled(name, option)
    for level in option.levels:
        said = level.replace("_", " ")
        yield f"{name}.{level}", f"{said} {option.text or name.replace('_', ' ')}"
        yield f"{name}.{level}", f"{said} {name.replace('_', ' ')}"


def _controllers(option: OptionEntry) -> frozenset[str]:
    return frozenset((*option.parties, *([option.party] if option.party else [])))


def _performs_both(words: str, option: OptionEntry, entry: OptionEntry) -> bool:
    return bool(_controllers(option) & _controllers(entry)) or (is_agreement(words) and bool(entry.parties))


def _found(dossier: Dossier, words: str, option: OptionEntry) -> str | None:
    """The act of the same words."""
    mine = act_words(words)
    found = [
        choice
        for name, entry in dossier.file.options.items()
        if _performs_both(words, option, entry)
        for choice, known in _wordings(name, entry)
        if known == mine
    ]
    return found[0] if found else None


def _meant(dossier: Dossier, words: str) -> str | None:
    """The one act that a condition refers to by some of its words: *a schedule* where there is one schedule."""
    mine = act_words(words)
    found = {choice for name, entry in dossier.file.options.items() for choice, known in _wordings(name, entry) if mine <= known}
    return found.pop() if len(found) == 1 else None


class _Known:
    """The acts that are there, with the names of parties made one."""

    def __init__(self, dossier: Dossier, parts: Parts) -> None:
        spelled = {
            alias: name.replace("_", "")
            for name, entry in dossier.file.parties.items()
            for alias in (entry.name, *entry.aliases)
            if alias[:1].isupper()
        }
        longest_first = sorted(spelled, key=lambda alias: (-len(alias), alias))
        self.name = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b") if spelled else None
        self.spelled = spelled
        self.options = dossier.file.options
        self.choices = [
            (name, choice, self.plain(text)) for name, entry in self.options.items() for choice, text in _described(name, entry)
        ]
        self.common = Common.among([*(text for _, _, text in self.choices), *map(self.plain, parts.wordings.values())])

    def plain(self, text: str) -> str:
        return self.name.sub(lambda found: self.spelled[found.group()], text) if self.name else text

    def scores(self, words: str, option: OptionEntry) -> dict[str, tuple[float, str]]:
        """By choice: the most that speaks for it, and for which wording of it."""
        found: dict[str, tuple[float, str]] = {}
        for name, choice, text in self.choices:
            if _performs_both(words, option, self.options[name]):
                score = likeness(self.plain(words), text, common=self.common)
                found[choice] = max(found.get(choice, (score, text)), (score, text))
        return found

    def taken_for(self, words: str, option: OptionEntry) -> TakenFor | None:
        scores = sorted(((score, choice, text) for choice, (score, text) in self.scores(words, option).items()), reverse=True)
        if not scores:
            return None
        score, choice, text = scores[0]
        if score < _SURE or (len(scores) > 1 and score - scores[1][0] < _CLEAR):
            return None
        mine = self.plain(words)
        several = [other for _, there, other in self.choices if there == choice]
        if any(ruled_out(mine, other) for other in several) or wording(mine).scope != wording(text).scope:
            return None
        turned = contrary(mine, text)
        return None if turned and "." in choice else TakenFor(words, choice, turned)

    def near(self, words: str, option: OptionEntry) -> list[str]:
        """Acts of the same party that it comes near: by what speaks for them, or because the words of one lie within the other's."""
        mine = act_words(words)
        by_words = [
            choice
            for name, entry in self.options.items()
            if _controllers(option) & _controllers(entry)
            for choice, known in _wordings(name, entry)
            if mine & known and (mine <= known or known <= mine or 2 * len(mine & known) >= len(mine | known))
        ]
        likely = [(score, choice) for choice, (score, _) in self.scores(words, option).items() if score > _NEAR]
        return list(dict.fromkeys((*(choice for _, choice in sorted(likely, reverse=True)), *by_words)))[:3]


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
