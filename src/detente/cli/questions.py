"""What the verbs that ask one question share: the dossier, its words, the diagnosis of one goal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DossierError, UnknownName

if TYPE_CHECKING:
    from detente.dossier.dossier import Dossier
    from detente.impasse.diagnose import Diagnosis
    from detente.report.evidence import Book
    from detente.report.words import Telling

__all__ = ["diagnosed", "goal_of"]


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
