"""Issues: positions about one act share a label, scope variants do not.

Two acts are about one issue when they name one act (:mod:`detente.evidence.sameness`), are two levels of one measure (*four percent*,
*seven*), or have the same content words, whatever their verb (*send a force*, *accept this force*). *Strikes on energy sites* and *strikes
on energy sites and bridges* differ in a coordinated noun and stay two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from detente.evidence.sameness import groups, levels
from detente.reading.lexicon import closed_class, verb_forms

__all__ = ["content_words", "issue_labels"]

_LIGHT = {"accept", "grant", "allow", "permit", "carry", "make", "take", "give", "let", "do", "have", "be", "get", "any", "agree"}


@lru_cache(maxsize=20_000)
def content_words(act: str) -> frozenset[str]:
    """The stems that carry an act's meaning, without function words and light verbs.

    >>> sorted(content_words("accept a 30-day halt in fighting"))
    ['30-day', 'fight', 'halt']
    """
    stems = set()
    for word in re.findall(r"[\w-]+", act.lower()):
        if (closed_class().get(word, "A") in {"D", "P", "O", "C", "S", "X", "M", "W", "G", "R"} and word != "over") or word in {
            "to",
            "s",
        }:
            continue
        stem = verb_forms().get(word, (_singular(word), ""))[0]
        if stem not in _LIGHT:
            stems.add(stem)
    return frozenset(stems)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def issue_labels(acts: Sequence[str]) -> tuple[str, ...]:
    """A label for each act, the same for acts about one thing; the label is the shortest act's own words.

    >>> issue_labels(["send a force", "accept the force", "pause mobilisation"])
    ('force', 'force', 'pause mobilisation')
    """
    sets = [content_words(act) for act in acts]
    numbers = groups(acts)
    found: list[list[int]] = []

    def alike(one: int, other: int) -> bool:
        return numbers[one] == numbers[other] or _same(sets[one], sets[other], acts[one], acts[other]) or levels(acts[one], acts[other])

    for index in range(len(acts)):
        home = next((group for group in found if alike(index, group[0])), None)
        if home is None:
            found.append([index])
        else:
            home.append(index)
    labels = [""] * len(acts)
    for group in found:
        label = min((_label(acts[i]) for i in group), key=lambda text: (len(text), text))
        for index in group:
            labels[index] = label
    return tuple(labels)


def _same(one: frozenset[str], other: frozenset[str], act: str, another: str) -> bool:
    if one == other:
        return bool(one) or act == another
    extra = one ^ other
    if not one & other or _coordinates(act, extra) or _coordinates(another, extra):
        return False
    without_verb = {frozenset(words - {_verb(text)}) for words, text in ((one, act), (other, another))}
    return len(without_verb) == 1 and bool(next(iter(without_verb)))


def _verb(act: str) -> str:
    return act.split(maxsplit=1)[0].lower() if act else ""


def _coordinates(act: str, extra: frozenset[str]) -> bool:
    tail = act.split(" and ", 1)
    return len(tail) == 2 and bool(content_words(tail[1]) & extra)


def _label(act: str) -> str:
    words = act.split()
    if words and words[0].lower() in {"accept", "grant", "allow", "permit", "hold"}:
        words = words[1:]
    while words and words[0].lower() in {"the", "a", "an", "any", "this", "that", "its", "their", "to"}:
        words = words[1:]
    return " ".join(words[:8]) or act
