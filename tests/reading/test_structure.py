"""Header, title, headings, labels, footnotes; sentences and quotations keep their places."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.evidence import Document
from detente.reading import read
from detente.reading.dates import find_date
from detente.reading.quotations import quotations
from detente.reading.sentences import sentences
from detente.reading.structure import Kind, structure


def document(text: str) -> Document:
    return Document("d", text)


@pytest.mark.parametrize(
    ("header", "date", "source"),
    [
        (" date 2031-05-12 [Source: The Merrow Herald]", dt.date(2031, 5, 12), "The Merrow Herald"),
        ("Date: 12 May 2031", dt.date(2031, 5, 12), None),
        ("By Lena Holt\nMay 12, 2031", dt.date(2031, 5, 12), None),
        ("Published: May 12, 2031\nSource: merrow.example", dt.date(2031, 5, 12), "merrow.example"),
        ("By Lena Holt", None, None),
    ],
)
def test_header_lines_give_date_and_source(header: str, date: dt.date | None, source: str | None) -> None:
    parts = structure(document(f"{header}\n\nNorland left the talks."))
    assert (parts.date, parts.stated_source) == (date, source)
    assert [p.kind for p in parts.parts] == [Kind.header, Kind.body]


def test_a_source_line_that_credits_a_picture_is_noted() -> None:
    account = read("May 1, 2031 [Source: Photo by J. Doe/Agency]\n\nNorland left.")
    assert any("picture credit" in note for note in account.notes)


def test_a_given_date_wins() -> None:
    assert read("Date: 1 May 2031\n\nNorland left.", date=dt.date(2030, 1, 1)).document.date == dt.date(2030, 1, 1)


def test_title_and_headings_are_not_read_as_claims() -> None:
    account = read("# Norland refuses the pact\n\nNorland signed.\n\nSudland demands a vote\n\nSudland waits.")
    assert account.document.title == "Norland refuses the pact"
    assert [c.quote for c in account.claims] == ["Norland signed.", "Sudland waits."]


def test_footnotes_and_their_anchors() -> None:
    parts = structure(document("Norland left.[1] Sudland stayed.[3]\n\n[1] It demanded a vote.\n\n[2] See the report."))
    assert [(n.mark, len(n.anchors)) for n in parts.footnotes] == [("1", 1), ("2", 0)]
    assert "note [2] has no anchor in the text" in parts.notes
    assert "the text points at note [3], which is not there" in parts.notes


def test_a_demand_in_a_footnote_is_found() -> None:
    account = read("Norland left.[1]\n\n[1] Norland also demands that Sudland pay the toll.")
    assert [(p.party, p.act, p.performer) for p in account.positions] == [("norland", "pay the toll", "sudland")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on March 18 they met", dt.date(2025, 3, 18)),
        ("on 2 December they met", dt.date(2024, 12, 2)),
        ("on 2025-02-30 they met", None),
        ("on 5 of them", None),
    ],
)
def test_dates_without_a_year_are_the_last_before_the_document(text: str, expected: dt.date | None) -> None:
    assert find_date(text, near=dt.date(2025, 3, 24)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we wait” and “we go”.", ["“we wait”", "“we go”"]),
        ("He said ''we wait'' twice.", ["''we wait''"]),
        ("A stray “ mark alone.", []),
        ('A 5" pipe and "two words" here.', ['"two words"']),
        ("“One paragraph.\n\n“Another.”", ["“One paragraph.", "“Another.”"]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in quotations(document(text))] == expected


def test_sentences_keep_a_quotation_whole() -> None:
    text = "Berg wrote: “We wait. We do not go.” Then she left. The cap. Vesta said so."
    doc = document(text)
    found = sentences(text, structure(doc), quotations(doc))
    assert [text[s.span.start : s.span.end] for s in found] == [
        "Berg wrote: “We wait. We do not go.”",
        "Then she left.",
        "The cap.",
        "Vesta said so.",
    ]
