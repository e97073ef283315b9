"""The forms under which a text may name its parties: where each stands, how it is written, and how two of them compare.

A *form* is a run of words without its article, the same wherever it stands: *Norland*, *President Aldo*, *harbour union*.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from detente.reading.gazetteer import outlet_names, surfaces
from detente.reading.lexicon import body_words
from detente.reading.owners import COURTESY
from detente.reading.parties import STAFF, Register
from detente.reading.tagger.wordpieces import Word
from detente.reading.tagging import tokenize

__all__ = [
    "ALONE",
    "TOGETHER",
    "Around",
    "Form",
    "Places",
    "akin",
    "alone",
    "form_of",
    "is_capital",
    "key_of",
    "means",
    "occurrences",
    "plain",
    "together",
    "written",
]

Form = tuple[str, ...]
Places = Mapping[Form, tuple[tuple[int, int], ...]]
_ARTICLES = frozenset({"the", "a", "an"})
_KINDS = ("GROUP", "ROLE", "PERSON", "TITLE", "ORGTAIL", "OUTLET", "ANON")


def plain(text: Sequence[Word]) -> tuple[str, ...]:
    """The words as forms write them: with straight apostrophes."""
    return tuple("'" if word.text in {"’", "‘"} else word.text for word in text)


def form_of(words: Sequence[str]) -> Form:
    """A run of words as a form: without an article before it, and without *'s* after it."""
    start = 1 if words and words[0].lower() in _ARTICLES and len(words) > 1 else 0
    end = len(words)
    if end - start > 2 and words[end - 1] in {"s", "S"} and words[end - 2] == "'":
        end -= 2
    elif end - start > 1 and words[end - 1] == "'":
        end -= 1
    return tuple(words[start:end])


def is_capital(form: Form) -> bool:
    """Whether a form begins with a capital letter, as names do."""
    return form[0][:1].isupper()


def occurrences(words: Sequence[str], forms: Iterable[Form]) -> Places:
    """Where each form stands, the longest first from the left, without overlaps; a noun in small letters must have *the* before it.

    At the beginning of a sentence a form in small letters may stand with a capital.
    """
    known: dict[Form, Form] = {}
    for each in sorted(forms, key=lambda form: (not is_capital(form), form)):
        known.setdefault(each, each)
        if not is_capital(each):
            known.setdefault((each[0].capitalize(), *each[1:]), each)
    longest = max(map(len, known), default=0)
    found: dict[Form, list[tuple[int, int]]] = {}
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            if (form := known.get(tuple(words[at : at + size]))) is None:
                continue
            before = words[at - 1].lower() if at else ""
            if is_capital(form) or size > 1 or before == "the" or (words[at] != form[0]):
                found.setdefault(form, []).append((at, at + size))
                at += size - 1
                break
        at += 1
    return {form: tuple(places) for form, places in found.items()}


def written(form: Form) -> str:
    """A form as a text writes it, as far as its words tell: *Sunny - side ' s* is *Sunny-side's*."""
    shown = re.sub(r" ?([-‑/]) ?", r"\1", " ".join(form)).replace(" .", ".").replace(" ' s ", "'s ").replace(" '", "'")
    return re.sub(r"\b([A-Z]\.) (?=[A-Z]\.)", r"\1", re.sub(r"(\b[A-Z])' (?=[A-Z])", r"\1'", shown))


@lru_cache(maxsize=4096)
def key_of(form: Form) -> Form:
    """A form as the register writes names: in the rules' tokens."""
    return tuple(token.text.replace("’", "'") for token in tokenize(written(form)))


def means(form: Form, register: Register) -> tuple[str, str]:
    """What the rules take a form for, and the body it means to them: ``("person", "Norland")``; empty where they say nothing."""
    key = key_of(form)
    low = " ".join(word.lower() for word in key if word not in {"'", "'s"})
    if key in register.outlets or key in outlet_names():
        return "outlet", ""
    if key in register.people:
        owner = register.people[key]
        return ("person", owner) if owner else ("nobody", "")
    if key in register.bodies:
        return "body", register.bodies[key]
    if key in register.demonyms:
        return "demonym", register.demonyms[key]
    if key in surfaces():
        return "known", surfaces()[key].body
    if low in register.generic:
        return "noun", register.generic[low]
    return means(form[1:], register) if len(form) > 1 and form[0].lower() in _titles() else ("", "")


@cache
def _titles() -> frozenset[str]:
    return body_words("TITLE") | body_words("ROLE") | COURTESY | {"."}


_MEANINGS = ("", "body", "person", "nobody", "outlet", "demonym", "known", "noun")


@dataclass(frozen=True)
class Around:
    """A text in words, and its forms with their places."""

    words: tuple[str, ...]
    text: tuple[Word, ...]
    places: Places
    register: Register


