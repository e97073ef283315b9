"""What a condition asks for: the clause after *unless* or *only if* as an act, with whoever would do it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act, noun_acts, verb_acts
from detente.reading.chunks import noun_phrase_after
from detente.reading.conditions import condition_after, over_aside
from detente.reading.coreference import Voices
from detente.reading.stance import Raw, Stage, holder_of
from detente.reading.tokens import Token

__all__ = ["required"]

_NOBODYS = {"somebody", "someone", "anybody", "anyone"}
_STATES = {"be", "go", "come", "remain", "exist", "seem"}


def required(stage: Stage, sentence: int, acts: tuple[Act, ...], holders: Voices, kind: str) -> list[Raw]:
    """*will not V unless C*: C is required first, for V. Nothing where C is a state of affairs and nobody's act."""
    reading = stage.scene.readings[sentence]
    end = _clause_start(reading.tokens, over_aside(reading.tokens, max(act.end for act in acts)))
    _, closes, _ = condition_after(reading.tokens, max(act.end for act in acts))
    limit = max(closes, end + 1) if closes > end else len(reading.tokens)
    for index, group in enumerate(reading.groups):
        if group.start <= end or group.kind != "finite":
            continue
        if group.start >= limit:
            return []
        if group.lemma in _STATES and kind != "unless" and (group.passive or group.lemma == "be"):
            return []
        needed = verb_acts(reading, index)
        performers = holder_of(stage, sentence, reading.subjects[index])
        if group.passive and (where := reading.subjects[index]):
            needed, performers = noun_acts(reading.tokens, where, default=group.lemma), ()
        if not needed:
            return []
        polarity = Polarity.against if group.negated else Polarity.for_
        last = max(act.end for act in needed)
        return [
            Raw(sentence, group.head, last, Stance.precondition, polarity, needed, holders, performers, acts[0].words, start=acts[0].start)
        ]
    where = noun_phrase_after(reading.tokens, end + 2)
    if where and kind != "unless":
        needed = noun_acts(reading.tokens, where, default="grant")
        return [Raw(sentence, where[0], where[1], Stance.precondition, Polarity.for_, needed, holders, (), acts[0].words)]
    return []


def _clause_start(tokens: Sequence[Token], at: int) -> int:
    """*only if somebody pays, that is, if Orru pays*: a clause about somebody gives way to the one that says who."""
    if any(token.low in _NOBODYS for token in tokens[at : at + 4]):
        for index in range(at, len(tokens) - 4):
            words = [token.low for token in tokens[index : index + 4]]
            if words in (["that", "is", ",", "if"], ["in", "effect", ",", "if"]):
                return index + 3
    return at
