"""What a verb works on: texts, a dossier, standard input; and waiting politely while it works."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from detente.errors import AccountError, NotFound

__all__ = ["materialised", "stem", "waiting"]


@contextmanager
def materialised(sources: Sequence[str]) -> Iterator[tuple[Path, ...]]:
    """The sources as paths; ``-`` becomes a file that holds standard input, for as long as the context lasts.

    Raises :class:`~detente.errors.NotFound` for a path that is not there, before any work is done, and
    :class:`~detente.errors.AccountError` where standard input is empty or named twice.
    """
    if sources.count("-") > 1:
        raise AccountError("standard input is named twice", cure="name '-' once")
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        paths = []
        for source in sources:
            if source == "-":
                data = _stdin()
                paths.append(Path(folder) / f"stdin{_suffix(data)}")
                paths[-1].write_bytes(data)
            else:
                paths.append(Path(source))
                if not paths[-1].exists():
                    raise NotFound(f"there is no {source}", cure="name a text, a dossier's folder or its YAML file; '-' is standard input")
        yield tuple(paths)


def _suffix(data: bytes) -> str:
    """What the name of a file with these bytes would end in."""
    from detente.reading.documents.kinds import Format, format_of

    return {Format.html: ".html", Format.pdf: ".pdf", Format.docx: ".docx", Format.mail: ".eml"}.get(format_of("", data), ".txt")


def _stdin() -> bytes:
    data = sys.stdin.buffer.read()
    if not data.strip():
        raise AccountError("standard input is empty", cure="pipe a text in, or name a file")
    return data


def stem(source: str | Path) -> str:
    """A short name for what is made from ``source``.

    >>> stem("notes/River talks.txt")
    'River-talks'
    """
    words = Path(source).stem.replace("_", "-").split()
    return "-".join(words) or "account"


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """A line on stderr that says what is being done, where somebody is there to see it; gone when done."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    with Console(stderr=True, markup=False).status(what) as status:
        yield status.update
