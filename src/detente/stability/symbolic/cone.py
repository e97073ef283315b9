"""Who matters to a question: the others whose moves can change its answer, by options, rules and wants that hang together."""

from __future__ import annotations

from detente.stability.concepts import Concept
from detente.stability.symbolic.terms import Terms

__all__ = ["cone"]


def cone(terms: Terms, maker: str, concept: Concept) -> tuple[str, ...]:
    """The others whose moves bear on how ``maker`` finds what follows, in declared order.

    Those who own an option that its statements name; those who own what a rule ties to these; and, where only improvements count, those
    whose options these look at. Nobody else's moves change what these can do or want, so a reply can leave them out.
    """
    names = {name for formula in terms.statements[maker] for name in formula.names()}
    if concept.answered:
        names |= terms.tied_to(option.name for option in terms.own[maker])
    others = [other for other in terms.movers if other != maker]
    inside: set[str] = set()
    while True:
        fresh = [other for other in others if other not in inside and any(option.name in names for option in terms.own[other])]
        if not fresh:
            return tuple(other for other in others if other in inside)
        inside.update(fresh)
        for other in fresh:
            own = {option.name for option in terms.own[other]}
            names |= own | terms.tied_to(own)
            if concept.credible:
                names |= {name for formula in terms.own_statements[other] for name in formula.names()}
