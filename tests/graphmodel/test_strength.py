"""What is strongly worse, from marked statements and from gaps in a ranking."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Statement, Unknown
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.statements import parse
from detente.graphmodel.states import StateSpace, state_space
from detente.graphmodel.strength import listed_strong_bounds, strength_stated, strong_bounds
from detente.testing import conflicts_with_strength

SPACE = state_space(Conflict((Option("a", "D"), Option("b", "D"), Option("c", "D")), ("D",)))


def says(*tiers: str) -> Prioritization:
    """Statements, an exclamation mark for strong ones; a comma between those of one tier."""
    return Prioritization(
        tuple(tuple(Statement(parse(text.rstrip("!")), strong=text.endswith("!")) for text in tier.split(", ")) for tier in tiers)
    )


def much_worse(space: StateSpace, preference: Preference, state: str) -> set[str]:
    ranks, bounds = rank_states(space, preference).values, strong_bounds(space, preference)
    return {space.label(t) for t in range(space.size) if ranks[t] <= bounds[space.index(state)]}


def test_what_differs_on_a_strong_statement_differs_strongly() -> None:
    wants = says("a!", "b", "c")
    assert much_worse(SPACE, wants, "YNN") == {"NNN", "NYN", "NNY", "NYY"}
    assert much_worse(SPACE, wants, "NYY") == set()


def test_whatever_is_more_important_than_a_strong_statement_is_strong_too() -> None:
    """Else YN ≻ NY only mildly, though NY ≫ NN and NN is still worse: more to lose, and less of a loss."""
    wants = says("a", "b!", "c")
    assert much_worse(SPACE, wants, "YNN") == {"NNN", "NYN", "NNY", "NYY"}
    assert much_worse(SPACE, wants, "NYY") == {"NNN", "NNY"}


def test_a_tier_without_an_order_counts_as_a_whole() -> None:
    for tier in ("a!, b", "b, a!", "a, b!"):
        assert much_worse(SPACE, says(tier, "c"), "YYN") == {"NNN", "NNY", "YNN", "YNY", "NYN", "NYY"}


@pytest.mark.parametrize("preference", [says("a", "b"), Unknown(), Prioritization(), Ranking((SPACE.labels[:4], SPACE.labels[4:]))])
def test_nothing_marked_means_nothing_strong(preference: Preference) -> None:
    assert strong_bounds(SPACE, preference).tolist() == [-1] * 8
    assert not strength_stated(Conflict((Option("a", "D"), Option("b", "D"), Option("c", "D")), ("D",), {"D": preference}))


def test_gaps_in_a_ranking() -> None:
    """YY, then with a gap YN and NY as equals, then NN mildly worse."""
    space = state_space(Conflict((Option("a", "D"), Option("b", "D")), ("D",)))
    ranking = Ranking((("YY",), ("YN", "NY"), ("NN",)), strong_after=(0,))
    assert much_worse(space, ranking, "YY") == {"YN", "NY", "NN"}
    assert much_worse(space, ranking, "YN") == set()
    listed = ListedConflict(("NN", "YN", "NY", "YY"), {"D": (), "E": ()}, {"D": ranking})
    assert {maker: bounds.tolist() for maker, bounds in listed_strong_bounds(listed).items()} == {"D": [-1, -1, -1, 1], "E": [-1] * 4}
    assert strength_stated(listed)


@pytest.mark.parametrize("place", [-1, 2, 5])
def test_a_gap_needs_a_class_below(place: int) -> None:
    ranking = Ranking((("YY",), ("YN", "NY"), ("NN",)), strong_after=(place,))
    with pytest.raises(ModelError, match=f"no class stands below place {place} of 3"):
        listed_strong_bounds(ListedConflict(("NN", "YN", "NY", "YY"), {"D": ()}, {"D": ranking}))


@given(conflicts_with_strength(decision_makers=(1, 2), max_options=4))
def test_it_is_the_first_statement_that_differs(conflict: Conflict) -> None:
    """Pair by pair, from the statement of the rule."""
    space = state_space(conflict)
    for stated in conflict.preferences.values():
        assert isinstance(stated, Prioritization)
        said = list(stated.statements)
        deciding = max((place for place, statement in enumerate(said) if statement.strong), default=-1)
        ranks, bounds = rank_states(space, stated).values, strong_bounds(space, stated)
        truths = [space.truth(statement.formula) for statement in said]
        for s in range(space.size):
            for t in range(space.size):
                first = next((place for place, truth in enumerate(truths) if truth[s] != truth[t]), None)
                strongly = first is not None and first <= deciding and bool(truths[first][s])
                assert (ranks[t] <= bounds[s]) == strongly
