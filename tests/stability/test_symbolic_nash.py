"""Nash equilibria without listing states: against the enumerating solver, the published cases, and rings that are solved by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from detente.cases import load, names
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement
from detente.graphmodel.prioritization import ReadAs
from detente.graphmodel.statements import Formula, Iff, Name, Not, parse
from detente.stability import solve
from detente.stability.symbolic import nash_equilibria
from detente.testing import conflicts


def wants(*said: Formula | str) -> Prioritization:
    formulas = (parse(formula) if isinstance(formula, str) else formula for formula in said)
    return Prioritization(tuple((Statement(formula),) for formula in formulas), Rest.indifferent)


def ring(size: int, *, odd: bool = False) -> Conflict:
    """Everybody wants the same setting as the next one; with ``odd`` the last one wants the opposite of the first."""
    coins = [Name(f"o{k}") for k in range(size)]
    preferences = {}
    for k in range(size):
        match = Iff(coins[k], coins[(k + 1) % size])
        preferences[f"D{k}"] = wants(Not(match) if odd and k == size - 1 else match)
    return Conflict(tuple(Option(coin.name, f"D{k}") for k, coin in enumerate(coins)), tuple(preferences), preferences)


@settings(max_examples=100)
@given(conflicts(max_options=6, open_order=True, unknown=True))
def test_same_as_by_enumeration(conflict: Conflict) -> None:
    found = nash_equilibria(conflict)
    assert found.complete
    assert sorted(found.states) == sorted(solve(conflict, concepts="nash").equilibria("nash"))
    assert len(set(found.states)) == len(found.states)


@pytest.mark.parametrize("block", range(4))
def test_same_as_by_enumeration_on_hundreds_of_larger_conflicts(block: int, random_conflict: Callable[[int], Conflict]) -> None:
    compared = 0
    for seed in range(block * 75, block * 75 + 75):
        conflict = random_conflict(seed)
        try:
            expected = solve(conflict, concepts="nash").equilibria("nash")
        except ModelError:
            expected = ()  # no feasible state, hence none that rests
        assert sorted(nash_equilibria(conflict).states) == sorted(expected), seed
        compared += bool(expected)
    assert compared > 50


@pytest.mark.parametrize("name", names())
def test_published_conflicts(name: str) -> None:
    conflict = load(name)
    if not isinstance(conflict, Conflict):
        pytest.skip("listed moves, no options")
    found = nash_equilibria(conflict)
    assert found.complete
    assert sorted(found.states) == sorted(solve(conflict, concepts="nash").equilibria("nash"))


@pytest.mark.parametrize("size", [3, 40, 100])
def test_a_ring_that_agrees_rests_twice(size: int) -> None:
    """All yes or all no: anywhere else somebody differs from the next one, and can change that."""
    found = nash_equilibria(ring(size))
    assert found.complete
    assert sorted(found.states) == ["N" * size, "Y" * size]
    assert found.settings[0] in ({f"o{k}": yes for k in range(size)} for yes in (True, False))


@pytest.mark.parametrize("size", [3, 40, 100])
def test_a_ring_with_one_contrarian_never_rests(size: int) -> None:
    """Matches all the way round make the last equal the first, which the last does not want."""
    found = nash_equilibria(ring(size, odd=True))
    assert found.proven_none
    assert found.states == ()


def test_what_cannot_be_undone_holds() -> None:
    """Both would rather have nothing; the one whose yes is final stays with it, the other takes its yes back."""
    conflict = Conflict(
        (Option("signed", "North", one_way=True), Option("paused", "South")),
        ("North", "South"),
        {"North": wants("not signed"), "South": wants("not paused")},
    )
    assert set(nash_equilibria(conflict).states) == {"NN", "YN"}
    frozen = replace(conflict, options=(conflict.options[0], replace(conflict.options[1], frozen=True)))
    assert set(nash_equilibria(frozen).states) == {"NY", "YY"}


def test_a_reply_that_a_rule_excludes_tempts_nobody() -> None:
    conflict = Conflict(
        (Option("a", "North"), Option("b", "South")),
        ("North", "South"),
        {"North": wants("a"), "South": wants("b")},
        rules=(Rule(parse("a and b")),),
    )
    assert set(nash_equilibria(conflict).states) == {"YN", "NY"}


def test_rules_that_leave_nothing_leave_nothing_that_rests() -> None:
    conflict = replace(ring(3), rules=(Rule(parse("o0")), Rule(parse("not o0"))))
    assert nash_equilibria(conflict).proven_none


def test_a_ranking_of_listed_states_counts_like_statements() -> None:
    ranking = Ranking((("YN",), ("NY", "YY"), ("NN",)))
    conflict = Conflict((Option("a", "North"), Option("b", "South")), ("North", "South"), {"North": ranking, "South": ranking})
    # YN is best for both; from NY North gains nothing by YY, and South loses by NN.
    assert set(nash_equilibria(conflict).states) == {"YN", "NY"}


def test_a_search_that_was_cut_short_says_so() -> None:
    first = nash_equilibria(ring(40), at_most=1)
    assert (len(first.states), first.complete, first.stopped_after) == (1, False, "at_most")
    assert not first.proven_none
    none = nash_equilibria(ring(40, odd=True), seconds=0)
    assert (none.states, none.complete, none.stopped_after) == ((), False, "seconds")
    assert not none.proven_none
    assert "or more" in repr(none)


def test_what_was_read_in_is_said() -> None:
    tier = (Statement(parse("a")), Statement(parse("b")))
    conflict = Conflict((Option("a", "North"), Option("b", "South")), ("North", "South"), {"North": Prioritization((tier,))})
    found = nash_equilibria(conflict)
    reads = [(read.decision_maker, read.kind) for read in found.reads]
    assert reads == [("North", ReadAs.ordered), ("North", ReadAs.indifferent), ("South", ReadAs.unknown)]
    assert json.loads(json.dumps(found.to_dict()))["equilibria"] == list(found.states)


@given(conflicts(max_options=5))
def test_swapping_two_decision_makers_swaps_nothing_else(conflict: Conflict) -> None:
    turned = {maker: conflict.decision_makers[-k - 1] for k, maker in enumerate(conflict.decision_makers)}
    other = Conflict(
        tuple(replace(option, decision_maker=turned[option.decision_maker]) for option in conflict.options),
        conflict.decision_makers,
        {turned[maker]: preference for maker, preference in conflict.preferences.items()},
        conflict.rules,
    )
    assert set(nash_equilibria(other).states) == set(nash_equilibria(conflict).states)
