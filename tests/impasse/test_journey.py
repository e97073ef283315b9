"""The whole answer on small dossiers whose ways, days and stages can be worked out by hand."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from detente.cases.accounts import example_path
from detente.cli.main import detente
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, FormulaError, UnknownName
from detente.impasse.certified import Grounds, check_assured, check_route
from detente.impasse.journey import Aim, Journey, find_path
from detente.impasse.stages import orders_of

PARTIES = {"a": {"name": "A"}, "b": {"name": "B"}, "c": {"name": "C"}}


def dossier(options: dict[str, Any], preferences: dict[str, Any] | None = None, **rest: Any) -> Dossier:
    named = {name: {"now": "no", **entry} for name, entry in options.items()}
    used = {entry.get("party") for entry in options.values()} | {p for entry in options.values() for p in entry.get("parties", ())}
    parties = {name: entry for name, entry in PARTIES.items() if name in used}
    data = {"detente": 1, "title": "Talks", "parties": parties, "options": named, "preferences": preferences or {}, **rest}
    return Dossier(DossierFile.model_validate(data))


def acts(journey: Journey) -> list[set[str]]:
    assert journey.route is not None
    return [{change.option for change in step.changes} for step in journey.route.steps]


def published() -> Draft202012Validator:
    """The shape of what is printed, as the reference has it."""
    schema = json.loads((Path(__file__).parents[2] / "docs" / "reference" / "path.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def checked(journey: Journey) -> None:
    """Everything that comes with an answer, held against the definitions by other code."""
    timed = journey.timed
    grounds = Grounds(timed.conflict, timed.windows, timed.phases[0].begins, stated=journey.stated)
    for route in (*journey.routes, *journey.others):
        check_route(grounds, route)
    if journey.agenda is not None and journey.agenda.route is not None:
        orders = orders_of(journey.dossier, timed.model)
        check_route(Grounds(timed.conflict, timed.windows, timed.phases[0].begins, orders, journey.stated), journey.agenda.route)


def test_each_waits_for_the_other_so_both_move_at_once() -> None:
    talks = dossier(
        {"x": {"party": "a"}, "y": {"party": "b"}},
        {"a": [{"condition": "x only if y"}, {"want": "y"}], "b": [{"condition": "y only if x"}, {"want": "x"}]},
        goal="x and y",
    )
    found = find_path(talks)
    assert acts(found) == [{"x", "y"}]
    assert found.route is not None
    assert found.route.together == 2
    assert [circle.options for circle in found.circles] == [("x", "y")]
    assert found.fewer is not None
    assert {cut.elements for cut in found.fewer.cuts} == {frozenset({"preferences.a.0"}), frozenset({"preferences.b.0"})}
    assert found.aim is Aim.holds  # leaving alone breaks the own condition, which each ranks first
    checked(found)


def test_who_goes_first_needs_the_assurance_that_the_other_follows() -> None:
    talks = dossier(
        {"give": {"party": "a"}, "pay": {"party": "b"}},
        {
            "a": [{"want": "not give if not pay"}, {"want": "pay"}, {"want": "give"}],
            "b": [{"want": "not pay if not give"}, {"want": "give"}, {"want": "pay"}],
        },
        goal="give and pay",
    )
    found = find_path(talks)
    assert found.route is not None
    assert found.route.together == 2
    assert found.fewer is not None
    assert {cut.elements for cut in found.fewer.cuts} == {frozenset({"comparison.a"}), frozenset({"comparison.b"})}
    assert found.ahead is not None
    (ahead,) = found.ahead.aheads
    assert (ahead.step, ahead.until) == (1, 2)
    assert [(party, credible) for party, credible in ahead.guarantors] == [("b" if ahead.party == "a" else "a", "yes")]


def test_a_promise_to_follow_is_not_credible_where_following_costs() -> None:
    talks = dossier(
        {"give": {"party": "a"}, "pay": {"party": "b"}},
        {"a": [{"want": "pay"}, {"want": "not give"}], "b": [{"want": "give"}, {"want": "not pay"}]},
        goal="give and pay",
    )
    found = find_path(talks)
    assert found.ahead is not None
    # Either may go first; whoever follows would be better off not to.
    assert all(credible == "no" for ahead in found.ahead.aheads for _, credible in ahead.guarantors)
    assert [(one.party, one.deterred) for one in found.breaks] == [("a", True), ("b", True)]  # mutual restraint: each fears the answer


@pytest.mark.parametrize("one_way", [False, True])
def test_a_step_can_be_taken_back_unless_it_cannot(one_way: bool) -> None:
    talks = dossier(
        {"give": {"party": "a", "one_way": one_way}, "pay": {"party": "b", "one_way": True}},
        {"a": [{"want": "pay"}, {"want": "not give"}], "b": [{"want": "give"}, {"want": "not pay"}]},
        goal="give and pay",
    )
    found = find_path(talks)
    free = {(one.party, one.bind) for one in found.breaks if not one.deterred}
    assert free == (set() if one_way else {("a", ("give",))})
    assert found.assurances is not None
    assert found.assurances.holds == one_way
    for assured in found.assurances.sets:
        check_assured(found.timed.conflict, found.assurances.package, assured)


def test_the_days_of_a_way() -> None:
    talks = dossier(
        {"treaty": {"party": "a", "until": "2030-05-31"}, "visit": {"party": "b", "from": "2030-05-10", "until": "2030-07-01"}},
        {"a": [{"condition": "treaty only if visit"}]},
        goal="treaty and visit",
        as_of="2030-04-01",
    )
    found = find_path(talks)
    assert acts(found) == [{"visit"}, {"treaty"}]
    assert found.route is not None
    day = datetime.date
    assert [(step.not_before, step.by) for step in found.route.steps] == [(day(2030, 5, 10), day(2030, 5, 31))] * 2
    assert found.days is not None
    assert (found.days.first, found.days.last) == (day(2030, 5, 10), day(2030, 5, 31))
    published().validate(json.loads(json.dumps(found.to_dict())))
    told = {turn.day: (turn.opens, turn.closes, len(turn.gained), len(turn.lost)) for turn in found.days.turns}
    assert told == {
        day(2030, 5, 10): (("visit",), (), 1, 0),
        day(2030, 5, 31): ((), ("treaty",), 0, 1),
        day(2030, 7, 1): ((), ("visit",), 0, 0),
    }
    checked(found)
    late = find_path(dossier({"treaty": {"party": "a", "until": "2030-05-31"}}, goal="treaty", as_of="2030-06-01"))
    assert late.aim is Aim.none


def test_a_window_that_closes_before_another_opens_blocks_and_is_named() -> None:
    talks = dossier(
        {"treaty": {"party": "a", "until": "2030-05-31"}, "visit": {"party": "b", "from": "2030-06-10"}},
        {"a": [{"condition": "treaty only if visit"}]},
        goal="treaty and visit",
        as_of="2030-04-01",
    )
    found = find_path(talks)
    assert found.aim is Aim.possible
    assert found.route is None
    assert found.blocked is not None
    expected = {frozenset({"date.treaty"}), frozenset({"date.visit"}), frozenset({"preferences.a.0"})}
    assert {cut.elements for cut in found.blocked.cuts} == expected
    assert found.days is not None
    assert found.days.never


def test_an_agenda_is_followed_and_each_stage_asked_whether_it_stands_alone() -> None:
    talks = dossier(
        {"x": {"party": "a"}, "y": {"party": "b"}},
        {"a": [{"want": "y"}], "b": [{"want": "x"}, {"want": "y"}]},
        goal="x and y",
        agenda=[{"first": "y", "then": "x"}],
    )
    found = find_path(talks)
    assert found.agenda is not None
    assert found.agenda.route is not None
    assert {change.option for change in found.agenda.route.steps[0].changes} == {"y"}
    first, second = found.agenda.stages
    assert (first.formula, first.step, first.leavers, first.worse, first.stands_alone) == ("y", 1, (), (), True)
    assert (second.formula, second.step) == ("x", found.agenda.route.steps.__len__())
    published().validate(json.loads(json.dumps(found.to_dict())))
    checked(found)


def test_an_agenda_that_waits_for_what_it_forbids_blocks_by_itself() -> None:
    talks = dossier(
        {"vote": {"party": "a"}, "law": {"party": "a"}},
        goal="vote and law",
        rules=[{"never": "vote and not law", "id": "under-law"}],
        agenda=[{"first": "vote", "then": "law"}],
    )
    found = find_path(talks)
    assert found.route is not None
    assert found.agenda is not None
    assert found.agenda.route is None
    assert found.agenda.by_itself
    assert found.agenda.blocked is not None
    assert [cut.elements for cut in found.agenda.blocked.cuts] == [frozenset({"agenda.0"})]


def test_a_way_from_every_status_quo_or_it_is_said_which_has_none() -> None:
    talks = dossier({"x": {"party": "a", "now": "unknown", "no_return": True}, "y": {"party": "b"}}, goal="x and y")
    found = find_path(talks)
    assert [route.now for route in found.routes] == ["YN"]
    assert found.stuck == ("NN",)


def test_what_is_not_a_goal() -> None:
    talks = dossier({"x": {"party": "a"}}, goal="x")
    assert find_path(talks, goal="not x").goal_name == "not x"
    with pytest.raises(UnknownName):
        find_path(talks, goal="z")
    with pytest.raises(FormulaError):
        find_path(talks, goal="x and and")
    with pytest.raises(DossierError):
        find_path(dossier({"x": {"party": "a"}}))


def test_beyond_enumeration_a_way_is_found_among_what_a_package_changes_and_said_to_be_partial() -> None:
    options = {f"o{k}": {"party": "abc"[k % 3]} for k in range(24)}
    goal = " and ".join(f"o{k}" for k in range(4))
    wants = [{"want": f"o{k}"} for k in range(24)]
    talks = dossier(options, {party: [{"condition": "o1 only if o0"}, *wants] for party in "abc"}, goal=goal)
    found = find_path(talks, limit=2**10)
    assert found.aim is Aim.unknown
    assert not found.complete
    assert set().union(*acts(found)) == {"o0", "o1", "o2", "o3"}
    checked(found)
    order = [name for step in acts(found) for name in step]
    assert order.index("o0") < order.index("o1")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["x", "y", "not x", "not y", "x and y", "x only if y", "y only if x"]), min_size=2, max_size=4), st.data())
def test_swapping_two_parties_swaps_the_answer(said: list[str], data: st.DataObject) -> None:
    kinds = [data.draw(st.sampled_from(["want", "condition", "demand"])) for _ in said]
    cut = data.draw(st.integers(1, len(said) - 1))
    statements = [{kind: formula} for kind, formula in zip(kinds, said, strict=True)]

    def swapped(entry: dict[str, str]) -> dict[str, str]:
        return {kind: " ".join({"x": "y", "y": "x"}.get(word, word) for word in formula.split()) for kind, formula in entry.items()}

    one = find_path(dossier({"x": {"party": "a"}, "y": {"party": "b"}}, {"a": statements[:cut], "b": statements[cut:]}, goal="x and y"))
    turned = {"b": [swapped(entry) for entry in statements[:cut]], "a": [swapped(entry) for entry in statements[cut:]]}
    other = find_path(dossier({"x": {"party": "a"}, "y": {"party": "b"}}, turned, goal="x and y"))
    assert (one.aim, one.packages, one.reached, one.holding) == (other.aim, other.packages, other.reached, other.holding)
    assert (one.route is None) == (other.route is None)
    if one.route is not None and other.route is not None:
        assert (one.route.together, len(one.route.steps)) == (other.route.together, len(other.route.steps))
    if one.assurances is not None and other.assurances is not None:
        assert {{"a": "b", "b": "a"}[party] for party in one.assurances.leavers} == set(other.assurances.leavers)


@pytest.mark.parametrize("case", ["wage-strike", "river-dam"])
def test_the_verb_tells_and_prints_the_same(case: str) -> None:
    folder = str(example_path(case))
    printed = json.loads(CliRunner().invoke(detente, ["path", folder, "--json"]).stdout)
    journey = find_path(load(folder))
    checked(journey)
    published().validate(printed)
    assert printed == json.loads(json.dumps(journey.to_dict(), default=str))
    told = CliRunner().invoke(detente, ["path", folder])
    assert told.exit_code == 0
    assert max(map(len, told.stdout.splitlines())) <= 96
    assert "\x1b" not in told.stdout
    if journey.route is not None:
        assert sum(line.lstrip()[:3].strip().isdigit() for line in told.stdout.splitlines()) == len(journey.route.steps)
    else:
        assert "There is none" in told.stdout


def test_the_way_through_the_talks_in_the_bundled_example_is_as_it_says() -> None:
    found = find_path(load(example_path("ceasefire-2025")), goal="general_ceasefire")
    checked(found)
    published().validate(json.loads(json.dumps(found.to_dict())))
    assert found.route is not None
    assert len(found.rests_on) == len(found.route.steps)
    assert all(elements for elements in found.rests_on)
    known = found.dossier.element_by_id
    assert all(name in known for elements in found.rests_on for name in elements)


def test_what_cannot_move_yet_and_is_unknown_is_read_as_no_and_said() -> None:
    talks = dossier(
        {"x": {"party": "a", "now": "unknown", "from": "2030-05-01"}, "y": {"party": "a", "until": "2030-03-01"}},
        goal="x",
        as_of="2030-04-01",
    )
    found = find_path(talks)
    assert [note.split()[0] for note in found.timed.notes] == ["x"]
    assert found.route is not None
    assert [step.not_before for step in found.route.steps] == [datetime.date(2030, 5, 1)]
    assert next(option.frozen for option in found.timed.conflict.options if option.name == "y") is False
    undated = find_path(dossier({"x": {"party": "a", "from": "2030-05-01"}}, goal="x"))
    assert undated.route is not None
    assert [step.not_before for step in undated.route.steps] == [None]
    assert any("as_of" in note for note in undated.notes)
