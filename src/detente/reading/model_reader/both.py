"""Two readers' accounts of one text in one: what both found at the same place is one mark, what only one found stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from detente.evidence import AUTHOR, Account, Claim, Party, Position, Span
from detente.reading.issues import issue_labels
from detente.reading.model_reader.bodies import key_of

__all__ = ["joined"]

_SAME = 0.5  # share of the words of two spans, taken together, that both have


def joined(rules: Account, model: Account) -> Account:
    """The account of both: where they agree on the words and on who says them, the first one's claim stands, and its note tells of both.

    Positions on such a claim are one where party, stance and direction agree; any other stays a proposal of its own, also one that
    contradicts. Raises ValueError for accounts of different texts.
    """
    if rules.document.text != model.document.text:
        raise ValueError("two accounts of different texts cannot be joined")
    parties, known = _parties(rules.parties, model.parties)
    others = [_renamed(claim, known) for claim in model.claims]
    twins = _twins(rules.claims, others)
    kept = [_twice(claim, others[twins[index]]) if index in twins else claim for index, claim in enumerate(rules.claims)]
    only = [index for index in range(len(others)) if index not in set(twins.values())]
    ordered = sorted([*kept, *(others[index] for index in only)], key=_place)
    ids = {id(claim): f"c{number}" for number, claim in enumerate(ordered, 1)}
    first = {old.id: ids[id(new)] for old, new in zip(rules.claims, kept, strict=True)}
    second = {others[index].id: ids[id(others[index])] for index in only}
    second |= {others[there].id: ids[id(kept[here])] for here, there in twins.items()}
    positions = _positions(_linked(rules.positions, first), _linked((_held(one, known) for one in model.positions), second))
    told = f"found by both readers: {len(twins)} statements; by the rules only: {len(kept) - len(twins)}; by the model only: {len(only)}"
    note = "; ".join(dict.fromkeys(filter(None, (rules.document.note, model.document.note))))
    notes = tuple(dict.fromkeys((*(said for said in (*rules.notes, *model.notes) if not said.startswith("no claim was found")), told)))
    claims = tuple(replace(claim, id=ids[id(claim)]) for claim in ordered)
    return Account(replace(rules.document, note=note), parties, claims, positions, notes)


def _parties(rules: Iterable[Party], model: Iterable[Party]) -> tuple[tuple[Party, ...], dict[str, str]]:
    """The parties of both, and what each of the second's ids is in the first's terms: the same name or alias is the same party."""
    parties = {party.id: party for party in rules}
    names = {key_of(name): party.id for party in parties.values() for name in (*party.aliases, party.name)}
    known: dict[str, str] = {}
    for party in model:
        meant = {names[key_of(name)] for name in (party.name, *party.aliases) if key_of(name) in names}
        own = names.get(key_of(party.name)) or (meant.pop() if len(meant) == 1 else party.id)
        known[party.id] = own
        there = parties.get(own)
        others = dict.fromkeys((*there.aliases, party.name, *party.aliases) if there else party.aliases)
        others.pop(there.name if there else party.name, None)
        parties[own] = Party(own, there.name if there else party.name, tuple(sorted(others)))
    return tuple(parties[key] for key in sorted(parties)), known


def _renamed(claim: Claim, known: Mapping[str, str]) -> Claim:
    chain = tuple(known.get(link, link) for link in claim.speaker)
    return replace(claim, speaker=chain, about=tuple(dict.fromkeys(known.get(who, who) for who in claim.about)))


def _held(position: Position, known: Mapping[str, str]) -> Position:
    performer = position.performer
    return replace(
        position,
        party=known.get(position.party, position.party),
        performer=known.get(performer, performer) if performer else None,
        reported_by=tuple(known.get(link, link) for link in position.reported_by),
    )


def _twins(claims: Iterable[Claim], others: list[Claim]) -> dict[int, int]:
    """By the number of a claim that of the other reader's claim for the same words in the same voice, each at most once."""
    scored = sorted(
        (-_overlap(claim.span, other.span), here, there)
        for here, claim in enumerate(claims)
        for there, other in enumerate(others)
        if claim.span and other.span and claim.span.overlaps(other.span) and _voice(claim) == _voice(other)
    )
    twins: dict[int, int] = {}
    for score, here, there in scored:
        if -score >= _SAME and here not in twins and there not in twins.values():
            twins[here] = there
    return twins


def _voice(claim: Claim) -> str:
    return claim.speaker[-1] if claim.speaker else AUTHOR


def _overlap(one: Span | None, other: Span | None) -> float:
    assert one is not None
    assert other is not None
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def _twice(claim: Claim, other: Claim) -> Claim:
    """The first reader's claim, noted as found by the second too, and no more doubtful than either takes it to be."""
    note = f"by the rules; also {other.review.note}" if other.review.note else claim.review.note
    return replace(
        claim,
        review=replace(claim.review, note=note),
        doubt=min(claim.doubt, other.doubt),
        about=tuple(dict.fromkeys((*claim.about, *other.about))),
    )


def _place(claim: Claim) -> tuple[Span, tuple[str, ...]]:
    return claim.span or Span(0, 0), claim.speaker


def _linked(positions: Iterable[Position], ids: Mapping[str, str]) -> list[Position]:
    return [replace(position, claims=tuple(ids[claim] for claim in position.claims)) for position in positions]


def _positions(rules: list[Position], model: list[Position]) -> tuple[Position, ...]:
    """Both readers' positions, numbered in text order, with issues named anew over all of them."""
    made = list(rules)
    for position in model:
        index = next((index for index, there in enumerate(made[: len(rules)]) if _one(there, position)), None)
        if index is None:
            made.append(position)
        else:
            note = f"by the rules; also {position.review.note}" if position.review.note else made[index].review.note
            made[index] = replace(made[index], review=replace(made[index].review, note=note))
    made.sort(key=lambda position: (position.span or Span(0, 0), position.party, position.stance))
    labels = issue_labels([position.act for position in made])
    return tuple(
        replace(position, id=f"p{number}", issue=label) for number, (position, label) in enumerate(zip(made, labels, strict=True), 1)
    )


def _one(one: Position, other: Position) -> bool:
    """Whether two positions are one: the same party, stance, direction and performer, at the same place."""
    same = (one.party, one.stance, one.polarity) == (other.party, other.stance, other.polarity)
    performers = one.performer == other.performer or not (one.performer and other.performer)
    conditions = bool(one.condition) == bool(other.condition)
    return same and performers and conditions and (one.span is None or other.span is None or one.span.overlaps(other.span))
