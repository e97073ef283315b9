"""Where talks start from: every status quo that agrees with what is known of *now*.

What the account says of now is taken as it is, even where a rule forbids it: such a rule is *broken* and binds packages only. An option
whose setting is unknown gives several status quos, and there the rules do help to tell which are possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product

from detente.errors import UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.statements import Formula

__all__ = ["Maybe", "StatusQuos", "known_now", "status_quos", "truth_now"]

_ASKED = 10  # settings not known, up to which a formula is asked of every one of them


class Maybe(Enum):
    """A truth value that may be unknown; formulas evaluate over it in Kleene's strong three-valued logic."""

    no = 0
    unknown = 1
    yes = 2

    @classmethod
    def of(cls, value: bool | Maybe | None, /) -> Maybe:  # noqa: FBT001 - a truth value, not a switch
        """From yes, no or None."""
        return value if isinstance(value, Maybe) else cls.unknown if value is None else cls.yes if value else cls.no

    def __and__(self, other: bool | Maybe) -> Maybe:
        return Maybe(min(self.value, Maybe.of(other).value))

    def __or__(self, other: bool | Maybe) -> Maybe:
        return Maybe(max(self.value, Maybe.of(other).value))

    def __xor__(self, other: bool | Maybe) -> Maybe:
        values = {self, Maybe.of(other)}
        return Maybe.unknown if Maybe.unknown in values else Maybe.of(len(values) == 2)

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


@dataclass(frozen=True)
class StatusQuos:
    """``settings``: full settings of the options. ``broken``: rules that now, as far as known, breaks. ``complete``: all are here."""

    settings: tuple[Mapping[str, bool], ...]
    broken: tuple[Rule, ...] = ()
    complete: bool = True


def known_now(conflict: Conflict, now: Mapping[str, bool] | None = None) -> dict[str, bool | None]:
    """The setting of every option now, None where it is not known. A frozen option is where it is frozen; ``now`` overrides the rest.

    Raises :class:`~detente.errors.UnknownName` for a name in ``now`` that is no option.
    """
    given = dict(now or {})
    for name in given:
        if name not in conflict.option_names:
            raise UnknownName("option", name, conflict.option_names, owner=conflict.title or None)
    return {
        option.name: given.get(option.name, conflict.now.get(option.name)) if option.frozen is None else option.frozen
        for option in conflict.options
    }


def truth_now(formula: Formula, known: Mapping[str, bool | None]) -> Maybe:
    """Whether ``formula`` holds now, whatever is not known being the case; with many settings not known, in Kleene's logic only.

    >>> from detente.graphmodel.statements import parse
    >>> truth_now(parse("a or not a"), {"a": None})
    <Maybe.yes: 2>
    """
    found = Maybe.of(formula.evaluate({name: Maybe.of(value) for name, value in known.items()}))
    names = [name for name in formula.names() if known[name] is None]
    if found is not Maybe.unknown or len(names) > _ASKED:
        return found
    values = {
        bool(formula.evaluate({**known, **dict(zip(names, settings, strict=True))}))
        for settings in product((False, True), repeat=len(names))
    }
    return Maybe.unknown if len(values) == 2 else Maybe.of(values.pop())


def status_quos(conflict: Conflict, now: Mapping[str, bool] | None = None, *, at_most: int = 64) -> StatusQuos:
    """The status quos of ``conflict``, at most ``at_most`` of them; ``now`` overrides what the conflict says, option by option."""
    known = known_now(conflict, now)
    broken = tuple(rule for rule in conflict.rules if truth_now(rule.never, known) is Maybe.yes)
    found: list[Mapping[str, bool]] = []
    for values in product(*((False, True) if value is None else (value,) for value in known.values())):
        setting = dict(zip(known, values, strict=True))
        if any(rule.never.evaluate(setting) for rule in conflict.rules if rule not in broken):
            continue
        if len(found) == at_most:
            return StatusQuos(tuple(found), broken, complete=False)
        found.append(setting)
    return StatusQuos(tuple(found), broken)
