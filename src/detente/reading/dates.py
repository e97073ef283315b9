"""Dates as documents write them."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["find_date"]

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?(?:\s+(\d{{4}}))?\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?", re.IGNORECASE)


def find_date(text: str, *, near: date | None = None) -> date | None:
    """The first date in ``text``: ISO, ``24 March 2025`` or ``March 24, 2025``; without a year only when ``near`` gives one.

    A date without a year is the last such day not after ``near``.

    >>> find_date("on March 18 they spoke", near=date(2025, 3, 24))
    datetime.date(2025, 3, 18)
    """
    hits: list[tuple[int, date]] = []
    for found in _ISO.finditer(text):
        _keep(hits, found.start(), (found[1], found[2], found[3]), near)
    for found in _DAY_FIRST.finditer(text):
        _keep(hits, found.start(), (found[3], _month(found[2]), found[1]), near)
    for found in _MONTH_FIRST.finditer(text):
        _keep(hits, found.start(), (found[3], _month(found[1]), found[2]), near)
    return min(hits)[1] if hits else None


def _month(name: str) -> str:
    return str(next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower())))


def _keep(hits: list[tuple[int, date]], at: int, parts: tuple[str | None, str, str], near: date | None) -> None:
    year, month, day = parts
    try:
        if year:
            hits.append((at, date(int(year), int(month), int(day))))
        elif near:
            this = date(near.year, int(month), int(day))
            hits.append((at, this if this <= near else date(near.year - 1, int(month), int(day))))
    except ValueError:
        return
