"""A conflict in the terms that searches use: who can change what, statements in order, and settings as literals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from detente.errors import ModelError, UnknownName
from detente.graphmodel.circuit import Circuit, Wire
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest
from detente.graphmodel.prioritization import Read, ReadAs
from detente.graphmodel.statements import And, Formula, Name, Not, Or

__all__ = ["Literals", "Setting", "Terms"]

Literals = Mapping[str, int]
Setting = Mapping[str, bool]


@dataclass(frozen=True, eq=False, repr=False)
class Terms:
    """``conflict`` prepared once for many questions; every literal belongs to the circuit that the caller passes in."""

    conflict: Conflict

    @property
    def makers(self) -> tuple[str, ...]:
        """Decision makers, in order."""
        return self.conflict.decision_makers

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The options that states can differ in."""
        return tuple(option.name for option in self.conflict.options if option.frozen is None)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where an option's letter stands in a label."""
        return {name: place for place, name in enumerate(self.conflict.option_names)}

    @cached_property
    def own(self) -> Mapping[str, tuple[Option, ...]]:
        """Each decision maker's options that are not frozen."""
        return {maker: tuple(o for o in self.conflict.options_of(maker) if o.frozen is None) for maker in self.makers}

    @cached_property
    def movers(self) -> tuple[str, ...]:
        """Those who have a move in some state, as far as their options go."""
        return tuple(maker for maker in self.makers if any(not (o.one_way and o.no_return) for o in self.own[maker]))

    def kept(self, maker: str, movers: Iterable[str], setting: Setting) -> tuple[Option, ...]:
        """Options that ``movers`` cannot change from ``setting`` on, and those of all who can never move, without ``maker``'s."""
        wanted = (set(self.makers) - set(self.movers) | set(movers)) - {maker}
        return tuple(option for other in self.makers if other in wanted for option in self.own[other] if self.is_final(option, setting))

    @cached_property
    def statements(self) -> Mapping[str, tuple[Formula, ...]]:
        """What each wants, most important first; none where nothing was stated."""
        return {maker: tuple(self._said(maker)) for maker in self.makers}

    def _said(self, maker: str) -> Iterable[Formula]:
        preference = self.conflict.preference(maker)
        if isinstance(preference, Prioritization):
            return (statement.formula for statement in preference.statements)
        if isinstance(preference, Ranking):
            return (self._among(tie) for tie in preference.classes[:-1])
        return ()

    def _among(self, labels: tuple[str, ...]) -> Formula:
        """The state is one of ``labels``: a ranking is the statements that it lies in the first class, in the second, and so on."""
        states = []
        for label in labels:
            if len(label) != len(self.conflict.options) or set(label) - {"Y", "N"}:
                raise ModelError(f"{label!r} is no state label", cure=f"write {len(self.conflict.options)} letters Y or N, in option order")
            letters = zip(self.conflict.option_names, label, strict=True)
            literals: tuple[Formula, ...] = tuple(Name(name) if letter == "Y" else Not(Name(name)) for name, letter in letters)
            states.append(And(literals) if len(literals) > 1 else literals[0])
        return Or(tuple(states)) if len(states) > 1 else states[0]

    @cached_property
    def own_statements(self) -> Mapping[str, tuple[Formula, ...]]:
        """Those of each decision maker's statements that its own options bear on: its own moves change no other."""
        kept = {}
        for maker in self.makers:
            names = {option.name for option in self.own[maker]}
            kept[maker] = tuple(formula for formula in self.statements[maker] if names.intersection(formula.names()))
        return kept

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """What is read into the preferences although nobody said it."""
        found = []
        for maker in self.makers:
            preference = self.conflict.preference(maker)
            if isinstance(preference, Prioritization):
                found += [Read(maker, ReadAs.ordered, tier) for tier in preference.tiers if len(tier) > 1]
                if preference.rest is Rest.unstated:
                    found.append(Read(maker, ReadAs.indifferent))
            elif not isinstance(preference, Ranking):
                found.append(Read(maker, ReadAs.unknown))
        return tuple(found)

    def variables(self, circuit: Circuit, names: Iterable[str] | None = None) -> dict[str, int]:
        """Literals for every option: frozen ones constant, a fresh variable for each of ``names`` (all open ones for None)."""
        found = {o.name: circuit.constant(o.frozen) for o in self.conflict.options if o.frozen is not None}
        return found | {name: circuit.variable() for name in (self.open if names is None else names)}

    def fixed(self, circuit: Circuit, setting: Setting) -> dict[str, int]:
        """``setting`` as constants."""
        return {name: circuit.constant(value) for name, value in setting.items()}

    def choice(self, maker: str, setting: Setting) -> dict[str, bool]:
        """``maker``'s part of ``setting``."""
        return {option.name: setting[option.name] for option in self.own[maker]}

    def broken(self, circuit: Circuit, state: Literals, *, about: Iterable[str] | None = None) -> list[int]:
        """A literal for each rule that ``state`` breaks; only rules that name one of ``about``, unless None."""
        wanted = None if about is None else set(about)
        return self.score(circuit, (never for never, names in self._rules if wanted is None or not wanted.isdisjoint(names)), state)

    @cached_property
    def _rules(self) -> tuple[tuple[Formula, frozenset[str]], ...]:
        return tuple((rule.never, frozenset(rule.never.names())) for rule in self.conflict.rules)

    @property
    def rule_names(self) -> tuple[frozenset[str], ...]:
        """The options that each rule names."""
        return tuple(names for _, names in self._rules)

    def tied_to(self, options: Iterable[str]) -> set[str]:
        """Every option that some rule names together with one of ``options``, these included where they are named."""
        wanted = set(options)
        return {name for _, names in self._rules if not wanted.isdisjoint(names) for name in names}

    def require_feasible(self, circuit: Circuit, state: Literals) -> None:
        """Add the clauses that ``state`` breaks no rule."""
        for literal in self.broken(circuit, state):
            circuit.add(-literal)

    def score(self, circuit: Circuit, formulas: Iterable[Formula], state: Literals) -> list[int]:
        """A literal for the truth of each of ``formulas`` in ``state``, which gives every option's."""
        wires = {name: Wire(circuit, literal) for name, literal in state.items()}  # once, not once a formula
        values = (formula.evaluate(wires) for formula in formulas)
        return [value.literal if isinstance(value, Wire) else circuit.constant(value) for value in values]

    def truths(self, formulas: Iterable[Formula], setting: Setting) -> tuple[bool, ...]:
        """The truth of each of ``formulas`` in ``setting``."""
        return tuple(bool(formula.evaluate(setting)) for formula in formulas)

    def barred(self, circuit: Circuit, maker: str, start: Literals, end: Literals) -> int:
        """A literal for: a direction of one of ``maker``'s options forbids the move from ``start`` to ``end``."""
        against = []
        for option in self.own[maker]:
            before, after = start[option.name], end[option.name]
            if option.one_way:
                against.append(circuit.both(before, -after))
            if option.no_return:
                against.append(circuit.both(-before, after))
        return circuit.any_of(against)

    @staticmethod
    def is_final(option: Option, setting: Setting) -> bool:
        """Whether ``option`` stays as it is in ``setting`` for good."""
        return option.one_way if setting[option.name] else option.no_return

    def keeps_rules(self, setting: Setting, *, about: Iterable[str] | None = None) -> bool:
        """Whether ``setting`` breaks no rule; only rules that name one of ``about`` are looked at, unless None."""
        wanted = None if about is None else set(about)
        return not any(never.evaluate(setting) for never, names in self._rules if wanted is None or not wanted.isdisjoint(names))

    def maker(self, name: str) -> str:
        """``name`` itself, if it is a decision maker's; raises :class:`~detente.errors.UnknownName`."""
        if name not in self.makers:
            raise UnknownName("decision maker", name, self.makers, owner=self.conflict.title or None)
        return name

    def label(self, setting: Setting) -> str:
        """The state as a string of Y and N in option order."""
        return "".join("Y" if setting[name] else "N" for name in self.conflict.option_names)

    def setting(self, state: Setting | str) -> dict[str, bool]:
        """A feasible state given as a setting or a label, in full.

        Raises :class:`~detente.errors.UnknownName` for an undeclared option and :class:`~detente.errors.ModelError` for a setting that is
        incomplete or infeasible.
        """
        names = self.conflict.option_names
        if isinstance(state, str):
            if len(state) != len(names) or set(state) - {"Y", "N"}:
                raise ModelError(f"{state!r} is no state label", cure=f"write {len(names)} letters Y or N, in option order")
            state = {name: letter == "Y" for name, letter in zip(names, state, strict=True)}
        for name in state:
            if name not in names:
                raise UnknownName("option", name, names, owner=self.conflict.title or None)
        for option in self.conflict.options:
            if option.name not in state:
                raise ModelError(f"the setting leaves out option {option.name!r}", cure="give every option yes or no")
            if option.frozen is not None and state[option.name] != option.frozen:
                raise ModelError(f"option {option.name!r} is frozen, and set otherwise here", cure="change the setting")
        for rule in self.conflict.rules:
            if rule.never.evaluate(state):
                raise ModelError(f"a rule excludes {self.label(state)!r}: never {rule.never}", cure="change the setting, or the rule")
        return {name: bool(state[name]) for name in names}
