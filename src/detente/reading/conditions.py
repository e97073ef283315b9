"""Conditions beside an act: *if*, *unless*, *in exchange for*, *before*."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.acts import phrase
from detente.reading.tokens import Token

__all__ = ["condition_after", "condition_before"]

_OPENERS = {"if": "if", "unless": "unless", "until": "unless", "once": "if", "before": "before", "provided": "if"}
_ONLY = {"if", "after", "once", "when"}
_IN = {"exchange", "return"}
_CLOSERS = {".", ";", ":", "?", "!", ","}


def _opens(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The kind of condition that opens at ``at`` and the index after its opening words; no kind if none does."""
    low = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low == "only" and following in _ONLY:
        return "only", at + 2
    if (low == "in" and following in _IN) or (low in {"as", "so"} and following == "long") or (low == "on" and following == "condition"):
        return "if", at + 2
    return (_OPENERS[low], at + 1) if low in _OPENERS else ("", at)


def condition_after(tokens: Sequence[Token], at: int) -> tuple[str, int, str]:
    """The condition that opens at ``at`` or just after: its words, where it closes, and its kind (``if unless only before`` or empty).

    The words keep their opener: ``unless they pay``, ``until Friday``.
    """
    for start in range(at, min(len(tokens), at + 3)):
        kind, inner = _opens(tokens, start)
        if kind:
            end = next((i for i in range(inner, len(tokens)) if tokens[i].text in _CLOSERS or tokens[i].tag == "Q"), len(tokens))
            words = phrase(tokens, start, end)
            return (words, end, kind) if end > inner else ("", at, "")
        if tokens[start].text != "," and tokens[start].tag != "R":
            break
    return "", at, ""


def condition_before(tokens: Sequence[Token], at: int) -> tuple[str, int, str]:
    """A condition that opens the sentence: *If C, …*."""
    if not tokens or tokens[0].low not in {"if", "unless", "until", "provided"}:
        return "", 0, ""
    end = next((i for i in range(1, min(at, len(tokens))) if tokens[i].text == ","), None)
    if end is None:
        return "", 0, ""
    words = phrase(tokens, 0, end)
    return words[:1].lower() + words[1:], end, _OPENERS[tokens[0].low]
