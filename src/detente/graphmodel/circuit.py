"""Formulas as clauses: every gate gets a variable that is true exactly when the gate is (Tseitin 1968).

Equal gates share their variable, and constants are folded away, so that frozen options and a known *now* cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from detente.graphmodel.statements import Formula

__all__ = ["Circuit", "Wire"]


@dataclass
class Circuit:
    """A growing set of ``clauses`` over the variables 1 to ``top``; variable 1 is always true."""

    clauses: list[list[int]] = field(default_factory=lambda: [[1]])
    top: int = 1
    gates: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def variable(self) -> int:
        """A fresh one."""
        self.top += 1
        return self.top

    def constant(self, value: bool, /) -> int:  # noqa: FBT001 - a truth value, not a switch
        """The literal that is always ``value``."""
        return 1 if value else -1

    def add(self, *literals: int) -> None:
        """Add the clause that one of ``literals`` holds; true clauses are left out, false literals too."""
        if 1 not in literals:
            self.clauses.append([literal for literal in literals if literal != -1] or [-1])

    def both(self, a: int, b: int) -> int:
        """A literal for *a and b*."""
        if a == -1 or b == -1 or a == -b:
            return -1
        if a in (1, b):
            return b
        if b == 1:
            return a
        key = ("and", min(a, b), max(a, b))
        if key not in self.gates:
            gate = self.gates[key] = self.variable()
            self.clauses += [[-gate, a], [-gate, b], [gate, -a, -b]]
        return self.gates[key]

    def either(self, a: int, b: int) -> int:
        """A literal for *a or b*."""
        return -self.both(-a, -b)

    def differ(self, a: int, b: int) -> int:
        """A literal for *exactly one of a and b*."""
        sign = 1 if (a < 0) == (b < 0) else -1
        a, b = sorted((abs(a), abs(b)))
        if a == b:
            return -sign
        if a == 1:
            return -sign * b
        key = ("xor", a, b)
        if key not in self.gates:
            gate = self.gates[key] = self.variable()
            self.clauses += [[-gate, a, b], [-gate, -a, -b], [gate, -a, b], [gate, a, -b]]
        return sign * self.gates[key]

    def all_of(self, literals: Iterable[int]) -> int:
        """A literal for the conjunction; true for none."""
        result = 1
        for literal in literals:
            result = self.both(result, literal)
        return result

    def any_of(self, literals: Iterable[int]) -> int:
        """A literal for the disjunction; false for none."""
        return -self.all_of(-literal for literal in literals)

    def literal(self, formula: Formula, names: Mapping[str, int]) -> int:
        """A literal for ``formula``, where ``names`` gives each name's literal. Raises KeyError for a name without one."""
        value = formula.evaluate(_Wires(self, names))
        return value.literal if isinstance(value, Wire) else self.constant(value)


@dataclass(eq=False, slots=True)
class Wire:
    """A literal that formulas can be evaluated over: the gates appear in its circuit on the way. Made by the thousand, so not frozen."""

    circuit: Circuit
    literal: int

    def _of(self, other: Wire | bool, /) -> int:  # noqa: FBT001 - a truth value, not a switch
        return other.literal if isinstance(other, Wire) else self.circuit.constant(other)

    def __and__(self, other: Wire | bool) -> Wire:
        return Wire(self.circuit, self.circuit.both(self.literal, self._of(other)))

    def __or__(self, other: Wire | bool) -> Wire:
        return Wire(self.circuit, self.circuit.either(self.literal, self._of(other)))

    def __xor__(self, other: Wire | bool) -> Wire:
        return Wire(self.circuit, self.circuit.differ(self.literal, self._of(other)))

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


class _Wires(Mapping[str, Wire]):
    """The wires of ``names``, made when a formula asks."""

    def __init__(self, circuit: Circuit, names: Mapping[str, int]) -> None:
        self.circuit, self.names = circuit, names

    def __getitem__(self, name: str) -> Wire:
        return Wire(self.circuit, self.names[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)
