"""The yardstick, rows 1 to 12: the halt, the call, what was declined and what stands before it.

Nothing here expects a political answer; only who says what, what rests on it, and what changes without it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from detente.analysis.robust import who_would_leave
from detente.dossier.basis import Ground
from detente.evidence import Modality, Voice
from detente.worlds.policies import PolicyKind

if TYPE_CHECKING:
    from tests.mission.conftest import Ask


@pytest.mark.row(
    "options.energy_truce",
    "options.civil_truce",
    "outcomes.one_sided_halt",
    "outcomes.wide_halt",
    "outcomes.narrow_halt",
    "o-energy",
    "w-energy",
    "m-scope",
)
def test_row_01_one_way_or_mutual_and_who_says_which(ask: Ask) -> None:
    halt = ask.dossier.file.options["energy_truce"]
    assert halt.parties == ("russia", "ukraine")
    assert halt.duration
    assert ask.dossier.file.options["civil_truce"].variant_of == "energy_truce"
    assert ask.element("outcomes.one_sided_halt").basis.claims == {"o-energy"}
    assert ask.voice("o-energy") is Voice.author
    assert ask.stands("outcomes.wide_halt", without=["m-scope"])
    assert not ask.stands("outcomes.wide_halt", without=["w-energy"])
    assert ask.stands("outcomes.narrow_halt", without=["w-energy"])
    assert not ask.stands("outcomes.narrow_halt", without=["m-scope"])
    assert (ask.chain("w-energy")[-1], ask.chain("m-scope")[-1]) == ("us", "russia")
    # The same word, two readings: Washington's statement covers other infrastructure, Moscow's does not.
    both = ("energy_truce.russia", "energy_truce.ukraine")
    assert not ask.holds("us-energy", *both)
    assert ask.holds("r-energy", *both)
    # So one deal can be signed in which the readings part, and each side believes that it got something else.
    (word,) = ask.ambiguous("energy_halt")
    assert word.option == "energy_truce"
    assert word.readings["us"] != word.readings["russia"] == word.readings["ukraine"]
    assert word.apart
    assert word.together


@pytest.mark.row("costs.1", "o-damage", "o-cia")
def test_row_02_nothing_turns_on_the_damage_or_on_who_built_the_drones(ask: Ask) -> None:
    assert ask.voice("o-damage") is ask.voice("o-cia") is Voice.author
    assert ask.carried_by("o-cia") == set()
    assert ask.carried_by("o-damage") == {"costs.1"}
    # Does anything turn on either? No deal does, at the limits or as stated, nor who would leave now; a cost left out is all there is.
    for stated in (False, True):
        assert ask.idle({"o-damage", "o-cia"}, stated=stated) == {"o-damage", "o-cia"}
    assert who_would_leave(ask.model()) == who_would_leave(ask.model(without=["o-damage", "o-cia"]))
    assert {"o-damage", "o-cia"} <= set(ask.audit().unsourced)
    assert ask.dossier.file.costs[1].borne_by == ("russia",)


@pytest.mark.row("parties.us", "meetings.1", "meetings.2", "o-riyadh")
def test_row_03_the_mediator_backs_one_side_and_carries_every_offer(ask: Ask) -> None:
    mediator = ask.dossier.file.parties["us"]
    assert {"mediator", "backer"} <= set(mediator.roles)
    assert mediator.backs == ("ukraine",)
    riyadh = [meeting for meeting in ask.dossier.file.meetings if meeting.venue == "Riyadh"]
    assert {meeting.parties for meeting in riyadh} == {("us", "ukraine"), ("us", "russia")}
    assert all(meeting.date == datetime.date(2025, 3, 24) for meeting in riyadh)
    assert all("us" in meeting.parties for meeting in ask.dossier.file.meetings)  # no channel without it is recorded
    assert {"meetings.1", "meetings.2"} <= ask.carried_by("o-riyadh")


@pytest.mark.row("meetings.0", "o-call-length", "o-call-content")
def test_row_04_the_length_of_the_call_is_contested_and_idle(ask: Ask) -> None:
    length = ask.dossier.claim("o-call-length")
    assert (length.modality, length.cue) == (Modality.alleged, "alleged")
    assert length.quantity is not None
    assert (length.quantity.value, length.quantity.unit) == (2.5, "hours")
    assert ask.voice("o-call-length") is Voice.report
    assert ask.carried_by("o-call-length") == set()
    assert ask.carried_by("o-call-content") == {"meetings.0"}
    # Which disputed facts are irrelevant? Of all that is contested, these change the answer of no goal; the length of the call is one.
    contested = ask.contested()
    assert {"o-call-length", "o-encircled", "o-authorship"} <= contested
    assert "o-call-length" in ask.idle(contested)
    assert not ask.idle({"o-declined", "o-unwilling", "o-aid-precondition"})  # others are not: these decide
    assert ask.voice("o-call-content") is Voice.author
    assert "o-call-content" in ask.audit().unsourced  # what was said in it is the author's guess, and nothing else rests on it


@pytest.mark.row(
    "agenda.0",
    "agenda.1",
    "agenda.2",
    "goals.energy_halt",
    "goals.maritime",
    "goals.general_ceasefire",
    "goals.lasting_peace",
    "questions@w-steps-alone",
    "o-steps",
    "w-steps",
    "w-steps-alone",
)
def test_row_05_the_order_proposed_and_whether_a_stage_stands_alone(ask: Ask) -> None:
    order = [(step.first, step.then) for step in ask.dossier.file.agenda]
    assert order == [("energy_truce", "maritime_truce"), ("maritime_truce", "ceasefire"), ("ceasefire", "peace")]
    assert list(ask.model().goals) == ["energy_halt", "maritime", "general_ceasefire", "lasting_peace"]
    assert ask.voice("o-steps") is ask.voice("w-steps") is Voice.party
    assert not ask.model(without=["o-steps", "w-steps"]).agenda
    assert len(ask.model(without=["w-steps"]).agenda) == 2  # the op-ed leaves out the first step
    # An earlier stage can be had while a later one is blocked; what happens to it then, nobody has said.
    assert ask.blocks("general_ceasefire")
    assert not ask.blocks("energy_halt")
    assert not ask.blocks("maritime")
    assert ask.voice("w-steps-alone") is Voice.absence
    assert ask.open_questions("w-steps-alone")
    # A way that follows the order: each stage comes about after the one before it, and is asked whether it would stand by itself.
    agenda = ask.way("maritime").agenda
    assert agenda is not None
    assert agenda.entries == ("agenda.0", "agenda.1", "agenda.2")
    assert agenda.route is not None
    first, second, *later = agenda.stages
    assert [first.formula.split(".")[0], second.formula.split(".")[0]] == ["energy_truce", "maritime_truce"]
    assert first.step is not None
    assert second.step is not None
    assert 0 < first.step < second.step == len(agenda.route.steps)
    for stage in (first, second):
        assert stage.stands_alone == (not stage.leavers and not stage.worse)
    assert [stage.stands_alone for stage in later] == [None, None]
    turned = ask.way("maritime", agenda=[("maritime_truce", "energy_truce"), ("energy_truce", "maritime_truce")]).agenda
    assert turned is not None
    assert turned.route is None
    assert turned.by_itself  # an order that waits for itself blocks, and nothing else does


@pytest.mark.row("options.ceasefire", "r-declined", "o-declined", "o-authorship", "w-authorship", "k-authorship", "w-joint")
def test_row_06_who_proposed_the_halt_that_was_declined(ask: Ask) -> None:
    assert ask.chain("o-authorship") == ("author", "unnamed reports", "us")
    assert set(ask.dossier.claim("o-authorship").contradicts) == {"w-authorship", "k-authorship"}
    assert ask.chain("w-authorship")[1:] == ("us", "ukraine")
    assert ask.chain("k-authorship")[-1] == "ukraine"
    assert set(ask.dossier.file.options["ceasefire"].offered_by) == {"us", "ukraine"}
    assert "u-together" in ask.carried_by("w-joint")
    # Which source is right? Two voices against one, neither taken; whichever is, no answer changes.
    assert set(ask.told_otherwise("o-authorship").values()) == {ask.chain("w-authorship"), ask.chain("k-authorship")}
    assert not ask.changes_an_answer("o-authorship")
    # That it was declined blocks the halt as stated; who had proposed it changes nothing.
    assert frozenset({"r-declined"}) in ask.blocks("general_ceasefire")
    assert frozenset({"r-declined"}) not in ask.blocks("general_ceasefire", without=["o-declined"])
    assert ask.blocks("general_ceasefire", without=["o-authorship"]) == ask.blocks(
        "general_ceasefire", without=["w-authorship", "k-authorship"]
    )


@pytest.mark.row(
    "circumstances.advancing",
    "circumstances.encircled",
    "r-momentum",
    "r-declined",
    "o-momentum",
    "o-advance",
    "o-encircled",
    "m-kursk",
    "k-kursk",
)
def test_row_07_the_refusal_without_the_battlefield(ask: Ask) -> None:
    assert ask.dossier.claim("o-momentum").hedge
    assert set(ask.dossier.claim("o-encircled").contradicts) == set(ask.dossier.claim("m-kursk").contradicts) == {"k-kursk"}
    assert ask.chain("k-kursk")[-1] == "ukraine"
    assert ask.stands("r-momentum", without=["o-encircled", "m-kursk"])
    assert ask.stands("circumstances.encircled", without=["o-encircled"])
    assert not ask.stands("r-momentum", without=["o-momentum"])
    assert not ask.stands("circumstances.advancing", without=["o-advance"])
    halt = ("ceasefire.russia",)
    assert not ask.holds("r-momentum", *halt, circumstances={"advancing": True})
    assert ask.holds("r-momentum", *halt, circumstances={"advancing": False, "encircled": False})  # waiting has stopped paying
    assert ask.stands("r-declined", without=["o-momentum", "o-advance", "o-encircled", "m-kursk"])  # the refusal is reported apart from it
    # Asked: with the advance denied, and with the encirclement settled, does the refusal still block, and what depends on them at all?
    found = ask.supposing()
    assert {name: found.depends.get(name) for name in ("advancing", "encircled")} == dict.fromkeys(
        ("advancing", "encircled"), ("r-momentum",)
    )
    settled = [row for row in found.rows if {"advancing", "encircled"} & dict(row.scenario.settings).keys()]
    assert {(str(row.scenario.kind), dict(row.scenario.settings).get("advancing")) for row in settled} == {
        ("event", False),
        ("unknown", None),
    }
    for row in settled:
        (halt_then,) = (outcome for outcome in row.outcomes if outcome.goal == "general_ceasefire")
        assert halt_then.reasons == ask.blocks("general_ceasefire", circumstances=dict(row.scenario.settings))
        assert frozenset({"r-declined"}) in halt_then.reasons


@pytest.mark.row("options.aid_halt", "r-aid-for-ceasefire", "r-aid-for-peace", "o-aid-precondition", "m-aid")
def test_row_08_whose_precondition_and_for_which_stage(ask: Ask) -> None:
    assert ask.voice("o-aid-precondition") is Voice.author
    assert ask.voice("m-aid") is Voice.party
    assert ask.element("r-aid-for-ceasefire").basis.claims == {"o-aid-precondition"}
    assert ask.dossier.ground(ask.element("r-aid-for-ceasefire")) is Ground.author
    assert ask.dossier.ground(ask.element("r-aid-for-peace")) is Ground.attributed
    clash = frozenset({"r-aid-for-ceasefire", "u-aid"})
    assert clash in ask.blocks("general_ceasefire")
    assert clash not in ask.blocks("general_ceasefire", without=["o-aid-precondition"])
    assert frozenset({"r-aid-for-peace", "u-aid"}) in ask.blocks("lasting_peace", without=["o-aid-precondition"])
    # On the way to a ceasefire it is met at the step at which it begins to bind, in the author's words; without them it binds nowhere.
    way = ask.way("general_ceasefire")
    assert way.route is not None
    halted = next(k for k, step in enumerate(way.route.steps) if "ceasefire.russia" in {change.option for change in step.changes})
    assert "r-aid-for-ceasefire" in way.rests_on[halted]
    assert any("aid_halt" in {change.option for change in step.changes} for step in way.route.steps[: halted + 1])
    bare = ask.way("general_ceasefire", without=["o-aid-precondition"])
    assert bare.route is not None
    assert not any("r-aid-for-ceasefire" in elements for elements in bare.rests_on)
    assert not any("aid_halt" in {change.option for change in step.changes} for step in bare.route.steps)


@pytest.mark.row("options.aid_halt", "meetings.3", "o-aid-frozen", "o-aid-resumed", "w-jeddah", "w-resume")
def test_row_09_the_lever_was_pulled_and_released_and_where_does_not_matter(ask: Ask) -> None:
    lever = ask.dossier.file.options["aid_halt"]
    assert [past.was for past in lever.past] == ["yes", "no"]
    assert not lever.one_way
    assert not lever.no_return
    assert "o-aid-frozen" in lever.past[0].because
    assert ask.chain("o-aid-frozen") == ("author",)
    assert ask.dossier.claim("o-aid-resumed").contradicts == ("w-jeddah",)
    jeddah = [meeting for meeting in ask.dossier.file.meetings if meeting.venue == "Jeddah"]
    assert [meeting.because for meeting in jeddah] == [("w-jeddah",)]
    assert ask.carried_by("w-jeddah") == {"meetings.3"}
    # Which source is right about the venue? Each has the other against it, and whichever is taken, no answer changes.
    assert ask.told_otherwise("w-jeddah") == {"o-aid-resumed": ask.chain("o-aid-resumed")}
    assert not ask.changes_an_answer("w-jeddah")
    assert ask.stands("now.aid_halt", without=["o-aid-resumed"])
    assert not ask.stands("now.aid_halt", without=["o-aid-resumed", "w-resume"])
    assert ask.blocks("general_ceasefire", without=["o-aid-resumed"]) == ask.blocks("general_ceasefire", without=["w-jeddah"])
    # Pulled on the way, it can be released again: that is where the way could break, and what is said of releasing it is why.
    breaks = [found for found in ask.way("general_ceasefire").breaks if found.party == lever.party]
    assert {change.option for found in breaks for change in found.undoing} == {"aid_halt"}
    assert {found.bind for found in breaks if not found.deterred} == {("aid_halt",)}
    assert not [found for found in ask.way("general_ceasefire", without=["o-backtracked", "w-resume"]).breaks if found.party == lever.party]


@pytest.mark.row(
    "options.mobilisation",
    "r-mobilisation",
    "r-pause",
    "u-no-pause",
    "questions@o-no-pressure",
    "o-mobilisation",
    "o-unwilling",
    "o-no-pressure",
    "m-points",
)
def test_row_10_the_demand_the_refusal_or_the_silence_of_the_mediator(ask: Ask) -> None:
    assert ask.voice("o-mobilisation") is ask.voice("m-points") is Voice.party
    assert ask.voice("o-unwilling") is Voice.author
    assert ask.voice("o-no-pressure") is Voice.absence
    demand, refusal = frozenset({"r-pause", "u-no-pause"}), frozenset({"r-mobilisation", "u-army", "u-no-pause"})
    assert {demand, refusal} <= ask.blocks("general_ceasefire")
    assert not any("u-no-pause" in reason for reason in ask.blocks("general_ceasefire", without=["o-unwilling"]))
    assert demand not in ask.blocks("general_ceasefire", without=["m-points"])
    assert refusal not in ask.blocks("general_ceasefire", without=["o-mobilisation"])
    # Three candidates for the barrier, each with what meets it: the condition by one act that is refused, the demand by two, each refused.
    condition, wish = ask.need("general_ceasefire", "r-pause"), ask.need("general_ceasefire", "r-mobilisation")
    assert condition.only == ("mobilisation.pause",)
    assert {way.refused_by for way in condition.ways} == {("u-no-pause",)}
    assert {frozenset(dict(way.changes)): way.refused_by for way in wish.ways} == {
        frozenset({"mobilisation.pause"}): ("u-no-pause",),
        frozenset({"mobilisation.cut"}): ("u-army",),
    }
    assert ask.need("general_ceasefire", "r-mobilisation", without=["o-unwilling"]).open_ways  # and without the refusal one is open
    assert ask.carried_by("o-no-pressure") == set()  # that nothing is seen is kept as a question, not as a refusal
    assert [question.to for question in ask.open_questions("o-no-pressure")] == [("us", "ukraine")]


@pytest.mark.row("us-no-recognition", "questions@o-gains-silence", "o-gains-silence", "o-gains-size")
def test_row_11_silence_about_the_gains_is_not_yet_a_refusal(ask: Ask) -> None:
    assert ask.voice("o-gains-silence") is Voice.absence
    assert ask.dossier.ground(ask.element("us-no-recognition")) is Ground.silence
    assert not ask.stands("us-no-recognition", without=["o-gains-silence"])
    assert ask.open_questions("o-gains-silence")
    size = ask.dossier.claim("o-gains-size").quantity
    assert size is not None
    assert (size.bound, size.value, size.unit) == ("over", 20, "percent")
    assert size.of
    # What changes if silence is not read as refusal? This refusal, and with it every deal in which the gains are recognised; no other.
    policies = ask.by_policy("us-no-recognition")
    assert policies[PolicyKind.all]
    assert not policies[PolicyKind.not_silence]
    assert not policies[PolicyKind.attributed]
    assert ask.audit().parties[2].silence == ("o-no-pressure", "o-gains-silence")
    refused = frozenset({"us-no-recognition"})
    assert refused in ask.blocks_of("energy_truce and us_recognition")
    assert not ask.blocks_of("energy_truce and us_recognition", without=["o-gains-silence"])
    for goal in ask.model().goals:
        assert ask.blocks(goal) == ask.blocks(goal, without=["o-gains-silence"])


@pytest.mark.row(
    "circumstances.plant_held_by_russia",
    "questions@o-territory-unraised",
    "questions@o-plant-unraised",
    "o-territory-unraised",
    "o-plant-unraised",
    "o-plant-held",
    "k-plant-asked",
)
def test_row_12_issues_without_a_proposal(ask: Ask) -> None:
    assert ask.chain("o-territory-unraised")[-1] == "The New York Times"
    assert ask.voice("o-territory-unraised") is ask.voice("o-plant-unraised") is Voice.absence
    assert ask.dossier.file.circumstances["plant_held_by_russia"].now == "yes"
    assert "circumstances.plant_held_by_russia" in ask.carried_by("o-plant-held")
    assert not any("plant" in (option.issue or "") for option in ask.dossier.file.options.values())
    assert not any(option.offered_by for option in ask.dossier.file.options.values() if option.issue == "territory")
    assert ask.open_questions("o-territory-unraised")
    assert ask.open_questions("o-plant-unraised")
    assert ask.chain("k-plant-asked")[-1] == "ukraine"  # somebody asked about it the day after the call
