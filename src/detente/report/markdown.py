"""The report in Markdown, shorter: the answer, who holds what, the deals, whose word decides, what to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from detente.report.contexts import Cite, DealsView, GoalView, ImpasseView, Line, OpeningsView, Page, Reason, ZoneView
from detente.report.contexts.beside import BesideView
from detente.report.terminal import plain
from detente.report.words import NOT_A_FORECAST, count

__all__ = ["escaped", "markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
_LEAD = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")  # what would begin a list or a heading at the start of a line


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line: nothing in it becomes markup, HTML, a link, a table cell or a direction.

    >>> print(escaped("<b>[a](x)</b> | c"))
    \<b\>\[a\](x)\</b\> \| c
    >>> print(escaped("- x"), escaped("1. x"))
    \- x 1\. x
    """
    said = _SPECIAL.sub(r"\\\1", plain(text)).replace("://", ":\u200b//").replace("www.", "www\u200b.")
    return _LEAD.sub(lambda match: f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}", said)


def markdown(page: Page) -> str:
    """The whole file as a string."""
    return "\n".join(_blocks(page)).rstrip() + "\n"


def _blocks(page: Page) -> Iterator[str]:
    yield f"# {escaped(page.title)}\n"
    yield f"{escaped(page.subtitle)}\n"
    if page.headline:
        yield from _answer(page.headline)
    yield from _positions(page)
    for goal in page.goals:
        yield f"## Deals: {escaped(goal.name)}\n"
        for deals in goal.deals:
            yield from _deals(deals)
        if goal.zone:
            yield from _zone(goal.zone)
        if goal.openings:
            yield from _other_ways(goal.openings)
    if page.headline:
        yield from _whose(page.headline)
    if page.beside:
        yield from _beside(page.beside)
    yield from _further(page)
    yield "## What it rests on\n"
    yield from _table(["Parts of the model", "Number"], ([row.label, str(row.count)] for row in page.budget))
    yield from _table(["Party", "Statements by it", "about it"], ([v.name, str(v.statements), str(v.about)] for v in page.parties))
    yield from _table(["Document", "Date", "Source", "SHA-256"], ([d.title, d.date, d.provenance, d.sha256] for d in page.documents))
    yield f"**Not a forecast.** {NOT_A_FORECAST} Détente {page.version}.\n"


def _answer(goal: GoalView) -> Iterator[str]:
    answer = goal.answer
    yield f"**{escaped(answer.status)}**\n"
    yield f"Question (chosen by {escaped(answer.chosen_by)}): {escaped(answer.question)}\n"
    yield f"**{escaped(answer.answer)}** {escaped(answer.explanation)}\n"
    if answer.reasons:
        yield f"{escaped(answer.reasons_heading)}:\n"
        yield from _reasons(answer.reasons)
    if answer.not_blocking:
        yield "Not shown to block:\n"
        yield from _list(answer.not_blocking)
    if answer.ask_next:
        yield "Ask next:\n"
        for asked in answer.ask_next:
            yield f"- **{escaped(asked.to)}:** {escaped(asked.ask)}{f' ({escaped(asked.settles)})' if asked.settles else ''}"
        yield ""
    yield "\n".join(f"{escaped(warning)}\n" for warning in answer.warnings)


def _reasons(reasons: Sequence[Reason]) -> Iterator[str]:
    for reason in reasons:
        yield f"{reason.number}. " + "\n   ".join(f"{_line(line)}  " for line in reason.lines)
    yield ""


def _line(line: Line) -> str:
    return f"{escaped(line.text)}{_cites(line.cites)}"


def _cites(cites: Sequence[Cite]) -> str:
    if not cites:
        return ""
    return " *(" + "; ".join(escaped(f"{cite.who}, {cite.place}" if cite.place else cite.who) for cite in cites[:4]) + ")*"


