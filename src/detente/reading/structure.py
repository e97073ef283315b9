"""The parts of a document: header, title, headings, paragraphs, speaker labels, footnotes.

Every part keeps its span in the stored text. Only ``body`` and ``footnote`` parts are read for claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.evidence import Document, Span
from detente.reading.dates import find_date
from detente.reading.lexicon import body_words

__all__ = ["Footnote", "Kind", "Part", "Structure", "structure"]


class Kind(StrEnum):
    """What a part of a document is."""

    header = "header"
    headline = "title"
    heading = "heading"
    body = "body"
    footnote = "footnote"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text of one kind; ``paragraph`` is its number in the document; ``label`` the speaker in front of a turn."""

    kind: Kind
    span: Span
    paragraph: int
    label: Span | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, its mark, and the places in the body that point at it."""

    mark: str
    span: Span
    anchors: tuple[Span, ...]


@dataclass(frozen=True)
class Structure:
    """What a document says of itself, and its parts in text order."""

    parts: tuple[Part, ...]
    footnotes: tuple[Footnote, ...]
    date: date | None
    stated_source: str | None
    title: str | None
    notes: tuple[str, ...]
    place: str | None = None  # the city of a dateline, as written


_NOTE = re.compile(r"(?:\[(\d{1,3}|\*)\]|\[\^(\w{1,8})\]:|([¹²³⁴-⁹]))\s+(?=\S)")
_ANCHOR = re.compile(r"\[(?:\^)?(\d{1,3}|\*)\]")
_SOURCE = re.compile(
    r"\[?\s*(?:source|published (?:in|by)|from|publication)\s*[:=]\s*(?P<source>[^\]\n]{2,120}?)\s*(?:\]|$)", re.IGNORECASE | re.MULTILINE
)
_BYLINE = re.compile(r"^(?:by|author|written by)\s*:?\s+[A-Z][^.!?\n]{1,80}$", re.IGNORECASE)
_DATE_LINE = re.compile(r"^\W*(?:date|dated|published|updated|posted|issued|as of)\b", re.IGNORECASE)
_PICTURE = re.compile(r"photo|image|picture|getty|credit|courtesy|wikimedia|flickr|illustration|caption", re.IGNORECASE)
_LABEL = re.compile(r"(?P<name>[A-Z][\w.’'\-]*(?: [\w(&][\w.’'\-)]*){0,8}):\s+(?=[“\"A-Z0-9])")
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:\d{{1,2}}\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}}|\d{{4}}-\d\d-\d\d)(?:,?\s+\d{{4}})?"
_DATELINE = re.compile(
    rf"(?P<place>[A-Z][\w.'’ -]{{1,30}}?(?:, [A-Z][\w ]{{1,20}})?), "
    rf"(?:[A-Z][a-z]+day,? )?(?i:{_DAY})(?: \([\w ./-]{{2,30}}\))?(?:\.|:| ?[-–—]+)\s+(?=\S)"
    rf"|(?P<city>[A-Z][A-Z.'’ -]{{2,30}})(?: \([\w ./-]{{2,30}}\))? ?[-–—]+\s+(?=\S)"
    rf"|(?i:{_DAY})\.\s+(?=[A-Z])"
)
_NO_LABEL = {
    "note",
    "source",
    "date",
    "update",
    "correction",
    "analysis",
    "opinion",
    "photo",
    "image",
    "caption",
    "title",
    "subject",
    "from",
    "to",
    "re",
}


def structure(document: Document) -> Structure:
    """Take a document apart; never raises on a text."""
    text = document.text
    parts: list[Part] = []
    notes: list[str] = []
    found_date: date | None = None
    source: str | None = None
    title: str | None = None
    place: str | None = None
    marks: list[tuple[str, Span]] = []
    for number, span in enumerate(document.paragraphs):
        block = text[span.start : span.end]
        if number <= 3 and not any(p.kind is Kind.body for p in parts) and _is_header(block):
            parts.append(Part(Kind.header, span, number))
            found_date = found_date or find_date(block)
            source = source or _stated_source(block)
        elif note := _NOTE.match(block):
            mark = next(group for group in note.groups() if group)
            marks.append((mark, span))
            parts.append(Part(Kind.footnote, Span(span.start + note.end(), span.end), number))
        elif _is_heading(block):
            first = title is None and not any(p.kind is Kind.body for p in parts)
            title = block.strip("# *_").strip() if first else title
            parts.append(Part(Kind.headline if first else Kind.heading, span, number))
        else:
            label = _LABEL.match(block)
            if label and _names_speaker(label["name"]):
                name = Span(span.start + label.start("name"), span.start + label.end("name"))
                parts.append(Part(Kind.body, Span(span.start + label.end(), span.end), number, name))
            else:
                line = None if any(p.kind is Kind.body for p in parts) else _DATELINE.match(block)
                if line:
                    parts.append(Part(Kind.header, Span(span.start, span.start + line.end()), number))
                    found_date = found_date or find_date(line.group())
                    place = line["place"] or line["city"]
                parts.append(Part(Kind.body, Span(span.start + (line.end() if line else 0), span.end), number))
    footnotes = tuple(Footnote(mark, span, _anchors(text, mark, parts)) for mark, span in marks)
    notes.extend(_anchor_notes(text, footnotes, parts))
    if source and _PICTURE.search(source):
        notes.append(f"the source line {source!r} looks like a picture credit, not the origin of the text")
    elif source:
        notes.append(f"the source line {source!r} is the document's own word; nothing here confirms it")
    return Structure(tuple(parts), footnotes, found_date, source, title, tuple(notes), place)


def _names_speaker(name: str) -> bool:
    """*Anna Berg:* and *Tarim delegation:* label a turn; *Note:* and *The result of the talks:* do not."""
    words = name.split()
    if name.lower() in _NO_LABEL:
        return False
    bodies = body_words("ROLE") | body_words("GROUP")
    if len(words) > 5 and "(" not in name:
        return False
    return all(word[0].isupper() or not word[0].isalpha() or word in {"of", "and", "the", "for"} for word in words) or (
        len(words) <= 3 and words[-1].lower() in bodies
    )


def _is_header(block: str) -> bool:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    return len(lines) <= 6 and all(len(line) <= 140 and _is_header_line(line) for line in lines)


def _is_header_line(line: str) -> bool:
    if _DATE_LINE.match(line) or _BYLINE.match(line) or _SOURCE.match(line) or _is_date_only(line):
        return True
    stated = _SOURCE.search(line)
    return stated is not None and _is_date_only(line.replace(stated.group(), ""))


def _is_date_only(line: str) -> bool:
    return len(line.strip()) <= 40 and find_date(line) is not None and not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", line)


def _stated_source(block: str) -> str | None:
    found = _SOURCE.search(block)
    return found["source"].strip() if found else None


def _is_heading(block: str) -> bool:
    if "\n" in block or len(block) > 120:
        return False
    if block.startswith("#"):
        return True
    return not re.search(r"[.!?:;,”\"’')\]…]$", block.strip()) and len(block.split()) <= 14 and bool(re.search(r"[^\W\d]", block))


def _anchors(text: str, mark: str, parts: list[Part]) -> tuple[Span, ...]:
    return tuple(
        Span(found.start(), found.end())
        for part in parts
        if part.kind is Kind.body
        for found in _ANCHOR.finditer(text, part.span.start, part.span.end)
        if found.group(1) == mark
    )


def _anchor_notes(text: str, footnotes: tuple[Footnote, ...], parts: list[Part]) -> list[str]:
    notes = [f"note [{note.mark}] has no anchor in the text" for note in footnotes if not note.anchors]
    known = {note.mark for note in footnotes}
    seen: set[str] = set()
    for part in parts:
        if part.kind is Kind.body:
            seen.update(found.group(1) for found in _ANCHOR.finditer(text, part.span.start, part.span.end))
    return notes + [f"the text points at note [{mark}], which is not there" for mark in sorted(seen - known)]
