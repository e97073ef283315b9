"""``detente read``: a text into statements and positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, note, plain, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from detente.evidence import Account

__all__ = ["read"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Also write a dossier folder drafted from what was found.")
@click.option("--force", is_flag=True, help="Begin anew even where a dossier stands in the folder.")
@as_json
def read(sources: tuple[str, ...], out: Path | None, force: bool, json_: bool) -> None:
    """Find who says what in texts, and who demands, refuses or offers what.

    Everything found is a proposal with its exact place in the text. With --json and one text, prints the account; with several, a list.
    """
    from detente.reading.read import read as found

    with materialised(sources) as paths:
        accounts = []
        for path in paths:
            with waiting(f"reading {path.name}"):
                accounts.append(found(path))
    if out is not None:
        from detente.cli.analyze import keep
        from detente.dossier.draft import draft

        keep(draft(accounts), out, force=force)
        note(f"dossier: {out}; check it with: detente review {out}")
    if json_:
        emit(accounts[0].to_dict() if len(accounts) == 1 else [account.to_dict() for account in accounts])
        return
    for account in accounts:
        _show(account)


def _show(account: Account) -> None:
    from rich.table import Table
    from rich.text import Text

    from detente.report.words import Vocabulary, count, stance_words, voice_words

    console = screen()
    words = Vocabulary({party.id: party.name for party in account.parties}, {})
    document = account.document
    console.print(Text(plain(f"{document.title or document.id}, {document.date or 'undated'}"), style="bold"))
    parties = count(len(account.parties), "party", "parties")
    console.print(Text(f"{parties}, {count(len(account.claims), 'statement')}, {count(len(account.positions), 'position')}; all proposals"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("Who", "holds", "on whose word", "where"):
        table.add_column(head, overflow="fold")
    claims = {claim.id: claim for claim in account.claims}
    for position in account.positions:
        spoken = claims[position.claims[0]].speaker if position.claims and position.claims[0] in claims else position.reported_by
        place = f"P{document.paragraph_at(position.span.start)}" if position.span else ""
        cells = (words.party(position.party), stance_words(position, words), voice_words(spoken, words), place)
        table.add_row(*(Text(plain(cell)) for cell in cells))
    if account.positions:
        console.print(table)
    for said in account.notes:
        note(said)
