"""Which format a file is in: what its first bytes say, and where they say nothing, the end of its name."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from detente.errors import AccountError, Where

__all__ = ["SUFFIXES", "Format", "format_of"]


class Format(StrEnum):
    """What can be read."""

    text = "text"
    html = "html"
    pdf = "pdf"
    docx = "docx"
    mail = "mail"


SUFFIXES = {
    ".txt": Format.text,
    ".text": Format.text,
    ".md": Format.text,
    ".markdown": Format.text,
    ".html": Format.html,
    ".htm": Format.html,
    ".xhtml": Format.html,
    ".pdf": Format.pdf,
    ".docx": Format.docx,
    ".eml": Format.mail,
}
_CURES = {
    ".doc": "open it in a word processor and save it as .docx",
    ".rtf": "open it in a word processor and save it as .docx",
    ".odt": "open it in a word processor and save it as .docx",
    ".pages": "export it as .docx or PDF",
    ".epub": "unpack it: its chapters are .xhtml files",
    ".msg": "save the message as .eml",
    ".mbox": "save each message as .eml",
    ".zip": "unpack it, and pass the texts in it",
    ".xlsx": "save the column with the texts as .txt files",
    ".csv": "save the column with the texts as .txt files",
    ".json": "pass the text itself; a dossier is a folder or a .yaml file",
}
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FIELD = re.compile(rb"[!-9;-~]{1,60}:[ \t]")
_MAIL_FIELDS = re.compile(
    rb"^(?:received|return-path|message-id|mime-version|delivered-to|dkim-signature|x-[\w-]+|content-type):", re.IGNORECASE | re.MULTILINE
)
_HEAD = 4096


def format_of(name: str, raw: bytes, where: Where | None = None) -> Format:
    """The format of a file called ``name`` that holds ``raw``.

    The bytes decide where they say something (a PDF called ``.txt`` is a PDF). Raises :class:`~detente.errors.AccountError` for a
    format that is not read, and for a file whose name promises one that its bytes do not keep.

    >>> format_of("page.txt", b"<!DOCTYPE html><html>"), format_of("letter.eml", b"From: Anna"), format_of("note", b"From: Anna")
    (<Format.html: 'html'>, <Format.mail: 'mail'>, <Format.text: 'text'>)
    """
    suffix = PurePath(name).suffix.lower()
    promised = SUFFIXES.get(suffix)
    shown = _by_bytes(raw)
    if shown is not None:
        return promised if promised is Format.mail and shown is Format.html else shown
    if promised in {Format.pdf, Format.docx} and raw.strip():
        made = "PDF begins with %PDF" if promised is Format.pdf else "docx file is a packed folder with word/document.xml"
        raise AccountError(f"it is called {suffix} but is none: a {made}", cure="check the file; save or export it again", where=where)
    if promised is None and suffix and not _looks_like_text(name, raw):
        raise _unknown(suffix, where)
    return promised or Format.text


def _by_bytes(raw: bytes) -> Format | None:
    head = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head[:1024]:
        return Format.pdf
    if head.startswith(b"PK\x03\x04"):
        return Format.docx if b"word/" in raw or b"[Content_Types].xml" in head else None
    if _HTML.match(head):
        return Format.html
    first = head.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    if _FIELD.match(head) and len(_MAIL_FIELDS.findall(first)) >= 2:
        return Format.mail
    return None


def _looks_like_text(name: str, raw: bytes) -> bool:
    """A name that ends in what is no suffix (*talks.2031-05-12*) is a text's."""
    suffix = PurePath(name).suffix[1:]
    return not suffix.isalnum() or suffix.isdigit() or (len(suffix) > 8 and b"\x00" not in raw)


def _unknown(suffix: str, where: Where | None) -> AccountError:
    known = ", ".join(SUFFIXES)
    instead = _CURES.get(suffix, f"supported are {known}; or paste the text into a .txt file")
    return AccountError(f"cannot read the format {suffix!r}", cure=instead, where=where)
