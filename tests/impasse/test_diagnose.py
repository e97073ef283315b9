"""The four kinds of impasse by hand, and what stands beside the kind."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, UnknownName
from detente.evidence import Claim
from detente.impasse.bystanders import Why
from detente.impasse.diagnose import Impasse, diagnose
from detente.impasse.information import UNKNOWN, UNORDERED, UNSEPARATED


def dossier(goal: str = "deal", **sections: Any) -> Dossier:
    file = {"detente": 1, "title": "by hand", "goals": {"deal": goal}, **sections}
    return Dossier(DossierFile.model_validate(file), claims={name: Claim(name, name) for name in ("c1", "c2", "c3", "c4")})


def parties(*names: str) -> dict[str, Any]:
    return {name: {"name": name.upper()} for name in names}


def act(party: str, **more: Any) -> dict[str, Any]:
    return {"party": party, "now": "no", **more}


def refusal_and_condition() -> Dossier:
    return dossier(
        "truce",
        parties=parties("a", "b", "c"),
        options={"truce": {"parties": ["a", "b"], "now": "no"}, "halt_arms": act("c")},
        preferences={
            "a": [{"condition": "truce.a only if halt_arms", "because": ["c1", ["c2", "c3"]]}, {"want": "truce.b"}],
            "b": "unknown",
            "c": [{"any_order": [{"demand": "not halt_arms", "because": ["c3"]}, {"want": "truce"}]}],
        },
    )


def test_limits_with_both_questions_side_by_side() -> None:
    found = diagnose(refusal_and_condition(), stated=True)
    assert found.kind is Impasse.limits
    assert found.at_limits.possible
    assert not found.as_stated.possible
    (reason,) = found.as_stated.reasons.reasons
    assert reason.elements == {"preferences.a.0", "preferences.c.0"}
    assert reason.claims(found.dossier) == (frozenset({"c1", "c3"}), frozenset({"c2", "c3"}))
    assert reason.claims(found.dossier, accepted={"c1", "c3"}) == (frozenset({"c1", "c3"}),)
    assert found.asked is found.as_stated


def test_setting_a_claim_aside_lifts_the_impasse() -> None:
    everything = refusal_and_condition()
    assert diagnose(everything, stated=True, accepted={"c1", "c2"}).as_stated.possible
    assert diagnose(everything, stated=True, accepted={"c2", "c3"}).kind is Impasse.limits


def test_information_names_what_nobody_ranked() -> None:
    found = diagnose(refusal_and_condition())
    assert found.kind is Impasse.information
    told = {(one.party, one.why, one.gains, one.losses) for one in found.information}
    assert ("b", UNKNOWN, (), ()) in told
    assert ("c", UNORDERED, ("preferences.c.1",), ("preferences.c.0",)) in told


def test_information_where_nothing_separates() -> None:
    written = dossier("x", parties=parties("a", "b"), options={"x": act("a"), "y": act("b")}, preferences={"a": [{"want": "y"}]})
    found = diagnose(written)
    assert found.kind is Impasse.information
    assert {(one.party, one.package, one.why) for one in found.information} == {("a", "YN", UNSEPARATED), ("b", "YY", UNKNOWN)}


def test_information_where_only_the_holding_is_open() -> None:
    # Both acts are certainly better than none, but nobody said whether a would rather do the second alone.
    written = dossier("x", parties=parties("a"), options={"x": act("a"), "y": act("a")}, preferences={"a": [{"want": "y"}]})
    found = diagnose(written)
    assert (found.kind, found.as_read) == (Impasse.information, Impasse.none)
    assert found.commitment is not None
    assert found.commitment.depends == (("YY", ("a",)),)
    indifferent = {"a": {"statements": [{"want": "y"}], "rest": "indifferent"}}
    told = diagnose(dossier("x", parties=parties("a"), options={"x": act("a"), "y": act("a")}, preferences=indifferent))
    assert told.kind is Impasse.none


def prisoners() -> Dossier:
    """Each wants the other to keep quiet first, and to talk itself second: T > R > P > S."""
    return dossier(
        "quiet_a and quiet_b",
        parties=parties("a", "b"),
        options={"quiet_a": act("a"), "quiet_b": act("b")},
        preferences={"a": [{"want": "quiet_b"}, {"want": "not quiet_a"}], "b": [{"want": "quiet_a"}, {"want": "not quiet_b"}]},
    )


def test_the_prisoners_agreement_holds_by_deterrence_and_not_under_nash() -> None:
    # Mutual cooperation is sequentially stable (Fang, Hipel & Kilgour 1993): leaving it is answered in kind, to the leaver's loss.
    found = diagnose(prisoners())
    assert found.kind is Impasse.none
    assert found.commitment is not None
    assert found.commitment.certain == ("YY",)
    assert found.paths is not None
    (route,) = found.paths.routes
    # Alone nobody moves first, since it would be worse off by that step: both have to act at the same moment.
    assert route.together == 2
    assert [step.movers for step in route.steps] == [("a", "b")]


def sale(**deliver: Any) -> Dossier:
    """The payment cannot be taken back, the delivery can: nothing deters the seller from keeping both."""
    return dossier(
        "pay and deliver",
        parties=parties("buyer", "seller"),
        options={"pay": act("buyer", one_way="yes"), "deliver": act("seller", **deliver)},
        preferences={"buyer": [{"want": "deliver"}, {"want": "not pay"}], "seller": [{"want": "pay"}, {"want": "not deliver"}]},
    )


def test_commitment_names_the_deviator_and_a_guarantee() -> None:
    found = diagnose(sale())
    assert found.kind is found.as_read is Impasse.commitment
    assert found.commitment is not None
    (package,) = found.commitment.unstable
    assert package.package == "YY"
    (deviation,) = package.deviations
    assert (deviation.party, deviation.moves) == ("seller", ("YN",))
    assert deviation.verdict is not None
    assert deviation.verdict.improvements[0].sanction is None
    assert package.guarantee == ("deliver",)
    assert package.holds_under == ()
    assert diagnose(sale(one_way="yes")).kind is Impasse.none


def test_path_is_blocked_by_what_cannot_be_undone() -> None:
    written = dossier(
        "peace and not built",
        parties=parties("a", "b"),
        options={"peace": act("a"), "built": {"party": "b", "now": "yes", "one_way": "yes"}},
        preferences={"a": [{"want": "peace"}, {"want": "not built"}], "b": [{"want": "peace"}, {"want": "not built"}]},
    )
    found = diagnose(written)
    assert found.kind is found.as_read is Impasse.path
    assert found.paths is not None
    assert found.paths.unreached == ("YN",)
    assert found.paths.undone == (("YN", ("built",)),)


def test_circular_preconditions_are_named_and_an_exchange_passes_them() -> None:
    written = dossier(
        "lift and withdraw",
        parties=parties("a", "b"),
        options={"lift": act("a"), "withdraw": act("b")},
        preferences={
            "a": [{"want": "withdraw"}, {"condition": "lift only if withdraw"}, {"want": "lift"}],
            "b": [{"want": "lift"}, {"condition": "withdraw only if lift"}, {"want": "withdraw"}],
        },
    )
    found = diagnose(written)
    assert found.kind is Impasse.none
    assert found.paths is not None
    (circle,) = found.paths.circles
    assert (circle.options, circle.parties) == (("lift", "withdraw"), ("a", "b"))
    assert circle.conditions == ("preferences.a.1", "preferences.b.1")
    assert found.paths.routes[0].together == 2


def test_one_after_the_other_where_nothing_is_circular() -> None:
    written = dossier(
        "lift and withdraw",
        parties=parties("a", "b"),
        options={"lift": act("a"), "withdraw": act("b")},
        preferences={"a": [{"condition": "lift only if withdraw"}, {"want": "lift"}], "b": [{"want": "withdraw"}]},
    )
    found = diagnose(written)
    assert found.paths is not None
    (route,) = found.paths.routes
    assert [(step.movers, step.state) for step in route.steps] == [(("b",), "NY"), (("a",), "YY")]
    assert found.paths.circles == ()


def outside_force() -> Dossier:
    """C offers a force that A refuses; nobody makes anything conditional on it, and the truce fails for another reason."""
    return dossier(
        "truce",
        parties=parties("a", "b", "c"),
        options={
            "truce": {"parties": ["a", "b"], "now": "no"},
            "halt_arms": act("b"),
            "force": act("c", offered_by=["c"]),
            "cede": act("b"),
        },
        preferences={
            "a": [{"condition": "truce.a only if halt_arms"}, {"demand": "not force"}, {"want": "truce"}],
            "b": [{"limit": "not cede"}, {"demand": "not halt_arms"}, {"want": "truce"}],
        },
    )


def test_what_nobody_requires_does_not_block() -> None:
    found = diagnose(outside_force(), stated=True)
    assert {frozenset(reason.elements) for reason in found.as_stated.reasons.reasons} == {frozenset({"preferences.a.0", "preferences.b.1"})}
    told = {one.element: one.why for one in found.not_blocking}
    assert told == {"options.force": Why.offered, "preferences.a.1": Why.nobody_asks, "preferences.b.0": Why.nobody_asks}


def test_an_offer_somebody_asks_for_is_told_apart() -> None:
    written = dossier(
        "truce",
        parties=parties("a", "c"),
        options={"truce": act("a"), "force": act("c", offered_by=["c"])},
        preferences={"a": [{"condition": "truce only if force"}]},
    )
    assert {one.element: one.why for one in diagnose(written).not_blocking} == {"options.force": Why.offered_and_asked}


def wide(options: int) -> Dossier:
    """``options`` acts of A that only wants tie together, beside a truce that B's refusal blocks as stated."""
    names = [f"o{k}" for k in range(options)]
    return dossier(
        "truce",
        parties=parties("a", "b"),
        options={"truce": act("a"), "halt": act("b"), **{name: act("a") for name in names}},
        preferences={
            "a": [{"condition": "truce only if halt"}, *({"want": f"{name} or truce"} for name in names)],
            "b": [{"any_order": [{"demand": "not halt"}, {"want": "truce"}]}],
        },
    )