def alone(form: Form, around: Around) -> list[float]:
    """What is to be seen of one form without reading: how it is written, how often, between what, and what the rules take it for."""
    places = around.places[form]
    words = around.words
    count = len(places)
    before = [words[start - 1].lower() if start else "" for start, _ in places]
    after = [words[end].lower() if end < len(words) else "" for _, end in places]
    kind = means(form, around.register)[0]
    made: list[float] = [
        math.log1p(count),
        len(form) / 4,
        is_capital(form),
        all(map(is_capital, ((word,) for word in form if word[0].isalpha()))),
        any(word[:1].isupper() for word in form),
        form[-1].isupper() and len(form[-1]) > 1,
        sum(word == "the" for word in before) / count,
        sum(word in {"in", "at", "near", "from", "to"} for word in before) / count,
        sum(word in {"mr", "ms", "mrs", "dr", "."} for word in before) / count,
        sum(word == "'" for word in after) / count,
        sum(word == "," for word in after) / count,
        sum(word == ":" for word in after) / count,
        places[0][0] / len(words),
        *(kind == other for other in _MEANINGS),
        *(form[-1].lower() in body_words(other) for other in _KINDS),
        *(form[0].lower() in body_words(other) for other in _KINDS[1:4]),
        form[-1].lower() in STAFF,
    ]
    return made


ALONE = 13 + len(_MEANINGS) + len(_KINDS) + 3 + 1
_SMALL = frozenset("of the a an and for in on s ' - . &".split())


def together(one: Form, other: Form, around: Around) -> tuple[list[float], tuple[int, int]]:
    """How two forms compare, and which places of theirs stand closest (a number for each); the same whichever is given first."""
    if other < one:
        features, (second, first) = together(other, one, around)
        return features, (first, second)
    places, others = around.places[one], around.places[other]
    gap, closest = min(
        ((max(b[0] - a[1], a[0] - b[1]), (i, j)) for i, a in enumerate(places[:40]) for j, b in enumerate(others[:40])),
    )
    a, b = sorted((places[closest[0]], others[closest[1]]))
    between = [word.lower() for word in around.words[a[1] : b[0]]][:12]
    mine, theirs = [_stems(form) for form in (one, other)]
    kinds, bodies = zip(means(one, around.register), means(other, around.register), strict=True)
    lead = around.places[one][closest[0]] == a
    in_order = (one, other) if lead else (other, one)
    made: list[float] = [
        bool(mine & theirs),
        len(mine & theirs) / max(1, min(len(mine), len(theirs))),
        _stem(one[-1]) == _stem(other[-1]),
        _stem(one[0]) == _stem(other[0]),
        tuple(map(str.lower, one)) == tuple(map(str.lower, other)),
        _initials(one, other) or _initials(other, one),
        one[-1] == other[-1] and is_capital(one[-1:]),
        max(_shared(a, b) for a in mine or {""} for b in theirs or {""}) / 6,
        math.log1p(max(gap, 0)) / 4,
        gap <= 0,
        between == ["'", "s"],
        between[:1] == ["'"] and len(between) <= 3,
        between[:1] == ["of"] and len(between) <= 2,
        between[:1] == [","] and len(between) == 1,
        between[:1] == [","] and len(between) <= 3,
        between[:1] == ["("],
        between[:1] == ["and"],
        len(between) <= 2,
        len(between) <= 5 and "." not in between,
        bool({"for", "of", "from"} & set(between)) and len(between) <= 4,
        bool({".", "!", "?"} & set(between)),
        around.text[a[0]].paragraph == around.text[b[0]].paragraph,
        bool(bodies[0]) and bodies[0] == bodies[1],
        bool(bodies[0]) and bool(bodies[1]) and bodies[0] != bodies[1],
        "nobody" in kinds,
        "outlet" in kinds,
        kinds == ("body", "body"),
        "noun" in kinds,
        "person" in kinds,
        kinds == ("", ""),
        is_capital(one) + is_capital(other),
        *(any(form[at].lower() in body_words(kind) for at in (0, -1)) for form in in_order for kind in _KINDS[:5]),
        min(math.log1p(len(places)), math.log1p(len(others))),
        max(math.log1p(len(places)), math.log1p(len(others))),
    ]
    return made, closest


TOGETHER = 31 + 10 + 2


def akin(one: Form, other: Form) -> bool:
    """Whether the words of one name are in the other, or one is the other's initials; *Upper Vell* and *Lower Vell* are not akin."""
    mine, theirs = _stems(one), _stems(other)
    return mine <= theirs or theirs <= mine or _initials(one, other) or _initials(other, one)


def _stems(form: Form) -> frozenset[str]:
    return frozenset(_stem(word) for word in form if word.lower() not in _SMALL)


def _stem(word: str) -> str:
    low = word.lower()
    return low[:-1] if low.endswith("s") and len(low) > 3 else low


def _shared(one: str, other: str) -> int:
    """How many letters two words share from the left: *Norland*, *Norlandic*; at most six."""
    count = 0
    for a, b in zip(one[:6], other[:6], strict=False):
        if a != b:
            break
        count += 1
    return count


def _initials(short: Form, full: Form) -> bool:
    letters = "".join(word[0] for word in full if word[0].isupper())
    return len(short) == 1 and short[0].isupper() and len(short[0]) > 1 and letters.startswith(short[0])
