"""Why each party would stay in one situation or leave it: the certificate of every verdict on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import Lines, Told
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.report.words.verdicts import Telling
    from detente.stability.equilibria import Solution
    from detente.stability.symbolic.standing import StandingAt

__all__ = ["certificates", "judged", "tell_certificates", "tell_judged"]

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


def judged(solution: Solution, said: str) -> list[StandingAt]:
    """Where situations are too many to list: one of them (its number, its label, or now) under each concept, replies of any length."""
    from detente.graphmodel.conflict import Conflict
    from detente.stability.symbolic.standing import standing_at

    survey = solution.survey
    assert survey is not None
    assert isinstance(solution.conflict, Conflict)  # only those are searched
    numbered = {str(number): label for number, label in enumerate(survey.standings, 1)}
    if said == "now" and len(survey.now) != 1:
        raise ModelError("it is not said which situation is now", cure="give its label: Y or N for each act in turn")
    label = survey.now[0] if said == "now" else numbered.get(said, said)
    known = survey.standings.get(label, {})
    return [known.get(concept) or standing_at(solution.conflict, label, concept, seconds=survey.seconds) for concept in solution.concepts]


def tell_judged(found: list[StandingAt], tell: Telling) -> Lines:
    """In words."""
    from detente.report.words.standings import standing_words
    from detente.report.words.verdicts import CONCEPTS

    yield "heading", f"Why would each stay in {found[0].state}, or leave it?"
    for one in found:
        yield "line", f"{': each '.join(CONCEPTS[one.concept])}."
        for stay in one.stays.values():
            yield "line", standing_words(stay, one.concept, one.state, tell)
