"""Variants with fewer states, solved over one grid, against each narrowed conflict to the letter."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import NoState
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Statement
from detente.graphmodel.statements import Formula, Name, Not, Or
from detente.stability import compiled, narrowed, solve
from detente.stability.concepts import ALL
from detente.stability.narrowed import solve_narrowed
from detente.stability.variants import statement_counts, varied
from detente.testing import conflicts, formulas

pytestmark = pytest.mark.skipif(not compiled.available(), reason="the extension was not built: no C compiler when this was installed")


@st.composite
def narrowings(draw: st.DrawFn, conflict: Conflict) -> list[Formula]:
    """Rules, and options frozen at either setting."""
    names = conflict.option_names
    frozen = st.sampled_from(names).flatmap(lambda name: st.sampled_from([Name(name), Not(Name(name))]))
    return draw(st.lists(frozen | formulas(names, max_leaves=3), min_size=1, max_size=4))


@pytest.mark.parametrize("many", [1, 1000])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), conflicts(max_options=4), st.integers(0, 10_000))
def test_each_variant_is_the_narrowed_conflict(
    monkeypatch: pytest.MonkeyPatch, many: int, data: st.DataObject, conflict: Conflict, seed: int
) -> None:
    monkeypatch.setenv("DETENTE_ENGINE", "compiled")
    monkeypatch.setattr(narrowed, "_MANY", many)
    never, chance = data.draw(narrowings(conflict)), random.Random(seed)
    counts = statement_counts(conflict)
    orders = {maker: [tuple(chance.sample(range(size), chance.randint(0, size))) for _ in range(2)] for maker, size in counts.items()}
    table = np.array([[chance.randrange(2) for _ in counts] for _ in range(6)])
    applies = np.array([[chance.random() < 0.4 for _ in never] for _ in range(6)])
    alone = []
    try:
        for row, those in zip(table.tolist(), applies.tolist(), strict=True):
            rules = tuple(Rule(formula) for formula, used in zip(never, those, strict=True) if used)
            version = varied(conflict, {maker: own[at] for (maker, own), at in zip(orders.items(), row, strict=True)})
            alone.append(solve(replace(version, rules=(*version.rules, *rules)), method="literal"))
    except NoState:
        with pytest.raises(NoState):
            solve_narrowed(conflict, orders, table, never, applies, concepts=ALL)
        return
    found = solve_narrowed(conflict, orders, table, never, applies, concepts=ALL)
    if found is None:  # only where nobody has a strategy, which the grid cannot lay out
        assert isinstance(conflict, Conflict)
        return
    assert set(found.codes.tolist()) == set().union(*(one.space.codes.tolist() for one in alone if one.space))
    assert found.feasible is not None
    for at, one in enumerate(alone):
        assert one.space is not None
        here = np.isin(found.codes, one.space.codes)
        assert np.array_equal(found.spelled(found.feasible.rows[found.feasible.index[at]]), here)
        for concept in ALL:
            assert found.equilibria(at, concept) == one.equilibria(concept)
            for maker in conflict.decision_makers:
                stable = found.stable(at, concept, maker)
                assert np.array_equal(stable[here], one.stable[concept][maker])
                assert not stable[~here].any()


def test_without_the_compiled_engine_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_ENGINE", "numpy")
    conflict = wants_a()
    assert (
        solve_narrowed(conflict, {}, np.zeros((1, 1), dtype=np.int64), [Name("a")], np.ones((1, 1), dtype=np.bool_), concepts=ALL) is None
    )


def test_by_hand_a_rule_that_stands_in_one_variant_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """N would take a; where a is excluded, N stays at what is left."""
    monkeypatch.setenv("DETENTE_ENGINE", "compiled")
    applies = np.array([[False], [True]])
    found = solve_narrowed(wants_a(), {}, np.zeros((2, 1), dtype=np.int64), [Name("a")], applies, concepts=ALL)
    assert found is not None
    assert [found.equilibria(at, "nash") for at in range(2)] == [("Y",), ("N",)]
    with pytest.raises(NoState):
        solve_narrowed(wants_a(), {}, np.zeros((2, 1), dtype=np.int64), [Or((Name("a"), Not(Name("a"))))], applies, concepts=ALL)


def wants_a() -> Conflict:
    return Conflict((Option("a", "N"),), ("N",), {"N": Prioritization(((Statement(Name("a")),),))})