def test_a_space_too_large_is_narrowed_and_says_so() -> None:
    found = diagnose(wide(16), limit=256)
    assert found.at_limits.packages is not None
    assert not found.at_limits.packages.counted
    assert "held at now: o0, o1" in found.at_limits.packages.notes[0]
    assert [package.label for package in found.at_limits.packages.listed] == ["YY" + 16 * "N"]
    assert found.kind is Impasse.information
    assert not found.as_stated.possible


def test_a_space_far_too_large_still_has_deals_and_reasons() -> None:
    found = diagnose(wide(40), limit=2)
    assert found.at_limits.packages is not None
    assert [package.label for package in found.at_limits.packages.listed] == ["YY" + 40 * "N"]
    assert found.kind is None
    assert any("was not computed" in note for note in found.notes)
    assert [sorted(reason.elements) for reason in found.as_stated.reasons.reasons] == [["preferences.a.0", "preferences.b.0"]]
    assert diagnose(wide(40), limit=2, stated=True).kind is Impasse.limits


def test_which_goal() -> None:
    written = dossier(
        parties=parties("a"), options={"x": act("a"), "y": act("a")}, goals={"one": "x", "two": {"formula": "y", "because": ["c1"]}}
    )
    assert diagnose(written).goal_name == "one"
    assert diagnose(written, goal="two").goal_name == "two"
    with pytest.raises(UnknownName, match="no goal 'three'"):
        diagnose(written, goal="three")
    with pytest.raises(DossierError, match="do not license the goal 'two'"):
        diagnose(written, goal="two", accepted=set())
    with pytest.raises(DossierError, match="names no goal"):
        diagnose(dossier(parties=parties("a"), options={"x": act("a")}, goals={}))


