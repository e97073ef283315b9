"""Each party by its own picture of the conflict: a hypergame, beside the conflict as given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import Lines, Told
from detente.errors import UnknownName

if TYPE_CHECKING:
    from detente.graphmodel.conflict import Conflict, ListedConflict
    from detente.stability.equilibria import Solution

__all__ = ["hypergame", "tell_hypergame"]


def hypergame(solution: Solution, pictures: Mapping[str, Conflict | ListedConflict]) -> dict[str, Any]:
    """Where nobody would leave by its own picture; who has none in ``pictures`` sees the conflict as given.

    Raises what :func:`~detente.stability.hypergames.solve_hypergame` raises.
    """
    from detente.stability.hypergames import solve_hypergame

    for maker in pictures:
        if maker not in solution.decision_makers:
            raise UnknownName("decision maker", maker, solution.decision_makers, owner=solution.conflict.title or None)
    seen = {maker: pictures.get(maker, solution.conflict) for maker in solution.decision_makers}
    found = solve_hypergame(seen, concepts=solution.concepts)
    given = {str(concept): list(solution.equilibria(concept)) for concept in solution.concepts}
    return found.to_dict() | {"pictures": {maker: picture.title for maker, picture in seen.items()}, "as_given": given}


def tell_hypergame(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    yield "heading", "And if each acts by its own picture?"
    for maker, title in found["pictures"].items():
        yield "line", f"{told.party(maker)} sees “{title}”."
    for concept, labels in found["equilibria"].items():
        name, given = CONCEPTS[Concept(concept)][0], found["as_given"][concept]
        only = [label for label in labels if label not in given]
        lost = [label for label in given if label not in labels]
        yield "line", f"Nobody would leave under {name}, each in its own eyes: {told.situations(labels) or 'nowhere'}."
        if only:
            yield "line", f"Of these, not at rest in the conflict as given: {told.situations(only)}."
        if lost:
            yield "line", f"At rest in the conflict as given, and not so seen: {told.situations(lost)}."
    for maker, labels in found["unforeseen"].items():
        if labels:
            yield "line", f"{told.party(maker)} does not foresee {told.situations(labels)}."
