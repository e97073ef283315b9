"""What binds a package: the limits, conditions and, where positions are taken as stated, demands of every party.

A *limit* (red line) is never crossed; a *condition* holds in every package, vacuously in those that do not realise what it conditions; a
*demand* binds only where positions are taken as stated, because at the limits demands can be traded. A *want* never binds.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Statement
from detente.graphmodel.statements import Formula

__all__ = ["Constraint", "binding_kinds", "constraints", "statement_ids"]

_AT_THE_LIMITS = frozenset({Kind.limit, Kind.condition})


@dataclass(frozen=True, slots=True)
class Constraint:
    """A formula that every package has to satisfy, and whose it is; ``id`` is that of the statement."""

    id: str
    party: str
    kind: Kind
    formula: Formula
    text: str = ""


def binding_kinds(*, stated: bool) -> frozenset[Kind]:
    """The kinds of statement that bind packages: limits and conditions, and demands too where positions are taken as ``stated``."""
    return _AT_THE_LIMITS | {Kind.demand} if stated else _AT_THE_LIMITS


def statement_ids(conflict: Conflict, party: str) -> tuple[tuple[str, Statement], ...]:
    """The statements of ``party`` in the order written, each with its id; one without gets the path it would have in a dossier."""
    preference = conflict.preference(party)
    if not isinstance(preference, Prioritization):
        return ()
    return tuple((said.id or f"preferences.{party}.{index}", said) for index, said in enumerate(preference.statements))


def constraints(conflict: Conflict, *, stated: bool = False) -> tuple[Constraint, ...]:
    """Everything that binds the packages of ``conflict``, party by party.

    >>> from detente.graphmodel import options, statements, preferences
    >>> said = preferences.Statement(statements.parse("not cede"), preferences.Kind.limit)
    >>> hold = Conflict((options.Option("cede", "south"),), ("south",), {"south": preferences.Prioritization(((said,),))})
    >>> [(found.id, found.kind.value, str(found.formula)) for found in constraints(hold)]
    [('preferences.south.0', 'limit', 'not cede')]
    """
    kinds = binding_kinds(stated=stated)
    return tuple(
        Constraint(identity, party, said.kind, said.formula, said.text)
        for party in conflict.decision_makers
        for identity, said in statement_ids(conflict, party)
        if said.kind in kinds
    )
