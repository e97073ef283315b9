"""HTML: the article of a page and what the page says of it, by trafilatura; a small page without an article as it stands.

The text keeps the page's headings (``#``), list items (``-``) and quotations (``>``), one paragraph a block.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from detente.errors import AccountError, Where
from detente.reading.documents.damage import entities, replaced, tags
from detente.reading.documents.encodings import decoded
from detente.reading.documents.extract import Extract, quiet

__all__ = ["page", "page_text"]

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w:.-]{2,40})", re.IGNORECASE
)
_FEW = 100  # words
_GATE = re.compile(
    r"\b(?:cookies?|consent|subscri(?:be|ber|bers|ption)|log ?in|sign ?in|sign ?up|register|paywall|enable javascript|captcha|robot"
    r"|access denied|privacy settings|continue reading)\b",
    re.IGNORECASE,
)
_ELSE = "navigation, advertisements and comments were left out"
_DROPPED = "script style noscript template nav aside form button select iframe svg head".split()
_ITEMS = {"item", "li"}
_BLOCKS = {"p", "head", "quote", "item", "table", "row", "code", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "blockquote", "tr"}
_LANDMARKS = {"quote": "> ", "blockquote": "> ", "item": "- ", "li": "- "}


def page(raw: bytes, where: Where | None = None) -> Extract:
    """The article of a page. Raises :class:`~detente.errors.AccountError` where there is none: an empty, a cookie or a login page."""
    declared = next((group for found in [_CHARSET.search(raw[:4096])] if found for group in found.groups() if group), b"")
    read = decoded(raw, where, declared=declared.decode("ascii"))
    with quiet("trafilatura", "htmldate", "justext"):
        blocks, meta = _article(read.text)
    loose = page_text(read.text) if sum(len(block.split()) for block in blocks) < _FEW else ""
    taken = bool(blocks) and not _left_out(loose, blocks)
    text = "\n\n".join(blocks) if taken else loose
    words = len(text.split())
    notes = [read.note] if read.note else []
    notes.append("the article was taken out of a web page; " + _ELSE if taken else "the web page was read whole")
    if words < _FEW:
        question = f"only {words} words: is this a cookie or login page?"
        if not words or len(_GATE.findall(loose)) >= 2:
            raise AccountError(question, cure="open it in a browser, past the banner, and save the page or its text", where=where)
        notes.append(question)
    return Extract(
        text,
        date=_day(meta.get("date")),
        stated_source=meta.get("sitename") or meta.get("hostname"),
        title=meta.get("title"),
        byline=meta.get("author"),
        notes=tuple(notes),
    )


def _left_out(loose: str, blocks: list[str]) -> bool:
    """Whether a small page was cut to pieces by looking for an article in it."""
    return len(loose.split()) < _FEW and len(loose.split()) > 1.3 * sum(len(block.split()) for block in blocks)


def _article(text: str) -> tuple[list[str], dict[str, str]]:
    """The blocks of the article that trafilatura finds, and the page's metadata; nothing where it finds none."""
    from lxml import etree
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata

    if "<" not in text:
        return [paragraph for paragraph in re.split(r"\n\s*\n", text.strip()) if paragraph], {}
    try:
        found: Any = bare_extraction(text, include_comments=False, include_tables=True, include_formatting=False, favor_recall=True)
        described: Any = extract_metadata(text, date_config={"original_date": True, "extensive_search": False, "max_date": "9999-12-31"})
    except (ValueError, TypeError, AttributeError, KeyError, etree.LxmlError, RecursionError, AssertionError):
        return [], {}
    names = ("date", "sitename", "hostname", "title", "author")
    meta = {name: str(value) for name in names if described is not None and (value := getattr(described, name, None))}
    body = getattr(found, "body", None) if found is not None else None
    return (list(_blocks(body)) if body is not None else []), meta


def page_text(text: str) -> str:
    """All that a piece of HTML says, block by block: for mails, and for pages too small to have an article."""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return _without_tags(text)
    for name in _DROPPED:
        for node in list(tree.iter(name)):
            node.drop_tree()
    return "\n\n".join(_blocks(tree)) or _without_tags(text)


def _without_tags(text: str) -> str:
    """What is left of HTML that no parser takes (nested too deep, for one) when its tags are taken out."""
    for find in (tags, entities):
        text = replaced(text, find(text)[0])
    return re.sub(r"\n\s*\n\s*", "\n\n", text).strip()


def _blocks(root: Any) -> Iterator[str]:
    """The paragraphs below an element, in order; each word stands in exactly one."""
    words: list[str] = []
    marks: list[str] = [""]
    made: list[str] = []

    def close() -> None:
        paragraph = " ".join("".join(words).split())
        words.clear()
        if paragraph:
            made.append(marks[-1] + paragraph)

    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        node, opening = stack.pop()
        name = node.tag if isinstance(node.tag, str) else ""
        block = name in _BLOCKS
        if opening:
            if block:
                close()
                marks.append(_mark(node, name) or marks[-1])
            if name in {"lb", "br"}:
                words.append(" ")
            if name in {"cell", "td", "th"} and "".join(words).strip():
                words.append(" | ")
            if name:
                words.append(node.text or "")
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node))
            else:
                words.append(node.tail or "")
            continue
        if block:
            close()
            marks.pop()
        if node is not root:
            words.append(node.tail or "")
    close()
    yield from made


def _mark(node: Any, name: str) -> str:
    if name == "head":
        level = str(node.get("rend") or "h2")[-1]
        return f"{'#' * (int(level) if level.isdigit() else 2)} "
    if len(name) == 2 and name[0] == "h" and name[1].isdigit():
        return f"{'#' * int(name[1])} "
    return _LANDMARKS.get(name, "")


def _day(written: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((written or "")[:10])
    except ValueError:
        return None
