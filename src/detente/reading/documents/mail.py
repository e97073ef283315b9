"""E-mail: the words of a message and its heading, by the standard library; attachments are named and left out."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from detente.errors import AccountError, Where
from detente.reading.documents.encodings import decoded
from detente.reading.documents.extract import Extract
from detente.reading.documents.web import page_text

__all__ = ["mail"]

_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)
_MOST_PARTS = 1000


def mail(raw: bytes, where: Where | None = None) -> Extract:
    """The words of a message, its date, sender and subject.

    The plain text is taken where there is one, the HTML otherwise. Earlier messages that it quotes stay, as quotations. Raises
    :class:`~detente.errors.AccountError` for a message without words.
    """
    try:
        message = message_from_bytes(raw, policy=policy.default)
        parts = sum(1 for _ in message.walk())
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise AccountError(f"the message is damaged ({error})", cure="save it again as .eml, or pass its text", where=where) from error
    if parts > _MOST_PARTS:
        raise AccountError(f"the message has {parts:,} parts", cure="save its text", where=where)
    text, html, left = _words(message, where)
    notes = [f"attachments were left out: {', '.join(left)}"] if left else []
    if not text.strip() and html.strip():
        text = page_text(html)
        notes.append("the message is a web page without a plain text; its words were taken out of that")
    text = _SIGNATURE.sub("", text.replace("\r\n", "\n").lstrip("\ufeff"))
    if not text.strip():
        held = f"; what it holds is {', '.join(left)}" if left else ""
        raise AccountError(
            f"the message is empty{held}", cure="save the attachment, and pass that" if left else "check the file", where=where
        )
    sender, to = _field(message, "From"), _field(message, "To")
    return Extract(
        text.strip("\n") + "\n",
        date=_day(_field(message, "Date")),
        stated_source=sender or None,
        title=_field(message, "Subject") or None,
        addressee=to or None,
        notes=tuple(notes),
    )


def _words(message: EmailMessage, where: Where | None) -> tuple[str, str, list[str]]:
    """The plain text, the HTML, and the names of what else there is."""
    plain: list[str] = []
    html: list[str] = []
    left: list[str] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        name = _name(part)
        if kind in {"text/plain", "text/html"} and not name and part.get_content_disposition() != "attachment":
            (plain if kind == "text/plain" else html).append(_text(part, where))
        else:
            left.append(name or kind)
    return "\n\n".join(plain), "\n".join(html), left


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    """The parts that hold something; a message forwarded as a whole is one, and is not opened."""
    found: list[EmailMessage] = []
    stack = [message]
    while stack:
        part = stack.pop()
        inner = part.get_payload() if part.is_multipart() and part.get_content_maintype() == "multipart" else None
        if isinstance(inner, list):
            stack.extend(one for one in reversed(inner) if isinstance(one, EmailMessage))
        else:
            found.append(part)
    return found


def _text(part: EmailMessage, where: Where | None) -> str:
    try:
        payload = part.get_payload(decode=True)
        declared = part.get_content_charset()
    except (LookupError, ValueError, AttributeError):
        return ""
    raw = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    return decoded(raw, where, declared=declared).text


def _name(part: EmailMessage) -> str:
    try:
        name = part.get_filename() or ""
        if not name and part.get_content_maintype() == "message":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            name = f"a message, “{_field(first, 'Subject')}”" if isinstance(first, EmailMessage) else "a message"
    except (LookupError, ValueError, AttributeError):
        return "a part without a readable name"
    return " ".join(str(name).split())


def _field(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name, "") or "")
    except (LookupError, ValueError, AttributeError, IndexError, TypeError):  # a heading so damaged that it cannot be parsed
        return ""
    return " ".join("".join(c for c in value if c.isprintable() or c.isspace()).split())


def _day(written: str) -> dt.date | None:
    try:
        return parsedate_to_datetime(written).date() if written else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
