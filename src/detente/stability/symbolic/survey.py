"""What can be said of a conflict whose states are too many to list: equilibria searched for, and each state found judged by all concepts.

The states judged are now and the equilibria found. Verdicts are carried over where one implies another, so that little is asked twice:
who has no improvement stays under every concept, and who is not deterred by any reply is not deterred by credible ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import NoState
from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import Read
from detente.stability.concepts import Concept
from detente.stability.symbolic.free_replies import FreeReplies
from detente.stability.symbolic.metarational import gmr_equilibria, smr_equilibria
from detente.stability.symbolic.nash import nash_equilibria
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.searching import Clock, OutOfTime, Search
from detente.stability.symbolic.standing import StandingAt
from detente.stability.symbolic.staying import Stay, stay
from detente.stability.symbolic.terms import Setting, Terms

__all__ = ["Survey", "survey"]

BOUND = 3  # moves of a reply that are spelled out before what all replies come to is asked
_QUOS = 4
_SEARCHES: Mapping[Concept, Callable[..., SymbolicResult]] = {
    Concept.nash: nash_equilibria,
    Concept.gmr: gmr_equilibria,
    Concept.smr: smr_equilibria,
}
# A decision maker unstable under the first is unstable under the second, by the same proof.
_IMPLIED: Mapping[Concept, tuple[Concept, ...]] = {
    Concept.smr: (Concept.gmr,),
    Concept.seq: (Concept.gmr,),
    Concept.sseq: (Concept.gmr, Concept.smr, Concept.seq),
}


@dataclass(frozen=True, eq=False, repr=False)
class Survey:
    """``searches``: what was found under Nash, GMR and SMR. ``standings``: for each state judged (a label) its standing by each concept.

    ``now``: labels of the status quos among them. ``at_most`` equilibria were searched for under each concept, for ``seconds`` in all.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    searches: Mapping[Concept, SymbolicResult]
    standings: Mapping[str, Mapping[Concept, StandingAt]]
    now: tuple[str, ...]
    at_most: int
    seconds: float | None
    reads: tuple[Read, ...]

    def complete_under(self, concept: Concept) -> bool:
        """Whether there is no equilibrium under ``concept`` besides those found.

        Whatever rests under SEQ rests under GMR, and under SSEQ under SMR and GMR: if all of those were found and judged, so were these.
        """
        if concept in self.searches:
            return self.searches[concept].complete
        wider = [self.searches[other] for other in _IMPLIED[concept] if other in self.searches]
        return any(
            found.complete and all(self.standings[state][concept].standing != "unknown" for state in found.states) for found in wider
        )

    def undecided(self, concept: Concept, maker: str) -> tuple[str, ...]:
        """The states judged of which it is not known whether ``maker`` would stay."""
        return tuple(state for state, by in self.standings.items() if by[concept].stays[maker].standing == "unknown")

    def ranks(self) -> dict[str, NDArray[np.int64]]:
        """How the states judged compare for each decision maker: int64 arrays in their order, larger is better, no gaps."""
        terms, found = Terms(self.conflict), {}
        for maker in terms.makers:
            scores = [terms.truths(terms.statements[maker], terms.setting(state)) for state in self.standings]
            order = {score: rank for rank, score in enumerate(sorted(set(scores)))}
            found[maker] = np.array([order[score] for score in scores], dtype=np.int64)
        return found

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "at_most": self.at_most,
            "seconds": self.seconds,
            "bound": BOUND,
            "concepts": {
                str(concept): {
                    "complete": self.complete_under(concept),
                    "stopped_after": self.searches[concept].stopped_after if concept in self.searches else None,
                    "searched": concept in self.searches,
                }
                for concept in self.concepts
            },
            "undecided": {
                str(concept): {maker: list(self.undecided(concept, maker)) for maker in self.conflict.decision_makers}
                for concept in self.concepts
            },
            "certificates": [
                {key: value for key, value in found.to_dict().items() if key != "reads"}
                for by in self.standings.values()
                for found in by.values()
            ],
        }


def survey(conflict: Conflict, concepts: tuple[Concept, ...], *, at_most: int, seconds: float | None) -> Survey:
    """Search and judge. Raises :class:`~detente.errors.NoState` where the rules leave no state.

    Of the time half is for Nash, half of what is left for each other search, and what is left then to judge.
    """
    terms, clock = Terms(conflict), Clock(seconds)
    quos = _feasible(terms, clock)
    searches = {}
    for concept, find in _SEARCHES.items():
        if concept in concepts:
            left = clock.left()
            searches[concept] = find(conflict, at_most=at_most, seconds=None if left is None else left / 2)
    states = dict.fromkeys([*quos, *(state for found in searches.values() for state in found.states)])
    free = _free(terms, concepts, clock)
    standings: dict[str, dict[Concept, StandingAt]] = {}
    for place, state in enumerate(states):
        left = clock.left()
        share = clock if left is None else Clock(left / (len(states) - place))
        stays = _judged(terms, terms.setting(state), concepts, free, share)
        standings[state] = {concept: StandingAt(conflict, state, concept, BOUND, True, stays[concept], terms.reads) for concept in concepts}
    return Survey(conflict, concepts, searches, standings, quos, at_most, seconds, terms.reads)


def _feasible(terms: Terms, clock: Clock) -> tuple[str, ...]:
    """The feasible status quos, a few of them where now is partly open. Raises NoState where no state is feasible at all."""
    conflict, circuit = terms.conflict, Circuit()
    state = terms.variables(circuit)
    terms.require_feasible(circuit, state)
    found: list[str] = []
    with Search(circuit, clock) as search:
        try:
            if not search.holds():
                raise NoState("no state is feasible: the rules together exclude every setting", cure="drop or weaken one of them")
            known = {name: conflict.now[name] for name in terms.open if conflict.now.get(name) is not None}
            held = [state[name] if value else -state[name] for name, value in known.items()]
            while known and len(found) < _QUOS and search.holds(held):
                found.append(terms.label({name: search.true(literal) for name, literal in state.items()}))
                circuit.add(*(-state[name] if search.true(state[name]) else state[name] for name in terms.open))
        except OutOfTime:
            return tuple(found)
    return tuple(found)


def _free(terms: Terms, concepts: tuple[Concept, ...], clock: Clock) -> FreeReplies | None:
    try:
        return FreeReplies(terms, clock) if {Concept.gmr, Concept.smr}.intersection(concepts) else None
    except OutOfTime:
        return None


def _judged(
    terms: Terms, setting: Setting, concepts: tuple[Concept, ...], free: FreeReplies | None, clock: Clock
) -> dict[Concept, dict[str, Stay]]:
    found: dict[Concept, dict[str, Stay]] = {concept: {} for concept in concepts}
    for close in (False, True):  # everybody's short replies first, so that one hard question does not use up the time of all
        for maker in terms.makers:
            at_once = stay(Question(terms, maker, setting, Concept.nash, clock), bound=BOUND, close=False, free=None)
            for concept in concepts:
                known = found[concept].get(maker)
                if known is not None and known.standing != "unknown":
                    continue
                if at_once.standing == "stable" or concept is Concept.nash:
                    found[concept][maker] = at_once
                    continue
                wider = (found[other].get(maker) for other in _IMPLIED.get(concept, ()) if other in found)
                unstable = next((one for one in wider if one is not None and one.standing == "unstable"), None)
                question = Question(terms, maker, setting, concept, clock)
                found[concept][maker] = unstable or stay(question, bound=BOUND, close=close, free=free)
    return found
