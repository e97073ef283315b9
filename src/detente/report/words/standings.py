"""Why a party would stay or leave, told where situations are too many to list: what was found, what was proved, what was left open."""

from __future__ import annotations

from detente.report.words.plain import all_of, count
from detente.report.words.verdicts import CONCEPTS, Telling, moving
from detente.stability.concepts import Concept
from detente.stability.symbolic import SymbolicResult
from detente.stability.symbolic.staying import Deterred, Stay

__all__ = ["search_words", "standing_words", "time_words"]


def time_words(seconds: float | None) -> str:
    """How long was allowed.

    >>> time_words(1), time_words(0.5), time_words(None)
    ('1 second', '0.5 seconds', 'no limit of time')
    """
    if seconds is None:
        return "no limit of time"
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"


def search_words(concept: Concept, found: SymbolicResult, seconds: float | None) -> str:
    """How the search under one concept ended."""
    name, number = CONCEPTS[concept][0], len(found.states)
    if found.proven_none:
        return f"Under {name} no situation at all is at rest; that is proved."
    if found.complete:
        return f"Under {name} {count(number, 'situation is', 'situations are')} at rest, and no other; that is proved."
    if found.stopped_after == "at_most":
        first = "the first resting point found is" if number == 1 else f"the first {number:,} resting points found are"
        return f"Under {name} {first} shown; there may be more."
    if not number:
        return (
            f"Under {name} nothing was found in the time allowed ({time_words(seconds)} in all); there may be resting points all the same."
        )
    return f"Under {name} {count(number, 'resting point was', 'resting points were')} found before the time was up; there may be more."


def standing_words(stay: Stay, concept: Concept, state: str, tell: Telling) -> str:
    """One party's part in a sentence or two."""
    who = tell.words.party(stay.decision_maker)
    if stay.standing == "unknown":
        after = (
            "" if stay.improvement is None else f" No reply was found that would undo what it gains {_by(tell, state, stay.improvement)}."
        )
        return f"Whether {who} would leave this situation was not settled in the time allowed.{after}"
    if stay.improvement is not None:
        why = "it prefers what that leads to, and this concept looks no further" if concept is Concept.nash else _nothing(concept)
        return f"{who} would leave this situation, {moving(tell, state, stay.improvement)}: {why}."
    if not stay.deterred:
        return f"{who} would not leave this situation: it has no move to one that it prefers."
    example = _example(tell, state, who, stay.deterred[0])
    return f"{who} would not leave this situation: whatever it gained by moving, others could undo. {example}"


def _nothing(concept: Concept) -> str:
    replies = "replies that the others would themselves prefer" if concept.credible else "replies that the others could make"
    mended = ", once it moves again itself," if concept.answered else ""
    return f"it prefers what that leads to, and no chain of {replies}{mended} would leave it as badly off as staying"


def _example(tell: Telling, state: str, who: str, deterred: Deterred) -> str:
    at, steps = deterred.improvement, []
    for step in deterred.steps:
        steps.append(f"{tell.words.party(step.mover)} ({moving(tell, at, step.state)})")
        at = step.state
    first = moving(tell, state, deterred.improvement)
    return f"For one, {first} would be answered by {all_of(steps, last='then by')}, which leaves {who} no better off than staying."


def _by(tell: Telling, before: str, after: str) -> str:
    return f"by moving, {moving(tell, before, after)}"
