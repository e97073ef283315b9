"""The account itself, in counts."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AuditRow", "AuditTable"]


@dataclass(frozen=True)
class AuditRow:
    """A line of counts about an account."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AuditTable:
    """Counts about the accounts: ``head`` has one entry more than every row has values."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[AuditRow, ...]
