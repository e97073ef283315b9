"""The same account, modelled in other ways: every variant against the file as another person might have written it."""

from __future__ import annotations

from typing import Any

import pytest

from detente.analysis.robust import AS_STATED, AT_LIMITS, LEAVING, modelled_otherwise, who_would_leave
from detente.cases.accounts import example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.model import Model, model
from detente.dossier.schema import DossierFile
from detente.errors import ModelError, UnknownName
from detente.impasse.verdict import deal_possible
from detente.stability.equilibria import solve
from detente.worlds.robustness import Change, Row, robustness

PARTIES = {"north": {"name": "North", "assumed": "plain"}, "south": {"name": "South"}}
WIDE = {"party": "south", "now": "no", "variant_of": "truce"}
FILE: dict[str, Any] = {
    "detente": 1,
    "title": "t",
    "parties": PARTIES,
    "options": {
        "truce": {"party": "south", "now": "no"},
        "wide": WIDE,
        "guns": {"party": "north", "levels": ["all", "some", "none"], "now": "all", "now_assumed": "nobody says"},
        "sign": {"parties": ["north", "south"], "now": "no"},
    },
    "rules": [{"id": "both", "never": "truce and not wide", "assumed": "one measure"}, {"never": "guns.none and truce"}],
    "preferences": {
        "north": [{"demand": "truce", "assumed": "as ever"}, {"want": "guns.some or guns.none"}],
        "south": [{"any_order": [{"id": "a", "want": "not truce"}, {"id": "b", "want": "sign"}, {"id": "c", "limit": "not wide"}]}],
    },
    "goals": {"deal": "truce and sign", "signed": "sign"},
}


def dossier_of(**changes: Any) -> Dossier:
    return Dossier(DossierFile.model_validate({**FILE, **changes}))


def without(section: str, place: Any) -> Dossier:
    entries = FILE[section]
    kept = (
        [e for k, e in enumerate(entries) if k != place] if isinstance(entries, list) else {k: e for k, e in entries.items() if k != place}
    )
    return dossier_of(**{section: kept})


def file_of(row: Row) -> Dossier:
    """The dossier as somebody else might have written it."""
    north, south = FILE["preferences"]["north"], FILE["preferences"]["south"][0]["any_order"]
    options = FILE["options"]
    match row.change, row.element, row.how:
        case Change.rule, identity, "":
            return without("rules", {"both": 0, "rules.1": 1}[identity])
        case Change.assumed, "preferences.north.0", "":
            return dossier_of(preferences={"north": north[1:], "south": FILE["preferences"]["south"]})
        case Change.now, "guns", level:
            return dossier_of(options={**options, "guns": {**options["guns"], "now": level}})
        case Change.scope, "wide", "as truce":
            rules = [{"never": "truce and not truce"}, FILE["rules"][1]]
            limit = {"id": "c", "limit": "not truce"}
            kept = {name: entry for name, entry in options.items() if name != "wide"}
            return dossier_of(options=kept, rules=rules, preferences={"north": north, "south": [{"any_order": [*south[:2], limit]}]})
        case Change.jointly, "sign", "":
            return dossier_of(rules=[*FILE["rules"], {"never": "(sign.north or sign.south) and not sign"}])
        case Change.one_grade, "guns", "":
            guns = {"party": "north", "now": "no"}
            wants = [north[0], {"want": "guns"}]
            return dossier_of(
                options={**options, "guns": guns},
                rules=[FILE["rules"][0], {"never": "guns and truce"}],
                preferences={"north": wants, "south": FILE["preferences"]["south"]},
            )
        case Change.own_grades, "guns", "":
            apart = {"some": {"party": "north", "now": "no"}, "none": {"party": "north", "now": "no"}}
            wants = [north[0], {"want": "some or none"}]
            split = {**{name: entry for name, entry in options.items() if name != "guns"}, **apart}
            return dossier_of(
                options=split,
                rules=[FILE["rules"][0], {"never": "none and truce"}],
                preferences={"north": wants, "south": FILE["preferences"]["south"]},
            )
        case Change.order, "south", how:
            return ordered(how)
    raise LookupError(row)


