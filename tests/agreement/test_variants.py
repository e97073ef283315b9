"""Variants solved together against the definitions to the letter, one variant at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain, combinations, permutations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import ModelError, NoState, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import solve, version_batch
from detente.stability.concepts import ALL
from detente.stability.variants import Variant, negating, solve_variant_table, solve_variants, statement_counts, varied
from detente.testing import conflicts
from detente.testing.large import random_conflict

needs_extension = pytest.mark.skipif(
    not version_batch.available(), reason="the extension was not built: no C compiler when this was installed"
)
EACH = (((3.0, 1.0), 6.0), ((0.0, 0.0), 1e9), ((1e9, 1e9), 0.0))  # as it comes, every ranking a lane, every variant a bit


@pytest.fixture(params=EACH, ids=["both ways", "in lanes", "in bits"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_ENGINE", "compiled")
    monkeypatch.setattr(version_batch, "_IN_LANES", request.param[0])
    monkeypatch.setattr(version_batch, "_IN_BITS", request.param[1])


def assert_literal(conflict: Conflict, variants: list[Variant]) -> None:
    found = solve_variants(conflict, variants)
    for at, variant in enumerate(variants):
        alone = solve(varied(conflict, variant), method="literal")
        assert alone.space is not None
        assert np.array_equal(found.codes, alone.space.codes)
        for concept in ALL:
            assert found.equilibria(at, concept) == alone.equilibria(concept), (variant, concept)
            for maker in conflict.decision_makers:
                assert np.array_equal(found.stable(at, concept, maker), alone.stable[concept][maker]), (variant, concept, maker)


def some_variants(conflict: Conflict, seed: int, count: int) -> list[Variant]:
    """Statements left out, put in another order and turned round, of any number of decision makers."""
    chance = random.Random(seed)
    counts = statement_counts(conflict)

    def order(size: int) -> tuple[int, ...]:
        return tuple(~at if chance.random() < 0.2 else at for at in chance.sample(range(size), chance.randint(0, size)))

    return [{maker: order(counts[maker]) for maker in counts if chance.random() < 0.5} for _ in range(count)]


@needs_extension
@pytest.mark.usefixtures("way")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conflicts(max_options=4, unknown=True), st.integers(0, 10_000))
def test_at_once_is_literal(conflict: Conflict, seed: int) -> None:
    assert_literal(conflict, some_variants(conflict, seed, 4))


@needs_extension
@pytest.mark.usefixtures("way")
def test_at_once_is_literal_with_rules_one_way_options_and_up_to_five_decision_makers() -> None:
    seen = 0
    for seed in range(900, 918):
        conflict = random_conflict(seed, options=(3, 5), decision_makers=(2, 5), statements=6)
        try:
            assert_literal(conflict, some_variants(conflict, seed, 5))
        except NoState:
            continue
        seen += 1
    assert seen > 10


def dispute() -> Conflict:
    """Three decision makers, an infeasible state, an option that cannot be taken back."""

    def wants(*said: str) -> Prioritization:
        return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)

    return Conflict(
        (Option("a", "A"), Option("b", "B"), Option("c", "C", one_way=True)),
        ("A", "B", "C"),
        {"A": wants("b", "not a", "c"), "B": wants("a iff c", "not b"), "C": wants("a and b", "c")},
        (Rule(parse("a and b and not c")),),
    )


def every_order(count: int) -> Iterator[tuple[int, ...]]:
    subsets = chain.from_iterable(combinations(range(count), size) for size in range(count + 1))
    return chain.from_iterable(map(permutations, subsets))


@needs_extension
@pytest.mark.usefixtures("way")
def test_every_choice_and_order_of_statements_of_a_small_conflict() -> None:
    conflict = dispute()
    orders = {maker: list(every_order(count)) for maker, count in statement_counts(conflict).items()}
    assert [len(own) for own in orders.values()] == [16, 5, 5]
    table = np.array(list(product(range(16), range(5), range(5))))
    found = solve_variant_table(conflict, orders, table)
    for at in range(0, len(table), 3):
        variant = {maker: orders[maker][place] for maker, place in zip(orders, table[at].tolist(), strict=True)}
        alone = solve(varied(conflict, variant), method="literal")
        for concept in ALL:
            assert found.equilibria(at, concept) == alone.equilibria(concept)
            assert np.array_equal(found.resting(concept)[at], alone.resting(concept))
            for maker in conflict.decision_makers:
                assert np.array_equal(found.stable(at, concept, maker), alone.stable[concept][maker]), (variant, concept, maker)


def test_more_variants_than_one_word_or_one_call_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = random_conflict(905, options=(5, 5), decision_makers=(3, 3), statements=8)
    variants = [{}, *some_variants(conflict, 1, 700)]
    together = solve_variants(conflict, variants)
    monkeypatch.setattr(version_batch, "_ROOM", 1)
    apart = solve_variants(conflict, variants)
    for concept in ALL:
        assert np.array_equal(together.resting(concept), apart.resting(concept))
        for state in range(len(together.codes)):
            assert np.array_equal(together.holding(concept, None, state), together.resting(concept)[:, state])
            for maker in conflict.decision_makers:
                assert np.array_equal(together.holding(concept, maker, state), apart.holding(concept, maker, state))
    for at in range(0, len(variants), 97):
        alone = solve(varied(conflict, variants[at]))
        assert [together.equilibria(at, concept) for concept in ALL] == [alone.equilibria(concept) for concept in ALL]


def test_the_opposite_of_a_statement_is_its_negation() -> None:
    conflict = dispute()
    variants = negating(conflict)
    assert len(variants) == 7
    assert varied(conflict, {"C": (~0, 1)}).preference("C") == Prioritization(
        ((Statement(parse("not (a and b)")),), (Statement(parse("c")),)), Rest.indifferent
    )
    assert_literal(conflict, list(variants))


def test_both_engines_give_the_same_and_so_does_a_space_too_large_for_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in (906, 908, 910):
        conflict = random_conflict(seed, options=(5, 6), statements=6)
        variants = [
            {maker: order for maker, order in one.items() if min(order, default=0) >= 0} for one in some_variants(conflict, seed, 12)
        ]
        here = solve_variants(conflict, variants)
        with monkeypatch.context() as patch:
            patch.setattr(version_batch, "_STATES", 1)
            large = solve_variants(conflict, variants)
            patch.setenv("DETENTE_ENGINE", "numpy")
            slow = solve_variants(conflict, variants)
        for concept in ALL:
            assert np.array_equal(here.resting(concept), large.resting(concept))
            assert np.array_equal(here.resting(concept), slow.resting(concept))


def test_a_table_that_points_nowhere_is_refused() -> None:
    conflict = dispute()
    assert len(solve_variant_table(conflict, {}, np.full((2, 3), 7))) == 2  # nobody has other orders, so no column is read
    with pytest.raises(ModelError, match="not listed"):
        solve_variant_table(conflict, {"A": [(0,)]}, np.array([[1, 0, 0]]))
    with pytest.raises(ModelError, match="one column each"):
        solve_variant_table(conflict, {}, np.zeros((2, 2), dtype=int))
    with pytest.raises(ModelError, match="is no choice"):
        solve_variant_table(conflict, {"A": [(0, 1), (0, 3)]}, np.zeros((1, 3), dtype=int))
    with pytest.raises(UnknownName):
        solve_variant_table(conflict, {"D": [(0,)]}, np.zeros((1, 3), dtype=int))


@needs_extension
def test_arguments_that_do_not_fit_are_refused() -> None:
    kernels = pytest.importorskip("detente.stability._kernels_variants")
    cells, axes = np.arange(4, dtype=np.uint32), np.array([(2, 1, 0), (2, 2, 0)], dtype=np.int64)
    taken = np.zeros(4, dtype=np.uint16)
    good = (cells, axes, taken, 2, 4)
    assert kernels.words(*good) == 1
    for at, wrong in ((0, cells + 1), (0, cells[:0]), (1, axes * 2), (1, axes[:1]), (2, taken[:3]), (3, 0), (4, 3)):
        with pytest.raises(ValueError, match=r"."):
            kernels.words(*good[:at], wrong, *good[at + 1 :])
    owners, ranks, arcs = np.array([0, 1], dtype=np.int32), np.zeros((2, 1), dtype=np.uint64), np.zeros((2, 1), dtype=np.uint64)
    tasks, jobs = np.array([[0, 1]], dtype=np.int32), np.array([[0, 0, 0, 1]], dtype=np.int32)
    known, found = np.zeros((2, 3, 1), dtype=np.uint64), np.zeros((1, 2, 1), dtype=np.uint64)
    job = (owners, ranks, arcs, owners, tasks, jobs, 24, known, found)
    kernels.solve(*good, *job)
    assert found.tolist() == [[[15], [15]]]  # whoever is indifferent stays
    for place, other in (
        (0, owners + 1),
        (1, ranks + 4),
        (3, owners + 1),
        (4, tasks[:, ::-1].copy()),
        (5, jobs + 2),
        (7, known[:1]),
        (8, found[:0]),
    ):
        with pytest.raises(ValueError, match=r"."):
            kernels.solve(*good, *job[:place], other, *job[place + 1 :])
