"""Formulas as clauses: a solver agrees with evaluation, for every setting."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from pysat.solvers import Solver

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.statements import Formula
from detente.testing import formulas

NAMES = ("a", "b", "c", "d")


@given(formulas(NAMES), st.dictionaries(st.sampled_from(NAMES), st.booleans()))
def test_a_gate_is_true_exactly_where_its_formula_is(formula: Formula, known: dict[str, bool]) -> None:
    circuit = Circuit()
    state = {name: circuit.constant(known[name]) if name in known else circuit.variable() for name in NAMES}
    gate = circuit.literal(formula, state)
    unknown = [name for name in NAMES if name not in known]
    with Solver(name="minisat22", bootstrap_with=circuit.clauses) as solver:
        for values in product((False, True), repeat=len(unknown)):
            setting = known | dict(zip(unknown, values, strict=True))
            assumed = [state[name] if setting[name] else -state[name] for name in unknown]
            truth = bool(formula.evaluate(setting))
            assert solver.solve(assumptions=[*assumed, gate]) == truth
            assert solver.solve(assumptions=[*assumed, -gate]) == (not truth)
