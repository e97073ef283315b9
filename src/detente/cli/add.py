"""``detente add``: another account arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.models import ModelChoice, agreed, with_model
from detente.cli.output import as_json, emit, note, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.delta import Delta
    from detente.dossier.addition import Addition

__all__ = ["add"]


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...")
@click.option("--as", "name", metavar="ID", help="What the text is to be called (one account only).")
@click.option("--same", multiple=True, metavar="WORDING=ACT", help="An act by the account's wording, and which act of the dossier it is.")
@click.option("--apart", multiple=True, metavar="WORDING", help="An act by the account's wording that is none of the dossier's.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--bound", type=click.IntRange(1), default=256, show_default=True, help="How many readings of the statements to try.")
@with_model
@as_json
def add(
    dossier: Path,
    accounts: tuple[str, ...],
    name: str | None,
    same: tuple[str, ...],
    apart: tuple[str, ...],
    dry_run: bool,
    bound: int,
    model: ModelChoice | None,
    json_: bool,
) -> None:
    """Add accounts to a dossier: what they repeat, contradict and bring, and which answers change because of which statements.

    Everything new comes in as proposed; nothing that was decided is changed, and where statements contradict one another the choice is
    yours. The same account twice adds nothing.
    """
    from detente.analysis.delta import what_changed
    from detente.dossier.addition import add as added
    from detente.dossier.files import load, save
    from detente.reading.read import read

    if name is not None and len(accounts) > 1:
        raise click.UsageError("--as names one text; add the accounts one by one")
    known = dict(_pair(text) for text in same)
    current, found = load(dossier), []
    with materialised(accounts) as paths:
        reader = read if model is None else agreed(model, paths, into=current)
        for path in paths:
            with waiting(f"reading {path.name}"):
                one = added(current, reader(path), name=name, same=known, apart=apart)
                found.append((one, what_changed(one, bound=bound)))
            current = one.dossier
    if not dry_run and not all(one.empty for one, _ in found):
        save(current, dossier)
    if json_:
        emit({"written": not dry_run, "accounts": [{**one.to_dict(), "changes": change.to_dict()} for one, change in found]})
        return
    from detente.report.terminal import show

    for one, change in found:
        show(screen(), _lines(one, change))
    note("nothing was written" if dry_run else f"next: detente review {dossier}")


def _pair(text: str) -> tuple[str, str]:
    wording, equals, option = text.rpartition("=")
    if not equals or not wording.strip() or not option.strip():
        raise click.UsageError(f"--same {text!r}: write the account's wording, '=', and the act's name in the dossier")
    return wording.strip(), option.strip()


def _lines(one: Addition, change: Delta) -> Iterator[Text]:
    from rich.text import Text

    from detente.cli.changed import changed_lines
    from detente.report.evidence import Book
    from detente.report.terminal import plain
    from detente.report.words import count
    from detente.report.words.changes import match_words, taken_words, undecided_words

    yield Text(plain(f"{one.document} into {one.before.title}"), "bold")
    if one.empty:
        yield Text("Nothing new: every statement of this account is there already.")
        return
    book = Book(one.dossier)
    parts = [
        count(len(one.claims), "new statement"),
        f"{one.already} there already",
        count(len(one.parties), "new party", "new parties"),
        count(len(one.options), "new act"),
    ]
    yield Text(f"{', '.join(parts)}; all proposed")
    for party, alias in one.aliases:
        yield Text(plain(f"  {book.words.party(party)} is also called {alias}"))
    if one.taken:
        yield Text("Acts in other words", "bold")
        yield from (Text(plain(f"  - {taken_words(book, act)}")) for act in one.taken)
    if one.matches:
        yield Text("Against what was there", "bold")
        yield from (Text(plain(f"  - {match_words(book, match)}")) for match in one.matches)
    yield from changed_lines(book, change)
    if one.undecided:
        yield Text("For you to decide", "bold")
        yield from (Text(plain(f"  - {line}")) for line in undecided_words(one))