def _list(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        yield f"- {_line(line)}"
    yield ""


def _positions(page: Page) -> Iterator[str]:
    if not page.issues:
        return
    yield "## Who holds what\n"
    rows = []
    for row in page.issues:
        cells = ["; ".join(f"{escaped(cell.text)}{_cites(cell.cites)}" for cell in found) or "-" for found in row.cells]
        rows.append([escaped(row.issue), *cells])
    yield from _table(["Issue", *(view.name for view in page.table_parties)], rows, ready=True)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, ready: bool = False) -> Iterator[str]:
    body = [f"| {' | '.join(row if ready else map(escaped, row))} |" for row in rows]
    if body:
        yield f"| {' | '.join(map(escaped, head))} |"
        yield f"|{'---|' * len(head)}"
        yield from body
        yield ""


def _deals(deals: DealsView) -> Iterator[str]:
    yield f"### {deals.heading}\n"
    yield f"{escaped(deals.explanation)} {escaped(deals.verdict)} {escaped(deals.same)}".rstrip() + "\n"
    for deal in deals.deals:
        said = " ".join(text for text in (deal.holds, *deal.leaving, deal.cure, deal.apart, deal.losers) if text)
        yield f"**{escaped(deal.label)}.** {escaped(said)}".rstrip() + "\n"
        yield from _list(deal.changes)
    if deals.reasons:
        yield from _reasons(deals.reasons)
    if deals.changes:
        yield "Changes that would remove this reason:\n"
        rows = [
            [group.who, "; or ".join("; and ".join(line.text for line in change) for change in group.changes), group.statements]
            for group in deals.changes
        ]
        yield from _table(["Who", "If this no longer stood", "Statements recorded"], rows)
        if more := sum(group.more for group in deals.changes):
            yield f"And {count(more, 'more way', 'more ways')}: detente why --json has them all.\n"
    if deals.impasse:
        yield from _impasse(deals.impasse)


def _impasse(view: ImpasseView) -> Iterator[str]:
    yield f"**Which kind of impasse, {view.side}: {view.kind}.** {escaped(view.verdict)} {escaped(view.read)}".rstrip() + "\n"
    for group in view.groups:
        yield f"{escaped(group.who)} (statements recorded: {group.statements}):\n"
        for part in group.parts:
            yield f"- {'; '.join(_line(line) for line in part)}\n"
    yield "".join(f"- {escaped(note)}\n" for note in view.notes)


def _beside(beside: BesideView) -> Iterator[str]:
    yield "## Conclusions, threats, and what if\n"
    for found in beside.conclusions:
        yield f"**{_line(found.says)}** {escaped(found.verdict)} {escaped(' '.join(found.why))}\n"
        for says, lines in found.carried:
            yield f"{escaped(says)}:\n"
            yield from _list(lines)
    yield from _table(["Party", "Against", "No good choice?"], ([r.party, r.reference, f"{r.verdict} {r.why}"] for r in beside.choices))
    for threat in beside.threats:
        yield f"**{_line(threat.says)}** {escaped(threat.verdict)}\n"
        yield from _list(threat.why)
    yield from _table(["What if", "What changes"], ([row.supposed, "; ".join(row.changes)] for row in beside.what_if))
    yield "".join(f"- {escaped(note)}\n" for note in beside.what_if_notes)
    yield f"{escaped(beside.now)}\n" if beside.now else ""
    yield from _table(["Party", "Left to itself", "Deals against now"], ([row.party, row.stays, row.deals] for row in beside.now_rows))
    yield from _table(["Party", "Inferred", "Set aside"], ([row.party, str(row.inferred), row.effect] for row in beside.mirror))


