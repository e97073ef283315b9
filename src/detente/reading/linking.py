"""Which forms of a text are one party's: every form judged by the trained heads from all its places, then put together.

The rules' own resolutions are where this begins: what means one body to them stays together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.reading.forms import Around, Form, akin, alone, form_of, means, occurrences, plain, together
from detente.reading.parties import Register
from detente.reading.tagger.mentions import Heads, Marked, marked, trained
from detente.reading.tagger.wordpieces import words

__all__ = ["Linked", "candidates", "linked"]

Array = NDArray[np.float32]
_MOST_FORMS, _LONGEST_FORM = 250, 8
_IS_PARTY = 0.5  # how likely a form that the rules know nothing of has to be a party's to be put with others
_NEVER = 99.0
_JOINED, _MERGED = 0.0, 1.0  # log-odds from which a form joins a party, and from which two bodies of the rules are one


@dataclass(frozen=True)
class Linked:
    """The forms of a text: how likely each is a party's, and the log-odds of each pair being one party's."""

    around: Around
    forms: tuple[Form, ...]
    party: Array
    same: Array

    def parties(self) -> tuple[list[list[int]], Array]:
        """Forms of one party together, by number, and how strongly the groups are linked.

        Forms that mean one body to the rules are together from the beginning; then whoever is linked most closely is put together. Two
        bodies of the rules are only if their names are akin.
        """
        body = [means(form, self.around.register)[1] for form in self.forms]
        groups: dict[str, list[int]] = {}
        for at, name in enumerate(body):
            if name or self.party[at] >= _IS_PARTY:
                groups.setdefault(name or f" {at}", []).append(at)
        names = [{name} - {""} if name[0] != " " else set() for name in groups]
        left = [*groups.values()]
        while True:
            links = self._links(left)
            bar = [[_bar(one, other) for other in names] for one in names]
            above = np.tril(links - np.asarray(bar, np.float32).reshape(links.shape), -1)
            np.fill_diagonal(above, -9)
            above[np.triu_indices(len(left))] = -9
            if not above.size or above.max() < 0:
                return left, links
            a, b = divmod(int(above.argmax()), len(left))
            left[b] = sorted((*left[b], *left[a]))
            names[b] |= names[a]
            del left[a], names[a]

    def _links(self, groups: Sequence[Sequence[int]]) -> Array:
        """Between every two groups the middle between their closest forms' log-odds and the mean of all; -9 for a group with itself."""
        order = [at for group in groups for at in group]
        if not order:
            return np.zeros((0, 0), np.float32)
        starts = np.cumsum([0, *map(len, groups)])[:-1]
        same = self.same[np.ix_(order, order)]
        most = np.maximum.reduceat(np.maximum.reduceat(same, starts, axis=0), starts, axis=1)
        total = np.add.reduceat(np.add.reduceat(same, starts, axis=0), starts, axis=1)
        sizes = np.asarray([*map(len, groups)], np.float32)
        made: Array = ((most + total / np.outer(sizes, sizes)) / 2).astype(np.float32)
        np.fill_diagonal(made, -9)
        return made


def _bar(one: set[str], other: set[str]) -> float:
    """The log-odds from which two groups, with the bodies that they mean to the rules, are one party."""
    if not (one and other):
        return _JOINED
    return _MERGED if any(akin(tuple(a.split()), tuple(b.split())) for a in one for b in other) else _NEVER


def linked(register: Register, text: str) -> Linked | None:
    """The forms under which a text may name parties, judged by the heads; None where there are none."""
    found = words(text)
    if not found:
        return None
    mark, heads = marked(text), trained()
    text_words = plain(found)
    places = occurrences(text_words, candidates(register, text_words, mark.spans))
    most = sorted(places, key=lambda form: (-len(places[form]), form))[:_MOST_FORMS]
    forms = tuple(sorted(most))
    if not forms:
        return None
    around = Around(text_words, found, places, register)
    kinds = heads.kinds(_means(forms, around, mark), np.asarray([alone(form, around) for form in forms], np.float32))
    return Linked(around, forms, np.exp(kinds[:, 0]), _pairs(forms, around, mark, heads, kinds))


def candidates(register: Register, text: Sequence[str], spans: Iterable[tuple[int, int]]) -> set[Form]:
    """The forms to be judged: what the rules have resolved, and what the tags mark; a pronoun is none."""
    names = [*register.bodies, *register.people, *register.outlets]
    known = [*map(" ".join, names), *register.generic]
    made = {form_of(plain(words(form))) for form in known} | {form_of(text[start:end]) for start, end in spans}
    return {form for form in made if form and len(form) <= _LONGEST_FORM and all(map(_is_word, form)) and form[0].lower() not in _PRONOUNS}


_PRONOUNS = frozenset("he she it they we i you us them our his her its their who both".split())


def _is_word(word: str) -> bool:
    return word.isalnum() or word in {"'", "-", "‑", ".", "&"}


def _means(forms: Sequence[Form], around: Around, mark: Marked) -> Array:
    return np.stack([np.mean([_at(place, mark) for place in around.places[form]], axis=0) for form in forms])


def _at(place: tuple[int, int], mark: Marked) -> Array:
    made: Array = mark.read[place[0] : place[1]].mean(axis=0)
    return made


def _pairs(forms: Sequence[Form], around: Around, mark: Marked, heads: Heads, kinds: Array) -> Array:
    made = np.full((len(forms), len(forms)), -9, np.float32)
    mean = _means(forms, around, mark)
    for i in range(1, len(forms)):
        both = [together(forms[i], forms[j], around) for j in range(i)]
        mine = np.stack([_at(around.places[forms[i]][a], mark) for _, (a, _) in both])
        theirs = np.stack([_at(around.places[forms[j]][b], mark) for j, (_, (_, b)) in enumerate(both)])
        rows = np.full(i, i)
        scores = heads.same(
            (mean[rows], mean[:i]), (mine, theirs), np.asarray([features for features, _ in both], np.float32), (kinds[rows], kinds[:i])
        )
        made[i, :i] = made[:i, i] = scores
    return made
