"""Two independent ways to the same flags: reductions over blocks, and the definitions to the letter."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given

from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import Formula, Name, Not, Or, conjunction
from detente.stability import Solution, check, explain, option_form, solve
from detente.stability.reference import stable_states
from detente.testing import conflicts, listed_conflicts


def assert_same(fast: Solution, literal: Solution) -> None:
    assert (fast.method, literal.method) == ("option form", "literal")
    for concept in fast.concepts:
        for maker in fast.decision_makers:
            assert np.array_equal(fast.stable[concept][maker], literal.stable[concept][maker]), (concept, maker)


@given(conflicts())
def test_fast_is_literal(conflict: Conflict) -> None:
    assert_same(solve(conflict), solve(conflict, method="literal"))


def random_conflict(seed: int) -> Conflict:
    """Larger than hypothesis likes them: up to 7 options and 5 decision makers, rules of mixed polarity, one-way options, ties."""
    chance = random.Random(seed)
    names = [f"o{k}" for k in range(chance.randint(3, 7))]
    makers = tuple(f"D{k}" for k in range(chance.randint(2, 5)))

    def literals(count: int) -> list[Formula]:
        picked = chance.sample(names, min(count, len(names)))
        return [Name(name) if chance.random() < 0.5 else Not(Name(name)) for name in picked]

    def statement() -> Statement:
        return Statement(conjunction(literals(2)) if chance.random() < 0.5 else Or(tuple(literals(2))))

    options = [Option(name, chance.choice(makers), one_way=chance.random() < 0.2, no_return=chance.random() < 0.1) for name in names]
    rules = [Rule(conjunction(literals(chance.randint(2, 3)))) for _ in range(chance.randint(0, 4))]
    tiers = {maker: tuple((statement(),) for _ in range(chance.randint(0, 8))) for maker in makers}
    return Conflict(tuple(options), makers, {maker: Prioritization(said, Rest.indifferent) for maker, said in tiers.items()}, tuple(rules))


@pytest.mark.parametrize("block", range(8))
def test_fast_is_literal_on_hundreds_of_larger_conflicts(block: int) -> None:
    for seed in range(block * 25, block * 25 + 25):
        conflict = random_conflict(seed)
        assert_same(solve(conflict), solve(conflict, method="literal"))


def test_the_way_for_winding_models_is_literal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(option_form, "_ROUNDS", 0)
    for seed in range(200, 240):
        conflict = random_conflict(seed)
        assert_same(solve(conflict), solve(conflict, method="literal"))


def relabelled(model: GraphModel, order: list[int]) -> GraphModel:
    """The states in another order."""
    place = {old: new for new, old in enumerate(order)}
    return GraphModel(
        model.decision_makers,
        tuple(model.labels[old] for old in order),
        {maker: [tuple(sorted(place[t] for t in model.moves(maker, old))) for old in order] for maker in model.decision_makers},
        {maker: [model.ranks[maker][old] for old in order] for maker in model.decision_makers},
    )


@given(listed_conflicts())
def test_certificates_of_listed_models_stand_and_agree_with_the_literal_flags(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    for concept, by_maker in stable_states(model).items():
        for maker, flags in by_maker.items():
            for state, flag in zip(model.labels, flags, strict=True):
                verdict = explain(model, state, maker, concept)
                assert verdict.stable == flag
                check(verdict, model)


@given(listed_conflicts())
def test_the_order_of_states_changes_nothing(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    backwards = list(range(len(model.labels)))[::-1]
    there = stable_states(relabelled(model, backwards))
    for concept, by_maker in stable_states(model).items():
        for maker, flags in by_maker.items():
            assert flags[::-1] == there[concept][maker]