def ordered(how: str) -> Dossier:
    north, by_name = FILE["preferences"]["north"], {said["id"]: said for said in FILE["preferences"]["south"][0]["any_order"]}
    if names := {"in the order written": "abc", "in the reverse order": "cba"}.get(how):
        return dossier_of(preferences={"north": north, "south": [by_name[name] for name in names]})
    first = how.removesuffix(" first")
    rest = [said for name, said in by_name.items() if name != first]
    return dossier_of(preferences={"north": north, "south": [by_name[first], {"any_order": rest}]})


@pytest.mark.parametrize("goal", ["deal", "signed"])
def test_every_variant_is_the_file_that_somebody_else_might_have_written(goal: str) -> None:
    found = modelled_otherwise(dossier_of(), goal)
    assert [(row.change.value, row.element, row.how) for row in found.rows] == [
        ("rule", "both", ""),
        ("rule", "rules.1", ""),
        ("assumed", "parties.north", ""),
        ("assumed", "preferences.north.0", ""),
        ("now", "guns", "some"),
        ("now", "guns", "none"),
        ("scope", "wide", "as truce"),
        ("jointly", "sign", ""),
        ("one_grade", "guns", ""),
        ("own_grades", "guns", ""),
        ("order", "south", "in the order written"),
        ("order", "south", "in the reverse order"),
        ("order", "south", "a first"),
        ("order", "south", "b first"),
        ("order", "south", "c first"),
    ]
    for row in found.rows:
        if row.element == "parties.north":
            off = frozenset({"north"})
            for name, stated in ((AT_LIMITS, False), (AS_STATED, True)):
                assert row.answers[name] is deal_possible(dossier_of(), goal, stated=stated, without=off)(frozenset())
            assert row.answers[LEAVING] == who_would_leave(model(dossier_of(), without=off))
            continue
        other = file_of(row)
        for name, stated in ((AT_LIMITS, False), (AS_STATED, True)):
            assert row.answers[name] is deal_possible(other, goal, stated=stated)(frozenset()), row
        assert row.answers[LEAVING] == leaving(other), row
        assert row.changed == tuple(name for name in found.written if row.answers[name] != found.written[name])


def leaving(dossier: Dossier) -> tuple[str, ...]:
    """By a solution of the whole, not of one situation."""
    conflict = model(dossier).option_form
    solution = solve(conflict, concepts="seq", method="literal")
    (now,) = conflict.status_quos()
    label = "".join("Y" if value else "N" for value in now.values())
    at = solution.states.index(label)
    return tuple(sorted(maker for maker, flags in solution.stable["seq"].items() if not flags[at]))


def test_counts_are_of_variants() -> None:
    found = modelled_otherwise(dossier_of(), "signed")
    for name in found.written:
        counts = found.counts(name)
        assert sum(same + other for same, other in counts.values()) == len(found.rows)
        assert sum(other for _, other in counts.values()) == len(found.changing(name))


def test_a_variant_that_leaves_no_state_has_no_answer_and_counts_as_changed() -> None:
    def picky(found: Model) -> bool:
        if "both" not in {rule.id for rule in found.option_form.rules}:
            raise ModelError("no state is left")
        return True

    found = robustness(dossier_of(), {"asked": picky})
    assert [(row.element, row.answers) for row in found.changing("asked")] == [("both", {"asked": None})]
    assert found.counts("asked")[Change.rule] == (1, 1)
    assert repr(found) == f"Robustness({len(found.rows)} variants: asked changes under 1)"


def test_without_a_goal_only_the_situation_now_is_asked_about() -> None:
    assert set(modelled_otherwise(dossier_of(goals={}), None).written) == {LEAVING}
    with pytest.raises(UnknownName, match="did you mean 'deal'"):
        modelled_otherwise(dossier_of(), "del")


def test_the_wage_round_modelled_otherwise() -> None:
    found = modelled_otherwise(load(example_path("wage-strike")), "settlement")
    # that no deal meets every demand is nobody's modelling; that one is possible at the limits is the order of the company's statements
    assert not found.changing(AS_STATED)
    assert {row.element for row in found.changing(AT_LIMITS) if row.change is Change.order} == {"company"}
    assert found.to_dict()["variants"] == len(found.rows)
