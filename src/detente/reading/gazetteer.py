"""General geography and public bodies: names, demonyms, capitals and seats that stand for a government, news outlets.

The data are ``gazetteer.tsv`` and ``outlets.txt``. Ambiguous words stay ambiguous here: that a capital names a place after *in* and a
government
elsewhere is decided where it is used.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from detente.reading.lexicon import rows

__all__ = ["Entry", "NameKind", "leaders", "outlet_names", "slug", "surfaces"]


class NameKind(StrEnum):
    """How a surface names its body."""

    name = "name"
    demonym = "demonym"
    metonym = "metonym"


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to name a body."""

    body: str
    kind: NameKind


def slug(name: str) -> str:
    """A name as an identifier of the formula language.

    >>> slug("Ship-owners' Guild"), slug("Türkiye"), slug("7-Eleven")
    ('ship_owners_guild', 'turkiye', 'n7_eleven')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "party"
    return f"n{made}" if made[0].isdigit() else made


@cache
def surfaces() -> dict[tuple[str, ...], Entry]:
    """Words (as written) to the body that they name."""
    table: dict[tuple[str, ...], Entry] = {}
    for fields in rows("gazetteer.tsv"):
        name, others, demonyms, seats = (*fields, "", "", "")[:4]
        for words, kind in ((name, NameKind.name), *((o, NameKind.name) for o in _cells(others))):
            table[_words(words)] = Entry(name, kind)
        for words in _cells(demonyms):
            table.setdefault(_words(words), Entry(name, NameKind.demonym))
        for words in _cells(seats):
            table.setdefault(_words(words), Entry(name, NameKind.metonym))
    return table


@cache
def leaders() -> dict[tuple[str, ...], str]:
    """Names of heads of state and government, foreign ministers and envoys to the body they speak for; a text's own introduction wins.

    >>> leaders()[("Macron",)], leaders()[("Wang", "Yi")]
    ('France', 'China')
    """
    return {_words(person): fields[0] for fields in rows("gazetteer.tsv") if len(fields) > 4 for person in _cells(fields[4])}


@cache
def outlet_names() -> dict[tuple[str, ...], str]:
    """Words to the outlet that they name, with and without a leading article."""
    table: dict[tuple[str, ...], str] = {}
    for (name,) in rows("outlets.txt"):
        table[_words(name)] = name
        if name.startswith("The ") and len(name.split()) > 2:
            table[_words(name.removeprefix("The "))] = name
    return table


def _cells(field: str) -> list[str]:
    return [cell for cell in field.split("|") if cell]


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.replace("’", "'").split())
