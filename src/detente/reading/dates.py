"""Dates as documents write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["find_date", "find_deadline"]

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


_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_UNTIL = re.compile(r"\b(?:by|before|until|till|no later than|not later than)\s+(?:the\s+)?(?P<rest>[^,.;:]{3,40})", re.IGNORECASE)
_WITHIN = re.compile(r"\bwithin (?:the next )?(?P<count>\d+|a|one|two|three|four|five|six|ten) (?P<unit>day|week)s?\b", re.IGNORECASE)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def find_deadline(text: str, *, near: date | None = None) -> date | None:
    """The day that *by*, *before*, *until* or *within* names: a full date, or one that follows from ``near``, the document's own.

    A date without a year and a weekday are the next such day after ``near``.

    >>> find_deadline("must reply by Friday", near=date(2025, 3, 24)), find_deadline("must reply by 1 March", near=date(2025, 3, 24))
    (datetime.date(2025, 3, 28), datetime.date(2026, 3, 1))
    """
    if near is not None and near.year > 9000:
        near = None  # no day after it may be left in the calendar
    if found := _UNTIL.search(text):
        words = found["rest"]
        full = find_date(words)
        if full is not None or near is None:
            return full
        earlier = find_date(words, near=near)
        if earlier is not None:
            return earlier if earlier == near else _a_year_on(earlier)
        name = words.split()[0].lower()
        if name in _DAYS:
            return near + timedelta(days=(_DAYS.index(name) - near.weekday() - 1) % 7 + 1)
        return None
    if near is not None and (found := _WITHIN.search(text)):
        count = _COUNTS.get(found["count"].lower()) or int(found["count"])
        return near + timedelta(days=count * (7 if found["unit"].lower() == "week" else 1)) if count < 1000 else None
    return None


def _a_year_on(day: date) -> date | None:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February, or past the last year there is
        return None
