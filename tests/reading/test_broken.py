"""A broken sentence costs its claims and no more; no text makes the reader raise."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import AccountError
from detente.evidence import Account
from detente.reading import read

TEXT = "Norland demands that Sudland close the mine. Sudland has a BROKEN mind. Ostmark said that the rain had come.\n\nWestmark left."
STAGES = [
    "detente.reading.pipeline.registered",
    "detente.reading.pipeline.scene",
    "detente.reading.pipeline.reports",
    "detente.reading.assemble.draft_claims",
    "detente.reading.assemble.resolve",
]
ERRORS = [IndexError("slip"), ZeroDivisionError("slip"), RecursionError("slip"), AssertionError("slip"), UnicodeError("slip")]


def breaking(real: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """A step that stumbles where a sentence with the word BROKEN is among those it is given."""

    def step(*given: Any, **named: Any) -> Any:
        if any(_holds(one) for one in given):
            raise error
        return real(*given, **named)

    return step


def _holds(one: Any) -> bool:
    if hasattr(one, "tokens"):
        return any(token.text == "BROKEN" for token in one.tokens)
    if hasattr(one, "readings"):
        return any(_holds(reading.sentence) for reading in one.readings)
    if isinstance(one, (tuple, list)):
        return any(_holds(item) for item in one)
    return dataclasses.is_dataclass(one) and _holds(getattr(one, "scene", ()))


def rest(account: Account) -> set[str]:
    return {claim.quote for claim in account.claims}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("stage", STAGES[:4])
def test_a_sentence_that_breaks_a_rule_is_skipped_counted_and_named(stage: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = stage.rpartition(".")
    whole = rest(read(TEXT, voices="rules"))
    real = getattr(__import__(module, fromlist=[name]), name)
    monkeypatch.setattr(stage, breaking(real, error))
    account = read(TEXT)
    assert "1 sentence could not be read and was skipped (P0)" in account.notes
    assert rest(account) >= {one for one in whole if "BROKEN" not in one} - {"Sudland has a BROKEN mind."}
    assert not any("BROKEN" in quote for quote in rest(account))
    assert [(p.party, p.act, p.performer) for p in account.positions] == [("norland", "close the mine", "sudland")]


def test_a_finder_that_breaks_costs_its_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.reading import pipeline

    def slip(*_: object) -> list[object]:
        raise ZeroDivisionError("slip")

    monkeypatch.setattr(pipeline, "_FINDERS", (slip, *pipeline._FINDERS))
    account = read(TEXT)
    assert "4 sentences could not be read for positions" in account.notes
    assert [(p.party, p.act) for p in account.positions] == [("norland", "close the mine")]


def test_a_model_that_breaks_leaves_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(*_: object) -> None:
        raise FloatingPointError("slip")

    monkeypatch.setattr("detente.reading.trained.tag", slip)
    account = read(TEXT)
    assert "the trained model stumbled over this text: who says what was read by rules alone" in account.notes
    assert rest(account) == rest(read(TEXT, voices="rules"))


def test_rules_that_always_break_leave_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Any] = __import__("detente.reading.pipeline", fromlist=["scene"]).scene

    def step(text: str, split: tuple[object, ...], register: object) -> Any:
        if split:
            raise KeyError("slip")
        return real(text, split, register)

    monkeypatch.setattr("detente.reading.pipeline.scene", step)
    account = read(TEXT)
    assert account.document.text == TEXT
    assert account.claims == ()
    assert "4 sentences could not be read and were skipped (P0, P0, P0, …)" in account.notes


def test_too_little_memory_is_not_taken_for_a_broken_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("detente.reading.pipeline.scene", slip)
    with pytest.raises(MemoryError):
        read(TEXT)


def test_the_splitter_stumbling_costs_nothing_but_its_split(monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(_: str) -> None:
        raise ValueError("slip")

    monkeypatch.setattr("nupunkt.sent_spans", slip)
    assert read("Norland demands that Sudland close the mine.").positions


MARKS = "“ ” \" ' ’ ‘ « » „ ( ) [ ] [1] [^a] ¹ : ; — – - * # > | & &amp; &#0; <b> </p> <br> 🙂 👩‍👩‍👧 e\u0301 ﬁ İ ß ǆ Ⅷ ١٢"
UNSEEN = ["\u200b", "\u00ad", "\ufeff", "\u202e"]
WORDS = (
    "12 1,000 7% 3. (a) • Date: From: By To: P. U.S. Mr. ... … Norland Sudland the union Anna Berg she they that said demands refuses not"
)
SPACES = ["\n", "\n\n", "\t", "\f", "\v", "\x1c", "\x85", "\u2028", "\n\n> ", "-\n", "\n---\n", "\n1. ", "\nNote: ", " to close the mine "]
ODD = st.sampled_from([*MARKS.split(" "), *WORDS.split(" "), *UNSEEN, *SPACES])
TEXTS = st.one_of(
    st.lists(ODD, max_size=80).map(" ".join),
    st.lists(ODD, max_size=80).map("".join),
    st.text(st.characters(), max_size=300),
    st.text(st.characters(exclude_categories=()), max_size=60),
)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    try:
        account = read(text + "\n", voices="rules")
    except AccountError:
        return
    assert not [note for note in account.notes if "could not be read" in note or "stumbled" in note]
    for claim in account.claims:
        assert claim.span is not None
        assert account.document.text[claim.span.start : claim.span.end] == claim.quote != ""


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_nor_with_the_trained_voices(text: str) -> None:
    try:
        account = read(text + "\n")
    except AccountError:
        return
    assert not [note for note in account.notes if "could not be read" in note or "stumbled" in note]


@settings(max_examples=150, deadline=None)
@given(
    raw=st.binary(max_size=400),
    suffix=st.sampled_from([".txt", ".html", ".pdf", ".docx", ".eml", ""]),
    head=st.sampled_from([b"", b"%PDF-1.4\n", b"<html>"]),
)
def test_no_file_makes_it_raise_but_the_errors_it_names(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str, head: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"odd{suffix}"
    path.write_bytes(head + raw)
    try:
        account = read(path, voices="rules")
    except AccountError as error:
        assert error.cure  # noqa: PT017 - whatever it is, it says what to do
        return
    assert account.document.text.strip()
