"""``detente read``: texts into statements and positions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.accounts_out import Add, as_document, as_files, as_lines, names_for
from detente.cli.models import ModelChoice, agreed, with_model
from detente.cli.models import outcomes as modelled
from detente.cli.output import as_json, note, plain, screen
from detente.cli.sources import materialised
from detente.cli.workers import bar, executor_of, steps

if TYPE_CHECKING:
    from detente.evidence import Account
    from detente.reading.many import Outcome

__all__ = ["read"]

_FEW = 4  # texts up to which other processes take longer to start than to help
_SHOWN = 5  # accounts that are shown in full


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT|FOLDER...")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Also write a dossier folder drafted from what was found.")
@click.option("--force", is_flag=True, help="Begin anew even where a dossier stands in the folder.")
@click.option("--lines", metavar="FILE", help="Write one account a line (JSON Lines) into a file; '-' is standard output.")
@click.option("--each", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Write one JSON file for each account.")
@click.option("--with-text", is_flag=True, help="Put the text in which the places are counted into the JSON.")
@click.option("--workers", type=click.IntRange(0), metavar="N", help="Read in so many processes (default: one for each processor).")
@click.option("--cluster", metavar="ADDRESS", help="Read on a Dask cluster, by its scheduler's address (needs detente[cluster]).")
@with_model
@as_json
def read(
    sources: tuple[str, ...],
    out: Path | None,
    force: bool,
    lines: str | None,
    each: Path | None,
    with_text: bool,
    workers: int | None,
    cluster: str | None,
    model: ModelChoice | None,
    json_: bool,
) -> None:
    """Find who says what in texts, and who demands, refuses or offers what.

    Texts are txt, md, html, pdf, docx and eml files; '-' is standard input, and a folder stands for all the texts in it and below.
    Everything found is a proposal with its exact place in the text. With --json and one text, prints the account; with several, a list. Of
    several texts, one that cannot be read is named and the others are read all the same; the exit code is 65 then.
    """
    if sum((workers is not None, bool(cluster), model is not None)) > 1:
        raise click.UsageError("choose one of --workers, --cluster and --model")
    if sum((json_, lines is not None, each is not None)) > 1:
        raise click.UsageError("choose one of --json, --lines and --each")
    with materialised(sources) as given:
        paths = _expanded(given)
        one = len(paths) == 1 and not given[0].is_dir()
        if json_:
            sink: AbstractContextManager[Add] = as_document(one=one, with_text=with_text)
        elif lines is not None:
            sink = as_lines(lines, with_text=with_text)
        elif each is not None:
            sink = as_files(each, names_for(paths, [path for path in given if path.is_dir()]), with_text=with_text)
        else:
            sink = _on_screen(len(paths))
        accounts: list[Account] = []
        failed = 0
        with sink as add, _reading(paths, workers, cluster, model, one=one) as outcomes:
            for number, outcome in enumerate(outcomes):
                if outcome.account is None:
                    failed += 1
                    note(f"{outcome.path}: {_without_place(outcome)}")
                    continue
                add(number, outcome.account)
                if out is not None:
                    accounts.append(outcome.account)
    if out is not None and accounts:
        from detente.cli.analyze import keep
        from detente.dossier.draft import draft

        keep(draft(accounts), out, force=force)
        note(f"dossier: {out}; check it with: detente review {out}")
    if failed:
        note(f"{len(paths) - failed} of {len(paths)} texts were read; {failed} could not be")
        raise click.exceptions.Exit(65)


def _expanded(given: Sequence[Path]) -> list[Path]:
    """The files that are meant: a folder's documents in place of the folder."""
    from detente.errors import AccountError
    from detente.reading.many import accounts_in

    paths: list[Path] = []
    for path in given:
        if not path.is_dir():
            paths.append(path)
            continue
        if (path / "dossier.yaml").exists():
            raise AccountError(
                f"{path} is a dossier, not a folder of texts", cure=f"detente analyze {path}; its texts lie in {path / 'accounts'}"
            )
        found, others = accounts_in(path)
        if not found:
            raise AccountError(f"there is no text in {path}", cure="name a folder with txt, md, html, pdf, docx or eml files")
        if others:
            note(f"{path}: {others} other file{'s' if others > 1 else ''} passed over")
        paths.extend(found)
    return list(dict.fromkeys(paths))


@contextmanager
def _reading(
    paths: Sequence[Path], workers: int | None, cluster: str | None, model: ModelChoice | None, *, one: bool
) -> Iterator[Iterator[Outcome]]:
    """The outcomes of reading, with a bar; one text alone is read here, and raises what it raises."""
    from detente.reading.many import Outcome, read_many

    reader = None if model is None else agreed(model, paths)
    if one:
        from detente.reading.read import read as by_rules

        found = by_rules if reader is None else reader
        with steps(f"reading {paths[0].name}") as told:
            account = found(paths[0], progress=told)
        yield iter([Outcome(paths[0], account)])
        return
    if reader is not None:
        with bar("reading") as counted:
            yield _counted(modelled(reader, paths), counted, len(paths))
        return
    few = len(paths) <= _FEW and workers is None
    with executor_of(None, cluster) as executor, bar("reading") as counted:
        yield _counted(read_many(paths, workers=0 if few else workers, executor=executor), counted, len(paths))


def _counted(outcomes: Iterator[Outcome], told: object, of: int) -> Iterator[Outcome]:
    for number, outcome in enumerate(outcomes):
        if callable(told):
            told(number, of)
        yield outcome


def _without_place(outcome: Outcome) -> str:
    error = outcome.error
    return "" if error is None else f"{error.message}" + (f"\n  instead: {error.cure}" if error.cure else "")


@contextmanager
def _on_screen(count: int) -> Iterator[Add]:
    yield lambda _number, account: _show(account) if count <= _SHOWN else _told(account)


def _heading(account: Account) -> str:
    from detente.report.words import count

    document = account.document
    place = count(len(account.parties), "party", "parties")
    found = f"{place}, {count(len(account.claims), 'statement')}, {count(len(account.positions), 'position')}"
    return f"{document.title or document.id}, {document.date or 'undated'}\n{found}; all proposals"


def _told(account: Account) -> None:
    """An account in one line."""
    title, found = _heading(account).split("\n", 1)
    screen().print(plain(f"{account.document.file}: {title}: {found.removesuffix('; all proposals')}"), soft_wrap=True)


def _show(account: Account) -> None:
    from rich.table import Table
    from rich.text import Text

    from detente.report.words import Vocabulary, stance_words, voice_words

    console = screen()
    words = Vocabulary({party.id: party.name for party in account.parties}, {})
    document = account.document
    title, found = _heading(account).rsplit("\n", 1)
    console.print(Text(plain(title), style="bold"))
    console.print(Text(found))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("Who", "holds", "on whose word", "where"):
        table.add_column(head, overflow="fold")
    claims = {claim.id: claim for claim in account.claims}
    for position in account.positions:
        spoken = claims[position.claims[0]].speaker if position.claims and position.claims[0] in claims else position.reported_by
        place = f"P{document.paragraph_at(position.span.start)}" if position.span else ""
        page = document.page_at(position.span.start) if position.span else None
        cells = (
            words.party(position.party),
            stance_words(position, words),
            voice_words(spoken, words),
            place + (f", p. {page}" if page else ""),
        )
        table.add_row(*(Text(plain(cell)) for cell in cells))
    if account.positions:
        console.print(table)
    for said in account.notes:
        note(said)
