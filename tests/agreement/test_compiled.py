"""The compiled engine against the NumPy one and the definitions to the letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from detente.errors import ModelError, NoState
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.statements import parse
from detente.graphmodel.states import StateSpace, state_space
from detente.stability import compiled, solve
from detente.stability.compiled import available, engine_name, stable_on_grid
from detente.stability.concepts import ALL, Concept
from detente.stability.equilibria import FAST
from detente.stability.grid import grid
from detente.stability.option_form import Integers, option_form
from detente.testing import conflicts
from detente.testing.large import random_conflict, winding_conflict

needs_extension = pytest.mark.skipif(not available(), reason="the extension was not built: no C compiler when this was installed")


def posed(conflict: Conflict) -> tuple[StateSpace, dict[str, Integers]]:
    space = state_space(conflict)
    return space, {maker: rank_states(space, conflict.preference(maker)).values for maker in conflict.decision_makers}


def assert_agrees(
    space: StateSpace, ranks: Mapping[str, Integers], *, rounds: int = 64, scale: int = 1, concepts: tuple[Concept, ...] = ALL
) -> None:
    form = option_form(space, ranks)
    found = stable_on_grid(space, {maker: values * scale for maker, values in ranks.items()}, concepts, rounds=rounds)
    assert found is not None
    for concept in concepts:
        for maker in form.makers:
            assert np.array_equal(found[concept][maker], FAST[concept](form, maker)), (concept, maker)


def models(first: int, last: int) -> Iterator[tuple[StateSpace, dict[str, Integers]]]:
    for seed in range(first, last):
        try:
            yield posed(random_conflict(seed))
        except NoState:
            continue


@needs_extension
@pytest.mark.parametrize("block", range(6))
def test_compiled_is_numpy_on_hundreds_of_conflicts(block: int) -> None:
    for space, ranks in models(block * 50, block * 50 + 50):
        assert_agrees(space, ranks)


@needs_extension
def test_the_search_that_takes_over_gives_the_same() -> None:
    for rounds in (0, 1):
        for space, ranks in models(300, 340):
            assert_agrees(space, ranks, rounds=rounds)


@needs_extension
def test_ranks_too_many_for_sixteen_bits_give_the_same() -> None:
    for rounds in (64, 0):
        for space, ranks in models(340, 380):
            assert_agrees(space, ranks, rounds=rounds, scale=100_003)


@needs_extension
@given(conflicts(unknown=True))
def test_compiled_is_literal(conflict: Conflict) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_ENGINE", "compiled")
        found = solve(conflict)
    literal = solve(conflict, method="literal")
    assert (found.engine, literal.engine) == ("compiled", None)
    for concept in ALL:
        for maker in conflict.decision_makers:
            assert np.array_equal(found.stable[concept][maker], literal.stable[concept][maker]), (concept, maker)


@needs_extension
@pytest.mark.parametrize("options", [3, 8])
def test_a_path_that_winds_through_everything(options: int) -> None:
    space, ranks = posed(winding_conflict(options))
    for rounds in (64, 10_000, 0):
        assert_agrees(space, ranks, rounds=rounds)


@needs_extension
def test_more_decision_makers_than_one_pass_takes() -> None:
    chance = np.random.default_rng(5)
    for makers in (4, 5, 8, 9, 16, 17, 20):
        names = tuple(f"D{k}" for k in range(makers))
        acts = tuple(Option(f"o{k}", names[-1 - 2 * k] if 2 * k < makers else names[0]) for k in range(8))
        space = state_space(Conflict(acts, names, {}, (Rule(parse("o0 and o3")), Rule(parse("not o1 and not o6")))))
        assert_agrees(space, {name: chance.integers(0, 40, space.size) for name in names})


@needs_extension
@pytest.mark.parametrize("makers", [2, 3, 18])
def test_somebody_with_many_strategies_among_others(makers: int) -> None:
    chance = np.random.default_rng(makers)
    names = tuple(f"D{k}" for k in range(makers))
    first = names[makers - 1]  # whoever owns the first options has strategies that are neighbours in memory
    acts = tuple(Option(f"o{k}", first if k < 5 else names[k % (makers - 1)]) for k in range(9))
    for rules in ((), ("o0 and o7",), ("o0 and o7", "not o1 and not o5", "o5 and not o6 and o2"), ("o0 and o1", "o2 and not o3")):
        space = state_space(Conflict(acts, names, {}, tuple(Rule(parse(rule)) for rule in rules)))
        for rounds in (64, 0):
            assert_agrees(space, {name: chance.integers(0, 60, space.size) for name in names}, rounds=rounds)


@needs_extension
def test_options_nobody_can_move_and_options_declared_in_turns() -> None:
    chance = np.random.default_rng(6)
    for seed in range(40):
        names = ("A", "B", "C")
        acts = tuple(
            Option(f"o{k}", names[k % 3], one_way=bool(chance.integers(0, 2)), no_return=bool(chance.integers(0, 2))) for k in range(8)
        )
        rules = (Rule(parse("o0 and not o4")),) if seed % 2 else ()
        space = state_space(Conflict(acts, names, {}, rules))
        assert_agrees(space, {name: chance.integers(0, 9, space.size) for name in names})


@needs_extension
@pytest.mark.parametrize("sizes", [(9, 1), (1, 9), (7, 2, 1), (2, 2, 2, 2, 2), (1,) * 10])
def test_blocks_long_and_short(sizes: tuple[int, ...]) -> None:
    chance = np.random.default_rng(7)
    names = tuple(f"D{k}" for k in range(len(sizes)))
    acts = tuple(Option(f"{name}o{k}", name) for name, size in zip(names, sizes, strict=True) for k in range(size))
    neither, both = Rule(parse("not D0o0 and not D1o0")), Rule(parse("D0o0 and D1o0"))
    for rules in ((), (both,), (neither,), (both, neither)):
        space = state_space(Conflict(acts, names, {}, rules))
        assert_agrees(space, {name: chance.permutation(space.size) for name in names})


@needs_extension
@pytest.mark.parametrize("rules", [(), ("A0 and D0", "not B1 and not C1")])
def test_more_cells_than_one_cache_holds_and_no_power_of_two(rules: tuple[str, ...]) -> None:
    chance = np.random.default_rng(len(rules))
    acts = tuple(Option(f"{name}{k}", name) for name, count in zip("ABCD", (4, 5, 4, 4), strict=True) for k in range(count))
    own = tuple(f"{name}0 and {name}1" for name in "ABCD")  # a quarter of each one's settings: 12, 24, 12 and 12 strategies are left
    space = state_space(Conflict(acts, tuple("ABCD"), {}, tuple(Rule(parse(rule)) for rule in (*own, *rules))))
    assert grid(space) is not None
    for highest in (4, 60_000):
        assert_agrees(space, {name: chance.integers(0, highest, space.size) for name in "ABCD"})


@needs_extension
@pytest.mark.parametrize("sizes", [(6, 6, 5), (5, 7, 5), (8, 2, 7)])
def test_minima_that_come_late_in_memory_without_replies_by_improvement(sizes: tuple[int, ...]) -> None:
    # Whoever looks for Nash, GMR and SMR alone judges a part before the rest is seen: what is least must count wherever it lies.
    chance = np.random.default_rng(sum(sizes))
    acts = tuple(Option(f"{name}{k}", name) for name, count in zip("ABC", sizes, strict=True) for k in range(count))
    space = state_space(Conflict(acts, tuple("ABC"), {}))
    for rare in (2, 3_000):
        ranks = {name: chance.integers(20, 60_000, space.size) for name in "ABC"}
        for values in ranks.values():
            values[chance.choice(space.size, rare, replace=False)] = chance.integers(0, 20, rare)
            values[-1] = 0
        for scale in (1, 70_000):
            assert_agrees(space, ranks, scale=scale, concepts=(Concept.nash, Concept.gmr, Concept.smr))


@needs_extension
def test_blocks_alike_in_what_varies_and_not_in_what_is_feasible() -> None:
    # Few bits vary in a block, or all sixteen: blocks share an order where only a constant tells them apart, and never otherwise.
    chance = np.random.default_rng(8)
    acts = tuple(Option(f"o{k}", "AB"[k >= 3]) for k in range(9))
    for seed in range(30):
        never = (Rule(parse(f"{'not ' * (seed % 2)}o{seed % 3} and o{3 + seed % 6} and {'not ' * (seed % 5 // 2)}o{8 - seed % 4}")),)
        space = state_space(Conflict(acts, ("A", "B"), {}, never))
        shift = chance.integers(0, 14, space.size)
        for ranks in (chance.integers(0, 3, space.size) << shift, chance.choice([0, 1, 7, 8, 65528, 65535], space.size)):
            assert_agrees(space, {"A": ranks, "B": ranks[::-1].copy()})


@needs_extension
def test_one_concept_at_a_time_is_what_all_give() -> None:
    for space, ranks in models(400, 420):
        everything = stable_on_grid(space, ranks, ALL)
        assert everything is not None
        for concept in ALL:
            alone = stable_on_grid(space, ranks, [concept])
            assert alone is not None
            assert list(alone) == [concept]
            assert all(np.array_equal(alone[concept][maker], everything[concept][maker]) for maker in ranks)


def test_a_grid_far_larger_than_its_states_is_left_to_numpy() -> None:
    names = tuple(f"o{k}" for k in range(14))
    one_at_most = tuple(Rule(parse(f"{a} and {b}")) for i, a in enumerate(names) for b in names[:i])
    conflict = Conflict(tuple(Option(name, f"D{k}") for k, name in enumerate(names)), tuple(f"D{k}" for k in range(14)), {}, one_at_most)
    assert grid(state_space(conflict)) is None
    assert solve(conflict).engine == "numpy"


def test_every_cell_of_a_grid_belongs_to_one_state_at_most() -> None:
    for seed in range(30):
        try:
            space = state_space(random_conflict(seed))
        except NoState:
            continue
        found = grid(space)
        assert found is not None
        if found.places is None:
            assert found.cells == space.size
        else:
            assert np.unique(found.places).size == space.size
            assert 0 <= found.places.min() <= found.places.max() < found.cells


CHICKEN = Conflict(
    options=(Option("row", "Row"), Option("col", "Col")),
    decision_makers=("Row", "Col"),
    preferences={
        "Row": Prioritization(((Statement(parse("not (row and col)")),), (Statement(parse("row")),)), Rest.indifferent),
        "Col": Prioritization(((Statement(parse("not (row and col)")),), (Statement(parse("col")),)), Rest.indifferent),
    },
)


def test_the_engine_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_ENGINE", raising=False)
    assert solve(CHICKEN).engine == engine_name() == ("compiled" if available() else "numpy")
    monkeypatch.setenv("DETENTE_ENGINE", "numpy")
    assert solve(CHICKEN).engine == engine_name() == "numpy"
    assert solve(CHICKEN).equilibria("nash") == ("YN", "NY")


def test_an_engine_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "kernels", None)
    monkeypatch.delenv("DETENTE_ENGINE", raising=False)
    assert solve(CHICKEN).engine == "numpy"
    monkeypatch.setenv("DETENTE_ENGINE", "compiled")
    with pytest.raises(ModelError, match="was not built"):
        solve(CHICKEN)
    monkeypatch.setenv("DETENTE_ENGINE", "fortran")
    with pytest.raises(ModelError, match="'fortran'"):
        solve(CHICKEN)


@needs_extension
def test_arguments_that_do_not_fit_are_refused() -> None:
    kernels = pytest.importorskip("detente.stability._kernels")
    flags = np.zeros((2, 4), dtype=np.uint8)
    ranks = np.zeros((2, 4), dtype=np.uint16)
    axes = np.array([(2, 1, 0), (2, 2, 0)], dtype=np.int64)
    taken = np.zeros(4, dtype=np.uint16)
    good = (ranks, None, axes, taken, flags, 2, 2, 31, 64)
    assert kernels.stability(*good) == (1, 0, 2)
    for at, wrong in (
        (0, ranks[:1]),
        (1, np.zeros(3, dtype=np.uint8)),
        (2, axes * 2),
        (2, -axes),
        (2, axes[:1]),
        (3, taken[:2]),
        (3, taken + 1),
        (5, 3),
        (5, 0),
        (6, 8),
    ):
        with pytest.raises(ValueError, match=r"."):
            kernels.stability(*good[:at], wrong, *good[at + 1 :])


@needs_extension
@pytest.mark.parametrize("statements", [0, 5, 16, 17, 40])
def test_ranks_and_what_was_read_into_them_are_the_same(statements: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed, options in ((1, (4, 6)), (2, (14, 14))):
        conflict = random_conflict(seed, options=options, decision_makers=(3, 3), statements=statements)
        unstated = {
            maker: Prioritization(wanted.tiers) for maker, wanted in conflict.preferences.items() if isinstance(wanted, Prioritization)
        }
        found = {}
        for engine in ("numpy", "compiled"):
            monkeypatch.setenv("DETENTE_ENGINE", engine)
            found[engine] = solve(replace(conflict, preferences=unstated), concepts="nash")
        assert found["numpy"].reads == found["compiled"].reads
        for maker in conflict.decision_makers:
            assert found["compiled"].ranks[maker].dtype == np.int64
            assert np.array_equal(found["numpy"].ranks[maker], found["compiled"].ranks[maker])


@needs_extension
def test_changes_that_do_not_fit_are_refused() -> None:
    kernels = pytest.importorskip("detente.stability._kernels")
    flags = np.zeros((1, 2, 4), dtype=np.uint8)
    ranks = np.arange(8, dtype=np.uint16).reshape(2, 4)
    axes = np.array([(2, 1, 0), (2, 2, 0)], dtype=np.int64)
    rest = (ranks, None, axes, np.zeros(4, dtype=np.uint16), flags, 2, 2, 31, 64)
    kernels.stability(*rest, 1, np.array([1, 0, 1, 15], dtype=np.int32))
    assert (flags[0, 0] == 31).all()  # bit 15 of its ranks is 0 everywhere: nobody leaves where all is equal
    for count, wrong in (
        (1, []),
        (1, [1]),
        (1, [1, 2, 0]),
        (1, [1, 0, 1, 16]),
        (1, [1, 0, 2, 1]),
        (1, [0, 0]),
        (2, [0, 0]),
        (1, [1, 0, 17, *range(17)]),
    ):
        with pytest.raises(ValueError, match=r"changes|flags|ranks"):
            kernels.stability(*rest, count, np.array(wrong, dtype=np.int32))
    with pytest.raises(TypeError):
        kernels.stability(*rest, 1, None)
