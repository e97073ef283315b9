"""``detente why``: what blocks a deal, and what would remove it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.report.contexts import DealsView

__all__ = ["why"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--goal", metavar="NAME", help="The goal to ask about (default: the one that the first screen answers).")
@as_json
def why(sources: tuple[str, ...], goal: str | None, json_: bool) -> None:
    """Say what blocks a deal, at the limits and as stated, and what would remove each reason, by who would have to move."""
    from detente.cli.questions import diagnosed

    with materialised(sources) as paths, waiting("looking for reasons"):
        book, diagnosis, tell = diagnosed(paths, goal)
    if json_:
        emit(diagnosis.to_dict())
        return
    from detente.report.deals import deals_views
    from detente.report.terminal import show
    from detente.report.words import outcome_words

    views = deals_views(book, diagnosis, tell)
    show(screen(), _lines(f"What blocks “{outcome_words(diagnosis.goal_name, book.words)}”?", views))


def _lines(title: str, views: tuple[DealsView, ...]) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield Text(plain(title), "bold")
    for view in views:
        yield Text(f"{view.heading.upper()}: {view.explanation}", "bold")
        yield Text(plain(view.verdict))
        if view.same:
            yield Text(plain(view.same))
        for reason in view.reasons:
            for number, line in enumerate(reason.lines):
                yield cited(f"{reason.number if number == 0 else '':>2}  ", line)
        if view.changes:
            yield Text("Changes that would remove this reason, if any one of these no longer stood")
        for group in view.changes:
            recorded = f" (statements recorded: {group.statements})" if group.statements else ""
            yield Text(plain(f"  {group.who}{recorded}"))
            for change in group.changes:
                yield Text(plain("  - " + "; and ".join(line.text for line in change)))
        for note in view.notes:
            yield Text(plain(note), "dim")
    yield Text("Coverage is not blame: a party that is quoted more often can be asked to move more often.", "dim")
