"""``detente report``: the report alone."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from detente.cli.analyze import DATE, day
from detente.cli.output import as_json, emit, note
from detente.cli.sources import materialised, stem, waiting

__all__ = ["report"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("-o", "--out", metavar="FILE", help="Where to write it; '-' is standard output (default: ./NAME-report.html or .md).")
@click.option("--format", "kind", type=click.Choice(["html", "markdown"]), help="Default: by the name of the file, else html.")
@click.option("--goal", metavar="NAME", help="Ask about one of the dossier's goals only.")
@click.option("--as-of", type=DATE, metavar="DATE", help="Leave out statements made after this day (YYYY-MM-DD).")
@as_json
def report(
    sources: tuple[str, ...], out: str | None, kind: str | None, goal: str | None, as_of: datetime.datetime | None, json_: bool
) -> None:
    """Write the report: one HTML file without network or script, or Markdown. With --json, print what it shows instead."""
    from detente.analysis.analyze import analyze
    from detente.report.further import with_further
    from detente.report.page import page_of

    with materialised(sources) as paths, waiting("reading") as progress:
        analysis = analyze(*paths, goal=goal, as_of=day(as_of), progress=progress)
        page = with_further(page_of(analysis), analysis)
    if json_:
        emit(page.to_dict())
        return
    chosen = kind or ("markdown" if out and out.endswith((".md", ".markdown")) else "html")
    if chosen == "markdown":
        from detente.report.markdown import markdown as written
    else:
        from detente.report.html import render as written
    if out == "-":
        click.echo(written(page), nl=False)
        return
    path = Path(out or f"{stem(sources[0])}-report.{'md' if chosen == 'markdown' else 'html'}")
    path.write_text(written(page), encoding="utf-8")
    note(f"report: {path}")
