"""Other ways to meet what is asked: each against a hand calculation or a brute force over every setting."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.impasse.test_limits import generated

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.dossier.schema import DossierFile
from detente.graphmodel.preferences import Kind
from detente.graphmodel.statements import Formula, parse
from detente.impasse.ambiguity import ambiguities, read_apart
from detente.impasse.conjuncts import necessary_conditions, weigh
from detente.impasse.diagnose import diagnose
from detente.impasse.limits import reasons
from detente.impasse.openings import openings
from detente.impasse.side_payments import side_payments
from detente.impasse.variants import Firmness, always_changed, stages, variants
from detente.impasse.ways import needs, ways
from detente.settlement import packages


def dossier(goals: dict[str, str], **sections: Any) -> Dossier:
    names = {option.get("party", "") for option in sections["options"].values()} | set(sections["preferences"])
    names |= {party for option in sections["options"].values() for party in option.get("parties", ())}
    parties = {name: {"name": name.upper()} for name in sorted(names - {""})}
    return Dossier(DossierFile.model_validate({"detente": 1, "title": "t", "parties": parties, "goals": goals, **sections}))


def act(party: str, **more: Any) -> dict[str, Any]:
    return {"party": party, "now": "no", **more}


def guard() -> Dossier:
    """A wants the truce watched, by a force or by observers; B refuses the force. C offers money from elsewhere that nobody names."""
    return dossier(
        {"pause": "pause", "truce": "truce and pause"},
        options={
            "truce": {"parties": ["a", "b"], "now": "no"},
            "pause": {"parties": ["a", "b"], "now": "no"},
            "force": act("c", issue="watch", offered_by=["c"]),
            "observers": act("c", issue="watch"),
            "patrols": act("b", issue="watch"),
            "loan": act("c", arena="elsewhere"),
        },
        preferences={
            "a": [{"condition": "truce.a only if (force or observers)", "id": "a-watch"}],
            "b": [{"any_order": [{"demand": "not force", "id": "b-force"}, {"want": "truce", "id": "b-truce"}]}],
            "c": [{"want": "force", "id": "c-force"}],
        },
    )


def test_one_implement_is_blocked_and_another_open() -> None:
    account = guard()
    licensed = model(account)
    found = {need.element: need for need in needs(account, licensed, licensed.goals["truce"])}
    assert found.keys() == {"a-watch", "c-force"}
    told = {frozenset(dict(way.changes)): way.refused_by for way in found["a-watch"].ways}
    assert told == {frozenset({"force"}): ("b-force",), frozenset({"observers"}): ()}
    assert [dict(way.changes) for way in found["a-watch"].open_ways] == [{"observers": True}]
    assert found["c-force"].only == ("force",)
    assert {one.option: (one.asked_by, one.refused_by) for one in found["c-force"].same_issue} == {
        "observers": (("a-watch",), ()),
        "patrols": ((), ()),
    }
    assert [
        way.changes for way in ways(licensed.option_form, licensed.goals["truce"], parse("force or observers"), without="observers")
    ] == [(("force", True),)]


@given(seed=st.integers(0, 10**6))
def test_ways_are_all_minimal_changes(seed: int) -> None:
    conflict, goal = generated(seed)
    if any(value is None for value in conflict.now.values()) or not all(name in conflict.now for name in conflict.option_names):
        return
    wanted = next((one.formula for x in conflict.preferences.values() for one in getattr(x, "statements", ())), None)
    if wanted is None:
        return
    now = {o.name: bool(conflict.now[o.name]) if o.frozen is None else o.frozen for o in conflict.options}
    free = [o.name for o in conflict.options if o.frozen is None]
    settings = [{**now, **dict(zip(free, values, strict=True))} for values in product((False, True), repeat=len(free))]
    allowed = [one for one in settings if goal.evaluate(one) and not any(rule.never.evaluate(one) for rule in conflict.rules)]
    base = {name for name in free if allowed and all(one[name] != now[name] for one in allowed)}
    counted = [n for n in conflict.option_names if n not in base and (n in wanted.names() or n not in goal.names())]
    good = [one for one in allowed if wanted.evaluate(one)]
    changed = {frozenset(n for n in counted if one[n] != now[n]) for one in good}
    expected = {one for one in changed if not any(other < one for other in changed)}
    assert {frozenset(name for name, _ in way.changes) for way in ways(conflict, goal, wanted)} == expected


def test_a_word_read_in_two_ways_hides_a_disagreement_until_it_is_read_in_one() -> None:
    """A reads the halt as of all strikes and wants that; B refuses the rest. Signed as one word; as A reads it, B refuses."""
    account = dossier(
        {"deal": "halt"},
        options={
            "halt": {"parties": ["a", "b"], "now": "no", "readings": {"a": "halt and rest"}},
            "rest": {"parties": ["a", "b"], "now": "no"},
        },
        preferences={"a": [{"want": "halt", "id": "a0"}], "b": [{"limit": "not rest.b", "id": "b0"}, {"want": "halt", "id": "b1"}]},
    )
    (found,) = ambiguities(account, "deal")
    assert set(found.readings) == {"a", "b"}
    assert (found.possible, found.apart, found.together) == (True, True, False)
    assert {one.parties: one.possible for one in found.one_reading} == {("a",): False, ("b",): True}
    licensed = model(account)
    package = next(one for one in packages(licensed.option_form, licensed.goals["deal"]).listed if not one.setting["rest.a"])
    (sides,) = read_apart(account, licensed, package)
    assert (sides.kept_for, sides.not_for, sides.apart) == (("b",), ("a",), True)


def needing_three() -> Model:
    """The author: peace needs x, y and z. B refuses x; nobody refuses y; z is refused by C."""
    return model(
        dossier(
            {"peace": "peace"},
            options={"peace": act("a"), "x": act("b"), "y": act("b"), "z": act("c")},
            outcomes={"terms": "x and y and z"},
            preferences={"b": [{"demand": "not x", "id": "b-x"}], "c": [{"demand": "not z", "id": "c-z"}]},
            conclusions={"needs": {"formula": "peace only if terms", "assumed": "written so"}},
        )
    )


def test_which_part_carries_the_weight() -> None:
    licensed = needing_three()
    ((name, outcome, parts),) = necessary_conditions(licensed)
    found = weigh(licensed, name, outcome, parts)
    assert not found.without_any.blocked
    assert found.whole.blocked
    told = {part.formula: ({r.elements for r in part.removes}, {r.elements for r in part.adds}, part.unblocks) for part in found.conjuncts}
    assert told == {"x": ({frozenset({"b-x"})},) * 2 + (False,), "y": (set(), set(), False), "z": ({frozenset({"c-z"})},) * 2 + (False,)}


@pytest.mark.parametrize(("wish", "needed"), [("before", True), ("after", False), ("nobody", False)])
def test_a_side_payment_turns_a_refusal_if_it_is_wished_for_enough(wish: str, needed: bool) -> None:
    """B loses its port by the deal, and might gain a loan from elsewhere, which A gives and does not mind giving."""
    port, loan = {"want": "not cede", "id": "b-port"}, {"want": "loan", "id": "b-loan"}
    ranked = {"before": [loan, port], "after": [port, loan], "nobody": [port]}[wish]
    account = dossier(
        {"deal": "cede"},
        options={"cede": act("b"), "loan": act("a", arena="elsewhere")},
        preferences={"b": ranked, "a": [{"want": "cede"}]},
    )
    licensed = model(account)
    (found,) = side_payments(account, licensed, licensed.goals["deal"])
    assert found.needed is needed
    assert found.turns == (("b",) if needed else ())
    assert found.named_by == (() if wish == "nobody" else ("b",))
    assert [(one.party, one.possible, one.wins_over) for one in found.if_wished] == ([("b", True, True)] if wish == "nobody" else [])


@given(seed=st.integers(0, 10**6))
def test_firmer_positions_never_open_a_deal(seed: int) -> None:
    conflict, goal = generated(seed)
    found = variants(conflict, goal)
    assert list(found) == [Firmness.tradable, Firmness.at_limits, Firmness.as_stated, Firmness.firm]
    blocked = [found[firmness].blocked for firmness in (Firmness.at_limits, Firmness.as_stated, Firmness.firm)]
    assert blocked == sorted(blocked)
    kinds = {one.kind for x in conflict.preferences.values() for one in getattr(x, "statements", ())}
    if kinds <= {Kind.want}:
        assert found[Firmness.tradable].blocked == found[Firmness.at_limits].blocked


def test_nothing_binds_when_all_is_tradable_but_consent_and_rules() -> None:
    account = guard()
    licensed = model(account)
    found = variants(licensed, parse("truce.a and truce.b and force"))
    assert {firmness: one.blocked for firmness, one in found.items()} == {
        Firmness.tradable: False,
        Firmness.at_limits: False,
        Firmness.as_stated: True,
        Firmness.firm: True,
    }


@given(seed=st.integers(0, 10**6), stated=st.booleans())
def test_what_every_package_changes(seed: int, stated: bool) -> None:
    conflict, goal = generated(seed)
    found = packages(conflict, goal, stated=stated, at_most=10**6).listed
    every = set.intersection(*({change.option for change in one.changes} for one in found)) if found else set()
    assert set(always_changed(conflict, goal, stated=stated)) == every


def test_stages_stand_alone_or_bring_the_earlier_with_them() -> None:
    first, second = stages(model(guard()))
    assert (first.name, dict(first.alone), first.includes) == ("pause", {"truce": True}, ())
    assert (second.includes, second.as_stated, second.changes) == (("pause",), True, ("truce.a", "truce.b", "pause.a", "pause.b"))


def test_everything_beside_a_diagnosis_is_plain_data() -> None:
    found = openings(diagnose(guard(), goal="truce"))
    told = found.to_dict()
    assert told.keys() == {"needs", "ambiguities", "side_payments", "weighings", "stages", "variants"}
    assert told["variants"]["at_limits"] == {"possible": True, "reasons": 0}
    assert [one["option"] for one in told["side_payments"]] == ["loan"]


def test_reasons_in_the_text_of_a_goal_are_counted_by_statement() -> None:
    """A part that only brings the same refusals again by another rule adds nothing."""
    account = dossier(
        {"peace": "peace"},
        options={"peace": act("a"), "truce": act("b"), "watch": act("c")},
        outcomes={"terms": "watch and truce"},
        preferences={"b": [{"demand": "not truce", "id": "b-truce"}]},
        rules=[
            {"never": "peace and not truce", "id": "peace-truce", "assumed": "so"},
            {"never": "watch and not truce", "id": "watch-truce", "assumed": "so"},
        ],
        conclusions={"needs": {"formula": "peace only if terms", "assumed": "so"}},
    )
    licensed = model(account)
    ((name, outcome, parts),) = necessary_conditions(licensed)
    watch: Formula = parts[0]
    assert {one.elements for one in reasons(licensed, outcome, stated=True).reasons} == {frozenset({"peace-truce", "b-truce"})}
    found = weigh(licensed, name, outcome, [watch])
    assert not found.conjuncts[0].carries
