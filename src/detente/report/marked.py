"""The account with its claims marked: text cut at every boundary, so that nested and overlapping claims can all be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.evidence import Span
from detente.report.contexts import Mark, Segment

__all__ = ["Marked", "segments"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A claim's stretch of a text with its voice; ``party`` is the mark of the party that speaks, -1 where none does."""

    claim: str
    span: Span
    kind: str
    who: str
    review: str = "proposed"
    party: int = -1


def segments(text: str, within: Span, claims: Iterable[Marked]) -> tuple[Segment, ...]:
    """``text`` within ``within``, cut wherever a claim begins or ends; each segment lists its claims, longest first.

    A claim that reaches beyond ``within`` (over several paragraphs) is marked on the part that lies inside; ``first`` and ``last`` are set
    only where it really begins and ends, so that each anchor stands once.

    >>> cut = segments("abcdef", Span(0, 6), [Marked("c1", Span(0, 4), "party", "A"), Marked("c2", Span(2, 6), "author", "author")])
    >>> [(part.text, [mark.claim for mark in part.marks]) for part in cut]
    [('ab', ['c1']), ('cd', ['c1', 'c2']), ('ef', ['c2'])]
    """
    inside = [claim for claim in claims if claim.span.overlaps(within) and claim.span.start < claim.span.end]
    inside.sort(key=lambda claim: (claim.span.start - claim.span.end, claim.span.start, claim.claim))
    cuts = sorted({within.start, within.end, *_boundaries(inside, within)})
    return tuple(_segment(text, start, end, inside) for start, end in pairwise(cuts))


def _boundaries(claims: Sequence[Marked], within: Span) -> Iterable[int]:
    for claim in claims:
        yield max(claim.span.start, within.start)
        yield min(claim.span.end, within.end)


def _segment(text: str, start: int, end: int, claims: Sequence[Marked]) -> Segment:
    here = Span(start, end)
    marks = tuple(
        Mark(claim.claim, claim.kind, claim.who, claim.review, claim.party, first=claim.span.start == start, last=claim.span.end == end)
        for claim in claims
        if claim.span.contains(here)
    )
    return Segment(text[start:end], marks)
