"""Comparisons of truth vectors as gates: the score of a state is the truth of its statements, most important first."""

from __future__ import annotations

from collections.abc import Sequence

from detente.graphmodel.circuit import Circuit

__all__ = ["at_least", "better"]


def at_least(circuit: Circuit, left: Sequence[int], right: Sequence[int]) -> int:
    """A literal that is true exactly when the vector ``left`` is lexicographically no less than ``right``.

    From the last place to the first: no less from here on iff greater here, or not less here and no less from the next place on.
    """
    result = 1
    for a, b in zip(reversed(left), reversed(right), strict=True):
        if a != b:
            result = circuit.either(circuit.both(a, -b), circuit.both(circuit.either(a, -b), result))
    return result


def better(circuit: Circuit, left: Sequence[int], right: Sequence[int]) -> int:
    """A literal that is true exactly when ``left`` is lexicographically greater than ``right``."""
    return -at_least(circuit, right, left)
