"""The state graph as an option grid: one party's settings along the columns, the others' along the rows, in Gray-code order.

A party's moves then run along one axis, neighbours differ in one act, and a node stands in the same place whatever the preferences are.
Positions are computed here, so that every surface draws the same picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

__all__ = ["Act", "Arc", "Grid", "Node", "gray_rank", "grid", "shown_states"]

COMFORT = 300  # beyond about so many situations a grid is no longer read but stared at


@dataclass(frozen=True, slots=True)
class Act:
    """A column or row of squares: an option and the party (by mark) that controls it."""

    letter: str
    text: str
    party: int


@dataclass(frozen=True, slots=True)
class Node:
    """A situation in the grid; ``column`` and ``row`` count from 0."""

    state: int
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A move that its mover (by mark) prefers, between two states."""

    start: int
    end: int
    party: int


@dataclass(frozen=True)
class Grid:
    """A layout: ``columns`` and ``rows`` hold the settings (strings of Y and N over ``across`` and ``down``) of each column and row."""

    across: tuple[Act, ...]
    down: tuple[Act, ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    nodes: tuple[Node, ...]
    hidden: int = 0


def gray_rank(setting: str) -> int:
    """The place of a setting in the binary reflected Gray code, first letter most significant; neighbours differ in one letter.

    >>> sorted(["NN", "NY", "YN", "YY"], key=gray_rank)
    ['NN', 'NY', 'YY', 'YN']
    """
    value, bit = 0, 0
    for letter in setting:
        bit ^= letter == "Y"
        value = value * 2 + bit
    return value


def shown_states(
    size: int, start: Sequence[int], keep: Sequence[int], steps: Callable[[int], Iterable[int]], *, comfort: int = COMFORT
) -> tuple[int, ...]:
    """Which of ``size`` states to draw: all of them up to ``comfort``, else ``keep`` and those reachable from ``start``, nearest first."""
    if size <= comfort:
        return tuple(range(size))
    seen = dict.fromkeys([*start, *keep][:comfort])
    frontier = list(start)
    while frontier and len(seen) < comfort:
        reached = (t for s in frontier for t in steps(s) if t not in seen)
        frontier = list(islice(dict.fromkeys(reached), comfort - len(seen)))
        seen.update(dict.fromkeys(frontier))
    return tuple(sorted(seen))


def grid(labels: Mapping[int, str], acts: Sequence[tuple[str, int]], *, hidden: int = 0, columns_of: int | None = None) -> Grid:
    """Lay out states given as ``labels`` (Y/N over ``acts``, each an act's text and its party's mark).

    ``columns_of`` chooses the party along the columns; otherwise the one whose settings make the grid nearest to a landscape page.
    Acts that never change among the states shown are left out: they would be rows of equal squares.
    """
    moving = [k for k in range(len(acts)) if len({label[k] for label in labels.values()}) > 1]
    parties = list(dict.fromkeys(acts[k][1] for k in moving))
    chosen = columns_of if columns_of is not None else _landscape(labels, acts, moving, parties)
    wide = [k for k in moving if acts[k][1] == chosen]
    deep = sorted((k for k in moving if acts[k][1] != chosen), key=lambda k: parties.index(acts[k][1]))
    columns = sorted({_part(label, wide) for label in labels.values()}, key=gray_rank)
    rows = sorted({_part(label, deep) for label in labels.values()}, key=gray_rank)
    nodes = tuple(Node(state, columns.index(_part(label, wide)), rows.index(_part(label, deep))) for state, label in labels.items())
    lettered = {k: Act(_letter(n), acts[k][0], acts[k][1]) for n, k in enumerate([*wide, *deep])}
    return Grid(tuple(lettered[k] for k in wide), tuple(lettered[k] for k in deep), tuple(columns), tuple(rows), nodes, hidden)


def _part(label: str, places: Sequence[int]) -> str:
    return "".join(label[k] for k in places)


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f"{chr(ord('a') + number // 26 - 1)}{chr(ord('a') + number % 26)}"


def _landscape(labels: Mapping[int, str], acts: Sequence[tuple[str, int]], moving: Sequence[int], parties: Sequence[int]) -> int | None:
    """The party whose settings, along the columns, come nearest to four columns for three rows, at most sixteen columns if possible."""

    def awkward(party: int) -> tuple[bool, float]:
        wide = [k for k in moving if acts[k][1] == party]
        deep = [k for k in moving if acts[k][1] != party]
        columns = len({_part(label, wide) for label in labels.values()})
        rows = len({_part(label, deep) for label in labels.values()})
        return columns > 16, abs(columns / rows - 4 / 3)

    return min(parties, key=awkward, default=None)
