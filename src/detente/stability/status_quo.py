"""Status quo analysis: how each state is reached from the situation now, in how many moves, by whose last one.

    V_i^(1) = R_i(s0)        V_i^(h) = ∪_{j≠i} ∪_{q ∈ V_j^(h−1)} R_i(q)

V_i^(h) holds the states that a legal sequence of exactly h moves reaches, i making the last. All decision makers may move, one of them
twice if somebody else moves between. The same with R_i⁺ asks what is reached if each step has to improve for whoever takes it.

Sources: Li, Kilgour & Hipel 2005 (li2005); Xu, Kilgour, Hipel & Kemkes 2010 (xu2010b).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.graphmodel.moves import GraphModel, Modelled, graph_model
from detente.stability.equilibria import Solution
from detente.stability.verdict import Step

__all__ = ["StatusQuo", "status_quo"]


@dataclass(frozen=True, slots=True)
class StatusQuo:
    """What is reached from ``start``: for each label the fewest moves, who can make the last of them, and one such sequence.

    ``start`` itself is reached by none. A state that is not named is not reached. ``improving``: whether each step had to improve.
    """

    start: str
    improving: bool
    fewest: Mapping[str, int]
    last_movers: Mapping[str, tuple[str, ...]]
    paths: Mapping[str, tuple[Step, ...]]


def status_quo(of: Solution | Modelled, start: str, *, improving: bool = False) -> StatusQuo:
    """The analysis from ``start``. Raises :class:`~detente.errors.UnknownName` or ModelError for a label that is no state."""
    model = of.model if isinstance(of, Solution) else graph_model(of)
    origin = of.index(start) if isinstance(of, Solution) else model.index(start)
    step = model.improvements if improving else model.moves
    fewest: dict[int, int] = {origin: 0}
    last: dict[int, list[str]] = {origin: []}
    came: dict[tuple[int, str], tuple[int, str] | None] = {}
    layer: list[tuple[int, str | None]] = [(origin, None)]
    length = 0
    while layer:
        length += 1
        found: list[tuple[int, str | None]] = []
        for state, mover in layer:
            for maker in model.decision_makers:
                for target in step(maker, state) if maker != mover else ():
                    if (target, maker) in came:
                        continue
                    came[target, maker] = None if mover is None else (state, mover)
                    found.append((target, maker))
                    if fewest.setdefault(target, length) == length:
                        last.setdefault(target, []).append(maker)
        layer = found
    labels = model.labels
    return StatusQuo(
        labels[origin],
        improving,
        {labels[s]: fewest[s] for s in sorted(fewest)},
        {labels[s]: tuple(last[s]) for s in sorted(fewest)},
        {labels[s]: _path(model, s, last[s], came) for s in sorted(fewest)},
    )


def _path(model: GraphModel, state: int, last: list[str], came: Mapping[tuple[int, str], tuple[int, str] | None]) -> tuple[Step, ...]:
    node = (state, last[0]) if last else None
    steps: list[Step] = []
    while node is not None:
        steps.append(Step(node[1], model.labels[node[0]]))
        node = came[node]
    return tuple(reversed(steps))
