"""The state space of a conflict in option form: every setting that no rule forbids, as bit patterns.

Option *k* (in declared order) is bit *k* of a state's code, so codes in ascending order are the decimal codes of the literature (Fang,
Hipel & Kilgour 1993). A frozen option has one setting and multiplies nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError, NoState, TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.statements import Formula

__all__ = ["StateSpace", "state_space"]

Bools = NDArray[np.bool_]
Codes = NDArray[np.uint64]


@dataclass(frozen=True, eq=False, repr=False)
class StateSpace:
    """The feasible states of ``conflict``: ``codes`` is an ascending uint64 array of shape (size,), option *k* being bit *k*."""

    conflict: Conflict
    codes: Codes

    def __repr__(self) -> str:
        return f"<StateSpace: {self.size} states, {len(self.options)} options>"

    def __len__(self) -> int:
        return self.size

    @property
    def options(self) -> tuple[str, ...]:
        """Option names in declared order."""
        return self.conflict.option_names

    @property
    def size(self) -> int:
        """The number of feasible states."""
        return int(self.codes.size)

    @cached_property
    def columns(self) -> Mapping[str, Bools]:
        """For each option a bool array of shape (size,): is it yes? Also the environment in which formulas are evaluated."""
        return {name: _column(self.codes, k) for k, name in enumerate(self.options)}

    def truth(self, formula: Formula) -> Bools:
        """Where ``formula`` holds: a bool array of shape (size,). Raises KeyError for a name that is no option."""
        known = self._truths.get(id(formula))
        if known is None:
            value = formula.evaluate(self.columns)
            known = formula, np.broadcast_to(np.asarray(value, dtype=np.bool_), self.codes.shape)
            if len(self._truths) * self.size < _REMEMBERED:
                self._truths[id(formula)] = known  # with the formula itself, so that nothing else takes its id
        return known[1]

    @cached_property
    def _truths(self) -> dict[int, tuple[Formula, Bools]]:
        return {}

    def setting(self, index: int) -> dict[str, bool]:
        """The state as option -> yes or no."""
        code = int(self.codes[index])
        return {name: bool(code >> k & 1) for k, name in enumerate(self.options)}

    def label(self, index: int) -> str:
        """The state as a string of Y and N in option order."""
        code = int(self.codes[index])
        return "".join("Y" if code >> k & 1 else "N" for k in range(len(self.options)))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Every state's label, in order."""
        width = len(self.options)
        return _every_label(width) if width <= _WIDTH and self.size == 1 << width else _labels(self.codes, width)

    def index(self, state: Mapping[str, bool] | str) -> int:
        """The index of a state given as a setting or as a label.

        Raises :class:`~detente.errors.UnknownName` for an undeclared option and :class:`~detente.errors.ModelError` for a setting that is
        incomplete or that the rules exclude.
        """
        code = self._code(state)
        at = int(np.searchsorted(self.codes, np.uint64(code)))
        if at < self.size and int(self.codes[at]) == code:
            return at
        broken = self._broken(code)
        why = f"rule {broken!r} excludes it" if broken else "a frozen option is set otherwise"
        raise ModelError(f"no feasible state {self._spelled(code)!r}: {why}", cure="change the setting, or the rule")

    def _code(self, state: Mapping[str, bool] | str) -> int:
        if isinstance(state, str):
            if len(state) != len(self.options) or set(state) - {"Y", "N"}:
                raise ModelError(f"{state!r} is no state label", cure=f"write {len(self.options)} letters Y or N, in option order")
            return sum(1 << k for k, letter in enumerate(state) if letter == "Y")
        for name in state:
            if name not in self.columns:
                raise UnknownName("option", name, self.options, owner=self.conflict.title or None)
        missing = [name for name in self.options if name not in state]
        if missing:
            raise ModelError(f"the setting leaves out option {missing[0]!r}", cure="give every option yes or no")
        return sum(1 << k for k, name in enumerate(self.options) if state[name])

    def _spelled(self, code: int) -> str:
        return "".join("Y" if code >> k & 1 else "N" for k in range(len(self.options)))

    def _broken(self, code: int) -> str | None:
        setting = {name: bool(code >> k & 1) for k, name in enumerate(self.options)}
        return next((_named(rule) for rule in self.conflict.rules if rule.never.evaluate(setting)), None)


