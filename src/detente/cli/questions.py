"""``detente questions``: what to ask next, and whom; and what the verbs that ask one question share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import as_json, emit, screen
from detente.cli.sources import materialised, waiting
from detente.cli.verdicts import asked_lines, by_verdict
from detente.errors import DossierError, UnknownName

if TYPE_CHECKING:
    from rich.text import Text

    from detente.analysis.analyze import GoalAnalysis
    from detente.analysis.asking import Asked
    from detente.analysis.follows import Contrary
    from detente.dossier.dossier import Dossier
    from detente.impasse.diagnose import Diagnosis
    from detente.report.contexts import ModellingView
    from detente.report.evidence import Book
    from detente.report.words import Telling
    from detente.worlds.bridging import Bridges
    from detente.worlds.robustness import Robustness

    Steps = list[tuple[str | Contrary, Bridges]]

__all__ = ["diagnosed", "goal_of", "questions"]

_ASKED = 8


def goal_of(dossier: Dossier, goal: str | None) -> str:
    """The goal asked about: the one named, else the one that page one answers.

    Raises :class:`~detente.errors.UnknownName`, and :class:`~detente.errors.DossierError` where there is none.
    """
    known = list(dossier.file.goals) or (["goal"] if dossier.file.goal else [])
    if not known:
        raise DossierError(f"{dossier.title!r} names no goal", cure="write goals into dossier.yaml; detente solve needs none")
    if goal is not None and goal not in known:
        raise UnknownName("goal", goal, known, owner=dossier.title)
    from detente.analysis.conclusion import goal_in_question

    return goal or goal_in_question(dossier) or known[-1]


def diagnosed(paths: Sequence[Path], goal: str | None) -> tuple[Book, Diagnosis, Telling]:
    """One goal of a dossier, or of what is drafted from accounts, diagnosed; with the words to tell it."""
    from detente.analysis.sources import dossier_from
    from detente.impasse.diagnose import diagnose
    from detente.report.evidence import Book
    from detente.report.resting import telling

    dossier = dossier_from(paths)
    diagnosis = diagnose(dossier, goal=goal_of(dossier, goal))
    book = Book(dossier)
    return book, diagnosis, telling(book, diagnosis.model)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="ACCOUNT...|DOSSIER")
@click.option("--goal", metavar="NAME", help="The goal to ask about (default: the one that the first screen answers).")
@click.option("--bound", type=click.IntRange(1), default=4096, show_default=True, help="How many readings of the statements to try.")
@click.option("--steps", is_flag=True, help="Also: what would have to be assumed for the contrary, and for each conclusion, to follow.")
@click.option("--modelling", is_flag=True, help="Also: under which other ways of modelling the same statements the answer changes.")
@by_verdict
@as_json
def questions(
    sources: tuple[str, ...], goal: str | None, bound: int, steps: bool, modelling: bool, verdict: str | None, json_: bool
) -> None:
    """Say what to ask next, whom, and what learning it settles; ranked by that, without any likelihood."""
    from detente.analysis.analyze import analyze
    from detente.analysis.named_verdicts import analyze_verdict
    from detente.analysis.sources import dossier_from
    from detente.report.evidence import Book
    from detente.report.terminal import show

    if verdict is not None and (goal is not None or steps or modelling):
        raise click.UsageError("--verdict goes without --goal, --steps and --modelling; a goal is named in it")
    with materialised(sources) as paths, waiting("weighing questions") as progress:
        dossier = dossier_from(paths)
        if verdict is not None:
            named = analyze_verdict(dossier, verdict, bound=bound)
            if json_:
                data = named.to_dict()
                emit({"title": dossier.title, **{key: data[key] for key in ("verdict", "questions")}})
            else:
                show(screen(), asked_lines(Book(dossier), named))
            return
        found = analyze(dossier, goal=goal_of(dossier, goal), bound=bound, progress=progress).goals[-1]
        further = _further(dossier, found.name, steps=steps, modelling=modelling)
    if json_:
        from detente.analysis.asking import asked_of

        document = {"title": dossier.title, "goal": found.name, "status": found.answer.status.value}
        emit({**document, "questions": [asked.to_dict() for asked in asked_of(dossier, found)], **_data(further)})
        return
    show(screen(), _lines(Book(dossier), found, further))


def _further(dossier: Dossier, goal: str, *, steps: bool, modelling: bool) -> tuple[Steps, Robustness | None]:
    found: Steps = []
    if steps:
        from detente.analysis.follows import contrary_of, missing_steps_for_conclusion

        contrary, bridges = contrary_of(dossier, goal)
        found.append((contrary, bridges))
        for name in dossier.file.conclusions:
            with suppress(DossierError):  # it does not stand, or says nothing to test
                found.append((name, missing_steps_for_conclusion(dossier, name)))
    if not modelling:
        return found, None
    from detente.analysis.robust import modelled_otherwise

    return found, modelled_otherwise(dossier, goal)


def _data(further: tuple[Steps, Robustness | None]) -> dict[str, Any]:
    steps, modelling = further
    data: dict[str, Any] = {}
    if steps:
        data["missing_steps"] = [
            {**({"conclusion": asked} if isinstance(asked, str) else {"contrary": asdict(asked)}), **found.to_dict()}
            for asked, found in steps
        ]
    if modelling is not None:
        data["modelled_otherwise"] = modelling.to_dict()
    return data


def _lines(book: Book, found: GoalAnalysis, further: tuple[Steps, Robustness | None]) -> Iterator[Text]:
    from rich.text import Text

    from detente.analysis.asking import asked_of
    from detente.report.modelling import asked_words, modelling_view, steps_view
    from detente.report.terminal import plain
    from detente.report.words import outcome_words
    from detente.report.words.answers import answer_words, question_words, settles_words, who_words

    how = "as stated (every demand met)" if found.answer.stated else "at the limits (demands may be traded)"
    yield Text(plain(f"What to ask about “{outcome_words(found.name, book.words)}” {how}"), "bold")
    yield Text(plain(answer_words(found.answer)))
    for number, asked in enumerate(asked_of(book.dossier, found)[:_ASKED], 1):
        question = asked.question
        yield Text(plain(f"{number:>2}  {who_words(question, book.words)}: {question_words(question)}"))
        yield Text(plain(f"    {settles_words(question, len(found.hinges.verdicts))}{_removes(book, found, asked)}"), "dim")
    if len(found.questions) > _ASKED:
        yield Text(f"    and {len(found.questions) - _ASKED:,} more: --json", "dim")
    steps, modelling = further
    for conclusion, bridges in steps:
        view = steps_view(book, asked_words(book, conclusion), bridges)
        yield Text(plain(f"{view.conclusion}: {view.answer}"), "bold")
        for line in view.steps:
            yield Text(plain(f"  - {line.text}"))
        if view.note:
            yield Text(plain(f"  {view.note}"), "dim")
    if modelling is not None:
        yield from _modelled(modelling_view(book, modelling))


def _removes(book: Book, found: GoalAnalysis, asked: Asked) -> str:
    if not asked.reasons:
        return ""
    reason = found.answer.reasons[asked.reasons[0] - 1]
    told = "; ".join(dict.fromkeys(book.line(part.id).text for part in reason.parts if part.kind != "rule" and part.id in book.statements))
    more = f", and {len(asked.reasons) - 1} more" if len(asked.reasons) > 1 else ""
    return f"; if set aside, this reason would fall: {told or 'the situation now'}{more}"


def _modelled(view: ModellingView) -> Iterator[Text]:
    from rich.text import Text

    from detente.report.terminal import plain

    yield Text(f"Modelled otherwise, in {view.variants} ways (a count of ways, no likelihood)", "bold")
    for question, answer in view.questions:
        yield Text(plain(f"  {question} As written: {answer}"))
    for row in view.rows:
        told = "; ".join(
            f"{question.rstrip('?')}: {f'survives {same}, changes under {other}' if other else f'survives all {same}'}"
            for (question, _), (same, other) in zip(view.questions, row.cells, strict=True)
        )
        yield Text(plain(f"  - With {row.label}: {told}"))
        for changing in row.changing:
            yield Text(plain(f"      {changing}"), "dim")
