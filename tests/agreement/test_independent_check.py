"""The check of certificates shares no code with what made them, and every verdict passes it, read off the conflict once more."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings

import detente
from detente.cases import load, names
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.options import Option
from detente.stability import check, explain, solve
from detente.stability.by_definition import by_definition
from detente.testing import conflicts, listed_conflicts

PACKAGE = Path(detente.__file__).parent
# The words and data of a conflict, and the names of the concepts: nothing that finds states, moves, ranks or verdicts.
NEUTRAL = {"errors", "graphmodel.conflict", "graphmodel.options", "graphmodel.preferences", "graphmodel.statements", "stability.concepts"}
OWN = {"stability.checking", "stability.by_definition", "stability.certificate"}


def imported(module: str) -> Iterator[str]:
    """Modules of the package that ``module`` imports, wherever in it, packages with what is taken from them."""
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_check_imports_no_solver_and_no_array() -> None:
    found = {name for module in OWN for name in imported(module)}
    ours = {name.removeprefix("detente.") for name in found if name.startswith("detente")}
    assert ours <= NEUTRAL | OWN
    assert not {name.partition(".")[0] for name in found} & {"numpy", "pysat"}
    beneath = {name.removeprefix("detente.") for module in NEUTRAL for name in imported(module) if name.startswith("detente")}
    assert beneath <= NEUTRAL


def every_verdict_passes(conflict: Conflict | ListedConflict) -> None:
    solution, plain = solve(conflict), by_definition(conflict)
    for concept in solution.concepts:
        for maker, flags in solution.stable[concept].items():
            for state, flag in zip(solution.states, flags.tolist(), strict=True):
                verdict = explain(solution, state, maker, concept)
                assert verdict.stable == flag
                check(verdict, plain)


@pytest.mark.parametrize("name", names())
def test_published_conflicts(name: str) -> None:
    every_verdict_passes(load(name))


@settings(max_examples=60, deadline=None)
@given(conflicts(max_options=5))
def test_generated_conflicts(conflict: Conflict) -> None:
    every_verdict_passes(conflict)


@settings(max_examples=40, deadline=None)
@given(listed_conflicts())
def test_generated_graphs(conflict: ListedConflict) -> None:
    every_verdict_passes(conflict)


@given(conflicts(max_options=5, open_order=True, unknown=True) | listed_conflicts())
def test_a_conflict_read_twice_is_the_same(conflict: Conflict | ListedConflict) -> None:
    model, plain = graph_model(conflict), by_definition(conflict)
    assert set(plain.labels) == set(model.labels)
    for maker in model.decision_makers:
        for at, label in enumerate(model.labels):
            there = plain.index(label)
            assert {plain.labels[t] for t in plain.moves(maker, there)} == {model.labels[t] for t in model.moves(maker, at)}
        rank, other = model.ranks[maker], [plain.ranks[maker][plain.index(label)] for label in model.labels]
        pairs = product(range(len(rank)), repeat=2)
        assert all((rank[s] > rank[t]) == (other[s] > other[t]) for s, t in pairs)


def test_a_conflict_is_enough_to_check_against() -> None:
    chicken = load("chicken")
    verdict = explain(solve(chicken), "YY", "Row", "gmr")
    check(verdict, chicken)
    with pytest.raises(ModelError, match="does not follow from its improvements"):
        check(replace(verdict, stable=False), chicken)
    many = Conflict(tuple(Option(f"o{at}", "A") for at in range(15)), ("A",))
    with pytest.raises(ModelError, match="15 acts that can change are too many"):
        check(verdict, many)
