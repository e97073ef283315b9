"""Whatever the text: no crash, and every span says exactly what it quotes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import AccountError
from detente.evidence import Account, normalise
from detente.reading import read

WORDS = st.sampled_from(
    "Norland Sudland the union said that would not never demand demands refused to if unless , . ; : \" “ ” ' ’s ( ) — \n\n [1] "
    "it they she "
    "according to reported was accept a pause in strikes before and or but which who U.S. 30-day 7% is ready unwilling red line "
    "precondition for "
    "Mr. President Anna Berg , ? ! … é 中 \u200b 🙂 because of its their".split(" ")
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join).filter(lambda text: normalise(text).strip() != "")
TEXTS = st.one_of(SENTENCES, st.text(min_size=1, max_size=200), st.lists(SENTENCES, min_size=1, max_size=4).map("\n\n".join))


def check(account: Account) -> None:
    text = account.document.text
    for claim in account.claims:
        assert claim.span is not None
        assert text[claim.span.start : claim.span.end] == claim.quote != ""
        assert claim.speaker[0] == "author"
    ids = [claim.id for claim in account.claims]
    assert len(set(ids)) == len(ids)
    for position in account.positions:
        assert position.span is not None
        assert 0 <= position.span.start < position.span.end <= len(text)
        assert set(position.claims) <= set(ids)
        assert position.act.strip() == position.act != ""


@settings(max_examples=150, deadline=None)
@given(TEXTS.filter(lambda text: normalise(text).strip() != ""))
def test_any_text_is_read_and_its_spans_are_exact(text: str) -> None:
    try:
        account = read(text + "\n")
    except AccountError:  # control characters make a text binary, and nothing else may
        assert any(ord(character) < 32 for character in text)
        return
    check(account)


@settings(max_examples=40, deadline=None)
@given(SENTENCES)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(text + "\n").to_dict() == read(text + "\n").to_dict()
