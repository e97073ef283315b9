"""The word lists of the reader, loaded once from the package's data files.

Every list is general English or general geography; nothing in it knows of one conflict. To teach the reader a word, add a line to
the file, not a branch to the code.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["body_words", "closed_class", "nominal_verbs", "rows", "verb_forms"]

_VOWELS = "aeiou"


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a data file as tuples of tab-separated fields, without comments and blank lines."""
    text = files("detente.reading").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def closed_class() -> dict[str, str]:
    """Word to tag, for the closed classes; the first class that lists a word wins."""
    tags: dict[str, str] = {}
    for (line,) in rows("words.txt"):
        tag, *words = line.split()
        for word in words:
            tags.setdefault(word, tag)
    return tags


@cache
def verb_forms() -> dict[str, tuple[str, str]]:
    """Form to (base form, kinds); kinds are letters of ``b`` base, ``z`` -s, ``d`` past, ``n`` participle, ``g`` -ing.

    >>> verb_forms()["stopped"], verb_forms()["drawn"]
    (('stop', 'dn'), ('draw', 'n'))
    """
    forms: dict[str, tuple[str, str]] = {}

    def put(form: str, base: str, kind: str) -> None:
        known = forms.get(form)
        if known is None:
            forms[form] = (base, kind)
        elif known[0] == base and kind not in known[1]:
            forms[form] = (base, known[1] + kind)

    entries = [entry for (line,) in rows("verbs.txt") for entry in line.split()]
    for entry in entries:
        put(entry.split("/")[0].rstrip("*"), entry.split("/")[0].rstrip("*"), "b")
    for entry in entries:
        head, *irregular = entry.split("/")
        base = head.rstrip("*")
        stem = base + base[-1] if head.endswith("*") else base
        past, participle = irregular or (_past(base, stem),) * 2
        put(past, base, "d")
        put(participle, base, "n")
        put(_third(base), base, "z")
        put(_gerund(base, stem, irregular=bool(irregular)), base, "g")
    return forms


def _past(base: str, stem: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return stem + "ed"


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _gerund(base: str, stem: str, *, irregular: bool) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "ye", "oe")) and base != "be":
        return base[:-1] + "ing"
    short = len(base) <= 4 and irregular and base[-1] in "tndpgm" and base[-2] in _VOWELS and base[-3:-2] not in tuple(_VOWELS)
    if short or base in {"begin", "forget", "upset", "offset", "undercut"}:
        return base + base[-1] + "ing"
    return stem + "ing"


@cache
def nominal_verbs() -> dict[str, str]:
    """Nouns that name an act, to the verb that does it: ``withdrawal`` to ``withdraw``."""
    return {row[0]: row[1] for row in rows("nominals.tsv")}


@cache
def body_words(kind: str) -> frozenset[str]:
    """One class of ``bodies.txt``: ``ROLE``, ``GROUP``, ``OUTLET``, ``ANON``, ``TITLE``, ``ORGTAIL``, ``OUTTAIL`` or ``HARM``."""
    for (line,) in rows("bodies.txt"):
        head, *words = line.split()
        if head == kind:
            return frozenset(words)
    raise KeyError(kind)
