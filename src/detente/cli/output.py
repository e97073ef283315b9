"""What goes where: one answer on stdout, everything else on stderr."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["as_json", "emit", "note", "plain", "screen"]

F = TypeVar("F", bound=Callable[..., Any])


def as_json(command: F) -> F:
    """The option ``--json``, the same on every verb that answers."""
    option = click.option("--json", "json_", is_flag=True, help="Print one JSON document on stdout, and nothing else.")
    decorated: F = option(command)
    return decorated


def emit(document: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def note(message: str) -> None:
    """Say something beside the answer, on stderr."""
    click.echo(plain(message), err=True)


def plain(text: str) -> str:
    r"""Text without the characters that steer a terminal or turn its writing direction.

    >>> plain("a\x1b[31mb\u202ec")
    'a[31mbc'
    """
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or c == "\u200d"))


def screen() -> Console:
    """The terminal; colours only where it is one and ``NO_COLOR`` is not set, and never markup in a text that is shown."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, soft_wrap=False)
