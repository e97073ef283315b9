"""Where words that a model gives as a quotation stand in the text: letter by letter, in one place, or not at all.

Two things are forgiven, since neither changes a word: runs of blanks (a line may end within a quotation), and which of its forms a
quotation mark, an apostrophe or a dash has. What is kept is always the text's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from detente.evidence import Span, normalise

__all__ = ["Miss", "find_in", "place", "stands_in"]

_FOLD = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"}
)
_CONTEXT = 60  # characters in front of a quotation that are compared


class Miss(StrEnum):
    """Why a quotation was not placed."""

    absent = "a quotation that is not in the text"
    repeated = "a quotation whose words stand in several places"
    empty = "a quotation without words"


def place(text: str, quote: str, spans: Sequence[Span], *, before: str = "", first: int = 0) -> Span | Miss:
    """The one place of ``quote`` within ``spans``; the span numbered ``first`` is looked at before the others.

    Where the words repeat, ``before`` (what stands in front of them) decides, and else nothing does.

    >>> place("He said no. She said no.", "said  no", [Span(0, 24)], before="She ")
    Span(start=16, end=23)
    >>> place("He said no. She said no.", "said no", [Span(0, 24)])
    <Miss.repeated: 'a quotation whose words stand in several places'>
    >>> place("He said no.", "said yes", [Span(0, 11)])
    <Miss.absent: 'a quotation that is not in the text'>
    """
    if not any(c.isalnum() for c in quote):
        return Miss.empty
    near = find_in(text, quote, spans[first]) if 0 <= first < len(spans) else []
    found = near or [hit for span in spans for hit in find_in(text, quote, span)]
    if len(found) > 1:
        found = _after(text, before, found)
    if len(found) == 1:
        return found[0]
    return Miss.repeated if found else Miss.absent


def find_in(text: str, words: str, span: Span) -> list[Span]:
    """Every place of ``words`` within ``span``, whole words only."""
    pattern = _pattern(words)
    if pattern is None:
        return []
    here = text[span.start : span.end].translate(_FOLD)
    return [Span(span.start + found.start(), span.start + found.end()) for found in pattern.finditer(here)]


def stands_in(text: str, words: str) -> bool:
    """Whether ``words`` stand in the text as they are, but for their case.

    >>> stands_in("The Ship-owners’ Guild waits.", "ship-owners' guild"), stands_in("The Guilds wait.", "guild")
    (True, False)
    """
    pattern = _pattern(words.casefold())
    return pattern is not None and bool(pattern.search(_caseless(text)))


@lru_cache(maxsize=2)  # one document is asked about many times
def _caseless(text: str) -> str:
    return text.translate(_FOLD).casefold()


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(part) for part in normalise(words).translate(_FOLD).split()]
    if not parts or not any(c.isalnum() for c in words):
        return None
    head = r"(?<!\w)" if words.lstrip()[0].isalnum() else ""
    tail = r"(?!\w)" if words.rstrip()[-1].isalnum() else ""
    return re.compile(head + r"\s+".join(parts) + tail)


def _after(text: str, before: str, found: list[Span]) -> list[Span]:
    """Those of the places that the words ``before`` stand in front of; all of them where there are no such words."""
    wanted = " ".join(normalise(before).translate(_FOLD).split())[-_CONTEXT:]
    if not wanted:
        return found
    return [
        span for span in found if " ".join(text[max(0, span.start - 2 * _CONTEXT) : span.start].translate(_FOLD).split()).endswith(wanted)
    ]
