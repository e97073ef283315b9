"""What a format gives: the text, what the file says of itself, and what was noticed on the way."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

__all__ = ["LARGEST_INSIDE", "Extract", "Progress", "bytes_in_words", "quiet"]

LARGEST_INSIDE = 200_000_000  # bytes that a packed file may hold once unpacked

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Extract:
    """A file's text and its own account of itself.

    ``date`` and ``title`` are the document's; ``file_date`` and ``file_title`` are what the program that made the file put there, and stand
    in where the document has none. ``exact`` is
    true where the text is the file's own text and not something made from it.
    """

    text: str
    date: dt.date | None = None
    stated_source: str | None = None
    title: str | None = None
    byline: str | None = None
    addressee: str | None = None
    file_title: str | None = None
    file_date: dt.date | None = None
    notes: tuple[str, ...] = ()
    exact: bool = False


def bytes_in_words(size: int) -> str:
    """A size as people say it.

    >>> bytes_in_words(21_300_000), bytes_in_words(900)
    ('21.3 MB', '900 bytes')
    """
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"


@contextmanager
def quiet(*libraries: str) -> Iterator[None]:
    """Libraries that log what they stumble over keep it to themselves: what a person should know is in the account's notes."""
    loggers = [logging.getLogger(name) for name in libraries]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
