"""Solving without listing states, against solving with, and statements in C against statements in Python."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from detente.errors import ModelError, NoState, TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.statements import parse
from detente.stability import compiled, solve
from detente.stability.compiled import BITS, available
from detente.stability.concepts import ALL
from detente.stability.prepared import GridSolution, prepare
from detente.testing import conflicts
from detente.testing.large import random_conflict

pytestmark = pytest.mark.skipif(not available(), reason="the extension was not built: no C compiler when this was installed")


@pytest.fixture(autouse=True)
def compiled_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says, these tests are of this engine."""
    monkeypatch.setenv("DETENTE_ENGINE", "compiled")


def by_code(found: GridSolution) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes of the feasible states in ascending order, with scores and flags."""
    cells = np.arange(found.flags.shape[1]) if found.feasible is None else np.flatnonzero(found.feasible)
    codes = found.prepared.codes(cells)
    order = np.argsort(codes)
    return codes[order], found.scores[:, cells[order]], found.flags[:, cells[order]]


def assert_same(conflict: Conflict) -> None:
    found = prepare(conflict).solve()
    literal = solve(conflict, method="literal")
    assert literal.space is not None
    codes, scores, flags = by_code(found)
    assert np.array_equal(codes, literal.space.codes)
    assert found.size == len(codes)
    for maker, row, flag in zip(conflict.decision_makers, scores, flags, strict=True):
        ranks = rank_states(literal.space, conflict.preference(maker)).values
        assert np.array_equal(np.unique(row, return_inverse=True)[1].reshape(-1), ranks)
        for concept in ALL:
            assert np.array_equal((flag & BITS[concept]) != 0, literal.stable[concept][maker]), (concept, maker)
    for concept in ALL:
        assert found.equilibria(concept) == literal.equilibria(concept)
        assert found.counts()[concept] == len(literal.equilibria(concept))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conflicts(unknown=True))
def test_prepared_is_literal(conflict: Conflict) -> None:
    assert_same(conflict)


def test_prepared_is_literal_on_larger_conflicts() -> None:
    seen = 0
    for seed in range(500, 560):
        try:
            assert_same(random_conflict(seed))
        except NoState:
            continue
        seen += 1
    assert seen > 40


@pytest.mark.parametrize("statements", [15, 16, 17, 31, 32])
def test_as_many_statements_as_a_score_has_bits(statements: int) -> None:
    names = tuple(f"o{k}" for k in range(6))
    chance = np.random.default_rng(statements)

    def said() -> Statement:
        one, two = chance.choice(6, 2, replace=False)
        return Statement(parse(f"{'not ' * int(chance.integers(2))}o{one} {chance.choice(['and', 'or', 'iff', 'if', 'unless'])} o{two}"))

    wanted = {maker: Prioritization(tuple((said(),) for _ in range(statements)), Rest.indifferent) for maker in ("A", "B")}
    conflict = Conflict(tuple(Option(name, "AB"[k % 2]) for k, name in enumerate(names)), ("A", "B"), wanted, (Rule(parse("o0 and o1")),))
    assert prepare(conflict).program.width == (2 if statements <= 16 else 4)
    assert_same(conflict)


def chicken() -> Conflict:
    def wants(*said: str) -> Prioritization:
        return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)

    options = (Option("row", "Row"), Option("col", "Col"))
    return Conflict(options, ("Row", "Col"), {"Row": wants("not (row and col)", "row"), "Col": wants("not (row and col)", "col")})


def test_by_hand() -> None:
    found = prepare(chicken()).solve(["nash", "seq"])
    assert found.equilibria("nash") == ("YN", "NY")
    assert found.counts() == {"nash": 2, "seq": len(found.equilibria("seq"))}
    with pytest.raises(UnknownName):
        found.equilibria("gmr")


def test_what_cannot_be_prepared_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ranked = Conflict((Option("a", "A"),), ("A",), {"A": Ranking((("Y",), ("N",)))})
    with pytest.raises(ModelError, match="ranks states"):
        prepare(ranked)
    with pytest.raises(ModelError, match="nobody"):
        prepare(Conflict((), ()))
    with pytest.raises(ModelError, match="without a strategy"):
        prepare(Conflict((Option("a", "A"),), ("A",), {}, (Rule(parse("a")), Rule(parse("not a")))))
    with pytest.raises(TooManyStates):
        prepare(Conflict(tuple(Option(f"o{k}", f"D{k}") for k in range(6)), tuple(f"D{k}" for k in range(6))), limit=32)
    monkeypatch.setenv("DETENTE_ENGINE", "numpy")
    with pytest.raises(ModelError, match="compiled engine"):
        prepare(chicken())


def test_programs_that_are_none_are_refused() -> None:
    steps = np.array([0, 1, -2, -6, -7], dtype=np.int32)
    rows = np.array([(2, 1), (2, 2)], dtype=np.int64)
    tables = np.array([0, 1, 0, 2], dtype=np.uint64)
    ranks = np.zeros((1, 4), dtype=np.uint16)
    good = (steps, None, rows, tables, 0, ranks, None, 1, 2)
    compiled.kernels.scores(*good)
    assert ranks.tolist() == [[0, 0, 0, 1]]
    compiled.kernels.scores(steps, np.array([3, 2, 1, 3], dtype=np.uint64), rows, tables, 0, ranks, None, 1, 2)
    assert ranks.tolist() == [[1, 0, 0, 1]]
    for wrong in ([64, -6, -7], [-8], [-2, -6, -7], [0, 1, -6, -7], [0, -7], [0, -6], [-7, -7], [0, -6] * 17 + [-7]):
        with pytest.raises(ValueError, match="fit together"):
            compiled.kernels.scores(np.array(wrong, dtype=np.int32), *good[1:])
    with pytest.raises(ValueError, match="fit together"):
        compiled.kernels.scores(steps, None, rows, tables[:3], 0, ranks, None, 1, 2)
    with pytest.raises(ValueError, match="codes"):
        compiled.kernels.scores(steps, tables[:3], *good[2:])
