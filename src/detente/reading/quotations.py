"""Quotations: stretches between matching marks, paragraph by paragraph.

An unmatched mark costs that one quotation, never the document. A paragraph that opens a quotation and does not close it, followed by one that
opens again, is the usual way of quoting over several paragraphs: the first then runs to its paragraph's end.
"""

from __future__ import annotations

from detente.evidence import Document, Span

__all__ = ["quotations"]

_PAIRS = {"“": "”", "«": "»", "„": "“"}
_OPENERS = '“«„"'


def quotations(document: Document) -> tuple[Span, ...]:
    """The spans of all quotations, marks included, in text order; quotations inside quotations are not listed.

    >>> d = Document("d", 'North said "we wait" and left.')
    >>> [d.text[s.start : s.end] for s in quotations(d)]
    ['"we wait"']
    """
    spans: list[Span] = []
    paragraphs = document.paragraphs
    for number, block in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        opens_next = following is not None and document.text[following.start] in _OPENERS
        spans.extend(_in_block(document.text, block, opens_next))
    return tuple(spans)


def _in_block(text: str, block: Span, opens_next: bool) -> list[Span]:
    spans: list[Span] = []
    at = block.start
    while at < block.end:
        mark = text[at]
        if (mark == '"' and _opens_here(text, at)) or mark in _PAIRS:
            close = text.find(_PAIRS.get(mark, '"'), at + 1, block.end)
            if mark == "“" and close < 0:
                close = text.find('"', at + 1, block.end)
            if close > at + 1:
                spans.append(Span(at, close + 1))
                at = close
            elif close < 0 and opens_next and block.end > at + 1:
                spans.append(Span(at, block.end))
                break
        at += 1
    return spans


def _opens_here(text: str, at: int) -> bool:
    """A straight mark opens when a word follows it, and is an inch mark after a digit."""
    after = text[at + 1 : at + 2]
    return bool(after) and not after.isspace() and not (at and text[at - 1].isdigit())
