"""From a file or a text to the stored text: which formats, which encodings, which bounds.

One function a format; a new format is one more entry in ``_READERS``.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from detente.errors import AccountError, NotFound, Where
from detente.evidence import normalise

__all__ = ["LARGEST", "Loaded", "decode", "load"]

LARGEST = 20_000_000  # bytes of a file, characters of a text
_TEXT_LIKE = (".txt", ".text", ".md", ".markdown", "")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The stored text (NFC, line feeds) and the file it came from, if any."""

    text: str
    file: Path | None = None


def load(path_or_text: str | Path) -> Loaded:
    """Read a text or the file at a path.

    A ``Path`` is a file. A string is a file if it is a single line that names an existing file, or that looks like a file name
    (no space, a suffix); otherwise it is the text itself.

    Raises :class:`~detente.errors.NotFound` for a missing file and :class:`~detente.errors.AccountError` for one that is empty, binary,
    undecodable, of an unknown format, or larger than :data:`LARGEST`.

    >>> load("North said it would wait.").text
    'North said it would wait.'
    """
    path = _as_path(path_or_text)
    if path is None:
        return Loaded(_checked(str(path_or_text), where=None))
    if not path.exists():
        raise NotFound(f"no file {str(path)!r}", cure="check the name, or pass the text itself")
    if path.is_dir():
        raise AccountError(f"{str(path)!r} is a folder, not an account", cure="pass one file; read a folder's files one by one")
    if path.stat().st_size > LARGEST:
        size = path.stat().st_size
        raise AccountError(f"{str(path)!r} has {size:,} bytes, more than {LARGEST:,}", cure="split it into one file for each account")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(suffix for suffix in _READERS if suffix))
        raise AccountError(
            f"cannot read the format {path.suffix or 'without suffix'!r} of {str(path)!r}",
            cure=f"supported are {known}; or paste the text into a .txt file",
        )
    return Loaded(_checked(reader(path.read_bytes(), Where(str(path))), where=Where(str(path))), path)


def _as_path(value: str | Path) -> Path | None:
    if isinstance(value, Path):
        return value
    if not value.strip() or "\n" in value or len(value) > 1000 or "\x00" in value:
        return None
    path = Path(value)
    try:
        if path.is_file():
            return path
    except OSError:
        return None
    stem_like = " " not in value.strip() and bool(path.suffix) and path.suffix[1:].isalnum() and len(path.suffix) <= 6
    return path if stem_like or ("/" in value and " " not in value and path.suffix) else None


def decode(raw: bytes, where: Where | None = None) -> str:
    """Bytes to text: a byte-order mark decides, then UTF-8, then UTF-16 without a mark, then Windows-1252.

    >>> decode("détente".encode("cp1252"))
    'détente'
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            return _strict(raw, encoding, where)
    if b"\x00" in raw:
        return _strict(raw, _unmarked_utf16(raw, where), where)
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AccountError("its bytes are no text in UTF-8, UTF-16 or Windows-1252", cure="save it as UTF-8", where=where)


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
    raise AccountError("it is a binary file, not a text", cure="pass the text: .txt or .md", where=where)


def _checked(text: str, *, where: Where | None) -> str:
    if len(text) > LARGEST:
        raise AccountError(f"the text has {len(text):,} characters, more than {LARGEST:,}", cure="split it into accounts", where=where)
    stored = normalise(text)
    if not stored.strip():
        raise AccountError("there is no text in it", cure="pass a text with at least one sentence", where=where)
    controls = sum(1 for c in stored if ord(c) < 32 and c not in "\n\t\f\v")
    if controls > 0.02 * len(stored) + 2:
        raise AccountError("it is a binary file, not a text", cure="pass the text: .txt or .md", where=where)
    return stored


_READERS: dict[str, Callable[[bytes, Where], str]] = dict.fromkeys(_TEXT_LIKE, decode)
