"""Which words of a text mention a party, which forms are a party's, and which two are the same one's: small heads on the tagger's own pass.

The encoder stays as it was trained for attribution; see the model card. A *party's* mention is its name, its short name, its capital or
seat, its leader, minister or spokesperson, or a noun phrase that only ever means it (*the presidency*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.decode import best_tags
from detente.reading.tagger.tagger import scored
from detente.reading.tagger.weights import heads

__all__ = ["TAGS", "Heads", "Marked", "marked", "trained"]

Array = NDArray[np.float32]
TAGS = 5  # of a word: none; begins or goes on a party's mention; begins or goes on that of somebody who speaks for nobody


@dataclass(frozen=True)
class Heads:
    """Weights by name, as 32-bit numbers."""

    weights: Mapping[str, Array]

    def kinds(self, read: Array, seen: Array) -> Array:
        """Forms × 3, log-probabilities that a form is a party's, somebody's who speaks for nobody, or neither.

        ``read``: forms × width, the mean of a form's words as :class:`Marked` holds them; ``seen``: forms × what is seen of each without
        reading (:func:`detente.reading.forms.alone`).
        """
        inner = np.maximum(self._linear("kind.inner", np.concatenate([np.tanh(read), seen], axis=1)), 0)
        return _log_softmax(self._linear("kind", inner))

    def same(self, pair: tuple[Array, Array], closest: tuple[Array, Array], seen: Array, kinds: tuple[Array, Array]) -> Array:
        """For each pair of forms the log-odds that they are one party's: from both forms' means, their closest places, and what is seen."""
        made: list[Array] = []
        for a, b in (pair, closest):
            x, y = np.tanh(a), np.tanh(b)
            made += [x + y, x * y, np.abs(x - y)]
        made += [seen, kinds[0] + kinds[1], np.abs(kinds[0] - kinds[1])]
        inner = np.maximum(self._linear("same.inner", np.concatenate(made, axis=1)), 0)
        return self._linear("same", inner)[:, 0]

    def _linear(self, name: str, x: Array) -> Array:
        made: Array = x @ self.weights[name] + self.weights[name + ".bias"]
        return made


@dataclass(frozen=True)
class Marked:
    """``spans``: the word ranges that mention somebody, in text order; ``read``: words × width, what the heads know words by."""

    spans: tuple[tuple[int, int], ...]
    read: Array


def trained() -> Heads:
    """The heads; raises :class:`FileNotFoundError` where their weights did not come along."""
    return Heads(heads())


def marked(text: str) -> Marked:
    """The mentions of a text, from the pass over it that :func:`~detente.reading.tagger.tagger.tag` makes: who asks for both pays once."""
    found, passed = scored(text)
    width = passed[0][1].mention.shape[1] - TAGS if passed else 0
    tags = np.full((len(found), 7), -np.inf, np.float32)
    read = np.zeros((len(found), width), np.float32)
    for window, scores in passed:
        at = window.word[window.owned]
        tags[at, :TAGS] = scores.mention[window.owned, :TAGS]
        read[at] = scores.mention[window.owned, TAGS:]
    best = best_tags(tags) if len(found) else np.zeros(0, np.int64)
    spans: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] in {2, 4}:
            continue
        if best[start] in {1, 3}:
            spans.append((start, end))
        start = end
    return Marked(tuple(spans), read)


def _log_softmax(x: Array) -> Array:
    x = x - x.max(axis=-1, keepdims=True)
    x -= np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return x
