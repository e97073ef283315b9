"""Would a deal hold? For each package who would leave it, by which move, and why nothing deters that.

*Holds* means: sequentially stable for every decision maker, an equilibrium under SEQ (Fang, Hipel & Kilgour 1993); the other concepts stand
beside it. A *guarantee* makes agreed options irreversible, so that what was done stays done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.stability.equilibria import Solution, solve
from detente.stability.verdict import Verdict, explain

__all__ = ["Commitment", "Deviation", "Unstable", "commitment"]

CONCEPT = "seq"
_GUARANTEE_STATES = 2**12  # a trial solves the conflict anew
_GUARANTEE_TRIALS = 64


@dataclass(frozen=True)
class Deviation:
    """``party`` would leave the package for one of ``moves`` (labels that no credible reply deters); ``verdict`` is the certificate."""

    party: str
    moves: tuple[str, ...]
    verdict: Verdict

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"party": self.party, "moves": list(self.moves), "verdict": self.verdict.to_dict()}


@dataclass(frozen=True)
class Unstable:
    """A package that would not hold. ``holds_under``: concepts under which it is an equilibrium all the same.

    ``guarantee``: a smallest set of options which, once they cannot be undone, make it hold; None where none was found.
    """

    package: str
    deviations: tuple[Deviation, ...]
    holds_under: tuple[str, ...]
    guarantee: tuple[str, ...] | None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "package": self.package,
            "deviations": [deviation.to_dict() for deviation in self.deviations],
            "holds_under": list(self.holds_under),
            "guarantee": None if self.guarantee is None else list(self.guarantee),
        }


@dataclass(frozen=True, repr=False)
class Commitment:
    """Of the packages asked about (labels), those that hold, and why each of the others does not; ``complete``: all others are told."""

    holds: tuple[str, ...]
    unstable: tuple[Unstable, ...]
    complete: bool = True

    def __repr__(self) -> str:
        return f"<Commitment: {len(self.holds)} packages hold, {len(self.unstable)} told that do not>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"holds": list(self.holds), "unstable": [found.to_dict() for found in self.unstable], "complete": self.complete}


def commitment(solution: Solution, packages: Iterable[str], *, at_most: int = 12) -> Commitment:
    """Which of ``packages`` (labels of states of ``solution``) hold; the first ``at_most`` that do not are told in full.

    Raises :class:`~detente.errors.ModelError` for a label that is no state.
    """
    resting = solution.resting(CONCEPT)
    places = {label: solution.index(label) for label in packages}
    loose = [label for label, at in places.items() if not resting[at]]
    told = tuple(_unstable(solution, label) for label in loose[:at_most])
    return Commitment(tuple(label for label, at in places.items() if resting[at]), told, complete=len(loose) <= at_most)


def _unstable(solution: Solution, label: str) -> Unstable:
    at = solution.index(label)
    deviations = []
    for party in solution.decision_makers:
        if not solution.stable[CONCEPT][party][at]:
            verdict = explain(solution, label, party, CONCEPT)
            free = tuple(move.state for move in verdict.improvements if move.sanction is None)
            deviations.append(Deviation(party, free, verdict))
    under = tuple(str(concept) for concept in solution.concepts if solution.resting(concept)[at])
    return Unstable(label, tuple(deviations), under, _guarantee(solution, label, deviations))


def _guarantee(solution: Solution, label: str, deviations: Sequence[Deviation]) -> tuple[str, ...] | None:
    """Smallest sets first, over the options that an undeterred move would undo."""
    conflict = solution.conflict
    if not isinstance(conflict, Conflict) or len(solution.states) > _GUARANTEE_STATES:
        return None
    undone = [
        option.name
        for place, option in enumerate(conflict.options)
        if any(move[place] != label[place] for deviation in deviations for move in deviation.moves)
    ]
    trials = 0
    for size in range(1, len(undone) + 1):
        for names in combinations(undone, size):
            trials += 1
            if trials > _GUARANTEE_TRIALS:
                return None
            bound = solve(_bound(conflict, label, names), concepts=[CONCEPT])
            if bound.resting(CONCEPT)[bound.index(label)]:
                return names
    return None


def _bound(conflict: Conflict, label: str, names: Sequence[str]) -> Conflict:
    def kept(option: Option, setting: str) -> Option:
        if option.name not in names:
            return option
        return replace(option, one_way=True) if setting == "Y" else replace(option, no_return=True)

    return replace(conflict, options=tuple(kept(option, setting) for option, setting in zip(conflict.options, label, strict=True)))
