"""Formulas as programs for the compiled engine: the connectives of a formula in the order in which a stack computes them.

A formula is made into a program by evaluating it once on symbols that note what is done to them, so the meaning of each connective stays
where it is defined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Ranking
from detente.graphmodel.statements import Formula, Truth

__all__ = ["Program", "environment", "program", "statement_program"]

NEGATION, CONJUNCTION, DISJUNCTION, DIFFERENCE, RULE, STATEMENT, MAKER = range(-1, -8, -1)  # as in _kernels_program.h
_WIDEST = 32


class _Symbol(tuple[int, ...]):
    """A truth value that is not known yet, as the steps that compute it."""

    __slots__ = ()

    def __and__(self, other: _Symbol | bool) -> _Symbol | bool:
        if isinstance(other, _Symbol):
            return _Symbol((*self, *other, CONJUNCTION))
        return self if other else False

    def __or__(self, other: _Symbol | bool) -> _Symbol | bool:
        if isinstance(other, _Symbol):
            return _Symbol((*self, *other, DISJUNCTION))
        return True if other else self

    def __xor__(self, other: _Symbol | bool) -> _Symbol | bool:
        if isinstance(other, _Symbol):
            return _Symbol((*self, *other, DIFFERENCE))
        return _Symbol((*self, NEGATION)) if other else self

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


@dataclass(frozen=True, eq=False, slots=True)
class Program:
    """``steps``: int32. ``width``: bytes a score needs. ``rules``: whether any rule is left that some combination of strategies breaks."""

    steps: NDArray[np.int32]
    width: int
    rules: bool


def environment(conflict: Conflict) -> Mapping[str, Truth]:
    """What each option is worth while a formula is made into a program: its bit, or the setting it is frozen at."""
    return {option.name: _Symbol((k,)) if option.frozen is None else option.frozen for k, option in enumerate(conflict.options)}


def program(conflict: Conflict, never: Iterable[Formula]) -> Program | None:
    """The rules ``never`` and everybody's statements, most important first; None where somebody's preference is no list of statements.

    A decision maker of whom nothing is known finds all states equal. None too for more statements than a score has bits.
    """
    options = environment(conflict)
    steps: list[int] = []
    for formula in never:
        steps += (*_steps(formula, options), RULE)
    rules, most = bool(steps), 0
    for maker in conflict.decision_makers:
        preference = conflict.preference(maker)
        if isinstance(preference, Ranking):
            return None
        said = tuple(preference.statements) if isinstance(preference, Prioritization) else ()
        for statement in said:
            steps += (*_steps(statement.formula, options), STATEMENT)
        steps.append(MAKER)
        most = max(most, len(said))
    return Program(np.array(steps, dtype=np.int32), 2 if most <= _WIDEST // 2 else 4, rules) if most <= _WIDEST else None


def statement_program(conflict: Conflict) -> Program | None:
    """:func:`program` of everybody's statements and no rules, written once for as long as ``conflict`` and its preferences stay."""
    preferences = tuple(conflict.preferences.values())
    known = _KEPT.get(id(conflict))
    if known is None or len(known[1]) != len(preferences) or any(a is not b for a, b in zip(known[1], preferences, strict=True)):
        key = id(conflict)
        known = _KEPT[key] = (ref(conflict, lambda _: _KEPT.pop(key, None)), preferences, program(conflict, ()))
    return known[2]


_KEPT: dict[int, tuple[ref[Conflict], tuple[Preference, ...], Program | None]] = {}  # until the conflict goes: then its id may be another's


def _steps(formula: Formula, options: Mapping[str, Truth]) -> tuple[int, ...]:
    value: _Symbol | bool = formula.evaluate(options)
    if isinstance(value, _Symbol):
        return value
    return (0, 0, DIFFERENCE, NEGATION) if value else (0, 0, DIFFERENCE)
