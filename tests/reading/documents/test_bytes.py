"""Which format, which encoding, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import AccountError
from detente.reading import read
from detente.reading.documents.encodings import decoded, line_end_note
from detente.reading.documents.kinds import Format, format_of
from detente.reading.load import load

TEXT = "Norland’s envoy said the café would stay shut."


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("a.txt", b"North left.", Format.text),
        ("a", b"North left.", Format.text),
        ("talks.2031-05-12", b"North left.", Format.text),
        ("a.htm", b"North left.", Format.html),
        ("a.txt", b"\xef\xbb\xbf \n<!DOCTYPE HTML><title>x", Format.html),
        ("", b"<html lang='en'><body>", Format.html),
        ("", b"%PDF-1.7\n", Format.pdf),
        ("report.txt", b"%PDF-1.7\n", Format.pdf),
        ("", b"PK\x03\x04....[Content_Types].xml", Format.docx),
        ("", b"Received: by x\r\nMIME-Version: 1.0\r\nFrom: a\r\n\r\nHello", Format.mail),
        ("a.txt", b"From: Anna\nTo: Board\nSubject: Lock\n\nNorth left.", Format.text),
        ("a.eml", b"<html><body>", Format.mail),
        ("a.txt", b"<p>North left.</p>", Format.text),
    ],
)
def test_bytes_say_the_format_and_names_where_they_do_not(name: str, raw: bytes, kind: Format) -> None:
    assert format_of(name, raw) is kind


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("a.rtf", b"{\\rtf1", "save it as .docx"),
        ("a.zip", b"PK\x03\x04", "unpack it"),
        ("a.xlsx", b"PK\x03\x04....xl/workbook.xml", "as .txt files"),
        ("a.pdf", b"North left.", "a PDF begins with %PDF"),
        ("a.docx", b"North left.", "packed folder"),
        ("a.png", b"\x89PNG", "supported are .txt"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(AccountError) as caught:
        load(tmp_path / name)
    assert said in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-32", "UTF-32"), ("cp1252", "Windows")],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, encoding: str, said: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    account = read(path)
    assert account.document.text == TEXT
    assert [note for note in account.notes if "read as" in note] == (
        [f"read as {said} text"] if said in {"UTF-16", "UTF-32"} else []
    ) or said in " ".join(account.notes)


def test_a_declared_encoding_is_believed_where_the_bytes_allow_it() -> None:
    russian = "Мы не подпишем".encode("cp1251")
    assert decoded(russian, declared="windows-1251").text == "Мы не подпишем"
    assert decoded("café’s".encode(), declared="windows-1251").text == "café’s", "UTF-8 is never met by accident"
    assert decoded("“no”".encode("cp1252"), declared="iso-8859-1").text == "“no”", "as browsers read it"
    for nonsense in ("no-such-code", "hex", "", "\x00"):
        assert decoded(b"caf\xe9", declared=nonsense).text == "café"


def test_line_ends_of_several_kinds_are_said() -> None:
    assert line_end_note("a\r\nb\nc\rd") == "its lines end in several ways (CRLF, CR, LF); places count each as one character"
    assert line_end_note("a\r\nb\r\n") == line_end_note("a\nb") == line_end_note("a") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [("a\x00b", "zero character"), ("\ud800 North left.", "half a letter"), ("", "no text"), ("\ufeff\ufeff \n", "no text")],
)
def test_what_is_no_text_is_refused(text: str, said: str) -> None:
    with pytest.raises(AccountError, match=said):
        read(text)


ENGLISH = "The union said on Monday that it would not sign, and that the offer of the company was not what it had asked for. " * 3
FRENCH = "Le syndicat a dit lundi que la direction ne veut pas de cet accord et que la grève continue dans les ports. " * 3
RUSSIAN = "Профсоюз заявил в понедельник, что не подпишет соглашение и что забастовка продолжается в портах страны. " * 3


@pytest.mark.parametrize(("text", "language"), [(FRENCH, "French"), (RUSSIAN, "Cyrillic")])
def test_a_text_that_is_not_english_says_which_parts_work(text: str, language: str) -> None:
    (note,) = [note for note in read(text).notes if "English" in note]
    assert language in note
    assert "by hand" in note


@pytest.mark.parametrize("text", [ENGLISH, "Norland left.", "Norvik. Tarim. Vesta. Sudhaven. " * 5])
def test_english_and_what_is_too_short_to_tell_are_not_doubted(text: str) -> None:
    assert "English" not in " ".join(read(text).notes)
