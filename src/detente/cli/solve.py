"""``detente solve``: where it comes to rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.besides.answers import Asked, answers, besides
from detente.cli.besides.certificates import judged, tell_judged
from detente.cli.besides.told import Told
from detente.cli.besides.wishes import WISHES
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
@click.option(
    "--coalition",
    "declared",
    multiple=True,
    metavar="PARTY,PARTY",
    help="Also say where these, acting together, would stay. May be repeated.",
)
@click.option("--status-quo", is_flag=True, help="Also say how each resting point is reached from now: in how many moves, by which.")
@click.option("--from", "start", metavar="SITUATION", default="", help="Where --status-quo starts; now unless given.")
@click.option(
    "--inverse",
    metavar="SITUATION",
    default="",
    help="Also find the smallest changes of each party's list by which this one would be at rest.",
)
@click.option(
    "--free",
    multiple=True,
    metavar="PARTY",
    help="Take nothing as known of what PARTY prefers: --inverse then counts its rankings that would do, and --rankings and "
    "--extension leave all its comparisons open. May be repeated.",
)
@click.option(
    "--rankings", is_flag=True, help="Also say what is at rest in every, some or no possible ranking, where something is left open."
)
@click.option(
    "--extension",
    "extensions",
    multiple=True,
    type=click.Choice(["a", "b", "c", "d"]),
    help="Also judge by this attitude to what is not known: a, it tempts; b, it does neither; c, it tempts and deters; d, it deters. "
    "May be repeated.",
)
@click.option("--attitudes", "by_attitudes", is_flag=True, help="Also judge by what the parties wish one another, as the dossier says.")
@click.option(
    "--attitude",
    "wishes",
    multiple=True,
    metavar="PARTY:PARTY=WISH",
    help="The first wishes the second good, harm or nothing; beside what the dossier says, or instead. May be repeated.",
)
@click.option(
    "--seen-by",
    "seen",
    multiple=True,
    metavar="PARTY=DOSSIER|CASE",
    help="Also ask where nobody would leave if PARTY takes the conflict for that one. May be repeated.",
)
@click.option(
    "--explain", metavar="SITUATION", default="", help="Also say why each party would stay in this one or leave it, by each concept."
)
@click.option("--ahead", type=click.IntRange(min=1), metavar="MOVES", help="Also judge by so many moves ahead (two parties, no ties).")
@click.option("--at-once", is_flag=True, help="Also judge as if others could move at the same time.")
@as_json
def solve(
    source: str,
    concepts: tuple[str, ...],
    method: str | None,
    at_most: int,
    seconds: float,
    wishes: tuple[str, ...],
    by_attitudes: bool,
    seen: tuple[str, ...],
    json_: bool,
    **questions: Any,
) -> None:
    """Find where a conflict comes to rest, and say why each party would stay or leave.

    The conflict is a dossier (its folder or YAML file) or a published case by name (see detente cases). Where its situations are too many
    to list, resting points are searched for, and the answer says how far that went. SITUATION is its number in the answer, its label
    (Y or N for each act in turn), or now.
    """
    from detente.stability.compiled import engine_name
    from detente.stability.equilibria import METHODS
    from detente.stability.equilibria import solve as solved

    engine_name()  # an engine that there is not is refused, whatever the conflict
    held = _wishes(wishes) if wishes or by_attitudes else None
    asked = Asked(**questions, attitudes=held, pictures={party: _picture(name) for party, name in _pairs(seen, "--seen-by").items()})
    if asked.free and not (asked.inverse or asked.rankings or asked.extensions):
        raise click.UsageError("--free goes with --inverse, --rankings or --extension")
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
    if asked.attitudes is not None:
        asked = replace(asked, attitudes={**licensed.attitudes, **asked.attitudes})
    if json_ and not asked:
        emit(_data(solution))
        return
    from detente.report.evidence import Book
    from detente.report.resting import Resting, telling
    from detente.report.terminal import show

    if solution.survey is not None:
        answers(solution, replace(asked, explain=""), (), str)
        one = judged(solution, asked.explain) if asked.explain else []
        if json_:
            emit(_data(solution) | {"standing": [found.to_dict() for found in one]})
            return
        book = Book(dossier)
        show(screen(), _searched_lines(dossier.title, book, licensed, solution))
        show(screen(), _as_lines(tell_judged(one, telling(book, licensed)) if one else ()))
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


def _pairs(said: Sequence[str], option: str) -> dict[str, str]:
    """What stands left and right of each ``=``."""
    pairs = dict(one.partition("=")[::2] for one in said)
    if len(pairs) < len(said) or not all(one and other for one, other in pairs.items()):
        raise click.BadParameter(f"{', '.join(said)}: give a name, = and what it is, each name once", param_hint=option)
    return pairs


def _wishes(said: Sequence[str]) -> dict[tuple[str, str], str]:
    held: dict[tuple[str, str], str] = {}
    for pair, wish in _pairs(said, "--attitude").items():
        party, colon, to = pair.partition(":")
        if not (party and colon and to) or wish not in WISHES:
            raise click.BadParameter(f"{pair}={wish}: write it like north:south=good; or harm, or nothing", param_hint="--attitude")
        held[party, to] = wish
    return held


def _picture(name: str) -> Conflict | ListedConflict:
    """A dossier's conflict, or a published case's."""
    from detente.analysis.sources import dossier_from
    from detente.dossier.model import model

    return model(dossier_from([name])).conflict if Path(name).exists() else _published(name)


def _found(solution: Solution, now: Sequence[str], numbered: Mapping[str, str], said: str) -> str:
    """The label of the situation that was meant: by now, its number, or its label."""
    if said == "now" and len(now) == 1:
        return now[0]
    return numbered[said] if said in numbered else solution.states[solution.index(said)]


def _told(resting: Resting) -> Told:
    from detente.report.words.acts import statement_words
    from detente.report.words.plain import all_of
    from detente.report.words.verdicts import certificate, moving, situation

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
        verdict=lambda verdict: certificate(verdict, tell),
    )


def _besides_lines(solution: Solution, found: dict[str, Any], told: Told) -> Iterator[Text]:
    return _as_lines(besides(solution, found, told))


def _as_lines(said: Iterable[tuple[str, str]]) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    for kind, text in said:
        yield Text(plain(text if kind == "heading" else f"  - {text}"), "bold" if kind == "heading" else "")


def _published(name: str) -> Conflict | ListedConflict:
    from detente.cases.catalog import load, names
    from detente.errors import NotFound

    if "/" in name or name.endswith((".yaml", ".yml")) or name not in names():
        known = ", ".join(names())
        raise NotFound(f"there is no dossier {name!r}, and no published case of that name", cure=f"name a file, or one of: {known}")
    return load(name)


def _case(name: str, ask: Callable[[Conflict | ListedConflict], Solution], asked: Asked, *, json_: bool) -> None:
    solution = ask(_published(name))
    now = [solution.conflict.now] if isinstance(solution.conflict.now, str) else []
    found = answers(solution, asked, now, partial(_found, solution, now, {}))
    if json_:
        emit(_data(solution) | found)
        return
    click.echo(str(solution))
    if not found:
        return
    from detente.report.terminal import show

    show(screen(), _besides_lines(solution, found, _plainly_told()))


def _plainly_told() -> Told:
    """A published case has labels and no words."""
    from detente.report.words.acts import Vocabulary
    from detente.report.words.verdicts import Telling, certificate

    bare = Telling(Vocabulary({}, {}), ())
    return Told(
        situation=str,
        party=str,
        moving=lambda _before, after: f"to {after}",
        statement=lambda _maker, said: str(said.formula),
        verdict=lambda verdict: certificate(verdict, bare),
    )


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
