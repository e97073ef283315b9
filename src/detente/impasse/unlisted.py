"""Would a deal hold, where the situations are too many to list? Asked of a few packages, one by one, without listing any.

Under SEQ, with statements in the order written. Each answer comes with its proof (:mod:`detente.stability.symbolic`), which
:func:`~detente.stability.symbolic.check_standing` verifies; what is not settled in time is left open and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from detente.graphmodel.conflict import Conflict
from detente.impasse.commitment import CONCEPT, Commitment, Deviation, Unstable
from detente.settlement.status_quos import status_quos
from detente.stability.symbolic import StandingAt, standing_at

__all__ = ["commitment_unlisted", "standings"]

_ASKED = 12


def standings(conflict: Conflict, labels: Sequence[str], *, seconds: float | None, at_most: int = _ASKED) -> tuple[StandingAt, ...]:
    """How the first ``at_most`` of ``labels`` stand, within ``seconds`` in all; those that time did not suffice for are left out."""
    broken = status_quos(conflict, at_most=1).broken  # such a rule keeps nobody from going back
    free = replace(conflict, rules=tuple(rule for rule in conflict.rules if rule not in broken))
    deadline = None if seconds is None else monotonic() + seconds
    found: list[StandingAt] = []
    for label in labels[:at_most]:
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            break
        found.append(standing_at(free, label, CONCEPT, seconds=left))
    return tuple(found)


def commitment_unlisted(conflict: Conflict, labels: Sequence[str], *, seconds: float | None) -> tuple[Commitment, str]:
    """What was found of ``labels``, which hold and who would leave the others; and in a sentence how many were asked about."""
    asked = standings(conflict, labels, seconds=seconds)
    holds = tuple(one.state for one in asked if one.standing == "stable")
    loose = tuple(_unstable(one) for one in asked if one.standing == "unstable")
    settled = len(holds) + len(loose)
    left = f", {len(asked) - settled} not settled" if settled < len(asked) else ""
    note = (
        f"whether a deal would hold was asked of {len(asked)} of the {len(labels)} deals found, one by one, under SEQ and with statements "
        f"in the order written: {len(holds)} would hold, {len(loose)} would not{left}; in other orders, and for other deals, it may differ"
    )
    return Commitment(holds, (), (), (), loose, complete=settled == len(labels), standings=asked), note


def _unstable(found: StandingAt) -> Unstable:
    leaving = [stay for stay in found.stays.values() if stay.standing == "unstable"]
    moves = tuple(Deviation(stay.decision_maker, (stay.improvement,) if stay.improvement else (), None) for stay in leaving)
    return Unstable(found.state, moves, (), None)
