"""What a search without listing states found, and how far it got."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import Read
from detente.stability.concepts import Concept

__all__ = ["Stopped", "SymbolicResult"]

Stopped = Literal["at_most", "seconds"]


@dataclass(frozen=True, eq=False, repr=False)
class SymbolicResult:
    """The answer with its question.

    ``states``: labels (Y and N in option order) of equilibria, each proved. ``complete``: there are no others; otherwise ``stopped_after``
    says what ended the search. ``rounds``: how many states were tried, ``refinements``: how many strategies had to be spelled out to rule
    states out. ``reads``: what was read as ordered or indifferent although nobody said so (pairs of states are not counted here: 0).
    """

    conflict: Conflict
    concept: Concept
    states: tuple[str, ...]
    complete: bool
    stopped_after: Stopped | None
    rounds: int
    refinements: int
    reads: tuple[Read, ...] = field(default=())

    @property
    def proven_none(self) -> bool:
        """Whether it is proved that there is no equilibrium."""
        return self.complete and not self.states

    @property
    def settings(self) -> tuple[dict[str, bool], ...]:
        """The states as option -> yes or no."""
        names = self.conflict.option_names
        return tuple({name: letter == "Y" for name, letter in zip(names, label, strict=True)} for label in self.states)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "title": self.conflict.title,
            "decision_makers": list(self.conflict.decision_makers),
            "options": list(self.conflict.option_names),
            "concept": str(self.concept),
            "equilibria": list(self.states),
            "complete": self.complete,
            "stopped_after": self.stopped_after,
            "proven_none": self.proven_none,
            "rounds": self.rounds,
            "refinements": self.refinements,
            "reads": [read.to_dict() for read in self.reads],
        }

    def __repr__(self) -> str:
        count = f"{len(self.states)} equilibria" if self.complete else f"{len(self.states)} equilibria or more"
        return f"<SymbolicResult {self.conflict.title or 'untitled'}: {self.concept}, {count}>"
