"""Conditions beside an act: *if*, *unless*, *in exchange for*, *before*."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.acts import phrase
from detente.reading.tokens import Token

__all__ = ["condition_after", "condition_before"]

_OPENERS = {"if": "if", "unless": "unless", "until": "unless", "once": "if", "before": "before", "provided": "if"}
_PAIRS = {("only", "if"): "only", ("only", "after"): "only", ("only", "once"): "only", ("only", "when"): "only", ("in", "exchange"): "if", ("in", "return"): "if",
          ("as", "long"): "if", ("so", "long"): "if", ("on", "condition"): "if", ("on", "the"): ""}  # fmt: skip
_CLOSERS = {".", ";", ":", "?", "!", ","}


def condition_after(tokens: Sequence[Token], at: int) -> tuple[str, int, str]:
    """The condition that opens at ``at`` or just after: its words, where it closes, and its kind (``if unless only before`` or empty)."""
    for start in range(at, min(len(tokens), at + 3)):
        low = tokens[start].low
        following = tokens[start + 1].low if start + 1 < len(tokens) else ""
        kind, opens = _PAIRS.get((low, following), ""), start + 2
        if not kind and low in _OPENERS:
            kind, opens = _OPENERS[low], start + 1
        if kind:
            while opens < len(tokens) and tokens[opens].low in {"for", "that", "as", "of"}:
                opens += 1
            end = next((i for i in range(opens, len(tokens)) if tokens[i].text in _CLOSERS or tokens[i].tag == "Q"), len(tokens))
            words = phrase(tokens, opens, end)
            return (("unless " if kind == "unless" else "") + words, end, kind) if words else ("", at, "")
        if tokens[start].text not in {","} and tokens[start].tag not in {"R"}:
            break
    return "", at, ""


def condition_before(tokens: Sequence[Token], at: int) -> tuple[str, int, str]:
    """A condition that opens the sentence: *If C, …*."""
    if not tokens or tokens[0].low not in {"if", "unless", "until", "provided"}:
        return "", 0, ""
    end = next((i for i in range(1, min(at, len(tokens))) if tokens[i].text == ","), None)
    if end is None:
        return "", 0, ""
    words = phrase(tokens, 1, end)
    kind = _OPENERS[tokens[0].low]
    return (("unless " if kind == "unless" else "") + words, end, kind)
