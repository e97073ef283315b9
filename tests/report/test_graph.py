"""The option grid: neighbours differ in one act, a party's moves run along one axis, nodes never leave their place."""

from __future__ import annotations

from itertools import pairwise, product
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from detente.report.drawing import Look, Stem, draw_grid, draw_strip
from detente.report.graph import Arc, gray_rank, grid, shown_states


@given(st.integers(1, 7))
def test_neighbours_in_gray_order_differ_in_one_letter(width: int) -> None:
    settings = sorted(("".join(letters) for letters in product("NY", repeat=width)), key=gray_rank)
    assert len(set(settings)) == 2**width
    assert all(sum(a != b for a, b in zip(one, other, strict=True)) == 1 for one, other in pairwise(settings))


LABELS = {code: "".join("Y" if code >> k & 1 else "N" for k in range(4)) for code in range(16)}
ACTS = [("a", 0), ("b", 0), ("c", 1), ("d", 2)]


@given(st.sets(st.sampled_from(sorted(LABELS)), min_size=1))
def test_moves_run_along_one_axis(kept: set[int]) -> None:
    board = grid({state: LABELS[state] for state in kept}, ACTS, columns_of=0)
    place = {node.state: (node.column, node.row) for node in board.nodes}
    assert len(set(place.values())) == len(kept), "two situations in one place"
    for one, other in product(kept, repeat=2):
        movers = {party for (_, party), a, b in zip(ACTS, LABELS[one], LABELS[other], strict=True) if a != b}
        if movers == {0}:
            assert place[one][1] == place[other][1]
        elif 0 not in movers:
            assert place[one][0] == place[other][0]


def test_an_act_that_never_changes_is_left_out() -> None:
    board = grid({0: "NNY", 1: "YNY", 2: "NYY"}, [("a", 0), ("b", 1), ("c", 1)])
    assert {act.text for act in (*board.across, *board.down)} == {"a", "b"}


def test_the_nearest_situations_are_shown_and_the_rest_counted() -> None:
    line = {n: (n - 1, n + 1) for n in range(1000)}
    shown = shown_states(1000, [500], [3], lambda n: [m for m in line[n] if 0 <= m < 1000], comfort=6)
    assert set(shown) == {3, 500, 499, 501, 498, 502}
    assert shown_states(5, [0], [], lambda _: ()) == (0, 1, 2, 3, 4)


@given(st.text(max_size=12), st.text(max_size=12))
def test_drawings_are_well_formed_whatever_the_names(name: str, label: str) -> None:
    name, label = ("".join(c for c in text if c.isprintable()) for text in (name, label))
    board = grid({0: "N", 1: "Y"}, [(name, 0)])
    drawn = draw_grid(board, [Arc(0, 1, 0)], {0: Look(name, now=True), 1: Look("2", resting=True, goal=True)})
    strip = draw_strip([Stem(0.5, "c1", "party", "deciding", label, 1.0), Stem(0.9, "c2", "absence", "idle")], [(0.0, name)])
    for svg in (drawn, strip):
        allowed = {"svg", "path", "rect", "circle", "text", "line"}
        assert {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()} <= allowed
