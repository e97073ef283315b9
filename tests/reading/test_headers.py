"""What a document says of itself before it begins, and its notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from detente.evidence import Document
from detente.reading import read
from detente.reading.headers import Header, header_of
from detente.reading.structure import Kind, structure

DAY = dt.date(2031, 5, 12)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            "To: The Board\nFrom: Anna Berg\nDate: 12 May 2031\nSubject: The lock",
            Header(date=DAY, source="Anna Berg", addressee="The Board", subject="The lock"),
        ),
        (
            "TO: all staff\nCC: the press\nFROM: the director\nRE: strike",
            Header(source="the director", addressee="all staff", subject="strike"),
        ),
        ("MEMORANDUM\nDate: 12.05.2031", Header(date=DAY)),
        ("By Lena Holt\nMonday, 12 May 2031, 14:05 GMT", Header(date=DAY, byline="Lena Holt")),
        ("By Lena Holt and Ivo Brandt", Header(byline="Lena Holt and Ivo Brandt")),
        ("FOR IMMEDIATE RELEASE\nMay 12, 2031", Header(date=DAY)),
        (
            "---\ntitle: 'The lock'\nauthor: Lena Holt\ndate: 2031-05-12\nsource: The Merrow Herald\n---",
            Header(date=DAY, source="The Merrow Herald", byline="Lena Holt", subject="The lock"),
        ),
        ("Last updated: 12 May 2031", Header(date=DAY)),
        ("**Date:** 12 May 2031\n**Author:** Lena Holt", Header(date=DAY, byline="Lena Holt")),
        ("12/25/2031", Header(date=dt.date(2031, 12, 25))),
        ("25/12/2031", Header(date=dt.date(2031, 12, 25))),
    ],
)
def test_header_lines_of_many_kinds(block: str, said: Header) -> None:
    assert header_of(block) == replace(said, length=len(block))


@pytest.mark.parametrize(
    "block",
    [
        "Norland left the talks.",
        "By Monday the union had left\nand the talks were over.",
        "By the time of the vote, Norland\nhad left.",
        "To be clear: the union will not sign.",
        "From the start: no deal.\nThen it changed.",
        "Date palms grow here, and nobody left.\nThe end.",
        "3/4/2031 was a day on which the union and the company met for the first time.",
    ],
)
def test_what_is_no_header(block: str) -> None:
    assert header_of(block).length == 0


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("By Lena Holt\nNorland left the talks.", "Norland left the talks."),
        ("Date: 12 May 2031\nNorland left the talks.", "Norland left the talks."),
        ("To: The Board\nFrom: Anna Berg\nSubject: The lock\nNorland left the talks.", "Norland left the talks."),
        ("12 May 2031\nNorland left the talks.", "Norland left the talks."),
    ],
)
def test_header_lines_right_above_the_text_are_taken_off(text: str, body: str) -> None:
    parts = structure(Document("d", text)).parts
    assert [text[part.span.start : part.span.end] for part in parts if part.kind is Kind.body] == [body]


def test_a_memo_gives_the_document_its_fields() -> None:
    account = read("MEMORANDUM\nTo: The Board\nFrom: Anna Berg\nDate: 12 May 2031\nSubject: The lock\n\nNorland left the talks.")
    document = account.document
    assert (document.date, document.stated_source, document.title, document.note) == (DAY, "Anna Berg", "The lock", "to The Board")
    assert [claim.quote for claim in account.claims] == ["Norland left the talks."]


def test_raised_figures_and_named_notes_point_at_their_notes() -> None:
    parts = structure(Document("d", "Norland left the talks.¹ It covers 12 km² of land.[^why]\n\n¹ Seen by us.\n\n[^why]: By the map."))
    assert [(note.mark, len(note.anchors)) for note in parts.footnotes] == [("1", 1), ("why", 1)]
    assert parts.notes == ()


def test_notes_of_one_block_and_notes_under_a_heading() -> None:
    text = "Norland left.[1] It came back.[2]\n\n[1] In May.\n[2] In June."
    assert [text[note.span.start : note.span.end] for note in structure(Document("d", text)).footnotes] == ["In May.", "In June."]
    text = "Norland left.[1] It came back.[2]\n\nNotes\n\n1. In May.\n2. In June."
    assert [(note.mark, len(note.anchors)) for note in structure(Document("d", text)).footnotes] == [("1", 1), ("2", 1)]
    text = "The union asked for two things.\n\n1. A raise.\n2. A break."
    assert structure(Document("d", text)).footnotes == ()


def test_items_of_lists_are_sentences_without_their_marks() -> None:
    account = read(
        "The union will not sign:\n1. The company broke its word.\n(b) The company left.\n– The company lied.\n• The company fled."
    )
    quotes = [claim.quote for claim in account.claims]
    assert quotes[1:] == ["The company broke its word.", "The company left.", "The company lied.", "The company fled."]
