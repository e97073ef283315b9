"""``detente deals``: which packages are possible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.report.contexts import DealsView, OpeningsView, ZoneView

__all__ = ["deals"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--goal", metavar="NAME", help="The goal to ask about (default: the one that the first screen answers).")
@click.option("--all", "full", is_flag=True, help="Also how each party orders the deals, stages, and words read in several ways.")
@as_json
def deals(sources: tuple[str, ...], goal: str | None, full: bool, json_: bool) -> None:
    """List the deals that are possible, by their changes from now, whether they would hold, and how one would get there."""
    from detente.cli.questions import diagnosed

    with materialised(sources) as paths, waiting("looking for deals"):
        book, diagnosis, tell = diagnosed(paths, goal)
    from detente.impasse.openings import openings

    beside = openings(diagnosis)
    if json_:
        found, more = diagnosis.to_dict(), beside.to_dict()
        sides = {side: {"possible": found[side]["possible"], "packages": found[side]["packages"]} for side in ("at_limits", "as_stated")}
        emit(
            {
                "title": found["title"],
                "goal": found["goal"],
                "kind": found["kind"],
                **sides,
                "zone": {side: found[side]["zone"] for side in ("at_limits", "as_stated")},
                **{name: more[name] for name in ("stages", "ambiguities", "side_payments")},
                "commitment": found["commitment"],
                "paths": found["paths"],
            }
        )
        return
    from detente.report.deals import deals_views
    from detente.report.openings import openings_view
    from detente.report.terminal import show
    from detente.report.words import outcome_words
    from detente.report.zone import zone_view

    title = f"Deals on “{outcome_words(diagnosis.goal_name, book.words)}”"
    other, zone = openings_view(book, diagnosis, beside, tell), zone_view(book, diagnosis, tell)
    home = " ".join(sources)
    show(screen(), [*_lines(title, deals_views(book, diagnosis, tell), home), *(_more(zone, other) if full else _named(zone, other, home))])


def _lines(title: str, views: tuple[DealsView, ...], home: str) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text(plain(title), "bold")
    for view in views:
        blocked = f" What blocks: detente why {home}" if view.reasons or view.same else ""
        yield Text(plain(f"{view.heading.upper()}: {view.verdict}{blocked}"), "bold")
        yield Text(plain(f"{view.explanation} {view.shown}".strip()), "dim")
        for deal in view.deals:
            marks = f": {'; '.join(deal.marks)}" if deal.marks else ""
            yield Text(plain(f"{deal.label}{marks}"), "bold")
            for line in deal.changes:
                yield Text(plain(f"  - {line.text}"))
            if deal.holds:
                yield Text(plain(f"    {deal.holds}"), "dim")
            for told in deal.leaving:
                yield Text(plain(f"    - {told}"), "dim")
            for said in (deal.cure, deal.apart, deal.losers):
                if said:
                    yield Text(plain(f"    {said}"), "dim")
        for note in view.notes if view.deals else ():
            yield Text(plain(note), "dim")
        if view.impasse:
            yield Text(plain(f"Which kind of impasse: {view.impasse.kind}. Who it turns on: detente why {home}"))
            yield from (Text(plain(note), "dim") for note in view.impasse.notes)
    if any(view.deals for view in views):
        yield Text(plain(f"How one would get there: detente path {home}"))


def _named(zone: ZoneView | None, other: OpeningsView, home: str) -> Iterator[Text]:
    """What --all would show besides."""
    from rich.text import Text

    from detente.report.terminal import plain

    parts = ["how each party orders the deals"] if zone else []
    parts += ["the goals stage by stage"] if other.stages else []
    parts += [f"one word, read in several ways: {word.act}" for word in other.ambiguities]
    parts += ["what other arenas could bring in"] if other.side_payments else []
    if parts:
        yield Text(plain(f"MORE, with detente deals {home} --all"), "bold")
        yield from (Text(plain(f"  - {part}")) for part in parts)


def _more(zone: ZoneView | None, other: OpeningsView) -> Iterator[Text]:
    if zone:
        yield from _zone(zone)
    yield from _stages(other)


def _zone(zone: ZoneView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text("How each party orders them", "bold")
    yield Text(plain(zone.lede), "dim")
    for line in zone.common:
        yield Text(plain(f"  in all: {line.text}"))
    for package in zone.packages:
        changes = "; ".join(line.text for line in package.changes)
        marks = [word for word, yes in [("nobody can gain without another losing", package.pareto)] if yes]
        yield Text(plain(f" {package.number}  {changes}{f' ({marks[0]})' if marks else ''}"))
    yield Text("By number, each party from its best to its worst; a slash stands between what it ranks apart", "dim")
    for lane in zone.lanes:
        bands = [("no worse than now", lane.takes), ("open", lane.open), ("worse than now", lane.refuses)]
        yield Text(plain(f"  - {lane.party.name}: " + "; ".join(f"{name} {told}" for name, told in bands if told)))
    if zone.meeting:
        yield Text(plain(f"{zone.meeting} {zone.impasse}".strip()))
    for note in zone.notes:
        yield Text(plain(note), "dim")


def _stages(other: OpeningsView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    if other.stages:
        yield Text("Stage by stage", "bold")
        for stage in other.stages:
            yield Text(plain(f"  - {stage.name}: at the limits {stage.at_limits}, as stated {stage.as_stated}"))
            if stage.alone:
                yield Text(plain(f"    {stage.alone}"), "dim")
    for word in other.ambiguities:
        yield Text(plain(f"One word, read in several ways: {word.act}"), "bold")
        for line in word.readings:
            yield cited("  - ", line)
        for line in word.verdicts:
            yield Text(plain(line.text))
    if other.side_payments:
        yield Text("From other arenas", "bold")
        for line in other.side_payments:
            yield cited("  - ", line)
