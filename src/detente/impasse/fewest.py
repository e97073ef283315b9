"""The way with the fewest exchanges: as many steps alone as can be, and no more moments at which several have to act at once than must be.

Every exchange needs several parties to move at the same moment, and each to see that the others do. So of the ways in which at most so many
act at once, the one with the fewest exchanges is sought, and among those the shortest. Searched in levels: everything that steps of one
party reach, then everything that one exchange reaches from there and steps of one party after it, and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.impasse.walk import Walk

__all__ = ["fewest_exchanges"]

_NEVER, _ENTERED, _WAITED = -1, -2, -3


@dataclass(eq=False)
class _Sheet:
    """One level in one phase: the number of steps to each state, and the state before it, which is on the level before if exchanged."""

    steps: NDArray[np.int32]
    came: NDArray[np.intp]
    exchanged: NDArray[np.intp]


@dataclass(eq=False)
class _Levels:
    walk: Walk
    start: int
    together: int
    sheets: list[list[_Sheet]] = field(default_factory=list)
    pairs: int = 0

    def grow(self) -> bool:
        """Add a level; False where it holds no state that was not reached before, or where the search was cut short."""
        level: list[_Sheet] = []
        size = self.walk.space.size
        known = np.zeros(size, dtype=np.bool_)  # with fewer exchanges, in this phase or before it
        for phase in range(len(self.walk.phases)):
            sheet = _Sheet(np.full(size, -1, dtype=np.int32), np.full(size, _NEVER, np.intp), np.full(size, _NEVER, np.intp))
            for earlier in self.sheets:
                known |= earlier[phase].steps >= 0
            if level:
                waited = (level[-1].steps >= 0) & ~known
                sheet.steps[waited], sheet.came[waited] = level[-1].steps[waited], _WAITED
            usable = self.walk.good & (self.walk.broken == 0) & ~known
            if self.sheets:
                self._exchange(self.sheets[-1][phase], sheet, usable, phase)
            elif not level:
                sheet.steps[self.start], sheet.came[self.start] = 0, _ENTERED
            self.pairs += self.walk.spread(sheet.steps, sheet.came, usable, phase)
            level.append(sheet)
        self.sheets.append(level)
        return any((sheet.steps >= 0).any() for sheet in level) and self.pairs < self.walk.at_most

    def _exchange(self, before: _Sheet, sheet: _Sheet, usable: NDArray[np.bool_], phase: int) -> None:
        for depth in range(int(before.steps.max()) + 1):
            layer = np.flatnonzero(before.steps == depth)
            for source, target in self.walk.leaps(layer, usable, sheet.steps, depth + 1, phase, together=self.together):
                sheet.steps[target], sheet.came[target], sheet.exchanged[target] = depth + 1, _ENTERED, source
            self.pairs += self.walk.pairs

    def way(self, targets: Collection[int]) -> tuple[tuple[int, int], ...]:
        """The shortest way to one of ``targets`` in the last level; empty where it has none."""
        last = self.sheets[-1]
        found = [(int(sheet.steps[t]), phase, t) for phase, sheet in enumerate(last) for t in targets if sheet.steps[t] >= 0]
        if not found:
            return ()
        _, phase, at = min(found)
        level, places = len(self.sheets) - 1, []
        while True:
            sheet = self.sheets[level][phase]
            before = int(sheet.came[at])
            if before == _WAITED:
                phase -= 1
                continue
            places.append((at, phase))
            if before != _ENTERED:
                at = before
            elif level:
                at, level = int(sheet.exchanged[at]), level - 1
            else:
                return tuple(reversed(places))


def fewest_exchanges(walk: Walk, start: int, targets: Sequence[int], *, together: int) -> tuple[tuple[int, int], ...]:
    """The states on the way, each with its phase, the start first; empty where no way was found.

    Steps take at most ``together`` parties. Of several targets the one reached by the fewest exchanges is chosen, then by the fewest steps.
    """
    levels = _Levels(walk, start, together)
    while levels.grow():
        if way := levels.way(targets):
            return way
        if together < 2:
            break
    return levels.way(targets)
