"""Conflicts larger than hypothesis likes them, by number."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import Formula, Name, Not, Or, conjunction


@pytest.fixture
def random_conflict() -> Callable[[int], Conflict]:
    """One for each seed, not always with a feasible state."""
    return _conflict


def _conflict(seed: int) -> Conflict:
    """Up to eight options, rules of mixed polarity, one-way and frozen options, ties."""
    chance = random.Random(seed)
    named = [f"o{k}" for k in range(chance.randint(5, 8))]
    makers = tuple(f"D{k}" for k in range(chance.randint(2, 5)))

    def literals(count: int) -> list[Formula]:
        return [Name(name) if chance.random() < 0.5 else Not(Name(name)) for name in chance.sample(named, count)]

    def said() -> Formula:
        return conjunction(literals(2)) if chance.random() < 0.5 else Or(tuple(literals(3)))

    return Conflict(
        options=tuple(
            Option(
                name,
                chance.choice(makers),
                one_way=chance.random() < 0.2,
                no_return=chance.random() < 0.1,
                frozen=chance.choice([None] * 9 + [True]),
            )
            for name in named
        ),
        decision_makers=makers,
        preferences={
            maker: Prioritization(tuple((Statement(said()),) for _ in range(chance.randint(0, 7))), Rest.indifferent) for maker in makers
        },
        rules=tuple(Rule(conjunction(literals(chance.randint(2, 4)))) for _ in range(chance.randint(0, 4))),
    )
