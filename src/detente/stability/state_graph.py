"""The state graph: who can move from where to where, for drawing small models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.errors import ModelError
from detente.graphmodel.moves import GraphModel
from detente.stability.equilibria import Solution

__all__ = ["Arc", "StateGraph", "state_graph"]


@dataclass(frozen=True, slots=True)
class Arc:
    """A unilateral move; ``improves`` for the one who makes it."""

    mover: str
    start: str
    end: str
    improves: bool


@dataclass(frozen=True, slots=True)
class StateGraph:
    """States by label, and every arc between them, by mover and then by state."""

    states: tuple[str, ...]
    arcs: tuple[Arc, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        arcs = [{"mover": arc.mover, "from": arc.start, "to": arc.end, "improves": arc.improves} for arc in self.arcs]
        return {"states": list(self.states), "arcs": arcs}


def state_graph(of: Solution | GraphModel, *, improvements_only: bool = False, at_most: int = 300) -> StateGraph:
    """Every unilateral move, or only the improvements.

    Raises :class:`~detente.errors.ModelError` for more than ``at_most`` states: nobody can read that graph.
    """
    model = of.model if isinstance(of, Solution) else of
    if len(model.labels) > at_most:
        raise ModelError(f"{len(model.labels)} states are too many to draw", cure=f"raise at_most above {at_most}, or draw a part")
    arcs = []
    for mover in model.decision_makers:
        rank = model.ranks[mover]
        arcs += [Arc(mover, model.labels[s], model.labels[t], rank[t] > rank[s]) for s, t in model.arcs(mover, improving=improvements_only)]
    return StateGraph(model.labels, tuple(arcs))
