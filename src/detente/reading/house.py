"""The body that writes: whose *we* a leaflet, a statement or a letter speaks with."""

from __future__ import annotations

import re

from detente.reading.gazetteer import surfaces
from detente.reading.lexicon import body_words
from detente.reading.parties import Register
from detente.reading.structure import Kind, Structure

__all__ = ["house_of"]

_OPENING = re.compile(
    r"^(?:(?:a |joint |press |public |official )*(?:statement|release|letter|leaflet|message|notice|communiqu[eé])s?\s*)?"
    r"(?:(?:by|of|from)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_LOWER = {"of", "and", "the", "for", "in", "&"}


def house_of(text: str, parts: Structure, register: Register) -> str:
    """The body whose name alone is a heading above the text, if the text says *we*; empty where none is.

    A name in capitals is taken as the text writes it elsewhere, else with capital initials, and entered into the register.
    """
    if not _WE.search(text):
        return ""
    for part in parts.parts:
        if part.kind is Kind.body:
            return ""
        if part.kind in {Kind.headline, Kind.heading, Kind.header}:
            line = text[part.span.start : part.span.end].strip("# *_\n")
            name = re.split(r" (?:on|about|regarding|concerning|to) ", _OPENING.sub("", line, count=1), maxsplit=1)[0]
            words = tuple(name.replace("’", "'").split())
            known = {tuple(word.lower() for word in surface): body for surface, body in register.bodies.items()}
            lows = tuple(word.lower() for word in words)
            if lows in known:
                return known[lows]
            if words in surfaces():
                return surfaces()[words].body
            if 1 < len(words) <= 8 and lows[-1] in body_words("ORGTAIL") and all(w[0].isupper() or w in _LOWER for w in words):
                shown = " ".join(low if low in _LOWER else low.capitalize() for low in lows) if name.isupper() else name
                register.bodies[tuple(shown.split())] = shown
                register.generic.setdefault(lows[-1], shown)
                return shown
    return ""
