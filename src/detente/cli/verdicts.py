"""``--verdict``: the same name for a verdict on every verb that asks what an answer hinges on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.named_verdicts import VerdictAnalysis
    from detente.report.evidence import Book

__all__ = ["asked_lines", "by_verdict", "hinge_lines", "word_lines"]

F = TypeVar("F", bound=Callable[..., Any])
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
    from detente.report.words.hinges import enough_lines

    hinges = found.hinges
    yield from _head("What decides whether", found)
    for row in hinges.deciding:
        yield Text(plain(f"  - {_told(book, row.claim)}"))
        yield Text(f"    changes it in {row.worlds} of {count(len(hinges.verdicts), 'reading')}", "dim")
    if hinges.idle:
        told = count(len(hinges.idle), "statement makes", "statements make")
        yield Text(plain(f"  and {told} no difference: {', '.join(sorted(hinges.idle))}"), "dim")
    enough = tuple(enough_lines(hinges, lambda claim: _told(book, claim), holds="it holds", fails="it does not hold", single=True))
    if enough:
        yield Text("Each of these settles it", "bold")
        for told in enough:
            yield Text(plain(f"  - {told}"))
    yield from word_lines(
        (
            policy_words(policy, book.words),
            policy.note if policy.holds is None else "holds" if policy.holds else "does not hold",
            "they contradict one another" if policy.policy.clashes else "",
        )
        for policy in found.policies
    )


def word_lines(policies: Iterable[tuple[str, str, str]]) -> Iterator[Text]:
    """Whose statements count, below the answer that they give: rows of a policy, its answer and a note, in the order of first answers."""
    from rich.text import Text

    from detente.report.terminal import plain

    found: dict[str, list[str]] = {}
    for name, answer, note in policies:
        found.setdefault(answer, []).append(f"    - {name}{f' ({note})' if note else ''}")
    yield Text("By whose statements count", "bold")
    for answer, names in found.items():
        yield Text(plain(f"  {answer}"))
        yield from (Text(plain(name)) for name in names)


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
