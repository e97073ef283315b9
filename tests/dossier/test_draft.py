"""What draft makes of positions, and the traps it must not fall into."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from detente.dossier.acts import gather
from detente.dossier.dossier import Dossier, statement_tiers
from detente.dossier.draft import draft
from detente.dossier.files import load, save
from detente.dossier.model import model
from detente.evidence import Account, Claim, Document, Modality, Party, Polarity, Position, ReviewStatus, Span, Stance
from detente.graphmodel.preferences import Prioritization, Unknown

PARTIES = tuple(Party(name, name.title()) for name in ("north", "south", "envoy"))


def account(*positions: tuple[str, Stance, str, str, dict[str, str]], name: str = "note", claims: tuple[Claim, ...] = ()) -> Account:
    numbers = count(1)
    made: list[Position] = []
    said: list[Claim] = list(claims)
    for party, stance, polarity, act, more in positions:
        number = next(numbers)
        said.append(Claim(f"c{number}", says=f"{party} {stance} {act}"))
        made.append(Position(f"p{number}", party, stance, Polarity(polarity), act, claims=(f"c{number}",), **more))  # type: ignore[arg-type]
    return Account(Document(name, "text"), PARTIES, tuple(said), tuple(made))


def statements(dossier: Dossier, party: str) -> list[tuple[str, str]]:
    tiers = statement_tiers(dossier.file.preferences.get(party))
    return [(statement.kind, statement.formula) for tier in tiers for statement in tier]


def test_an_offer_is_wanted_by_its_maker_and_required_by_nobody() -> None:
    drafted = draft([account(("envoy", Stance.offer, "for", "send observers", {"performer": "envoy"}))])
    assert statements(drafted, "envoy") == [("want", "send_observers")]
    assert drafted.file.options["send_observers"].offered_by == ("envoy",)
    assert not any(kind in {"demand", "condition"} for party in drafted.file.parties for kind, _ in statements(drafted, party))


def test_silence_becomes_a_question_and_no_statement() -> None:
    silent = Claim("c9", says="the envoy gave no sign of pressing the south", modality=Modality.absence, about=("envoy",))
    drafted = draft([account(("north", Stance.demand, "for", "pause call-up", {"performer": "south"}), claims=(silent,))])
    assert statements(drafted, "envoy") == []
    assert any("c9" in question.about for question in drafted.file.questions)


def test_a_claim_is_about_the_parties_and_acts_it_names() -> None:
    silent = Claim("c9", says="no sign", quote="no sign that the envoy asks for a pause of the call-up", modality=Modality.absence)
    drafted = draft([account(("north", Stance.demand, "for", "pause the call-up", {"performer": "south"}), claims=(silent,))])
    assert drafted.claims["c9"].about == ("envoy", "pause_call_up")


def test_a_red_line_on_an_own_act_is_a_limit_and_no_demand_on_others() -> None:
    drafted = draft([account(("south", Stance.red_line, "against", "recognise the annexation", {"performer": "south"}))])
    assert statements(drafted, "south") == [("limit", "not recognise_annexation")]
    assert drafted.file.options["recognise_annexation"].party == "south"


def test_a_red_line_on_somebody_elses_act_is_only_a_demand() -> None:
    drafted = draft([account(("south", Stance.red_line, "against", "recognise the annexation", {"performer": "envoy"}))])
    assert statements(drafted, "south") == [("demand", "not recognise_annexation")]


def test_a_demand_puts_the_option_in_the_performers_hands() -> None:
    drafted = draft([account(("north", Stance.demand, "for", "pause call-up", {"performer": "south"}))])
    assert drafted.file.options["pause_call_up"].party == "south"
    assert statements(drafted, "north") == [("demand", "pause_call_up")]
    assert drafted.file.preferences["south"] == "unknown"


def test_a_step_under_way_is_set_and_a_wanted_one_is_not() -> None:
    drafted = draft(
        [
            account(
                ("north", Stance.support, "for", "toughen sanctions", {"performer": "north"}),
                ("north", Stance.support, "for", "pause call-up", {"performer": "south"}),
            )
        ]
    )
    assert {name: option.now for name, option in drafted.file.options.items()} == {"toughen_sanctions": "yes", "pause_call_up": "no"}


def test_a_demand_and_its_refusal_meet_on_one_option() -> None:
    drafted = draft(
        [
            account(
                ("north", Stance.demand, "for", "pause the call-up", {"performer": "south"}),
                ("south", Stance.refusal, "against", "pause call-up", {"performer": "south"}),
            )
        ]
    )
    assert len(drafted.file.options) == 1
    assert statements(drafted, "south") == [("demand", "not pause_call_up")]


def test_scope_variants_stay_apart() -> None:
    drafted = draft(
        [
            account(
                ("north", Stance.commitment, "for", "halt strikes on energy", {"performer": "north"}),
                ("envoy", Stance.support, "for", "halt strikes on energy and infrastructure", {"performer": "north"}),
            )
        ]
    )
    assert len(drafted.file.options) == 2


def test_a_precondition_ties_the_agreement_to_the_act() -> None:
    drafted = draft(
        [
            account(
                ("south", Stance.offer, "for", "accept a general ceasefire", {}),
                ("north", Stance.refusal, "against", "accept a general ceasefire", {}),
                (
                    "north",
                    Stance.precondition,
                    "for",
                    "halt arms deliveries",
                    {"performer": "envoy", "condition": "accept a general ceasefire"},
                ),
            )
        ]
    )
    (truce,) = [name for name, option in drafted.file.options.items() if option.parties]
    assert drafted.file.options[truce].parties == ("south", "north")
    assert ("condition", f"{truce} only if halt_arms_deliveries") in statements(drafted, "north")
    assert list(drafted.file.goals) == [truce]


def test_whoever_ties_an_agreement_to_a_condition_is_party_to_it() -> None:
    drafted = draft(
        [
            account(
                ("north", Stance.precondition, "for", "halt arms deliveries", {"performer": "envoy", "condition": "sign a ceasefire"}),
                (
                    "south",
                    Stance.precondition,
                    "for",
                    "withdraw its complaint",
                    {"performer": "north", "condition": "accept any ceasefire"},
                ),
            )
        ]
    )
    assert drafted.file.options["ceasefire"].parties == ("north", "south")
    assert statements(drafted, "south") == [("condition", "ceasefire only if withdraw_complaint")]


def test_without_an_agreement_the_question_is_what_somebody_holds_back() -> None:
    drafted = draft(
        [
            account(
                ("north", Stance.refusal, "against", "return to work", {}),
                ("north", Stance.precondition, "for", "raise wages", {"performer": "south", "condition": "return to work"}),
                ("envoy", Stance.offer, "for", "pay for training", {}),
            )
        ]
    )
    assert list(drafted.file.goals) == ["return_work"]


@pytest.mark.parametrize(
    ("condition", "when"), [("the south recalls its fleet", "recall_fleet"), ("unless the south recalls its fleet", "not recall_fleet")]
)
def test_a_threat_follows_what_triggers_it(condition: str, when: str) -> None:
    drafted = draft(
        [
            account(
                ("envoy", Stance.demand, "for", "recall its fleet", {"performer": "south"}),
                ("north", Stance.threat, "for", "close the strait", {"condition": condition}),
            )
        ]
    )
    (threat,) = drafted.file.threats.values()
    assert (threat.party, threat.act, threat.when) == ("north", "close_strait", when)


def test_same_position_twice_gives_one_statement_with_either_claim() -> None:
    twice = ("north", Stance.demand, "for", "pause call-up", {"performer": "south"})
    drafted = draft([account(twice, twice)])
    ((statement,),) = statement_tiers(drafted.file.preferences["north"])
    assert statement.because == ("c1", "c2")
    assert isinstance(model(drafted, accepted={"c2"}).option_form.preference("north"), Prioritization)
    assert isinstance(model(drafted, accepted=set()).option_form.preference("north"), Unknown)


def test_an_act_without_a_performer_is_asked_about() -> None:
    drafted = draft([account(("north", Stance.demand, "for", "lift the ban", {}))])
    assert not drafted.file.options
    assert "lift the ban" in drafted.file.questions[0].ask


def test_everything_is_proposed_and_the_program_says_it_chose_the_goals() -> None:
    drafted = draft([account(("north", Stance.refusal, "against", "accept a truce", {"performer": "north"}))])
    assert {claim.review.status for claim in drafted.claims.values()} == {ReviewStatus.proposed}
    assert drafted.file.goals_chosen_by == "program"


def test_two_accounts_keep_their_claims_apart() -> None:
    demand = ("north", Stance.demand, "for", "pause call-up", {"performer": "south"})
    drafted = draft([account(demand, name="a"), account(demand, name="b")])
    assert set(drafted.claims) == {"a-c1", "b-c1"}
    assert len(drafted.file.options) == 1


def test_a_draft_saved_and_loaded_is_the_same(tmp_path: Path) -> None:
    text = "The north demands that the south pause its call-up."
    read = Account(
        Document("note", text, file="elsewhere/note.txt"),
        PARTIES,
        (Claim("c1", says="the north demands a pause", document="note", span=Span(0, 51), quote=text),),
        (Position("p1", "north", Stance.demand, Polarity.for_, "pause its call-up", performer="south", document="note", claims=("c1",)),),
    )
    drafted = draft([read])
    assert load(save(drafted, tmp_path / "dossier")) == drafted


@pytest.mark.parametrize(("one", "other"), [("north", "south"), ("south", "north")])
def test_swapping_parties_swaps_the_draft(one: str, other: str) -> None:
    drafted = draft(
        [
            account(
                (one, Stance.demand, "for", "pause call-up", {"performer": other}),
                (other, Stance.red_line, "against", "cede the port", {"performer": other}),
            )
        ]
    )
    assert statements(drafted, one) == [("demand", "pause_call_up")]
    assert statements(drafted, other) == [("limit", "not cede_port")]


def test_gather_keeps_the_same_act_of_two_performers_apart_unless_it_is_an_agreement() -> None:
    withdraw = [Position(f"p{who}", who, Stance.commitment, Polarity.for_, "withdraw guns", performer=who) for who in ("north", "south")]
    truce = [Position(f"q{who}", who, Stance.commitment, Polarity.for_, "accept the truce", performer=who) for who in ("north", "south")]
    assert [act.performers for act in gather([*withdraw, *truce])] == [("north",), ("south",), ("north", "south")]


def test_questions_about_the_goal_come_first() -> None:
    drafted = draft(
        [
            account(
                ("north", Stance.demand, "for", "accept a general truce", {"performer": "south"}),
                ("south", Stance.commitment, "for", "paint the harbour wall", {"performer": "south", "condition": "the rain stops"}),
                ("south", Stance.offer, "for", "accept a general truce", {"performer": "south", "condition": "the weather holds"}),
            )
        ]
    )
    asked = [question.ask for question in drafted.file.questions]
    order = [next(at for at, ask in enumerate(asked) if words in ask) for words in ("the weather holds", "the rain stops")]
    assert order == sorted(order)  # the truce is the goal, though the wall is spoken of first
