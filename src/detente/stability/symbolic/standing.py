"""How a given state stands under a solution concept, without listing states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import Read
from detente.stability.concepts import Concept, concepts_named
from detente.stability.symbolic.free_replies import FreeReplies
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.searching import Clock, OutOfTime
from detente.stability.symbolic.staying import Standing, Stay, stay
from detente.stability.symbolic.terms import Setting, Terms

__all__ = ["StandingAt", "sequential_at", "standing_at"]


@dataclass(frozen=True, eq=False, repr=False)
class StandingAt:
    """The answer with its question.

    ``state`` is a label; ``stays`` go by decision maker. ``bound``: the longest reply that was spelled out; with ``close`` whatever longer
    replies come to was looked at too, and only time can leave something unknown.
    """

    conflict: Conflict
    state: str
    concept: Concept
    bound: int
    close: bool
    stays: Mapping[str, Stay]
    reads: tuple[Read, ...] = ()

    @property
    def standing(self) -> Standing:
        """Whether the state is an equilibrium, as far as everybody named in ``stays`` goes."""
        found = {stay.standing for stay in self.stays.values()}
        return "unstable" if "unstable" in found else "unknown" if "unknown" in found else "stable"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "state": self.state,
            "concept": str(self.concept),
            "bound": self.bound,
            "closed": self.close,
            "standing": self.standing,
            "decision_makers": {maker: stay.to_dict() for maker, stay in self.stays.items()},
            "reads": [read.to_dict() for read in self.reads],
        }

    def __repr__(self) -> str:
        looked = "of any length" if self.close else f"of at most {self.bound} moves"
        return f"<StandingAt {self.state}: {self.concept} {self.standing}, replies {looked}>"


def standing_at(
    conflict: Conflict,
    state: Setting | str,
    concept: str,
    *,
    bound: int = 3,
    close: bool = True,
    decision_maker: str | None = None,
    seconds: float | None = None,
) -> StandingAt:
    """Whether ``state`` (a setting or a label) is stable under ``concept`` for ``decision_maker``, or for each for None.

    Replies of up to ``bound`` moves are spelled out; with ``close`` what longer ones come to is looked at too, so that the answer is exact
    unless ``seconds`` pass first. Raises :class:`~detente.errors.ModelError` for an infeasible state, or a bound below 1, and
    :class:`~detente.errors.UnknownName` for a name that does not occur. Preferences are read as in
    :func:`~detente.stability.symbolic.nash.nash_equilibria`.
    """
    terms, clock = Terms(conflict), Clock(seconds)
    (wanted,) = concepts_named(concept)
    if bound < 1:
        raise ModelError(f"replies of {bound} moves are none", cure="look at least one move ahead")
    setting = terms.setting(state)
    makers = terms.makers if decision_maker is None else (terms.maker(decision_maker),)
    try:
        free = None if wanted.credible or wanted is Concept.nash else FreeReplies(terms, clock)
        questions = {maker: Question(terms, maker, setting, wanted, clock) for maker in makers}
        found = _stays(questions, bound=bound, close=close, free=free)
    except OutOfTime:
        found = {maker: Stay(maker, "unknown") for maker in makers}
    return StandingAt(conflict, terms.label(setting), wanted, bound, close, found, terms.reads)


def _stays(questions: Mapping[str, Question], *, bound: int, close: bool, free: FreeReplies | None) -> dict[str, Stay]:
    """Each one's part. Everybody's short replies come first, so that one hard question does not use up the time of all."""
    found = {maker: stay(question, bound=bound, close=False, free=free) for maker, question in questions.items()}
    for maker, first in found.items():
        if close and first.standing == "unknown":
            found[maker] = stay(questions[maker], bound=bound, close=True, free=free)
    return found


def sequential_at(
    conflict: Conflict,
    state: Setting | str,
    *,
    bound: int = 3,
    close: bool = True,
    decision_maker: str | None = None,
    seconds: float | None = None,
) -> StandingAt:
    """:func:`standing_at` under SEQ."""
    return standing_at(conflict, state, Concept.seq, bound=bound, close=close, decision_maker=decision_maker, seconds=seconds)
