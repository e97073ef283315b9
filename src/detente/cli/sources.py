"""What a verb works on: texts, a dossier, a published case, or standard input."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from detente.errors import AccountError, NotFound

__all__ = ["is_dossier", "materialised", "stem"]

_SUFFIXES = {".yaml", ".yml"}


def is_dossier(source: str | Path) -> bool:
    """Whether ``source`` means a dossier: a folder, or a YAML file."""
    path = Path(source)
    return path.is_dir() or path.suffix.lower() in _SUFFIXES


@contextmanager
def materialised(sources: Sequence[str]) -> Iterator[tuple[Path, ...]]:
    """The sources as paths; ``-`` becomes a file that holds standard input, for as long as the context lasts.

    Raises :class:`~detente.errors.NotFound` for a path that is not there, before any work is done, and
    :class:`~detente.errors.AccountError` where standard input is no text or is asked for twice.
    """
    if sources.count("-") > 1:
        raise AccountError("standard input is named twice", cure="name '-' once")
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        paths = []
        for source in sources:
            if source == "-":
                paths.append(Path(folder) / "stdin.txt")
                paths[-1].write_bytes(_stdin())
            else:
                paths.append(Path(source))
                if not paths[-1].exists():
                    raise NotFound(f"there is no {source}", cure="name a text, a dossier's folder or its YAML file; '-' is standard input")
        yield tuple(paths)


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
