"""Word documents and messages."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.parser import parse_xml

from detente.errors import AccountError
from detente.reading import read
from detente.reading.documents.mail import mail
from detente.reading.documents.word import docx, refuse_bomb

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    made = io.BytesIO()
    document.save(made)  # type: ignore[attr-defined]
    return made.getvalue()


def test_headings_lists_quotations_tables_and_what_the_file_says(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Harbour talks", 0)
    document.add_heading("What the guild wants", 1)
    document.add_paragraph("Norland demands that the guild pay the toll.")
    document.add_paragraph("an audit", style="List Bullet")
    document.add_paragraph("We wait.", style="Quote")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "wages", "7%"
    about = document.core_properties
    about.author, about.title, about.created = "Lena Holt", "Working paper", dt.datetime(2031, 5, 12, tzinfo=dt.UTC)
    document.save(str(tmp_path / "talks.docx"))
    account = read(tmp_path / "talks.docx")
    assert account.document.text.split("\n\n") == [
        "# Harbour talks",
        "## What the guild wants",
        "Norland demands that the guild pay the toll.",
        "- an audit",
        "> We wait.",
        "wages | 7%",
    ]
    assert (account.document.title, account.document.date, account.document.note) == ("Harbour talks", dt.date(2031, 5, 12), "by Lena Holt")
    assert [(p.party, p.act, p.performer) for p in account.positions] == [("norland", "pay the toll", "guild")]


def test_tracked_changes_are_accepted_and_said() -> None:
    document = Document()
    paragraph = document.add_paragraph("The guild ")
    for kind, words in (("del", "rejects"), ("ins", "accepts")):
        inner = "delText" if kind == "del" else "t"
        paragraph._p.append(parse_xml(f'<w:{kind} {W} w:id="1" w:author="x"><w:r><w:{inner}>{words}</w:{inner}></w:r></w:{kind}>'))
    paragraph.add_run(" the terms.")
    found = docx(saved(document))
    assert found.text == "The guild accepts the terms."
    assert found.notes == ("the document has tracked changes; it was read as if all were accepted",)


def test_footnotes_follow_the_text_with_their_marks() -> None:
    document = Document()
    paragraph = document.add_paragraph("The guild left.")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    raw = saved(document)
    notes = f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes += '<w:footnote w:id="2"><w:p><w:r><w:t>It demands that Norland pay.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                data = data.replace(
                    b"</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
                )
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", notes)
    assert docx(made.getvalue()).text == "The guild left.[1]\n\n[1] It demands that Norland pay."


def _zip(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return made.getvalue()


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 30_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(AccountError, match=r"unpacks to 30\.0 MB"):
        docx(bomb)
    refuse_bomb(_zip({"word/document.xml": b"<w:document/>"}))


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04nonsense", _zip({"[Content_Types].xml": b"<Types/>"}), _zip({"word/document.xml": b"<a"}), saved(Document())[:-40]]
)
def test_a_damaged_word_document_is_refused(raw: bytes) -> None:
    with pytest.raises(AccountError, match="damaged"):
        docx(raw)


def test_entities_that_multiply_are_not_followed() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(saved(Document()))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = (
        laughs + f"<w:document {W}><w:body><w:p><w:r><w:t>North &b; left.</w:t></w:r></w:p></w:body></w:document>".encode()
    )
    with contextlib.suppress(AccountError):  # to refuse the file is as good
        assert "aaaa" not in docx(_zip(parts)).text


def message(**fields: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "Lena Holt <lena@herald.example>", "To": "The Board <board@guild.example>", **fields}.items():
        made[name] = value
    return made


def test_a_message_its_heading_and_what_it_quotes(tmp_path: Path) -> None:
    sent = message(Subject="The lock: café talks", Date="Mon, 12 May 2031 10:00:00 +0200")
    quoted = "On Sunday Anna Berg wrote:\n> We will not pay the toll.\n\n-- \nLena Holt\nThe Herald\n"
    sent.set_content(f"Norland demands that the guild pay the toll.\n\n{quoted}")
    sent.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="offer.pdf")
    (tmp_path / "note.eml").write_bytes(sent.as_bytes())
    account = read(tmp_path / "note.eml")
    document = account.document
    assert (document.title, document.date) == ("The lock: café talks", dt.date(2031, 5, 12))
    assert document.stated_source == "Lena Holt <lena@herald.example>"
    assert document.note == "to The Board <board@guild.example>"
    assert "The Herald" not in document.text
    assert "attachments were left out: offer.pdf" in account.notes
    spoken = {claim.speaker[-1].lower().split()[-1] for claim in account.claims if "We will not pay" in claim.quote}
    assert spoken == {"berg"}


def test_a_message_with_html_only_and_one_with_both() -> None:
    both = message()
    both.set_content("Plain: North left.\n")
    both.add_alternative("<p>HTML: North left.</p>", subtype="html")
    assert mail(both.as_bytes()).text == "Plain: North left.\n"
    only = message()
    only.set_content(
        "<html><style>p {}</style><p>North left the caf\xe9.</p><p>South stayed.</p></html>", subtype="html", charset="iso-8859-1"
    )
    found = mail(only.as_bytes())
    assert found.text == "North left the café.\n\nSouth stayed.\n"
    assert any("web page without a plain text" in note for note in found.notes)


def test_an_empty_message_is_refused_and_says_what_it_holds() -> None:
    with pytest.raises(AccountError, match="the message is empty"):
        mail(b"From: a@b.example\nSubject: x\n\n \n")
    held = message()
    held.add_attachment(b"x", maintype="application", subtype="pdf", filename="offer.pdf")
    with pytest.raises(AccountError, match=r"what it holds is offer\.pdf"):
        mail(held.as_bytes())


def test_a_forwarded_message_is_named_and_not_opened() -> None:
    inner = message(Subject="The offer")
    inner.set_content("The guild demands that Norland resign.")
    outer = message()
    outer.set_content("See below.")
    outer.add_attachment(inner)
    found = mail(outer.as_bytes())
    assert found.text == "See below.\n"
    assert found.notes == ("attachments were left out: a message, “The offer”",)


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; charset=no-such-code\n\nNorth left.",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nNorth left.",
        b"From: =?utf-8?b?////?=\nDate: never\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nTm9ydGggbGVmdC4",
        b"From: \xff\xfe\nSubject: =?utf-8?q?\n\nNorth left.",
    ],
)
def test_a_damaged_message_is_read_as_far_as_it_goes(raw: bytes) -> None:
    assert mail(raw).text.strip() == "North left."
