"""``detente claims``: the statements as a table, out and back in."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, note, plain, screen

if TYPE_CHECKING:
    from detente.dossier.dossier import Dossier
    from detente.formats.tables import Table

__all__ = ["claims"]

_HANDLING = ("open", "internal", "restricted")  # from the least guarded
_WIDE = ("id", "paragraph", "speaker", "says", "modality", "review")  # what fits a terminal; the files hold every column


def _me() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in this system's tables
        return None


@click.command()
@click.argument("dossier", type=click.Path())
@click.option("--xlsx", type=click.Path(path_type=Path), help="Write the table as a workbook.")
@click.option("--csv", type=click.Path(path_type=Path), help="Write the table as CSV (UTF-8).")
@click.option("--read", "table", type=click.Path(path_type=Path), help="Read a table back: review, by, note, says, speaker, modality.")
@click.option("--by", default=_me, show_default="your user name", help="Who signs what the table changed.")
@click.option(
    "--handling",
    type=click.Choice(_HANDLING),
    default="open",
    show_default=True,
    help="How guarded a statement may be and still be written out.",
)
@as_json
def claims(dossier: str, xlsx: Path | None, csv: Path | None, table: Path | None, by: str | None, handling: str, json_: bool) -> None:
    """Show the statements in DOSSIER as a table, write them to a spreadsheet, or read them back from one.

    Quotes are verbatim and stay as they are. A table with a cell that cannot be read changes nothing.
    """
    from detente.dossier.files import load
    from detente.formats.claims_table import claims_table
    from detente.formats.tables import write_table

    if table is not None and (xlsx or csv):
        raise click.UsageError("--read goes alone: first read the table, then write a new one")
    if xlsx is not None and xlsx.suffix.lower() != ".xlsx":
        raise click.UsageError(f"--xlsx writes a workbook, so {xlsx.name} should end in .xlsx")
    if csv is not None and csv.suffix.lower() != ".csv":
        raise click.UsageError(f"--csv writes CSV, so {csv.name} should end in .csv")
    loaded = load(dossier)
    if table is not None:
        if not by:
            raise click.UsageError("who signs the changes? give your name: --by NAME")
        _read_back(loaded, dossier, table, by, json_=json_)
        return
    if xlsx is None and csv is None and not json_:
        _show(claims_table(loaded))
        return
    found = claims_table(loaded, _exported(loaded, handling))
    for path in (xlsx, csv):
        if path is not None:
            note(f"{len(found.rows)} statements written to {write_table(found, path)}")
    if json_:
        emit({"title": loaded.title, "claims": [dict(zip(found.columns, row, strict=True)) for row in found.rows]})


def _exported(dossier: Dossier, handling: str) -> list[str]:
    """The statements that may leave the dossier; how many stay is said."""
    from detente.dossier.review import document_order

    allowed = _HANDLING[: _HANDLING.index(handling) + 1]
    order = document_order(dossier)
    found = [name for name in order if dossier.claims[name].handling.value in allowed]
    if len(found) < len(order):
        note(f"{len(order) - len(found)} statements are more guarded than {handling!r} and were left out; --handling lets them through")
    return found


def _read_back(dossier: Dossier, path: str, table: Path, by: str, *, json_: bool) -> None:
    from detente.dossier.files import save
    from detente.formats.claims_table import apply_rows
    from detente.formats.tables import read_table

    applied = apply_rows(dossier, read_table(table, sheet="claims"), by=by)
    if applied.changed:
        save(applied.dossier, path)
    if json_:
        emit({"changed": list(applied.changed), "ignored_columns": list(applied.ignored)})
        return
    named = f": {', '.join(applied.changed)}" if applied.changed else ""
    click.echo(plain(f"{len(applied.changed)} of {len(dossier.claims)} statements changed{named}"))
    if applied.ignored:
        note(f"columns that mean nothing here were passed over: {', '.join(applied.ignored)}")


def _show(found: Table) -> None:
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=None, pad_edge=False)
    places = [found.columns.index(name) for name in _WIDE]
    for name in _WIDE:
        drawn.add_column(name, overflow="fold", ratio=3 if name == "says" else None)
    for row in found.rows:
        drawn.add_row(*(Text(plain(row[index])) for index in places))
    console = screen()
    console.print(drawn)
    console.print(Text(f"{len(found.rows)} statements. --xlsx FILE or --csv FILE writes every column, --read FILE reads it back."))
