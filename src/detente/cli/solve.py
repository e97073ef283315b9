"""``detente solve``: where it comes to rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.report.resting import Resting
    from detente.stability.equilibria import Solution

__all__ = ["solve"]


@click.command()
@click.argument("source", metavar="DOSSIER|CASE")
@click.option(
    "--concept", "concepts", multiple=True, metavar="NAME", help="Only this concept (nash, gmr, smr, seq, sseq); may be repeated."
)
@as_json
def solve(source: str, concepts: tuple[str, ...], json_: bool) -> None:
    """Find where a conflict comes to rest, and say why each party would stay or leave.

    The conflict is a dossier (its folder or YAML file) or a published case by name (see detente cases).
    """
    from detente.stability.equilibria import solve as solved

    if source != "-" and not Path(source).exists():
        _case(source, concepts, json_=json_)
        return
    from detente.analysis.sources import dossier_from
    from detente.dossier.model import model

    with materialised([source]) as paths, waiting("solving"):
        dossier = dossier_from(paths)
        licensed = model(dossier)
        solution = solved(licensed.conflict, concepts=concepts or None)
    if json_:
        emit(_data(solution))
        return
    from detente.report.evidence import Book
    from detente.report.resting import Resting
    from detente.report.terminal import show

    resting = Resting(Book(dossier), licensed, solution, goal=next(reversed(list(licensed.goals)), None))
    show(screen(), _lines(dossier.title, resting))


def _case(name: str, concepts: tuple[str, ...], *, json_: bool) -> None:
    from detente.cases.catalog import load, names
    from detente.errors import NotFound
    from detente.stability.equilibria import solve as solved

    if "/" in name or name.endswith((".yaml", ".yml")) or name not in names():
        known = ", ".join(names())
        raise NotFound(f"there is no dossier {name!r}, and no published case of that name", cure=f"name a file, or one of: {known}")
    solution = solved(load(name), concepts=concepts or None)
    if json_:
        emit(_data(solution))
    else:
        click.echo(str(solution))


def _data(solution: Solution) -> dict[str, Any]:
    from detente.stability.strength import strength_where_stated

    held = strength_where_stated(solution)
    return solution.to_dict() | ({} if held is None else {"strength": held.to_dict()})


def _lines(title: str, resting: Resting) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain
    from detente.report.words.strength import firmness
    from detente.stability.strength import strength_where_stated

    held = strength_where_stated(resting.solution)
    yield Text(plain(f"Where does “{title}” come to rest?"), "bold")
    if resting.note():
        yield Text(resting.note())
    for view in resting.views():
        tags = ", ".join([*(["now"] if view.is_now else []), *(["reaches the goal"] if view.goal else [])])
        under = f"at rest under {', '.join(view.concepts)}" if view.concepts else "not at rest"
        yield Text(plain(f"Situation {view.name}{f' ({tags})' if tags else ''}: {under}"), "bold")
        for line in view.told:
            yield Text(plain(f"  - {line.text}"))
        for line in view.why:
            yield Text(plain(f"    {line.text}"), "dim")
        for text in () if held is None else firmness(held, view.label, resting.book.words):
            yield Text(plain(f"    {text}"), "dim")
