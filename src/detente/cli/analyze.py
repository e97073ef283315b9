"""``detente analyze``: the main job."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.models import ModelChoice, agreed, with_model
from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, stem, waiting
from detente.errors import DetenteError, DossierError

if TYPE_CHECKING:
    from detente.analysis.analyze import Analysis
    from detente.dossier.dossier import Dossier
    from detente.evidence import Account

__all__ = ["analyze", "answer", "day"]

DATE = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for what is made (default: ./NAME-dossier).")
@click.option("--goal", metavar="NAME", help="Ask about one of the dossier's goals only.")
@click.option("--as-of", type=DATE, metavar="DATE", help="Leave out statements made after this day (YYYY-MM-DD).")
@click.option("--bound", type=click.IntRange(1), default=4096, show_default=True, help="How many readings of the statements to try.")
@click.option("--no-report", is_flag=True, help="Write no report.")
@click.option("--force", is_flag=True, help="Begin anew even where a dossier stands in the folder.")
@with_model
@as_json
def analyze(
    sources: tuple[str, ...],
    out: Path | None,
    goal: str | None,
    as_of: datetime.datetime | None,
    bound: int,
    no_report: bool,
    force: bool,
    model: ModelChoice | None,
    json_: bool,
) -> None:
    """Read, draft, solve, diagnose, and say what the answer hinges on.

    Given texts (txt, md, html, pdf, docx, eml; '-' is standard input), writes a dossier folder that a person can correct, with the report
    beside it. Given a dossier (a folder or a YAML file), leaves it as it is and writes the report.
    """
    from detente.analysis.analyze import analyze as analyzed
    from detente.analysis.sources import is_dossier

    with materialised(sources) as paths, _texts(paths, model) as texts, waiting("reading") as progress:
        analysis = analyzed(*texts, goal=goal, as_of=day(as_of), bound=bound, progress=progress)
        given = len(paths) == 1 and is_dossier(paths[0])
        if given:
            home = paths[0]
            report = (out or home if home.is_dir() else out or home.parent) / (
                "report.html" if home.is_dir() or out else f"{home.stem}-report.html"
            )
        else:
            home = out or Path(f"{stem(sources[0] if sources[0] != '-' else 'stdin')}-dossier")
            keep(analysis.dossier, home, force=force)
            report = home / "report.html"
    answer(analysis, home, None if no_report else report, json_=json_)


@contextmanager
def _texts(paths: Sequence[Path], model: ModelChoice | None) -> Iterator[Sequence[Path | Account]]:
    """What is analyzed: the paths, or with a model the accounts that it makes of them."""
    from detente.analysis.sources import is_dossier

    if model is None:
        yield paths
        return
    if any(is_dossier(path) for path in paths):
        raise click.UsageError("--model reads texts, and a dossier has been read already; add a text to it with detente add --model")
    reader = agreed(model, paths)
    with waiting("reading"):
        accounts = [reader(path) for path in paths]
    yield accounts


def day(value: datetime.datetime | None) -> datetime.date | None:
    """The date of an option."""
    return value.date() if value else None


def keep(dossier: Dossier, folder: Path, *, force: bool) -> None:
    """Save a drafted dossier, unless another stands there that somebody may have worked on.

    Raises :class:`~detente.errors.DossierError` then.
    """
    from detente.dossier.files import load, save

    if (folder / "dossier.yaml").exists() and not force:
        try:
            there = load(folder)
        except DetenteError:
            there = None
        if there is None or there.claims != dossier.claims or there.positions != dossier.positions or there.file != dossier.file:
            raise DossierError(
                f"{folder} holds a dossier that differs from what would be written, perhaps by a person's work",
                cure=f"go on with it: detente analyze {folder}; or name another folder with --out; or begin anew with --force",
            )
    save(dossier, folder)


_LONGER = (
    "What takes longer is added by “detente report”: the way step by step, who held what when, each side’s own eyes, missing steps, "
    "and other ways of modelling."
)


def answer(analysis: Analysis, home: Path, report: Path | None, *, json_: bool) -> None:
    """Write the report and print the first screen, or everything as JSON."""
    from dataclasses import replace

    from detente.report.html import render
    from detente.report.page import page_of
    from detente.report.terminal import first_screen, show

    page = page_of(analysis)
    if report is not None:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(render(replace(page, notes=(*page.notes, _LONGER))), encoding="utf-8")
    if json_:
        emit({**analysis.to_dict(), "dossier": str(home), "report": str(report) if report else None})
        return
    following = [("Next", f"detente review {home}"), ("Why", f"detente why {home}")]
    following += [("Report", str(report))] if report else []
    show(screen(), first_screen(page, following))
