"""Orders of tiers, and the two extreme ones at a state."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from detente.graphmodel.completions import completions, extremes, leaves_states_open, number_of_orders, orders
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement, Unknown
from detente.graphmodel.prioritization import against, rank_states
from detente.graphmodel.statements import parse
from detente.graphmodel.states import state_space
from detente.testing import conflicts

A, B, C, E = (Statement(parse(name)) for name in "abce")


def test_every_order_once_and_the_written_one_first() -> None:
    preference = Prioritization(((A, B), (C,), (E, A)))
    assert number_of_orders(preference) == 4
    found = [
        [str(statement.formula) for statement in order.statements] for order in orders(preference) if isinstance(order, Prioritization)
    ]
    assert found == [["a", "b", "c", "e", "a"], ["a", "b", "c", "a", "e"], ["b", "a", "c", "e", "a"], ["b", "a", "c", "a", "e"]]


def test_nothing_to_order() -> None:
    for preference in (Unknown(), Ranking(()), Prioritization(), Prioritization(((A,), (B,)))):
        assert number_of_orders(preference) == 1
        assert list(orders(preference)) == [preference]


def test_joint_orders_stop_at_the_bound() -> None:
    options = tuple(Option(name, "D") for name in "abce")
    conflict = Conflict(options, ("D", "F"), {"D": Prioritization(((A, B, C),)), "F": Prioritization(((A, B),))})
    assert len(list(completions(conflict))) == 12
    assert len(list(completions(conflict, bound=5))) == 5
    first = next(completions(conflict)).preference("D")
    assert isinstance(first, Prioritization)
    assert list(first.statements) == [A, B, C]


def test_which_preferences_leave_states_open() -> None:
    space = state_space(Conflict((Option("a", "D"), Option("b", "D")), ("D",)))
    assert leaves_states_open(space, Unknown())
    assert leaves_states_open(space, Prioritization(((A,),)))
    assert not leaves_states_open(space, Prioritization(((A,),), rest=Rest.indifferent))
    assert not leaves_states_open(space, Prioritization(((A,), (B,))))
    assert not leaves_states_open(space, Ranking((("NN", "YN"), ("NY", "YY"))))


@given(conflicts(max_options=4, open_order=True))
def test_one_order_resolves_everything_open_upwards_and_one_downwards(conflict: Conflict) -> None:
    space = state_space(conflict)
    for maker in conflict.decision_makers:
        preference = conflict.preference(maker)
        seen = np.zeros(space.size, dtype=int)
        for extreme in extremes(space, preference):
            seen += extreme.states
            up = rank_states(space, extreme.tempting).values
            down = rank_states(space, extreme.deterring).values
            for s in np.flatnonzero(extreme.states):
                signs = against(space, preference, int(s))
                tied = up == up[s]  # nothing separates these from s: no order can
                assert (up > up[s]).tolist() == ((signs == 1) | ((signs == 2) & ~tied)).tolist()
                assert (down < down[s]).tolist() == ((signs == -1) | ((signs == 2) & ~tied)).tolist()
        assert (seen == 1).all()
