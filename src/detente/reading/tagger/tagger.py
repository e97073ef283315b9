"""Who is reported to say what, by a small trained encoder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController

from detente.evidence import Span
from detente.reading.tagger.decode import Run, Tagged, decode
from detente.reading.tagger.encoder import Scores
from detente.reading.tagger.weights import encoder, pieces
from detente.reading.tagger.windows import Window, windows
from detente.reading.tagger.wordpieces import Word, words

__all__ = ["scored", "side_by_side", "spans", "tag"]

_MOST_AT_ONCE = 8
Of = TypeVar("Of")
Made = TypeVar("Made")


def tag(text: str) -> tuple[tuple[Word, ...], tuple[Tagged, ...]]:
    """The words of a text, and its attributions in word numbers, in text order.

    Raises :class:`FileNotFoundError` where the weights did not come along.
    """
    found, read = scored(text)
    return found, decode(read, len(found))


@lru_cache(maxsize=1)
def scored(text: str) -> tuple[tuple[Word, ...], tuple[tuple[Window, Scores], ...]]:
    """The words of a text, and its windows with their scores; the last text's are kept, since two readings ask for them.

    Windows are read side by side, one a thread, and each matrix product by one thread alone: products this small, shared among threads,
    wait for one another, on a busy machine for most of the time. So the numbers do not depend on how many processors there are, either.
    Raises :class:`FileNotFoundError` where the weights did not come along.
    """
    found = words(text)
    network = encoder()
    paragraph = np.asarray([word.paragraph for word in found], np.int32)
    cut = [*windows(found, pieces())]

    def read(window: Window) -> Scores:
        return network(window, paragraph[window.word])

    return found, tuple(zip(cut, side_by_side(read, cut), strict=True))


def side_by_side(work: Callable[[Of], Made], on: Sequence[Of]) -> list[Made]:
    """The results of a network on many inputs, one input a thread, each matrix product by one thread."""
    with _products().limit(limits=1, user_api="blas"), ThreadPoolExecutor(min(len(on) or 1, os.cpu_count() or 1, _MOST_AT_ONCE)) as pool:
        return [*pool.map(work, on)]


@cache
def _products() -> ThreadpoolController:
    return ThreadpoolController()


def spans(text: tuple[Word, ...], runs: tuple[Run, ...]) -> tuple[Span, ...]:
    """Runs of words as spans of characters."""
    return tuple(Span(text[run.start].span.start, text[run.end - 1].span.end) for run in runs)
