"""A position: what a party demands, refuses, offers, and so on, about one act."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from detente.evidence.claim import Review
from detente.evidence.passage import Span

__all__ = ["Polarity", "Position", "Stance"]


class Stance(StrEnum):
    """What the holder does with the act. An offer is not a requirement; a red line is a limit on the holder's own act."""

    demand = "demand"
    precondition = "precondition"
    refusal = "refusal"
    red_line = "red_line"
    offer = "offer"
    commitment = "commitment"
    support = "support"
    threat = "threat"


class Polarity(StrEnum):
    """For or against the act being done."""

    for_ = "for"
    against = "against"


@dataclass(frozen=True)
class Position:
    """``party`` holds ``stance`` ``polarity`` ``act``, which ``performer`` would perform.

    ``act`` is in normal form: a verb phrase in the base form without its subject (``pause mobilisation``). For a precondition, ``act`` is
    what is required first and ``condition`` names what it is required for. ``reported_by`` is the rest of the chain (outermost first) when
    the position reaches us through somebody; ``claims`` are the ids of the claims that carry it.
    """

    id: str
    party: str
    stance: Stance
    polarity: Polarity
    act: str
    performer: str | None = None
    issue: str | None = None
    condition: str | None = None
    document: str | None = None
    span: Span | None = None
    reported_by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    date: datetime.date | None = None
    deadline: datetime.date | None = None
    review: Review = field(default_factory=Review)
