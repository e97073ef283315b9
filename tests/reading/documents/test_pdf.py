"""The text of a PDF as paragraphs, with its pages; what is no text is refused."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from detente.errors import AccountError
from detente.reading import read
from detente.reading.documents.pdf import pdf as read_pdf
from detente.testing.papers import Line, pdf

HEAD = [(72, 800, 9, f"The Merrow Herald   {number}") for number in (1, 2, 3)]
FOOT = [(290, 30, 9, f"- {number} -") for number in (1, 2, 3)]
FIRST: list[Line] = [
    HEAD[0],
    (72, 760, 18, "Harbour talks stall"),
    (72, 730, 12, "Norland said that it would not accept the terms that the guild had put for-"),
    (72, 716, 12, "ward in March."),
    (150, 720, 7, "1"),
    (160, 716, 12, " It left."),
    (72, 690, 12, "Norland demands that the guild"),
    (72, 60, 8, "1 The letter is kept in the archive."),
    FOOT[0],
]
SECOND: list[Line] = [HEAD[1], (72, 760, 12, "pay the toll before June."), (72, 732, 12, "The guild refused. It named no reason."), FOOT[1]]
THIRD: list[Line] = [HEAD[2], (72, 760, 12, "Sudland stays."), FOOT[2]]
INFO = {"Title": "Harbour talks", "Author": "Lena Holt", "CreationDate": "D:20310512100000Z"}


def test_paragraphs_headings_notes_and_pages(tmp_path: Path) -> None:
    (tmp_path / "talks.pdf").write_bytes(pdf([FIRST, SECOND, THIRD], info=INFO))
    account = read(tmp_path / "talks.pdf")
    document = account.document
    assert document.text.split("\n\n") == [
        "# Harbour talks stall",
        "Norland said that it would not accept the terms that the guild had put forward in March.[1] It left.",
        "Norland demands that the guild \fpay the toll before June.",
        "[1] The letter is kept in the archive.",
        "The guild refused. It named no reason.",
        "\fSudland stays.",
    ]
    assert (document.title, document.date, document.note) == ("Harbour talks stall", dt.date(2031, 5, 12), "by Lena Holt")
    (demand,) = [position for position in account.positions if position.act == "pay the toll"]
    assert demand.span is not None
    assert document.text[demand.span.start : demand.span.end].startswith("demands that the guild \fpay the toll")
    pages = [document.page_at(document.text.index(word)) for word in ("Harbour", "pay", "Sudland")]
    assert pages == [1, 2, 3]
    assert {claim["quote"]: claim["page"] for claim in account.to_dict()["claims"]}["Sudland stays."] == 3
    assert any("6 running heads" in note for note in account.notes)


def test_paragraphs_are_told_by_indents_and_by_short_lines() -> None:
    wide = "The guild said that the offer was not what it had asked for and that it"
    lines: list[Line] = [
        (72, 700, 12, wide),
        (72, 686, 12, "would go on."),
        (84, 672, 12, wide),
        (72, 658, 12, wide + "."),
        (72, 644, 12, "It then left."),
        (72, 630, 12, "1. A new pact"),
        (72, 616, 12, "2. A new toll"),
    ]
    assert read_pdf(pdf([lines])).text.split("\n\n") == [
        f"{wide} would go on.",
        f"{wide} {wide}. It then left.",
        "1. A new pact",
        "2. A new toll",
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left: list[Line] = [(72, 700 - 14 * n, 12, words) for n, words in enumerate(["The guild said", "that it would", "wait until the"])]
    right: list[Line] = [(320, 700 - 14 * n, 12, words) for n, words in enumerate(["end of May and", "then decide on", "the strike."])]
    assert read_pdf(pdf([[*left, *right]])).text == "The guild said that it would wait until the end of May and then decide on the strike."


def test_numbered_headings_at_the_top_of_pages_stay() -> None:
    pages: list[list[Line]] = [
        [(72, 800, 9, f"The talks {n}"), (72, 760, 18, f"Chapter {n}"), (72, 730, 12, f"Norland left for the {n}th time.")]
        for n in range(4, 8)
    ]
    found = read_pdf(pdf(pages)).text.replace("\f", "").split("\n\n")
    assert found == [said for n in range(4, 8) for said in (f"# Chapter {n}", f"Norland left for the {n}th time.")]


def test_a_scanned_pdf_is_refused_with_what_to_do() -> None:
    with pytest.raises(AccountError, match="no text layer: 3 pages are images; run OCR first"):
        read_pdf(pdf([[], [], []], image=True))


def test_pages_without_text_are_named() -> None:
    found = read_pdf(pdf([THIRD, [], [(72, 700, 12, "Ostmark waits.")]]))
    assert "no text on page 2 of 3; where they are images, run OCR first" in found.notes


def _locked(user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([THIRD]))))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_locked_pdf_is_refused_and_one_that_only_forbids_is_read() -> None:
    with pytest.raises(AccountError, match="locked with a password"):
        read_pdf(_locked("secret"))
    assert read_pdf(_locked("")).text.endswith("Sudland stays.")


def _packed(content: bytes) -> bytes:
    """A PDF of one page whose instructions are packed."""
    stream = zlib.compress(content, 9)
    body = pdf([[]])
    at = body.index(b"<< /Length 0 >>\nstream\n\nendstream")
    return body[:at] + b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream) + body[at + 34 :]


@pytest.mark.parametrize("size", [30_000_000, 120_000_000])
def test_a_page_that_unpacks_to_more_than_a_page_is_refused(size: int) -> None:
    bomb = _packed(b" " * size)
    assert len(bomb) < size / 500
    with pytest.raises(AccountError, match="unpacks to"):
        read_pdf(bomb)
    assert read_pdf(_packed(b"BT /F1 12 Tf 1 0 0 1 72 700 Tm (North left.) Tj ET")).text == "North left."


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.4\n", b"%PDF-1.4 garbage", pdf([THIRD])[:300], pdf([THIRD]).replace(b"/Pages 2 0 R", b"/Pages 9 0 R")]
)
def test_a_damaged_pdf_is_refused(raw: bytes) -> None:
    with pytest.raises(AccountError, match=r"damaged|no pages"):
        read_pdf(raw)


def test_a_damaged_page_costs_that_page() -> None:
    raw = pdf([FIRST, SECOND, THIRD]).replace(b"/Contents 9 0 R", b"/Contents 3 0 R")
    found = read_pdf(raw)
    assert "Harbour" in found.text
    assert "Sudland" in found.text
    assert "refused" not in found.text
    assert any("page 2" in note for note in found.notes)


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[str, int, int]] = []
    read_pdf(pdf([FIRST, SECOND]), progress=lambda what, done, of: told.append((what, done, of)))
    assert told == [("pages", 0, 2), ("pages", 1, 2)]
