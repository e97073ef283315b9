"""One text and what it says of itself."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from detente.evidence.passage import Passage, Span, passage

__all__ = ["Document", "Provenance", "normalise"]

_BLANK = re.compile(r"\n[ \t]*\n\s*")


class Provenance(StrEnum):
    """What is known of where the document comes from."""

    unverified = "unverified"
    confirmed = "confirmed"
    disputed = "disputed"


def normalise(text: str) -> str:
    """The stored form of a text: NFC, line feeds only, no byte-order mark.

    Spans count code points of this form.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Document:
    """A text, as stored, with its date, its stated source and how far that source is to be believed."""

    id: str
    text: str
    date: datetime.date | None = None
    stated_source: str | None = None
    provenance: Provenance = Provenance.unverified
    note: str = ""
    file: str | None = None
    title: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Of the stored text, UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        r"""Blocks separated by blank lines, numbered from 0 as *P0*, *P1*, and so on.

        >>> [tuple(span) for span in Document("d", "Header\n\nFirst.\n\nSecond.").paragraphs]
        [(0, 6), (8, 14), (16, 23)]
        """
        spans: list[Span] = []
        at = 0
        for gap in [*_BLANK.finditer(self.text), None]:
            end = gap.start() if gap else len(self.text)
            block = self.text[at:end]
            inner = block.strip()
            if inner:
                start = at + block.index(inner)
                spans.append(Span(start, start + len(inner)))
            at = gap.end() if gap else end
        return tuple(spans)

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that holds (or precedes) ``offset``."""
        number = 0
        for index, span in enumerate(self.paragraphs):
            if span.start <= offset:
                number = index
        return number

    def page_at(self, offset: int) -> int | None:
        r"""The page on which ``offset`` stands, counted from 1, in a text whose pages are parted by form feeds; None in any other.

        >>> Document("d", "One.\n\n\fTwo.").page_at(7)
        2
        """
        return bisect_right(self._breaks, offset - 1) + 1 if self._breaks else None

    @cached_property
    def _breaks(self) -> tuple[int, ...]:
        return tuple(found.start() for found in re.finditer("\f", self.text))

    def passage(self, span: Span) -> Passage:
        """The words at ``span`` with their context."""
        return passage(self.text, span)
