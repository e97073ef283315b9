"""Who held what when: each party's positions by day, with the voice and the place, from the claims that its statements rest on.

A day is when something was said, where the claim says so; else the day of its text. *Learned* is when it came to be known: what the claim
says, else the day of its text. A claim from silence is marked as silence; it is nobody's position. Two days of one party on one act are a
change only where both words are its own and one is for what the other is against.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from detente.dossier.dossier import Dossier, statement_tiers
from detente.dossier.names import bits_of
from detente.dossier.schema import StatementEntry
from detente.errors import DetenteError, UnknownName
from detente.evidence import Modality, ReviewStatus, Voice
from detente.graphmodel.statements import And, Formula, If, Name, Not, OnlyIf, Or, parse

__all__ = ["Held", "Mark", "Stand", "Timeline", "timeline"]


class Stand(StrEnum):
    """What is held of the act."""

    for_ = "for"
    against = "against"
    tied = "if"  # only if something else, or as part of something wider
    offered = "offer"
    silence = "silence"


class Mark(StrEnum):
    """How it compares with what was held of the same act before."""

    first = "first"
    again = "again"
    changed = "changed"
    bound = "bound"  # wanted or offered before, now tied to something
    otherwise = "otherwise"  # the opposite, by another voice
    silence = "silence"


@dataclass(frozen=True)
class Held:
    """One thing held, on one day. ``party`` is '' for a silence about an act that names no party; ``act`` is an option of the file.

    ``said`` and ``learned`` are None where neither claim nor text has a day; ``own_day`` says that the claim itself has one. ``known`` is
    whether it was known at ``as_of``, ``own_word`` whether the party itself says it.
    """

    party: str
    act: str
    stand: Stand
    claim: str
    voice: Voice
    element: str
    said: datetime.date | None
    learned: datetime.date | None
    own_day: bool
    known: bool
    own_word: bool = False
    paragraph: int | None = None
    mark: Mark = Mark.first
    before: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "party": self.party or None,
            "act": self.act,
            "stand": self.stand.value,
            "mark": self.mark.value,
            "before": self.before or None,
            "claim": self.claim,
            "voice": self.voice.value,
            "own_word": self.own_word,
            "element": self.element or None,
            "said": self.said.isoformat() if self.said else None,
            "day_of": "statement" if self.own_day else "text",
            "learned": self.learned.isoformat() if self.learned else None,
            "paragraph": self.paragraph,
            "known": self.known,
        }


@dataclass(frozen=True, repr=False)
class Timeline:
    """Everything held, by party, act and day."""

    dossier: Dossier
    held: tuple[Held, ...]

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """The days on which something was said, in order."""
        return tuple(sorted({one.said for one in self.held if one.said}))

    @property
    def changes(self) -> tuple[Held, ...]:
        """Where a party said the opposite of what it had said."""
        return tuple(one for one in self.held if one.mark is Mark.changed)

    @property
    def not_yet_known(self) -> tuple[Held, ...]:
        """What was said or learned after ``as_of``."""
        return tuple(one for one in self.held if not one.known)

    def __repr__(self) -> str:
        return f"<Timeline of {self.dossier.title!r}: {len(self.held)} positions on {len(self.days)} days, {len(self.changes)} changes>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        day = self.dossier.file.as_of
        return {
            "title": self.dossier.title,
            "as_of": day.isoformat() if day else None,
            "days": [one.isoformat() for one in self.days],
            "held": [one.to_dict() for one in self.held],
        }


def timeline(dossier: Dossier, *, party: str | None = None) -> Timeline:
    """What each party held and when, in the order of the file's parties and acts; ``party`` asks for one of them only.

    Claims that a person set aside are left out. Raises :class:`~detente.errors.UnknownName`.
    """
    if party is not None and party not in dossier.file.parties:
        raise UnknownName("party", party, dossier.file.parties, owner=dossier.title)
    places = {name: index for index, name in enumerate((*dossier.file.parties, ""))}
    acts = {name: index for index, name in enumerate(dossier.file.options)}
    found = dict.fromkeys(_Gathering(dossier).held())
    rows = [one for one in found if party is None or one.party == party]
    rows.sort(key=lambda one: (places[one.party], acts[one.act], one.said or datetime.date.min, one.claim))
    return Timeline(dossier, tuple(_marked(rows)))


class _Gathering:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        options = dossier.file.options
        self.bits = {bit.name: name for name, option in options.items() for bit in bits_of(name, option)}
        self.bits |= {f"{name}.{option.levels[0]}": name for name, option in options.items() if option.levels}
        self.bits |= {name: name for name in options}

    def held(self) -> Iterator[Held]:
        for party, preference in self.dossier.file.preferences.items():
            said = [statement for tier in statement_tiers(preference) for statement in tier]
            for index, statement in enumerate(said):
                yield from self.of_statement(party, statement.id or f"preferences.{party}.{index}", statement)
        for name, option in self.dossier.file.options.items():
            for claim in sorted(self.dossier.element_by_id[f"options.{name}"].basis.claims):
                for party in option.offered_by:
                    if claim in self.dossier.claims and self.dossier.claims[claim].speaker[-1] == party:
                        yield from self.one(party, name, Stand.offered, claim, f"options.{name}")
        for one in self.dossier.claims.values():
            if one.modality is Modality.absence:
                parties = [name for name in one.about if name in self.dossier.file.parties] or [""]
                for act in (name for name in one.about if name in self.dossier.file.options):
                    for party in parties:
                        yield from self.one(party, act, Stand.silence, one.id, "")

    def of_statement(self, party: str, identity: str, statement: StatementEntry) -> Iterator[Held]:
        try:
            formula = parse(statement.formula, frozenset((*self.bits, *self.dossier.file.outcomes, *self.dossier.file.circumstances)))
        except DetenteError:
            return
        for claim in sorted(self.dossier.element_by_id[identity].basis.claims):
            for act, stand in _stands(formula, self.bits).items():
                yield from self.one(party, act, stand, claim, identity)

    def one(self, party: str, act: str, stand: Stand, identity: str, element: str) -> Iterator[Held]:
        claim = self.dossier.claims.get(identity)
        if claim is None or claim.review.status is ReviewStatus.rejected:
            return
        if claim.modality is Modality.absence:
            stand = Stand.silence
        document = self.dossier.documents.get(claim.document or "")
        day = document.date if document else None
        learned, cut = claim.learned or day, self.dossier.file.as_of
        known = not cut or all(one is None or one <= cut for one in (claim.date, claim.learned))
        paragraph = document.paragraph_at(claim.span.start) if document and claim.span else None
        voice = self.dossier.voice(identity)
        alone = (
            any(alternative == {identity} for alternative in self.dossier.element_by_id[element].basis.alternatives) if element else False
        )
        own = alone and voice is Voice.party and claim.speaker[-1] == party
        yield Held(party, act, stand, identity, voice, element, claim.date or day, learned, claim.date is not None, known, own, paragraph)


def _stands(formula: Formula, bits: Mapping[str, str]) -> dict[str, Stand]:
    """What a formula holds of each act that it is about: of *a only if b*, of *a*."""
    if isinstance(formula, OnlyIf):
        return {bits[name]: Stand.tied for name in formula.left.names() if name in bits}
    if isinstance(formula, If):
        left = _stands(formula.left, bits)
        return dict.fromkeys(left, Stand.tied)
    if isinstance(formula, Not):
        return {bits[name]: Stand.against for name in formula.names() if name in bits}
    if isinstance(formula, Name):
        return {bits[formula.name]: Stand.for_} if formula.name in bits else {}
    if isinstance(formula, And):
        parts = [_stands(part, bits) for part in formula.parts]
        return {name: stand for part in parts for name, stand in part.items()}
    if isinstance(formula, Or):
        return {bits[name]: Stand.tied for name in formula.names() if name in bits}
    return {bits[name]: Stand.tied for name in formula.names() if name in bits}


def _marked(rows: list[Held]) -> Iterator[Held]:
    """Each with how it compares to the last firm word on the same act by the same party."""
    last: dict[tuple[str, str], Held] = {}
    seen: set[tuple[str, str, Stand]] = set()
    for one in rows:
        if one.stand is Stand.silence:
            yield replace(one, mark=Mark.silence)
            continue
        key = (one.party, one.act)
        firm = one.stand in {Stand.for_, Stand.against, Stand.offered}
        before = last.get(key)
        turned = firm and before is not None and (before.stand is Stand.against) != (one.stand is Stand.against)
        if turned and before is not None:
            own = one.own_word and before.own_word and before.said != one.said
            yield replace(one, mark=Mark.changed if own else Mark.otherwise, before=before.claim)
        elif (*key, one.stand) in seen:
            yield replace(one, mark=Mark.again)
        elif _bound(one, before):
            yield replace(one, mark=Mark.bound, before=before.claim if before else "")
        else:
            yield replace(one, mark=Mark.first)
        seen.add((*key, one.stand))
        if firm:
            last[key] = one


def _bound(one: Held, before: Held | None) -> bool:
    """Whether the party's own word ties what its own word had wanted or offered on an earlier day."""
    if before is None or one.stand is not Stand.tied or not (one.own_word and before.own_word and one.said and before.said):
        return False
    return before.stand is not Stand.against and before.said < one.said
