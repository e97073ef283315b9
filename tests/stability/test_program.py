"""Programs of statements: what is kept is what would be written again."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import solve
from detente.stability.program import program, statement_program


def wants(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)


def dilemma(preferences: dict[str, Preference]) -> Conflict:
    return Conflict((Option("row", "Row"), Option("col", "Col")), ("Row", "Col"), preferences)


def assert_as_written(conflict: Conflict) -> None:
    kept, written = statement_program(conflict), program(conflict, ())
    assert kept is not None
    assert written is not None
    assert np.array_equal(kept.steps, written.steps)


def test_a_program_is_written_once_for_a_conflict() -> None:
    conflict = dilemma({"Row": wants("col", "not row"), "Col": wants("row", "not col")})
    assert_as_written(conflict)
    assert statement_program(conflict) is statement_program(conflict)


@pytest.mark.parametrize("other", [wants("row"), wants("not col", "row", "col")], ids=["one", "three"])
def test_another_preference_is_another_program_and_another_answer(other: Prioritization) -> None:
    preferences: dict[str, Preference] = {"Row": wants("col", "not row"), "Col": wants("row", "not col")}
    conflict = dilemma(preferences)
    assert solve(conflict).equilibria("nash") == ("NN",)
    preferences["Row"] = other
    assert_as_written(conflict)
    assert solve(conflict).equilibria("nash") == ("YN",)
    del preferences["Row"]
    assert_as_written(conflict)
    assert solve(conflict).equilibria("nash") == ("NN", "YN")


def test_what_is_kept_keeps_no_conflict_alive() -> None:
    conflict = dilemma({"Row": wants("col")})
    statement_program(conflict)
    gone = weakref.ref(conflict)
    del conflict
    gc.collect()
    assert gone() is None
