"""Variants solved at once are the variants solved one by one."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import ModelError, NoState, UnknownName
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import solve
from detente.stability.compiled import ENGINES, available
from detente.stability.concepts import ALL
from detente.stability.variants import Variant, dropping, solve_variants, varied
from detente.testing import conflicts
from detente.testing.large import random_conflict


@pytest.fixture(params=ENGINES, autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "compiled" and not available():
        pytest.skip("the extension was not built: no C compiler when this was installed")
    monkeypatch.setenv("DETENTE_ENGINE", request.param)
    return str(request.param)


def statements(conflict: Conflict) -> dict[str, int]:
    wanted = {maker: conflict.preference(maker) for maker in conflict.decision_makers}
    return {maker: len(tuple(said.statements)) if isinstance(said, Prioritization) else 0 for maker, said in wanted.items()}


def shuffled(conflict: Conflict, seed: int) -> Variant:
    """Some of some decision makers' statements, in any order."""
    chance = random.Random(seed)
    counts = statements(conflict)
    concerned = chance.sample(sorted(counts), chance.randint(0, len(counts)))
    return {maker: tuple(chance.sample(range(counts[maker]), chance.randint(0, counts[maker]))) for maker in concerned}


def assert_one_by_one(conflict: Conflict, variants: list[Variant]) -> None:
    found = solve_variants(conflict, variants)
    assert len(found) == len(variants)
    for at, variant in enumerate(variants):
        alone = solve(varied(conflict, variant), method="literal")
        assert alone.space is not None
        assert np.array_equal(found.codes, alone.space.codes)
        for concept in ALL:
            assert found.equilibria(at, concept) == alone.equilibria(concept)
            assert np.array_equal(found.resting(concept)[at], alone.resting(concept))
            for maker in conflict.decision_makers:
                assert np.array_equal(found.stable(at, concept, maker), alone.stable[concept][maker]), (variant, concept, maker)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conflicts(max_options=4, unknown=True), st.integers(0, 10_000))
def test_at_once_is_one_by_one(conflict: Conflict, seed: int) -> None:
    assert_one_by_one(conflict, [shuffled(conflict, seed + k) for k in range(3)])


def test_at_once_is_one_by_one_on_larger_conflicts() -> None:
    seen = 0
    for seed in range(600, 612):
        conflict = random_conflict(seed, options=(3, 6))
        try:
            assert_one_by_one(conflict, [{}, *dropping(conflict)[:4], *(shuffled(conflict, seed + k) for k in range(3))])
        except NoState:
            continue
        seen += 1
    assert seen > 6


def test_dropping_leaves_out_each_statement_once() -> None:
    conflict = random_conflict(3)
    counts = statements(conflict)
    assert sum(counts.values()) > 3
    variants = dropping(conflict)
    assert len(variants) == sum(counts.values())
    for variant in variants:
        ((maker, order),) = variant.items()
        assert len(order) == counts[maker] - 1
        assert list(order) == sorted(set(order))


def dilemma() -> Conflict:
    def wants(*said: str) -> Prioritization:
        return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)

    options = (Option("row", "Row"), Option("col", "Col"))
    return Conflict(options, ("Row", "Col"), {"Row": wants("col", "not row"), "Col": wants("row", "not col")})


def test_a_dilemma_without_the_temptation() -> None:
    found = solve_variants(dilemma(), [{}, {"Row": [0]}, {"Row": [1, 0], "Col": [0]}], concepts=["nash"])
    assert [found.equilibria(at, "nash") for at in range(3)] == [("NN",), ("NN", "YN"), ("NN", "NY")]
    with pytest.raises(UnknownName):
        found.equilibria(0, "seq")
    with pytest.raises(UnknownName):
        found.stable(0, "nash", "Nobody")


def test_no_variant_is_no_answer() -> None:
    assert len(solve_variants(dilemma(), [])) == 0


def test_a_ranking_of_states_is_left_as_it_is() -> None:
    ranked = Conflict((Option("a", "A"), Option("b", "B")), ("A", "B"), {"A": Ranking((("YN",), ("NN", "NY"), ("YY",)))})
    assert_one_by_one(ranked, [{}, {"A": []}])


def test_what_is_no_variant_is_refused() -> None:
    for wrong in ({"Row": [2]}, {"Row": [-3]}, {"Row": [0, 0]}, {"Row": [0, -1]}):
        with pytest.raises(ModelError, match="is no choice"):
            solve_variants(dilemma(), [wrong])
    with pytest.raises(UnknownName):
        solve_variants(dilemma(), [{"Nobody": [0]}])
