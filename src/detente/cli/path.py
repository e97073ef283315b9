"""``detente path``: how one would get to a deal, step by step, or what blocks the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.impasse.journey import Journey
    from detente.report.evidence import Book

__all__ = ["path"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--goal", metavar="NAME|FORMULA", help="The goal, or a formula over the acts (default: the goal of the first screen).")
@click.option("--stated", is_flag=True, help="Take every demand as binding, not only red lines and conditions.")
@as_json
def path(sources: tuple[str, ...], goal: str | None, stated: bool, json_: bool) -> None:
    """Say how one would get to a deal: who does what, together or alone, by when, where it could break; or what blocks it."""
    from detente.analysis.sources import dossier_from
    from detente.cli.questions import goal_of
    from detente.impasse.journey import find_path
    from detente.report.evidence import Book

    with materialised(sources) as paths, waiting("looking for a way"):
        dossier = dossier_from(paths)
        journey = find_path(dossier, goal=goal or goal_of(dossier, None), stated=stated)
    if json_:
        emit(journey.to_dict())
        return
    from detente.report.terminal import show

    show(screen(), _lines(Book(dossier), journey))


def _lines(book: Book, journey: Journey) -> Iterator[Text]:
    from detente.report.terminal import cited
    from detente.report.words.paths import journey_lines

    for said in journey_lines(book, journey):
        text = cited(said.lead, said.line)
        if said.style != "text":
            text.stylize("bold" if said.style == "heading" else "dim")
        yield text
