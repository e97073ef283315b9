"""PDF: its text by pypdf, page by page, as paragraphs; page breaks stay in the text as form feeds.

Refused are a locked file, one without a text layer (scanned), and one whose streams unpack to more than a text can be.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import suppress
from math import hypot
from typing import TYPE_CHECKING, Any

from detente.errors import AccountError, Where
from detente.reading.documents.extract import LARGEST_INSIDE, Extract, Progress, bytes_in_words, quiet
from detente.reading.documents.paper import Line, Piece, text_of

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

__all__ = ["pdf"]

_LARGEST_PAGE = 20_000_000  # bytes of instructions for one page
_LARGEST_TEXT = 20_000_000  # characters
_BOMB = "export it again (print it to a new PDF), or pass its text"


def pdf(raw: bytes, where: Where | None = None, *, progress: Progress | None = None) -> Extract:
    """The text of a PDF, and its title, author and date of making.

    Raises :class:`~detente.errors.AccountError` for one that is damaged, locked, scanned, or a decompression bomb.
    """
    with quiet("pypdf"):
        reader = _opened(raw, where)
        pages: list[list[Line]] = []
        empty: list[int] = []
        pictures = size = unpacked = 0
        failed: list[int] = []
        count = len(reader.pages)
        for number in range(count):
            if progress:
                progress("pages", number, count)
            try:
                page = reader.pages[number]
                unpacked += _unpacked(page, number, where)
                lines = list(_lines(page))
            except AccountError:
                raise
            except Exception as error:  # noqa: BLE001 - pypdf raises whatever a damaged page makes it stumble over; a page is not the document
                _refuse_bomb(error, number, where)
                failed.append(number + 1)
                lines = []
            if not lines:
                empty.append(number + 1)
                pictures += _has_picture(reader, number)
            size += sum(len(line.text) for line in lines)
            if size > _LARGEST_TEXT or unpacked > LARGEST_INSIDE:
                raise AccountError(
                    f"its {count} pages hold more than {bytes_in_words(_LARGEST_TEXT)} of text", cure="split it", where=where
                )
            pages.append(lines)
        described = _described(reader)
    _refuse_scanned(count, empty, pictures, failed, where)
    text, notes = text_of(pages)
    _refuse_unreadable(text, where)
    if failed:
        notes.append(f"damaged and left out: {_pages(failed)}")
    if rest := [number for number in empty if number not in failed]:
        notes.append(f"no text on {_pages(rest)} of {count}; where they are images, run OCR first")
    return Extract(
        text, notes=(*notes, f"{count} pages of a PDF; places are counted in its text, pages are parted by form feeds"), **described
    )


def _opened(raw: bytes, where: Where | None) -> PdfReader:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    locked = AccountError("the PDF is locked with a password", cure="open it with the password and save a copy without one", where=where)
    try:
        reader = PdfReader(io.BytesIO(raw))
        closed = reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED
        pages = 0 if closed else len(reader.pages)
    except DependencyError as error:
        raise locked from error
    except Exception as error:
        _refuse_bomb(error, None, where)
        raise AccountError(f"the PDF is damaged ({error})", cure="export it again, or pass its text", where=where) from error
    if closed:
        raise locked
    if not pages:
        raise AccountError("the PDF has no pages", cure="export it again", where=where)
    return reader


def _refuse_bomb(error: Exception, number: int | None, where: Where | None) -> None:
    from pypdf.errors import LimitReachedError

    if isinstance(error, (LimitReachedError, MemoryError, RecursionError)):
        place = "" if number is None else f"page {number + 1} of "
        raise AccountError(f"{place}the PDF unpacks to more than a text can be", cure=_BOMB, where=where) from error


def _unpacked(page: PageObject, number: int, where: Where | None) -> int:
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    if size > _LARGEST_PAGE:
        message = f"page {number + 1} of the PDF unpacks to {bytes_in_words(size)}, more than {bytes_in_words(_LARGEST_PAGE)}"
        raise AccountError(message, cure=_BOMB, where=where)
    return size


def _lines(page: PageObject) -> Iterator[Line]:
    """The lines of a page in the order in which it prints them, each with its place and the size of its letters."""
    pieces: list[Piece] = []
    rows: list[list[Piece]] = [pieces]

    def visit(text: str, outer: list[float], inner: list[float], _font: Any, size: float) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                rows.append([])
            if part.strip():
                left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
                up = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
                tall = abs(size) * hypot(inner[2], inner[3]) * hypot(outer[2], outer[3])
                rows[-1].append(Piece(part, left, up, tall or abs(size)))

    page.extract_text(visitor_text=visit)
    yield from (Line(tuple(row)) for row in rows if row)


def _has_picture(reader: PdfReader, number: int) -> int:
    try:
        resources: Any = reader.pages[number].get("/Resources")
        objects: Any = resources.get_object().get("/XObject", {}) if resources is not None else {}
        return int(any(one.get_object().get("/Subtype") == "/Image" for one in objects.get_object().values()))
    except Exception:  # noqa: BLE001 - a damaged page shows no picture
        return 0


def _refuse_scanned(count: int, empty: list[int], pictures: int, failed: list[int], where: Where | None) -> None:
    if len(empty) < count:
        return
    if failed and not pictures:
        raise AccountError(f"no page of the PDF could be read ({count} are damaged)", cure="export it again", where=where)
    held = f"{pictures} page{'s are images' if pictures != 1 else ' is an image'}" if pictures else f"{count} pages are empty"
    raise AccountError(f"no text layer: {held}; run OCR first", cure="run OCR (ocrmypdf, for one) and pass its result", where=where)


def _refuse_unreadable(text: str, where: Where | None) -> None:
    """A font without a table of letters gives signs in place of words."""
    shown = [c for c in text if not c.isspace()]
    odd = sum(1 for c in shown if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32)
    if shown and odd > 0.3 * len(shown):
        message = "the PDF’s fonts do not say which letters they draw, so its text cannot be told; run OCR first"
        raise AccountError(message, cure="run OCR (ocrmypdf --force-ocr, for one) and pass its result", where=where)


def _described(reader: PdfReader) -> dict[str, Any]:
    made: dict[str, Any] = {}
    with suppress(Exception):  # an information dictionary may be damaged in any way, and is no reason to refuse the text
        about = reader.metadata
        if about is not None:
            title = str(about.title or "").strip()
            made["file_title"] = title if " " in title and not title.lower().startswith("microsoft") else None
            made["byline"] = str(about.author or "").strip() or None
            made["file_date"] = about.creation_date.date() if isinstance(about.creation_date, dt.datetime) else None
    return made


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (", …" if len(numbers) > 8 else "")
    return f"page{'s' if len(numbers) > 1 else ''} {shown}"
