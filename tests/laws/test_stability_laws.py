"""What must hold of stability whatever the conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cases.two_by_two import ordinal_games
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Statement
from detente.graphmodel.statements import Name, Not
from detente.stability import Solution, solve
from detente.testing import conflicts, listed_conflicts

# definitions: Fang, Hipel & Kilgour 1993 for the first four concepts, Rêgo & Vieira 2017 for SSEQ
IMPLICATIONS = [("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr"), ("smr", "gmr")]


def assert_implications(solution: Solution) -> None:
    for stronger, weaker in IMPLICATIONS:
        for maker in solution.decision_makers:
            assert not (solution.stable[stronger][maker] & ~solution.stable[weaker][maker]).any(), (stronger, weaker, maker)


@given(conflicts(decision_makers=(2, 2)))
def test_implications_for_two(conflict: Conflict) -> None:
    assert_implications(solve(conflict))


@given(conflicts(decision_makers=(3, 5)))
def test_implications_for_more(conflict: Conflict) -> None:
    assert_implications(solve(conflict))


@given(listed_conflicts())
def test_implications_for_listed_models(conflict: ListedConflict) -> None:
    assert_implications(solve(conflict))


@pytest.mark.parametrize(("one", "other"), [("smr", "seq"), ("seq", "smr"), ("gmr", "seq"), ("seq", "nash")])
def test_no_other_implication_holds(one: str, other: str) -> None:
    """Among the 2×2 games there is a counterexample to each."""
    assert any(set(solution.equilibria(one)) - set(solution.equilibria(other)) for solution in map(solve, ordinal_games()))


def settings_of(solution: Solution, concept: str) -> dict[str, set[frozenset[str]]]:
    """For each decision maker the stable states, each as the set of options that are yes."""
    assert solution.space is not None
    yes = [frozenset(name for name, value in solution.space.setting(at).items() if value) for at in range(len(solution.states))]
    return {maker: {yes[at] for at in np.flatnonzero(flags)} for maker, flags in solution.stable[concept].items()}


@given(conflicts(), st.randoms(use_true_random=False))
def test_declaring_things_in_another_order_changes_nothing(conflict: Conflict, chance: Random) -> None:
    options, makers = list(conflict.options), list(conflict.decision_makers)
    chance.shuffle(options)
    chance.shuffle(makers)
    there = solve(replace(conflict, options=tuple(options), decision_makers=tuple(makers)))
    here = solve(conflict)
    for concept in here.concepts:
        assert settings_of(here, concept) == settings_of(there, concept)


def renamed(preference: Preference, new: Mapping[str, str]) -> Preference:
    if not isinstance(preference, Prioritization):
        return preference
    names = {old: Name(name) for old, name in new.items()}
    return replace(
        preference,
        tiers=tuple(tuple(replace(said, formula=said.formula.substitute(names)) for said in tier) for tier in preference.tiers),
    )


@given(conflicts())
def test_renaming_parties_and_options_renames_the_results(conflict: Conflict) -> None:
    party = {maker: f"party {maker}" for maker in conflict.decision_makers}
    act = {name: f"act_{name}" for name in conflict.option_names}
    other = Conflict(
        options=tuple(replace(option, name=act[option.name], decision_maker=party[option.decision_maker]) for option in conflict.options),
        decision_makers=tuple(party.values()),
        preferences={party[maker]: renamed(preference, act) for maker, preference in conflict.preferences.items()},
        rules=tuple(replace(rule, never=rule.never.substitute({old: Name(new) for old, new in act.items()})) for rule in conflict.rules),
    )
    here, there = solve(conflict), solve(other)
    assert here.states == there.states
    for concept in here.concepts:
        for maker in conflict.decision_makers:
            assert np.array_equal(here.stable[concept][maker], there.stable[concept][party[maker]])


@given(conflicts(directed=False))
def test_saying_no_instead_of_yes_changes_nothing(conflict: Conflict) -> None:
    """Every option replaced by its opposite: the states are mirrored, and so are the results."""
    opposite = {name: Not(Name(name)) for name in conflict.option_names}
    flipped = {
        maker: replace(
            preference,
            tiers=tuple(tuple(replace(said, formula=said.formula.substitute(opposite)) for said in tier) for tier in preference.tiers),
        )
        for maker, preference in conflict.preferences.items()
        if isinstance(preference, Prioritization)
    }
    mirrored = replace(
        conflict, preferences=flipped, rules=tuple(replace(rule, never=rule.never.substitute(opposite)) for rule in conflict.rules), now={}
    )
    here, there = solve(conflict), solve(mirrored)
    every = frozenset(conflict.option_names)
    for concept in here.concepts:
        turned = {maker: {every - state for state in states} for maker, states in settings_of(there, concept).items()}
        assert settings_of(here, concept) == turned


@given(conflicts())
def test_an_idle_decision_maker_changes_nothing(conflict: Conflict) -> None:
    wants = Prioritization(((Statement(Name(conflict.option_names[0])),),))
    more = replace(
        conflict, decision_makers=("bystander", *conflict.decision_makers), preferences={**conflict.preferences, "bystander": wants}
    )
    here, there = solve(conflict), solve(more)
    for concept in here.concepts:
        assert there.stable[concept]["bystander"].all()
        assert here.equilibria(concept) == there.equilibria(concept)


@given(conflicts())
def test_only_the_order_of_preference_counts(conflict: Conflict) -> None:
    """Listing the classes of states instead of the statements that rank them gives the same results."""
    here = solve(conflict)
    rankings = {}
    for maker, values in here.ranks.items():
        classes = [tuple(here.states[at] for at in np.flatnonzero(values == value)) for value in sorted(set(values.tolist()), reverse=True)]
        rankings[maker] = Ranking(tuple(classes))
    there = solve(replace(conflict, preferences=rankings))
    assert there.reads == ()
    for concept in here.concepts:
        for maker in conflict.decision_makers:
            assert np.array_equal(here.stable[concept][maker], there.stable[concept][maker])
