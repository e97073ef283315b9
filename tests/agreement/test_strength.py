"""Strong stability two ways: sorted blocks, and the definitions to the letter; and certificates that stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.states import state_space
from detente.stability.option_form import option_form
from detente.stability.strength import check_strength, solve_strength, strength_of_stability
from detente.stability.strength.above import ladder
from detente.stability.strength.reference import strongly_stable_states
from detente.stability.strength.solution import STRONGLY
from detente.testing import conflicts, conflicts_with_strength, listed_conflicts_with_strength


@given(conflicts_with_strength())
def test_fast_is_literal(conflict: Conflict) -> None:
    found = solve_strength(conflict)
    literal = strongly_stable_states(graph_model(conflict), {maker: bounds.tolist() for maker, bounds in found.bounds.items()})
    for concept, by_maker in found.strongly.items():
        for maker, flags in by_maker.items():
            assert tuple(flags.tolist()) == literal[concept][maker], (concept, maker)


@given(conflicts(decision_makers=(2, 4)), st.data())
def test_fast_is_literal_for_any_bound_that_grows_with_the_rank(conflict: Conflict, data: st.DataObject) -> None:
    """Not only where gaps cut a ranking into bands: any strength that adds up."""
    space = state_space(conflict)
    ranks = {maker: rank_states(space, conflict.preference(maker)).values for maker in conflict.decision_makers}
    bounds = {}
    for maker, values in ranks.items():
        steps = [data.draw(st.integers(-1, rank - 1)) for rank in range(int(values.max()) + 1)]
        bounds[maker] = np.maximum.accumulate(np.asarray(steps, dtype=np.int64))[values]
    form = option_form(space, ranks)
    literal = strongly_stable_states(graph_model(space), {maker: row.tolist() for maker, row in bounds.items()})
    for concept, by_maker in literal.items():
        for maker, flags in by_maker.items():
            assert tuple(STRONGLY[concept](form, ladder(form, maker, bounds[maker])).tolist()) == flags, (concept, maker)


@given(conflicts_with_strength(max_options=4) | listed_conflicts_with_strength())
def test_certificates_stand_and_agree(conflict: Conflict | ListedConflict) -> None:
    found = solve_strength(conflict)
    model = found.solution.model
    bounds = {maker: row.tolist() for maker, row in found.bounds.items()}
    for concept in found.concepts:
        for maker in model.decision_makers:
            for state in model.labels:
                verdict = strength_of_stability(found, state, maker, concept)
                assert verdict.degree == found.degree(concept, maker, state)
                check_strength(verdict, model, bounds)


@given(listed_conflicts_with_strength(decision_makers=(2, 2)))
def test_a_weak_reply_does_not_pass_for_a_strong_one(conflict: ListedConflict) -> None:
    found = solve_strength(conflict)
    bounds = {maker: row.tolist() for maker, row in found.bounds.items()}
    for concept in found.concepts:
        for maker in conflict.decision_makers:
            for state in conflict.states:
                verdict = strength_of_stability(found, state, maker, concept)
                if verdict.degree == "weak":
                    forged = type(verdict)(verdict.general, verdict.general)
                    with pytest.raises(ModelError):
                        check_strength(forged, found.solution.model, bounds)
