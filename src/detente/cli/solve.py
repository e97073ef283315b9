"""``detente solve``: where it comes to rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.besides import Asked, Told, answers, besides
from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.dossier.model import Model
    from detente.graphmodel.conflict import Conflict, ListedConflict
    from detente.report.evidence import Book
    from detente.report.resting import Resting
    from detente.stability.equilibria import Solution

__all__ = ["solve"]


@click.command()
@click.argument("source", metavar="DOSSIER|CASE")
@click.option(
    "--concept", "concepts", multiple=True, metavar="NAME", help="Only this concept (nash, gmr, smr, seq, sseq); may be repeated."
)
@click.option(
    "--method",
    type=click.Choice(["option-form", "literal", "symbolic"]),
    help="List all situations, fast or by the definitions to the letter, or search without listing; chosen by their number unless given.",
)
@click.option(
    "--at-most", type=click.IntRange(min=1), default=5, show_default=True, help="Where searched: this many resting points a concept."
)
@click.option(
    "--seconds", type=click.FloatRange(min=0), default=60.0, show_default=True, help="Where searched: stop after so long, and say so."
)
@click.option("--coalitions", is_flag=True, help="Also say who would leave together, and what others could do about it.")
@click.option("--status-quo", is_flag=True, help="Also say how each resting point is reached from now: in how many moves, by which.")
@click.option("--from", "start", metavar="SITUATION", default="", help="Where --status-quo starts; now unless given.")
@click.option(
    "--inverse",
    metavar="SITUATION",
    default="",
    help="Also find the smallest changes of each party's list by which this one would be at rest.",
)
@click.option("--ahead", type=click.IntRange(min=1), metavar="MOVES", help="Also judge by so many moves ahead (two parties, no ties).")
@click.option("--at-once", is_flag=True, help="Also judge as if others could move at the same time.")
@as_json
def solve(source: str, concepts: tuple[str, ...], method: str | None, at_most: int, seconds: float, json_: bool, **questions: Any) -> None:
    """Find where a conflict comes to rest, and say why each party would stay or leave.

    The conflict is a dossier (its folder or YAML file) or a published case by name (see detente cases). Where its situations are too many
    to list, resting points are searched for, and the answer says how far that went. SITUATION is its number in the answer, its label
    (Y or N for each act in turn), or now.
    """
    from detente.stability.compiled import engine_name
    from detente.stability.equilibria import METHODS
    from detente.stability.equilibria import solve as solved

    engine_name()  # an engine that there is not is refused, whatever the conflict
    asked = Asked(**questions)
    how = next((name for name in METHODS if method is not None and name.replace(" ", "-") == method), None)
    ask = partial(solved, concepts=concepts or None, method=how, at_most=at_most, seconds=seconds)
    if source != "-" and not Path(source).exists():
        _case(source, ask, asked, json_=json_)
        return
    from detente.analysis.sources import dossier_from
    from detente.dossier.model import model

    with materialised([source]) as paths, waiting("solving"):
        dossier = dossier_from(paths)
        licensed = model(dossier)
        solution = ask(licensed.conflict)
    if json_ and not asked:
        emit(_data(solution))
        return
    from detente.report.evidence import Book
    from detente.report.resting import Resting
    from detente.report.terminal import show

    if solution.survey is not None:
        answers(solution, asked, (), str)
        show(screen(), _searched_lines(dossier.title, Book(dossier), licensed, solution))
        return
    resting = Resting(Book(dossier), licensed, solution, goal=next(reversed(list(licensed.goals)), None))
    now = [solution.states[at] for at in sorted(resting.now)]
    numbered = {number: solution.states[at] for at, number in resting.numbers.items()}
    found = answers(solution, asked, now, partial(_found, solution, now, numbered))
    if json_:
        emit(_data(solution) | found)
        return
    show(screen(), _lines(dossier.title, resting))
    show(screen(), _besides_lines(solution, found, _told(resting)))


def _found(solution: Solution, now: Sequence[str], numbered: Mapping[str, str], said: str) -> str:
    """The label of the situation that was meant: by now, its number, or its label."""
    if said == "now" and len(now) == 1:
        return now[0]
    return numbered[said] if said in numbered else solution.states[solution.index(said)]


def _told(resting: Resting) -> Told:
    from detente.report.words.acts import statement_words
    from detente.report.words.plain import all_of
    from detente.report.words.verdicts import moving, situation

    words, tell = resting.book.words, resting.tell
    numbers = {resting.solution.states[at]: number for at, number in resting.numbers.items()}

    def named(label: str) -> str:
        if label in numbers:
            return f"situation {numbers[label]}"
        return f"the one in which {all_of([clause for _, clause in situation(tell, label)])}"

    return Told(
        situation=named,
        party=words.party,
        moving=lambda before, after: moving(tell, before, after),
        statement=lambda maker, said: statement_words(str(said.kind), said.formula, maker, words),
    )


def _besides_lines(solution: Solution, found: dict[str, Any], told: Told) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    for kind, text in besides(solution, found, told):
        yield Text(plain(text if kind == "heading" else f"  - {text}"), "bold" if kind == "heading" else "")


def _case(name: str, ask: Callable[[Conflict | ListedConflict], Solution], asked: Asked, *, json_: bool) -> None:
    from detente.cases.catalog import load, names
    from detente.errors import NotFound

    if "/" in name or name.endswith((".yaml", ".yml")) or name not in names():
        known = ", ".join(names())
        raise NotFound(f"there is no dossier {name!r}, and no published case of that name", cure=f"name a file, or one of: {known}")
    solution = ask(load(name))
    now = [solution.conflict.now] if isinstance(solution.conflict.now, str) else []
    found = answers(solution, asked, now, partial(_found, solution, now, {}))
    if json_:
        emit(_data(solution) | found)
        return
    click.echo(str(solution))
    if not found:
        return
    from detente.report.terminal import show

    called = Told(str, str, lambda _before, after: f"to {after}", lambda _maker, said: str(said.formula))
    show(screen(), _besides_lines(solution, found, called))


def _data(solution: Solution) -> dict[str, Any]:
    from detente.stability.strength import strength_where_stated

    held = strength_where_stated(solution)
    return solution.to_dict() | ({} if held is None else {"strength": held.to_dict()})


def _searched_lines(title: str, book: Book, licensed: Model, solution: Solution) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.resting import telling
    from detente.report.searched import searched
    from detente.report.terminal import plain

    assert solution.survey is not None
    yield Text(plain(f"Where does “{title}” come to rest?"), "bold")
    for said in searched(solution.survey, telling(book, licensed), solution.reason):
        yield Text(plain(said.text), {"heading": "bold", "aside": "dim"}.get(said.kind, ""))


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
