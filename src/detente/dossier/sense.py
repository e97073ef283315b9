"""What a schema cannot see: names nobody declared, formulas that do not parse, claims that cannot both be accepted."""

from __future__ import annotations

from collections.abc import Iterator

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.names import names_of
from detente.dossier.references import formula_names, formulas, mentions
from detente.dossier.yaml_errors import Locate
from detente.dossier.yaml_tree import Tree
from detente.errors import DetenteError, DossierError, FormulaError, UnknownName
from detente.evidence import ReviewStatus
from detente.graphmodel.statements import parse

__all__ = ["sense_problems"]


def sense_problems(dossier: Dossier, tree: Tree, where: Locate) -> list[DetenteError]:
    """Everything wrong with a dossier whose shape is right."""
    found: list[DetenteError] = [*_dangling(dossier, where), *_unparsed(dossier, tree), *_contradictions(dossier, where)]
    if found:
        return found
    try:
        names_of(dossier.file)
        model(dossier)
    except FormulaError as error:
        error.where = tree.where(error.path, offset=error.column - 1)
        return [error]
    except DetenteError as error:
        error.where = error.where or where(error.path)
        return [error]
    return []


def _dangling(dossier: Dossier, where: Locate) -> Iterator[DetenteError]:
    for mention in mentions(dossier.file, dossier.claims, dossier.positions):
        if mention.name not in mention.known:
            error = UnknownName(mention.kind, mention.name, mention.known)
            error.path = mention.path
            is_key = mention.path[-1] == mention.name and len(mention.path) > 1 and mention.path[-2] in {"preferences", "readings"}
            error.where = where(mention.path, key=is_key)
            yield error


def _unparsed(dossier: Dossier, tree: Tree) -> Iterator[DetenteError]:
    names = formula_names(dossier.file)
    for written in formulas(dossier.file):
        try:
            parse(written.text, names)
        except FormulaError as error:
            error.path = written.path
            error.where = tree.where(written.path, offset=error.column - 1)
            yield error
        except RecursionError:
            yield DossierError("this formula is nested too deeply", cure="name its parts under outcomes", where=tree.where(written.path))


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
