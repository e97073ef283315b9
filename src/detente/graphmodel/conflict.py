"""A conflict in option form, and a conflict as listed states and moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from detente.errors import ModelError, UnknownName
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Unknown
from detente.graphmodel.statements import Formula

__all__ = ["Conflict", "ListedConflict", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What cannot be: no feasible state satisfies ``never``."""

    never: Formula
    id: str = ""
    text: str = ""


@dataclass(frozen=True)
class Conflict:
    """Who can do what, and who prefers what: a graph model in option form.

    A state sets every option to yes or no and satisfies no rule's ``never``. A decision maker may change any non-empty subset of its own
    options in one move, within the directions the options allow (definitions: Fang, Hipel & Kilgour 1993). ``now`` is the status quo: yes,
    no, or None where the account does not say. A frozen option may belong to somebody who is no decision maker. Formulas use option names
    only; named outcomes are expanded before they get here.

    Raises :class:`~detente.errors.ModelError` for repeated names, and :class:`~detente.errors.UnknownName` for undeclared ones.
    """

    options: tuple[Option, ...]
    decision_makers: tuple[str, ...]
    preferences: Mapping[str, Preference] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    now: Mapping[str, bool | None] = field(default_factory=dict)
    title: str = ""

    def __post_init__(self) -> None:
        for kind, names in (("option", self.option_names), ("decision maker", self.decision_makers)):
            repeated = [name for name, count in Counter(names).items() if count > 1]
            if repeated:
                raise ModelError(f"{kind} {repeated[0]!r} is declared twice", cure="give each one name")
        for option in self.options:
            if option.decision_maker not in self.decision_makers and option.frozen is None:
                raise UnknownName("decision maker", option.decision_maker, self.decision_makers, owner=self.title or None)
        for maker, preference in self.preferences.items():
            if maker not in self.decision_makers:
                raise UnknownName("decision maker", maker, self.decision_makers, owner=self.title or None)
            if isinstance(preference, Prioritization):
                for statement in preference.statements:
                    self._known(statement.formula)
        for rule in self.rules:
            self._known(rule.never)
        for name in self.now:
            if name not in self._declared:
                raise UnknownName("option", name, self.option_names, owner=self.title or None)

    def _known(self, formula: Formula) -> None:
        for name in formula.names():
            if name not in self._declared:
                raise UnknownName("option", name, self.option_names, owner=self.title or None)

    @cached_property
    def _declared(self) -> frozenset[str]:
        return frozenset(self.option_names)

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        """In declared order, which is the order of the letters in a state's Y/N string."""
        return tuple(option.name for option in self.options)

    def options_of(self, decision_maker: str) -> tuple[Option, ...]:
        """The options that ``decision_maker`` controls."""
        return tuple(option for option in self.options if option.decision_maker == decision_maker)

    def preference(self, decision_maker: str) -> Preference:
        """What ``decision_maker`` prefers; Unknown where nobody said."""
        return self.preferences.get(decision_maker, Unknown())

    def status_quos(self, *, at_most: int = 16) -> tuple[dict[str, bool], ...]:
        """Every full setting that agrees with ``now``: one, unless ``now`` leaves an option open (then at most ``at_most``)."""
        choices = []
        for option in self.options:
            value = self.now.get(option.name) if option.frozen is None else option.frozen
            choices.append((value,) if value is not None else (False, True))
        found = []
        for values in product(*choices):
            setting = dict(zip(self.option_names, values, strict=True))
            if not any(rule.never.evaluate(setting) for rule in self.rules):
                found.append(setting)
                if len(found) == at_most:
                    break
        return tuple(found)


@dataclass(frozen=True)
class ListedConflict:
    """A graph model as the literature prints it: states, each decision maker's moves, each one's ranking (best first, ties together)."""

    states: tuple[str, ...]
    moves: Mapping[str, tuple[tuple[str, str], ...]]
    ranking: Mapping[str, Ranking]
    title: str = ""
    now: str | None = None

    def __post_init__(self) -> None:
        for maker, arcs in self.moves.items():
            for arc in arcs:
                for state in arc:
                    if state not in self.states:
                        raise UnknownName("state", state, self.states, owner=self.title or None)
                if arc[0] == arc[1]:
                    raise ModelError(f"{maker!r} moves from {arc[0]!r} to itself", cure="leave it out: staying is not a move")
        for maker, ranking in self.ranking.items():
            if maker not in self.moves:
                raise UnknownName("decision maker", maker, self.moves, owner=self.title or None)
            ranked = [state for tie in ranking.classes for state in tie]
            unranked = [state for state in self.states if state not in ranked]
            unknown = [state for state in ranked if state not in self.states]
            if unknown:
                raise UnknownName("state", unknown[0], self.states, owner=f"ranking of {maker}")
            if unranked or len(set(ranked)) != len(ranked):
                what = f"leaves out {unranked[0]!r}" if unranked else "names a state twice"
                raise ModelError(f"the ranking of {maker!r} {what}", cure="list every state once, ties together")

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """In the order of ``moves``."""
        return tuple(self.moves)
