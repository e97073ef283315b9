"""Whether two wordings name one act: pairs judged by hand, and laws of the grouping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.sameness import Common, contrary, groups, levels, likeness, ruled_out

SAME = [
    ("withdraw its soldiers from the bridge", "pull its troops back from the bridge"),
    ("reinstate the two drivers", "take back the two dismissed drivers"),
    ("prolong the lease", "extend the lease"),
    ("recognise the annexation of the coast", "grant recognition of the annexation"),
    ("shut the two depots in March", "keep the depots open"),
    ("lift sanctions on its banks", "keep the sanctions on its banks"),
]
APART = [
    ("halt all fighting", "halt strikes on energy sites"),
    ("formally accept the border", "accept the border in practice"),
    ("raise wages by seven percent", "raise wages by twelve percent"),
    ("halt strikes on power plants", "halt strikes on power plants and bridges"),
    ("share the data", "share the codes"),
    ("sell the founders' shares", "publish the survey of the valley"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_words_for_one_act(one: str, other: str) -> None:
    assert groups([one, other]) == (0, 0)
    assert groups([other, one]) == (0, 0)


@pytest.mark.parametrize(("one", "other"), APART)
def test_another_scope_is_another_act(one: str, other: str) -> None:
    assert groups([one, other]) == (0, 1)
    assert groups([other, one]) == (0, 1)


def test_the_contrary_is_told_from_the_same() -> None:
    assert contrary("shut the depots", "keep the depots open")
    assert contrary("stop felling in the valley", "go on felling in the valley")
    assert contrary("extend the lease", "end the lease")
    assert not contrary("shut the depots", "close the depots")
    assert not contrary("shut the depots", "sell the depots")


def test_levels_differ_in_their_figure_only() -> None:
    assert levels("grant seven percent", "grant four percent")
    assert not levels("grant seven percent", "grant seven percent")
    assert not levels("grant seven days of leave", "grant four percent")


WORD = st.sampled_from("open shut keep the gate road and tariff lift pay seven five percent all half send men north".split())
ACTS = st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=8)


@given(ACTS)
def test_the_comparison_is_symmetric(acts: list[str]) -> None:
    common = Common.among(acts)
    for one in acts:
        for other in acts:
            assert likeness(one, other, common=common) == pytest.approx(likeness(other, one, common=common))
            assert ruled_out(one, other) == ruled_out(other, one)
            assert contrary(one, other) == contrary(other, one)


@given(ACTS, st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7))))
def test_what_is_kept_apart_is_never_joined(acts: list[str], never: set[tuple[int, int]]) -> None:
    found = groups(acts, apart=lambda one, other: (one, other) in never or (other, one) in never)
    for one in range(len(acts)):
        for other in range(one):
            if (one, other) in never or (other, one) in never or ruled_out(acts[one], acts[other]):
                assert found[one] != found[other]
    assert list(dict.fromkeys(found)) == list(range(len(set(found))))


def test_a_wording_of_scope_and_figures_alone_is_left_as_it_stands() -> None:
    assert likeness("all seven half all", "seven all", common=Common()) < likeness(
        "all seven half all", "all seven half all", common=Common()
    )
