"""Why a state is stable, or is not: the certificate of a verdict is found here, told in prose elsewhere, and checked by other code.

The check (:mod:`detente.stability.checking`) shares nothing with this module but the form of a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.errors import UnknownName
from detente.graphmodel.moves import GraphModel, Modelled, graph_model
from detente.stability.certificate import Improvement, Reply, Standing, Step, Verdict
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import Solution

__all__ = ["Improvement", "Reply", "Standing", "Step", "Verdict", "explain"]


def explain(of: Solution | Modelled, state: str, decision_maker: str, concept: str) -> Verdict:
    """The verdict on ``state`` (a label) for ``decision_maker``, with its certificate.

    Of several sanctions the one with the fewest moves is named, and among those the one that is worst for the decision maker. Under Nash
    no improvement is ever deterred. Raises :class:`~detente.errors.UnknownName` for a name that does not occur.
    """
    model = of.model if isinstance(of, Solution) else graph_model(of)
    (wanted,) = concepts_named(concept)
    if decision_maker not in model.decision_makers:
        raise UnknownName("decision maker", decision_maker, model.decision_makers)
    s = of.index(state) if isinstance(of, Solution) else model.index(state)
    if wanted is Concept.nash:
        improvements = tuple(Improvement(model.labels[t], None, 0) for t in model.improvements(decision_maker, s))
    else:
        improvements = tuple(_answered(model, decision_maker, s, s1, wanted) for s1 in model.improvements(decision_maker, s))
    stable = all(improvement.sanction is not None for improvement in improvements)
    return Verdict(decision_maker, model.labels[s], wanted, stable, improvements)


_Node = tuple[int, str]


def _answered(model: GraphModel, i: str, s: int, s1: int, concept: Concept) -> Improvement:
    rank = model.ranks[i]
    came_from: dict[_Node, _Node | None] = {}
    escaped: list[Reply] = []
    for layer in _layers(model, i, s1, came_from, improving=concept.credible):
        for node in sorted(layer, key=lambda node: (rank[node[0]], node)):
            if rank[node[0]] > rank[s]:
                break
            reply = _reply(model, i, s, node, came_from, answered=concept.answered)
            if reply.escape is None:
                return Improvement(model.labels[s1], reply, len({state for state, _ in came_from}))
            if len(escaped) < 3 and all(other.state != reply.state for other in escaped):
                escaped.append(reply)
    return Improvement(model.labels[s1], None, len({state for state, _ in came_from}), tuple(escaped))


def _layers(model: GraphModel, i: str, start: int, came_from: dict[_Node, _Node | None], *, improving: bool) -> Iterator[list[_Node]]:
    """The (state, last mover) that the others reach by legal sequences of 1, 2, … moves, each where it is first reached."""
    step = model.improvements if improving else model.moves
    others = [j for j in model.decision_makers if j != i]
    layer: list[tuple[int, str | None]] = [(start, None)]
    while layer:
        found: list[_Node] = []
        for state, last in layer:
            origin = None if last is None else (state, last)
            for mover in others:
                for target in step(mover, state) if mover != last else ():
                    if (target, mover) not in came_from:
                        came_from[target, mover] = origin
                        found.append((target, mover))
        yield found
        layer = list(found)


def _reply(model: GraphModel, i: str, s: int, end: _Node, came_from: dict[_Node, _Node | None], *, answered: bool) -> Reply:
    steps: list[Step] = []
    node: _Node | None = end
    while node is not None:
        steps.append(Step(node[1], model.labels[node[0]]))
        node = came_from[node]
    rank = model.ranks[i]
    countermoves = model.moves(i, end[0]) if answered else ()
    better = [s3 for s3 in countermoves if rank[s3] > rank[s]]
    return Reply(
        steps=tuple(reversed(steps)),
        state=model.labels[end[0]],
        standing="equal" if rank[end[0]] == rank[s] else "worse",
        countermoves=tuple(model.labels[s3] for s3 in countermoves),
        escape=model.labels[max(better, key=lambda s3: rank[s3])] if better else None,
    )
