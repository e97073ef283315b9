"""``detente sides``: each side by its own words, and where that misleads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.report.contexts import MisseenView, SidesView

__all__ = ["sides"]

_CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--concept", type=click.Choice(_CONCEPTS), default="seq", show_default=True, help="How far each side looks ahead.")
@click.option(
    "--bound",
    type=click.IntRange(1),
    default=300,
    show_default=True,
    help="How many sets of statements to try for what separates two views.",
)
@as_json
def sides(sources: tuple[str, ...], concept: str, bound: int, json_: bool) -> None:
    """Show each side by its own words alone: what it says, grants and lacks, and which situation looks safe or unsafe only to it."""
    from detente.analysis.sides import analyze_sides
    from detente.analysis.sources import dossier_from

    with materialised(sources) as paths, waiting("looking through each side's eyes"):
        dossier = dossier_from(paths)
        found = analyze_sides(dossier, concept=concept, bound=bound)
    if json_:
        emit(found.to_dict())
        return
    from detente.report.evidence import Book
    from detente.report.sides import sides_view
    from detente.report.terminal import show

    show(screen(), _lines(dossier.title, sides_view(Book(dossier), found)))


def _lines(title: str, view: SidesView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield Text(plain(f"{title}: in each side’s own eyes"), "bold")
    for row in view.rows:
        yield Text(plain(row.party.name), "bold")
        yield Text(
            plain(
                f"  {row.says} statements of its own, {row.grants} it grants, {row.believes} it is said to believe; "
                f"{row.lacks} parts of the whole are not in them"
            ),
        )
        yield Text(plain(f"  now, in its own eyes: {row.own}"))
        yield Text(plain(f"  now, by all statements taken together: {row.together}"))
    if view.collisions:
        yield Text("Where their words collide", "bold")
        for line in view.collisions:
            yield cited("  - ", line)
    yield from _misseen("Peace in their eyes only", view.peace, view.false_peace)
    yield from _misseen("Fear in their eyes only", view.fear, view.needless_fear)
    for note in view.notes:
        yield Text(plain(note), "dim")


def _misseen(heading: str, told: str, rows: tuple[MisseenView, ...]) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield Text(heading, "bold")
    yield Text(plain(told))
    for row in rows:
        yield Text(plain("  - " + "; ".join(line.text for line in row.situation)))
        yield Text(plain(f"    {row.who}"))
        for line in row.separates:
            yield cited("    ", line)
