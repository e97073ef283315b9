"""Coalition stability: whether decision makers who move together would leave.

Let H be a coalition. It reaches R_H(s) by legal sequences of its members, and improves on s by what is better for every one of them; a
state deters it if some member is no better off there than in s.

    R_H⁺⁺(s) = {t ∈ R_H(s) : t ≻_i s ∀ i ∈ H}        Φ_H(s) = {t : s ≽_i t for some i ∈ H}
    CNash     R_H⁺⁺(s) = ∅
    CGMR      ∀ s1 ∈ R_H⁺⁺(s) ∃ s2 ∈ R_{N−H}(s1) ∩ Φ_H(s)
    CSMR      … ∃ s2 ∈ R_{N−H}(s1) ∩ Φ_H(s) with R_H(s2) ⊆ Φ_H(s)
    CSEQ_UI   … ∃ s2 ∈ R⁺_{N−H}(s1) ∩ Φ_H(s)
    CSEQ_CI   … ∃ s2 ∈ Φ_H(s) that legal sequences of coalition improvements by subsets of N−H reach, no subset twice in succession

Only where the coalition ends need be better; the steps on the way need not. For a coalition of one these are the concepts for one decision
maker; the coalition of all has nobody to fear.

Names: Kilgour, Hipel, Fang & Peng 2001 (kilgour2001); Inohara & Hipel 2008 (inohara2008a, inohara2008b), whose CSEQ is CSEQ_CI. A step from
one equilibrium to another by R_H⁺⁺ is an *equilibrium jump* (Kilgour et al. 2001).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import combinations

from detente.errors import ModelError, UnknownName
from detente.graphmodel.moves import GraphModel, Modelled, graph_model
from detente.stability.reference import legal_reach
from detente.stability.team_reach import TeamReach, members_of

__all__ = ["CoalitionConcept", "coalition_improvements", "coalition_stable", "coalitions", "equilibrium_jumps", "universally_stable"]


_AT_ONCE = 2**11  # up to so many states the reach of a team is worked out for all at once, and kept


class CoalitionConcept(StrEnum):
    """The coalitional concepts."""

    cnash = "cnash"
    cgmr = "cgmr"
    csmr = "csmr"
    cseq_ui = "cseq_ui"
    cseq_ci = "cseq_ci"


def coalitions(model: GraphModel, *, at_least: int = 1) -> Iterator[tuple[str, ...]]:
    """Every coalition of ``at_least`` members, small ones first, members in the model's order."""
    for size in range(at_least, len(model.decision_makers) + 1):
        yield from combinations(model.decision_makers, size)


def coalition_improvements(of: Modelled, members: Collection[str], state: int) -> frozenset[int]:
    """R_H⁺⁺(s): what ``members`` can reach together and all prefer to ``state``."""
    model = graph_model(of)
    if len(model.labels) <= _AT_ONCE and members:
        reach, team = _reaches(model), tuple(i for i in model.decision_makers if i in members)
        return frozenset(members_of(reach.of(team)[state] & reach.better(team)[state]))
    better = legal_reach(model, members, state)
    return frozenset(t for t in better if all(model.ranks[i][t] > model.ranks[i][state] for i in members))


def coalition_stable(of: Modelled, members: Collection[str]) -> dict[str, tuple[bool, ...]]:
    """For each concept, whether the coalition of ``members`` stays in each state.

    Raises :class:`~detente.errors.UnknownName` for a stranger and :class:`~detente.errors.ModelError` for an empty coalition.
    """
    model = graph_model(of)
    for member in members:
        if member not in model.decision_makers:
            raise UnknownName("decision maker", member, model.decision_makers)
    if not members:
        raise ModelError("a coalition without members decides nothing", cure="name at least one decision maker")
    return _stays(_reaches(model), tuple(i for i in model.decision_makers if i in members))


@lru_cache(maxsize=1)
def _reaches(model: GraphModel) -> TeamReach:
    """One model at a time: its coalitions have the reach of the same teams in common."""
    return TeamReach(model)


def _stays(reach: TeamReach, members: tuple[str, ...]) -> dict[str, tuple[bool, ...]]:
    others = tuple(j for j in reach.model.decision_makers if j not in members)
    own, better = reach.of(members), reach.better(members)
    replies = {
        CoalitionConcept.cgmr: reach.of(others),
        CoalitionConcept.cseq_ui: reach.of(others, improving=True),
        CoalitionConcept.cseq_ci: reach.by_coalitions(others),
    }
    replies[CoalitionConcept.csmr] = replies[CoalitionConcept.cgmr]

    @cache
    def recoverable(good: int) -> int:
        """The states from which the coalition could get to one of ``good``, and these themselves."""
        return good | sum(1 << s for s, ends in enumerate(own) if ends & good)

    def stays(concept: CoalitionConcept, s: int) -> bool:
        good = better[s]
        improvements = own[s] & good
        if concept is CoalitionConcept.cnash:
            return not improvements
        deterring = ~(recoverable(good) if concept is CoalitionConcept.csmr else good)
        return all(replies[concept][s1] & deterring for s1 in members_of(improvements))

    return {concept: tuple(stays(concept, s) for s in range(len(own))) for concept in CoalitionConcept}


def universally_stable(of: Modelled) -> dict[str, tuple[bool, ...]]:
    """For each concept, whether every coalition, of one or more, stays in each state."""
    model = graph_model(of)
    every = [coalition_stable(model, members) for members in coalitions(model)]
    size = range(len(model.labels))
    return {concept: tuple(all(flags[concept][s] for flags in every) for s in size) for concept in CoalitionConcept}


def equilibrium_jumps(of: Modelled, equilibria: Collection[int]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Coalitions of two or more that all gain by going from one of ``equilibria`` to another: (members, from, to)."""
    model = graph_model(of)
    for members in coalitions(model, at_least=2):
        for s in sorted(equilibria):
            yield from ((members, s, t) for t in sorted(coalition_improvements(model, members, s)) if t in equilibria)
