"""Conditions beside an act: *if*, *unless*, *in exchange for*, *before*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.reading.acts import phrase
from detente.reading.cues import cue_lexicon
from detente.reading.tokens import Token

__all__ = ["condition_after", "condition_before", "over_aside"]

_OPENERS = {"if": "if", "unless": "unless", "until": "unless", "once": "once", "before": "before", "provided": "if", "providing": "if"}
_ONLY = {"if", "after", "once", "when", "provided"}
_IN = {"exchange", "return"}
_CLOSERS = {".", ";", ":", "?", "!", ","}
_DATES = frozenset(
    "next end noon midnight midday january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday tomorrow".split()
)


def _opens(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The kind of condition that opens at ``at`` and the index after its opening words; no kind if none does."""
    low = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low in {"only", "but", "and"} and following == "only" and at + 2 < len(tokens) and tokens[at + 2].low in _ONLY:
        return "only", at + 3
    if low == "only" and following in _ONLY:
        return "only", at + 2
    if (low == "in" and following in _IN) or (low == "on" and following == "condition"):
        return "if", _past(tokens, at + 2, {"for", "that", "of"})
    if low in {"as", "so"} and following == "long":
        return "if", _past(tokens, at + 2, {"as"})
    if low == "not" and following == "before":
        return "unless", at + 2
    if low == "once" and at and tokens[at - 1].low == "at":
        return "", at
    return (_OPENERS[low], _past(tokens, at + 1, {"that"} if low in {"provided", "providing"} else set())) if low in _OPENERS else ("", at)


def _past(tokens: Sequence[Token], at: int, words: set[str]) -> int:
    return at + 1 if at < len(tokens) and tokens[at].low in words else at


def over_aside(tokens: Sequence[Token], at: int) -> int:
    """*, its delegation said,*: the index after a reporting clause between commas that opens at ``at``; ``at`` where there is none."""
    if at >= len(tokens) or tokens[at].text != ",":
        return at
    close = next((i for i in range(at + 1, min(len(tokens), at + 10)) if tokens[i].text == ","), 0)
    inside = tokens[at + 1 : close] if close else ()
    return close + 1 if any(token.is_verb and token.lemma in cue_lexicon() for token in inside) else at


def condition_after(tokens: Sequence[Token], at: int) -> tuple[str, int, str]:
    """The condition that opens at ``at`` or just after: its words, where it closes, and its kind (``if once unless only before`` or empty).

    The words are the bare clause, without what opens it. A date after *before* is a deadline and no condition.
    """
    at = over_aside(tokens, at)
    for start in dict.fromkeys((*_near(tokens, at), *_later(tokens, at))):
        kind, inner = _opens(tokens, start)
        if kind:
            end = next((i for i in range(inner, len(tokens)) if tokens[i].text in _CLOSERS or tokens[i].tag == "Q"), len(tokens))
            if kind == "before" and any(token.low in _DATES for token in tokens[inner : inner + 3]):
                return "", at, ""
            words = phrase(tokens, inner, end)
            return (words, end, kind) if words else ("", at, "")
    return "", at, ""


def _near(tokens: Sequence[Token], at: int) -> Iterator[int]:
    for start in range(at, min(len(tokens), at + 3)):
        yield start
        if tokens[start].text != "," and tokens[start].tag != "R" and tokens[start].low not in {"but", "and"}:
            return


def _later(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """*twelve in July, and eight in August, if they pay*: a condition after a second object."""
    closing = next((i for i in range(at, len(tokens)) if tokens[i].text in {".", ";", ":"}), len(tokens))
    yield from (i + 1 for i in range(at, min(closing, at + 18)) if tokens[i].text == "," and tokens[i + 1].low in {"provided", "providing"})
    for start in range(at, min(len(tokens) - 1, at + 14)):
        if tokens[start].is_verb or tokens[start].tag in {"M", "X"} or tokens[start].text in {".", ";", ":"}:
            return
        if tokens[start].text == "," and tokens[start + 1].low in {"if", "unless", "provided"}:
            yield start + 1


def condition_before(tokens: Sequence[Token], at: int) -> tuple[str, int, str]:
    """A condition that opens the sentence: *If C, …*."""
    if not tokens or tokens[0].low not in {"if", "unless", "until", "provided", "once", "should", "were", "had"}:
        return "", 0, ""
    end = next((i for i in range(1, min(at, len(tokens))) if tokens[i].text == ","), None)
    if end is None:
        return "", 0, ""
    return phrase(tokens, 1, end), end, _OPENERS.get(tokens[0].low, "if")
