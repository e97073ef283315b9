"""Which parties and voices an answer may speak of: only those that the text names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.evidence import AUTHOR, Party
from detente.reading.claims import UNNAMED
from detente.reading.gazetteer import slug
from detente.reading.model_reader.answer import SaidParty
from detente.reading.model_reader.places import stands_in

__all__ = ["Bodies", "key_of"]

_UNNAMED = "unnamed"  # *it was reported*
_LONGEST = 120  # characters of a name
_KNOWN, _ALIASES = 60, 6  # parties, and aliases of each, that are told along with a further portion


def key_of(name: str) -> str:
    """What stays the same of a name with and without its article, capitals and marks; also what an id is made of.

    >>> key_of("the Dockers’ Union"), key_of("Dockers' Union"), key_of("The")
    ('dockers_union', 'dockers_union', 'the')
    """
    plain = name.replace("’", "'").strip()
    return slug(plain[4:] if plain[:4].casefold() == "the " and plain[4:].strip() else plain)


@dataclass
class _Body:
    id: str
    name: str
    others: dict[str, None] = field(default_factory=dict)


class Bodies:
    """The parties of one document, growing as answers come in; ids are made from names as every reader makes them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bodies: dict[str, _Body] = {}
        self._ids: dict[str, str] = {}  # each name's key to its party
        self._clashing: set[str] = set()

    def add(self, said: SaidParty, fallen: Counter[str]) -> None:
        """Take in a party, if the text names it; names and aliases that the text does not have are left out."""
        names = [name for name in dict.fromkeys(_plain(name) for name in (said.name, *said.aliases)) if self._named(name)]
        if not names:
            fallen["a party that the text does not name"] += 1
            return
        own = key_of(names[0])
        if own in self._clashing:  # others' alias, and now somebody's own name: that one's it is
            self._clashing.discard(own)
            self._ids[own] = own
        key = self._ids.get(own, own)
        body = self._bodies.setdefault(key, _Body(key, names[0]))
        for name in names:
            held = self._ids.setdefault(key_of(name), key)
            if held == key:
                body.others.update({name: None} if name != body.name else {})
            elif key_of(name) != key_of(self._bodies[held].name):
                self._clashing.add(key_of(name))  # two parties lay claim to it, and it is neither's own name: it tells neither

    def id_of(self, name: str | None) -> str | None:
        """The party that a name or an alias means."""
        key = key_of(_plain(name)) if name else ""
        return None if key in self._clashing else self._ids.get(key)

    def voice_of(self, name: str) -> str | None:
        """The link of a chain: the author, a party, or somebody else whom the text names; None for anybody whom it does not."""
        plain = _plain(name)
        if plain.casefold() == AUTHOR:
            return AUTHOR
        return UNNAMED if plain.casefold() == _UNNAMED else self.id_of(plain) or (plain if self._named(plain) else None)

    def writer_of(self, name: str | None, ends: str) -> str | None:
        """The party whose own letter or statement the text is, if it is named in ``ends``: the head of the text and its signature."""
        key = self.id_of(name)
        body = self._bodies.get(key or "")
        return key if body and any(stands_in(ends, known) for known in (body.name, *body.others)) else None

    def known(self) -> tuple[tuple[str, ...], ...]:
        """Names and aliases, as told to the model with the next portion."""
        return tuple((body.name, *list(body.others)[:_ALIASES]) for body in list(self._bodies.values())[:_KNOWN])

    def parties(self, wanted: Sequence[str]) -> tuple[Party, ...]:
        """Those of the parties that are spoken of, in the order of their ids."""
        return tuple(
            Party(body.id, body.name, tuple(sorted(name for name in body.others if key_of(name) not in self._clashing)))
            for body in sorted(self._bodies.values(), key=lambda body: body.id)
            if body.id in set(wanted)
        )

    def name_of(self, party: str) -> str:
        """The name of a party by its id."""
        return self._bodies[party].name

    def _named(self, name: str) -> bool:
        return (
            0 < len(name) <= _LONGEST
            and name.isprintable()
            and key_of(name) not in {AUTHOR, _UNNAMED, "party"}
            and stands_in(self._text, name)
        )


def _plain(name: str) -> str:
    return " ".join(name.split())
