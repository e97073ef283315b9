"""Simultaneous stability by hand, by what is known of published conflicts, and by its laws."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given

from detente.cases import load, published
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import solve
from detente.stability.simultaneous import simultaneous
from detente.testing import conflicts


def wants(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)


# Each would go through the door alone; both at once collide, which is worse for both than waiting.
DOOR = Conflict(
    (Option("a", "Ann"), Option("b", "Ben")),
    ("Ann", "Ben"),
    {"Ann": wants("not (a and b)", "a"), "Ben": wants("not (a and b)", "b")},
)


def test_both_would_go_and_so_neither_does() -> None:
    """At NN going alone is better for each and colliding worse; at YN only Ben could go, and would not; at YY each steps back."""
    flags = simultaneous(DOOR)
    labels = solve(DOOR).states
    stays = {maker: {label for label, flag in zip(labels, flags[maker], strict=True) if flag} for maker in flags}
    assert stays == {"Ann": {"NN", "YN", "NY"}, "Ben": {"NN", "YN", "NY"}}
    assert set(solve(DOOR).equilibria("nash")) == {"YN", "NY"}


@pytest.mark.parametrize("name", ["cuban_missile_crisis", "syria_iraq_1975"])
def test_published_conflicts(name: str) -> None:
    conflict, known = load(name), published(name)
    assert isinstance(conflict, Conflict)
    together = np.logical_and.reduce(list(simultaneous(conflict).values()))
    expected = {known.labels[str(label)] for label in known.extra["sim_equilibria_literal"]}
    assert {label for label, flag in zip(solve(conflict).states, together, strict=True) if flag} == expected


@given(conflicts(max_options=4, decision_makers=(2, 4)))
def test_to_the_letter(conflict: Conflict) -> None:
    """Settings instead of codes, every joint choice of the others spelled out."""
    model = graph_model(conflict)
    flags = simultaneous(conflict)
    owner = [option.decision_maker for option in conflict.options]
    for i in conflict.decision_makers:
        others = [j for j in conflict.decision_makers if j != i]
        for s, here in enumerate(model.labels):
            stays = True
            for s1 in model.improvements(i, s):
                blocked = False
                for joint in product(*((None, *model.improvements(j, s)) for j in others)):
                    to = {i: model.labels[s1], **{j: model.labels[t] for j, t in zip(others, joint, strict=True) if t is not None}}
                    p = "".join(to.get(who, here)[k] for k, who in enumerate(owner))
                    if len(to) > 1 and p in model.labels and model.ranks[i][model.index(p)] <= model.ranks[i][s]:
                        blocked = True
                stays = stays and blocked
            assert bool(flags[i][s]) == stays


@given(conflicts(max_options=4, decision_makers=(2, 3)))
def test_nash_implies_it_and_the_second_reading_only_adds(conflict: Conflict) -> None:
    solution = solve(conflict)
    literal, after = simultaneous(conflict), simultaneous(conflict, after="seq")
    for maker in conflict.decision_makers:
        assert (literal[maker] | ~solution.stable["nash"][maker]).all()
        assert (after[maker] | ~solution.stable["seq"][maker]).all()
        assert (literal[maker] | solution.stable["seq"][maker] | ~after[maker]).all()
