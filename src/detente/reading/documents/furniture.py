"""What a page has and its text has not: page numbers, running heads, page breaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from detente.reading.documents.damage import Edit

__all__ = ["furniture", "page_number", "pattern"]

_PAGE = re.compile(
    r"(?:[-–—|•\[(]\s*)?(?:page|p\.|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—|•\])])?|[-–—|•\[(]\s*\d{1,4}\s*[-–—|•\])]"
    r"|\d{1,4}\s+of\s+\d{1,4}",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}")
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")
_LONGEST = 100  # characters of a running head
_SEEN = 3  # how often a line must stand beside a page's edge to be a running head


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    breaks: bool  # a form feed stands in it


def page_number(line: str) -> bool:
    """Whether a line says by itself that it is a page's number.

    >>> page_number("Page 3 of 10"), page_number("- 12 -"), page_number("12")
    (True, True, False)
    """
    return _PAGE.fullmatch(line.strip()) is not None


def pattern(line: str) -> str:
    """A line with the number at its edge made alike: what running heads have in common.

    >>> pattern("12  The Merrow Herald | 3 May") == pattern("13 The Merrow Herald | 3 May")
    True
    """
    return " ".join(re.sub(r"^\W*\d+\W*(?=\s)|(?<=\s)\W*\d+\W*$", "#", line.strip()).split())


def furniture(text: str) -> tuple[list[Edit], str]:
    """Page numbers, running heads beside them and page breaks; a sentence that runs over the page is one again."""
    if "\f" not in text and not re.search(r"^[ \t]*\W{0,2}\s*(?:p(?:age|g?\.)\s*)?\d{1,4}\b.{0,12}$", text, re.MULTILINE | re.IGNORECASE):
        return [], ""
    lines = _lines(text)
    edges = _edges(lines)
    gone = sorted(edges | _heads(lines, edges))
    if not gone:
        return [], ""
    return _cuts(text, lines, gone), f"{len(gone)} page numbers, running heads and page breaks were passed over"


def _lines(text: str) -> list[_Line]:
    made, at = [], 0
    for line in text.split("\n"):
        made.append(_Line(at, at + len(line), line.strip(), "\f" in line))
        at += len(line) + 1
    return made


def _edges(lines: list[_Line]) -> set[int]:
    """Lines that are a page's number or hold nothing but a page break; bare numbers count where they rise through the document."""
    sure = {n for n, line in enumerate(lines) if page_number(line.text) or (line.breaks and not line.text)}
    bare = [n for n, line in enumerate(lines) if _BARE.fullmatch(line.text)]
    rising: list[int] = []
    for n in bare:
        if not rising or 1 <= int(lines[n].text) - int(lines[rising[-1]].text) <= 2:
            rising.append(n)
        elif len(rising) < _SEEN:
            rising = [n]
    beside = {n for n in bare if any(0 <= m < len(lines) and lines[m].breaks for m in range(n - 2, n + 3))}
    return sure | beside | (set(rising) if len(rising) >= _SEEN else set())


def _heads(lines: list[_Line], edges: set[int]) -> set[int]:
    """Lines alike that stand again and again within two lines of text from a page's edge."""
    breaks = [n for n, line in enumerate(lines) if n in edges or line.breaks]
    near: set[int] = set()
    for edge in breaks:
        for step in (-1, 1):
            at, taken = edge + (0 if lines[edge].text and edge not in edges and step > 0 else step), 0
            while 0 <= at < len(lines) and taken < 2 and abs(at - edge) < 6:
                if lines[at].text and at not in edges:
                    near.add(at)
                    taken += 1
                at += step
    alike = Counter(pattern(lines[n].text) for n in near)
    return {
        n for n in near if len(lines[n].text) <= _LONGEST and alike[pattern(lines[n].text)] >= _SEEN and not _ENDS.search(lines[n].text)
    }


def _cuts(text: str, lines: list[_Line], gone: list[int]) -> list[Edit]:
    """One cut for each run of lines that go, with the empty lines between them."""
    edits: list[Edit] = []
    at = 0
    leaving = set(gone)
    while at < len(gone):
        first = last = gone[at]
        while last + 1 < len(lines) and (last + 1 in leaving or not lines[last + 1].text):
            last += 1
        while first and not lines[first - 1].text:
            first -= 1
        while at < len(gone) and gone[at] <= last:
            at += 1
        before = lines[first - 1].text if first else ""
        after = lines[last + 1].text if last + 1 < len(lines) else ""
        runs_on = before and after and not _ENDS.search(before) and (after[0].islower() or before[-1] in ",-‐—–")
        start = lines[first - 1].end if first else 0
        end = lines[last + 1].start if last + 1 < len(lines) else len(text)
        edits.append((start, end, "" if not before or not after else "\n" if runs_on else "\n\n"))
    return edits
