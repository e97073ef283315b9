"""Whom a claim concerns: who speaks it, whose position it carries, who could answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.dossier.basis import Element, ElementKind
from detente.dossier.dossier import Dossier
from detente.evidence import AUTHOR, Voice

__all__ = ["Respondent", "Subject", "subjects"]

_POSITIONS = {ElementKind.limit, ElementKind.condition, ElementKind.demand, ElementKind.want, ElementKind.threat}
_ACTS = {ElementKind.party, ElementKind.option, ElementKind.now}


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who could answer: ``names`` of declared parties (``kind`` is ``party``), of an outlet of the chain, or ``author``."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The parties a claim concerns, each in the order of the dossier.

    ``holders``  whose position, ranked statement or threat rests on it
    ``named``    whom the claim names in ``about``
    ``speaker``  the party whose own word it is, if it is one's
    ``actors``   whose existence, act or present conduct rests on it
    ``outlet``   the last voice of the chain that is neither a party nor the author
    """

    holders: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    speaker: str | None = None
    actors: tuple[str, ...] = ()
    outlet: str | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """The parties that the claim says something about: its holders, and those it names."""
        return (*self.holders, *(party for party in self.named if party not in self.holders))

    @property
    def respondent(self) -> Respondent:
        """Who could answer, nearest first: the holders, the named, the speaker, the actors, the outlet, the author."""
        for parties in (self.holders, self.named, (self.speaker,) if self.speaker else (), self.actors):
            if parties:
                return Respondent("party", parties)
        return Respondent("outlet", (self.outlet,)) if self.outlet else Respondent("author", (AUTHOR,))


def subjects(dossier: Dossier) -> Mapping[str, Subject]:
    """The subject of every claim, by id. Only declared parties count."""
    holders: dict[str, set[str]] = {name: set() for name in dossier.claims}
    actors: dict[str, set[str]] = {name: set() for name in dossier.claims}
    for position in dossier.positions.values():
        for claim in position.claims:
            if claim in holders:
                holders[claim].add(position.party)
    for element in dossier.elements:
        place = holders if element.kind in _POSITIONS else actors if element.kind in _ACTS else None
        if place is not None:
            for claim in element.basis.claims & place.keys():
                place[claim].update(_parties(dossier, element))
    found = {}
    for name, said in dossier.claims.items():
        voice = dossier.voice(name)
        outlets = [one for one in said.speaker if one != AUTHOR and one not in dossier.file.parties]
        found[name] = Subject(
            holders=_declared(dossier, holders[name]),
            named=_declared(dossier, said.about),
            speaker=said.speaker[-1] if voice is Voice.party else None,
            actors=_declared(dossier, actors[name]),
            outlet=outlets[-1] if outlets else None,
        )
    return found


def _parties(dossier: Dossier, element: Element) -> tuple[str, ...]:
    option = dossier.file.options.get(element.id.partition(".")[2]) if element.kind in {ElementKind.option, ElementKind.now} else None
    if option is not None:
        return (option.party,) if option.party else option.parties
    return (element.party,) if element.party else ()


def _declared(dossier: Dossier, names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(party for party in dossier.file.parties if party in wanted)
