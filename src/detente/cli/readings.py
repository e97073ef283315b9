"""``detente readings``: what comes to rest in all, some or none of the readings that unreviewed statements leave."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import as_json, emit, plain, screen
from detente.cli.sources import materialised

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from detente.analysis.verdicts_over_worlds import VerdictsOverWorlds
    from detente.dossier.dossier import Dossier
    from detente.worlds.sweep import Progress

__all__ = ["readings"]

_PATIENCE = 1.0  # seconds without a word


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option(
    "--situation",
    "situations",
    multiple=True,
    metavar="FORMULA",
    help="What to ask about: 'now', acts, outcomes, goals, or a Y/N label (default: now, and each outcome and goal).",
)
@click.option("--every", is_flag=True, help="Ask about every situation that is possible in some reading.")
@click.option("--party", metavar="NAME", help="Who would not leave (default: nobody would, a resting point).")
@click.option(
    "--rankings", is_flag=True, help="Also: in how many readings in every, in some, in no ranking that agrees with what is stated."
)
@click.option("--bound", type=click.IntRange(1), default=2**16, show_default=True, help="How many readings of the statements to try.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Work in so many processes.")
@click.option("--cluster", metavar="ADDRESS", help="Work on a Dask cluster, by its scheduler's address (needs detente[cluster]).")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Keep what is done, and go on from there.")
@as_json
def readings(
    sources: tuple[str, ...],
    situations: tuple[str, ...],
    every: bool,
    party: str | None,
    rankings: bool,
    bound: int,
    workers: int | None,
    cluster: str | None,
    keep: Path | None,
    json_: bool,
) -> None:
    """Say what comes to rest in all, some or none of the readings that the unreviewed statements leave."""
    from detente.analysis.sources import dossier_from
    from detente.analysis.verdicts_over_worlds import verdicts_over_worlds
    from detente.errors import UnknownName
    from detente.worlds.sweep import Sweeping

    if (workers and cluster) or (every and (situations or rankings)):
        raise click.UsageError("choose --workers or --cluster, and --every, or --situation with or without --rankings")
    with materialised(sources) as paths:
        dossier = dossier_from(paths)
        if party is not None and party not in dossier.file.parties:
            raise UnknownName("party", party, dossier.file.parties, owner=dossier.title)
        asked = None if every else situations or _named(dossier)
        with _executor(workers, cluster) as executor, _bar("readings") as told:
            how = Sweeping(executor, keep=keep, progress=told)
            found = verdicts_over_worlds(dossier, subjects=asked, bound=bound, sweeping=how)
        ranked = _ranked(dossier, found, party) if rankings else {}
    if json_:
        emit({"title": dossier.title, **found.to_dict(), **({"rankings": ranked} if rankings else {})})
        return
    console = screen()
    for line in _lines(found, party):
        console.print(plain(line), soft_wrap=True)
    for line in _ranked_lines(ranked):
        console.print(plain(line), soft_wrap=True)


_STANDINGS = {"necessary": "every", "possible": "some", "impossible": "no", "undecided": "undecided"}


def _ranked(dossier: Dossier, found: VerdictsOverWorlds, party: str | None) -> dict[str, dict[str, dict[str, int]]]:
    """By situation and concept in how many readings it is so in every, some, no ranking, or left open."""
    from detente.analysis.rankings_over_worlds import ranked_verdict

    every = [world.claims for world in found.worlds]
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for subject in found.subjects:
        for concept in found.concepts:
            standings = ranked_verdict(dossier, subject, concept=concept, party=party).standings(every)
            counts.setdefault(subject, {})[str(concept)] = {name: standings.count(name) for name in _STANDINGS}
    return counts


def _ranked_lines(ranked: dict[str, dict[str, dict[str, int]]]) -> Iterator[str]:
    if ranked:
        yield "In how many readings it is so in every, in some, in no ranking that agrees with what is stated:"
    for subject, by_concept in ranked.items():
        for concept, counts in by_concept.items():
            told = ", ".join(f"{word} {counts[name]}" for name, word in _STANDINGS.items() if counts[name])
            yield f"  {subject}  {concept.upper()}: {told}"


def _named(dossier: Dossier) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("now", *dossier.file.outcomes, *dossier.file.goals)))


def _lines(found: VerdictsOverWorlds, party: str | None) -> Iterator[str]:
    who = "somewhere to rest" if party is None else f"{party} would not leave"
    partly = "" if found.worlds.complete else f" ({len(found.worlds.held) + len(found.worlds.aside)} statements were not varied)"
    yield f"{len(found.worlds)} readings of the statements{partly}; {who}, in how many:"
    width = max((len(subject) for subject in found.subjects), default=0)
    yield f"  {'':<{width}}  " + "  ".join(f"{concept.upper():>12}" for concept in found.concepts)
    for subject in found.subjects:
        cells = (_cell(found.count(subject, concept, party), len(found.worlds)) for concept in found.concepts)
        yield f"  {subject:<{width}}  " + "  ".join(f"{cell:>12}" for cell in cells)


def _cell(count: int, of: int) -> str:
    return "all" if count == of else f"some ({count})" if count else "none"


@contextmanager
def _executor(workers: int | None, cluster: str | None) -> Iterator[Executor | None]:
    with ExitStack() as stack:
        if workers:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            yield stack.enter_context(ProcessPoolExecutor(workers, mp_context=get_context("spawn")))
        elif cluster:
            yield stack.enter_context(_client(cluster)).get_executor()
        else:
            yield None


def _client(address: str) -> Any:
    from importlib import import_module

    try:
        distributed = import_module("distributed")
    except ImportError:
        raise click.UsageError("a cluster needs the package distributed: pip install 'detente[cluster]'") from None
    return distributed.Client(address)


@contextmanager
def _bar(what: str) -> Iterator[Progress | None]:
    """A bar on stderr once a second has passed, where somebody is there to see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    start = time.monotonic()
    with Bar(console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task(what, visible=False)

        def told(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, visible=time.monotonic() - start > _PATIENCE)

        yield told
