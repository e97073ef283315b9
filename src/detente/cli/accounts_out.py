"""Where accounts go as they are read: the screen, one JSON document, a file of lines, a folder of files. All of a file or nothing."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import note

if TYPE_CHECKING:
    from detente.evidence import Account

__all__ = ["Add", "as_document", "as_files", "as_lines", "names_for"]

Add = Callable[[int, "Account"], None]
"""Takes the number of a text among those to be read, and its account."""


@contextmanager
def as_document(*, one: bool, with_text: bool) -> Iterator[Add]:
    """One JSON document on standard output when all is read: the account, or a list of them. Until then it lies on the disk."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", prefix="detente-") as kept:
        count = 0

        def add(_number: int, account: Account) -> None:
            nonlocal count
            words = json.dumps(account.to_dict(text=with_text, file=not one), ensure_ascii=False, indent=2, default=str)
            kept.write(words if one else f"{',' if count else ''}\n{textwrap.indent(words, '  ')}")
            count += 1

        yield add
        kept.seek(0)
        if one and not count:
            return
        sys.stdout.write("" if one else "[")
        while part := kept.read(1 << 16):
            sys.stdout.write(part)
        sys.stdout.write("\n" if one else "\n]\n")


@contextmanager
def as_lines(target: str, *, with_text: bool) -> Iterator[Add]:
    """One account a line: on standard output as they come, or in a file that takes its name when all is read."""
    if target == "-":
        yield lambda _number, account: click.echo(_line(account, with_text=with_text))
        return
    place = Path(target)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            yield lambda _number, account: print(_line(account, with_text=with_text), file=file)
        _open_to_others(name)
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
    note(f"accounts: {place}")


@contextmanager
def as_files(folder: Path, names: Sequence[str], *, with_text: bool) -> Iterator[Add]:
    """One JSON file for each account, each there as a whole or not at all; what is there when it is stopped, stays."""
    from detente.dossier.atomic import write_files

    def add(number: int, account: Account) -> None:
        words = json.dumps(account.to_dict(text=with_text, file=True), ensure_ascii=False, indent=2, default=str)
        place = folder / names[number]
        write_files(place.parent, {place.name: words.encode("utf-8") + b"\n"})

    yield add
    note(f"accounts: {folder}")


def _line(account: Account, *, with_text: bool) -> str:
    return json.dumps(account.to_dict(text=with_text, file=True), ensure_ascii=False, default=str)


def _open_to_others(name: str) -> None:
    """The rights a new file has here: a temporary one is its owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)


def names_for(paths: Sequence[Path], roots: Sequence[Path]) -> list[str]:
    """A file name for each account: as its text lies below the folder that was named, with ``.json`` behind; none twice.

    >>> names_for([Path("a/x.txt"), Path("b/x.txt"), Path("b/c/x.txt")], [Path("b")])
    ['x.txt.json', 'x.txt-2.json', 'c/x.txt.json']
    """
    made: dict[str, Any] = {}
    for path in paths:
        root = next((root for root in roots if path.is_relative_to(root) and path != root), path.parent)
        stem = path.relative_to(root).as_posix()
        name, number = f"{stem}.json", 2
        while name in made:
            name, number = f"{stem}-{number}.json", number + 1
        made[name] = None
    return list(made)
