"""An account as it arrives at a dossier: in the dossier's names, and only what the dossier does not hold yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from detente.dossier.acts import act_words
from detente.dossier.dossier import Dossier
from detente.errors import DossierError
from detente.evidence import AUTHOR, Account, Claim, Document, Party, Position, Review

__all__ = ["Arrival", "arrive"]

_THE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Arrival:
    """The new part of an account, renamed. ``parties`` are the dossier's and the new ones, ``aliases`` new names of known parties.

    ``already`` counts claims that the dossier holds; ``known`` says that the text itself stood there before.
    """

    document: Document
    known: bool
    parties: Mapping[str, Party]
    new_parties: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    positions: tuple[Position, ...]
    already: int

    @property
    def account(self) -> Account:
        """What is new, as an account."""
        return Account(self.document, tuple(self.parties.values()), self.claims, self.positions)


def arrive(dossier: Dossier, account: Account, *, name: str | None = None) -> Arrival:
    """Rename the account's document, parties, claims and positions, and leave out what is there.

    A claim is there if the same text is, and a claim of it on the same words (half of the shorter of the two passages, or more); without a
    passage, if somebody says the same in the same words. Raises :class:`~detente.errors.DossierError` where ``name`` is another text's.
    """
    document, known = _document(dossier, account, name)
    renamed, aliases = _known_parties(dossier, account)
    parties = {name: Party(name, entry.name, entry.aliases) for name, entry in dossier.file.parties.items()}
    new = {party.id: party for party in account.parties if party.id not in renamed}
    taken = {*parties, *dossier.file.options, *dossier.file.outcomes, *dossier.file.circumstances}
    for party in new.values():
        identity = _free(party.id, taken)
        taken.add(identity)
        renamed[party.id] = identity
        parties[identity] = replace(party, id=identity)
    for identity, party in parties.items():
        for spelled in {_spelled(other) for other in (party.name, *party.aliases)}:
            renamed.setdefault(spelled, identity)  # a speaker may be called by any name
    kept, claims, already = _claims(dossier, account, document, renamed, known=known)
    positions = tuple(_positions(dossier, account, document, renamed, kept))
    return Arrival(document, known, parties, tuple(renamed[party] for party in new), () if known else aliases, claims, positions, already)


def _document(dossier: Dossier, account: Account, name: str | None) -> tuple[Document, bool]:
    for document in dossier.documents.values():
        if document.sha256 == account.document.sha256:
            return document, True
    if name is not None and name in dossier.file.documents:
        raise DossierError(f"the dossier has another text called {name!r}", cure="give another name: --as NAME")
    if name is not None and not re.fullmatch(r"[^\W\d][\w-]*", name):
        raise DossierError(f"{name!r} is no name for a text", cure="use letters, digits, _ and -, a letter first")
    wanted = name or re.sub(r"[^\w-]+", "-", account.document.id).strip("-") or "account"
    wanted = wanted if not wanted[0].isdigit() else f"n{wanted}"
    identity = _free(wanted, dossier.file.documents)
    return replace(account.document, id=identity, file=f"accounts/{identity}.txt"), False


def _free(name: str, taken: Collection[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    return candidate


def _spelled(name: str) -> str:
    return _THE.sub("", " ".join(name.split())).casefold()


def _known_parties(dossier: Dossier, account: Account) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Which party of the dossier each party of the account is, by id or by any name; and the names that the dossier did not know."""
    names: dict[str, set[str]] = {}
    for identity, entry in dossier.file.parties.items():
        for spelled in {_spelled(other) for other in (entry.name, *entry.aliases)}:
            names.setdefault(spelled, set()).add(identity)
    found: dict[str, str] = {}
    aliases = []
    for party in account.parties:
        meant = {party.id} & dossier.file.parties.keys() or names.get(_spelled(party.name), set())
        meant = meant or set().union(*(names.get(_spelled(alias), set()) for alias in party.aliases))
        if len(meant) != 1:
            continue
        (found[party.id],) = meant
        name = dossier.file.parties[found[party.id]].name
        new = (other for other in (party.name, *party.aliases) if _spelled(other) not in names and not _inflected(other, name))
        aliases += [(found[party.id], other) for other in new]
    return found, tuple(dict.fromkeys(aliases))


