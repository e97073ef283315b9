"""The first real account, where it is at hand: who holds what, on whose word, and what was not said."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from detente.evidence import Account, Modality
from detente.reading import read

PATH = Path(__file__).parents[3] / "shared" / "documents" / "2025-03-24-ceasefire-account.txt"
pytestmark = pytest.mark.skipif(not PATH.exists(), reason="the shared account is not beside this checkout")


@cache
def account() -> Account:
    return read(PATH, positions="rules")


@cache
def by_both() -> Account:
    """As it is read where nobody says otherwise: by the rules and the networks together."""
    return read(PATH)


# party, stance, polarity, words of the act, performer, the chain of the claim it rests on; P is the paragraph
ROWS = [
    (1, "russia", "commitment", "for", "temporary ceasefire energy", "russia", ("author",)),
    (5, "russia", "commitment", "for", "negotiations maritime", "russia", ("author", "united_states")),
    (5, "united_states", "commitment", "for", "negotiations maritime", "united_states", ("author", "united_states")),
    (6, "russia", "refusal", "against", "30-day", "russia", ("author", "unnamed report")),
    (6, "ukraine", "offer", "for", "30-day", "ukraine", ("author", "unnamed report", "united_states")),
    (8, "russia", "precondition", "for", "halt military intelligence", "united_states", ("author",)),
    (8, "united_states", "refusal", "against", "halt military intelligence", "united_states", ("author",)),
    (10, "russia", "demand", "for", "mobilization rearmament", "ukraine", ("author", "russia")),
    (10, "ukraine", "refusal", "against", "mobilization rearmament", "ukraine", ("author",)),
    (13, "ukraine", "red_line", "against", "accept sovereignty", "ukraine", ("author", "ukraine")),
    (13, "ukraine", "red_line", "against", "reduce forces", "ukraine", ("author", "ukraine")),
    (14, "united_kingdom", "offer", "for", "peacekeeping force", "united_kingdom", ("author", "united_kingdom")),
    (14, "france", "offer", "for", "peacekeeping force", "france", ("author", "france")),
    (14, "russia", "refusal", "against", "peacekeeping force", "france", ("author", "russia")),
    (14, "russia", "refusal", "against", "peacekeeping force", "united_kingdom", ("author", "russia")),
    (24, "united_states", "support", "for", "toughen sanctions oil", "united_states", ("author", "unnamed report")),
    (35, "ukraine", "commitment", "for", "election", "ukraine", ("author", "united_states")),
    (35, "russia", "demand", "for", "martial law", None, ("author", "russia")),
    (35, "russia", "demand", "for", "amnesty", None, ("author", "russia")),
]


@pytest.mark.parametrize("row", ROWS)
def test_each_position_is_found_with_its_voice(row: tuple[int, str, str, str, str, str | None, tuple[str, ...]]) -> None:
    paragraph, party, stance, polarity, act, performer, chain = row
    claims = {claim.id: claim for claim in account().claims}
    found = [
        position
        for position in account().positions
        if position.span is not None
        and account().document.paragraph_at(position.span.start) == paragraph
        and (position.party, position.stance.value, position.polarity.value, position.performer) == (party, stance, polarity, performer)
        and all(word in position.act for word in act.split())
        and claims[position.claims[0]].speaker == chain
    ]
    assert len(found) == 1


def test_nothing_else_is_held() -> None:
    """No requirement of the force, no demand made of the author's advice, no position out of silence."""
    assert len(account().positions) == len(ROWS)


def test_the_networks_leave_the_positions_and_hardly_add_to_them() -> None:
    """Who holds which sort of stance where: all that the rules find, and at most two more; those two are doubted."""

    def places(read_: Account) -> set[tuple[int, str, str, str | None]]:
        return {(read_.document.paragraph_at(p.span.start), p.party, p.stance.value, p.performer) for p in read_.positions if p.span}

    assert places(account()) <= places(by_both())
    claims = {claim.id: claim for claim in by_both().claims}
    more = [
        p
        for p in by_both().positions
        if p.span and (by_both().document.paragraph_at(p.span.start), p.party, p.stance.value, p.performer) not in places(account())
    ]
    assert len(more) <= 2
    assert all(claims[p.claims[0]].doubt > 0.3 for p in more)


@pytest.mark.parametrize(
    ("paragraph", "word", "chain"),
    [
        (10, "pressing", ("author",)),
        (11, "acquiesce", ("author",)),
        (12, "issue", ("author", "The New York Times")),
        (12, "nuclear", ("author",)),
        (25, "sanctions", ("author", "unnamed report")),
    ],
)
def test_silence_is_an_absence(paragraph: int, word: str, chain: tuple[str, ...]) -> None:
    document = account().document
    found = [
        claim
        for claim in account().claims
        if claim.span is not None and document.paragraph_at(claim.span.start) == paragraph and word in claim.quote
    ]
    assert [(claim.modality, claim.speaker) for claim in found] == [(Modality.absence, chain)]


@pytest.mark.parametrize(
    ("paragraph", "chain"),
    [
        (4, ("author", "unnamed report")),
        (17, ("author", "U.S. media")),
        (17, ("author", "united_states")),
        (20, ("author", "united_states")),
        (24, ("author", "unnamed report")),
        (29, ("author", "One Russian")),
    ],
)
def test_other_voices(paragraph: int, chain: tuple[str, ...]) -> None:
    document = account().document
    assert chain in [c.speaker for c in account().claims if c.span is not None and document.paragraph_at(c.span.start) == paragraph]


def test_every_paragraph_of_the_body_has_a_claim() -> None:
    document = account().document
    covered = {document.paragraph_at(claim.span.start) for claim in account().claims if claim.span is not None}
    assert covered == set(range(1, len(document.paragraphs) - 1))  # all but the header and the last note, a reference


def test_the_header_is_read_and_doubted() -> None:
    document = account().document
    assert document.date is not None
    assert (document.date.isoformat(), document.provenance.value) == ("2025-03-24", "unverified")
    assert any("source line" in note for note in account().notes)


def test_a_quantity_keeps_its_bound() -> None:
    (claim,) = [c for c in account().claims if c.quantity is not None]
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.bound) == (20.0, "over")
