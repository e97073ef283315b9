"""Another account arrives: what it adds to a dossier, what it says again, and where it stands against what is there.

Nothing that a person decided is touched: reviews, wording, ids, rules and rankings stay. What is new comes in as proposed. A new claim
becomes one more alternative under an element only where it says the same; where it says the opposite it *contradicts* the claim that is
there, so that a person has to choose, and nothing is replaced by itself. Set every new claim aside and the model is the one before.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.recognising import TakenFor
from detente.errors import UnknownName
from detente.evidence import Account

__all__ = ["AGAINST", "Addition", "Match", "MatchKind", "Undecided", "add"]


class MatchKind(StrEnum):
    """How a new claim stands to one that is there."""

    repeated = "repeated"  # the same speaker says the same
    joined = "joined"  # another voice says the same
    upgraded = "upgraded"  # what others said of a party, it now says itself
    changed = "changed"  # the same party says the opposite, later
    earlier = "earlier"  # the same party said the opposite, earlier
    disputed = "disputed"  # a party says the opposite of what others said of it
    contradicted = "contradicted"  # two voices tell one thing in two ways


AGAINST = frozenset({MatchKind.changed, MatchKind.earlier, MatchKind.disputed, MatchKind.contradicted})


@dataclass(frozen=True)
class Match:
    """``claim`` is the new one, ``others`` those that it meets; ``element`` is the statement they are about, '' for a mere fact.

    ``said`` and ``was_said`` are the days of the new claim and of the latest of the others, where known.
    """

    kind: MatchKind
    claim: str
    others: tuple[str, ...]
    element: str = ""
    party: str = ""
    said: datetime.date | None = None
    was_said: datetime.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        days = {"said": self.said, "was_said": self.was_said}
        return {
            "kind": self.kind.value,
            "claim": self.claim,
            "others": list(self.others),
            "element": self.element or None,
            "party": self.party or None,
            **{name: day.isoformat() if day else None for name, day in days.items()},
        }


@dataclass(frozen=True)
class Undecided:
    """What a person has to decide: ``kind`` is position, account, act, day or assumption; the rest says what about."""

    kind: str
    text: str
    claims: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"kind": self.kind, "text": self.text, "claims": list(self.claims), "elements": list(self.elements)}


@dataclass(frozen=True, repr=False)
class Addition:
    """The dossier with the account in it, and what that came to.

    ``bases`` are pairs (element id, new claim) of new alternatives; ``options``, ``statements``, ``parties`` and ``threats`` name new
    elements, ``aliases`` pairs (party, name). ``already`` claims were there. ``known``: the text itself was. ``taken`` are acts of the
    account that were taken for acts of the dossier though their words differ: proposals like everything, to be undone with ``apart``.
    """

    before: Dossier
    dossier: Dossier
    document: str
    known: bool = False
    claims: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    bases: tuple[tuple[str, str], ...] = ()
    matches: tuple[Match, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    taken: tuple[TakenFor, ...] = ()
    questions: tuple[str, ...] = ()
    already: int = field(default=0)

    @property
    def empty(self) -> bool:
        """Whether everything was there."""
        return self.dossier == self.before

    def __repr__(self) -> str:
        new = f"{len(self.claims)} claims, {len(self.options)} acts, {len(self.statements)} statements, {len(self.matches)} matches"
        return f"<Addition of {self.document!r} to {self.before.title!r}: {new}>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data, without the dossiers."""
        return {
            "document": self.document,
            "known": self.known,
            "already": self.already,
            "claims": list(self.claims),
            "positions": list(self.positions),
            "parties": list(self.parties),
            "aliases": [list(pair) for pair in self.aliases],
            "options": list(self.options),
            "statements": list(self.statements),
            "threats": list(self.threats),
            "bases": [{"element": element, "claim": claim} for element, claim in self.bases],
            "matches": [match.to_dict() for match in self.matches],
            "taken": [one.to_dict() for one in self.taken],
            "undecided": [one.to_dict() for one in self.undecided],
            "questions": list(self.questions),
        }


def add(
    dossier: Dossier, account: Account, *, name: str | None = None, same: Mapping[str, str] | None = None, apart: Collection[str] = ()
) -> Addition:
    """Add an account to a dossier, as proposals; the same account twice adds nothing.

    ``name`` is what the text is to be called. ``same`` says which acts, by the account's wording, are which options of the dossier, where
    the words alone do not show it; ``apart`` which of them are none that is there, however alike they look. Raises
    :class:`~detente.errors.DossierError` where ``name`` belongs to another text, and :class:`~detente.errors.UnknownName` for an option
    that is not there.
    """
    from detente.dossier.arriving import arrive
    from detente.dossier.joining import joined

    for option in (same or {}).values():
        if option.partition(".")[0] not in dossier.file.options:
            raise UnknownName("option", option, dossier.file.options, owner=dossier.title)
    arrival = arrive(dossier, account, name=name)
    if dossier.file.states or not (arrival.claims or arrival.positions):
        return Addition(dossier, dossier, arrival.document.id, arrival.known, already=arrival.already)
    return joined(dossier, arrival, same=same or {}, apart=apart)
