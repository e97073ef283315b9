"""Sentences of the body and the footnotes, with offsets; a full stop inside a quotation does not end the sentence around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from detente.evidence import Span
from detente.reading.structure import Kind, Structure
from detente.reading.tagging import tokenize
from detente.reading.tokens import Token

__all__ = ["Sentence", "sentences"]

_LONGEST_QUOTATION = 1500  # characters over which sentences are joined to keep a quotation whole


@dataclass(frozen=True)
class Sentence:
    """One sentence: its place, its tokens, the paragraph it stands in, and the label of the turn if it is one."""

    index: int
    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    footnote: bool = False
    label: Span | None = None


def sentences(text: str, parts: Structure, quoted: Sequence[Span]) -> tuple[Sentence, ...]:
    """Split the readable parts of ``text``; header, title and headings are left out."""
    found: list[Sentence] = []
    starts = [quotation.start for quotation in quoted]
    for part in parts.parts:
        if part.kind not in {Kind.body, Kind.footnote}:
            continue
        for span in _joined(_split(text, part.span), quoted, starts):
            tokens = tokenize(text, span)
            if any(token.text[0].isalpha() for token in tokens):
                found.append(Sentence(len(found), span, tokens, part.paragraph, part.kind is Kind.footnote, part.label))
    return tuple(found)


def _split(text: str, block: Span) -> list[Span]:
    import nupunkt

    spans: list[Span] = []
    for line in _lines(text, block):
        words = text[line.start : line.end]
        try:
            parted = nupunkt.sent_spans(words)
        except (ValueError, IndexError, KeyError, RecursionError):  # a line the splitter stumbles over is one sentence
            parted = [(0, len(words))]
        for start, end in parted:
            inner = words[start:end].strip()
            if inner:
                at = line.start + start + words[start:end].index(inner)
                spans.extend(_at_plain_stops(text, Span(at, at + len(inner))))
    return spans


_ITEM = re.compile(r"\s*(?:[-*•–▪●]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+(?=\S)")
_PLAIN_STOP = re.compile(r"(?<=[a-z]{3})\.\s+(?=[A-Z][a-z]+ (?:\w+ )?(?:\w+ed|said|says|is|was|has|had|will|would|did|does|the|to)\b)")
_ABBREVIATED = re.compile(
    r"\b(?:gen|sen|rep|gov|col|capt|prof|approx|dept|est|inc|ltd|corp|bros|vs|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)$",
    re.IGNORECASE,
)


def _at_plain_stops(text: str, span: Span) -> list[Span]:
    """Ordinary words that the splitter took for abbreviations (*a joint cap. Vesta said*)."""
    spans: list[Span] = []
    at = span.start
    for stop in _PLAIN_STOP.finditer(text, span.start, span.end):
        if not _ABBREVIATED.search(text, at, stop.start()):
            spans.append(Span(at, stop.start() + 1))
            at = stop.end()
    return [*spans, Span(at, span.end)]


def _lines(text: str, block: Span) -> list[Span]:
    """Hard-wrapped lines belong together; list items stand alone."""
    spans: list[Span] = []
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        item = _ITEM.match(line)
        if spans and not item and line.strip():
            spans[-1] = Span(spans[-1].start, at + len(line))
        elif line.strip():
            spans.append(Span(at + (item.end() if item else 0), at + len(line)))
        at += len(line) + 1
    return spans


def _joined(spans: list[Span], quoted: Sequence[Span], starts: Sequence[int]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined:
            edge = joined[-1].end
            around = bisect_left(starts, edge) - 1  # quotations do not overlap: only the last that begins before the edge can hold it
            if around >= 0 and edge < quoted[around].end - 1 and quoted[around].end - quoted[around].start <= _LONGEST_QUOTATION:
                joined[-1] = Span(joined[-1].start, span.end)
                continue
        joined.append(span)
    return joined
