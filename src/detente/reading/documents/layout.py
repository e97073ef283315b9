"""How a text is set: block quotations, words announced with a colon, lines broken at a width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from detente.reading.documents.damage import Edit

__all__ = ["block_quotations", "introduced", "wrapped"]

_MARKED = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_MARK = re.compile(r"(?:\n[ \t]*(?:>[ \t]*)+(?=\n|\Z))*(?:\n|\A|^)[ \t]*(?:>[ \t]?)+(?=\S)", re.MULTILINE)
_OPENS = "“\"«„‘'"
_INTRODUCED = re.compile(r"(?<=:)[ \t]*\n[ \t]*\n[ \t\n]*(?=[“\"«„])")
_OWN_LINE = re.compile(r"\s|[-*•+#>|]|\(?[\dA-Za-z]{1,3}[.)\]]|\[|[A-Z][\w .’'()-]{0,40}:|[¹²³⁴-⁹]")
_WIDE = (45, 110)  # characters of a line that was broken because the page ended


def block_quotations(text: str) -> tuple[list[Edit], str]:
    r"""Lines marked with ``>`` as a quotation in marks, behind the words that introduce it.

    >>> block_quotations("Berg wrote:\n\n> We wait.\n")[0]
    [(11, 13, ' '), (13, 15, ''), (15, 15, '“'), (23, 23, '”')]
    """
    if ">" not in text:
        return [], ""
    return [edit for found in _MARKED.finditer(text) for edit in _of_block(text, found.start(), found.end())], ""


def _of_block(text: str, start: int, end: int) -> Iterator[Edit]:
    block = text[start:end]
    inner = block.strip("> \t\n")
    if not inner:
        return
    first = start + block.index(inner[0])
    last = start + len(block.rstrip("> \t\n"))
    before = len(text[max(0, start - 2000) : start].rstrip()) + max(0, start - 2000)
    if before and text[before - 1] == ":":
        yield before, start, " "
    yield start, first, ""
    quoted = inner[0] in _OPENS
    if not quoted:
        yield first, first, "“"
    for found in _MARK.finditer(text, first, last):
        if found.start() > first:
            yield found.start(), found.end(), "\n"
    if not quoted:
        yield last, last, "”"


def introduced(text: str) -> tuple[list[Edit], str]:
    r"""A quotation that stands in a paragraph of its own after a colon belongs to the words before it.

    >>> introduced("Berg wrote:\n\n“We wait.”")[0]
    [(11, 13, ' ')]
    """
    return [(found.start(), found.end(), " ") for found in _INTRODUCED.finditer(text)], ""


def wrapped(text: str) -> tuple[list[Edit], str]:
    """Lines that were broken at a width, where most of the text's lines were; lists, labels and short lines keep their place.

    A page break that is left ends no paragraph.
    """
    breaks: list[Edit] = [(found.start(), found.end(), " ") for found in re.finditer("\f", text)]
    lines = text.split("\n")
    inner = [len(one) for one, two in pairwise(lines) if one.strip() and two.strip() and not _OWN_LINE.match(two.lstrip("\f"))]
    if len(inner) < 2 or not _WIDE[0] <= median(inner) <= _WIDE[1]:
        return breaks, ""
    width = sorted(inner)[int(0.9 * (len(inner) - 1))]
    edits: list[Edit] = []
    at = 0
    for one, two in pairwise(lines):
        end = at + len(one)
        word = two.split(maxsplit=1)[0] if two.strip() else ""
        full = len(one) + 1 + len(word) > 0.9 * width  # the next word would not have gone in
        if one.strip() and word and full and not _OWN_LINE.match(two.lstrip("\f")):
            edits.append((end, end + 1, " "))
        at = end + 1
    return sorted([*edits, *breaks]), ""
