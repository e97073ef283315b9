"""Header lines: what a document says of its own date, source, writer, addressee and subject before it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from detente.reading.dates import find_date

__all__ = ["Header", "header_of", "is_picture_credit"]


@dataclass(frozen=True, slots=True)
class Header:
    """What header lines say; ``length`` is how many characters of the block they take up (0: it begins with none)."""

    length: int = 0
    date: date | None = None
    source: str | None = None
    byline: str | None = None
    addressee: str | None = None
    subject: str | None = None


_SOURCE = re.compile(
    r"\[?\s*(?:source|published (?:in|by)|from|publication)\s*[:=]\s*(?P<source>[^\]\n]{2,120}?)\s*(?:\]|$)", re.IGNORECASE | re.MULTILINE
)
_BYLINE = re.compile(r"^(?:by|author|authors|written by|words by|reporting by)\s*:?\s+(?P<name>[A-Z][^.!?\n]{1,80})$", re.IGNORECASE)
_NAMED = re.compile(r"^(?:by\s+)?[A-Z][\w.’'-]+(?:\s+(?:[A-Z][\w.’'-]*|and|of|for|in|de|van|von|the)|\s*[,|·&/]\s*)*$", re.IGNORECASE)
_DATE_LINE = re.compile(r"^\W*(?:date|dated|published|updated|posted|issued|as of|last (?:updated|modified)|sent|filed)\b", re.IGNORECASE)
_FIELD = re.compile(
    r"^(?:[*_]{1,2})?(?P<key>date|dated|sent|from|to|cc|bcc|subject|re|ref|reference|title|author|byline|source|via|through|attn|attention"
    r"|classification|distribution|status|embargo(?:ed)?(?: until)?|contact|place|venue|location|language|url|link)(?:[*_]{1,2})?"
    r"\s*:(?:[*_]{1,2})?\s*(?P<value>[^\n]{0,200})$",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"^\W*(?:memorandum|memo|press release|news release|press statement|for immediate release|readout|briefing note|confidential|internal"
    r"|restricted|draft|opinion|op-ed|editorial|analysis|transcript|minutes|embargoed\b.{0,60}|\d+ min(?:ute)? read)\W*$",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"photo|image|picture|getty|credit|courtesy|wikimedia|flickr|illustration|caption", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(\d{4})\b")
_MEMO = {"to", "from", "subject", "re", "date", "sent", "cc"}
_MOST_LINES = 12
_WIDEST = 200


def is_picture_credit(source: str) -> bool:
    """Whether a source line names who made a picture rather than where the text comes from."""
    return _PICTURE.search(source) is not None


def header_of(block: str) -> Header:
    r"""What the header lines at the head of a block say.

    A block is a header where each of its lines is one. Where words of the text follow in the same block, only labelled lines and a
    line with nothing but a date or a writer's name are taken off.

    >>> header_of("From: Anna Berg\nTo: The board\nSubject: The lock\nDate: 12 May 2031\nNorland left.").addressee
    'The board'
    """
    fenced = re.match(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", block, re.DOTALL)
    lines = (fenced.group(1) if fenced else block).split("\n")
    taken, said = 0, Header()
    for line in lines[:_MOST_LINES]:
        if line.strip() and not (fenced or _is_header_line(line.strip())):
            break
        said = _with(said, line.strip())
        taken += 1
    if fenced:
        return replace(said, length=fenced.end())
    if taken == len(lines):
        return replace(said, length=len(block)) if len(lines) <= 6 or _labelled(lines) >= 2 else Header()
    while taken and not (_is_sure(lines[taken - 1].strip()) or (_labelled(lines[:taken]) >= 2 and _FIELD.match(lines[taken - 1].strip()))):
        taken -= 1
    if not taken:
        return Header()
    said = Header()
    for line in lines[:taken]:
        said = _with(said, line.strip())
    return replace(said, length=sum(len(line) + 1 for line in lines[:taken]))


def _labelled(lines: list[str]) -> int:
    keys = {found["key"].lower() for line in lines if (found := _FIELD.match(line.strip()))}
    return len(keys & _MEMO)


def _is_header_line(line: str) -> bool:
    if len(line) > _WIDEST:
        return False
    found = _FIELD.match(line)
    if found and (len(line) <= 140 or found["key"].lower() in _MEMO):
        return found["key"].lower() != "to" or not line.rstrip().endswith(".")
    if len(line) > 140:
        return False
    if _DATE_LINE.match(line) or _BYLINE.match(line) or _SOURCE.match(line) or _KIND.match(line) or _is_date_only(line):
        return True
    stated = _SOURCE.search(line)
    return stated is not None and _is_date_only(line.replace(stated.group(), ""))


def _is_sure(line: str) -> bool:
    """A line that is a header line even right above the text: *Date: …*, *By Lena Holt*, a date alone."""
    byline = _BYLINE.match(line)
    if byline and _NAMED.match(byline["name"]) and len(line.split()) <= 12 and _day(line) is None:
        return all(
            word[0].isupper() or word in {"and", "of", "for", "in", "de", "van", "von", "the"}
            for word in re.findall(r"\w+", byline["name"])
        )
    found = _FIELD.match(line)
    if found and found["key"].lower() in {"date", "dated", "source", "author", "byline"}:
        return True
    day = _day(line)
    return (day is not None and len(re.sub(r"\W", "", line)) <= 24 and not line.endswith(",")) or _KIND.match(line) is not None


def _is_date_only(line: str) -> bool:
    return len(line.strip()) <= 40 and _day(line) is not None and not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", line)


def _day(line: str) -> date | None:
    """A date in words or figures; *3/4/2031* may be one of two days and is none."""
    if (found := find_date(line)) is not None:
        return found
    written = _NUMERIC.search(line)
    if written is None:
        return None
    one, two, year = int(written[1]), int(written[3]), int(written[4])
    pairs = {(two, one)} if written[2] == "." else {(two, one), (one, two)}
    days = [pair for pair in pairs if pair[0] <= 12]
    try:
        return date(year, *days[0]) if len(days) == 1 else None
    except ValueError:
        return None


def _with(said: Header, line: str) -> Header:
    """What one more line says; the first word on a matter stands."""
    stated = _SOURCE.search(line)
    byline = _BYLINE.match(line)
    found = _FIELD.match(line)
    key, value = (found["key"].lower(), found["value"].strip().strip("\"'")) if found else ("", "")
    return replace(
        said,
        date=said.date or _day(line),
        source=said.source or (stated["source"].strip() if stated else None),
        byline=said.byline or (byline["name"].strip() if byline else value if key in {"author", "byline"} else None) or None,
        addressee=said.addressee or (value if key == "to" else None) or None,
        subject=said.subject or (value if key in {"subject", "re", "title"} else None) or None,
    )
