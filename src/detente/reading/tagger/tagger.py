"""Who is reported to say what, by a small trained encoder."""

from __future__ import annotations

import numpy as np

from detente.evidence import Span
from detente.reading.tagger.decode import Run, Tagged, decode
from detente.reading.tagger.weights import encoder, pieces
from detente.reading.tagger.windows import windows
from detente.reading.tagger.wordpieces import Word, words

__all__ = ["spans", "tag"]


def tag(text: str) -> tuple[tuple[Word, ...], tuple[Tagged, ...]]:
    """The words of a text, and its attributions in word numbers, in text order."""
    found = words(text)
    paragraph = np.asarray([word.paragraph for word in found], np.int32)
    read = [(window, encoder()(window, paragraph[window.word])) for window in windows(found, pieces())]
    return found, decode(read, len(found))


def spans(text: tuple[Word, ...], runs: tuple[Run, ...]) -> tuple[Span, ...]:
    """Runs of words as spans of characters."""
    return tuple(Span(text[run.start].span.start, text[run.end - 1].span.end) for run in runs)
