"""In each side's own eyes, what else would have to be assumed, and other ways of modelling."""

from __future__ import annotations

from dataclasses import dataclass

from detente.report.contexts.lines import Line, PartyView

__all__ = ["CarrierRow", "CarriersView", "MisseenView", "ModellingRow", "ModellingView", "SideRow", "SidesView", "StepsView"]


@dataclass(frozen=True)
class SideRow:
    """One party's own account in numbers, and what it would do now: in its own eyes, and with every statement taken together."""

    party: PartyView
    says: int
    grants: int
    believes: int
    lacks: int
    own: str
    together: str


@dataclass(frozen=True)
class MisseenView:
    """A situation (clauses) that is not what it seems: ``who`` in a sentence, and the statements that separate the views."""

    situation: tuple[Line, ...]
    who: str
    separates: tuple[Line, ...] = ()


@dataclass(frozen=True)
class SidesView:
    """Every side's own picture; ``peace`` and ``fear`` say how many situations there are, the tuples hold the first ones."""

    rows: tuple[SideRow, ...]
    collisions: tuple[Line, ...]
    peace: str
    false_peace: tuple[MisseenView, ...]
    fear: str
    needless_fear: tuple[MisseenView, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepsView:
    """One conclusion, and what would make it follow; ``note`` says how far was searched."""

    conclusion: str
    answer: str
    steps: tuple[Line, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ModellingRow:
    """A kind of change: for each question how many variants leave the answer and how many change it, and which do."""

    label: str
    cells: tuple[tuple[int, int], ...]
    changing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModellingView:
    """Other ways of modelling the same statements; ``questions`` with the answer as written, one for each cell of a row."""

    questions: tuple[tuple[str, str], ...]
    rows: tuple[ModellingRow, ...]
    variants: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CarrierRow:
    """A statement in the picture of what carries the answer.

    ``needed`` are the reasons that fall with it, ``helps`` those that it is one of several bases of.
    """

    claim: str
    says: str
    voice: str
    who: str
    deciding: bool
    needed: tuple[int, ...]
    helps: tuple[int, ...]


@dataclass(frozen=True)
class CarriersView:
    """Statements by voice, linked to the reasons (number, words) that they carry; ``told`` is the same in sentences."""

    rows: tuple[CarrierRow, ...]
    reasons: tuple[tuple[int, str], ...]
    told: tuple[str, ...]
