"""Would a deal hold? For each package who would leave it, by which move, and why nothing deters that.

*Holds* means: sequentially stable for every decision maker, an equilibrium under SEQ (Fang, Hipel & Kilgour 1993); the other concepts stand
beside it. A *guarantee* makes agreed options irreversible, so that what was done stays done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.graphmodel.conflict import Conflict
from detente.impasse.assurance import binding
from detente.impasse.breaks import Scene, scene
from detente.stability.concepts import Concept
from detente.stability.equilibria import Solution
from detente.stability.over_completions import OverCompletions, stability_over_completions
from detente.stability.symbolic import StandingAt
from detente.stability.verdict import Verdict, explain

__all__ = ["Commitment", "Deviation", "Unstable", "commitment", "perhaps"]

CONCEPT = Concept.seq
_GUARANTEE_STATES = 2**14
_OPEN_STATES = 2**12  # beyond, SEQ over completions takes seconds
_FEW = 3  # packages told in full, where each takes long


@dataclass(frozen=True)
class Deviation:
    """``party`` would leave the package for one of ``moves`` (labels that no credible reply deters); ``verdict`` is the certificate.

    It is None where no situations were listed; the proof is then among the ``standings`` of the :class:`Commitment`.
    """

    party: str
    moves: tuple[str, ...]
    verdict: Verdict | None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"party": self.party, "moves": list(self.moves), "verdict": None if self.verdict is None else self.verdict.to_dict()}


@dataclass(frozen=True)
class Unstable:
    """A package that would not hold. ``holds_under``: concepts under which it is an equilibrium all the same.

    ``guarantee``: options which, once they cannot be undone, make it hold, while no part of them does; None where none was found, or where
    it was not sought because the states are too many.
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
    """Of the packages asked about (labels), those that hold, and why each of the others does not.

    ``holds``: as read, that is with statements in the order written and states that nothing separates taken as equal. ``certain``: in
    every completion, as far as that was proved. ``perhaps``: not shown to fail in every completion; everything in ``holds``, and where that
    is empty whatever else was not excluded. ``depends``: packages that everybody needed certainly accepts and that hold as read, each with
    the parties whose staying depends on an order nobody stated. ``unstable`` tells packages that do not hold as read, ``complete``: all of
    them. ``standings``: the proofs, where it was asked of some packages without listing situations; nothing is said of completions then.
    """

    holds: tuple[str, ...]
    certain: tuple[str, ...]
    perhaps: tuple[str, ...]
    depends: tuple[tuple[str, tuple[str, ...]], ...]
    unstable: tuple[Unstable, ...]
    complete: bool = True
    standings: tuple[StandingAt, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        return f"<Commitment: {len(self.holds)} packages hold as read, {len(self.certain)} in every completion>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "holds": list(self.holds),
            "certain": list(self.certain),
            "perhaps": list(self.perhaps),
            "depends": {label: list(parties) for label, parties in self.depends},
            "unstable": [found.to_dict() for found in self.unstable],
            "complete": self.complete,
            "standings": [found.to_dict() for found in self.standings],
        }


def commitment(solution: Solution, packages: Iterable[str], *, sure: Collection[str] = (), at_most: int = 12) -> Commitment:
    """Which of ``packages`` (labels of states of ``solution``) hold; the first ``at_most`` that do not are told in full.

    Whether one holds in every completion is asked of those in ``sure`` only, which everybody needed certainly accepts. Raises
    :class:`~detente.errors.ModelError` for a label that is no state.
    """
    resting = solution.resting(CONCEPT)
    places = {label: solution.index(label) for label in packages}
    told = at_most if len(solution.states) <= _OPEN_STATES else min(at_most, _FEW)
    holds = tuple(label for label, at in places.items() if resting[at])
    loose = [label for label, at in places.items() if not resting[at]]
    accepted = [label for label in holds if label in sure]
    open_to = _open_to(solution, accepted)
    small = solution.space is not None and len(solution.states) <= _GUARANTEE_STATES
    there = scene(solution.space) if solution.space is not None and small and loose else None
    return Commitment(
        holds=holds,
        certain=tuple(label for label in accepted if not open_to[label]),
        perhaps=holds or perhaps(solution, loose),
        depends=tuple((label, parties) for label, parties in open_to.items() if parties),
        unstable=tuple(_unstable(solution, label, there) for label in loose[:told]),
        complete=len(loose) <= told,
    )


def perhaps(solution: Solution, labels: Sequence[str]) -> tuple[str, ...]:
    """Those of ``labels`` that are not excluded in every completion.

    General metarationality is asked first: it is cheap and exact, and what fails it fails SEQ. Where the states are too many to ask SEQ
    itself, that is all.
    """
    for concept in (Concept.gmr, Concept.seq) if len(solution.states) <= _OPEN_STATES else (Concept.gmr,):
        if labels:
            found = _over_completions(solution, labels, concept)
            labels = [label for label, flag in zip(found.states, found.possible_equilibria[concept], strict=True) if flag]
    return tuple(labels)


def _open_to(solution: Solution, labels: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The parties that are not proved to stay in every completion; where SEQ would take too long, not proved by Nash, which implies it."""
    if not labels:
        return {}
    concept = CONCEPT if len(solution.states) <= _OPEN_STATES else Concept.nash
    found = _over_completions(solution, labels, concept)
    return {
        label: tuple(party for party in solution.decision_makers if not found.necessary[concept][party][at])
        for at, label in enumerate(found.states)
    }


def _over_completions(solution: Solution, labels: Sequence[str], concept: Concept) -> OverCompletions:
    assert isinstance(solution.conflict, Conflict)
    return stability_over_completions(solution.conflict, concepts=[concept], states=labels, limit=max(2**14, len(solution.states)))


def _unstable(solution: Solution, label: str, there: Scene | None) -> Unstable:
    at = solution.index(label)
    deviations = []
    for party in solution.decision_makers:
        if not solution.stable[CONCEPT][party][at]:
            verdict = explain(solution, label, party, CONCEPT)
            free = tuple(move.state for move in verdict.improvements if move.sanction is None)
            deviations.append(Deviation(party, free, verdict))
    under = tuple(str(concept) for concept in solution.concepts if solution.resting(concept)[at])
    return Unstable(label, tuple(deviations), under, None if there is None else binding(there, label))
