"""``detente readings``: what comes to rest in all, some or none of the readings that unreviewed statements leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, plain, screen
from detente.cli.sources import materialised
from detente.cli.workers import bar, executor_of

if TYPE_CHECKING:
    from detente.analysis.verdicts_over_worlds import VerdictsOverWorlds
    from detente.dossier.dossier import Dossier

__all__ = ["readings"]


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
        with executor_of(workers, cluster) as executor, bar("readings") as told:
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
