"""A smaller conflict with the same question, where there are too many states to list.

Two steps. Options that occur in no formula at all freeze at now: nobody is better or worse off by them, and changing one only adds a
signature, so nothing is lost but packages that change more than they must. If that is not enough, options freeze at now that no chain of
rules and binding statements ties to the goal or to a statement that now breaks. That does lose something (a side payment from such an
option is not seen), so it is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization, Ranking
from detente.graphmodel.statements import Formula
from detente.settlement.limits import constraints
from detente.settlement.status_quos import known_now

__all__ = ["Focus", "focused", "without_idle"]


@dataclass(frozen=True)
class Focus:
    """``conflict`` with the options named in ``held`` frozen at now."""

    conflict: Conflict
    held: tuple[str, ...]


def without_idle(conflict: Conflict, goal: Formula) -> Focus:
    """Freeze the options that occur in no formula; nothing that matters to a package is lost."""
    formulas = [goal, *(rule.never for rule in conflict.rules)]
    named: set[str] = set()
    for preference in conflict.preferences.values():
        if isinstance(preference, Prioritization):
            formulas += [said.formula for said in preference.statements]
        elif isinstance(preference, Ranking):
            named.update(conflict.option_names)
    return _held(conflict, named.union(*(formula.names() for formula in formulas)))


def focused(conflict: Conflict, goal: Formula, *, stated: bool) -> Focus:
    """Freeze the options that nothing binding ties to the goal, or to a binding statement or a rule that now breaks."""
    now = {name: bool(value) for name, value in known_now(conflict).items()}
    binding = [*(rule.never for rule in conflict.rules), *(found.formula for found in constraints(conflict, stated=stated))]
    broken = [rule.never for rule in conflict.rules if rule.never.evaluate(now)]
    broken += [found.formula for found in constraints(conflict, stated=stated) if not found.formula.evaluate(now)]
    tied = set(goal.names()).union(*(formula.names() for formula in broken))
    pending = [set(formula.names()) for formula in binding]
    while True:
        touching = [names for names in pending if names & tied]
        if not touching:
            return _held(conflict, tied)
        tied.update(*touching)
        pending = [names for names in pending if not names <= tied]


def _held(conflict: Conflict, free: Iterable[str]) -> Focus:
    kept = set(free)
    held = {
        option.name: conflict.now[option.name]
        for option in conflict.options
        if option.frozen is None and option.name not in kept and conflict.now.get(option.name) is not None
    }
    options = tuple(replace(option, frozen=held[option.name]) if option.name in held else option for option in conflict.options)
    return Focus(replace(conflict, options=options), tuple(held))
