"""Words of a text and their word pieces: the alphabet of the tagger.

A *word* is a run of letters, digits and underscores, or one other visible character. Its pieces are found greedily, longest first, in the
vocabulary that comes with the weights (WordPiece; Schuster & Nakajima 2012), on the lower-cased word without accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from detente.evidence import Span

__all__ = ["Case", "Pieces", "Word", "words"]

_WORD = re.compile(r"\w+|[^\w\s]")
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "‑": "-"})
_LONGEST = 60  # characters; a longer run is no word of a language


class Case(IntEnum):
    """How a word is written; the vocabulary itself knows lower case only."""

    other = 0
    lower = 1
    title = 2
    upper = 3
    mixed = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word, where it stands, the number of its paragraph, and whether it stands between quotation marks."""

    text: str
    span: Span
    paragraph: int
    quoted: bool

    @property
    def case(self) -> Case:
        """How it is written."""
        if not any(map(str.isalpha, self.text)):
            return Case.other
        if self.text.islower():
            return Case.lower
        if self.text.isupper() and len(self.text) > 1:
            return Case.upper
        return Case.title if self.text[0].isupper() and not any(map(str.isupper, self.text[1:])) else Case.mixed


def words(text: str) -> tuple[Word, ...]:
    """The words of a text. A line break ends a paragraph; a quotation that is not closed ends with its paragraph.

    >>> [(word.text, word.paragraph, word.quoted) for word in words('He said: "No."')]
    [('He', 0, False), ('said', 0, False), (':', 0, False), ('"', 0, True), ('No', 0, True), ('.', 0, True), ('"', 0, True)]
    """
    made: list[Word] = []
    start = number = 0
    for line in text.splitlines(keepends=True):
        found = [*_WORD.finditer(line)]
        inside = False
        for match in found:
            written = match.group()
            mark = written.translate(_PLAIN) == '"'
            made.append(Word(written, Span(start + match.start(), start + match.end()), number, inside or mark))
            if mark:
                inside = not inside if written == '"' else written in "“„«"
        number += bool(found)
        start += len(line)
    return tuple(made)


@dataclass(slots=True)
class Pieces:
    """Words into numbers of a vocabulary; what it has looked up once it remembers."""

    vocabulary: Mapping[str, int]
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def __call__(self, word: str) -> tuple[int, ...]:
        """The piece numbers of a word; the unknown piece alone where it cannot be put together."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._cut(_bare(word))
        return found

    def _cut(self, bare: str) -> tuple[int, ...]:
        unknown = (self.vocabulary["[UNK]"],)
        if not bare or len(bare) > _LONGEST:
            return unknown
        cut: list[int] = []
        at = 0
        while at < len(bare):
            head = "##" if at else ""
            end = next((end for end in range(len(bare), at, -1) if head + bare[at:end] in self.vocabulary), None)
            if end is None:
                return unknown
            cut.append(self.vocabulary[head + bare[at:end]])
            at = end
        return tuple(cut)


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
    return "".join(character for character in plain if unicodedata.category(character) != "Mn")
