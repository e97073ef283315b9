"""A claim: exact words, who says them through whom, and what the analyst made of it.

There is no truth field. A claim has holders, disputers and a review; consequences are computed elsewhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from detente.evidence.passage import Span
from detente.evidence.source import Chain, Voice, voice_of

__all__ = ["Claim", "Handling", "Modality", "Quantity", "Review", "ReviewStatus"]


class Modality(StrEnum):
    """How the text puts the claim forward."""

    asserted = "asserted"
    reported = "reported"
    alleged = "alleged"
    denied = "denied"
    conditional = "conditional"
    predicted = "predicted"
    opinion = "opinion"
    absence = "absence"


class ReviewStatus(StrEnum):
    """What a person decided; *proposed* means nobody has decided yet."""

    proposed = "proposed"
    accepted = "accepted"
    rejected = "rejected"


class Handling(StrEnum):
    """Who may see the words: restricted text never reaches a model endpoint, and exports default to open."""

    open = "open"
    internal = "internal"
    restricted = "restricted"


@dataclass(frozen=True, slots=True)
class Review:
    """A decision and who took it; ``by`` is ``machine`` or a person's name, kept apart for good."""

    status: ReviewStatus = ReviewStatus.proposed
    by: str = "machine"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the text gives it: ``over 20 % of the territory`` has a bound, a unit and a denominator."""

    value: float
    unit: str = ""
    of: str = ""
    bound: str = "about"  # exactly | about | over | under


@dataclass(frozen=True)
class Claim:
    """One thing said, with its exact words and its chain of speakers.

    ``document`` may be None for a claim entered by hand about no stored text (then ``span`` is None too). ``says`` restates the claim in
    neutral words; ``quote`` is verbatim. ``date`` is when it was said, ``learned`` when the analyst came to know of it. ``doubt`` is the
    reader's own, from 0 to 1, about where the words begin and end and who says them; it orders the review and is never a probability that
    the claim is true.
    """

    id: str
    says: str
    speaker: Chain = ("author",)
    document: str | None = None
    span: Span | None = None
    quote: str = ""
    cue: str = ""
    modality: Modality = Modality.asserted
    hedge: str = ""
    review: Review = field(default_factory=Review)
    date: datetime.date | None = None
    learned: datetime.date | None = None
    contradicts: tuple[str, ...] = ()
    granted_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    believed_by: tuple[str, ...] = ()
    endorsed_by: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    quantity: Quantity | None = None
    handling: Handling = Handling.open
    note: str = ""
    doubt: float = 0.0

    def voice(self, parties: Collection[str]) -> Voice:
        """Whose word this rests on, given which names are parties."""
        return voice_of(self.speaker, absence=self.modality is Modality.absence, parties=parties)
