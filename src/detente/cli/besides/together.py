"""Who would leave together: coalitions, and what the others could do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import Lines, Told, resting
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.stability.equilibria import Solution

__all__ = ["coalitions", "declared", "tell_coalitions", "tell_declared"]

_WORK = 2**15  # situations times coalitions that are gone through at most
_MOST = 2**12  # situations, for a coalition that was named
_NAMES = {
    "cnash": "CNash",
    "cgmr": "CGMR",
    "csmr": "CSMR",
    "cseq_ui": "CSEQ by single improvements",
    "cseq_ci": "CSEQ by joint improvements",
}
_ANSWERED = {
    "cseq_ui": "the others would answer so that one of them regrets it, each step paying whoever takes it",
    "cgmr": "the others could answer so that one of them regrets it, though not all steps would pay whoever takes them",
}


def coalitions(solution: Solution) -> dict[str, Any]:
    """Who could go together from each resting point, the jumps among them, and what no coalition would leave."""
    from detente.stability import coalitional

    model, states = solution.model, solution.states
    if len(states) << len(model.decision_makers) > _WORK:
        most = _WORK >> len(model.decision_makers)
        raise ModelError(f"{len(states):,} situations are too many to go through with every coalition", cure=f"at most {most:,} can be")
    places = [solution.index(label) for label in resting(solution)]
    together: list[dict[str, Any]] = []
    universal: dict[str, tuple[bool, ...]] = {}
    for members in coalitional.coalitions(model):
        flags = coalitional.coalition_stable(model, members)
        for concept, stays in flags.items():
            before = universal.get(str(concept), (True,) * len(states))
            universal[str(concept)] = tuple(one and other for one, other in zip(before, stays, strict=True))
        for at in places if len(members) > 1 else ():
            if better := sorted(coalitional.coalition_improvements(model, members, at)):
                holds = [str(concept) for concept, stays in flags.items() if stays[at]]
                together.append({"state": states[at], "members": list(members), "to": [states[t] for t in better], "held_by": holds})
    jumps = []
    for who, s, t in coalitional.equilibrium_jumps(model, set(places)):
        under = [str(concept) for concept in solution.concepts if {states[s], states[t]} <= set(solution.equilibria(concept))]
        if under:
            jumps.append({"members": list(who), "from": states[s], "to": states[t], "concepts": under})
    stable = {concept: [states[at] for at, flag in enumerate(flags) if flag] for concept, flags in universal.items()}
    return {"together": together, "jumps": jumps, "universally_stable": stable}


def tell_coalitions(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    from detente.report.words.plain import all_of
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    yield "heading", "Who would leave together?"
    if not found["together"]:
        yield "line", "From no resting point could several parties go together to where all of them are better off."
    for one in found["together"]:
        who, where = told.parties(one["members"]), told.situations(one["to"])
        said = [words for concept, words in _ANSWERED.items() if concept in one["held_by"]]
        then = said[0] if said else "nobody could answer so that one of them regrets it"
        yield "line", f"From {told.situation(one['state'])}, {who} would all gain by going together to {where}; {then}."
    for jump in found["jumps"]:
        start, end = told.situation(jump["from"]), told.situation(jump["to"])
        who, under = told.parties(jump["members"]), all_of([CONCEPTS[Concept(concept)][0] for concept in jump["concepts"]])
        yield "line", f"A jump from rest to rest under {under}: {who} together, from {start} to {end}, which is better for each."
    firm = found["universally_stable"]["cnash"]
    yield "line", f"Nobody would leave, alone or with any others: {told.situations(firm) or 'nowhere'}."


def declared(solution: Solution, teams: Sequence[str]) -> list[dict[str, Any]]:
    """Where each of ``teams``, names with commas between them, would stay; raises what ``coalition_stable`` raises."""
    from detente.stability.coalitional import coalition_stable

    size = len(solution.states)
    if size > _MOST:
        raise ModelError(f"{size:,} situations are too many to go through with a coalition", cure=f"at most {_MOST:,} can be")
    found = []
    for team in teams:
        members = [name.strip() for name in team.split(",") if name.strip()]
        flags = coalition_stable(solution.model, members)
        stable = {str(concept): [solution.states[at] for at, flag in enumerate(row) if flag] for concept, row in flags.items()}
        found.append({"members": members, "stable": stable})
    return found


def tell_declared(solution: Solution, found: list[dict[str, Any]], told: Told) -> Lines:
    """In words."""
    size = len(solution.states)
    for one in found:
        yield "heading", f"Where would {told.parties(one['members'])}, acting together, stay?"
        for concept, labels in one["stable"].items():
            where = "everywhere" if len(labels) == size else told.situations(labels) or "nowhere"
            yield "line", f"{_NAMES[concept]}: {where}."
