"""Quotations: stretches between matching marks, paragraph by paragraph.

An unmatched mark costs that one quotation, never the document. A paragraph that opens a quotation and does not close it, followed by
one that
opens again, is the usual way of quoting over several paragraphs: the first then runs to its paragraph's end.
"""

from __future__ import annotations

from detente.evidence import Document, Span

__all__ = ["quotations"]

_PAIRS = {"“": "”", "«": "»", "„": "“", "``": "''", "''": "''"}
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
        spans.extend(_in_block(document.text, block, opens_next=opens_next))
    return tuple(spans)


def _in_block(text: str, block: Span, *, opens_next: bool) -> list[Span]:
    spans: list[Span] = []
    at = block.start
    while at < block.end:
        mark = text[at : at + 2] if text[at : at + 2] in _PAIRS else text[at]
        if mark in _PAIRS or mark == '"':
            if len(mark) + at < block.end and not _opens_here(text, at, len(mark)):
                at += len(mark)
                continue
            end = _close(text, at, block.end, mark)
            if end > at + len(mark) + 1:
                spans.append(Span(at, end))
                at = end - 1
            elif end < 0 and opens_next and block.end > at + 1:
                spans.append(Span(at, block.end))
                break
        at += 1
    return spans


def _close(text: str, at: int, limit: int, mark: str) -> int:
    """Where the quotation that ``mark`` opens at ``at`` ends, mark included; -1 if it does not in this block."""
    wanted = _PAIRS.get(mark, '"')
    found = text.find(wanted, at + len(mark), limit)
    if found < 0 and mark == "“":
        wanted = '"'
        found = text.find(wanted, at + 1, limit)
    return found + len(wanted) if found >= 0 else -1


def _opens_here(text: str, at: int, size: int) -> bool:
    """A mark opens when a word follows it; a straight one is an inch mark after a digit."""
    after = text[at + size : at + size + 1]
    return bool(after) and not after.isspace() and not (size == 1 and text[at] == '"' and at > 0 and text[at - 1].isdigit())
