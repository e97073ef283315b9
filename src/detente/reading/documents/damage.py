"""What goes wrong with single words: ligatures, wrong encodings, broken words, leftover tags and entities.

Each function finds the stretches of a text to replace, in order and apart from one another, and says in words what it found.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

__all__ = ["Edit", "entities", "letters", "replaced", "tags", "words_broken"]

Edit = tuple[int, int, str]
"""Start, end, and what to read there instead."""


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """The text with each stretch replaced.

    >>> replaced("no way", [(0, 2, "any")])
    'any way'
    """
    kept: list[str] = []
    at = 0
    for start, end, new in edits:
        kept.extend((text[at:start], new))
        at = end
    return "".join((*kept, text[at:]))


_LIGATURES = "\ufb00-\ufb06"
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
_ODD = re.compile(rf"[{_LIGATURES}]|[{_UNSEEN}]+|[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]{{1,3}}")


def letters(text: str) -> tuple[list[Edit], str]:
    """Ligatures, soft hyphens, and letters that were written as UTF-8 and read as Windows-1252.

    >>> letters("the ﬁrst oneâ€™s")[0]
    [(4, 5, 'fi'), (12, 15, '’')]
    """
    edits: list[Edit] = []
    garbled = 0
    for found in _ODD.finditer(text):
        word = found.group()
        if word[0] in _UNSEEN:
            edits.append((found.start(), found.end(), ""))
        elif "\ufb00" <= word[0] <= "\ufb06":
            edits.append((found.start(), found.end(), unicodedata.normalize("NFKC", word)))
        elif read := _reread(word):
            edits.append((found.start(), found.start() + read[0], read[1]))
            garbled += 1
    return edits, f"{garbled} letters had gone through a wrong encoding and were read as meant" if garbled else ""


def _reread(word: str) -> tuple[int, str] | None:
    """How many characters of ``word`` are one letter in the wrong encoding, and which letter."""
    for size in range(len(word), 1, -1):
        raw = bytearray()
        for character in word[:size]:
            try:
                raw += character.encode("cp1252")
            except UnicodeEncodeError:
                if ord(character) > 0xFF:
                    break
                raw.append(ord(character))
        else:
            try:
                meant = raw.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if len(meant) == 1:
                return size, meant
    return None


_BLOCKS = "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre"
_BLOCKS += " section table tbody thead td th tr ul body html head title"
_INLINE = "a abbr b big cite code del dfn em font i img ins kbd link mark meta q s small span strong sub sup time tt u var wbr center"
_NAMES = "|".join((*_BLOCKS.split(), *_INLINE.split()))
_TAG = re.compile(
    rf"<!--.*?-->|<(?P<dark>script|style)\b[^<>]*>.*?</(?P=dark)\s*>|</?(?P<name>{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE | re.DOTALL
)


def tags(text: str) -> tuple[list[Edit], str]:
    """Tags that were left in a plain text; one that makes a block on a page ends the paragraph.

    >>> tags("<p>North left.</p>")[0]
    [(0, 3, ''), (14, 18, '')]
    """
    if "<" not in text:
        return [], ""
    edits: list[Edit] = []
    for found in _TAG.finditer(text):
        name = (found["name"] or "").lower()
        at_edge = not text[: found.start()].strip() if found.start() < 200 else False
        if name == "br":
            new = "\n"
        elif name in _BLOCKS.split() and not at_edge and text[found.end() : found.end() + 200].strip():
            new = "\n\n"
        else:
            new = ""
        edits.append((found.start(), found.end(), new))
    return edits, f"{len(edits)} leftover tags were passed over" if edits else ""


_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def entities(text: str) -> tuple[list[Edit], str]:
    """Letters written as on a page: ``&amp;``, ``&#8217;``, ``&amp;quot;``.

    >>> entities("the union&rsquo;s &amp;quot;no&amp;quot; to R&D; twice")[0]
    [(9, 16, '’'), (18, 28, '"'), (30, 40, '"')]
    """
    edits: list[Edit] = []
    for found in _ENTITY.finditer(text) if "&" in text else ():
        meant = html.unescape(found.group())
        meant = html.unescape(meant) if meant.startswith("&") else meant
        if len(meant) <= 2 and meant != found.group() and (meant.isprintable() or meant in "\u00ad\n\t\u00a0\u200b"):
            edits.append((found.start(), found.end(), "" if meant in _UNSEEN else meant.replace("\u00a0", " ")))
    return edits, f"{len(edits)} letters were written as on a web page (&amp; and the like)" if edits else ""


_BROKEN = re.compile(r"(?<![\w-])([^\W\d_]{2,})[-‐\u00ac]\n[ \t]*([a-zß-ÿ]{2,})")
_PREFIXES = frozenset("self non ex well half quasi vice two three four five six".split())


def words_broken(text: str) -> tuple[list[Edit], str]:
    r"""Words broken at the end of a line, whole again; a hyphen that the word has elsewhere too stays.

    >>> words_broken("an agree-\nment, long-\nterm and long-term")[0]
    [(8, 10, ''), (21, 22, '')]
    """
    edits = list(_whole(text)) if "-\n" in text or "‐\n" in text or "\u00ac\n" in text else []
    return edits, f"{len(edits)} words broken at the end of a line were read whole" if edits else ""


def _whole(text: str) -> Iterator[Edit]:
    low = text.lower()
    for found in _BROKEN.finditer(text):
        first, second = found[1].lower(), found[2].lower()
        gap = (found.end(1), found.start(2))
        hyphenated, joined = low.count(f"{first}-{second}"), low.count(f"{first}{second}")
        if hyphenated > joined or (not joined and first in _PREFIXES):
            yield gap[0] + 1, gap[1], ""
        else:
            yield *gap, ""
