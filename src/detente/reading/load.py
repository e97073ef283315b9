"""From a file or a text to the stored text: which formats, which bounds.

What each format gives is made in :mod:`detente.reading.documents`; here it is bounded, checked and put into the form in which it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.errors import AccountError, NotFound, Where
from detente.evidence import normalise
from detente.reading.documents.doubts import language_note
from detente.reading.documents.encodings import decoded, line_end_note
from detente.reading.documents.extract import LARGEST_INSIDE, Extract, Progress, bytes_in_words
from detente.reading.documents.kinds import SUFFIXES, Format, format_of

__all__ = ["LARGEST", "LARGEST_FILE", "Loaded", "decode", "load"]

LARGEST = 20_000_000  # characters of a text, bytes of a file that is one
LARGEST_FILE = {
    Format.text: LARGEST,
    Format.html: 50_000_000,
    Format.mail: 50_000_000,
    Format.docx: 100_000_000,
    Format.pdf: LARGEST_INSIDE,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """The stored text (NFC, line feeds), the file it came from if any, and what that file says of itself."""

    text: str
    file: Path | None = None
    found: Extract = field(default_factory=lambda: Extract(""))


def load(path_or_text: str | Path, *, progress: Progress | None = None) -> Loaded:
    """Read a text or the file at a path.

    A ``Path`` is a file. A string is a file if it is a single line that names an existing file, or that looks like a file name
    (no space, a suffix); otherwise it is the text itself.

    Raises :class:`~detente.errors.NotFound` for a missing file and :class:`~detente.errors.AccountError` for one that is empty, binary,
    undecodable, damaged, locked, of an unknown format, or larger than :data:`LARGEST_FILE` or :data:`LARGEST` allow.

    >>> load("North said it would wait.").text
    'North said it would wait.'
    """
    path = _as_path(path_or_text)
    if path is None:
        text = str(path_or_text)
        return _stored(Extract(text, notes=tuple(filter(None, [line_end_note(text)])), exact=True), None, None)
    if not path.exists():
        raise NotFound(f"no file {str(path)!r}", cure="check the name, or pass the text itself")
    if path.is_dir():
        raise AccountError(f"{str(path)!r} is a folder, not an account", cure="pass one file; read a folder's files one by one")
    where = Where(str(path))
    raw = _bytes_of(path)
    kind = format_of(path.name, raw, where)
    if len(raw) > LARGEST_FILE[kind]:
        raise _too_large(path, len(raw), LARGEST_FILE[kind])
    return _stored(_extract(kind, raw, where, progress), path, where)


def _bytes_of(path: Path) -> bytes:
    """At most so many bytes as its format may have, and one more."""
    bound = LARGEST_FILE.get(SUFFIXES.get(path.suffix.lower(), Format.pdf), LARGEST)
    if path.stat().st_size > bound:
        raise _too_large(path, path.stat().st_size, bound)
    with path.open("rb") as file:
        return file.read(bound + 1)


def _too_large(path: Path, size: int, bound: int) -> AccountError:
    return AccountError(f"{str(path)!r} has {size:,} bytes, more than {bound:,}", cure="split it into one file for each account")


def _extract(kind: Format, raw: bytes, where: Where, progress: Progress | None) -> Extract:
    if kind is Format.text:
        read = decoded(raw, where)
        return Extract(read.text, notes=tuple(filter(None, (read.note, line_end_note(read.text)))), exact=True)
    if kind is Format.html:
        from detente.reading.documents.web import page

        return page(raw, where)
    if kind is Format.pdf:
        from detente.reading.documents.pdf import pdf

        return pdf(raw, where, progress=progress)
    if kind is Format.docx:
        from detente.reading.documents.word import docx

        return docx(raw, where)
    from detente.reading.documents.mail import mail

    return mail(raw, where)


def _stored(found: Extract, path: Path | None, where: Where | None) -> Loaded:
    text = _checked(found.text, where=where)
    doubt = language_note(text)
    return Loaded(text, path, replace(found, text="", notes=(*found.notes, *([doubt] if doubt else []))))


def _as_path(value: str | Path) -> Path | None:
    if isinstance(value, Path):
        return value
    if not value.strip() or "\n" in value or len(value) > 1000 or "\x00" in value:
        return None
    path = Path(value)
    try:
        if path.is_file():
            return path
    except (OSError, ValueError):
        return None
    stem_like = " " not in value.strip() and bool(path.suffix) and path.suffix[1:].isalnum() and len(path.suffix) <= 6
    return path if stem_like or ("/" in value and " " not in value and path.suffix) else None


def decode(raw: bytes, where: Where | None = None) -> str:
    """The text of ``raw``, whichever encoding it is in (:func:`~detente.reading.documents.encodings.decoded`).

    >>> decode("détente".encode("cp1252"))
    'détente'
    """
    return decoded(raw, where).text


def _checked(text: str, *, where: Where | None) -> str:
    if len(text) > LARGEST:
        message = f"the text has {len(text):,} characters ({bytes_in_words(len(text))}), more than {LARGEST:,}"
        raise AccountError(message, cure="split it into accounts", where=where)
    stored = normalise(text.lstrip("\ufeff"))
    if not stored.strip():
        raise AccountError("there is no text in it", cure="pass a text with at least one sentence", where=where)
    if "\x00" in stored:
        message = f"it is a binary file, not a text (a zero character at {stored.index(chr(0)):,})"
        raise AccountError(message, cure="pass the text: .txt or .md", where=where)
    controls = sum(1 for c in stored if c < " " and c not in "\n\t\f\v")
    if controls > 0.02 * len(stored) + 2:
        raise AccountError("it is a binary file, not a text", cure="pass the text: .txt or .md", where=where)
    try:
        stored.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"it holds half a letter (a lone surrogate, character {error.start:,}), which no file can"
        raise AccountError(message, cure="decode the text anew, with errors='replace'", where=where) from error
    return stored
