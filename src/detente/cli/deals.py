"""``detente deals``: which packages are possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.report.contexts import DealsView, Line

__all__ = ["deals"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--goal", metavar="NAME", help="The goal to ask about (default: the one that the first screen answers).")
@as_json
def deals(sources: tuple[str, ...], goal: str | None, json_: bool) -> None:
    """List the deals that are possible, by their changes from now, whether they would hold, and how one would get there."""
    from detente.cli.questions import diagnosed

    with materialised(sources) as paths, waiting("looking for deals"):
        book, diagnosis, tell = diagnosed(paths, goal)
    if json_:
        found = diagnosis.to_dict()
        sides = {side: {"possible": found[side]["possible"], "packages": found[side]["packages"]} for side in ("at_limits", "as_stated")}
        emit(
            {
                "title": found["title"],
                "goal": found["goal"],
                "kind": found["kind"],
                **sides,
                "commitment": found["commitment"],
                "paths": found["paths"],
            }
        )
        return
    from detente.report.deals import deals_views, path_lines
    from detente.report.terminal import show
    from detente.report.words import outcome_words

    title = f"Deals on “{outcome_words(diagnosis.goal_name, book.words)}”"
    show(screen(), _lines(title, deals_views(book, diagnosis, tell), path_lines(book, diagnosis, tell)))


def _lines(title: str, views: tuple[DealsView, ...], path: Sequence[Line]) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text(plain(title), "bold")
    for view in views:
        yield Text(f"{view.heading.upper()}: {view.explanation}", "bold")
        yield Text(plain(view.verdict + (" What blocks: detente why" if view.reasons or view.same else "")))
        for deal in view.deals:
            yield Text(plain(f"  {deal.label}{f' ({chr(59).join(deal.marks)})' if deal.marks else ''}"))
            for line in deal.changes:
                yield Text(plain(f"  - {line.text}"))
            for said in (deal.holds, deal.losers):
                if said:
                    yield Text(plain(f"    {said}"), "dim")
    if path:
        yield Text("How one would get there", "bold")
        for line in path:
            yield Text(plain(f"  - {line.text}"))
