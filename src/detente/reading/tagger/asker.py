"""The forward pass that reads positions and voices: who in sight of a sentence takes which stance or says something, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.encoder import Encoder
from detente.reading.tagger.slots import Asked

__all__ = ["STANCES", "Answered", "Asker"]

Array = NDArray[np.float32]

STANCES = ("demand", "precondition", "refusal", "red_line", "offer", "commitment", "support", "threat")
_LINK = 64
_SENTENCE = 3


@dataclass(frozen=True)
class Answered:
    """For each party in sight.

    ``held``: parties, the log-odds that it takes a position. ``stance``: parties × 8, shares in the order of ``STANCES``. ``inside``
    and ``begins``: parties × words of the sentence, log-odds that a word is in the clause that carries it, and that the clause begins
    there. ``voice``: parties and *somebody else*, the log-odds that something in the sentence is said by it; ``said``: the same × words,
    that a word is said.
    """

    held: Array
    stance: Array
    inside: Array
    begins: Array
    voice: Array
    said: Array


@dataclass(frozen=True)
class Asker:
    """Weights by name, as 32-bit numbers."""

    weights: Mapping[str, Array]

    def __call__(self, asked: Asked) -> Answered:
        """Answer one question."""
        w, run = self.weights, Encoder(self.weights)
        known = len(w["word"])
        slot = asked.pieces >= known
        hidden = np.where(slot[:, None], w["slot"][np.where(slot, asked.pieces - known, 0)], w["word"][np.where(slot, 0, asked.pieces)])
        hidden = hidden + w["position"][: len(asked.pieces)] + w["case"][asked.case] + w["quoted"][asked.quoted] + w["part"][asked.part]
        hidden = run.norm("norm", hidden)
        layer = 0
        while f"{layer}.qkv" in w:
            hidden = run.layer(f"{layer}.", hidden)
            layer += 1
        mine = self._parties(run, asked, hidden)
        stance = run.linear("stance", mine)
        stance = np.exp(stance - stance.max(axis=-1, keepdims=True))
        everybody = np.concatenate([mine, hidden[:1]])
        asks, answers = run.linear("asks", everybody), run.linear("answers", hidden[asked.first])
        inside, begins, said = (
            np.asarray(asks[:, part : part + _LINK] @ answers[:, part : part + _LINK].T / np.float32(_LINK**0.5), np.float32)
            for part in range(0, 3 * _LINK, _LINK)
        )
        return Answered(
            held=run.linear("any", mine)[:, 0],
            stance=stance / stance.sum(axis=-1, keepdims=True),
            inside=inside[:-1],
            begins=begins[:-1],
            voice=run.linear("voice", everybody)[:, 0],
            said=said,
        )

    def _parties(self, run: Encoder, asked: Asked, hidden: Array) -> Array:
        """A party is read from its slot, and from its mentions in the sentence."""
        front = slice(1, 1 + len(asked.parties))
        own = (asked.pieces[front, None] == asked.pieces[None, :]) & (asked.part == _SENTENCE)[None, :]
        share = own / np.maximum(own.sum(axis=1, keepdims=True), 1)
        return hidden[front] + run.linear("spoken", np.asarray(share @ hidden, np.float32))
