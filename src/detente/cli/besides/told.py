"""What things are called where an answer is told, and which situations a solution is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detente.graphmodel.preferences import Statement
    from detente.stability.equilibria import Solution
    from detente.stability.verdict import Verdict

__all__ = ["FEW", "Lines", "Told", "capital", "everywhere", "resting"]

FEW = 6  # situations named in one line
Lines = Iterator[tuple[str, str]]
"""Pairs of kind (heading, line) and text."""


@dataclass(frozen=True)
class Told:
    """What things are called: a situation by its label, a party, a move between two labels, a statement of a party's list, a verdict."""

    situation: Callable[[str], str]
    party: Callable[[str], str]
    moving: Callable[[str, str], str]
    statement: Callable[[str, Statement], str]
    verdict: Callable[[Verdict], str]

    def parties(self, names: Sequence[str], last: str = "and") -> str:
        """Several of them in prose."""
        from detente.report.words.plain import all_of

        return all_of([self.party(name) for name in names], last=last)

    def situations(self, labels: Sequence[str]) -> str:
        """The first few, and how many more."""
        shown = [self.situation(label) for label in labels[:FEW]]
        more = len(labels) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")


def everywhere(solution: Solution, stable: Mapping[str, Sequence[bool] | NDArray[np.bool_]]) -> list[str]:
    """The states that are stable for everybody."""
    return [label for at, label in enumerate(solution.states) if all(flags[at] for flags in stable.values())]


def resting(solution: Solution) -> list[str]:
    """The states that are an equilibrium under some concept that was asked for."""
    found = {label for concept in solution.concepts for label in solution.equilibria(concept)}
    return [label for label in solution.states if label in found]


def capital(text: str) -> str:
    """Words begin a line with a capital; a label stays as it is."""
    return text[:1].upper() + text[1:] if text.startswith(("situation ", "the ")) else text
