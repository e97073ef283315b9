"""``detente why``: what blocks a deal, and what would remove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.further import Further
    from detente.impasse.diagnose import Diagnosis
    from detente.report.contexts import DealsView, ImpasseView, OpeningsView, WeighingView
    from detente.report.contexts.beside import BesideView, ConclusionView, ThreatView
    from detente.worlds.policies import PolicyRow

__all__ = ["why"]

_CHANGES = 2  # ways to remove the reasons that are told of each party, unless all are asked for


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--goal", metavar="NAME", help="The goal to ask about (default: the one that the first screen answers).")
@click.option("--all", "full", is_flag=True, help="Everything: other ways to meet it, the conclusions of the texts, threats, and what if.")
@as_json
def why(sources: tuple[str, ...], goal: str | None, full: bool, json_: bool) -> None:
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
    title = f"What blocks “{outcome_words(diagnosis.goal_name, book.words)}”?"
    show(screen(), _lines(title, views, other, rest, " ".join(sources), full=full))


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
    from detente.impasse.certificates import certificates

    return {side: [one.to_dict() for one in found] for side, found in certificates(diagnosis).items()}


def _lines(
    title: str, views: tuple[DealsView, ...], other: OpeningsView, rest: BesideView | None, home: str, *, full: bool
) -> Iterator[Text]:
    """The answer, why, and what would remove it; the further parts in full, or named with the option that shows them."""
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text(plain(title), "bold")
    for view in views:
        yield Text(plain(f"{view.heading.upper()}: {view.verdict}"), "bold")
        yield Text(plain(view.explanation), "dim")
        yield from _blocking(view, most=None if full else _CHANGES)
    for view in views:
        if view.impasse:
            yield from _impasse(view.impasse)
    yield Text("Being asked to move more often is not being to blame: it also comes of being quoted more often.", "dim")
    yield from _variants(other)
    parts = [*_other_ways(other), *_beside(rest)]
    if full:
        for part in parts:
            yield from part.lines
    elif parts:
        yield Text(plain(f"MORE, with detente why {home} --all"), "bold")
        yield from (Text(plain(f"  - {part.brief}")) for part in parts if part.brief)


def _blocking(view: DealsView, *, most: int | None) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain
    from detente.report.words import count

    if view.same:
        yield Text(plain(view.same))
    for reason in view.reasons:
        for number, line in enumerate(reason.lines):
            yield cited(f"{reason.number if number == 0 else '':>2}  ", line)
    if view.changes:
        yield Text("What would remove every reason: any one of these, if it no longer stood", "bold")
    left, beyond = 0, 0
    for group in view.changes:
        recorded = f" (statements recorded: {group.statements})" if group.statements else ""
        yield Text(plain(f"  {group.who}{recorded}"))
        shown = group.changes if most is None else sorted(group.changes, key=len)[:most]
        left += len(group.changes) - len(shown)
        beyond += group.more
        for change in shown:
            for number, line in enumerate(change):
                joined = "; and" if number < len(change) - 1 else ""
                yield Text(plain(f"  {'-' if number == 0 else ' '} {line.text}{joined}"))
    if left:
        yield Text(f"  and {count(left, 'more way', 'more ways')}, with --all", "dim")
    if beyond:
        yield Text(f"  and {count(beyond, 'more way', 'more ways')}, with --json", "dim")
    for note in view.notes:
        yield Text(plain(note), "dim")


def _impasse(view: ImpasseView) -> Iterator[Text]:
    """Which kind it is, what turns on whom, and what was held fixed or not looked at."""
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield Text(plain(f"WHICH KIND OF IMPASSE, {view.side}: {view.kind}"), "bold")
    yield from (Text(plain(said), "dim") for said in (view.verdict, view.read) if said)
    for group in view.groups:
        recorded = f" (statements recorded: {group.statements})" if group.statements else ""
        yield Text(plain(f"  {group.who}{recorded}"))
        for part in group.parts:
            yield from (cited("  - " if line is part[0] else "      ", line) for line in part)
    yield from (Text(plain(note), "dim") for note in view.notes)


@dataclass(frozen=True)
class _Part:
    """One further part: ``brief`` names it where it is not shown."""

    brief: str
    lines: tuple[Text, ...]


def _other_ways(other: OpeningsView) -> Iterator[_Part]:
    if other.needs:
        yield _Part(f"other acts that would meet what is asked for ({len(other.needs)})", tuple(_needs(other)))
    for weighing in other.weighings:
        yield _Part(f"a condition with several parts: {weighing.says.text}", tuple(_weighing(weighing)))


def _needs(other: OpeningsView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield Text("WHAT ELSE WOULD MEET IT: the same words, met otherwise", "bold")
    for need in other.needs:
        yield cited("  ", need.line)
        for way in need.ways:
            refused = "; ".join(line.text for line in way.refused)
            yield Text(plain(f"  - {way.text}: {f'refused, {refused}' if refused else 'refused by nobody'}"))
        for said in (need.verdict, *(f"On the same issue: {one}" for one in need.beside)):
            if said:
                yield Text(plain(f"    {said}"), "dim")


def _weighing(weighing: WeighingView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield Text("A CONDITION WITH SEVERAL PARTS", "bold")
    yield cited("  ", weighing.says)
    for part in weighing.parts:
        met = f": {'; '.join(line.text for line in part.adds)}" if part.adds else ""
        yield Text(plain(f"  - {part.text}: {part.verdict}{met}"))
    yield Text(plain(f"    {weighing.verdict}"), "dim")


def _variants(other: OpeningsView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    if other.variants:
        yield Text("THE SAME QUESTION, ASKED OTHERWISE", "bold")
    for row in other.variants:
        yield Text(plain(f"  - {row.name}: {row.answer}{f' ({row.reasons})' if row.reasons else ''}"))


def _beside(view: BesideView | None) -> Iterator[_Part]:
    """Conclusions of the texts, threats that bear on the goal, and what it would change to suppose something else."""
    if view is None:
        return
    for found in view.conclusions:
        yield _Part(f"concluded: {found.says.text} ({found.brief[:1].lower()}{found.brief[1:]})", tuple(_conclusion(found)))
    if view.choices:
        yield _Part("who has no good choice, asked of every party", tuple(_choices(view)))
    if view.now_rows:
        yield _Part("if there is no deal: what that is to each party", tuple(_now(view)))
    for threat in (threat for threat in view.threats if threat.near):
        yield _Part(f"threatened: {threat.says.text}", tuple(_threat(threat)))
    if view.mirror:
        yield _Part("what is inferred of each party, set aside", tuple(_mirror(view)))
    if view.what_if or view.what_if_notes:
        turning = len(view.what_if)
        changing = f"{turning} of them {'changes' if turning == 1 else 'change'} an answer" if turning else "none changes an answer"
        yield _Part(f"what if something else were supposed ({changing})", tuple(_what_if(view)))


def _conclusion(found: ConclusionView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield cited("CONCLUSION: ", found.says)
    yield Text(plain(f"  {found.verdict}"))
    yield from (Text(plain(f"  - {text}"), "dim") for text in found.why)
    for says, lines in found.carried:
        yield Text(plain(f"  {says}"))
        yield from (cited("  - ", line) for line in lines)


def _choices(view: BesideView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text("NO GOOD CHOICE: the same question for every party", "bold")
    for row in view.choices:
        yield Text(plain(f"  - {row.party}, against {row.reference}: {row.verdict}"))
        if row.why:
            yield Text(plain(f"    {row.why}"), "dim")


def _now(view: BesideView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield Text("IF THERE IS NO DEAL", "bold")
    yield Text(plain(f"  {view.now}"))
    for row in view.now_rows:
        costs = f"; it bears {row.costs}" if row.costs else ""
        yield Text(plain(f"  {row.party}: left to itself: {row.stays}; deals against now: {row.deals}{costs}"))
        yield from (cited("  - unmet now: ", line) for line in row.unmet)


def _mirror(view: BesideView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text("WHAT IS INFERRED OF EACH PARTY, set aside", "bold")
    yield from (Text(plain(f"  - {row.party} ({row.inferred} inferred): {row.effect}")) for row in view.mirror)
    yield Text(plain(f"    {view.mirror_note}"), "dim")


def _threat(threat: ThreatView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import cited, plain

    yield cited("THREAT: ", threat.says)
    yield Text(plain(f"  {threat.verdict}"))
    yield from (cited("  - ", line) for line in threat.why)


def _what_if(view: BesideView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text("WHAT IF", "bold")
    for row in view.what_if:
        yield Text(plain(f"  {row.supposed}"))
        yield from (Text(plain(f"  - {change}")) for change in row.changes)
    yield from (Text(plain(f"  - {note}"), "dim") for note in view.what_if_notes)
