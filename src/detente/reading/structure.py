"""The parts of a document: header, title, headings, paragraphs, speaker labels, footnotes.

Every part keeps its span in the stored text. Only ``body`` and ``footnote`` parts are read for claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.evidence import Document, Span
from detente.reading.dates import find_date
from detente.reading.headers import Header, header_of, is_picture_credit
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
    byline: str | None = None
    addressee: str | None = None


_NOTE = re.compile(r"(?:\[(\d{1,3}|\*)\]|\[\^([\w-]{1,20})\]:|([¹²³⁰⁴-⁹]{1,3})|(?P<plain>\d{1,3})[.)](?=\s))\s*(?=\S)")
_ANCHOR = re.compile(r"\[(\d{1,3}|\*)\]|\[\^([\w-]{1,20})\]|(?:(?<=[^\W\d_]{4})|(?<=[.,;:!?”\"’')]))([¹²³⁰⁴-⁹]{1,3})")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTES_HEAD = re.compile(r"(?:(?:foot|end)?notes?|references|sources)", re.IGNORECASE)
_LABEL = re.compile(r"(?P<name>[A-Z][\w.’'\-]*(?: [\w(&][\w.’'\-)]*){0,8}):\s+(?=[“\"A-Z0-9])")
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:\d{{1,2}}\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}}|\d{{4}}-\d\d-\d\d)(?:,?\s+\d{{4}})?"
_DATELINE = re.compile(
    rf"(?P<place>[A-Z][\w.'’ -]{{1,30}}?(?:, [A-Z][\w ]{{1,20}})?), "
    rf"(?:[A-Z][a-z]+day,? )?(?i:{_DAY})(?: \([\w ./-]{{2,30}}\))?(?:\.|:| ?[-–—]+)\s+(?=\S)"
    rf"|(?P<city>[A-Z][A-Z.'’ -]{{2,30}})(?: \([\w ./-]{{2,30}}\))? ?[-–—]+\s+(?=\S)"
    rf"|(?i:{_DAY})\.\s+(?=[A-Z])"
)
_HEADERS_WITHIN = 5  # paragraphs from the top
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
    headers: list[Header] = []
    found_date: date | None = None
    title: str | None = None
    place: str | None = None
    marks: list[tuple[str, Span]] = []
    begun = in_notes = False
    for number, span in enumerate(document.paragraphs):
        block = text[span.start : span.end]
        header = header_of(block) if number <= _HEADERS_WITHIN and not begun else Header()
        if header.length:
            headers.append(header)
            parts.append(Part(Kind.header, Span(span.start, span.start + len(block[: header.length].rstrip())), number))
            found_date = found_date or header.date
            rest = block[header.length :].lstrip()
            if not rest:
                continue
            span = Span(span.end - len(rest), span.end)  # noqa: PLW2901 - what follows the header lines in their block
            block = rest
        if noted := _notes_of(block, span.start, plain=in_notes):
            marks.extend(noted)
            parts.extend(Part(Kind.footnote, where, number) for _, where in noted)
        elif _is_heading(block):
            first = title is None and not begun
            title = block.strip("# *_").strip() if first else title
            in_notes = _NOTES_HEAD.fullmatch(block.strip("# *_:")) is not None
            parts.append(Part(Kind.headline if first else Kind.heading, span, number))
        else:
            label = _LABEL.match(block)
            if label and _names_speaker(label["name"]):
                name = Span(span.start + label.start("name"), span.start + label.end("name"))
                parts.append(Part(Kind.body, Span(span.start + label.end(), span.end), number, name))
            else:
                line = None if begun else _DATELINE.match(block)
                if line:
                    parts.append(Part(Kind.header, Span(span.start, span.start + line.end()), number))
                    found_date = found_date or find_date(line.group())
                    place = line["place"] or line["city"]
                parts.append(Part(Kind.body, Span(span.start + (line.end() if line else 0), span.end), number))
            begun = True
    anchors = _anchors(text, parts)
    footnotes = tuple(Footnote(mark, span, tuple(anchors.get(mark, ()))) for mark, span in marks)
    notes.extend(_anchor_notes(footnotes, anchors))
    source = _first(header.source for header in headers)
    if source and is_picture_credit(source):
        notes.append(f"the source line {source!r} looks like a picture credit, not the origin of the text")
    elif source:
        notes.append(f"the source line {source!r} is the document's own word; nothing here confirms it")
    return Structure(
        tuple(parts),
        footnotes,
        found_date,
        source,
        title or _first(header.subject for header in headers),
        tuple(notes),
        place,
        byline=_first(header.byline for header in headers),
        addressee=_first(header.addressee for header in headers),
    )


def _first(found: Iterable[str | None]) -> str | None:
    return next(filter(None, found), None)


def _notes_of(block: str, start: int, *, plain: bool) -> list[tuple[str, Span]]:
    """The notes of a block that begins with the mark of one, each with its mark; ``plain``: under a heading that says notes follow."""
    found = [one for one in _NOTE.finditer(block) if one.start() == 0 or block[one.start() - 1] == "\n"]
    found = [one for one in found if plain or not one["plain"]]
    if not found or found[0].start():
        return []
    ends = [one.start() for one in found[1:]] + [len(block)]
    marks = (next(group for group in one.groups() if group).translate(_RAISED) for one in found)
    return [
        (mark, Span(start + one.end(), start + len(block[:end].rstrip())))
        for mark, one, end in zip(marks, found, ends, strict=True)
        if block[one.end() : end].strip()
    ]


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


def _is_heading(block: str) -> bool:
    if "\n" in block or len(block) > 120:
        return False
    if block.startswith("#"):
        return True
    return not re.search(r"[.!?:;,”\"’')\]…⁰¹²³⁴-⁹]$", block.strip()) and len(block.split()) <= 14 and bool(re.search(r"[^\W\d]", block))


def _anchors(text: str, parts: list[Part]) -> dict[str, list[Span]]:
    """The marks of notes in the body, and where."""
    found: dict[str, list[Span]] = {}
    for part in parts:
        if part.kind is Kind.body:
            for one in _ANCHOR.finditer(text, part.span.start, part.span.end):
                mark = next(group for group in one.groups() if group).translate(_RAISED)
                found.setdefault(mark, []).append(Span(one.start(), one.end()))
    return found


def _anchor_notes(footnotes: tuple[Footnote, ...], anchors: dict[str, list[Span]]) -> list[str]:
    notes = [f"note [{note.mark}] has no anchor in the text" for note in footnotes if not note.anchors]
    return notes + [
        f"the text points at note [{mark}], which is not there" for mark in sorted(anchors.keys() - {note.mark for note in footnotes})
    ]
