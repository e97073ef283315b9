"""All strict ordinal 2×2 games, and how many of them have how many equilibria.

Two decision makers with one option each, four states that nobody ranks equal: 4!·4! games, of which every four are one game with its rows
or columns renamed. That leaves the 144 of Robinson & Goforth 2005.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Ranking

__all__ = ["GAMES_BY_EQUILIBRIA", "ordinal_games"]

GAMES_BY_EQUILIBRIA: dict[str, tuple[int, int, int, int, int]] = {
    "nash": (18, 108, 18, 0, 0),
    "gmr": (0, 48, 80, 16, 0),
    "smr": (8, 80, 52, 4, 0),
    "seq": (0, 95, 49, 0, 0),
    "sseq": (8, 103, 33, 0, 0),
}
"""For each concept the number of games with 0, 1, 2, 3 and 4 equilibria. The row for Nash is published, the others were recomputed."""

_STATES = ("NN", "YN", "NY", "YY")


def ordinal_games() -> Iterator[Conflict]:
    """One game of each kind, as a conflict in option form: Row and Col, one option each.

    >>> sum(1 for _ in ordinal_games())
    144
    """
    for row in permutations(_STATES):
        for col in permutations(_STATES):
            if (row, col) == min(_renamed(row, col)):
                yield Conflict(
                    options=(Option("row", "Row"), Option("col", "Col")),
                    decision_makers=("Row", "Col"),
                    preferences={"Row": Ranking(tuple((state,) for state in row)), "Col": Ranking(tuple((state,) for state in col))},
                )


def _renamed(row: tuple[str, ...], col: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The game with the settings of either option, of both or of none swapped."""
    for flipped in ((), (0,), (1,), (0, 1)):
        yield _swapped(row, flipped), _swapped(col, flipped)


def _swapped(ranking: tuple[str, ...], flipped: tuple[int, ...]) -> tuple[str, ...]:
    other = {"Y": "N", "N": "Y"}
    return tuple("".join(other[letter] if place in flipped else letter for place, letter in enumerate(state)) for state in ranking)
