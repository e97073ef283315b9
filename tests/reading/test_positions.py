"""Every position of eight small accounts, and nothing beyond them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.reading.by_rules import read

from detente.evidence import Account, Position

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Expected:
    """One annotated position: ``act`` and ``condition`` are words that must occur; ``via`` is the last link before the holder."""

    party: str
    stance: str
    polarity: str
    by: str
    via: str
    act: str
    condition: str


def annotated(path: Path) -> tuple[Expected, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(Expected(*line.split("\t")) for line in lines if not line.startswith("#"))


POSITIONS = {path.stem: annotated(path) for path in sorted(TEXTS.glob("*.tsv"))}
FURTHER = {path.stem: annotated(path) for path in sorted(TEXTS.with_name("further").glob("*.tsv"))}
MISSED = {
    ("islands", "demand", "cancel the summit"): "no introduction says which president, so the performer stays open",
    ("islands", "commitment", "cancel"): "no introduction says which president, so he is a person without a body",
    ("merger", "refusal", "accept the mill's losses"): "a plural pronoun for one body is not followed",
    ("merger", "offer", "keep the mill open"): "a proposal spelled out after a colon has no cue",
    ("border", "support", "hotline"): "the chair's suggestion is no position, so nothing tells what the idea is",
    ("schools", "refusal", "pay for a ferry"): "a relative clause inside a report is taken for part of the report",
}


def matches(position: Position, wanted: Expected) -> bool:
    via = position.reported_by[-1] if position.reported_by else ""
    return (
        (position.party, position.stance.value, position.polarity.value, position.performer or "", via)
        == (wanted.party, wanted.stance, wanted.polarity, wanted.by, wanted.via)
        and all(word in position.act for word in wanted.act.split())
        and wanted.condition in (position.condition or "")
    )


def account(name: str) -> Account:
    return read(TEXTS / f"{name}.txt")


@pytest.mark.parametrize(("name", "wanted"), [(name, wanted) for name, all_ in POSITIONS.items() for wanted in all_])
def test_each_annotated_position_is_found_once(name: str, wanted: Expected) -> None:
    found = [p for p in account(name).positions if matches(p, wanted)]
    assert len(found) == 1, [(p.party, p.stance.value, p.act, p.performer, p.reported_by) for p in account(name).positions]


@pytest.mark.parametrize("name", sorted(POSITIONS))
def test_nothing_is_found_that_nobody_holds(name: str) -> None:
    """Dropped, historical, denied, negated, imagined and predicted demands, advice and silence are no positions."""
    beyond = [p for p in account(name).positions if not any(matches(p, wanted) for wanted in POSITIONS[name])]
    assert [(p.party, p.stance.value, p.act) for p in beyond] == []


@pytest.mark.parametrize("name", sorted(POSITIONS))
def test_positions_rest_on_claims_that_are_there(name: str) -> None:
    read_account = account(name)
    ids = {claim.id for claim in read_account.claims}
    parties = {party.id for party in read_account.parties}
    for position in read_account.positions:
        assert position.claims
        assert set(position.claims) <= ids
        assert position.party in parties
        assert position.performer is None or position.performer in parties


@pytest.mark.parametrize("name", sorted(POSITIONS))
def test_the_party_ends_the_chain_of_a_first_hand_position(name: str) -> None:
    read_account = account(name)
    claims = {claim.id: claim for claim in read_account.claims}
    for position in read_account.positions:
        chain = claims[position.claims[0]].speaker
        assert chain[0] == "author"
        assert (chain == ("author", position.party)) == (position.reported_by == ())


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        pytest.param(
            name,
            wanted,
            marks=[pytest.mark.xfail(strict=True, reason=MISSED[key])] if (key := (name, wanted.stance, wanted.act)) in MISSED else [],
        )
        for name, all_ in FURTHER.items()
        for wanted in all_
    ],
)
def test_further_accounts(name: str, wanted: Expected) -> None:
    found = [p for p in read(TEXTS.with_name("further") / f"{name}.txt").positions if matches(p, wanted)]
    assert len(found) == 1