def state_space(conflict: Conflict, *, limit: int = 2**18) -> StateSpace:
    """Every feasible state of ``conflict``; rules prune while options are added, so exclusive options cost little.

    Raises :class:`~detente.errors.TooManyStates` when more than ``limit`` settings have to be held, and :class:`~detente.errors.NoState`
    when no state is feasible: the message then names a minimal set of rules that leaves none.
    """
    alive = _ALIVE.get(id(conflict))
    if alive is not None and alive.size <= limit:
        return alive
    try:
        codes = _codes(conflict.options, conflict.rules, limit)
    except _TooMany as stopped:
        open_options = sum(option.frozen is None for option in conflict.options)
        raise TooManyStates(
            f"{open_options} options are open, and after {stopped.after} of them more than {limit} states are feasible",
            cure="freeze options that play no part, add rules for what cannot be together, or raise limit",
        ) from None
    if not codes.size:
        rules = "; ".join(_named(rule) for rule in _minimal_clash(conflict, limit))
        raise NoState(f"no state is feasible: these rules together exclude every setting: {rules}", cure="drop or weaken one of them")
    codes.setflags(write=False)
    space = _ALIVE[id(conflict)] = StateSpace(conflict, codes)
    return space


# A space that somebody still holds is not listed again for the same conflict; the space keeps the conflict, so its id stays its own.
_ALIVE: WeakValueDictionary[int, StateSpace] = WeakValueDictionary()
_REMEMBERED = 2**25
"""How many truth values a space keeps, a byte each."""


_WIDTH = 12
"""Up to so many options the labels of all their settings are kept, half a megabyte: most small conflicts have those states."""


@lru_cache(maxsize=_WIDTH + 1)
def _every_label(width: int) -> tuple[str, ...]:
    return _labels(np.arange(1 << width, dtype=np.uint64), width)


def _labels(codes: Codes, width: int) -> tuple[str, ...]:
    if not width:
        return ("",) * codes.size
    octets = np.ascontiguousarray(codes, dtype="<u8").view(np.uint8).reshape(-1, 8)[:, : (width + 7) // 8]
    yes = np.unpackbits(octets, axis=1, count=width, bitorder="little")
    letters = np.array([ord("N"), ord("Y")], dtype=np.uint32)[yes]  # as characters are stored
    return tuple(letters.view(f"U{width}").ravel().tolist())


class _TooMany(Exception):
    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.after = after


def _column(codes: Codes, k: int) -> Bools:
    column: Bools = (codes & np.uint64(1 << k)) != 0
    column.setflags(write=False)
    return column


def _codes(options: Sequence[Option], rules: Sequence[Rule], limit: int) -> Codes:
    """Add one option after the other; a rule prunes as soon as its last option is there. New bits are high, so codes stay ascending."""
    if len(options) > 64:
        raise TooManyStates(f"{len(options)} options do not fit a state's 64 bits", cure="split the conflict, or leave options out")
    bit = {option.name: k for k, option in enumerate(options)}
    due: dict[int, list[Formula]] = {}
    for rule in rules:
        due.setdefault(max((bit[name] for name in rule.never.names()), default=-1), []).append(rule.never)
    codes = _pruned(np.zeros(1, dtype=np.uint64), due.get(-1, ()), bit)
    opened = 0
    for k, option in enumerate(options):
        yes = codes | np.uint64(1 << k)
        if option.frozen is None:
            opened += 1
            codes = np.concatenate([codes, yes])
        elif option.frozen:
            codes = yes
        codes = _pruned(codes, due.get(k, ()), bit)
        if codes.size > limit:
            raise _TooMany(opened)
    return codes


def _pruned(codes: Codes, never: Sequence[Formula], bit: Mapping[str, int]) -> Codes:
    for formula in never:
        env = {name: _column(codes, bit[name]) for name in formula.names()}
        codes = codes[~np.broadcast_to(np.asarray(formula.evaluate(env), dtype=np.bool_), codes.shape)]
    return codes


def _minimal_clash(conflict: Conflict, limit: int) -> Iterator[Rule]:
    """Rules that leave no state, none of which can be spared. Options that no rule names are left out: they cannot matter."""
    rules = list(conflict.rules)
    for rule in conflict.rules:
        fewer = [other for other in rules if other is not rule]
        named = {name for other in fewer for name in other.never.names()}
        options = [option for option in conflict.options if option.name in named]
        try:
            empty = not _codes(options, fewer, limit).size
        except _TooMany:
            empty = False
        if empty:
            rules = fewer
    yield from rules


def _named(rule: Rule) -> str:
    return rule.id or rule.text or f"never {rule.never}"
