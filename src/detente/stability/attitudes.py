"""Relational stability: whether a decision maker stays, given its attitudes to the others.

e_ij ∈ {+, 0, −} is i's attitude to j: it wants good for j, does not care, or wants harm. Unless said otherwise e_ii = + and e_ij = 0.

    q TRP_i s      for every j:  q ≽_j s where e_ij = +,  s ≻_j q where e_ij = −          (*total relational preference*)
    TRR_i(s)     = {q ∈ R_i(s) : q TRP_i s}                                               (*total relational replies*)

    RNash    TRR_i(s) = ∅
    RGMR     ∀ x ∈ TRR_i(s) ∃ z ∈ R_{N−i}(x):     z = s or not z TRP_i s
    RSMR     … and every w ∈ R_i(z) is such, too: w = s or not w TRP_i s
    RSEQ     RGMR with z reached from x by a legal sequence of the others' own total relational replies

Where nobody is wished harm, s TRP_i s, so that it needs saying that a return to s deters, and that s is no way out. Then, if everybody
cares for itself alone and ranks states strictly, these are Nash, GMR, SMR and SEQ. With ties RNash is the stricter: an equally good state
is a relational reply.

Names: Inohara, Hipel & Walker 2007 (inohara2007), who also count s itself among the replies to s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache

from detente.errors import UnknownName
from detente.graphmodel.moves import GraphModel, Modelled, graph_model
from detente.stability.reference import legal_reach

__all__ = ["Attitude", "RelationalConcept", "relational_stable"]


class Attitude(StrEnum):
    """What one wishes another."""

    good = "+"
    indifferent = "0"
    harm = "-"


class RelationalConcept(StrEnum):
    """The relational concepts."""

    rnash = "rnash"
    rgmr = "rgmr"
    rsmr = "rsmr"
    rseq = "rseq"


Attitudes = Mapping[tuple[str, str], Attitude | str]


def relational_stable(of: Modelled, attitudes: Attitudes | None = None) -> dict[RelationalConcept, dict[str, tuple[bool, ...]]]:
    """For each concept and decision maker, whether each state is stable; ``attitudes[i, j]`` is i's to j.

    Raises :class:`~detente.errors.UnknownName` for a name that does not occur, and ValueError for an attitude other than +, 0 and -.
    """
    model = graph_model(of)
    said = {pair: Attitude(attitude) for pair, attitude in (attitudes or {}).items()}
    for pair in said:
        for name in pair:
            if name not in model.decision_makers:
                raise UnknownName("decision maker", name, model.decision_makers)
    held = {
        i: {j: said.get((i, j), Attitude.good if i == j else Attitude.indifferent) for j in model.decision_makers}
        for i in model.decision_makers
    }

    def prefers(i: str, q: int, s: int) -> bool:
        return all(
            attitude is Attitude.indifferent or (rank[q] >= rank[s] if attitude is Attitude.good else rank[s] > rank[q])
            for attitude, rank in ((attitude, model.ranks[j]) for j, attitude in held[i].items())
        )

    states = range(len(model.labels))
    replies = {i: [tuple(q for q in model.moves(i, s) if prefers(i, q, s)) for s in states] for i in model.decision_makers}
    credible = replace(model, successors=replies)
    flags: dict[RelationalConcept, dict[str, tuple[bool, ...]]] = {concept: {} for concept in RelationalConcept}
    for i in model.decision_makers:
        question = _Question(model, credible, i, replies[i], lambda q, s, i=i: q != s and prefers(i, q, s))  # type: ignore[misc]
        for concept in RelationalConcept:
            flags[concept][i] = tuple(question.stable(concept, s) for s in states)
    return flags


class _Question:
    def __init__(
        self, model: GraphModel, credible: GraphModel, maker: str, replies: list[tuple[int, ...]], tempts: Callable[[int, int], bool]
    ) -> None:
        self.model, self.credible, self.maker, self.replies, self.tempts = model, credible, maker, replies, tempts
        others = [j for j in model.decision_makers if j != maker]

        @cache
        def reach(x: int, *, credible: bool) -> frozenset[int]:
            return legal_reach(self.credible if credible else self.model, others, x)

        self.reach = reach

    def stable(self, concept: RelationalConcept, s: int) -> bool:
        return all(concept is not RelationalConcept.rnash and self.deterred(concept, s, x) for x in self.replies[s])

    def deterred(self, concept: RelationalConcept, s: int, x: int) -> bool:
        for z in self.reach(x, credible=concept is RelationalConcept.rseq):
            escape = concept is RelationalConcept.rsmr and any(self.tempts(w, s) for w in self.model.moves(self.maker, z))
            if not self.tempts(z, s) and not escape:
                return True
        return False
