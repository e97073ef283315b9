"""What a schema cannot see: names nobody declared, formulas that do not parse, claims that cannot both be accepted."""

from __future__ import annotations

from collections.abc import Iterator

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.references import formula_names, formulas, mentions, walk
from detente.dossier.yaml_errors import Locate
from detente.errors import DetenteError, DossierError, FormulaError, UnknownName
from detente.evidence import ReviewStatus
from detente.graphmodel.statements import parse

__all__ = ["sense_problems"]

_WORDS = {"not", "and", "or", "only", "if", "iff", "unless", "true", "false"}


def sense_problems(dossier: Dossier, where: Locate) -> list[DetenteError]:
    """Everything wrong with a dossier whose shape is right."""
    found: list[DetenteError] = [
        *_names(dossier, where),
        *_dangling(dossier, where),
        *_unparsed(dossier, where),
        *_contradictions(dossier, where),
    ]
    if found:
        return found
    try:
        model(dossier)
    except FormulaError as error:
        error.where = where(error.path, offset=error.column - 1)
        return [error]
    except DetenteError as error:
        error.where = error.where or where(error.path, key=len(error.path) == 2)
        return [error]
    return []


def _names(dossier: Dossier, where: Locate) -> Iterator[DetenteError]:
    """Names that no formula could use, and ids that two elements share."""
    file = dossier.file
    for section in ("options", "outcomes", "circumstances"):
        for name in getattr(file, section):
            if name.lower() in _WORDS:
                message = f"{name!r} is a word of the formula language and cannot be a name"
                yield DossierError(message, cure="choose another name", where=where((section, name), key=True))
    seen: set[str] = set()
    for path, entry in walk(file):
        identity = getattr(entry, "id", None)
        if isinstance(identity, str):
            if identity in seen:
                message = f"the id {identity!r} is given to two elements"
                yield DossierError(message, cure="give each one an id of its own", where=where((*path, "id")))
            seen.add(identity)


def _dangling(dossier: Dossier, where: Locate) -> Iterator[DetenteError]:
    for mention in mentions(dossier.file, dossier.claims, dossier.positions):
        if mention.name not in mention.known and not mention.proposed:
            error = UnknownName(mention.kind, mention.name, mention.known)
            error.path = mention.path
            is_key = mention.path[-1] == mention.name and len(mention.path) > 1 and mention.path[-2] in {"preferences", "readings"}
            error.where = where(mention.path, key=is_key)
            yield error


def _unparsed(dossier: Dossier, where: Locate) -> Iterator[DetenteError]:
    names = formula_names(dossier.file)
    for written in formulas(dossier.file):
        try:
            parse(written.text.replace("\n", " ").rstrip(), names)
        except FormulaError as error:
            error.path = written.path
            error.where = where(written.path, offset=error.column - 1)
            yield error
        except RecursionError:
            yield DossierError("this formula is nested too deeply", cure="name its parts under outcomes", where=where(written.path))


def _contradictions(dossier: Dossier, where: Locate) -> Iterator[DetenteError]:
    accepted = dossier.claims_with(ReviewStatus.accepted)
    seen = set()
    for claim in dossier.claims.values():
        for other in claim.contradicts:
            if other == claim.id:
                place = where(("claims", claim.id, "contradicts"))
                yield DossierError(f"claim {claim.id!r} contradicts itself", cure="name another claim, or remove it", where=place)
            pair = frozenset((claim.id, other))
            if len(pair) == 2 and pair <= accepted and pair not in seen:
                seen.add(pair)
                message = f"the claims {claim.id!r} and {other!r} contradict one another, and both are accepted"
                cure = "reject one of them, or set one back to proposed"
                yield DossierError(message, cure=cure, where=where(("claims", claim.id, "contradicts")))