def _further(page: Page) -> Iterator[str]:
    if page.sides:
        yield "## In each side’s own eyes\n"
        head = ["Side", "Says", "Grants", "Lacks", "Now, in its own eyes", "Now, all statements together"]
        yield from _table(head, ([r.party.name, str(r.says), str(r.grants), str(r.lacks), r.own, r.together] for r in page.sides.rows))
        yield from _list(page.sides.collisions)
        for told, rows in ((page.sides.peace, page.sides.false_peace), (page.sides.fear, page.sides.needless_fear)):
            yield f"{escaped(told)}\n"
            for row in rows:
                yield f"{escaped('; '.join(line.text for line in row.situation))}. {escaped(row.who)}\n"
                yield from _list(row.separates)
    if page.steps or page.modelling:
        yield "## What else it would take\n"
    for view in page.steps:
        yield f"**{escaped(view.conclusion)}** {escaped(view.answer)} {escaped(view.note)}".rstrip() + "\n"
        yield from _list(view.steps)
    if page.modelling:
        head = ["With", *(f"{question} As written: {answer}" for question, answer in page.modelling.questions), "Changes under"]
        rows_ = (
            [row.label, *(f"survives {same}, changes under {other}" for same, other in row.cells), "; ".join(row.changing) or "-"]
            for row in page.modelling.rows
        )
        yield from _table(head, rows_)


def _zone(zone: ZoneView) -> Iterator[str]:
    yield "### How each party orders them\n"
    yield f"{escaped(zone.lede)}\n"
    if zone.common:
        yield "In each of them:\n"
        yield from _list(zone.common)
    rows = [[str(one.number), "; ".join(line.text for line in one.changes), "yes" if one.pareto else "no"] for one in zone.packages]
    yield from _table(["Package", "What changes besides", "Nobody can gain without another losing"], rows)
    lanes = [[lane.party.name, lane.takes or "-", lane.open or "-", lane.refuses or "-", lane.best, lane.worst] for lane in zone.lanes]
    yield from _table(["Party, best first", "No worse than now", "Open against now", "Worse than now", "Its best", "Its worst"], lanes)
    if zone.meeting:
        yield f"{escaped(zone.meeting)} {escaped(zone.impasse)}".rstrip() + "\n"


def _other_ways(other: OpeningsView) -> Iterator[str]:
    yield "### Other ways to meet it\n"
    needs = [
        [need.line.text, way.text, "; ".join(line.text for line in way.refused) or "nobody"] for need in other.needs for way in need.ways
    ]
    yield from _table(["Who asks for what", "What would meet it", "Refused by"], needs)
    yield from _table(
        ["The same question, asked otherwise", "Answer", "What blocks"], ([v.name, v.answer, v.reasons] for v in other.variants)
    )
    stages = ([stage.name, stage.at_limits, stage.as_stated, stage.alone] for stage in other.stages)
    yield from _table(["Stage", "At the limits", "As stated", "Beside the others"], stages)
    for word in other.ambiguities:
        yield f"One word, read in several ways: {escaped(word.act)}\n"
        yield from _list((*word.readings, *word.verdicts))
    for weighing in other.weighings:
        yield f"A condition with several parts: {_line(weighing.says)}. {escaped(weighing.verdict)}\n"
        parts = ([part.text, part.verdict, "; ".join(line.text for line in part.adds)] for part in weighing.parts)
        yield from _table(["Part", "Asked for alone", "What it meets"], parts)
    yield from _list(other.side_payments)


def _whose(goal: GoalView) -> Iterator[str]:
    yield "## On whose word\n"
    if goal.claims_note:
        yield f"{escaped(goal.claims_note)}\n"
    deciding = [Line(f"{row.id}: {row.says}. {row.effect}", (row.cite,)) for row in goal.claims if row.role == "deciding"]
    yield from _list((*deciding, *(Line(told) for told in goal.enough)))
    yield from _table(
        ["Whose statements count", "Answer"], ([row.name, f"{row.answer}{f' ({row.note})' if row.note else ''}"] for row in goal.policies)
    )
    if goal.questions:
        yield "## What to ask\n"
        yield from _table(["Question", "To", "Learning it"], ([asked.ask, asked.to, asked.settles] for asked in goal.questions))
    if goal.more_questions:
        yield f"{goal.more_questions} of a lower rank not shown; `detente questions --json` lists every one.\n"
