"""Ranks and comparisons over a state space."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement, Unknown
from detente.graphmodel.prioritization import ReadAs, against, compare, rank_states
from detente.graphmodel.statements import parse
from detente.graphmodel.states import StateSpace, state_space
from detente.testing import conflicts


def space_of(names: str) -> StateSpace:
    return state_space(Conflict(tuple(Option(name, "D") for name in names), ("D",)))


def wants(*tiers: str | tuple[str, ...], rest: Rest = Rest.unstated) -> Prioritization:
    return Prioritization(
        tuple(tuple(Statement(parse(text)) for text in ([tier] if isinstance(tier, str) else tier)) for tier in tiers), rest
    )


def test_ranks_are_lexicographic() -> None:
    # Scores 2^(k-j): not a is 2, b is 1, hence NN 2, YN 0, NY 3, YY 1.
    assert rank_states(space_of("ab"), wants("not a", "b")).values.tolist() == [2, 0, 3, 1]


def test_ties_share_a_rank_and_ranks_have_no_gaps() -> None:
    assert rank_states(space_of("ab"), wants("a and b", "a or b")).values.tolist() == [0, 1, 1, 2]


def test_more_statements_than_bits_in_a_word() -> None:
    """200 statements, of which only the last tells the states apart; and 200 that all do, most important first."""
    space = space_of("ab")
    assert rank_states(space, wants(*["true"] * 199, "a")).values.tolist() == [0, 1, 0, 1]
    assert rank_states(space, wants("b", *["a iff b"] * 198, "a")).values.tolist() == [1, 0, 2, 3]


def test_what_is_read_in_is_said() -> None:
    space = space_of("ab")
    tiers = wants(("a", "b"), "a or b")
    assert [read.kind for read in rank_states(space, tiers, decision_maker="D").reads] == [ReadAs.ordered]
    (read,) = rank_states(space, wants("a")).reads
    assert (read.kind, read.pairs) == (ReadAs.indifferent, 2)
    assert rank_states(space, wants("a", rest=Rest.indifferent)).reads == ()
    (read,) = rank_states(space, Unknown(), decision_maker="D").reads
    assert (read.decision_maker, read.kind, read.pairs) == ("D", ReadAs.unknown, 6)
    assert read.to_dict() == {"decision_maker": "D", "kind": "unknown", "statements": [], "pairs": 6}


def test_a_ranking_by_labels() -> None:
    space = space_of("ab")
    assert rank_states(space, Ranking((("YY",), ("NN", "YN"), ("NY",)))).values.tolist() == [1, 1, 0, 2]
    with pytest.raises(ModelError, match="leaves out 'YY'"):
        rank_states(space, Ranking((("NN", "YN", "NY"),)))
    with pytest.raises(ModelError, match="twice"):
        rank_states(space, Ranking((("NN", "YN", "NY"), ("YY", "NN"))))


def test_against_by_hand() -> None:
    """a before b and c in any order: from YYN (index 3), giving up b for c is open; anything without a is worse."""
    space = space_of("abc")
    found = dict(zip(space.labels, against(space, wants("a", ("b", "c")), space.index("YYN")).tolist(), strict=True))
    assert found == {"NNN": -1, "YNN": -1, "NYN": -1, "YYN": 0, "NNY": -1, "YNY": 2, "NYY": -1, "YYY": 1}


def test_against_leaves_open_what_no_statement_separates() -> None:
    space = space_of("ab")
    assert against(space, wants("a"), 0).tolist() == [0, 1, 2, 1]
    assert against(space, wants("a", rest=Rest.indifferent), 0).tolist() == [0, 1, 0, 1]
    assert against(space, Unknown(), 1).tolist() == [2, 0, 2, 2]
    assert against(space, Ranking((("YY",), ("NN", "YN"), ("NY",))), 0).tolist() == [0, 0, -1, 1]


def signs_over_completions(space: StateSpace, preference: Prioritization, state: int, reference: int) -> set[int]:
    """Every sign that some completion gives, order by order; a tie that nobody stated may go either way."""
    signs: set[int] = set()
    for order in product(*(permutations(tier) for tier in preference.tiers)):
        here, there = ([bool(space.truth(statement.formula)[at]) for tier in order for statement in tier] for at in (state, reference))
        if here != there:
            signs.add(1 if here > there else -1)
        elif state == reference or preference.rest is Rest.indifferent:
            signs.add(0)
        else:
            signs |= {-1, 0, 1}
    return signs


@given(conflicts(max_options=3, open_order=True, max_tiers=3))
def test_against_is_exact_over_all_completions(conflict: Conflict) -> None:
    space = state_space(conflict)
    preference = conflict.preference("D0")
    assert isinstance(preference, Prioritization)
    for reference in range(space.size):
        found = against(space, preference, reference)
        for state in range(space.size):
            signs = signs_over_completions(space, preference, state, reference)
            assert found[state] == (signs.pop() if len(signs) == 1 else 2)


@given(conflicts(max_options=4))
def test_compare_agrees_with_ranks_where_everything_is_stated(conflict: Conflict) -> None:
    space = state_space(conflict)
    for maker in conflict.decision_makers:
        preference = conflict.preference(maker)
        ranks = rank_states(space, preference).values
        every = np.arange(space.size)
        found = compare(space, preference, every[:, None], every[None, :])
        stated = found != 2
        assert np.array_equal(found[stated], np.sign(ranks[:, None] - ranks[None, :])[stated])
