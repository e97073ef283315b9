"""The yardstick, rows 13 to 24: red lines, the outside force, the votes, other arenas, what expires, what the account did not know.

Nothing here expects a political answer; only who says what, what rests on it, and what changes without it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from detente.dossier.model import model
from detente.dossier.timeline import Mark, Stand, timeline
from detente.evidence import Modality, Voice
from detente.worlds.policies import PolicyKind
from detente.worlds.sides import side_of

if TYPE_CHECKING:
    from tests.mission.conftest import Ask

LATER = datetime.date(2025, 3, 25)


@pytest.mark.row("options.formal_acceptance", "options.us_recognition", "u-acceptance", "o-redline", "k-redline", "k-redline-scope")
def test_row_13_a_red_line_on_ones_own_act_that_nobody_asks_to_cross(ask: Ask) -> None:
    act, foreign = ask.dossier.file.options["formal_acceptance"], ask.dossier.file.options["us_recognition"]
    assert (act.party, foreign.party) == ("ukraine", "us")  # one's own act, and somebody else's recognition
    assert ask.element("u-acceptance").kind == "limit"
    assert ask.voice("o-redline") is ask.voice("k-redline") is Voice.party
    assert ask.stands("u-acceptance", without=["o-redline"])
    assert ask.stands("u-acceptance", without=["k-redline"])
    assert not ask.stands("u-acceptance", without=["o-redline", "k-redline"])
    assert ask.holds("u-acceptance", "us_recognition")
    assert ask.voice("k-redline-scope") is Voice.party
    # Only one other statement speaks of the act: an inference of the author that recognition by others satisfies as well.
    assert ask.naming("formal_acceptance") == {"u-acceptance", "r-land"}
    assert ask.holds("r-land", "peace.russia", "us_recognition")
    assert not any("u-acceptance" in reason for goal in ask.model().goals for reason in ask.blocks(goal))
    # Packages of every stage exist beside it, and none of them needs it crossed; what it shuts is one of two ways to meet an inference.
    assert all(ask.possible(goal, stated=False) for goal in ask.model().goals)
    assert not any("formal_acceptance" in ask.always_changed(goal) for goal in ask.model().goals)
    land = {frozenset(dict(way.changes)): set(way.refused_by) for way in ask.need("lasting_peace", "r-land").ways}
    assert land[frozenset({"formal_acceptance"})] == {"u-acceptance"}
    assert "u-acceptance" not in land[frozenset({"us_recognition"})]


@pytest.mark.row("options.mobilisation", "u-army", "r-mobilisation", "questions@k-pause-silence", "o-army", "k-army", "k-pause-silence")
def test_row_14_between_a_pause_and_a_smaller_army(ask: Ask) -> None:
    assert ask.dossier.file.options["mobilisation"].levels == ("usual", "pause", "cut")
    assert ask.voice("o-army") is ask.voice("k-army") is Voice.party
    assert not ask.stands("u-army", without=["o-army", "k-army"])
    assert ask.stands("u-army", without=["o-army"])
    assert ask.stands("u-army", without=["k-army"])
    pause = ("ceasefire.russia", "mobilisation.pause")
    assert ask.holds("u-army", *pause)
    assert ask.holds("r-mobilisation", *pause)  # the two statements leave room; what closes it is the reported refusal
    assert ask.possible("general_ceasefire", without=["o-unwilling", "o-declined", "o-aid-precondition"])
    # The red line shuts one way to meet the demand, the reported refusal the other; without the refusal there is space.
    found = ask.need("general_ceasefire", "r-mobilisation")
    assert {name: set(way.refused_by) for way in found.ways for name in dict(way.changes)} == {
        "mobilisation.pause": {"u-no-pause"},
        "mobilisation.cut": {"u-army"},
    }
    assert [dict(way.changes) for way in ask.need("general_ceasefire", "r-mobilisation", without=["o-unwilling"]).open_ways] == [
        {"mobilisation.pause": True}
    ]
    assert ask.voice("k-pause-silence") is Voice.absence
    assert ask.open_questions("k-pause-silence")


@pytest.mark.row(
    "options.outside_force",
    "r-no-force",
    "u-force",
    "uf-force",
    "force-secures-truce",
    "questions@o-force-motive",
    "o-force",
    "o-force-rejected",
    "o-force-motive",
    "m-troops",
    "k-force",
    "k-force-not-required",
)
def test_row_15_one_implement_is_blocked_and_the_deal_is_not(ask: Ask) -> None:
    force = ask.dossier.file.options["outside_force"]
    assert force.offered_by == (force.party,) == ("uk_france",)
    assert {ask.chain(claim)[-1] for claim in ("o-force", "o-force-rejected", "m-troops")} == {"uk_france", "russia"}
    assert ask.voice("o-force-motive") is Voice.author
    assert ask.stands("uf-force", without=["k-force"])
    assert ask.stands("r-no-force", without=["o-force-rejected"])
    assert ask.stands("r-no-force", without=["m-troops"])
    assert ask.stands("u-force")
    assert not ask.stands("u-force", without=["k-force"])
    assert ask.stands("force-secures-truce")
    # Wanted, offered, refused, and required by nobody: it stands in no reason.
    assert ask.naming("outside_force") == {"r-no-force", "u-force", "uf-force"}
    assert {ask.element(name).kind.value for name in ("u-force", "uf-force")} == {"want"}
    assert not any("r-no-force" in reason for goal in ask.model().goals for reason in ask.blocks(goal))
    # This one implement is refused, a deal is not: each wish for it is met by nothing else, and acts on its issue are refused by nobody.
    for wish in ("u-force", "uf-force"):
        found = ask.need("general_ceasefire", wish)
        assert found.only == ("outside_force",)
        assert {way.refused_by for way in found.ways} == {("r-no-force",)}
        beside = {act.option: act for act in found.same_issue}
        assert beside["guarantees"].refused_by == ()
        assert beside["guarantees"].asked_by == ("r-guarantees",)
    assert "outside_force" not in ask.always_changed("general_ceasefire")
    assert ask.chain("k-force-not-required")[-1] == "ukraine"
    assert ask.open_questions("o-force-motive")  # who else would be accepted


@pytest.mark.row("r-land", "o-kyiv-stance", "o-keep-land")
def test_row_16_the_inference_and_its_mirror(ask: Ask) -> None:
    assert ask.voice("o-kyiv-stance") is ask.voice("o-keep-land") is Voice.author
    assert ask.dossier.claim("o-keep-land").modality is Modality.opinion
    assert ask.carried_by("o-keep-land") == {"r-land"}
    assert ask.carried_by("o-kyiv-stance") == set()
    for goal in ask.model().goals:
        assert ask.blocks(goal, without=["o-keep-land", "o-kyiv-stance"]) == ask.blocks(goal)
    # The loaded word stays in the quotation.
    assert "stubborn" in ask.dossier.claim("o-kyiv-stance").quote
    assert "stubborn" not in ask.dossier.file.model_dump_json() + "".join(claim.says for claim in ask.dossier.claims.values())
    assert {ask.element("r-land").kind.value, ask.element("u-acceptance").kind.value} == {"want", "limit"}
    # The mirror image: one rule for every party, and what it does to each goal.
    rows = {(row.party, row.goal): row for row in ask.mirrored()}
    assert {goal for _, goal in rows} == set(ask.model().goals)
    assert {party for party, _ in rows} == set(ask.model().option_form.preferences)
    assert "r-land" in rows["russia", "lasting_peace"].inferred
    assert not any("o-kyiv-stance" in row.claims for row in rows.values())
    for (_, goal), row in rows.items():
        blocking = ask.blocks(goal)
        assert (row.blocked, row.reasons) == (bool(blocking), len(blocking))
        assert row.in_reasons == sum(bool(set(row.inferred) & reason) for reason in blocking)
        assert {str(ask.dossier.ground(ask.element(name))) for name in row.inferred} <= {"author", "silence"}


@pytest.mark.row("circumstances.vote_counts", "o-vote", "o-staged", "o-witkoff")
def test_row_17_no_verdict_hinges_on_the_votes(ask: Ask) -> None:
    assert [ask.voice(claim) for claim in ("o-vote", "o-staged", "o-witkoff")] == [Voice.author, Voice.report, Voice.party]
    assert ask.chain("o-witkoff") == ("author", "an interview with Tucker Carlson", "us")
    assert [ask.dossier.claim(claim).cue for claim in ("o-staged", "o-witkoff")] == ["claimed", "acknowledged"]
    assert set(ask.dossier.claim("o-staged").contradicts) == {"o-vote", "o-witkoff"}
    assert ask.dossier.claim("o-witkoff").granted_by == ("us",)
    assert ask.dossier.file.circumstances["vote_counts"].now == "unknown"
    # Does a verdict hinge on it? On nobody's word: accepted or set aside, yes or no, every goal is blocked for the same reasons.
    for stated in (False, True):
        assert ask.idle({"o-vote", "o-staged", "o-witkoff"}, stated=stated) == {"o-vote", "o-staged", "o-witkoff"}
    for goal in ask.model().goals:
        assert ask.blocks(goal, circumstances={"vote_counts": True}) == ask.blocks(goal, circumstances={"vote_counts": False})
    # Whose word it is, and in which verbs: two accounts of it, one that takes it as known and one that keeps its distance.
    assert {(row.cue, row.speaker, row.kind) for row in ask.audit().cues if set(row.claims) & {"o-staged", "o-witkoff"}} == {
        ("claimed", "American media", "distancing"),
        ("acknowledged", "us", "factive"),
    }
    assert side_of(ask.dossier, "us").grants == ("o-witkoff",)
    kinds = ask.by_policy("circumstances.vote_counts")
    assert kinds[PolicyKind.word]
    assert kinds[PolicyKind.not_author]


@pytest.mark.row("parties.regions", "o-pleas")
def test_row_18_whose_voice_is_missing(ask: Ask) -> None:
    people = ask.dossier.file.parties["regions"]
    assert people.voice == "none"
    assert "affected" in people.roles
    assert not any("regions" in claim.speaker for claim in ask.dossier.claims.values())
    assert not any("regions" in (option.party, *option.parties) for option in ask.dossier.file.options.values())
    assert "regions" in ask.dossier.claim("o-pleas").about
    assert ask.voice("o-pleas") is Voice.author
    assert "parties.regions" in ask.carried_by("o-pleas")
    # Whose voice is missing? Counted for all alike: those who are spoken about and speak nowhere, and have no picture of their own.
    silent = {row.party for row in ask.audit().parties if not row.speaks and not row.granted}
    assert silent == {"elite", "regions"}
    assert {name for name, party in ask.dossier.file.parties.items() if party.voice == "none"} == {"regions"}
    row = next(row for row in ask.audit().parties if row.party == "regions")
    assert set(row.by_author) == {"o-vote", "o-pleas"}
    assert not side_of(ask.dossier, "regions").claims
    assert any("regions" in cost.borne_by for cost in ask.dossier.file.costs)  # and costs fall on them


@pytest.mark.row("options.minsk_autonomy", "options.guarantees", "o-minsk", "o-minsk-defection")
def test_row_19_a_broken_promise_whose_note_is_about_something_else(ask: Ask) -> None:
    promise = ask.dossier.file.options["minsk_autonomy"]
    assert promise.until is not None
    assert promise.until < datetime.date(2025, 3, 24)
    assert [past.because for past in promise.past] == [("o-minsk-defection",)]
    assert next(option.frozen for option in ask.model().option_form.options if option.name == "minsk_autonomy") is False
    assert ask.carried_by("o-minsk") == {"options.minsk_autonomy"}
    defection = ask.dossier.claim("o-minsk-defection")
    assert ask.voice("o-minsk-defection") is Voice.author
    assert defection.span is not None
    text = ask.dossier.documents["op-ed"].text
    note = text[text.index("\n[1]") :].split("\n\n")[0]
    assert text[defection.span.end :].startswith(".[1]")
    assert "Minsk" not in note
    # What would replace trust is an option of its own, and it is not given now.
    assert ask.dossier.file.options["guarantees"].now == "no"
    # Which deals survive without trust: those that nobody gains by leaving. Of the others it is said what would have to be assured, of
    # everybody who would leave alike.
    trusting = {goal: ask.way(goal).assurances for goal in ("energy_halt", "general_ceasefire")}
    for found in trusting.values():
        assert found is not None
        assert found.holds == ("seq" in found.holds_under)
        for assured in found.sets:
            for leaving in found.leaving:
                bound = {one.act.option for one in assured.assurances if one.kind == "bind"}
                answered = {one.against.option for one in assured.assurances if one.against and one.against.party == leaving.party}
                assert set(leaving.options) & (bound | answered)
    assert {found.holds or bool(found.sets) for found in trusting.values() if found} == {True}


@pytest.mark.row("options.mideast_cooperation", "o-mideast", "w-mideast")
def test_row_20_a_second_arena_offers_what_nobody_has_asked_for(ask: Ask) -> None:
    second = ask.dossier.file.options["mideast_cooperation"]
    assert second.arena
    assert second.offered_by == ("us",)
    assert ask.voice("o-mideast") is ask.voice("w-mideast") is Voice.party
    assert ask.stands("options.mideast_cooperation", without=["o-mideast"])
    assert ask.stands("options.mideast_cooperation", without=["w-mideast"])
    assert "mideast_cooperation" in ask.model().option_form.option_names
    assert ask.naming("mideast_cooperation") == set()
    # So on record it turns no refusal and no deal needs it; who would have to wish for it, and whether that would do, is asked apart.
    for goal in ("general_ceasefire", "lasting_peace"):
        found = ask.side_payment(goal, "mideast_cooperation")
        assert (found.arena, found.by, found.named_by, found.turns, found.needed) == (second.arena, "us", (), (), False)
        assert {one.party for one in found.if_wished} >= {"russia", "ukraine"}
        stated = ask.side_payment(goal, "mideast_cooperation", stated=True)
        assert not any(one.possible for one in stated.if_wished)


@pytest.mark.row("circumstances.gulf_war", "r-gulf", "o-yemen", "o-iran", "o-iran-ally")
def test_row_21_an_outside_event_that_would_overturn_a_peace(ask: Ask) -> None:
    links = ["o-yemen", "o-iran", "o-iran-ally"]
    assert {ask.voice(claim) for claim in links} == {Voice.author}
    assert all(not ask.stands("r-gulf", without=[link]) for link in links)  # a chain breaks at any link
    assert ask.stands("r-gulf")
    assert ask.dossier.file.circumstances["gulf_war"].now == "no"
    assert ask.holds("r-gulf", "peace.russia", circumstances={"gulf_war": False})
    assert not ask.holds("r-gulf", "peace.russia", circumstances={"gulf_war": True})
    # Every outside event turned round, each goal asked again: what it overturns can only be a deal that there was.
    found = ask.supposing()
    assert found.depends["gulf_war"] == ("r-gulf",)
    events = {row.scenario.settings: row for row in found.rows if row.scenario.kind == "event"}
    event = events[("gulf_war", True),]
    assert [outcome.goal for outcome in event.outcomes] == list(ask.model().goals)
    assert set(event.overturned) <= {outcome.goal for outcome in found.base if outcome.at_limits or outcome.as_stated}
    for outcome in event.outcomes:
        assert outcome.reasons == ask.blocks(outcome.goal, circumstances={"gulf_war": True})


@pytest.mark.row("options.new_start", "options.inf_treaty", "o-new-start", "o-inf")
def test_row_22_what_expires_and_what_has_expired(ask: Ask) -> None:
    treaty = ask.dossier.file.options["new_start"]
    assert treaty.until == datetime.date(2026, 2, 5)  # 'next February', read against the date of the document
    assert ask.dossier.documents["op-ed"].date == datetime.date(2025, 3, 24)

    def frozen(name: str, day: datetime.date) -> bool | None:
        conflict = model(ask.dossier, as_of=day).option_form
        return next(option.frozen for option in conflict.options if option.name == name)

    assert ask.stands("options.new_start")
    assert frozen("new_start", datetime.date(2026, 2, 5)) is None
    assert frozen("new_start", datetime.date(2026, 2, 6)) is False
    gone = ask.dossier.file.options["inf_treaty"]
    assert gone.no_return
    assert [past.was for past in gone.past] == ["yes"]
    assert frozen("inf_treaty", datetime.date(2025, 3, 24)) is False
    assert ask.stands("now.inf_treaty")
    assert {ask.voice("o-new-start"), ask.voice("o-inf")} == {Voice.author}
    # What can still be agreed before the day, and what is lost after it: the act itself, and of the other goals nothing.
    way = ask.way("new_start")
    assert way.days is not None
    assert way.days.last == datetime.date(2026, 2, 5)
    assert way.route is not None
    assert [step.by for step in way.route.steps] == [datetime.date(2026, 2, 5)]
    (turn,) = way.days.turns
    assert (turn.closes, len(turn.lost)) == (("new_start",), way.packages)
    halt = ask.way("energy_halt").days
    assert halt is not None
    assert halt.last is None
    assert [(turn.closes, turn.lost) for turn in halt.turns] == [(("new_start",), ())]
    assert ask.way("inf_treaty").route is None  # and what has expired cannot be reached on any day


@pytest.mark.row("options.sanctions", "questions@o-sanctions-tightened", "o-sanctions-tightened", "w-exemption")
def test_row_23_a_move_against_the_direction_of_the_deal(ask: Ask) -> None:
    measure = ask.dossier.file.options["sanctions"]
    assert measure.levels == ("tightened", "as_before", "lifted")
    assert measure.now == "tightened"
    assert ask.dossier.claim("o-sanctions-tightened").date == datetime.date(2025, 3, 13)
    assert ask.voice("o-sanctions-tightened") is Voice.report
    assert ask.stands("now.sanctions", without=["o-sanctions-tightened"])
    assert ask.stands("now.sanctions", without=["w-exemption"])
    assert ask.open_questions("o-sanctions-tightened")  # leverage, or a signal?
    # Who needs it undone: the author's terms for a durable peace; no party's condition for a ceasefire.
    assert ask.naming("sanctions.lifted") == {"u-sanctions", "e-plan"}
    assert not any("sanctions" in name for reason in ask.blocks("general_ceasefire") for name in reason)
    # Which packages need it undone: none of any stage; each stage has one with it and one without.
    for goal in ask.model().goals:
        assert "sanctions.lifted" not in ask.always_changed(goal)
        assert ask.possible_with(goal, "sanctions.lifted")
        assert ask.possible_with(goal, "not sanctions.lifted")
    assert not ask.possible_with("maritime", "sanctions.lifted", stated=True)  # as stated one refusal stands against it
    assert ask.possible_with("maritime", "not sanctions.lifted", stated=True)


@pytest.mark.row(
    "options.fleet_east",
    "r-sanctions-at-sea",
    "u-fleet",
    "questions@o-sanctions-unraised",
    "o-sanctions-unraised",
    "m-sanctions-unmentioned",
    "l-sanctions-first",
    "l-us-silent",
    "l-not-in-text",
    "l-fleet",
)
def test_row_24_what_the_account_did_not_know_yet(ask: Ask) -> None:
    assert ask.voice("o-sanctions-unraised") is ask.voice("m-sanctions-unmentioned") is Voice.absence
    assert ask.open_questions("o-sanctions-unraised")
    later = ask.as_of(LATER)
    assert {"l-sanctions-first", "l-us-silent", "l-not-in-text", "l-fleet"} == {
        claim for claim in later.dossier.standing - ask.dossier.standing if claim not in {"l-us-sea", "l-withdraw", "l-kyiv-yes"}
    }
    assert [later.chain(claim)[-1] for claim in ("l-sanctions-first", "l-not-in-text", "l-fleet")] == ["russia", "ukraine", "ukraine"]
    assert later.voice("l-us-silent") is Voice.absence
    assert {"r-sanctions-at-sea", "u-fleet", "options.fleet_east"} & ask.model().standing == set()
    assert {"r-sanctions-at-sea", "u-fleet", "options.fleet_east"} <= later.model().standing
    assert not ask.blocks("maritime")
    assert frozenset({"r-sanctions-at-sea", "u-sanctions"}) in later.blocks("maritime")
    # What did the later statements change? One answer, and one of them suffices for it; it ties what had been wanted, and is no silence.
    changed = ask.changed(LATER)
    assert set(changed.claims) == later.dossier.standing - ask.dossier.standing
    (maritime,) = [row for row in changed.changes if row.asked.name == "maritime"]
    assert (maritime.asked.stated, maritime.before.together, maritime.after.together) == (True, True, False)
    assert maritime.responsible is not None
    assert maritime.responsible.complete
    assert maritime.responsible.sets == (frozenset({"l-sanctions-first"}),)
    risen = {change.element: set(change.claims) for change in changed.elements if change.kind == "risen"}
    assert risen["r-sanctions-at-sea"] == {"l-sanctions-first"}
    assert risen["u-fleet"] == {"l-fleet"}
    held = {one.claim: one for one in timeline(ask.dossier).held}
    assert (held["l-sanctions-first"].mark, held["l-sanctions-first"].before) == (Mark.bound, "m-maritime")
    assert not held["l-sanctions-first"].known
    assert held["l-us-silent"].stand is held["o-sanctions-unraised"].stand is Stand.silence
