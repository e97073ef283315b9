"""Whether one decision maker would stay in a given state: stable, unstable, or unknown, and why.

For an improvement of i a reply that deters is looked for: first short ones, then, if so asked, whatever replies come to. What is claimed is
proved:

    stable      improvements of i are guessed until none is left; each guess is answered by a path that deters it, and every other
                improvement of i that the same path deters is guessed no more
    unstable    for some improvement no reply would do, whatever its length: a set of states is closed under what the others would do
                next, holds the improvement, and nothing in it deters
    unknown     neither, within the bound and the time

Paths need not respect that nobody moves twice in succession: in option form two such moves are one. The definitions of the concepts are in
the files of :mod:`detente.stability` that have their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any, Literal

from detente.stability.concepts import Concept
from detente.stability.symbolic.closure import Closed, Path
from detente.stability.symbolic.free_replies import FreeReplies
from detente.stability.symbolic.leaving import Leaving
from detente.stability.symbolic.paths import Paths
from detente.stability.symbolic.question import Question
from detente.stability.symbolic.searching import OutOfTime
from detente.stability.symbolic.terms import Setting, Terms
from detente.stability.verdict import Step

__all__ = ["Deterred", "Standing", "Stay", "stay"]

Standing = Literal["stable", "unstable", "unknown"]
_UNANSWERED = 8  # improvements without an answer, after which no further one is asked about


@dataclass(frozen=True, slots=True)
class Deterred:
    """An improvement, as a label, and the replies that deter it."""

    improvement: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """One decision maker's part.

    ``deterred``: examples whose replies together deter every improvement, where the state is stable. ``improvement``: one that nothing
    deters where it is unstable; one for which nothing was found within the bound, or no time was left, where it is unknown. ``closed``:
    the proof that nothing deters it (none is needed under Nash).
    """

    decision_maker: str
    standing: Standing
    deterred: tuple[Deterred, ...] = ()
    improvement: str | None = None
    closed: Closed | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        plain = asdict(self)
        plain.pop("closed")
        plain["closed"] = None if self.closed is None else {"never": _listed(self.closed.never), "escapes": _listed(self.closed.escapes)}
        return plain


def _listed(settings: tuple[tuple[tuple[str, bool], ...], ...]) -> list[Mapping[str, bool]]:
    return [dict(setting) for setting in settings]


def stay(question: Question, *, bound: int, close: bool, free: FreeReplies | None) -> Stay:
    """The answer to ``question``. ``bound``: the longest reply spelled out; with ``close`` longer ones are looked at too.

    Out of time it is unknown.
    """
    terms, maker, setting = question.terms, question.maker, question.setting
    deterred: list[Deterred] = []
    unanswered: list[str] = []
    improvement = None
    try:
        with ExitStack() as stack:
            leaving = Leaving(question, stack)
            own = leaving.guess()
            if own is not None and question.concept is Concept.nash:
                return Stay(maker, "unstable", improvement=terms.label({**setting, **own}))
            paths = Paths(question, free, stack) if own is not None else None
            while own is not None and paths is not None and len(unanswered) < _UNANSWERED:
                improvement = terms.label({**setting, **own})
                found = paths.answer(own, bound, close=close)
                if isinstance(found, Closed):
                    return Stay(maker, "unstable", improvement=improvement, closed=found)
                if found is None:
                    unanswered.append(improvement)
                    leaving.skip(own)
                else:
                    deterred.append(Deterred(improvement, _told(terms, setting, own, found)))
                    leaving.answered(own, found)
                own = leaving.guess()
    except OutOfTime:
        return Stay(maker, "unknown", improvement=improvement)
    return Stay(maker, "unknown", improvement=unanswered[0]) if unanswered else Stay(maker, "stable", tuple(deterred))


def _told(terms: Terms, setting: Setting, own: Setting, path: Path) -> tuple[Step, ...]:
    return tuple(Step(mover, terms.label({**setting, **own, **change})) for mover, change in path)
