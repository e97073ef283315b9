"""The field's terms."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TermRow"]


@dataclass(frozen=True)
class TermRow:
    """A field's term and the plain word used here."""

    term: str
    plain: str
    meaning: str
