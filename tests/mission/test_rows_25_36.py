"""The yardstick, rows 25 to 36: proxies, necessary conditions, distrust, a hidden player, no good choice, footnotes, provenance.

Nothing here expects a political answer; only who says what, what rests on it, and what changes without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.dossier.basis import Ground
from detente.evidence import Modality, Provenance, Voice
from detente.graphmodel.states import state_space
from detente.impasse.verdict import deal_possible
from detente.worlds.policies import PolicyKind, policies, word_of
from detente.worlds.sides import side_of

if TYPE_CHECKING:
    from tests.mission.conftest import Ask


@pytest.mark.row("merge.0", "o-proxy", "o-pretexts")
def test_row_25_two_players_or_one(ask: Ask) -> None:
    assert ask.voice("o-proxy") is ask.voice("o-pretexts") is Voice.author
    merge = ask.dossier.file.merge[0]
    assert (merge.principal, merge.agent, merge.apply) == ("us", "ukraine", False)
    assert "ukraine" in ask.model().option_form.decision_makers
    merged = ask.model(apply_merges=True).option_form
    assert "ukraine" not in merged.decision_makers
    assert {"mobilisation.pause", "aid_halt"} <= {option.name for option in merged.options_of("us")}
    # As one actor the reasons are others: the agent's own statements no longer count.
    assert any("u-no-pause" in reason for reason in ask.blocks("general_ceasefire"))
    assert not any(name.startswith("u-") for reason in ask.blocks("general_ceasefire", apply_merges=True) for name in reason)
    assert ask.model(without=["o-proxy"], apply_merges=True).option_form.options_of("ukraine")
    assert "invented" not in ask.dossier.file.model_dump_json()
    # The same as one row among the things supposed otherwise, with every goal's answer beside the one as written.
    found = ask.supposing()
    (one,) = (row for row in found.rows if row.scenario.kind == "merge")
    assert (one.scenario.parties, one.scenario.apply) == (("us", "ukraine"), True)
    assert {outcome.goal: outcome.reasons for outcome in one.outcomes if outcome.goal == "general_ceasefire"} == {
        "general_ceasefire": ask.blocks("general_ceasefire", apply_merges=True)
    }
    assert set(one.changed) == {then.goal for then, now in zip(one.outcomes, found.base, strict=True) if then != now}
    assert "general_ceasefire" in one.changed


@pytest.mark.row(
    "options.sanctions",
    "options.us_recognition",
    "options.guarantees",
    "outcomes.terms_of_the_author",
    "conclusions.durable_peace",
    "r-guarantees",
    "o-three",
)
def test_row_26_three_necessary_things_and_which_of_them_carries_weight(ask: Ask) -> None:
    assert ask.voice("o-three") is Voice.author
    assert ask.dossier.claim("o-three").modality is Modality.conditional
    needed = ask.model().conclusions["durable_peace"].names()
    assert {"sanctions.lifted", "us_recognition", "guarantees"} <= set(needed)
    assert "durable_peace" not in ask.model(without=["o-three"]).conclusions
    # Each conjunct against what is on record: the first meets a demand, the second an inference from silence, the third nothing.
    assert "u-sanctions" in ask.naming("sanctions.lifted")
    assert "us-no-recognition" in ask.naming("us_recognition")
    assert ask.naming("guarantees") == {"r-guarantees"}
    # Dropped one by one: two of the three bring refusals of their own, the third none, and none of them alone opens a deal.
    found = ask.weigh("durable_peace")
    parts = {part.formula: {one for reason in part.adds for one in reason.elements} for part in found.conjuncts}
    assert parts == {"sanctions.lifted": {"u-sanctions"}, "us_recognition": {"us-no-recognition"}, "guarantees": set()}
    assert [part.carries for part in found.conjuncts] == [True, True, False]
    assert not any(part.unblocks for part in found.conjuncts)
    # Is a part substitutable? What stands behind the second on record is met by another act, which a red line refuses.
    assert {name for way in ask.need("lasting_peace", "r-land").ways for name in dict(way.changes)} == {
        "us_recognition",
        "formal_acceptance",
    }


@pytest.mark.row("costs.0", "references.drawn_out_war", "conclusions.war_favours_russia", "o-drag", "o-favours-russia")
def test_row_27_no_deal_and_what_it_costs(ask: Ask) -> None:
    assert ask.dossier.claim("o-drag").modality is ask.dossier.claim("o-favours-russia").modality is Modality.predicted
    cost = ask.dossier.file.costs[0]
    assert set(cost.because) == {"o-drag"}
    assert {"russia", "ukraine"} <= set(cost.borne_by)
    found = ask.model()
    now = {name: bool(value) for name, value in found.option_form.now.items()}
    assert found.references["drawn_out_war"].evaluate(now)
    assert not ask.stands("references.drawn_out_war", without=["o-drag"])
    assert "war_favours_russia" in found.conclusions
    assert "war_favours_russia" not in ask.model(without=["o-favours-russia"]).conclusions
    # Asked of now itself: whose statements it leaves unmet, for whom a deal is better, and which costs no ranking counts.
    still = ask.no_deal()
    assert "drawn_out_war" in still.references
    assert {party for cost in still.costs if "o-drag" in cost.claims for party in cost.borne_by} == {"russia", "ukraine", "regions"}
    assert {row.party for row in still.parties} == set(found.option_form.decision_makers)
    for row in still.parties:
        assert set(row.deals) == set(found.goals)
        assert row.stays in {"necessary", "possible", "impossible"}
        assert all(not ask.statement(name).formula.evaluate(now) for name in row.unmet)
    assert still.party("ukraine").costs >= 1
    assert ask.concluded("war_favours_russia").formula == found.conclusions["war_favours_russia"]


@pytest.mark.row("r-distrust", "o-telegram")
def test_row_28_three_links_to_an_anonymous_post(ask: Ask) -> None:
    assert ask.chain("o-telegram") == ("author", "The New York Times", "an anonymous post")
    assert ask.voice("o-telegram") is Voice.report
    assert ask.dossier.claim("o-telegram").cites
    assert ask.carried_by("o-telegram") == {"r-distrust"}
    assert not ask.stands("r-distrust", without=["o-telegram"])
    # How far from its origin? Three voices, the longest chain on record, and nobody's word: without the author's taking it over, nothing.
    audit = ask.audit()
    chain = next(row for row in audit.chains if "o-telegram" in row.claims)
    assert chain.length == audit.longest_chain == 3
    kinds = ask.by_policy("r-distrust")
    assert kinds[PolicyKind.all]
    assert not any(kinds[kind] for kind in (PolicyKind.word, PolicyKind.attributed, PolicyKind.not_author, PolicyKind.independent))
    assert "o-telegram" not in side_of(ask.dossier, "russia").claims
    assert "r-distrust" in side_of(ask.dossier, "russia").lacks


@pytest.mark.row("r-distrust", "options.guarantees", "o-telegram", "o-endorsed", "o-deceived")
def test_row_29_the_author_takes_over_the_distrust(ask: Ask) -> None:
    assert ask.dossier.claim("o-telegram").endorsed_by == ("author",)
    assert ask.voice("o-endorsed") is ask.voice("o-deceived") is Voice.author
    assert ask.stands("r-distrust")
    assert not ask.stands("r-distrust", without=["o-endorsed"])  # a post alone is no statement of the party
    assert ask.dossier.ground(ask.element("r-distrust")) is Ground.author
    # The demands block with it and without it; what would stand in its place is a guarantee.
    assert ask.blocks("general_ceasefire") == ask.blocks("general_ceasefire", without=["o-endorsed"])
    assert ask.dossier.file.options["guarantees"].issue == "guarantees"
    # With it and without it: which deals are reached and hold, and the smallest sets of assurances that would make one hold.
    kept, removed = ask.way("general_ceasefire"), ask.way("general_ceasefire", without=["o-endorsed"])
    for way in (kept, removed):
        assert way.assurances is not None
        assert way.assurances.holds or way.assurances.sets
        for assured in way.assurances.sets:
            for one in assured.assurances:
                assert one.guarantor in ask.dossier.file.parties
                assert (one.credible != "") == (one.kind == "reply")
    assert kept.packages <= removed.packages


@pytest.mark.row("parties.elite", "e-plan", "o-elite", "o-wreck")
def test_row_30_a_player_who_may_not_exist(ask: Ask) -> None:
    assert ask.dossier.file.parties["elite"].exists == "doubtful"
    assert "spoiler" in ask.dossier.file.parties["elite"].roles
    assert {ask.voice(claim) for claim in ask.element("e-plan").basis.claims} == {Voice.author}
    assert ask.stands("e-plan")
    assert not ask.stands("e-plan", without=["o-wreck"])
    assert not ask.stands("parties.elite", without=["o-elite"])
    assert "elite" in ask.model().option_form.decision_makers
    absent = ask.model().option_form, ask.model(without=["o-elite"]).option_form
    assert [option.frozen for conflict in absent for option in conflict.options if option.name == "turn_against"] == [None, False]
    for goal in ask.model().goals:  # the answer as stated holds without it
        assert ask.blocks(goal) == ask.blocks(goal, without=["o-elite"])
    (absent_row,) = (row for row in ask.supposing().rows if row.scenario.kind == "without")
    assert absent_row.scenario.parties == ("elite",)
    assert {outcome.goal: outcome.reasons for outcome in absent_row.outcomes} == {
        goal: ask.blocks(goal, without=["o-elite"]) for goal in ask.model().goals
    }


@pytest.mark.row("circumstances.china_first", "us-china", "questions@o-china", "o-china")
def test_row_31_two_readings_of_his_priorities(ask: Ask) -> None:
    assert ask.dossier.claim("o-china").hedge
    assert ask.voice("o-china") is Voice.author
    assert ask.dossier.file.circumstances["china_first"].now == "unknown"
    assert "china_first" in ask.model().open_circumstances
    assert ask.holds("us-china", circumstances={"china_first": False})
    assert not ask.holds("us-china", circumstances={"china_first": True})
    assert ask.holds("us-china", "ceasefire.russia", "ceasefire.ukraine", circumstances={"china_first": True})
    assert ask.open_questions("o-china")
    # Both readings, with each setting of whatever else is unknown; the row says which goal either of them opens.
    found = ask.supposing()
    assert found.depends["china_first"] == ("us-china",)
    readings = [dict(row.scenario.settings) for row in found.rows if row.scenario.kind == "unknown"]
    assert {settings["china_first"] for settings in readings} == {False, True}
    for row in found.rows:
        possible = {(o.goal, stated): told for o in row.outcomes for stated, told in ((False, o.at_limits), (True, o.as_stated))}
        before = {(o.goal, stated): told for o in found.base for stated, told in ((False, o.at_limits), (True, o.as_stated))}
        assert {goal for (goal, _), told in possible.items() if told} - {goal for (goal, _), told in before.items() if told} <= set(
            row.opened
        )


@pytest.mark.row("options.turn_against", "threats.turn", "turn-is-a-reply", "us-fear", "questions@o-turn", "o-turn", "o-wreck", "o-fear")
def test_row_32_a_threat_after_a_move_and_whom_it_would_serve(ask: Ask) -> None:
    party, act, when = ask.model().threats["turn"]
    assert party == "elite"
    assert act.names() == ("turn_against",)
    assert set(when.names()) == {"us_recognition", "sanctions.lifted"}
    assert not ask.model(without=["o-turn"]).threats
    assert ask.stands("threats.turn")
    assert ask.stands("us-fear")
    assert not ask.stands("us-fear", without=["o-fear"])
    assert ask.dossier.claim("o-turn").hedge
    assert ask.stands("turn-is-a-reply")
    # Only the threatened party is said to care about the act; whether it serves the threatener is asked, not assumed.
    assert ask.naming("turn_against") == {"us-fear"}
    assert ask.open_questions("o-turn")
    # Credible where carrying it out is an improvement for whoever makes it; open as long as nothing says how it ranks the act.
    (told,) = ask.dilemmas().threats
    assert (told.name, told.found.party, told.found.threatened) == ("turn", "elite", ("us",))
    assert {"o-turn", "o-wreck"} <= set(told.claims)
    own = {name for name in ask.naming("turn_against") if ask.element(name).party == "elite"}
    for way in told.found.near:
        assert (way.sign == "open") == (not own)
        assert [one.party for one in way.deterrence] == ["us"]
        names = ask.model().option_form.option_names
        assert act.evaluate({name: letter == "Y" for name, letter in zip(names, way.after, strict=True)})
    assert told.found.situations == told.found.sure + told.found.open + told.found.unable


@pytest.mark.row(
    "conclusions.no_good_choice",
    "references.drawn_out_war",
    "options.turn_against",
    "us-fear",
    "o-no-win",
    "o-elite",
    "o-turn",
    "o-fear",
    "o-drag",
)
def test_row_33_the_author_concludes_that_every_choice_is_bad(ask: Ask) -> None:
    assert ask.dossier.file.conclusions["no_good_choice"].no_win == "us"
    assert ask.voice("o-no-win") is Voice.author
    assert ask.carried_by("o-no-win") == {"conclusions.no_good_choice"}
    assert ask.stands("conclusions.no_good_choice")
    # It is there to be tested: no statement of any ranking rests on it.
    assert ask.model(without=["o-no-win"]).option_form.preferences == ask.model().option_form.preferences

    def horns(*without: str) -> tuple[bool, bool]:
        """Giving in lets others do what the party fears; not giving in leaves the war that the reference describes."""
        found = ask.model(without=without)
        free = {option.name for option in found.option_form.options if option.frozen is None}
        return "turn_against" in free and "us-fear" in found.standing, "drawn_out_war" in found.references

    assert horns() == (True, True)
    assert [horns(claim) for claim in ("o-elite", "o-turn", "o-fear")] == [(False, True)] * 3  # the dilemma needs each of them ...
    assert horns("o-drag") == (True, False)  # ... and this one; all four are the author's own
    assert {ask.voice(claim) for claim in ("o-elite", "o-turn", "o-fear", "o-drag")} == {Voice.author}

    # Asked: does it follow, from which statements, resting on what besides, and for which other party does the mirror hold?
    told = ask.concluded("no_good_choice")
    assert told.no_win is not None
    assert (told.party, told.no_win.decision_maker) == ("us", "us")
    assert set(told.mirror) == set(ask.model().option_form.decision_makers) - {"us"}
    assert set(told.mirror.values()) <= {"necessary", "possible", "no"}
    assert bool(told.follows.carry) == (told.settled is not False)
    assert (told.not_excluded is not None) == (told.settled is False)
    (case,) = told.no_win.cases
    assert [choice.stay for choice in case.choices].count(True) == 1
    assert len(case.choices) > 1
    assert all(choice.way_out for choice in case.choices if choice.worse != "necessary")  # each horn that may be escaped, by which end
    assert all(ask.dossier.ground(ask.element(name)) in {Ground.assumed, Ground.unknown} for name in told.assumed)
    dilemmas = ask.dilemmas()
    assert {row.reference for row in dilemmas.rows} == {"now"}  # the war going on is now itself
    assert dilemmas.row("us", "drawn_out_war") is dilemmas.row("us")


@pytest.mark.row(
    "options.elections", "questions@o-elections", "r-standing", "o-elections", "o-standing", "m-standing", "k-elections-unconfirmed"
)
def test_row_34_a_concession_reported_by_somebody_else(ask: Ask) -> None:
    assert ask.chain("o-elections")[-1] == "us"
    assert "o-elections" not in word_of(ask.dossier, "ukraine")
    assert "o-elections" in word_of(ask.dossier, "us")
    assert ask.dossier.file.options["elections"].offered_by == ("ukraine",)
    assert ask.voice("k-elections-unconfirmed") is Voice.absence
    assert ask.open_questions("o-elections")
    assert ask.stands("r-standing", without=["o-standing"])
    assert ask.stands("r-standing", without=["m-standing"])
    assert ask.holds("r-standing", "peace.russia", "elections")
    assert not ask.holds("r-standing", "peace.russia")
    # An offer by Kyiv, or a claim about Kyiv? Its own words know elections, not the agreement; the envoy's words are the envoy's.
    own = side_of(ask.dossier, "ukraine")
    assert "options.elections" not in own.lacks
    assert {"o-elections", "k-elections-unconfirmed"} <= set(own.learns)
    assert "k-elections-unconfirmed" not in word_of(ask.dossier, "russia") | word_of(ask.dossier, "us")  # silence is nobody's word
    # Does it unlock anything? No: nothing that blocks falls, or comes to block, with it or without it.
    for goal in ask.model().goals:
        assert ask.blocks(goal) == ask.blocks(goal, without=["o-elections"])
    assert ask.idle({"o-elections", "k-elections-unconfirmed"}) == {"o-elections", "k-elections-unconfirmed"}


@pytest.mark.row(
    "options.lift_martial_law",
    "options.amnesty",
    "r-martial-law",
    "r-amnesty",
    "law-forbids",
    "u-elections-after",
    "o-martial-law",
    "o-amnesty",
    "k-elections-when",
    "k-elections-after",
)
def test_row_35_demands_in_a_footnote_and_their_order(ask: Ask) -> None:
    document = ask.dossier.documents["op-ed"]
    for claim in ("o-martial-law", "o-amnesty"):
        span = ask.dossier.claim(claim).span
        assert span is not None
        assert document.text[document.paragraphs[document.paragraph_at(span.start)].start :].startswith("[1]")
        assert ask.voice(claim) is Voice.party
    assert ask.stands("r-martial-law")
    assert not ask.stands("r-amnesty", without=["o-amnesty"])
    assert not ask.holds("r-amnesty", "peace.russia")
    assert ask.stands("law-forbids")
    # No elections under martial law, none before a ceasefire; after both they are feasible, with all three demands met.
    assert not ask.holds("u-elections-after", "elections", "lift_martial_law")
    space = state_space(ask.model().option_form)
    election = space.columns["elections"]
    assert not (election & ~space.columns["lift_martial_law"]).any()
    assert (election & space.columns["amnesty"] & space.columns["ceasefire.russia"] & space.columns["ceasefire.ukraine"]).any()
    free = state_space(ask.model(without=["k-elections-when"]).option_form)
    assert (free.columns["elections"] & ~free.columns["lift_martial_law"]).any()
    assert not ask.stands("u-elections-after", without=["k-elections-after"])
    # They can be sequenced: a way to all of them, on which no election comes before the law is lifted or the fighting has stopped.
    every = "lift_martial_law and elections and amnesty and ceasefire"
    way = ask.way(every, agenda=[("ceasefire", "elections"), ("lift_martial_law", "elections")])
    assert way.agenda is not None
    assert way.agenda.route is not None
    when = {change.option: number for number, step in enumerate(way.agenda.route.steps) for change in step.changes}
    assert when["elections"] > max(when["ceasefire.russia"], when["ceasefire.ukraine"], when["lift_martial_law"])
    assert when["amnesty"] >= when["lift_martial_law"]
    # The other order blocks itself, since the law forbids it.
    blocked = ask.way(every, agenda=[("elections", "lift_martial_law")]).agenda
    assert blocked is not None
    assert blocked.route is None
    assert blocked.by_itself


@pytest.mark.row("documents.op-ed", "parties.russia")
def test_row_36_how_much_rests_on_one_document_of_uncertain_origin(ask: Ask) -> None:
    document = ask.dossier.file.documents["op-ed"]
    assert document.provenance is Provenance.disputed
    assert document.stated_source
    assert document.doubts
    text = ask.dossier.documents["op-ed"].text
    assert document.stated_source in text.split("\n\n", maxsplit=1)[0]
    assert "Vladmir Putin" in text  # verbatim there, canonical in the model
    assert "Vladmir Putin" in ask.dossier.file.parties["russia"].aliases
    from_it = {claim.id for claim in ask.dossier.claims.values() if claim.document == "op-ed"}
    everything, others = ask.model().standing, ask.model(without=from_it).standing
    assert {"r-declined", "r-aid-for-ceasefire", "u-no-pause", "r-distrust", "conclusions.no_good_choice"} <= everything - others
    assert {"r-pause", "r-aid-for-peace", "u-acceptance", "u-army"} <= others
    assert ask.blocks("general_ceasefire")
    assert not ask.blocks("general_ceasefire", without=from_it)
    # How much of the result? Parts of the model that stand on it alone, beside the same count for every other text.
    alone = {
        name: len(everything - ask.model(without={claim.id for claim in ask.dossier.claims.values() if claim.document == name}).standing)
        for name in ask.dossier.documents
    }
    assert alone["op-ed"] == len(everything - others)
    assert alone["op-ed"] > sum(count for name, count in alone.items() if name != "op-ed")
    doubt = next(row for row in ask.audit().documents if row.document == "op-ed")
    assert (doubt.claims, len(doubt.doubts)) == (len(from_it & ask.dossier.standing), len(document.doubts))
    independent = next(policy for policy in policies(ask.dossier) if policy.kind is PolicyKind.independent)
    assert not deal_possible(ask.dossier, "general_ceasefire", stated=True)(ask.dossier.standing)
    assert not {"r-declined", "r-aid-for-ceasefire", "u-no-pause"} & ask.model(without=ask.dossier.standing - independent.claims).standing
