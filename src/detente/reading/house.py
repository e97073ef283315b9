"""The body that writes: whose *we* a leaflet, a statement or a letter speaks with."""

from __future__ import annotations

import re

from detente.reading.gazetteer import surfaces
from detente.reading.lexicon import body_words
from detente.reading.parties import Register
from detente.reading.structure import Kind, Part, Structure

__all__ = ["house_of"]

_OPENING = re.compile(
    r"^(?:(?:a |joint |press |public |official )*(?:statement|release|letter|leaflet|message|notice|communiqu[eé])s?\s*)?"
    r"(?:(?:by|of|from)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_LOWER = {"of", "and", "the", "for", "in", "&"}


def house_of(text: str, parts: Structure, register: Register) -> str:
    """The body that writes, if the text says *we*; empty where none is found.

    It is the office whose note it is said to be; or the one whose name alone is a heading above the text; or, where the text says *we*
    outside quotations and labelled turns again and again, the first one named in the lines that sign it or stand above it, other than to
    whom it is addressed.
    A name in capitals is taken as the text writes it elsewhere, else with capital initials, and entered into the register.
    """
    if office := _office(text, parts, register):
        return office
    if not _WE.search(text):
        return ""
    return _headed(text, parts, register) or _signed(text, parts, register)


_NOTE = r"(?:note|report|memo|memorandum|letter|summary|proposal|statement)s?"
_IN_OFFICE = re.compile(
    rf"\b(?:{_NOTE} (?:of|by|from) the (?P<of>[a-z]+)|the (?P<the>[a-z]+)['’]s {_NOTE}|^(?P<bare>[a-z]+)['’]s {_NOTE})\b", re.IGNORECASE
)
_I = re.compile(r"\b(?:I|my|me)\b")
_OFFICES = frozenset("mediator conciliator ombudsman arbiter arbitrator facilitator umpire rapporteur moderator envoy".split())


def _office(text: str, parts: Structure, register: Register) -> str:
    """*Note of the mediator*, above a text that says *I*: the office writes."""
    first = next((part.span.start for part in parts.parts if part.kind is Kind.body and len(_words_of(text, part)) > _FEW), 0)
    for line in text[:first].splitlines():
        found = _IN_OFFICE.search(line.strip("# *_"))
        noun = next((word.lower() for word in found.groups() if word), "") if found else ""
        if noun in _OFFICES and len(_I.findall(_QUOTED.sub("", text))) >= _OFTEN:
            return register.generic.setdefault(noun, noun)
    return ""


def _words_of(text: str, part: Part) -> list[str]:
    """The words of a part."""
    return text[part.span.start : part.span.end].split()


def _headed(text: str, parts: Structure, register: Register) -> str:
    for part in parts.parts:
        if part.kind is Kind.body:
            return ""
        if part.kind in {Kind.headline, Kind.heading, Kind.header}:
            line = text[part.span.start : part.span.end].strip("# *_\n")
            if _ADDRESSED.match(line):
                continue
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


_OFTEN, _ONE_IN = 4, 33  # times, and one word in so many, that a text says *we* of itself before somebody is looked for who signs it
_QUOTED = re.compile(r"[“\"][^”\"]{0,600}[”\"]")
_ADDRESSED = re.compile(r"^(?:to|dear|attn|attention|re|cc|subject)\b", re.IGNORECASE)
_FEW = 14  # words of a line that signs


def _signed(text: str, parts: Structure, register: Register) -> str:
    bodies = [part for part in parts.parts if part.kind is Kind.body]
    own = " ".join(_QUOTED.sub("", text[part.span.start : part.span.end]) for part in bodies if part.label is None)
    if len(_WE.findall(own)) < max(_OFTEN, len(own.split()) / _ONE_IN):
        return ""
    first = next((part.span.start for part in bodies if len(text[part.span.start : part.span.end].split()) > _FEW), 0)
    below = [line for part in bodies[-3:] for line in text[part.span.start : part.span.end].splitlines() if len(line.split()) <= _FEW]
    for line in (*below, *text[:first].splitlines()):
        if not _ADDRESSED.match(line.strip()) and (name := _named_in(line, register)):
            return name
    return ""


def _named_in(line: str, register: Register) -> str:
    """The first body that a line names, by its own name, by a person who speaks for it, or by a general noun with *the*."""
    low = line.replace("’", "'").casefold()
    surfaces_: dict[str, str] = {" ".join(words).casefold(): name for words, name in register.bodies.items()}
    surfaces_.update({" ".join(words).casefold(): name for words, name in register.people.items() if name})
    surfaces_.update({f"the {noun}": name for noun, name in register.generic.items()})
    found = [
        (at.start(), -len(form), name) for form, name in surfaces_.items() if (at := re.search(rf"(?<!\w){re.escape(form)}(?!\w)", low))
    ]
    if found:
        return min(found)[2]
    named = _ORGANISATION.search(line)
    if named is None or named["tail"].lower() not in body_words("ORGTAIL"):
        return ""
    name = named["name"].replace("’", "'")
    register.bodies[tuple(name.split())] = name
    register.generic.setdefault(named["tail"].lower(), name)
    return name


_ORGANISATION = re.compile(r"(?P<name>(?:[A-Z][\w’'\-]+ (?:(?:of|and|for|the|&) )*)+(?P<tail>[A-Z][\w\-]+))(?!\w)")
