"""How firmly a situation is held, where it was said what matters strongly."""

from __future__ import annotations

from collections.abc import Iterator

from detente.report.words.acts import Vocabulary
from detente.report.words.plain import all_of
from detente.report.words.verdicts import CONCEPTS
from detente.stability.strength import Degree, StrengthSolution

__all__ = ["firmness"]


def firmness(held: StrengthSolution, state: str, words: Vocabulary) -> Iterator[str]:
    """One line on the concepts under which all are held firmly in ``state`` (a label), and one for each set of those that are not."""
    firm: list[str] = []
    mild: dict[tuple[str, ...], list[str]] = {}
    for concept in held.concepts:
        degrees = {maker: held.degree(concept, maker, state) for maker in held.solution.decision_makers}
        if Degree.none in degrees.values():
            continue
        mildly = tuple(maker for maker, degree in degrees.items() if degree is Degree.weak)
        (mild.setdefault(mildly, []) if mildly else firm).append(CONCEPTS[concept][0])
    if firm:
        yield f"Firmly at rest under {all_of(firm)}: whoever left would gain nothing, or could be made to lose what matters strongly to it."
    for makers, names in mild.items():
        whose = all_of([words.party(maker) for maker in makers])
        has, it = ("has", "it") if len(makers) == 1 else ("each have", "them")
        yield f"Mildly at rest under {all_of(names)}: {whose} {has} a move that no reply that counts would make {it} strongly regret."
