"""The minimum over everything that can be reached, state by state: for models whose improvements wind so long that sweeps would not end.

Take the states by ascending value; from each go backwards along the moves and label whatever has no label yet. A state is labelled first by
the least value it can reach, and each move is looked at once: states + moves steps a decision maker, whatever their shape.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["label_setting"]

Integers = NDArray[np.int64]
Indices = NDArray[np.intp]


def label_setting(lanes: Integers, arcs: Sequence[tuple[int, Indices, Indices]]) -> None:
    """Lower ``lanes`` (size, makers) in place, lane *i* to its minimum over what the arcs of all movers but *i* reach.

    ``arcs``: for each mover its lane, and the states its moves leave from and lead to.
    """
    mover = np.concatenate([np.full(source.size, lane) for lane, source, _ in arcs])
    source = np.concatenate([source for _, source, _ in arcs])
    target = np.concatenate([target for _, _, target in arcs])
    order = np.argsort(target, kind="stable")
    first = np.searchsorted(target[order], np.arange(lanes.shape[0] + 1))
    firsts, sources, movers = first.tolist(), source[order].tolist(), mover[order].tolist()
    for lane in range(lanes.shape[1]):
        lanes[:, lane] = _labelled(lanes[:, lane], lane, firsts, sources, movers)


def _labelled(values: Integers, focal: int, firsts: list[int], sources: list[int], movers: list[int]) -> list[int]:
    start = values.tolist()
    labels: list[int | None] = [None] * len(start)
    for state in np.argsort(values, kind="stable").tolist():
        if labels[state] is not None:
            continue
        label = labels[state] = start[state]
        waiting = [state]
        while waiting:
            at = waiting.pop()
            for k in range(firsts[at], firsts[at + 1]):
                if movers[k] != focal and labels[sources[k]] is None:
                    labels[sources[k]] = label
                    waiting.append(sources[k])
    return [label for label in labels if label is not None]
