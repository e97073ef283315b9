"""Threats: by hand, against the definition to the letter, and over completions."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UnknownName
from detente.graphmodel.completions import orders
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.moves import graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement, Unknown
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.statements import Formula, parse
from detente.graphmodel.states import StateSpace, state_space
from detente.stability.threats import Effect, Sign, threat
from detente.testing import conflicts, formulas


def wants(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text), id=text),) for text in said), Rest.indifferent)


# They would gain by advancing; we say that we would strike back, and striking costs us more than the advance, or less.
ADVANCE = Conflict(
    options=(Option("advance", "them"), Option("strike", "us")),
    decision_makers=("us", "them"),
    preferences={"us": wants("strike if advance", "not strike", "not advance"), "them": wants("not strike", "advance")},
)
ACT, WHEN = parse("strike"), parse("advance")


def test_a_threat_that_serves_whoever_makes_it_and_deters() -> None:
    """In YN striking makes the first statement true. Struck (YY) they are worse off than now, unanswered (YN) better."""
    found = threat(state_space(ADVANCE), "us", ACT, WHEN, start=0)
    assert (found.credible, found.situations, found.sure, found.as_read) == ("necessary", 1, 1, True)
    (way,) = found.near
    assert (way.state, way.after, way.sign, way.gains, way.losses) == ("YN", "YY", Sign.better, ("strike if advance",), ())
    assert found.threatened == ("them",)
    assert [(one.party, one.tempted, one.after, one.effect) for one in way.deterrence] == [("them", Sign.better, Sign.worse, Effect.deters)]


def test_an_empty_threat() -> None:
    """Who would rather not strike whatever happens loses by carrying it out."""
    found = threat(state_space(replace(ADVANCE, preferences={**ADVANCE.preferences, "us": wants("not strike")})), "us", ACT, WHEN, start=0)
    assert (found.credible, found.sure, found.open, found.near[0].losses) == ("impossible", 0, 0, ("not strike",))


@pytest.mark.parametrize(
    ("theirs", "effect"),
    [
        (("advance",), Effect.fails),  # better in spite of it
        (("not advance",), Effect.needless),
        (("not strike",), Effect.needless),  # an advance alone is no gain
        (("not strike", "advance"), Effect.deters),
    ],
)
def test_what_it_does_to_those_threatened(theirs: tuple[str, ...], effect: Effect) -> None:
    conflict = replace(ADVANCE, preferences={**ADVANCE.preferences, "them": wants(*theirs)})
    (way,) = threat(state_space(conflict), "us", ACT, WHEN, start=0).near
    assert [one.effect for one in way.deterrence] == [effect]


def test_what_nobody_stated_stays_open() -> None:
    silent = replace(ADVANCE, preferences={"us": Unknown(), "them": Unknown()})
    found = threat(state_space(silent), "us", ACT, WHEN, start=0)
    assert (found.credible, found.sure, found.open, found.as_read) == ("possible", 0, 1, False)
    assert [one.effect for one in found.near[0].deterrence] == [Effect.open]


def test_who_cannot_carry_it_out() -> None:
    found = threat(state_space(replace(ADVANCE, rules=(Rule(parse("strike and advance")),))), "us", ACT, WHEN, start=0)
    assert (found.credible, found.situations, found.unable, found.near) == ("impossible", 1, 1, ())


def test_only_as_much_is_changed_as_it_takes() -> None:
    """Striking alone is a loss; striking and singing together would be a gain, but singing is no part of the threat."""
    options = (*ADVANCE.options, Option("sing", "us"))
    conflict = replace(ADVANCE, options=options, preferences={"us": wants("sing", "not strike"), "them": Unknown()})
    found = threat(state_space(conflict), "us", ACT, WHEN, start=0)
    assert (found.situations, found.sure, found.open) == (2, 0, 0)
    assert [(way.state, way.after) for way in found.near] == [("YNN", "YYN")]  # nearest to now: nobody sings


def test_as_data_and_for_nobody() -> None:
    found = threat(state_space(ADVANCE), "us", ACT, WHEN, start=0)
    assert json.loads(json.dumps(found.to_dict()))["near"]["ways"][0]["deterrence"][0]["effect"] == "deters"
    with pytest.raises(UnknownName, match="no decision maker 'uss'"):
        threat(state_space(ADVANCE), "uss", ACT, WHEN, start=0)


def literally(space: StateSpace, party: str, act: Formula, when: Formula, rank: Sequence[int]) -> tuple[int, int, int]:
    """How many situations call for it, in how many it is an improvement, and in how many it cannot be done; with loops."""
    model = graph_model(space)
    calling = serving = unable = 0
    for s, label in enumerate(space.labels):
        if not when.evaluate(space.setting(s)) or act.evaluate(space.setting(s)):
            continue
        calling += 1
        done = [t for t in model.moves(party, s) if act.evaluate(space.setting(t))]
        effort = {t: sum(a != b for a, b in zip(label, space.labels[t], strict=True)) for t in done}
        least = [t for t in done if effort[t] == min(effort.values())]
        serving += any(rank[t] > rank[s] for t in least)
        unable += not least
    return calling, serving, unable


@settings(max_examples=60)
@given(conflicts(max_options=4), st.data())
def test_to_the_letter_where_everything_is_stated(conflict: Conflict, data: st.DataObject) -> None:
    stated = {
        maker: replace(said, rest=Rest.indifferent) for maker, said in conflict.preferences.items() if isinstance(said, Prioritization)
    }
    space = state_space(replace(conflict, preferences=stated))
    act, when = (data.draw(formulas(conflict.option_names, max_leaves=3)) for _ in range(2))
    for party in conflict.decision_makers:
        found = threat(space, party, act, when, start=0)
        assert (found.situations, found.sure, found.unable) == literally(space, party, act, when, graph_model(space).ranks[party])
        assert found.open == 0


@settings(max_examples=40)
@given(conflicts(max_options=3, decision_makers=(2, 2), open_order=True, unknown=True, max_tiers=2), st.data())
def test_what_is_sure_serves_and_what_is_ruled_out_does_not_in_every_completion(conflict: Conflict, data: st.DataObject) -> None:
    space = state_space(conflict)
    act, when = (data.draw(formulas(conflict.option_names, max_leaves=2)) for _ in range(2))
    chance = random.Random(2)
    for party in conflict.decision_makers:
        found = threat(space, party, act, when, start=0)
        for said in list(orders(conflict.preference(party)))[:6]:
            values = [int(value) * space.size for value in rank_states(space, said).values]
            if not (isinstance(said, Prioritization) and said.rest is Rest.indifferent):
                values = [value + chance.randrange(space.size) for value in values]
            _, serving, _ = literally(space, party, act, when, values)
            assert found.sure <= serving <= found.sure + found.open


@given(conflicts(max_options=4, open_order=True, unknown=True), st.data())
def test_swapping_decision_makers_swaps_the_answers(conflict: Conflict, data: st.DataObject) -> None:
    turned = {maker: conflict.decision_makers[-k - 1] for k, maker in enumerate(conflict.decision_makers)}
    other = replace(
        conflict,
        options=tuple(replace(option, decision_maker=turned[option.decision_maker]) for option in conflict.options),
        preferences={turned[maker]: preference for maker, preference in conflict.preferences.items()},
    )
    act, when = (data.draw(formulas(conflict.option_names, max_leaves=2)) for _ in range(2))
    for maker in conflict.decision_makers:
        here = threat(state_space(conflict), maker, act, when, start=0)
        there = threat(state_space(other), turned[maker], act, when, start=0)
        assert (here.situations, here.sure, here.open, here.unable) == (there.situations, there.sure, there.open, there.unable)
        assert {turned[name] for name in here.threatened} == set(there.threatened)
