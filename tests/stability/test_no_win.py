"""No good choice: by hand, and against the definition to the letter over every completion."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from detente.cases import load
from detente.errors import ModelError, UnknownName
from detente.graphmodel.completions import orders
from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement, Unknown
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.statements import parse
from detente.graphmodel.states import state_space
from detente.stability.no_win import End, no_win, no_win_all, no_win_among, verdict_among
from detente.stability.open_replies import board
from detente.stability.reference import legal_reach
from detente.testing import conflicts, listed_conflicts


def wants(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)


# Signing pleases the backers and turns the army; not signing leaves the war, which the other side will win.
SQUEEZED = Conflict(
    options=(Option("sign", "us"), Option("coup", "army"), Option("advance", "them")),
    decision_makers=("us", "army", "them"),
    preferences={
        "us": wants("not coup", "not advance"),
        "army": wants("coup iff sign"),
        "them": wants("advance iff not sign"),
    },
    now={"sign": False, "coup": False, "advance": False},
)


def test_both_horns() -> None:
    """Staying ends in NNY (they advance), signing in YYN (the army turns): both worse for us than NNN."""
    found = no_win(SQUEEZED, "us")
    assert (found.verdict, found.exact) == ("necessary", True)
    (case,) = found.cases
    ends = {choice.state: [(end.state, end.worse, [step.mover for step in end.steps]) for end in choice.ends] for choice in case.choices}
    assert ends == {"NNN": [("NNY", "necessary", ["them"])], "YNN": [("YYN", "necessary", ["army"])]}
    assert [choice.stay for choice in case.choices] == [True, False]
    assert all(choice.settles for choice in case.choices)


def test_for_all_alike() -> None:
    """The army gains nothing or loses nothing whatever it does, and they may advance: only we have no good choice."""
    found = no_win_all(SQUEEZED)
    assert {maker: answer.verdict for maker, answer in found.items()} == {"us": "necessary", "army": "no", "them": "no"}


@pytest.mark.parametrize("spared", ["army", "them"])
def test_each_horn_is_needed(spared: str) -> None:
    """Without either reply one choice stays where it is, and a state is not worse than itself, nor signing here worse than not."""
    gentler = replace(SQUEEZED, preferences={**SQUEEZED.preferences, spared: wants("not coup" if spared == "army" else "not advance")})
    assert no_win(gentler, "us").verdict == "no"


@pytest.mark.parametrize("unsaid", ["army", "them"])
def test_a_reply_nobody_stated_leaves_it_possible(unsaid: str) -> None:
    silent = replace(SQUEEZED, preferences={**SQUEEZED.preferences, unsaid: Unknown()})
    found = no_win(silent, "us")
    assert (found.verdict, found.exact) == ("possible", True)  # hostile or kind among what it left unstated: both are completions


def test_a_reply_that_may_or_may_not_come_once_and_for_all() -> None:
    """If a coup cannot be undone, the army either turns or does not: signing ends in one of two states, and replies stop in any case."""
    options = tuple(replace(option, one_way=option.name == "coup") for option in SQUEEZED.options)
    found = no_win(replace(SQUEEZED, options=options, preferences={**SQUEEZED.preferences, "army": Unknown()}), "us")
    assert found.verdict == "possible"
    signing = found.cases[0].choices[1]
    assert signing.settles
    assert {end.state: end.worse for end in signing.ends} == {"YNN": "no", "YYN": "necessary"}


def test_an_order_nobody_stated() -> None:
    """Whichever of coup and advance is worse, both are worse than now; but whether an advance is worse than a coup is then open."""
    dreaded = tuple(Statement(parse(text)) for text in ("not coup", "not advance"))
    either = Prioritization((dreaded, (Statement(parse("not sign")),)), Rest.indifferent)
    conflict = replace(SQUEEZED, preferences={**SQUEEZED.preferences, "us": either})
    assert no_win(conflict, "us").verdict == "necessary"
    assert no_win(conflict, "us", reference="NNY").verdict == "no"  # staying ends just there
    assert no_win(conflict, "us", reference="NYN").verdict == "possible"
    assert no_win(conflict, "us", reference="NYN").exact


def test_a_reference_that_is_a_formula() -> None:
    """Every state in which they advance and the army turns is worse still than either end, and every peaceful one better."""
    assert no_win(SQUEEZED, "us", reference=parse("advance and coup")).verdict == "no"
    found = no_win(SQUEEZED, "us", reference=parse("not advance and not coup"))
    assert (found.verdict, found.cases[0].reference) == ("necessary", ("NNN", "YNN"))
    # NNY beats YYN for us; against NNY and NNN together staying is worse than the one and equal to the other.
    assert no_win(SQUEEZED, "us", reference=parse("not sign and not coup")).verdict == "possible"


def test_replies_that_never_stop_end_anywhere() -> None:
    """Two others chase one another for ever round the four settings of their options: each of them is an end."""
    chase = Conflict(
        options=(Option("go", "us"), Option("a", "even"), Option("b", "odd")),
        decision_makers=("us", "even", "odd"),
        preferences={"us": wants("not a", "not b"), "even": wants("a iff b"), "odd": wants("a iff not b")},
        now={"go": False, "a": False, "b": False},
    )
    found = no_win(chase, "us")
    assert found.verdict == "possible"
    stay = found.cases[0].choices[0]
    assert not stay.settles
    assert {end.state: end.worse for end in stay.ends} == {"NNN": "no", "NNY": "necessary", "NYN": "necessary", "NYY": "necessary"}


def test_a_chase_that_somebody_may_stop_need_not_stop() -> None:
    """The referee could end it for good, and nobody said whether it wants to; so states of the chase itself remain possible ends."""
    chase = Conflict(
        options=(Option("stop", "referee", one_way=True), Option("a", "even"), Option("b", "odd"), Option("go", "us", frozen=False)),
        decision_makers=("us", "even", "odd", "referee"),
        preferences={"us": wants("stop", "not a", "not b"), "even": wants("stop or (a iff b)"), "odd": wants("stop or (a iff not b)")},
        now={"stop": False, "a": False, "b": False},
    )
    (stay,) = no_win(chase, "us").cases[0].choices
    assert not stay.settles
    assert {end.state[0] for end in stay.ends} == {"N", "Y"}
    # If it is known to gain by stopping, the chase ends.
    stopped = no_win(replace(chase, preferences={**chase.preferences, "referee": wants("stop")}), "us")
    assert {end.state[0] for end in stopped.cases[0].choices[0].ends} == {"Y"}
    assert stopped.verdict == "no"


def test_a_now_that_is_open_gives_a_case_each() -> None:
    conflict = replace(SQUEEZED, now={"sign": False, "coup": False})
    found = no_win(conflict, "us")
    assert [(case.now, case.verdict) for case in found.cases] == [("NNN", "necessary"), ("NNY", "no")]
    assert found.verdict == "possible"
    assert no_win(conflict, "us", now="NNN").verdict == "necessary"
    assert json.loads(json.dumps(found.to_dict()))["cases"][0]["choices"][1]["ends"][0]["state"] == "YYN"


def test_the_prisoners_dilemma_is_one_from_cooperation() -> None:
    """Stay and be betrayed, or betray: then the other, left to itself, answers in kind."""
    both = no_win_all(load("prisoners_dilemma"), now="YY")
    assert {maker: found.verdict for maker, found in both.items()} == {"Row": "necessary", "Col": "necessary"}


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UnknownName, match="no decision maker 'uss'"):
        no_win(SQUEEZED, "uss")
    with pytest.raises(ModelError, match="holds in no feasible state"):
        no_win(SQUEEZED, "us", reference=parse("sign and not sign"))
    with pytest.raises(UnknownName, match="no option 'signed'"):
        no_win(SQUEEZED, "us", reference=parse("signed"))
    with pytest.raises(ModelError, match="the rules exclude"):
        no_win(replace(SQUEEZED, rules=(Rule(parse("not sign")),)), "us")
    wide = Conflict(tuple(Option(f"o{k}", "us") for k in range(5)), ("us",))
    with pytest.raises(ModelError, match="more than 16"):
        no_win(wide, "us")
    listed = ListedConflict(("s1", "s2"), {"us": (("s1", "s2"),)}, {"us": Ranking((("s2",), ("s1",)))})
    with pytest.raises(ModelError, match="no state that it is now"):
        no_win(listed, "us")
    assert no_win(listed, "us", now="s1").verdict == "no"


def literally(model: GraphModel, i: str, now: int, reference: int) -> str:
    """The definition to the letter."""
    others = [j for j in model.decision_makers if j != i]
    worse = []
    for choice in (now, *model.moves(i, now)):
        reached = {choice, *legal_reach(model, others, choice, improving=True)}
        resting = {s for s in reached if not any(model.improvements(j, s) for j in others)}
        worse.append([model.ranks[i][s] < model.ranks[i][reference] for s in resting or reached])
    if all(map(all, worse)):
        return "necessary"
    return "possible" if all(map(any, worse)) else "no"


@settings(max_examples=40)
@given(conflicts(max_options=4))
def test_to_the_letter_where_everything_is_stated(conflict: Conflict) -> None:
    stated = {
        maker: replace(said, rest=Rest.indifferent) for maker, said in conflict.preferences.items() if isinstance(said, Prioritization)
    }
    conflict = replace(conflict, preferences=stated)
    model = graph_model(conflict)
    for now in (0, len(model.labels) - 1):
        for reference in {0, len(model.labels) // 2}:
            found = no_win_all(conflict, now=model.labels[now], reference=model.labels[reference])
            assert {i: answer.verdict for i, answer in found.items()} == {i: literally(model, i, now, reference) for i in stated}
            assert all(answer.exact for answer in found.values())


@settings(max_examples=60)
@given(listed_conflicts())
def test_to_the_letter_for_listed_moves(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    for now in range(len(model.labels)):
        found = no_win_all(conflict, now=model.labels[now])
        assert {i: answer.verdict for i, answer in found.items()} == {i: literally(model, i, now, now) for i in model.decision_makers}


def some_completions(conflict: Conflict, chance: random.Random) -> Iterator[GraphModel]:
    """Tiers in random orders; what nobody stated then ranked at random, ties not excluded."""
    space = state_space(conflict)
    every = [list(orders(conflict.preference(maker))) for maker in conflict.decision_makers]
    for _ in range(25):
        ranks = {}
        for maker, ordered in zip(conflict.decision_makers, every, strict=True):
            said = chance.choice(ordered)
            values = [int(value) * space.size for value in rank_states(space, said).values]
            if not (isinstance(said, Prioritization) and said.rest is Rest.indifferent):
                values = [value + chance.randrange(space.size) for value in values]
            ranks[maker] = values
        yield replace(graph_model(space), ranks=ranks)


@settings(max_examples=40)
@given(conflicts(max_options=3, decision_makers=(2, 3), open_order=True, unknown=True, max_tiers=2))
def test_what_is_necessary_holds_and_what_is_ruled_out_fails_in_every_completion(conflict: Conflict) -> None:
    labels = state_space(conflict).labels
    found = no_win_all(conflict, now=labels[0])
    seen: dict[str, set[str]] = {i: set() for i in conflict.decision_makers}
    for model in some_completions(conflict, random.Random(1)):
        for i in conflict.decision_makers:
            seen[i].add(literally(model, i, 0, 0))
    for i, answer in found.items():
        if answer.verdict != "possible":
            assert seen[i] == {answer.verdict}


@settings(max_examples=15)
@given(conflicts(max_options=4, decision_makers=(2, 3), open_order=True, unknown=True, max_tiers=3))
def test_the_verdict_alone_is_the_same(conflict: Conflict) -> None:
    ground = board(conflict, limit=2**10)
    for label in {ground.label(0), ground.label(ground.size - 1)}:
        conflict = replace(conflict, now={name: letter == "Y" for name, letter in zip(conflict.option_names, label, strict=True)})
        ground = board(conflict, limit=2**10)
        for maker in conflict.decision_makers:
            for reference in (None, ground.label(ground.size // 2), (ground.label(0), ground.label(ground.size - 1))):
                quick = verdict_among(ground, maker, reference=reference)
                assert quick == no_win_among(ground, maker, reference=reference).verdict
                assert quick == no_win_among(ground, maker, reference=reference, at_least=0, listed=1).verdict


def replayed(model: GraphModel, i: str, end: End, choice: str) -> bool:
    """Whether the steps are moves of others, nobody twice in succession, from the choice to the end."""
    at, last = choice, ""
    for step in end.steps:
        if step.mover in {i, last} or model.index(step.state) not in model.moves(step.mover, model.index(at)):
            return False
        at, last = step.state, step.mover
    return at == end.state


@settings(max_examples=40)
@given(conflicts(max_options=4, decision_makers=(2, 3), open_order=True, unknown=True))
def test_the_replies_told_are_moves_that_lead_there(conflict: Conflict) -> None:
    model = graph_model(conflict)
    for maker, found in no_win_all(conflict, now=model.labels[0]).items():
        for choice in found.cases[0].choices:
            assert choice.count == len(choice.ends)
            assert all(replayed(model, maker, end, choice.state) for end in choice.ends)


def test_a_possible_that_is_shown_has_both_completions() -> None:
    """The army said nothing: put a coup above now for it and both horns are there, put it below and one is missing."""
    silent = replace(SQUEEZED, preferences={**SQUEEZED.preferences, "army": Unknown()})
    (case,) = no_win(silent, "us").cases
    assert case.shown == (True, True)
    for army, verdict in (("coup", "necessary"), ("not coup", "no")):
        told = replace(SQUEEZED, preferences={**SQUEEZED.preferences, "army": wants(army)})
        assert no_win(told, "us").verdict == verdict


def test_many_situations() -> None:
    """Both horns again beside sixteen acts of a bystander who wants none of them: 2^19 settings, cut to 2^18 by a rule."""
    crowd = tuple(Option(f"o{k}", "crowd") for k in range(16))
    conflict = replace(
        SQUEEZED,
        options=(*SQUEEZED.options, *crowd),
        decision_makers=(*SQUEEZED.decision_makers, "crowd"),
        preferences={**SQUEEZED.preferences, "crowd": wants(*(f"not {option.name}" for option in crowd))},
        rules=(Rule(parse("o0 and o1")), Rule(parse("o2 and o3")), Rule(parse("o4 and o5"))),
        now={**SQUEEZED.now, **{option.name: False for option in crowd}},
    )
    found = no_win(conflict, "us")
    assert (found.verdict, found.exact) == ("necessary", True)


@given(conflicts(max_options=4, open_order=True, unknown=True))
def test_swapping_decision_makers_swaps_the_answers(conflict: Conflict) -> None:
    turned = {maker: conflict.decision_makers[-k - 1] for k, maker in enumerate(conflict.decision_makers)}
    other = replace(
        conflict,
        options=tuple(replace(option, decision_maker=turned[option.decision_maker]) for option in conflict.options),
        preferences={turned[maker]: preference for maker, preference in conflict.preferences.items()},
    )
    now = state_space(conflict).labels[-1]
    there = no_win_all(other, now=now)
    for maker, found in no_win_all(conflict, now=now).items():
        assert found.verdict == there[turned[maker]].verdict
        ends = [{end.state: end.worse for end in choice.ends} for choice in found.cases[0].choices]
        assert ends == [{end.state: end.worse for end in choice.ends} for choice in there[turned[maker]].cases[0].choices]
