"""Places in a text: spans, and passages that can be found again.

Offsets count Unicode code points of the stored text (NFC, line feeds only), half open: ``text[start:end]``. A passage keeps
position *and* words (the two selectors of the W3C Web Annotation model), so that a text that changed never silently moves a quotation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

__all__ = ["CONTEXT", "Found", "Passage", "Span", "locate", "passage"]

CONTEXT = 32  # characters of context kept on either side, as the Web Annotation model suggests


class Span(NamedTuple):
    """``[start, end)`` in code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


class Found(StrEnum):
    """How a passage was found again in a text."""

    ok = "ok"
    drifted = "drifted"
    orphan = "orphan"


@dataclass(frozen=True, slots=True)
class Passage:
    """Exact words of a text with their place and their surroundings."""

    span: Span
    quote: str
    prefix: str = ""
    suffix: str = ""


def passage(text: str, span: Span) -> Passage:
    """Cut the passage at ``span`` out of ``text``, with its context.

    >>> passage("The north refuses.", Span(4, 9)).quote
    'north'
    """
    start, end = span
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start}..{end} does not lie within a text of {len(text)} characters")
    return Passage(span, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def locate(text: str, wanted: Passage) -> tuple[Span | None, Found]:
    """Find a passage again: where it was, else the one place where its words (with their context, if they repeat) stand now.

    >>> locate("Oh. The north refuses.", passage("The north refuses.", Span(4, 9)))
    (Span(start=8, end=13), <Found.drifted: 'drifted'>)
    """
    start, end = wanted.span
    if text[start:end] == wanted.quote:
        return wanted.span, Found.ok
    places = []
    at = text.find(wanted.quote)
    while at >= 0:
        places.append(at)
        at = text.find(wanted.quote, at + 1)
    if len(places) > 1:
        places = [at for at in places if _has_context(text, at, wanted)]
    if len(places) == 1:
        return Span(places[0], places[0] + len(wanted.quote)), Found.drifted
    return None, Found.orphan


def _has_context(text: str, at: int, wanted: Passage) -> bool:
    after = at + len(wanted.quote)
    return text[:at].endswith(wanted.prefix) and text[after:].startswith(wanted.suffix)
