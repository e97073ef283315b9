"""Forms of names: how they are written, where they stand, and that the reader works without the heads that judge them."""

from __future__ import annotations

import pytest

from detente.evidence import Document
from detente.reading import read
from detente.reading.forms import akin, form_of, key_of, means, occurrences, written
from detente.reading.parties import Register
from detente.reading.sentences import sentences
from detente.reading.spotting import registered
from detente.reading.structure import structure
from detente.reading.tagger import weights

TEXT = "Tarvia demands that Melland close the quay. Melland said that it would not."


def test_a_form_has_no_article_and_no_owner() -> None:
    assert form_of(("The", "Dockers", "'", "Union", "'", "s")) == ("Dockers", "'", "Union")
    assert form_of(("the",)) == ("the",)


@pytest.mark.parametrize(
    ("form", "shown", "key"),
    [
        (("Dockers", "'", "Union"), "Dockers' Union", ("Dockers", "'", "Union")),
        (("Port", "-", "Ilse"), "Port-Ilse", ("Port-Ilse",)),
        (("O", "'", "Brien"), "O'Brien", ("O'Brien",)),
        (("U", ".", "S", ".", "Navy"), "U.S. Navy", ("U.S.", "Navy")),
    ],
)
def test_a_form_is_written_and_looked_up_as_the_rules_do(form: tuple[str, ...], shown: str, key: tuple[str, ...]) -> None:
    assert written(form) == shown
    assert key_of(form) == key


def test_the_longest_form_is_taken_and_a_small_noun_needs_its_article() -> None:
    words = ("The", "Harbour", "Union", "and", "Harbour", "met", "a", "union", ";", "the", "union", "left", ".", "Union")
    found = occurrences(words, [("Harbour",), ("Harbour", "Union"), ("union",)])
    assert found == {("Harbour", "Union"): ((1, 3),), ("Harbour",): ((4, 5),), ("union",): ((10, 11), (13, 14))}


def test_what_the_rules_take_a_form_for() -> None:
    register = Register(people={("Berg",): "Tarvia", ("Holm",): None}, bodies={("Tarvia",): "Tarvia"}, generic={"union": "the union"})
    assert means(("Tarvia",), register) == ("body", "Tarvia")
    assert means(("President", "Berg"), register) == ("person", "Tarvia")
    assert means(("Holm",), register) == ("nobody", "")
    assert means(("union",), register) == ("noun", "the union")
    assert means(("Quorl",), register) == ("", "")


def test_names_are_akin_where_one_holds_the_other() -> None:
    assert akin(("Ferry", "Union"), ("Union",))
    assert akin(("HFC",), ("Harbour", "Ferry", "Company"))
    assert not akin(("Upper", "Vell"), ("Lower", "Vell"))


def test_without_the_heads_weights_the_rules_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("t", TEXT)
    parts = structure(document)
    split = sentences(TEXT, parts, ())
    alone = registered(split, parts, TEXT, trained=False)
    monkeypatch.setattr(weights, "available", lambda *_: False)
    assert registered(split, parts, TEXT) == alone
    assert {party.id for party in read(TEXT).parties} == {"melland", "tarvia"}
