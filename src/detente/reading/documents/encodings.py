"""Bytes to text: a mark decides, then UTF-8, then UTF-16 without a mark, then what the file declares, then Windows-1252; and it is said.

UTF-8 is all but impossible to meet by accident, so text that decodes as UTF-8 is UTF-8. Of the older encodings, an English text needs
only Windows-1252, of which Latin-1 is a part; statistics over letter pairs would guess at more of them, and be wrong on short texts.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from detente.errors import AccountError, Where

__all__ = ["Decoded", "decoded", "line_end_note"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32": "UTF-32", "cp1252": "Windows-1252 (or Latin-1)"}
_BINARY = "pass a text, or a document: .txt, .md, .html, .pdf, .docx, .eml"


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding in which it was found."""

    text: str
    encoding: str

    @property
    def note(self) -> str:
        """What to say of the encoding; nothing of UTF-8."""
        return "" if self.encoding.startswith("utf-8") else f"read as {_NAMES.get(self.encoding, self.encoding)} text"


def decoded(raw: bytes, where: Where | None = None, *, declared: str | None = None) -> Decoded:
    """The text of ``raw``. ``declared`` is the encoding that the file names itself, which is tried before Windows-1252.

    Raises :class:`~detente.errors.AccountError` for what is binary or no text in any of these.

    >>> decoded("détente".encode("cp1252"))
    Decoded(text='détente', encoding='cp1252')
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoded(_strict(raw, encoding, where), encoding)
    if b"\x00" in raw:
        encoding = _unmarked_utf16(raw, where)
        return Decoded(_strict(raw, encoding, where), encoding)
    for encoding in ("utf-8", *_known(declared), "cp1252"):
        try:
            return Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise AccountError("its bytes are no text in UTF-8, UTF-16 or Windows-1252", cure="save it as UTF-8", where=where)


def _known(declared: str | None) -> tuple[str, ...]:
    """The declared encoding where Python has it as one of text; a page's *iso-8859-1* is Windows-1252, as every browser reads it."""
    if not declared:
        return ()
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
        "".encode(name)
    except (LookupError, ValueError, UnicodeError):
        return ()
    return () if name in {"iso8859-1", "ascii", "utf-8", "cp1252"} or name.startswith(("utf-16", "utf-32")) else (name,)


def _strict(raw: bytes, encoding: str, where: Where | None) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise AccountError(f"it announces {encoding} but byte {error.start} is not", cure="save it as UTF-8", where=where) from error


def _unmarked_utf16(raw: bytes, where: Where | None) -> str:
    """UTF-16 without a mark shows as a zero in nearly every second byte; any other zero byte means a binary file."""
    half = max(1, len(raw) // 2)
    for encoding, zeros in (("utf-16-le", raw[1::2].count(0)), ("utf-16-be", raw[0::2].count(0))):
        if len(raw) % 2 == 0 and zeros > 0.6 * half and raw.count(0) == zeros:
            return encoding
    raise AccountError(f"it is a binary file, not a text (a zero byte at {raw.index(0):,})", cure=_BINARY, where=where)


def line_end_note(text: str) -> str:
    """What to say of lines that end in several ways."""
    pairs = text.count("\r\n")
    kinds = {"CRLF": pairs, "CR": text.count("\r") - pairs, "LF": text.count("\n") - pairs}
    found = [name for name, count in kinds.items() if count]
    return f"its lines end in several ways ({', '.join(found)}); places count each as one character" if len(found) > 1 else ""
