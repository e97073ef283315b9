"""What nobody stated: what holds in every, some or no possible ranking, and by each attitude to what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.cli.besides.told import Lines, Told, everywhere
from detente.errors import ModelError, UnknownName

if TYPE_CHECKING:
    from detente.graphmodel.conflict import Conflict
    from detente.stability.equilibria import Solution
    from detente.stability.unknown_preference import Relation

__all__ = ["LETTERED", "extensions", "rankings", "tell_extensions", "tell_rankings"]

LETTERED = 512  # situations that are judged to the letter at most
_LETTERS = {
    "a": "what is not known tempts, and does not deter",
    "b": "what is not known neither tempts nor deters",
    "c": "what is not known tempts, and deters too",
    "d": "what is not known deters, and does not tempt",
}
_STANDINGS = {
    "necessary": "in every possible ranking",
    "possible": "in some only",
    "undecided": "in none that was tried, and not ruled out",
}


def rankings(solution: Solution, free: Sequence[str]) -> dict[str, Any]:
    """How each situation stands over everything that is open, as an equilibrium; ``free`` parties are taken to be unknown.

    Raises :class:`~detente.errors.ModelError` for a conflict of listed situations: there every party ranks them all.
    """
    from detente.graphmodel.completions import leaves_states_open, number_of_orders
    from detente.stability.over_completions import stability_over_completions

    conflict = _freed(solution, free)
    over = stability_over_completions(conflict, concepts=solution.concepts)
    space = over.space
    orders = {maker: number_of_orders(conflict.preference(maker)) for maker in conflict.decision_makers}
    ties = [maker for maker in conflict.decision_makers if leaves_states_open(space, conflict.preference(maker))]
    standing: dict[str, dict[str, list[str]]] = {}
    for concept in over.concepts:
        rows = {label: over.standing(concept, label) for label in over.states}
        standing[str(concept)] = {kind: [label for label, stands in rows.items() if stands == kind] for kind in _STANDINGS}
    return {
        "free": list(free),
        "orders": {maker: count for maker, count in orders.items() if count > 1},
        "unranked": ties,
        "standing": standing,
        "complete": {str(concept): exact for concept, exact in over.complete.items()},
    }


def tell_rankings(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    yield "heading", "And in every possible ranking?"
    if not found["orders"] and not found["unranked"]:
        yield "line", "Nothing is left open: each party has one possible ranking."
    for maker, count in found["orders"].items():
        yield "line", f"{told.party(maker)}: its statements can stand in {count:,} orders."
    for maker in found["unranked"]:
        yield "line", f"{told.party(maker)}: between some situations nobody said which it prefers, or that it does not care."
    for concept, by_kind in found["standing"].items():
        said = [f"{words} {told.situations(by_kind[kind])}" for kind, words in _STANDINGS.items() if by_kind[kind]]
        exact = "" if found["complete"][concept] else " These are bounds: not every ranking was tried."
        yield "line", f"At rest under {CONCEPTS[Concept(concept)][0]}: {'; '.join(said) or 'nowhere in any ranking'}.{exact}"


def extensions(solution: Solution, letters: Sequence[str], free: Sequence[str]) -> dict[str, Any]:
    """The four attitudes to comparisons that are not known, by letter; ``free`` parties are taken to be unknown."""
    from detente.stability.unknown_preference import stable_under_unknown

    size = len(solution.states)
    if size > LETTERED:
        raise ModelError(
            f"{size:,} situations are too many to compare one with another by each attitude",
            cure=f"at most {LETTERED} can be; --rankings asks what holds in every ranking",
        )
    relations = _relations(solution, free)
    unknown = {maker: sum(entry == 2 for row in relation for entry in row) // 2 for maker, relation in relations.items()}
    answer: dict[str, Any] = {"free": list(free), "unknown": unknown, "extensions": {}}
    for letter in dict.fromkeys(letters):
        flags = stable_under_unknown(solution.model, relations, letter, solution.concepts)  # type: ignore[arg-type]
        answer["extensions"][letter] = {
            "stable": {
                str(concept): {maker: [solution.states[at] for at, flag in enumerate(row) if flag] for maker, row in by_maker.items()}
                for concept, by_maker in flags.items()
            },
            "equilibria": {str(concept): everywhere(solution, by_maker) for concept, by_maker in flags.items()},
        }
    return answer


def tell_extensions(found: dict[str, Any], told: Told) -> Lines:
    """In words."""
    from detente.report.words.plain import count
    from detente.report.words.verdicts import CONCEPTS
    from detente.stability.concepts import Concept

    yield "heading", "And where it is not known which of two situations a party prefers?"
    open_ones = {maker: pairs for maker, pairs in found["unknown"].items() if pairs}
    if not open_ones:
        yield "line", "Every two situations are compared by everybody, so the attitude to what is not known makes no difference."
    for maker, pairs in open_ones.items():
        yield "line", f"{told.party(maker)}: {count(pairs, 'comparison is', 'comparisons are')} not known."
    for letter, answer in found["extensions"].items():
        names = {CONCEPTS[Concept(concept)][0]: labels for concept, labels in answer["equilibria"].items()}
        said = "; ".join(f"under {name} {told.situations(labels) or 'nowhere'}" for name, labels in names.items())
        yield "line", f"By {letter}, if {_LETTERS[letter]}, at rest: {said}."


def _freed(solution: Solution, free: Sequence[str]) -> Conflict:
    from detente.graphmodel.conflict import Conflict
    from detente.graphmodel.preferences import Unknown

    if not isinstance(solution.conflict, Conflict):
        raise ModelError(
            "where situations are listed every party ranks them all, so one ranking of each is possible",
            cure="ask by --extension with --free PARTY, or write the conflict with options",
        )
    _known(solution, free)
    return replace(solution.conflict, preferences={**solution.conflict.preferences, **dict.fromkeys(free, Unknown())})


def _known(solution: Solution, names: Sequence[str]) -> None:
    for name in names:
        if name not in solution.decision_makers:
            raise UnknownName("decision maker", name, solution.decision_makers, owner=solution.conflict.title or None)


def _relations(solution: Solution, free: Sequence[str]) -> dict[str, Relation]:
    from detente.graphmodel.conflict import Conflict
    from detente.graphmodel.states import state_space
    from detente.stability.unknown_preference import stated_relations

    if isinstance(solution.conflict, Conflict):
        return stated_relations(state_space(_freed(solution, free)))
    _known(solution, free)
    size = range(len(solution.states))
    ranks = {maker: [int(rank) for rank in row] for maker, row in solution.ranks.items()}
    relations: dict[str, Relation] = {i: [[(v[t] > v[s]) - (v[t] < v[s]) for s in size] for t in size] for i, v in ranks.items()}
    return relations | {maker: [[0 if s == t else 2 for s in size] for t in size] for maker in free}
