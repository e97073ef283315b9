"""The first screen: the answer, what blocks, on whose word, and what to ask next, on eighty columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from detente.report.contexts import Cite, GoalView, Line, Page
from detente.report.contexts.beside import BesideView
from detente.report.words import count

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["cited", "first_screen", "plain", "show"]

_REASONS = 4
_SPARED = 2
_OTHERS = 3
_WIDTH = 96
_NUMBERED = re.compile(r" ?\d+  ")
_ASCII = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "→": "->", "…": "...", "\u00a0": " "})


def plain(text: str) -> str:
    r"""Text on one line without the characters that steer a terminal or turn its writing direction.

    >>> plain("a\x1b[31mb\u202ec\nd")
    'a[31mbc d'
    """
    return "".join(c if c.isprintable() else " " if c in "\n\t" else "" for c in text)


def show(console: Console, lines: Iterable[Text]) -> None:
    """Print lines, folded at the width of a page; what the terminal's encoding lacks is spelled in ASCII."""
    utf = console.encoding.lower().startswith("utf")
    width = min(console.width, _WIDTH)
    for line in lines:
        for folded in _fold(line if utf else _spelled(line), console, width):
            console.print(folded, overflow="fold", no_wrap=False)


def _spelled(line: Text) -> Text:
    from rich.text import Text

    said = line.plain.translate(_ASCII).encode("ascii", "replace").decode("ascii")
    return Text(said, style=line.style)


def _fold(line: Text, console: Console, width: int) -> Iterator[Text]:
    """Hang continuation lines below the text, not below the number."""
    from rich.text import Text

    body = line.plain
    indent = len(body) - len(body.lstrip())
    head = body.lstrip()
    if head.startswith("ASK NEXT"):
        indent = 10
    elif _NUMBERED.match(body) or head[:2] == "- ":
        indent += len(head) - len(head[2:].lstrip())
    first, *rest = line.wrap(console, width) if line.cell_len > width else [line]
    for part in (first, *rest):
        part.rstrip()
    yield first
    if rest:
        joined = Text(" ").join(rest)
        for part in joined.wrap(console, width - indent):
            yield Text(" " * indent) + Text(part.plain.rstrip(), style=part.style)


def first_screen(page: Page, following: Sequence[tuple[str, str]] = ()) -> Iterator[Text]:
    """The lines of the first screen; ``following`` are labels with the commands or files they lead to."""
    from rich.text import Text

    title = f"{plain(page.title).upper()}{f', {page.date}' if page.date else ''}"
    goal = page.headline
    yield Text(title, "bold")
    if goal is None:
        yield Text("No goal is named, so the question is only where this comes to rest: detente solve")
    else:
        yield Text(goal.answer.status, "bold")
        yield from _answer(goal)
        yield from _others(page.other_goals)
        yield from _beside(page.beside)
        yield Text(plain(" ".join([*goal.answer.warnings, "Not a forecast."])), "dim")
    if following:
        yield Text("   ".join(f"{label}: {plain(command)}" for label, command in following))


def _answer(goal: GoalView) -> Iterator[Text]:
    from rich.text import Text

    answer = goal.answer
    yield Text(plain(f"Question (chosen by {answer.chosen_by}): {answer.question}"))
    yield Text(plain(f"ANSWER: {answer.answer}"), "bold")
    yield Text(plain(answer.explanation), "dim")
    if answer.reasons:
        yield Text(answer.reasons_heading)
        for reason in answer.reasons[:_REASONS]:
            for number, line in enumerate(reason.lines):
                yield cited(f"{reason.number if number == 0 else '':>2}  ", line)
        if len(answer.reasons) > _REASONS:
            yield Text(f"    and {count(len(answer.reasons) - _REASONS, 'more', 'more')}: detente why", "dim")
    if answer.not_blocking:
        yield Text("Not shown to block")
        for line in answer.not_blocking[:_SPARED]:
            yield cited("  - ", line)
    for number, asked in enumerate(answer.ask_next[:2]):
        settles = f"  ({asked.settles})" if asked.settles else ""
        yield Text(plain(f"{'ASK NEXT' if number == 0 else '        '}  {asked.to}: {asked.ask}{settles}"))


def _others(goals: Sequence[GoalView]) -> Iterator[Text]:
    from rich.text import Text

    if goals:
        yield Text("Asked as well")
    for goal in goals[:_OTHERS]:
        yield Text(plain(f"  - {goal.name}: {goal.brief}"))
        for line in goal.own[:1]:
            yield cited("    ", line)
    if len(goals) > _OTHERS:
        yield Text(f"    and {count(len(goals) - _OTHERS, 'more', 'more')}", "dim")


def _beside(view: BesideView | None) -> Iterator[Text]:
    """What the texts conclude, a threat that bears on the goal, and what would turn an answer: a line each."""
    from rich.text import Text

    if view is None:
        return
    for found in view.conclusions[:1]:
        yield Text(plain(f"Concluded: {found.says.text}. {found.brief}."))
    for threat in [threat for threat in view.threats if threat.near][:1]:
        yield Text(plain(f"Threatened: {threat.says.text}. {threat.verdict}"))
    for row in [row for row in view.what_if if row.turns][:1]:
        yield Text(plain(f"What if  {row.supposed}: {'; '.join(row.changes)}"))


def cited(lead: str, line: Line) -> Text:
    """One line with whose word it is and where; ``lead`` is its number or dash."""
    from rich.text import Text

    text = Text(lead + plain(line.text))
    if line.cites:
        shown = "; ".join(_cite(cite) for cite in line.cites[:2])
        more = f"; and {len(line.cites) - 2} more" if len(line.cites) > 2 else ""
        text.append(f"  [{shown}{more}]", "dim")
    return text


def _cite(cite: Cite) -> str:
    return plain(f"{cite.who}, {cite.place}" if cite.place else cite.who)