@pytest.mark.parametrize(
    "written", [refusal_and_condition(), sale(), prisoners(), outside_force()], ids=lambda written: str(written.file.goals)
)
def test_results_are_plain_data_and_one_line(written: Dossier) -> None:
    import json

    for stated in (False, True):
        found = diagnose(written, stated=stated)
        told = json.loads(json.dumps(found.to_dict()))
        assert told["kind"] == found.kind
        assert {"at_limits", "as_stated", "commitment", "paths", "information", "not_blocking"} <= set(told)
        assert "\n" not in repr(found)


def test_an_open_order_is_between_what_is_gained_and_what_is_lost() -> None:
    gained, lost, kept = {"want": "x"}, {"want": "not x"}, {"want": "x or not x"}
    written = dossier("x", parties=parties("a"), options={"x": act("a")}, preferences={"a": [{"any_order": [kept, gained, lost]}]})
    (found,) = diagnose(written).information
    assert (found.gains, found.losses) == (("preferences.a.1",), ("preferences.a.2",))


def test_the_way_says_by_which_day_a_step_has_to_be_taken() -> None:
    dated = {"treaty": act("a", until="2030-02-05"), "visit": act("b")}
    wants = {"a": [{"want": "treaty"}], "b": [{"want": "visit"}]}
    found = diagnose(dossier("treaty and visit", parties=parties("a", "b"), options=dated, preferences=wants, as_of="2030-01-01"))
    assert found.paths is not None
    (route,) = found.paths.routes
    by = {change.option: step.by for step in route.steps for change in step.changes}
    assert by["treaty"] == datetime.date(2030, 2, 5)
    first = diagnose(dossier("treaty and visit", parties=parties("a", "b"), options=dated, preferences=wants, as_of="2030-02-06"))
    assert first.kind is Impasse.limits


