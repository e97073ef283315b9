"""``detente hinges``: which statements decide, and on whose word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting
from detente.cli.verdicts import by_verdict, hinge_lines, word_lines

if TYPE_CHECKING:
    from rich.text import Text

    from detente.report.contexts import GoalView

__all__ = ["hinges"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--goal", metavar="NAME", help="The goal to ask about (default: the one that the first screen answers).")
@click.option("--bound", type=click.IntRange(1), default=4096, show_default=True, help="How many readings of the statements to try.")
@by_verdict
@as_json
def hinges(sources: tuple[str, ...], goal: str | None, bound: int, verdict: str | None, json_: bool) -> None:
    """Say which statements decide the answer, which make no difference, and what it is if only some people's statements count."""
    from detente.analysis.analyze import analyze
    from detente.analysis.named_verdicts import analyze_verdict
    from detente.analysis.sources import dossier_from
    from detente.cli.questions import goal_of
    from detente.report.evidence import Book
    from detente.report.terminal import show

    if verdict is not None and goal is not None:
        raise click.UsageError("name the goal in --verdict, or give --goal")
    with materialised(sources) as paths, waiting("trying readings") as progress:
        dossier = dossier_from(paths)
        if verdict is not None:
            named = analyze_verdict(dossier, verdict, bound=bound)
            if json_:
                emit({"title": dossier.title, **named.to_dict()})
            else:
                show(screen(), hinge_lines(Book(dossier), named))
            return
        analysis = analyze(dossier, goal=goal_of(dossier, goal), bound=bound, progress=progress)
    found = analysis.goals[-1]
    if json_:
        whole = found.to_dict()
        emit({"title": dossier.title, **{key: whole[key] for key in ("goal", "answer", "hinges", "policies", "questions")}})
        return
    from detente.report.page import page_of

    view = page_of(analysis).headline
    assert view is not None
    show(screen(), _lines(view))


def _lines(goal: GoalView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.contexts import Line
    from detente.report.terminal import cited, plain

    yield Text(plain(f"What decides “{goal.name}”?"), "bold")
    yield Text(plain(goal.answer.answer))
    yield Text(plain(goal.claims_note))
    for row in goal.claims:
        if row.role == "deciding":
            yield cited("  - ", Line(f"{row.id}: {row.says}", (row.cite,)))
            if row.effect:
                yield Text(plain(f"    {row.effect}"), "dim")
    if goal.idle:
        yield Text(plain(f"  Whether accepted or set aside, no difference: {', '.join(row.id for row in goal.idle)}"), "dim")
    held = [row.id for row in goal.claims if row.role == "held"]
    if held:
        yield Text(plain(f"  Kept as they stand, not tried (a higher --bound tries them): {', '.join(held)}"), "dim")
    if goal.enough:
        yield Text("Statements that settle it together", "bold")
        for told in goal.enough:
            yield Text(plain(f"  - {told}"))
    yield from word_lines((policy.name, policy.answer, policy.note) for policy in goal.policies)
