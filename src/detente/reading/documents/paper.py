"""From lines on paper to paragraphs: running heads go, broken words are whole, headings and notes are marked.

A new paragraph begins where the gap to the line above is wider than usual, where the letters change their size, at an indent, at a list
mark, and where a short line ended a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from detente.reading.documents.damage import replaced, words_broken
from detente.reading.documents.furniture import page_number, pattern

__all__ = ["Line", "Piece", "text_of"]

_STOP = re.compile(r"[.!?:][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[-–•▪●*]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
_NOTE = re.compile(r"\[?(\d{1,3}|\*)\]?[.)]?\s+(?=\S)")
_BARE = re.compile(r"\d{1,4}")
_EDGE = 2  # lines at the top and at the foot of a page that may be furniture


@dataclass(frozen=True, slots=True)
class Piece:
    """Words set in one size, and where they begin: points from the left and from the foot of the page."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Line:
    """What stands on one line; raised small numbers in it are marks of notes."""

    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        """The words, with the marks of notes in brackets."""
        said = ""
        for piece in self.pieces:
            mark = piece.text.strip()
            if said and piece.size < 0.8 * self.size and _BARE.fullmatch(mark) and len(mark) <= 3:
                said = f"{said.rstrip()}[{mark}]"
            else:
                said += piece.text
        return " ".join(said.split())

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: Counter[float] = Counter()
        for piece in self.pieces:
            sizes[piece.size] += len(piece.text)
        return sizes.most_common(1)[0][0]

    @property
    def x(self) -> float:
        """Where it begins."""
        return self.pieces[0].x

    @cached_property
    def y(self) -> float:
        """How high its largest letters stand."""
        return max(self.pieces, key=lambda piece: piece.size).y


@dataclass
class _Text:
    """The paragraphs so far; notes wait until the paragraph that runs over the page is done."""

    done: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def close(self) -> None:
        if self.open:
            self.done.append("\n".join(self.open))
            self.open = []
        self.done.extend(self.waiting)
        self.waiting = []


def text_of(pages: Sequence[Sequence[Line]]) -> tuple[str, list[str]]:
    """The text of a document from the lines of its pages, a form feed before each page but the first; and what was done to it."""
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    kept, heads = _without_heads(pages, body)
    gap = _usual_gap(kept)
    width = sorted(len(line.text) for page in kept for line in page)
    full = width[int(0.9 * (len(width) - 1))] if width else 0
    text = _Text()
    for number, page in enumerate(kept):
        _add(text, page, body=body, gap=gap, full=full, number=number)
    text.close()
    joined = "\n\n".join(text.done)
    edits, said = words_broken(joined)
    joined = re.sub(r"(?<!\n)\n(?!\n)", " ", replaced(joined, edits))
    return joined, [note for note in (said, f"{heads} running heads and page numbers were left out" if heads else "") if note]


def _without_heads(pages: Sequence[Sequence[Line]], body: float) -> tuple[list[list[Line]], int]:
    """The pages without the lines at their edges that stand on most of them, or only number them."""
    alike: Counter[str] = Counter()
    for page in pages:
        alike.update({pattern(page[n].text) for n in _edge(page)})
    least = 2 if len(pages) == 2 else max(3, min(len(pages) // 4, 10))
    kept, gone = [], 0
    for page in pages:
        edge = _edge(page)
        leave = set()
        for n in edge:
            words = page[n].text
            repeated = len(pages) > 1 and alike[pattern(words)] >= least and len(words) <= 120 and not words.endswith((".", "”"))
            if page_number(words) or _BARE.fullmatch(words) or (repeated and page[n].size <= 1.12 * body):  # *Chapter 3* is a heading
                leave.add(n)
        gone += len(leave)
        kept.append([line for n, line in enumerate(page) if n not in leave])
    return kept, gone


def _edge(page: Sequence[Line]) -> list[int]:
    by_height = sorted(range(len(page)), key=lambda n: -page[n].y)
    return sorted({*by_height[:_EDGE], *by_height[-_EDGE:]})


def _usual_gap(pages: Sequence[Sequence[Line]]) -> float:
    """The usual distance between lines of one size, in sizes of their letters."""
    gaps = [
        (one.y - two.y) / one.size
        for page in pages
        for one, two in pairwise(page)
        if one.size and abs(one.size - two.size) < 0.1 * one.size and 0 < one.y - two.y < 4 * one.size
    ]
    return median(sorted(gaps)[: max(1, int(0.9 * len(gaps)))]) if gaps else 1.2


def _add(text: _Text, page: Sequence[Line], *, body: float, gap: float, full: int, number: int) -> None:
    notes = list(_notes(page, body))
    inside = {n for first, last in notes for n in range(first, last)}
    before: Line | None = None
    fresh = number > 0
    for n, line in enumerate(page):
        if n in inside:
            continue
        words = line.text
        heading = _is_heading(line, body)
        if _begins(before, line, text.open, gap=gap, full=full, fresh=fresh) or heading:
            text.close()
        if heading and not text.open:
            words = f"{'#' if line.size > 1.35 * body else '##'} {words}"
        if fresh:
            words, fresh = _over_the_page(text.open, words), False
        text.open.append(words)
        before = line
        if heading:
            text.close()
            before = None
    if fresh:
        text.waiting.append("\f")
    for first, last in notes:
        mark = _NOTE.match(page[first].text)
        rest = " ".join(line.text for line in page[first:last])
        text.waiting.append(f"[{mark[1]}] {rest[mark.end() :]}" if mark else rest)
    if not text.open:
        text.close()


def _over_the_page(open_: list[str], words: str) -> str:
    """The first words of a page with the page break before them, or behind the rest of a word that was broken there."""
    if open_ and open_[-1].endswith(("-", "‐")) and words[:1].islower():
        head, _, rest = words.partition(" ")
        return f"{head} \f{rest}"
    return f"\f{words}"


def _is_heading(line: Line, body: float) -> bool:
    return line.size > 1.12 * body and len(line.text) <= 120 and not _STOP.search(line.text) and any(c.isalpha() for c in line.text)


def _begins(before: Line | None, line: Line, open_: Sequence[str], *, gap: float, full: int, fresh: bool) -> bool:
    """Whether a paragraph begins with ``line``."""
    if not open_:
        return False
    last = open_[-1]
    if _ITEM.match(line.text):
        return True
    if before is None or fresh:  # over the page: the sentence decides
        return bool(_STOP.search(last)) and (len(last) < 0.8 * full or not line.text[:1].islower())
    if abs(before.size - line.size) > 0.08 * before.size:
        return True
    drop = (before.y - line.y) / before.size if before.size else 0.0
    if drop < -1:  # the next column
        return bool(_STOP.search(last)) and len(last) < 0.8 * full
    if drop > 1.25 * gap:
        return True
    indented = line.x - before.x > 0.8 * line.size and drop > 0.5
    return bool(_STOP.search(last)) and (indented or len(last) < 0.75 * full)


def _notes(page: Sequence[Line], body: float) -> Iterator[tuple[int, int]]:
    """The notes at the foot of a page: small lines that begin with a mark to which the page points."""
    marks = {mark for line in page for mark in re.findall(r"\[(\d{1,3})\]", line.text)}
    first = None
    for n, line in enumerate(page):
        small = line.size < 0.95 * body
        found = _NOTE.match(line.text) if small else None
        begins = found is not None and found[1] in marks
        if first is not None and (begins or not small):
            yield first, n
            first = None
        if begins:
            first = n
    if first is not None:
        yield first, len(page)
