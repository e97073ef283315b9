"""Noun phrases that point at one body without its name: *the foreign minister*, *its chairman*, *his government*, *a Norland official*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.reading.chunks import Range
from detente.reading.coreference import ORGANS, Scene, voices_of
from detente.reading.lexicon import body_words
from detente.reading.parties import FIRM_ORGANS, STAFF, STATE_ORGANS, EntityKind, speaker_of
from detente.reading.tokens import Token

__all__ = ["pointed"]

_INSIDE = {"N", "NP", "A", "#", "'s", "Vn", "Vg"}
_LONGEST = 7
_OWNED = {"its", "their", "his", "her", "our", "your"}
_SOME = {"a", "an"}


def pointed(scene: Scene, number: int) -> Iterator[tuple[Range, str]]:
    """The tokens and the body of every such phrase of sentence ``number``, the longest one at each article or owner."""
    tokens = scene.readings[number].tokens
    for start in range(len(tokens)):
        low = tokens[start].low
        if low.endswith("s") and low in scene.register.generic and _is_bare(tokens, start):
            yield (start, start + 1), scene.register.generic[low]
        if low != "the" and low not in _OWNED | _SOME:
            continue
        end = start + 1
        while end < min(len(tokens), start + _LONGEST) and tokens[end].tag in _INSIDE and tokens[end].low not in _OWNED:
            end += 1
        for stop in range(end, start + 1, -1):
            if any(m.start < stop < m.end for m in scene.readings[number].known):
                continue  # it would cut a name in two
            if name := _body(scene, number, (start, stop)):
                yield (start, stop), name
                break


def _is_bare(tokens: Sequence[Token], at: int) -> bool:
    """A plural noun without article or attribute: *nurses*."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    alone = before is None or before.tag not in {"D", "#", "A", "N", "NP", "'s", "Vn", "Vg"}
    return alone and tokens[at].tag == "N" and (after is None or after.tag not in {"N", "NP", "'s"})


def _body(scene: Scene, number: int, where: Range) -> str:
    """The one body that a phrase points at; empty where there is none, or more than one."""
    reading = scene.readings[number]
    low, head = reading.tokens[where[0]].low, reading.tokens[where[1] - 1]
    if low == "the":
        voices = speaker_of(reading.tokens, where, scene.register, reading.known) or _alone(scene, number, where)
    elif head.tag not in {"N", "NP"} or head.low not in _officers():
        return ""
    elif low in _SOME:
        named = any(m.kind is EntityKind.body and where[0] < m.start and m.end < where[1] for m in reading.known)
        voices = speaker_of(reading.tokens, where, scene.register, reading.known) if named else ()
    else:
        voices = voices_of(scene, number, where)
    return voices[0][0] if len(voices) == 1 and voices[0][1] else ""


def _alone(scene: Scene, number: int, where: Range) -> tuple[tuple[str, bool], ...]:
    """*The company*, *the board*, *the minister*: what the noun alone can only mean here."""
    known = scene.readings[number].tokens[where[1] - 1].low in _officers()
    return voices_of(scene, number, where) if known and where[1] - where[0] <= 3 else ()


def _officers() -> frozenset[str]:
    people = body_words("ROLE") | body_words("PERSON") | body_words("GROUP") | body_words("TITLE")
    return people | STAFF | ORGANS | STATE_ORGANS | FIRM_ORGANS