@pytest.mark.parametrize(("wants", "then"), [("relief", "a deal is possible"), ("not relief", "there is no deal either")])
def test_a_deal_that_waits_for_what_opens_later_is_said(wants: str, then: str) -> None:
    options = {"truce": act("a"), "relief": act("b", **{"from": "2030-05-01"})}
    said = {"a": [{"condition": "truce only if relief"}], "b": [{"limit": wants}]}
    found = diagnose(dossier("truce", parties=parties("a", "b"), options=options, preferences=said, as_of="2030-01-01"))
    assert found.kind is Impasse.limits
    assert f"once what opens later can move, {then}" in found.notes


def test_information_is_about_what_is_reached_and_not_about_what_is_listed() -> None:
    """Where the one deal that is listed would not hold, the answer depends on others, and these are told."""
    names = [f"o{k}" for k in range(4)]
    options = {"x": act("a"), "y": act("b"), **{name: act("a") for name in names}}
    wants = {"a": [{"any_order": [{"want": "y"}, {"want": "not x"}]}, *({"want": name} for name in names)], "b": [{"want": "x"}]}
    for at_most in (1, 50):
        found = diagnose(dossier("x and y", parties=parties("a", "b"), options=options, preferences=wants), at_most=at_most)
        assert found.kind is Impasse.information
        assert found.paths is not None
        reached = {route.package for route in found.paths.routes}
        assert {one.package for one in found.information} == reached
        assert {one.party for one in found.information} >= {"a"}
    packages_at_one = diagnose(
        dossier("x and y", parties=parties("a", "b"), options=options, preferences=wants), at_most=1
    ).at_limits.packages
    assert packages_at_one is not None
    assert not packages_at_one.complete
