"""Objects that stand before their verb: *a force that they said they would send*, *a halt the envoy said they had proposed*."""

from __future__ import annotations

from detente.reading.acts import phrase
from detente.reading.coreference import Reading
from detente.reading.cues import cue_lexicon

__all__ = ["missing_object"]


def missing_object(reading: Reading, which: int, *, contact: bool = False) -> str:
    """The noun phrase that a relative clause takes its object from, or an empty string; ``contact`` allows clauses without *that*."""
    tokens, group = reading.tokens, reading.groups[which]
    after = tokens[group.end] if group.end < len(tokens) else None
    if after is not None and after.tag in {"D", "N", "NP", "A", "#", "O"}:
        return ""
    first, index = reading.subjects[which], which
    while index > 0 and first is not None and reading.subjects[index - 1] is not None:
        earlier = reading.groups[index - 1]
        if earlier.kind != "finite" or earlier.end != first[0]:
            break
        first, index = reading.subjects[index - 1], index - 1
    if first is None or first[0] < 2 or first[0] > group.start:
        return ""
    at = first[0] - 1
    if tokens[at].low in {"that", "which"}:
        if index == which and any(g.lemma in cue_lexicon() and at - 6 <= g.end <= at for g in reading.groups):
            return ""  # said on Monday that it would strike
    elif contact and tokens[at].tag in {"N", "Vg"} and tokens[first[0]].tag in {"D", "NP", "O"}:
        at += 1
    else:
        return ""
    start = at
    while start > 0 and (
        tokens[start - 1].tag in {"N", "A", "#", "P"} or (tokens[start - 1].tag == "Vg" and start > 1 and tokens[start - 2].tag == "P")
    ):
        start -= 1
    while start < at and tokens[start].tag == "P":
        start += 1
    return phrase(tokens, start, at) if start < at else ""
