"""The five concepts in matrices (Xu, Hipel & Kilgour 2009), a third way to the same flags.

The weak form W = E − P⁺ is used, under which a return to the state left deters, as in the definitions in words. With E − I − P⁺, as
printed, it would not; in option form the two agree.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from detente.cases import load, names
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import GraphModel, graph_model
from detente.stability.reference import stable_states
from detente.testing import conflicts, listed_conflicts

Matrix = NDArray[np.int64]


def sign(matrix: Matrix) -> Matrix:
    return np.sign(matrix)


def together(steps: dict[str, Matrix], size: int) -> Matrix:
    """M_H: sequences of 1, 2, … moves, by who made the last; the next is made by somebody else."""
    last = dict(steps)
    reached: Matrix = np.zeros((size, size), dtype=np.int64)
    for _ in range(size * max(len(steps), 1)):
        for moved in last.values():
            reached = sign(reached + moved)
        nothing = np.zeros((size, size), dtype=np.int64)
        last = {j: sign(sum((last[k] for k in steps if k != j), start=nothing) @ steps[j]) for j in steps}
    return reached


def stable_by_matrices(model: GraphModel, *, returns: bool) -> dict[str, dict[str, list[bool]]]:
    size = len(model.labels)
    ones: Matrix = np.ones((size, size), dtype=np.int64)
    unit: Matrix = np.eye(size, dtype=np.int64)
    moves: dict[str, Matrix] = {}
    better: dict[str, Matrix] = {}
    for i in model.decision_makers:
        rank = np.asarray(model.ranks[i])
        better[i] = (rank[None, :] > rank[:, None]).astype(np.int64)
        moves[i] = np.zeros((size, size), dtype=np.int64)
        for s in range(size):
            moves[i][s, list(model.moves(i, s))] = 1
    gains = {i: moves[i] * better[i] for i in model.decision_makers}
    found: dict[str, dict[str, list[bool]]] = {concept: {} for concept in ("nash", "gmr", "smr", "seq", "sseq")}
    for i in model.decision_makers:
        others = [j for j in model.decision_makers if j != i]
        by_any, by_gains = (together({j: steps[j] for j in others}, size) for steps in (moves, gains))
        no_better = ones - better[i] - (0 if returns else unit)
        kept = no_better.T * (ones - sign(moves[i] @ better[i].T))
        for concept, reply, deterrent in (
            ("gmr", by_any, no_better.T),
            ("smr", by_any, kept),
            ("seq", by_gains, no_better.T),
            ("sseq", by_gains, kept),
        ):
            found[concept][i] = (np.diag(gains[i] @ (ones - sign(reply @ deterrent))) == 0).tolist()
        found["nash"][i] = (gains[i].sum(axis=1) == 0).tolist()
    return found


def literal(model: GraphModel) -> dict[str, dict[str, list[bool]]]:
    return {str(concept): {i: list(flags) for i, flags in by_maker.items()} for concept, by_maker in stable_states(model).items()}


@pytest.mark.parametrize("name", names())
def test_published_conflicts(name: str) -> None:
    model = graph_model(load(name))
    assert stable_by_matrices(model, returns=True) == literal(model)


@given(listed_conflicts(max_states=5))
def test_listed_models(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    assert stable_by_matrices(model, returns=True) == literal(model)


@given(conflicts(max_options=4))
def test_in_option_form_it_makes_no_difference_how_a_return_is_read(conflict: Conflict) -> None:
    model = graph_model(conflict)
    assert stable_by_matrices(model, returns=False) == stable_by_matrices(model, returns=True) == literal(model)
