"""Whether the answer is the account's or the modeller's: the headline and the situation now, under other ways of modelling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from detente.analysis.follows import deal_in
from detente.dossier.dossier import Dossier
from detente.dossier.model import Model
from detente.errors import UnknownName
from detente.stability.equilibria import solve
from detente.worlds.robustness import Robustness, robustness

__all__ = ["AS_STATED", "AT_LIMITS", "LEAVING", "modelled_otherwise", "who_would_leave"]

AT_LIMITS = "a deal at the limits"
AS_STATED = "a deal as stated"
LEAVING = "who would leave now"


def modelled_otherwise(dossier: Dossier, goal: str | None, *, leaving: bool = True, concept: str = "seq", limit: int = 2**18) -> Robustness:
    """Whether a deal on ``goal`` is possible (at the limits, as stated), and who would leave the situation now, under every variant.

    Without a goal only the latter is asked; with ``leaving`` False, which spares solving every variant, only the former.

    Raises :class:`~detente.errors.UnknownName` for a goal that the dossier does not have, and
    what solving raises.
    """
    known = dossier.file.goals or ({"goal": ""} if dossier.file.goal else {})
    if goal is not None and goal not in known:
        raise UnknownName("goal", goal, known, owner=dossier.title)
    verdicts: dict[str, Callable[[Model], Any]] = {}
    if goal is not None:
        verdicts[AT_LIMITS] = lambda found: deal_in(found, goal, stated=False) is not None
        verdicts[AS_STATED] = lambda found: deal_in(found, goal, stated=True) is not None
    if leaving:
        verdicts[LEAVING] = lambda found: who_would_leave(found, concept=concept, limit=limit)
    return robustness(dossier, verdicts)


def who_would_leave(found: Model, *, concept: str = "seq", limit: int = 2**18) -> tuple[str, ...]:
    """The decision makers who would leave some status quo, in alphabetical order; none where it rests."""
    conflict = found.option_form
    solution = solve(conflict, concepts=concept, limit=limit)
    assert solution.space is not None
    places = [solution.space.index(quo) for quo in conflict.status_quos()]
    flags = solution.stable[concept]
    return tuple(sorted(maker for maker in conflict.decision_makers if not np.all(flags[maker][places])))
