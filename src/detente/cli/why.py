"""``detente why``: what blocks a deal, and what would remove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.further import Further
    from detente.impasse.diagnose import Diagnosis
    from detente.report.contexts import DealsView, OpeningsView
    from detente.report.contexts.beside import BesideView
    from detente.worlds.policies import PolicyRow

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
    from detente.impasse.openings import openings

    beside = openings(diagnosis)
    policies = _policies(diagnosis)
    if json_:
        more = beside.to_dict()
        told = {name: more[name] for name in ("needs", "weighings", "variants")}
        told |= _further(diagnosis).to_dict()
        emit({**diagnosis.to_dict(), **told, "policies": [row.to_dict() for row in policies], "certificates": _certificates(diagnosis)})
        return
    from detente.report.beside import bearing_of, beside_view
    from detente.report.deals import deals_views
    from detente.report.openings import openings_view
    from detente.report.terminal import show
    from detente.report.words import outcome_words

    views = deals_views(book, diagnosis, tell)
    rest = beside_view(book, diagnosis.model, _further(diagnosis), tell, bearing_of(diagnosis))
    other = openings_view(book, diagnosis, beside, tell, policies)
    show(screen(), [*_lines(f"What blocks “{outcome_words(diagnosis.goal_name, book.words)}”?", views, other), *_beside(rest)])


def _further(diagnosis: Diagnosis) -> Further:
    """What stands beside the answer, for the one goal."""
    from detente.analysis.further import One, further

    return further(diagnosis.dossier, diagnosis.model, [One(diagnosis.goal_name, diagnosis)])


def _policies(diagnosis: Diagnosis) -> Sequence[PolicyRow]:
    """The same question on fewer statements; asked as the first screen asks it."""
    from detente.impasse.verdict import deal_possible
    from detente.worlds.policies import policy_table

    stated = not diagnosis.at_limits.reasons.blocked
    return policy_table(diagnosis.dossier, deal_possible(diagnosis.dossier, diagnosis.goal_name, stated=stated))


def _certificates(diagnosis: Diagnosis) -> dict[str, list[dict[str, Any]]]:
    """Every reason, change set and listed package checked again, without what found them."""
    from detente.impasse.checking import check_holding, check_packages, check_reasons

    conflict, checked = diagnosis.model.option_form, {}
    for name, side in (("at_limits", diagnosis.at_limits), ("as_stated", diagnosis.as_stated)):
        found = check_reasons(conflict, side.reasons)
        if side.packages:
            found += check_packages(side.packages.conflict, side.packages)
        if side is diagnosis.asked and side.packages and diagnosis.commitment:
            loose = [one.package for one in diagnosis.commitment.unstable]
            found += check_holding(side.packages.conflict, diagnosis.commitment.holds, loose)
        checked[name] = [one.to_dict() for one in found]
    return checked


def _lines(title: str, views: tuple[DealsView, ...], other: OpeningsView) -> Iterator[Text]:
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
    yield from _other_ways(other)
    yield Text("Coverage is not blame: a party that is quoted more often can be asked to move more often.", "dim")


def _other_ways(other: OpeningsView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    if other.needs:
        yield Text("WHAT ELSE WOULD MEET IT: the same words, met otherwise", "bold")
    for need in other.needs:
        yield cited("  ", need.line)
        for way in need.ways:
            refused = "; ".join(line.text for line in way.refused)
            yield Text(plain(f"  - {way.text}: {f'refused, {refused}' if refused else 'refused by nobody'}"))
        for said in (need.verdict, *(f"On the same issue: {one}" for one in need.beside)):
            if said:
                yield Text(plain(f"    {said}"), "dim")
    for weighing in other.weighings:
        yield Text("A CONDITION WITH SEVERAL PARTS", "bold")
        yield cited("  ", weighing.says)
        for part in weighing.parts:
            met = f": {'; '.join(line.text for line in part.adds)}" if part.adds else ""
            yield Text(plain(f"  - {part.text}: {part.verdict}{met}"))
        yield Text(plain(f"    {weighing.verdict}"), "dim")
    if other.variants:
        yield Text("THE SAME QUESTION, ASKED OTHERWISE", "bold")
        for row in other.variants:
            yield Text(plain(f"  - {row.name}: {row.answer}{f' ({row.reasons})' if row.reasons else ''}"))


def _beside(view: BesideView | None) -> Iterator[Text]:
    """Conclusions of the texts, threats that bear on the goal, and what it would change to suppose something else."""
    from rich.text import Text

    from detente.report.terminal import cited, plain

    for found in view.conclusions if view else ():
        yield cited("CONCLUSION: ", found.says)
        yield Text(plain(f"  {found.verdict}"))
        yield from (Text(plain(f"  - {text}"), "dim") for text in found.why)
        for says, lines in found.carried:
            yield Text(plain(f"  {says}"))
            yield from (cited("  - ", line) for line in lines)
    for threat in (threat for threat in view.threats if threat.near) if view else ():
        yield cited("THREAT: ", threat.says)
        yield Text(plain(f"  {threat.verdict}"))
        yield from (cited("  - ", line) for line in threat.why)
    if view and view.what_if:
        yield Text("WHAT IF", "bold")
        yield from (Text(plain(f"  - {row.supposed}: {'; '.join(row.changes)}")) for row in view.what_if)
    if view and view.what_if_note:
        yield Text(plain(view.what_if_note), "dim")
