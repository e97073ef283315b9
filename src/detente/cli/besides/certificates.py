"""Why each party would stay in one situation or leave it: the certificate of every verdict on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import Lines, Told
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.stability.equilibria import Solution

__all__ = ["certificates", "tell_certificates"]

_MOST = 20_000  # beyond so many situations a certificate takes longer than anybody waits
_READ = 2**10  # up to so many the check reads the conflict for itself; beyond, the moves and ranks that were solved with


def certificates(solution: Solution, label: str) -> dict[str, Any]:
    """Every party's verdict under every concept, each checked from its definition before it is shown."""
    from detente.stability.by_definition import by_definition
    from detente.stability.checking import check
    from detente.stability.verdict import explain

    if len(solution.states) > _MOST:
        raise ModelError(f"{len(solution.states):,} situations are too many to explain one", cure=f"at most {_MOST:,} can be")
    verdicts = [explain(solution, label, maker, concept) for concept in solution.concepts for maker in solution.decision_makers]
    model = by_definition(solution.conflict) if len(solution.states) <= _READ else solution.model
    for verdict in verdicts:
        check(verdict, model)
    return {"state": label, "verdicts": [verdict.to_dict() for verdict in verdicts]}


def tell_certificates(solution: Solution, found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.verdict import explain

    label = found["state"]
    yield "heading", f"Why would each stay in {told.situation(label)}, or leave it?"
    for concept in solution.concepts:
        yield "line", f"{': each '.join(CONCEPTS[concept])}."
        for maker in solution.decision_makers:
            yield "line", told.verdict(explain(solution, label, maker, concept))
