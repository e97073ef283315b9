"""From scores to attributions: the best sequence of tags, runs of content tied to their cue, the cue to its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.encoder import Scores
from detente.reading.tagger.windows import Window

__all__ = ["Run", "Tagged", "best_tags", "decode"]

_OUTSIDE, _SOURCE, _CUE, _CONTENT = 0, 1, 3, 5  # where each role's first tag stands; the tag after it goes on

# Untilted, more is missed than is found too much. Chosen on articles kept out of training.
_TILT = np.asarray([0.5, -0.3, 0, 0, 0, 0, 0], np.float32)


class Run(NamedTuple):
    """Words from ``start`` to before ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution, in word numbers of the text. ``content`` may have several runs. ``doubt`` runs from 0 to 1."""

    content: tuple[Run, ...]
    cue: Run
    source: Run | None
    doubt: float


def decode(read: Sequence[tuple[Window, Scores]], count: int) -> tuple[Tagged, ...]:
    """The attributions of a text of ``count`` words from the scores of its windows, in text order."""
    if not count:
        return ()
    tags = np.zeros((count, 7), np.float32)
    for window, scores in read:
        tags[window.word[window.owned]] = scores.tags[window.owned]
    best = best_tags(tags - _TILT)
    sources, cues, contents = (tuple(_runs(best, role)) for role in (_SOURCE, _CUE, _CONTENT))
    of_cue: dict[int | None, list[Run]] = {}
    for run in contents:
        of_cue.setdefault(_target(read, run, cues, "cue"), []).append(run)
    made: list[Tagged] = []
    for number, runs in of_cue.items():
        if number is None:
            continue  # a content that nothing reports is mostly none
        cue = cues[number]
        whose = _target(read, Run(cue.start, cue.start + 1), sources, "source")
        source = sources[whose] if whose is not None else None
        spans = (*runs, cue, *((source,) if source else ()))
        made.append(Tagged(tuple(runs), cue, source, _doubt(tags, best, spans)))
    return tuple(sorted(made, key=lambda one: one.content[0]))


def best_tags(tags: NDArray[np.float32]) -> NDArray[np.int8]:
    """The most likely sequence in which no role goes on that has not begun (Viterbi)."""
    allowed = np.zeros((7, 7), np.float32)
    for inside in (2, 4, 6):
        allowed[:, inside] = -np.inf
        allowed[[inside - 1, inside], inside] = 0
    score = tags[0].copy()
    score[[2, 4, 6]] = -np.inf
    back = np.zeros(tags.shape, np.int8)
    for at in range(1, len(tags)):
        through = score[:, None] + allowed
        back[at] = through.argmax(axis=0)
        score = through.max(axis=0) + tags[at]
    best = np.zeros(len(tags), np.int8)
    best[-1] = score.argmax()
    for at in range(len(tags) - 1, 0, -1):
        best[at - 1] = back[at, best[at]]
    return best


def _runs(best: NDArray[np.int8], first: int) -> Iterator[Run]:
    start = None
    for at, tag in enumerate([*best.tolist(), _OUTSIDE]):
        if start is not None and tag != first + 1:
            yield Run(start, at)
            start = None
        if tag == first:
            start = at


def _target(read: Sequence[tuple[Window, Scores]], run: Run, targets: Sequence[Run], link: str) -> int | None:
    """Which of the targets the words of a run point to together, each word weighing the same; None where nobody is likelier."""
    if not targets:
        return None
    totals = np.zeros(len(targets) + 1)
    for window, scores in read:
        mine = np.flatnonzero(window.owned & (window.word >= run.start) & (window.word < run.end))
        if not mine.size:
            continue
        table = np.exp(getattr(scores, link)[mine])
        low, high = window.word[0], window.word[-1]
        columns = np.asarray([target.start - low if low <= target.start <= high else -2 for target in targets])
        shares = np.where(columns >= 0, table[:, np.maximum(columns, 0)], 0.0)
        totals[:-1] += shares.sum(axis=0)
        totals[-1] += table[:, -1].sum()
    best = int(totals.argmax())
    return best if best < len(targets) and totals[best] > 0 else None


def _doubt(tags: NDArray[np.float32], best: NDArray[np.int8], runs: Sequence[Run]) -> float:
    at = np.concatenate([np.arange(run.start, run.end) for run in runs])
    return float(1.0 - np.exp(tags[at, best[at]].mean()))
