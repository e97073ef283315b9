"""``--verdict``: the same name for a verdict on every verb that asks what an answer hinges on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.named_verdicts import VerdictAnalysis
    from detente.report.evidence import Book

__all__ = ["asked_lines", "by_verdict", "hinge_lines"]

F = TypeVar("F", bound=Callable[..., Any])
_LISTED = 4
_ASKED = 8


def by_verdict(command: F) -> F:
    """The option ``--verdict``."""
    option = click.option(
        "--verdict",
        metavar="NAME",
        help="Another verdict than the headline: deal[:GOAL], stated[:GOAL], holds[:GOAL], rests:SITUATION[:CONCEPT], "
        "stays:PARTY:SITUATION[:CONCEPT], with :every or :some ranking after a concept, or follows:CONCLUSION.",
    )
    decorated: F = option(command)
    return decorated


def hinge_lines(book: Book, found: VerdictAnalysis) -> Iterator[Text]:
    """What decides it, the smallest sets that carry and defeat it, what is idle, and under whose word it holds."""
    from rich.text import Text

    from detente.report.terminal import plain
    from detente.report.words import count
    from detente.report.words.answers import policy_words

    hinges = found.hinges
    yield from _head("What decides whether", found)
    for row in hinges.deciding:
        yield Text(plain(f"  - {_told(book, row.claim)}"))
        yield Text(f"    changes it in {row.worlds} of {count(len(hinges.verdicts), 'reading')}", "dim")
    if hinges.idle:
        yield Text(f"  and {count(len(hinges.idle), 'statement makes', 'statements make')} no difference", "dim")
    for title, some, total in (
        ("Each of these makes it hold", hinges.carry, hinges.carry_count),
        ("Each of these unmakes it", hinges.defeat, hinges.defeat_count),
    ):
        if hinges.settled is None and some:
            yield Text(title, "bold")
            for implicant in some[:_LISTED]:
                parts = [
                    f"{verb} {', '.join(sorted(claims))}"
                    for verb, claims in (("accept", implicant.accepted), ("set aside", implicant.aside))
                    if claims
                ]
                yield Text(plain(f"  - {'; '.join(parts)}"))
            if total > _LISTED:
                yield Text(f"    and {total - _LISTED:,} more: --json", "dim")
    yield Text("By whose statements count", "bold")
    names = [policy_words(row, book.words) for row in found.policies]
    width = min(42, max(map(len, names), default=0))
    for name, policy in zip(names, found.policies, strict=True):
        under = policy.note if policy.holds is None else "holds" if policy.holds else "does not hold"
        clash = " (they contradict one another)" if policy.policy.clashes else ""
        yield Text(plain(f"  {name:<{width}}  {under}{clash}"))


def asked_lines(book: Book, found: VerdictAnalysis) -> Iterator[Text]:
    """What to ask, and whom."""
    from rich.text import Text

    from detente.report.terminal import plain
    from detente.report.words.answers import question_words, settles_words, who_words

    yield from _head("What to ask about whether", found)
    for number, question in enumerate(found.questions[:_ASKED], 1):
        yield Text(plain(f"{number:>2}  {who_words(question, book.words)}: {question_words(question)}"))
        yield Text(plain(f"    {settles_words(question, len(found.hinges.verdicts))}"), "dim")
    if len(found.questions) > _ASKED:
        yield Text(f"    and {len(found.questions) - _ASKED:,} more: --json", "dim")


def _head(start: str, found: VerdictAnalysis) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain
    from detente.report.words import count

    hinges = found.hinges
    readings = count(len(hinges.verdicts), "reading")
    told = f"Not settled: it holds in {hinges.verdicts_holding} of {readings}"
    if hinges.settled is not None:
        told = f"It holds in all {readings}" if hinges.settled else f"It holds in none of {readings}"
    left = len(hinges.held) + len(hinges.worlds.aside)
    partly = "" if hinges.complete else f"; {count(left, 'statement was', 'statements were')} not varied"
    yield Text(plain(f"{start} {found.verdict.says}"), "bold")
    yield Text(f"{told}{partly} (a count of readings, no likelihood).")


def _told(book: Book, claim: str) -> str:
    from detente.evidence import Voice

    silence = " (read from silence)" if book.dossier.voice(claim) is Voice.absence else ""
    return f"{claim}: {book.dossier.claims[claim].says}{silence}"
