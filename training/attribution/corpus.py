"""Annotated articles as labels on words: a tag each, for each content word its cue, for each cue its source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.wordpieces import Word, words

__all__ = ["NOTHING", "TAGS", "Labelled", "labelled"]

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NOTHING = -1


@dataclass(frozen=True)
class Labelled:
    """One article. ``cue_of`` (read at content words) and ``source_of`` (at first words of cues) hold a word number, or ``NOTHING``."""

    name: str
    words: tuple[Word, ...]
    tags: NDArray[np.int8]
    cue_of: NDArray[np.int32]
    source_of: NDArray[np.int32]


def labelled(path: Path) -> Iterator[Labelled]:
    """The articles of a JSON Lines file with ``id``, ``text`` and ``attributions`` of character spans."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield _labelled(json.loads(line))


def _labelled(row: dict[str, Any]) -> Labelled:
    text = words(row["text"])
    starts = np.asarray([word.span.start for word in text])
    ends = np.asarray([word.span.end for word in text])
    tags = np.zeros(len(text), np.int8)
    cue_of = np.full(len(text), NOTHING, np.int32)
    source_of = np.full(len(text), NOTHING, np.int32)
    for found in row["attributions"]:
        cue = _paint(tags, starts, ends, found["cue"], 3)
        source = _paint(tags, starts, ends, found["source"], 1)
        content = _paint(tags, starts, ends, found["content"], 5)
        if cue:
            cue_of[content] = cue[0]
            source_of[cue[0]] = source[0] if source else NOTHING
    return Labelled(row["id"], text, tags, cue_of, source_of)


def _paint(
    tags: NDArray[np.int8], starts: NDArray[np.int64], ends: NDArray[np.int64], spans: Sequence[Sequence[int]], begins: int
) -> list[int]:
    painted: list[int] = []
    for start, end in spans:
        inside = np.flatnonzero((starts < end) & (ends > start))
        if inside.size:
            tags[inside] = begins + 1
            tags[inside[0]] = begins
            painted.extend(inside.tolist())
    return painted
