"""A text in portions of whole paragraphs, none of which overlap; a paragraph longer than a portion is cut where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.evidence import Document, Span
from detente.reading.model_reader.prompt import Piece

__all__ = ["Portion", "halves", "portions"]

Portion = tuple[Piece, ...]

_END = re.compile(r"[.!?][\"'”’)\]]*\s+|\s+")


def portions(document: Document, most: int) -> tuple[Portion, ...]:
    r"""Portions of about ``most`` characters at most, in text order; together they are all of the text but the blanks between paragraphs.

    >>> [[number for number, _ in part] for part in portions(Document("d", "One is.\n\nTwo is.\n\nThree is."), 16)]
    [[0, 1], [2]]
    """
    made: list[Portion] = []
    under_way: list[Piece] = []
    size = 0
    for piece in _pieces(document, most):
        length = piece[1].end - piece[1].start
        if under_way and size + length > most:
            made.append(tuple(under_way))
            under_way, size = [], 0
        under_way.append(piece)
        size += length
    return (*made, tuple(under_way)) if under_way else tuple(made)


def _pieces(document: Document, most: int) -> Iterator[Piece]:
    for number, span in enumerate(document.paragraphs):
        start = span.start
        while span.end - start > most:
            cut = _cut(document.text, start, start + most)
            yield number, Span(start, cut)
            start = cut
        if document.text[start : span.end].strip():
            yield number, Span(start, span.end)


def _cut(text: str, start: int, end: int) -> int:
    """The end of the last sentence before ``end``; else of the last word; else ``end`` itself."""
    sentence, word = 0, 0
    for found in _END.finditer(text, start + (end - start) // 2, end):
        if found.group()[0].isspace():
            word = found.end()
        else:
            sentence = found.end()
    return sentence or word or end


def halves(portion: Portion, text: str) -> tuple[Portion, ...]:
    r"""The same text in two smaller portions; none where it cannot well be smaller.

    >>> halves(((0, Span(0, 4)), (1, Span(6, 10))), "One.\n\nTwo.")
    (((0, Span(start=0, end=4)),), ((1, Span(start=6, end=10)),))
    """
    if len(portion) > 1:
        middle = len(portion) // 2
        return portion[:middle], portion[middle:]
    number, span = portion[0]
    if span.end - span.start < 400:
        return ()
    cut = _cut(text, span.start, (span.start + span.end) // 2)
    return ((number, Span(span.start, cut)),), ((number, Span(cut, span.end)),)
