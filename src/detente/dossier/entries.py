"""Claims and positions as they stand in files: ``claims.jsonl``, ``positions.jsonl``, or inline in the YAML.

Keys come in one fixed order and defaults are left out, so that a line changes only where its claim does.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from detente.dossier.schema import DossierFile, Strict, Text
from detente.evidence import Claim, Handling, Modality, Polarity, Position, Quantity, Review, ReviewStatus, Span, Stance

__all__ = [
    "UNSIGNED",
    "ClaimEntry",
    "PositionEntry",
    "QuantityEntry",
    "ReviewEntry",
    "WholeFile",
    "claim_from",
    "claim_record",
    "position_from",
    "position_record",
]

UNSIGNED = "unsigned"  # a decision written by hand without a name

Reference = Annotated[str, Field(pattern=r"^\S+$", max_length=200)]
Words = Annotated[str, Field(max_length=100_000)]
SpanPair = Annotated[tuple[int, int], Field(description="[start, end) in code points of the stored text")]


class ReviewEntry(Strict):
    """A decision: ``status`` and who took it. Written as one word where nobody signed it."""

    status: ReviewStatus = ReviewStatus.proposed
    by: Text | None = Field(default=None, description="machine, or a person's name; left out: machine while proposed, else unsigned")
    note: Text = ""


def _review(value: object) -> object:
    return {"status": value} if isinstance(value, str) else value


ReviewField = Annotated[ReviewEntry, BeforeValidator(_review, json_schema_input_type=ReviewStatus | ReviewEntry)]


class QuantityEntry(Strict):
    """A number as the text gives it."""

    value: float
    unit: Text = ""
    of: Text = Field(default="", description="the denominator")
    bound: Literal["exactly", "about", "over", "under"] = "about"


class ClaimEntry(Strict):
    """One thing said, with its exact words and its chain of speakers (outermost first)."""

    document: str | None = None
    span: SpanPair | None = Field(default=None, description="left out: the quote must stand exactly once in the document")
    quote: Words = Field(default="", description="verbatim: must equal the text at span")
    says: Words
    speaker: tuple[Text, ...] = Field(default=("author",), min_length=1)
    cue: Text = ""
    modality: Modality = Modality.asserted
    hedge: Text = ""
    review: ReviewField = Field(default_factory=ReviewEntry)
    date: datetime.date | None = Field(default=None, description="when it was said")
    learned: datetime.date | None = Field(default=None, description="when the analyst came to know of it")
    contradicts: tuple[str, ...] = ()
    granted_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    believed_by: tuple[str, ...] = ()
    endorsed_by: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    quantity: QuantityEntry | None = None
    handling: Handling = Handling.open
    note: Words = ""
    doubt: float = Field(default=0.0, ge=0, le=1, description="the reader's own, about the words and who says them; orders the review")

    @model_validator(mode="after")
    def _anchored(self) -> ClaimEntry:
        if self.span is not None:
            if self.document is None:
                raise ValueError("a claim with a span needs its 'document'")
            if not 0 <= self.span[0] < self.span[1]:
                raise ValueError(f"the span {list(self.span)} is empty or backwards; write [start, end) with start below end")
            if not self.quote:
                raise ValueError("a claim with a span needs its 'quote', the exact words at the span")
        return self


class PositionEntry(Strict):
    """What a party does with an act: demands it, refuses it, offers it."""

    party: str
    stance: Stance
    polarity: Polarity
    act: Text
    performer: str | None = None
    issue: Text | None = None
    condition: Text | None = None
    document: str | None = None
    span: SpanPair | None = None
    reported_by: tuple[Text, ...] = ()
    claims: tuple[str, ...] = ()
    date: datetime.date | None = None
    deadline: datetime.date | None = None
    review: ReviewField = Field(default_factory=ReviewEntry)


class WholeFile(DossierFile):
    """A dossier in one YAML file: the model, and the claims and positions inline where there is no folder for them."""

    claims: dict[Reference, ClaimEntry] = Field(default_factory=dict)
    positions: dict[Reference, PositionEntry] = Field(default_factory=dict)


def _review_from(entry: ReviewEntry) -> Review:
    by = entry.by or ("machine" if entry.status is ReviewStatus.proposed else UNSIGNED)
    return Review(entry.status, by, entry.note)


def claim_from(identity: str, entry: ClaimEntry) -> Claim:
    """The claim that an entry of a file describes."""
    values = {name: getattr(entry, name) for name in ClaimEntry.model_fields if name not in {"review", "span", "quantity"}}
    quantity = entry.quantity
    return Claim(
        id=identity,
        review=_review_from(entry.review),
        span=Span(*entry.span) if entry.span else None,
        quantity=Quantity(quantity.value, quantity.unit, quantity.of, quantity.bound) if quantity else None,
        **values,
    )


def position_from(identity: str, entry: PositionEntry) -> Position:
    """The position that an entry of a file describes."""
    values = {name: getattr(entry, name) for name in PositionEntry.model_fields if name not in {"review", "span"}}
    return Position(id=identity, review=_review_from(entry.review), span=Span(*entry.span) if entry.span else None, **values)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Review):
        return _review_record(value)
    if isinstance(value, Quantity):
        record = {"value": value.value, "unit": value.unit, "of": value.of, "bound": value.bound}
        return _without(record, {"unit": "", "of": "", "bound": "about"})
    return list(value) if isinstance(value, tuple) else value


def _review_record(review: Review) -> Any:
    usual = "machine" if review.status is ReviewStatus.proposed else UNSIGNED
    if review.by == usual and not review.note:
        return review.status.value
    return _without({"status": review.status.value, "by": review.by, "note": review.note}, {"note": ""})


def _without(record: dict[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in defaults or value != defaults[key]}


def _record(entry: type[Strict], thing: object) -> dict[str, Any]:
    defaults = {name: _plain(field.default) for name, field in entry.model_fields.items() if not field.is_required()}
    defaults["review"] = None  # always written: whether a person has looked is what one opens the file for
    return _without({name: _plain(getattr(thing, name)) for name in entry.model_fields}, defaults)


def claim_record(claim: Claim) -> dict[str, Any]:
    """What the file holds of a claim, defaults left out; dates stay dates, for the writer to print."""
    return _record(ClaimEntry, claim)


def position_record(position: Position) -> dict[str, Any]:
    """What the file holds of a position, defaults left out; dates stay dates, for the writer to print."""
    return _record(PositionEntry, position)
