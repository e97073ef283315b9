"""All 144 strict ordinal 2×2 games (Robinson & Goforth 2005), counted by their number of equilibria."""

from __future__ import annotations

from collections import Counter

import pytest

from detente.cases.two_by_two import GAMES_BY_EQUILIBRIA, ordinal_games
from detente.stability import solve
from detente.stability.concepts import ALL
from detente.stability.equilibria import Method


@pytest.mark.parametrize("method", ["option form", "literal"])
def test_numbers_of_games(method: Method) -> None:
    counts: dict[str, Counter[int]] = {concept: Counter() for concept in ALL}
    for game in ordinal_games():
        solution = solve(game, method=method)
        for concept in ALL:
            counts[concept][len(solution.equilibria(concept))] += 1
    assert {concept: tuple(count[number] for number in range(5)) for concept, count in counts.items()} == GAMES_BY_EQUILIBRIA


def test_the_nash_row_is_the_published_one() -> None:
    """Of 144 games 18 have no pure Nash equilibrium, 108 have one, 18 have two."""
    assert GAMES_BY_EQUILIBRIA["nash"] == (18, 108, 18, 0, 0)
    assert all(sum(row) == 144 for row in GAMES_BY_EQUILIBRIA.values())
