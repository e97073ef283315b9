"""From what was found to the account: the same type that the other readers return, each mark with a note of who made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from detente.evidence import AUTHOR, Account, Claim, Document, Position, Review, Span
from detente.reading.dates import find_deadline
from detente.reading.issues import issue_labels
from detente.reading.model_reader.bodies import Bodies
from detente.reading.model_reader.checking import FoundClaim, FoundPosition
from detente.reading.positions import in_neutral_words
from detente.reading.quantities import find_quantity

__all__ = ["assembled"]

_DOUBT = 0.5  # a model gives no doubt of its own; between what the tagger is sure of and what it is not


def assembled(
    document: Document, found: Sequence[FoundClaim], bodies: Bodies, fallen: Counter[str], made_by: str, *, writer: str | None = None
) -> Account:
    """The account, its claims in text order; ``made_by`` is the note on every mark. Claims that say the same are one.

    ``writer`` is the party whose own letter the text is: its chains begin with that party instead of the author.
    """
    found = [replace(claim, chain=_from(writer, claim.chain)) for claim in found] if writer else found
    distinct: dict[tuple[Span, tuple[str, ...]], FoundClaim] = {}
    for claim in found:
        same = distinct.setdefault((claim.span, claim.chain), claim)
        together = tuple(dict.fromkeys((*same.positions, *claim.positions)))
        distinct[claim.span, claim.chain] = replace(same, positions=together)
    if len(distinct) < len(found):
        fallen["the same words in the same voice twice"] += len(found) - len(distinct)
    ordered = sorted(distinct.values(), key=lambda claim: (claim.span, claim.chain))
    held = [(number, position) for number, claim in enumerate(ordered, 1) for position in claim.positions]
    labels = issue_labels([position.act for _, position in held])
    claims = tuple(_claim(document, claim, f"c{number}", bodies, made_by) for number, claim in enumerate(ordered, 1))
    positions = tuple(
        _position(document, position, claims[number - 1], label, position_id=f"p{index}", made_by=made_by)
        for index, ((number, position), label) in enumerate(zip(held, labels, strict=True), 1)
    )
    wanted = {link for claim in claims for link in claim.speaker} | {who for claim in claims for who in claim.about}
    empty = () if claims else ("no claim was found; mark statements by hand",)
    return Account(document, bodies.parties(sorted(wanted)), claims, positions, empty)


def _claim(document: Document, found: FoundClaim, claim_id: str, bodies: Bodies, made_by: str) -> Claim:
    quote = document.text[found.span.start : found.span.end]
    told = [_told(position, bodies) for position in found.positions]
    return Claim(
        id=claim_id,
        says="; ".join(dict.fromkeys(told)) or " ".join(quote.split()).strip(' ,.;“”"'),
        speaker=found.chain,
        document=document.id,
        span=found.span,
        quote=quote,
        cue=found.cue,
        modality=found.modality,
        about=tuple(dict.fromkeys(who for position in found.positions for who in (position.party, position.performer) if who)),
        quantity=find_quantity(quote),
        review=Review(note=made_by),
        doubt=_DOUBT,
    )


def _from(writer: str, chain: tuple[str, ...]) -> tuple[str, ...]:
    """The chain as the writer's own; a party that reports itself is one link."""
    return (*(() if writer in chain else (writer,)), *chain[1:])


def _told(position: FoundPosition, bodies: Bodies) -> str:
    performer = bodies.name_of(position.performer) if position.performer else None
    return in_neutral_words(
        position.stance, position.polarity, position.act, position.condition, name=bodies.name_of(position.party), performer=performer
    )


def _position(document: Document, found: FoundPosition, claim: Claim, label: str, *, position_id: str, made_by: str) -> Position:
    chain = claim.speaker
    first_hand = chain == (AUTHOR, found.party)
    assert claim.span is not None
    reach = document.text[found.span.start : claim.span.end]
    return Position(
        id=position_id,
        party=found.party,
        stance=found.stance,
        polarity=found.polarity,
        act=found.act,
        performer=found.performer,
        issue=label,
        condition=found.condition,
        document=document.id,
        span=found.span,
        reported_by=() if first_hand else chain[:-1] if chain[-1] == found.party else chain,
        claims=(claim.id,),
        deadline=find_deadline(reach, near=document.date),
        review=Review(note=made_by),
    )
