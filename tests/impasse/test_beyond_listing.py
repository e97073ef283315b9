"""The checks that follow steps and replies instead of listing situations: as defined where both can be asked, and far beyond."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.impasse.test_ways_checked import grounds, prefers

from detente.cases.accounts import example_names, example_path
from detente.dossier.files import load
from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind
from detente.graphmodel.states import state_space
from detente.impasse.assurance import Assurance, Assured
from detente.impasse.certificates import certificates, route_certificates
from detente.impasse.certified import Grounds, check_assured, check_cut, reachable
from detente.impasse.diagnose import diagnose
from detente.impasse.journey import find_path
from detente.impasse.literal import Situations
from detente.impasse.onward import Onward
from detente.impasse.windows import phases_of
from detente.settlement.packages import Change
from detente.stability.reference import legal_reach, sequential
from detente.testing import conflicts

MANY = 24


@given(conflicts(max_options=4, decision_makers=(1, 3), max_tiers=3, max_rules=1), st.integers(0, 15))
@settings(max_examples=60, deadline=None)
def test_who_leaves_is_who_the_definition_says_leaves(conflict: Conflict, at: int) -> None:
    model = graph_model(state_space(conflict))
    state = at % len(model.labels)

    def reach(party: str, start: int) -> frozenset[int]:
        return legal_reach(model, [one for one in model.decision_makers if one != party], start, improving=True)

    leaving = {party for party in model.decision_makers if not sequential(model, party, state, reach)}
    there = Situations(conflict)
    found = there.leaver(there.state(model.labels[state]))
    assert found in leaving if leaving else not found


@given(grounds(), st.integers(0, 7), st.integers(1, 3), st.data())
@settings(max_examples=60, deadline=None)
def test_a_solver_reaches_what_going_through_every_label_reaches(asked: Grounds, at: int, together: int, data: st.DataObject) -> None:
    labels = state_space(asked.conflict).labels
    start = labels[at % len(labels)]
    bars = [f"comparison.{party}" for party in asked.conflict.decision_makers]
    bars += [f"preferences.{party}.0" for party in asked.conflict.decision_makers] + [order.id for order in asked.orders]
    lifted = data.draw(st.sets(st.sampled_from(bars), max_size=2))
    reached = reachable(asked, start, together=together, lifted=lifted)
    binding = {Kind.limit, Kind.condition} | ({Kind.demand} if asked.stated else set())
    shut = [phase.shut for phase in phases_of(asked.windows, asked.first)]
    for label in labels:
        with Onward(asked.conflict, binding=binding, orders=asked.orders, together=together, lifted=lifted) as onward:
            assert onward.reaches(start, {label}, shut) == (label in reached)


def chain(length: int = MANY) -> Conflict:
    """Acts of two parties in turn, each only after the one before; the last one shuts the first for good."""
    acts = tuple(Option(f"act{k}", "ab"[k % 2]) for k in range(length))
    said = {"a": [], "b": []}  # type: dict[str, list[str]]
    for k in range(1, length):
        said["ab"[k % 2]].append(f"act{k} only if act{k - 1}")
    return Conflict(
        acts,
        ("a", "b"),
        {party: prefers(*words, kind=Kind.condition) for party, words in said.items()},
        now={act.name: False for act in acts},
    )


def test_cuts_of_two_dozen_free_acts_are_checked() -> None:
    conflict = chain()
    start, end = "N" * MANY, "N" * (MANY - 1) + "Y"
    with pytest.raises(ModelError, match="opens no way"):
        check_cut(Grounds(conflict), start, [end], set(), together=1)
    last = conflict.decision_makers[(MANY - 1) % 2]
    number = sum(k % 2 == (MANY - 1) % 2 for k in range(1, MANY)) - 1
    check_cut(Grounds(conflict), start, [end], {f"preferences.{last}.{number}"}, together=1)
    with pytest.raises(ModelError, match="can be spared"):
        check_cut(Grounds(conflict), start, [end], {f"preferences.{last}.{number}", "comparison.a"}, together=1)
    check_cut(Grounds(conflict), start, ["Y" * MANY], set(), together=1)


def test_assurances_of_two_dozen_free_acts_are_checked() -> None:
    more = tuple(Option(f"aside{k}", "bystander") for k in range(MANY - 10))
    idle = tuple(Option(f"beside{k}", "c") for k in range(10))
    conflict = Conflict(
        (Option("pay", "buyer", one_way=True), Option("send", "seller"), *more, *idle),
        ("buyer", "seller", "bystander", "c"),
        {"buyer": prefers("send", "not pay"), "seller": prefers("pay", "not send"), "c": prefers("beside0")},
        now={"pay": False, "send": False},
    )
    label = "YY" + "N" * len(more) + "Y" + "N" * (len(idle) - 1)
    send, pay = (Assurance("bind", Change(name, party, to=True)) for name, party in (("send", "seller"), ("pay", "buyer")))
    check_assured(conflict, label, Assured((send,), ()))
    with pytest.raises(ModelError, match="does not hold"):
        check_assured(conflict, label, Assured((), ()))
    with pytest.raises(ModelError, match="can be spared"):
        check_assured(conflict, label, Assured((send, pay), ()))


@pytest.mark.parametrize("name", example_names())
def test_every_certificate_of_the_examples_is_checked_and_right(name: str) -> None:
    dossier = load(example_path(name))
    for goal in dossier.file.goals or ["goal"]:
        found = certificates(diagnose(dossier, goal=goal))
        checked = [*found["at_limits"], *found["as_stated"], *route_certificates(find_path(dossier, goal=goal))]
        assert not [one for one in checked if not one.fine]
