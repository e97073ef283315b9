"""Every name that a dossier mentions must be declared, and every formula must parse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from detente.dossier.names import bits_of
from detente.dossier.schema import (
    AgendaEntry,
    AttitudeEntry,
    ConclusionEntry,
    CostEntry,
    DocumentEntry,
    DossierFile,
    MeetingEntry,
    MergeEntry,
    NamedFormula,
    OptionEntry,
    PartyEntry,
    QuestionEntry,
    RuleEntry,
    StatementEntry,
    ThreatEntry,
)
from detente.evidence import AUTHOR, Claim, Position, ReviewStatus

__all__ = ["Mention", "Written", "formula_names", "formulas", "mentions", "walk"]

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """``name`` stands at ``path`` and must be one of ``known``, each a ``kind``.

    ``proposed``: it stands in a claim or position that nobody reviewed yet; a reader may name bodies before they are parties.
    """

    path: Path
    kind: str
    name: str
    known: Collection[str]
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A formula as written, and whose reading of ambiguous options it takes."""

    path: Path
    text: str
    party: str | None = None


_PARTY_FIELDS: dict[type[BaseModel], tuple[str, ...]] = {
    PartyEntry: ("backs",),
    OptionEntry: ("party", "parties", "offered_by"),
    ThreatEntry: ("party",),
    MergeEntry: ("principal", "agent"),
    AttitudeEntry: ("party", "to"),
    MeetingEntry: ("parties",),
    CostEntry: ("borne_by",),
    ConclusionEntry: ("no_win",),
}
_FORMULA_FIELDS: dict[type[BaseModel], tuple[str, ...]] = {
    RuleEntry: ("never", "always"),
    StatementEntry: ("limit", "condition", "demand", "want"),
    NamedFormula: ("formula",),
    ConclusionEntry: ("formula",),
    ThreatEntry: ("act", "when"),
    AgendaEntry: ("first", "then"),
}


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Every entry of a file with its path, keys spelled as in the file."""
    if isinstance(value, BaseModel):
        yield path, value
        for name, field in type(value).model_fields.items():
            yield from walk(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))


def _listed(path: Path, key: str, value: object) -> Iterator[tuple[Path, str]]:
    """The names in a field that holds one name, several, or none, or several of several."""
    if isinstance(value, str):
        yield (*path, key), value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, str):
                yield (*path, key, index), item
            else:
                yield from (((*path, key, index, deeper), name) for deeper, name in enumerate(item))


def mentions(file: DossierFile, claims: Mapping[str, Claim], positions: Mapping[str, Position]) -> Iterator[Mention]:
    """Every mention of a party, claim, option or document, in the order of the file."""
    for path, entry in walk(file):
        for field in ("because", "now_because"):
            yield from (Mention(at, "claim", name, claims) for at, name in _listed(path, field, getattr(entry, field, ())))
        known = {**file.parties, **file.ranking} if isinstance(entry, AttitudeEntry) else file.parties  # listed states need no parties
        for field in _PARTY_FIELDS.get(type(entry), ()):
            yield from (Mention(at, "party", name, known) for at, name in _listed(path, field, getattr(entry, field)))
        yield from _other_mentions(file, path, entry, claims, positions)
    yield from (Mention(("preferences", party), "party", party, file.parties) for party in file.preferences)
    if file.states and file.now is not None:
        yield Mention(("now",), "state", file.now, file.states)
    yield from _evidence(file, claims, positions)


def _other_mentions(
    file: DossierFile, path: Path, entry: BaseModel, claims: Mapping[str, Claim], positions: Mapping[str, Position]
) -> Iterator[Mention]:
    if isinstance(entry, OptionEntry):
        yield from (Mention((*path, "readings", party), "party", party, file.parties) for party in entry.readings)
        if entry.variant_of is not None:
            yield Mention((*path, "variant_of"), "option", entry.variant_of, file.options)
    elif isinstance(entry, DocumentEntry):
        yield from (Mention(at, "document", name, file.documents) for at, name in _listed(path, "cites", entry.cites))
    elif isinstance(entry, ConclusionEntry):
        yield from (Mention(at, "reference", name, file.references) for at, name in _listed(path, "reference", entry.reference))
    elif isinstance(entry, QuestionEntry):
        known = {*claims, *positions, *file.options, *file.parties, *file.circumstances, *file.outcomes, *file.documents}
        yield from (Mention(at, "claim, option or party", name, known) for at, name in _listed(path, "about", entry.about))


def _evidence(file: DossierFile, claims: Mapping[str, Claim], positions: Mapping[str, Position]) -> Iterator[Mention]:
    voices = {*file.parties, AUTHOR}
    for name, claim in claims.items():
        path: Path = ("claims", name)
        if claim.document is not None:
            yield Mention((*path, "document"), "document", claim.document, file.documents)
        yield from (Mention(at, "claim", other, claims) for at, other in _listed(path, "contradicts", claim.contradicts))
        proposed = claim.review.status is ReviewStatus.proposed
        for field in ("granted_by", "disputed_by", "believed_by"):
            yield from (Mention(at, "party", party, voices, proposed) for at, party in _listed(path, field, getattr(claim, field)))
    for name, position in positions.items():
        path = ("positions", name)
        if position.document is not None:
            yield Mention((*path, "document"), "document", position.document, file.documents)
        proposed = position.review.status is ReviewStatus.proposed
        yield Mention((*path, "party"), "party", position.party, file.parties, proposed)
        if position.performer is not None:
            yield Mention((*path, "performer"), "party", position.performer, file.parties, proposed)
        yield from (Mention(at, "claim", claim_id, claims) for at, claim_id in _listed(path, "claims", position.claims))


def formulas(file: DossierFile) -> Iterator[Written]:
    """Every formula of the file with its path."""
    for path, entry in walk(file):
        party = str(path[1]) if isinstance(entry, StatementEntry) else entry.party if isinstance(entry, ThreatEntry) else None
        for field in _FORMULA_FIELDS.get(type(entry), ()):
            text = getattr(entry, field)
            if text is not None:
                yield Written((*path, type(entry).model_fields[field].alias or field), text, party)
        if isinstance(entry, OptionEntry):
            yield from (Written((*path, "readings", party), text) for party, text in entry.readings.items())
    for section in ("outcomes", "goals", "references"):
        yield from (Written((section, name), text) for name, text in getattr(file, section).items() if isinstance(text, str))
    if file.goal is not None:
        yield Written(("goal",), file.goal)


def formula_names(file: DossierFile) -> frozenset[str]:
    """Every name that a formula may use."""
    names = {*file.options, *file.circumstances, *file.outcomes}
    for name, option in file.options.items():
        names.update(bit.name for bit in bits_of(name, option))
        if option.levels:
            names.add(f"{name}.{option.levels[0]}")
    return frozenset(names)
