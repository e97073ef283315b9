"""Fallback bargaining by hand, and the property its source proves of unanimity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ModelError
from detente.settlement import fallback_bargaining


def test_three_parties_four_alternatives_by_hand() -> None:
    # a: w x y z, b: z x y w, c: y x z w. Depth 1: no two agree. Depth 2: x is in every list. Three of three at once.
    rankings = {party: [[name] for name in order] for party, order in {"a": "wxyz", "b": "zxyw", "c": "yxzw"}.items()}
    found = fallback_bargaining(rankings)
    assert (found.depth, found.outcomes) == (2, ("x",))
    assert found.depths["a"] == {"w": 1, "x": 2, "y": 3, "z": 4}
    # One of three agrees with itself at depth 1: all first choices, each with one supporter.
    assert set(fallback_bargaining(rankings, quorum=1).outcomes) == {"w", "z", "y"}


def test_a_majority_may_choose_otherwise_than_unanimity() -> None:
    # a and b share their first choice, which c likes least: majority stops at depth 1, unanimity at depth 2.
    rankings = {"a": [["x"], ["y"], ["z"]], "b": [["x"], ["y"], ["z"]], "c": [["z"], ["y"], ["x"]]}
    assert fallback_bargaining(rankings, quorum=2).outcomes == ("x",)
    assert fallback_bargaining(rankings).outcomes == ("y",)


def test_impasse_stops_the_fall() -> None:
    rankings = {"a": [["x"], ["y"], ["z"]], "b": [["z"], ["y"], ["x"]]}
    assert fallback_bargaining(rankings, impasse={"a": 2}).outcomes == ("y",)
    stuck = fallback_bargaining(rankings, impasse={"a": 1})
    assert (stuck.depth, stuck.outcomes) == (3, ("x",))
    assert fallback_bargaining(rankings, impasse={"a": 1, "b": 1}).depth is None


def test_a_tie_is_accepted_whole() -> None:
    rankings = {"a": [["x", "y"], ["z"]], "b": [["y"], ["x"], ["z"]]}
    found = fallback_bargaining(rankings)
    assert (found.depth, set(found.outcomes)) == (2, {"x", "y"})


@given(st.integers(1, 4).flatmap(lambda parties: st.lists(st.permutations("vwxyz"), min_size=parties, max_size=parties)))
def test_unanimity_minimises_the_greatest_distance_fallen(orders: list[list[str]]) -> None:
    found = fallback_bargaining({str(party): [[name] for name in order] for party, order in enumerate(orders)})
    fallen = {name: max(order.index(name) + 1 for order in orders) for name in "vwxyz"}
    assert found.depth == min(fallen.values())
    assert set(found.outcomes) == {name for name, depth in fallen.items() if depth == found.depth}


def test_bad_questions_are_refused() -> None:
    with pytest.raises(ModelError, match="quorum of 3"):
        fallback_bargaining({"a": [["x"]], "b": [["x"]]}, quorum=3)
    with pytest.raises(ModelError, match="same alternatives"):
        fallback_bargaining({"a": [["x"]], "b": [["y"]]})
    with pytest.raises(ModelError, match="twice"):
        fallback_bargaining({"a": [["x"], ["x"]]})
