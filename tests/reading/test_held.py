"""Laws of the positions that the network reads: in the text, the same every time, whatever the parties are called."""

from __future__ import annotations

import re

import pytest

from detente.evidence import Account
from detente.reading import read
from detente.reading.tagger import tagger
from detente.reading.tagger.weights import POSITIONS, available

pytestmark = pytest.mark.skipif(not (available() and available(POSITIONS)), reason="the weights did not come along")

TEXT = """Talks on the Orla ferry broke up on Tuesday. Tarvia insisted that Melland reopen the northern berth before autumn.

The government of Melland, in a note read out by its envoy Anders Pohl, would hear of no such thing: the berth stays shut, it said, for as
long as the tolls are unpaid. "Pay first," Pohl said. "Then we can talk about the berth."

The Harbour Union stood by its offer to crew the night boats if both governments withdrew their inspectors. Tarvia has said nothing
of the offer. In 2009 Tarvia demanded the whole of the quay, a claim that it later dropped. An analyst thinks that Melland will give in.
"""
NAMES = {"Tarvia": "Melland", "Melland": "Tarvia"}


def exchanged(text: str) -> str:
    return re.sub(r"Tarvia|Melland", lambda found: NAMES[found.group()], text)


def gist(account: Account) -> list[tuple[object, ...]]:
    return sorted((p.party, p.stance.value, p.polarity.value, p.act, p.performer or "", p.condition or "") for p in account.positions)


def test_positions_stand_in_the_text_and_rest_on_claims() -> None:
    account = read(TEXT, positions="trained")
    claims = {claim.id: claim for claim in account.claims}
    assert account.positions
    for position in account.positions:
        assert position.span is not None
        assert 0 <= position.span.start < position.span.end <= len(account.document.text)
        assert position.act
        assert position.party in {party.id for party in account.parties}
        assert all(0 <= claims[name].doubt <= 1 for name in position.claims)


def test_the_same_is_read_again_and_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    once = gist(read(TEXT, positions="trained"))
    assert gist(read(TEXT, positions="trained")) == once
    monkeypatch.setattr(tagger, "_MOST_AT_ONCE", 1)
    tagger.scored.cache_clear()
    assert gist(read(TEXT, positions="trained")) == once


def test_exchanged_names_exchange_the_holders() -> None:
    one = [(p.party, p.stance) for p in read(TEXT, positions="trained").positions]
    turned = {"tarvia": "melland", "melland": "tarvia"}
    other = [(turned.get(p.party, p.party), p.stance) for p in read(exchanged(TEXT), positions="trained").positions]
    assert one == other


@pytest.mark.parametrize(
    "text",
    ["x", "A.", "“”", "Tarvia: no.", "Tarvia. " * 40, "No, " * 300 + "Tarvia demands a toll.", "1\n\n2\n\n…"],
)  # fmt: skip
def test_odd_texts_are_read(text: str) -> None:
    assert all(p.span and p.span.end <= len(text) for p in read(text, positions="trained").positions)


def test_what_a_party_gave_up_and_what_others_guess_is_no_position() -> None:
    acts = " | ".join(p.act for p in read(TEXT, positions="trained").positions)
    assert "quay" not in acts
    assert "give in" not in acts
