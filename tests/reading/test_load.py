"""What can be read, in which encodings, and what the refusals say."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import AccountError, NotFound
from detente.reading import read
from detente.reading.load import LARGEST, decode, load

TEXT = "Norland’s envoy said the café would stay shut — “for good”."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_each_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "account.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert load(path).text == TEXT


@pytest.mark.parametrize("suffix", [".txt", ".md", ".markdown", ".text", ""])
def test_text_formats_are_read_by_path_and_by_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"account{suffix}"
    path.write_text(TEXT, encoding="utf-8")
    assert load(path).text == TEXT
    assert load(str(path)).text == TEXT


def test_line_ends_and_accents_are_normalised() -> None:
    assert load("one line\r\ncafe\u0301\rlast").text == "one line\ncaf\u00e9\nlast"


@pytest.mark.parametrize("content", [b"", b"   \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    with pytest.raises(AccountError, match="no text"):
        read(path)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", bytes(range(1, 32)) * 20, b"a\x00b\x00\x01"])
def test_a_binary_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(content)
    with pytest.raises(AccountError, match="binary") as caught:
        read(path)
    assert "picture.txt" in str(caught.value)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(AccountError, match="UTF-8, UTF-16 or Windows-1252"):
        decode(b"caf\x81 \x8d")


def test_a_broken_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "half.txt"
    path.write_bytes(b"\xff\xfe" + "ab".encode("utf-16-le") + b"\x00")
    with pytest.raises(AccountError, match="utf-16"):
        read(path)


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "account.xyz"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(AccountError, match=r"\.xyz") as caught:
        read(path)
    assert ".txt" in str(caught.value)
    assert ".md" in str(caught.value)


def test_a_file_over_the_bound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(AccountError, match="more than 20,000,000"):
        read(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AccountError, match="folder"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["missing.txt", "folder/missing.md"])
def test_a_missing_file_is_not_mistaken_for_a_text(name: str) -> None:
    with pytest.raises(NotFound, match="missing"):
        read(name)


def test_a_sentence_is_a_text() -> None:
    assert read("Norland left.").document.text == "Norland left."
    assert read("Peace/war talks ended.").document.text == "Peace/war talks ended."