def _inflected(alias: str, name: str) -> bool:
    """Whether the alias is a form of the name, as *Northern* of *North*: it names nobody in addition."""
    return " " not in alias and alias.casefold().startswith(name.casefold()[: max(4, len(name) - 3)])


def _claims(
    dossier: Dossier, account: Account, document: Document, parties: Mapping[str, str], *, known: bool
) -> tuple[dict[str, str], tuple[Claim, ...], int]:
    """The ids that the account's claims have in the dossier, the new ones, and how many were there."""
    ids: dict[str, str] = {}
    there = [claim for claim in dossier.claims.values() if known and claim.document == document.id]
    already = 0
    for claim in account.claims:
        standing = next((other for other in there if _on_the_same_words(claim, other, parties)), None)
        if standing is not None:
            already += 1
        taken = {*dossier.claims, *ids.values()}
        ids[claim.id] = standing.id if standing is not None else _free(f"{document.id}-{claim.id}", taken)
    new = tuple(_renamed(claim, ids, parties, document) for claim in account.claims if ids[claim.id] not in dossier.claims)
    return ids, new, already


def _on_the_same_words(claim: Claim, other: Claim, parties: Mapping[str, str]) -> bool:
    if claim.span is None or other.span is None:
        speaker = tuple(_speaker(name, parties) for name in claim.speaker)
        return claim.span is None and other.span is None and (claim.says, speaker) == (other.says, other.speaker)
    shared = min(claim.span.end, other.span.end) - max(claim.span.start, other.span.start)
    shorter = min(claim.span.end - claim.span.start, other.span.end - other.span.start)
    return 2 * shared >= shorter


def _speaker(name: str, parties: Mapping[str, str]) -> str:
    return name if name == AUTHOR else parties.get(name) or parties.get(_spelled(name), name)


def _renamed(claim: Claim, ids: Mapping[str, str], parties: Mapping[str, str], document: Document) -> Claim:
    def named(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(parties.get(name, name) for name in names))

    def cited(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ids[name] for name in names if name in ids)

    return replace(
        claim,
        id=ids[claim.id],
        document=document.id,
        speaker=tuple(_speaker(name, parties) for name in claim.speaker),
        review=Review(by=claim.review.by),
        contradicts=cited(claim.contradicts),
        cites=cited(claim.cites),
        granted_by=named(claim.granted_by),
        disputed_by=named(claim.disputed_by),
        believed_by=named(claim.believed_by),
        endorsed_by=named(claim.endorsed_by),
        about=named(claim.about),
    )


def _positions(
    dossier: Dossier, account: Account, document: Document, parties: Mapping[str, str], ids: Mapping[str, str]
) -> list[Position]:
    """Positions that rest on something new; a position without claims is new unless the same stands there."""
    found: list[Position] = []
    taken = set(dossier.positions)
    for position in account.positions:
        claims = tuple(ids[claim] for claim in position.claims if claim in ids)
        new = replace(
            position,
            party=parties.get(position.party, position.party),
            performer=parties.get(position.performer, position.performer) if position.performer else None,
            reported_by=tuple(_speaker(name, parties) for name in position.reported_by),
            document=document.id,
            claims=tuple(claim for claim in claims if claim not in dossier.claims),
            review=Review(by=position.review.by),
        )
        if position.claims and not new.claims:
            continue
        if not position.claims and any(_said_alike(new, other) for other in dossier.positions.values()):
            continue
        identity = _free(f"{document.id}-{position.id}", taken)
        taken.add(identity)
        found.append(replace(new, id=identity))
    return found


def _said_alike(one: Position, other: Position) -> bool:
    keys = ("party", "stance", "polarity", "performer", "condition", "document")
    return all(getattr(one, key) == getattr(other, key) for key in keys) and act_words(one.act) == act_words(other.act)
