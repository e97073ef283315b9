"""What changed between two states of a dossier, in the terminal: the answers first, then the parts of the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.delta import Delta
    from detente.report.evidence import Book

__all__ = ["changed_lines"]


def changed_lines(book: Book, change: Delta) -> Iterator[Text]:
    """The lines under one heading."""
    from rich.text import Text

    from detente.report.terminal import plain
    from detente.report.words.changes import asked_words, change_words, element_words

    yield Text("What changed", "bold")
    if not change.changes:
        yield Text("  No answer changes.")
    for row in change.changes:
        yield Text(plain(f"  {asked_words(book, row.asked)}"))
        yield from (Text(plain(f"    {line}")) for line in change_words(book, row))
    told: dict[str, list[str]] = {}
    for heading, line in element_words(book, change):
        told.setdefault(heading, []).append(line)
    for heading, lines in told.items():
        yield Text(f"  {heading}:")
        yield from (Text(plain(f"    - {line}")) for line in dict.fromkeys(lines))
