"""A conflict read by the definition of the option form and by nothing else: for checking, not for speed.

A state sets every option to yes or no, as frozen ones are, and satisfies no rule. A decision maker may change any of its own options at
once, each in a direction that the option allows. Of two states the better is the one for which the more important statement holds, the
first on which they differ; tiers are read in the order written, and what nobody ranked as equal, as :func:`detente.stability.solve` does.

Formulas are judged here by their truth tables, states are strings of Y and N, and no array is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Ranking
from detente.graphmodel.statements import And, Const, Formula, If, Iff, Name, Not, OnlyIf, Or, Unless

__all__ = ["MOST", "Plain", "by_definition"]

MOST = 2**14  # settings of the options that can move


@dataclass(frozen=True, eq=False)
class Plain:
    """States by index in the order of ``labels``; ``successors[dm][label]`` are labels, ``ranks[dm]`` one number a state, larger better."""

    decision_makers: tuple[str, ...]
    labels: tuple[str, ...]
    successors: Mapping[str, Mapping[str, Sequence[str]]]
    ranks: Mapping[str, Sequence[int]]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {label: at for at, label in enumerate(self.labels)}

    def index(self, label: str) -> int:
        """The place of a state; raises :class:`~detente.errors.UnknownName`."""
        if label not in self._places:
            raise UnknownName("state", label, self.labels)
        return self._places[label]

    def moves(self, decision_maker: str, state: int) -> tuple[int, ...]:
        """R_i(s)."""
        return tuple(self._places[label] for label in self.successors[decision_maker][self.labels[state]])


def by_definition(conflict: Conflict | ListedConflict) -> Plain:
    """The graph model of a conflict. Raises :class:`~detente.errors.ModelError` for more than :data:`MOST` settings to go through."""
    if isinstance(conflict, ListedConflict):
        return _listed(conflict)
    free = sum(option.frozen is None for option in conflict.options)
    if 2**free > MOST:
        raise ModelError(f"{free} acts that can change are too many to go through one by one", cure="freeze some, or check a graph model")
    choices = ["NY" if option.frozen is None else "NY"[option.frozen] for option in conflict.options]
    settings = {"".join(letters): _setting(conflict, letters) for letters in product(*choices)}
    states = {label: said for label, said in settings.items() if not any(_true(rule.never, said) for rule in conflict.rules)}
    makers = conflict.decision_makers
    successors = {maker: {label: _moves(conflict.options, maker, label, states) for label in states} for maker in makers}
    return Plain(makers, tuple(states), successors, {maker: _ranks(conflict.preference(maker), states) for maker in makers})


def _listed(conflict: ListedConflict) -> Plain:
    successors = {
        maker: {state: sorted({end for start, end in arcs if start == state}) for state in conflict.states}
        for maker, arcs in conflict.moves.items()
    }
    states = {state: dict[str, bool]() for state in conflict.states}
    ranks = {maker: _ranks(conflict.ranking.get(maker, Prioritization()), states) for maker in conflict.decision_makers}
    return Plain(conflict.decision_makers, conflict.states, successors, ranks)


def _setting(conflict: Conflict, letters: Sequence[str]) -> dict[str, bool]:
    return {option.name: letter == "Y" for option, letter in zip(conflict.options, letters, strict=True)}


def _moves(options: Sequence[Option], maker: str, label: str, states: Mapping[str, object]) -> list[str]:
    """Every feasible state that differs on the maker's own options alone, each changed in a direction it allows."""
    ways = []
    for option, letter in zip(options, label, strict=True):
        stuck = option.decision_maker != maker or option.frozen is not None or (option.one_way if letter == "Y" else option.no_return)
        ways.append(letter if stuck else "NY")
    return [end for end in map("".join, product(*ways)) if end != label and end in states]


def _ranks(preference: Preference, states: Mapping[str, Mapping[str, bool]]) -> list[int]:
    if isinstance(preference, Ranking):
        worth = {state: (-place,) for place, tie in enumerate(preference.classes) for state in tie}
        return [worth[state][0] for state in states]
    said = list(preference.statements) if isinstance(preference, Prioritization) else []
    vectors = [tuple(_true(statement.formula, setting) for statement in said) for setting in states.values()]
    place = {vector: at for at, vector in enumerate(sorted(set(vectors)))}
    return [place[vector] for vector in vectors]


def _true(formula: Formula, setting: Mapping[str, bool]) -> bool:
    held = [_true(part, setting) for part in formula.parts]
    match formula:
        case Name():
            return setting[formula.name]
        case Const():
            return bool(formula.value)
        case Not():
            return not held[0]
        case And():
            return all(held)
        case Or() | Unless():
            return any(held)
        case OnlyIf():
            return held[1] or not held[0]
        case If():
            return held[0] or not held[1]
        case Iff():
            return held[0] == held[1]
        case _:
            raise ModelError(f"no truth table is known for {type(formula).__name__}")
