"""The three spans of an attribution: source, cue and content, as a reader finds them in a text."""

from __future__ import annotations

from dataclasses import dataclass

from detente.evidence.passage import Span

__all__ = ["Attribution"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """``content`` is what is said, ``cue`` the words that report it, ``source`` who says it.

    ``within`` is the index of the attribution whose content holds this one (a quotation inside a report), if any. ``quoted`` is set when
    the content is, in part or whole, between quotation marks. ``doubt`` runs from 0 (sure) to 1 and orders the review queue; it is the
    reader's own doubt about the spans, never a probability that the claim is true.
    """

    content: Span
    cue: Span | None = None
    source: Span | None = None
    within: int | None = None
    quoted: bool = False
    doubt: float = 0.0
