"""Nonmyopic equilibria of the 78 strict 2×2 games as Brams & Wittman 1981 define them, beside the definition by horizons of Kilgour 1984.

Theirs looks round the board once: from an outcome the players move in turn until they would be back, and the end is found backwards; it
counts only if somebody on the way has its best outcome and so would stop there. Written here from that definition, without the package.
Their count, 37 of the 78 games, is from memory of the paper and recomputed here; that only the dilemma has two such equilibria is, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from detente.cases import load
from detente.cases.two_by_two import ordinal_games
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.preferences import Ranking
from detente.stability import nonmyopic

CORNERS = ("NN", "YN", "NY", "YY")
Values = Mapping[str, int]


def values(game: Conflict) -> tuple[Values, Values]:
    """For Row and Col, 4 for the best corner down to 1."""
    rankings = (game.preferences[player] for player in ("Row", "Col"))
    row, col = ({state: 4 - at for at, (state,) in enumerate(r.classes)} for r in rankings if isinstance(r, Ranking))
    return row, col


def turned(corner: str, player: int) -> str:
    letters = list(corner)
    letters[player] = "N" if letters[player] == "Y" else "Y"
    return "".join(letters)


def stays(corner: str, first: int, worth: tuple[Values, Values]) -> bool:
    """Whether the player ``first`` would not move from ``corner``, looking once round the board; False where nobody on the way stops it."""
    board, mover = [corner], first
    for _ in range(3):
        board.append(turned(board[-1], mover))
        mover = 1 - mover
    movers = [(first + at) % 2 for at in range(4)]
    if not any(worth[player][place] == 4 for place, player in zip(board, movers, strict=True)):
        return False
    end = corner  # four moves lead back
    for place, player in zip(reversed(board), reversed(movers), strict=True):
        end = end if worth[player][end] > worth[player][place] else place
    return end == corner


def as_brams_and_wittman(game: Conflict) -> set[str]:
    worth = values(game)
    return {corner for corner in CORNERS if stays(corner, 0, worth) and stays(corner, 1, worth)}


def as_kilgour(game: Conflict) -> set[str]:
    model = graph_model(game)
    flags = nonmyopic(model).stable.values()
    return {label for label, *row in zip(model.labels, *flags, strict=True) if all(row)}


def kind(game: Conflict) -> frozenset[tuple[tuple[int, int], ...]]:
    """One name for a game however its rows and columns are ordered and its players called: all the tables that describe it."""
    row, col = values(game)
    tables = set()
    for swapped in (False, True):
        for flip in CORNERS:
            corners = ["".join("YN"[(a == b)] for a, b in zip(corner, flip, strict=True)) for corner in CORNERS]
            seen = [(col[c[::-1]], row[c[::-1]]) if swapped else (row[c], col[c]) for c in corners]
            tables.add(tuple(seen))
    return frozenset(tables)


def test_thirty_seven_of_seventy_eight_games() -> None:
    found = {kind(game): len(as_brams_and_wittman(game)) for game in ordinal_games()}
    assert len(found) == 78
    assert Counter(found.values()) == {0: 41, 1: 36, 2: 1}
    dilemma = load("prisoners_dilemma")
    assert isinstance(dilemma, Conflict)
    assert found[kind(dilemma)] == 2


def test_theirs_are_nonmyopic_by_horizons_too() -> None:
    """Kilgour's extension keeps each of theirs, and gives more games one: where nobody stops, the ends may still settle."""
    more = set()
    for game in ordinal_games():
        theirs, ours = as_brams_and_wittman(game), as_kilgour(game)
        assert theirs <= ours
        assert not theirs or theirs == ours
        if ours != theirs:
            more.add(kind(game))
    assert len(more) == 18
