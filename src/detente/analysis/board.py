"""The situations that dilemmas and threats are asked on: acts that no formula mentions stay as they are now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from detente.dossier.model import Model
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.statements import conjunction
from detente.graphmodel.states import StateSpace, state_space
from detente.impasse.focus import without_idle
from detente.settlement.status_quos import status_quos
from detente.stability.open_replies import Board, board_of

__all__ = ["LIMIT", "Boards", "held_acts", "start_of"]

LIMIT = 2**18
"""How many situations are listed at most."""


def held_acts(licensed: Model) -> tuple[str, ...]:
    """The options that occur in no formula of the model; what they do to anybody nobody stated."""
    formulas = [
        *licensed.goals.values(),
        *licensed.references.values(),
        *licensed.conclusions.values(),
        *(part for _, act, when in licensed.threats.values() for part in (act, when)),
    ]
    return without_idle(licensed.option_form, conjunction(formulas)).held


@dataclass(frozen=True, eq=False)
class Boards:
    """Boards for one model after another, with ``held`` acts left as now; situations and moves are listed once for each structure."""

    held: frozenset[str]
    limit: int = LIMIT

    @cached_property
    def _known(self) -> dict[object, tuple[StateSpace, Board]]:
        return {}

    def of(self, conflict: Conflict) -> Board:
        """The board of ``conflict``; raises :class:`~detente.errors.ModelError` where the situations are too many, or none is feasible."""
        lean = _frozen(conflict, self.held)
        key = (lean.options, lean.rules, lean.decision_makers)
        if key not in self._known:
            space = state_space(lean, limit=self.limit)
            self._known[key] = (space, board_of(space))
        space, like = self._known[key]
        return board_of(StateSpace(lean, space.codes), like=like)

    def space(self, conflict: Conflict) -> StateSpace:
        """The same as a state space."""
        lean = _frozen(conflict, self.held)
        return StateSpace(lean, state_space(lean, limit=self.limit).codes)


def _frozen(conflict: Conflict, held: Collection[str]) -> Conflict:
    """Hold acts at now; a rule that now breaks binds packages only, as where deals are sought."""
    options = tuple(
        replace(option, frozen=conflict.now[option.name])
        if option.name in held and option.frozen is None and conflict.now.get(option.name) is not None
        else option
        for option in conflict.options
    )
    lean = replace(conflict, options=options)
    broken = status_quos(lean).broken
    return replace(lean, rules=tuple(rule for rule in lean.rules if rule not in broken))


def start_of(board_or_space: Board | StateSpace, conflict: Conflict) -> int:
    """The index of now; the first one where now is open. Raises :class:`~detente.errors.ModelError` for none."""
    quos = conflict.status_quos(at_most=1)
    if not quos:
        raise ModelError("the rules exclude every setting that agrees with now", cure="change now, or a rule")
    return board_or_space.index(quos[0])
