"""The forward pass of the tagger in NumPy: a six-layer BERT, a tag for each word, and who belongs to whom.

No framework: the weights are small enough for plain matrix products. They are stored as 8-bit integers with one scale a row and widened
when they are loaded. How they were trained stands in the model card beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.windows import Window

__all__ = ["HALFWAY", "Encoder", "Scores", "near"]

Array = NDArray[np.float32]

HALFWAY = 3  # the layer whose output mentions are read from, beside the last one's
_HEADS, _LINK = 12, 64


@dataclass(frozen=True)
class Scores:
    """Of one window, in log-probabilities.

    ``tags``: words × 7. ``cue`` and ``source``: words × (words + 1), that the row's word belongs to the cue, or the source, that begins at
    the column's word; the last column is *nobody*. ``mention``: words × what :mod:`detente.reading.tagger.mentions` reads from.
    """

    tags: Array
    cue: Array
    source: Array
    mention: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))


@dataclass(frozen=True)
class Encoder:
    """Weights by name, as 32-bit numbers."""

    weights: Mapping[str, Array]

    def __call__(self, window: Window, paragraph: NDArray[np.int32]) -> Scores:
        """Read one window; ``paragraph`` numbers the paragraph of each of its words."""
        w = self.weights
        hidden = w["word"][window.pieces] + w["position"][: len(window.pieces)] + w["case"][window.case] + w["quoted"][window.quoted]
        hidden = self.norm("norm", hidden)
        halfway = hidden
        layer = 0
        while f"{layer}.qkv" in w:
            hidden = self.layer(f"{layer}.", hidden)
            layer += 1
            halfway = hidden if layer == HALFWAY else halfway
        chosen = hidden[window.first]
        apart = near(window.word, paragraph)
        return Scores(
            _log_softmax(self.linear("tag", chosen)),
            self._links(0, "content_cue", chosen, apart),
            self._links(1, "cue_source", chosen, apart),
            self._mentions(np.concatenate([halfway[window.first], chosen], axis=1)),
        )

    def layer(self, at: str, x: Array) -> Array:
        length, width = x.shape
        q, k, v = self.linear(at + "qkv", x).reshape(length, 3, _HEADS, width // _HEADS).transpose(1, 2, 0, 3)
        scores = (q / np.float32((width // _HEADS) ** 0.5)) @ k.transpose(0, 2, 1)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        attended = np.asarray((scores @ v).transpose(1, 0, 2).reshape(length, width), np.float32)
        x = self.norm(at + "norm1", x + self.linear(at + "out", attended))
        inner = self.linear(at + "up", x)
        gate = np.exp(np.float32(-1.702) * inner)
        gate += 1
        inner /= gate
        return self.norm(at + "norm2", x + self.linear(at + "down", inner))

    def linear(self, name: str, x: Array) -> Array:
        made: Array = x @ self.weights[name]
        made += self.weights[name + ".bias"]
        return made

    def norm(self, name: str, x: Array) -> Array:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1]) + np.float32(1e-12))
        x *= self.weights[name]
        x += self.weights[name + ".bias"]
        return x

    def _mentions(self, features: Array) -> Array:
        """Words × (tags and what forms are read by); nothing without these weights."""
        if "mention" not in self.weights:
            return np.zeros((len(features), 0), np.float32)
        inner = np.maximum(self.linear("mention.inner", features), 0)
        return np.concatenate([_log_softmax(self.linear("mention", inner)), self.linear("read", features)], axis=1)

    def _links(self, kind: int, name: str, chosen: Array, apart: NDArray[np.int64]) -> Array:
        both = self.linear(name, chosen)
        scores = both[:, :_LINK] @ both[:, _LINK:].T / np.float32(_LINK**0.5) + self.weights["distance"][kind][apart]
        nobody = np.full((len(scores), 1), self.weights["nobody"][kind], np.float32)
        return _log_softmax(np.concatenate([scores, nobody], axis=1))


def near(word: NDArray[np.int32], paragraph: NDArray[np.int32]) -> NDArray[np.int64]:
    """How far apart words stand: buckets 0-7 before and 8-15 behind, by the logarithm of the distance; 16 and 17 in other paragraphs."""
    apart = word[None, :].astype(np.int64) - word[:, None]
    size = np.minimum(np.floor(np.log2(np.abs(apart) + 1.0)), 7).astype(np.int64)
    same = np.where(apart < 0, size, size + 8)
    return np.where(paragraph[None, :] == paragraph[:, None], same, np.where(apart < 0, 16, 17))


def _log_softmax(x: Array) -> Array:
    x = x - x.max(axis=-1, keepdims=True)
    x -= np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return x
