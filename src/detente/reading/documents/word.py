"""DOCX: paragraphs, headings, lists, quotations, tables and notes, by python-docx."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from detente.errors import AccountError, Where
from detente.reading.documents.extract import LARGEST_INSIDE, Extract, bytes_in_words

__all__ = ["docx", "refuse_bomb"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_ENTRIES = 20_000
_RATIO = 500  # an XML part that packs better than this is made to
_WRITTEN = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "‑", f"{_W}softHyphen": ""}
_UNREAD = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pict", f"{_W}object"}
_TEMPLATES = dt.datetime(2013, 12, 23, 23, 15, tzinfo=dt.UTC)  # when python-docx's empty document was made, which its documents inherit
_MARK = f"{_W}footnoteReference", f"{_W}endnoteReference"


def docx(raw: bytes, where: Where | None = None) -> Extract:
    """The text of a Word document, read with its tracked changes accepted, and its title, author and date of making.

    Raises :class:`~detente.errors.AccountError` for one that is damaged, locked or a decompression bomb.
    """
    refuse_bomb(raw, where)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        document = Document(io.BytesIO(raw))
        body: Any = document.element.body
        notes = _Notes(document.part)
        blocks = [block for block in _blocks(body, document, notes) if block.strip()]
        about = document.core_properties
        title, author, made = about.title.strip(), about.author.strip() or None, about.created
    except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, etree.LxmlError, OSError) as error:
        message = f"the Word document is damaged ({error})"
        raise AccountError(message, cure="open it in a word processor and save it again", where=where) from error
    said = []
    if next(body.iter(f"{_W}ins", f"{_W}del"), None) is not None:
        said.append("the document has tracked changes; it was read as if all were accepted")
    if next(body.iter(f"{_W}commentReference"), None) is not None:
        said.append("the document has comments, which were left out")
    return Extract(
        "\n\n".join([*blocks, *notes.texts()]),
        file_title=title or None,
        byline=author if author != "python-docx" else None,
        file_date=made.date() if isinstance(made, dt.datetime) and made != _TEMPLATES else None,
        notes=tuple(said),
    )


def refuse_bomb(raw: bytes, where: Where | None = None) -> None:
    """Look into a packed file before unpacking it.

    Raises :class:`~detente.errors.AccountError` for one that is damaged or locked, or that unpacks to more than a text can be. The sizes
    are the file's own word; unpacking stops at them, so a file that lies is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        message = f"the Word document is damaged ({error})"
        raise AccountError(message, cure="open it in a word processor and save it again", where=where) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise AccountError("the Word document is locked with a password", cure="save a copy without one", where=where)
    size = sum(entry.file_size for entry in entries)
    packs = [entry for entry in entries if entry.file_size > 1_000_000 and entry.file_size > _RATIO * max(1, entry.compress_size)]
    if size > LARGEST_INSIDE or len(entries) > _MOST_ENTRIES or packs:
        message = f"the Word document unpacks to {bytes_in_words(size)} in {len(entries):,} parts, which no text does"
        raise AccountError(message, cure="open it in a word processor and save its text", where=where)


class _Notes:
    """Footnotes and endnotes, numbered in the order in which the text points at them."""

    def __init__(self, part: Any) -> None:
        from docx.oxml.parser import parse_xml

        self.found: dict[tuple[str, str], str] = {}
        self.order: list[tuple[str, str]] = []
        for relation in part.rels.values():
            kind = str(relation.reltype).rsplit("/", 1)[-1]
            if kind in {"footnotes", "endnotes"} and not relation.is_external:
                root: Any = parse_xml(relation.target_part.blob)
                for note in root.iter(f"{_W}footnote", f"{_W}endnote"):
                    if note.get(f"{_W}type") is None:
                        words = " ".join(_written(paragraph, None) for paragraph in note.iter(f"{_W}p"))
                        self.found[kind[:-1], note.get(f"{_W}id")] = " ".join(words.split())

    def mark(self, node: Any) -> str:
        """The mark in the text for a reference; nothing for one that leads nowhere."""
        key = ("footnote" if node.tag == _MARK[0] else "endnote", node.get(f"{_W}id"))
        if key not in self.found:
            return ""
        if key not in self.order:
            self.order.append(key)
        return f"[{self.order.index(key) + 1}]"

    def texts(self) -> list[str]:
        """The notes themselves, each behind its mark."""
        return [f"[{number}] {self.found[key]}" for number, key in enumerate(self.order, 1)]


def _written(node: Any, notes: _Notes | None) -> str:
    """The words below an element, without what was deleted."""
    said = []
    stack = [node]
    while stack:
        one = stack.pop()
        if one.tag in _UNREAD:
            continue
        if one.tag == f"{_W}t":
            said.append(one.text or "")
        elif one.tag in _WRITTEN:
            said.append(_WRITTEN[one.tag])
        elif one.tag in _MARK and notes is not None:
            said.append(notes.mark(one))
        elif one.tag != f"{_W}p" or one is node:  # a text box has paragraphs of its own
            stack.extend(reversed(one))
    return "".join(said)


def _blocks(body: Any, document: Any, notes: _Notes) -> Iterator[str]:
    """The paragraphs of the text in order; a row of a table is one, its cells apart."""
    styles = {style.style_id: str(style.name or "") for style in document.styles}
    for node in body.iter(f"{_W}p", f"{_W}tr"):
        above = [one.tag for one in node.iterancestors()]
        if node.tag == f"{_W}tr":
            cells = (" ".join(_written(p, notes).strip() for p in cell.iter(f"{_W}p")).strip() for cell in node.iter(f"{_W}tc"))
            yield " | ".join(cell for cell in cells if cell)
        elif f"{_W}tr" not in above and not any(tag.endswith("}Fallback") for tag in above if isinstance(tag, str)):
            yield _marked(node, _written(node, notes).strip(), styles)


def _marked(node: Any, words: str, styles: dict[str, str]) -> str:
    properties = node.find(f"{_W}pPr")
    style = properties.find(f"{_W}pStyle") if properties is not None else None
    name = styles.get(style.get(f"{_W}val"), "").lower() if style is not None else ""
    if not words:
        return ""
    if name == "title":
        return f"# {words}"
    if found := re.fullmatch(r"heading (\d)", name):
        return f"{'#' * min(int(found[1]) + 1, 6)} {words}"
    if "quote" in name:
        return "\n".join(f"> {line}" for line in words.splitlines())
    if name.startswith("list") or (properties is not None and properties.find(f"{_W}numPr") is not None):
        return f"- {words}"
    return words
