"""``detente timeline``: who held what when, and what changed between two days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, screen

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.delta import Delta
    from detente.dossier.timeline import Timeline

__all__ = ["timeline"]

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--party", metavar="NAME", help="One party only.")
@click.option("--from", "first", type=_DAY, metavar="DAY", help="With --to: what changed between two days.")
@click.option("--to", "second", type=_DAY, metavar="DAY", help="With --from: the later day.")
@click.option("--bound", type=click.IntRange(1), default=256, show_default=True, help="How many readings of the statements to try.")
@as_json
def timeline(
    dossier: Path, party: str | None, first: datetime.datetime | None, second: datetime.datetime | None, bound: int, json_: bool
) -> None:
    """Show what each party held on which day, on whose word; with --from and --to, which answers changed, and through which statements.

    What was said after the dossier's own day (as_of) is told as not known yet. Silence is told as silence.
    """
    from detente.analysis.delta import between
    from detente.dossier.files import load
    from detente.dossier.timeline import timeline as found
    from detente.report.terminal import show

    if (first is None) != (second is None):
        raise click.UsageError("give both --from and --to, or neither")
    loaded = load(dossier)
    change = between(loaded, first.date(), second.date(), bound=bound) if first and second else None
    lines = found(loaded, party=party)
    if json_:
        emit({**lines.to_dict(), "changes": change.to_dict() if change else None})
        return
    show(screen(), _changes(change) if change else _lines(lines))


def _lines(found: Timeline) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.evidence import Book
    from detente.report.terminal import cited, plain
    from detente.report.timeline import held_line

    book = Book(found.dossier)
    yield Text(plain(f"{found.dossier.title}: who held what when"), "bold")
    for party, held in groupby(found.held, key=lambda one: one.party):
        yield Text(plain(book.words.party(party) if party else "Silence, about nobody in particular"), "bold")
        for act, those in groupby(held, key=lambda one: one.act):
            yield Text(plain(f"  {book.words.act(act).base}"), "italic")
            yield from (cited("    - ", held_line(book, one, act=False)) for one in those)
    if not found.held:
        yield Text("  no position is on record")


def _changes(change: Delta) -> Iterator[Text]:
    from rich.text import Text

    from detente.cli.changed import changed_lines
    from detente.report.evidence import Book
    from detente.report.terminal import plain

    book = Book(change.after)
    yield Text(plain(f"{change.after.title}: from {change.before.file.as_of} to {change.after.file.as_of}"), "bold")
    yield Text("Learned in between", "bold")
    for claim in change.claims:
        cite = book.cite(claim)
        yield Text(plain(f"  - {claim}: {change.after.claim(claim).says}  [{cite.who}, {cite.place}]"))
    yield from changed_lines(book, change)
