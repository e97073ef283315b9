"""The marked account against brute force: every character knows exactly the claims that cover it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.evidence import Span
from detente.report.marked import Marked, segments

TEXT = "abcdefghijklmnop"
SPANS = st.tuples(st.integers(0, 15), st.integers(1, 16)).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair))


@given(st.lists(SPANS, max_size=6), SPANS)
def test_every_character_carries_the_claims_that_cover_it(spans: list[Span], within: Span) -> None:
    claims = [Marked(f"c{n}", span, "party", "A") for n, span in enumerate(spans)]
    cut = segments(TEXT, within, claims)
    assert "".join(part.text for part in cut) == TEXT[within.start : within.end]
    at = within.start
    for part in cut:
        assert part.text
        for offset in range(at, at + len(part.text)):
            covering = {claim.claim for claim in claims if claim.span.start <= offset < claim.span.end}
            assert {mark.claim for mark in part.marks} == covering
        at += len(part.text)


@given(st.lists(SPANS, max_size=6))
def test_every_claim_begins_once_and_ends_once(spans: list[Span]) -> None:
    claims = [Marked(f"c{n}", span, "party", "A") for n, span in enumerate(spans)]
    halves = [*segments(TEXT, Span(0, 7), claims), *segments(TEXT, Span(7, 16), claims)]  # as two paragraphs
    for claim in claims:
        marks = [mark for part in halves for mark in part.marks if mark.claim == claim.claim]
        assert sum(mark.first for mark in marks) == 1
        assert sum(mark.last for mark in marks) == 1


def test_longer_claims_lie_outside_shorter_ones() -> None:
    claims = [Marked("inner", Span(4, 6), "author", "author"), Marked("outer", Span(0, 10), "party", "A")]
    assert [mark.claim for mark in segments(TEXT, Span(0, 16), claims)[1].marks] == ["outer", "inner"]
