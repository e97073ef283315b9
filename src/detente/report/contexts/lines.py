"""What every section is made of: parties, whose word and where, sentences, reasons, and questions."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cite", "Line", "PartyView", "QuestionView", "Reason"]


@dataclass(frozen=True)
class PartyView:
    """A party and how it is told apart: ``mark`` (from 0) chooses colour and pattern, the same everywhere on the page."""

    id: str
    name: str
    mark: int
    roles: tuple[str, ...] = ()
    doubtful: bool = False
    statements: int = 0
    about: int = 0


@dataclass(frozen=True)
class Cite:
    """Whose word, and where: ``kind`` is party, report, author, absence, assumed or unknown; ``claim`` the id, '' where there is none."""

    kind: str
    who: str
    place: str = ""
    claim: str = ""
    review: str = "proposed"


@dataclass(frozen=True)
class Line:
    """One sentence with what it rests on; ``element`` is the id in the dossier, '' where there is none."""

    text: str
    cites: tuple[Cite, ...] = ()
    party: str = ""
    element: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Reason:
    """One minimal reason: lines that cannot all be met. ``note`` says what it is a reason for, where that is not plain."""

    number: int
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class QuestionView:
    """A question to put, to whom, and what learning the answer settles."""

    ask: str
    to: str = ""
    settles: str = ""
    cites: tuple[Cite, ...] = ()
