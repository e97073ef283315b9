"""To whom a text is written: who *you* are in a letter."""

from __future__ import annotations

import re

from detente.reading.parties import Register
from detente.reading.structure import Structure

__all__ = ["addressee_of"]

_TO = re.compile(r"^(?:to|dear|for the attention of|attn\.?)[: ]\s*(?:the\s+)?(?P<name>.{2,120})$", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)


def addressee_of(text: str, parts: Structure, register: Register) -> str:
    """The body that the first lines address, *To the Trustees of the Museum*; empty where the text never says *you* or names none."""
    if not _YOU.search(text):
        return ""
    known = {" ".join(words).casefold(): body for words, body in register.bodies.items()}
    known.update({" ".join(words).casefold(): body for words, body in register.people.items() if body})
    for part in parts.parts[:6]:
        for line in text[part.span.start : part.span.end].splitlines():
            found = _TO.match(line.strip())
            low = found["name"].replace("’", "'").casefold() if found else ""
            held = [(-len(name), body) for name, body in known.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low)]
            if held:
                return min(held)[1]
    return ""
