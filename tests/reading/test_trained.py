"""The trained tagger inside the reader: what it adds, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.evidence import AUTHOR
from detente.reading import read
from detente.reading.tagger.weights import available

HERE = Path(__file__).parent
TEXTS = sorted([*HERE.glob("texts/*.txt"), *HERE.glob("further/*.txt")])

pytestmark = pytest.mark.skipif(not available(), reason="the weights are not in this checkout")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_positions_and_through_whom_they_come_are_those_of_the_rules(path: Path) -> None:
    def gist(voices: str) -> list[tuple[object, ...]]:
        found = read(path, voices="rules" if voices == "rules" else "trained", positions="rules").positions
        return [(p.party, p.stance, p.polarity, p.act, p.performer, p.condition, p.reported_by, p.span) for p in found]

    assert gist("trained") == gist("rules")


def test_each_position_rests_on_a_claim_that_holds_its_words() -> None:
    for path in TEXTS:
        account = read(path)
        claims = {claim.id: claim for claim in account.claims}
        for position in account.positions:
            assert position.span is not None
            held = [claims[name].span for name in position.claims]
            assert any(span and span.start < position.span.end and position.span.start < span.end for span in held)


def test_a_report_that_no_rule_knows_is_found() -> None:
    text = (
        "The harbour has been shut since Monday. The road is safe, the mayor of Arica let it be known in a letter to residents.\n\n"
        "“Nobody was hurt,” went the answer of the harbour master, Ilse Marek.\n"
    )
    quoted = [claim for claim in read(text).claims if "Nobody was hurt" in claim.quote and len(claim.speaker) > 1]
    by_rules = [claim for claim in read(text, voices="rules").claims if "Nobody was hurt" in claim.quote and len(claim.speaker) > 1]
    assert (len(quoted), len(by_rules)) == (1, 0)


def test_claims_carry_the_readers_doubt_and_the_writers_own_words_none() -> None:
    account = read("Norland said it had left. The road is shut.")
    doubts = {claim.speaker: claim.doubt for claim in account.claims}
    assert doubts[AUTHOR,] == 0
    assert 0 < doubts[AUTHOR, "norland"] < 0.5


def test_without_weights_the_rules_read_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Norland said it had left."
    monkeypatch.setattr("detente.reading.tagger.weights.available", lambda: False)
    account = read(text)
    assert any("weights are not installed" in note for note in account.notes)
    assert [claim.quote for claim in account.claims] == [claim.quote for claim in read(text, voices="rules").claims]


def test_a_very_long_text_is_read_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.reading.pipeline.LONGEST_TAGGED", 30)
    assert read("Norland said it had left.").notes == ()
    assert any("over 30 characters" in note for note in read("Norland said that it had left.\n").notes)
