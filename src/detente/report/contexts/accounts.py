"""The texts, marked, where they come from, and the list of all statements."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Cite

__all__ = ["AccountView", "DocumentView", "Mark", "Segment", "StatementRow"]


@dataclass(frozen=True)
class StatementRow:
    """A claim in the list of statements; ``marked`` says whether its words are marked in an account shown."""

    id: str
    says: str
    quote: str
    cite: Cite
    review: str
    marked: bool


@dataclass(frozen=True)
class Mark:
    """A claim on a stretch of text; ``first`` and ``last`` say whether its anchor and its number stand here.

    ``party`` is the mark of the party whose own words these are, -1 for any other voice.
    """

    claim: str
    kind: str
    who: str
    review: str
    party: int = -1
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class Segment:
    """A stretch of text under the same claims."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class AccountView:
    """A document, its paragraphs cut into segments."""

    id: str
    title: str
    paragraphs: tuple[tuple[int, tuple[Segment, ...]], ...]


@dataclass(frozen=True)
class DocumentView:
    """Where a text comes from."""

    id: str
    title: str
    date: str
    stated_source: str
    provenance: str
    sha256: str
    words: int
    note: str = ""
