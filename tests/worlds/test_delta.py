"""What changed: smallest sets against brute force, verdicts before and after against their definition, two days of one dossier."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.delta import _Comparing, between, delta, what_changed
from detente.cases.accounts import example_path
from detente.dossier.addition import add
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.schema import DossierFile
from detente.errors import DossierError
from detente.evidence import Account, Claim, Document, Party, Polarity, Position, Review, ReviewStatus, Stance
from detente.impasse.verdict import deal_possible
from detente.worlds.delta import holding, setting_aside, smallest_sets, smallest_ways, together
from detente.worlds.reach import Variable
from detente.worlds.world import worlds

ITEMS = ("a", "b", "c", "d")
SETS = [frozenset(chosen) for chosen in chain.from_iterable(combinations(ITEMS, size) for size in range(5))]


@given(st.sets(st.sampled_from(SETS)))
def test_smallest_sets_are_the_minimal_ones(good: set[frozenset[str]]) -> None:
    found = smallest_sets(ITEMS, good.__contains__)
    assert set(found.sets) == {one for one in good if not any(other < one for other in good)}
    assert found.complete
    assert [len(one) for one in found.sets] == sorted(len(one) for one in found.sets)


@given(st.sets(st.sampled_from(SETS)), st.integers(1, 15))
def test_a_search_that_is_stopped_says_so_and_finds_nothing_wrong(good: set[frozenset[str]], most: int) -> None:
    found = smallest_sets(ITEMS, good.__contains__, most=most)
    assert found.tried <= most
    assert set(found.sets) <= good
    assert all(one - {item} not in good for one in found.sets for item in one)
    if found.complete:
        assert found == smallest_sets(ITEMS, good.__contains__)


def minimal(good: list[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in good if not any(other < one for other in good)}


@given(st.sets(st.sampled_from(SETS), min_size=1, max_size=3), st.integers(60, 120))
def test_larger_sets_are_looked_for_from_above(seeds: set[frozenset[str]], most: int) -> None:
    many = [f"{letter}{number}" for number in range(6) for letter in ITEMS]
    wanted = [frozenset(f"{letter}{number}" for letter in seed for number in range(3)) for seed in seeds]
    found = smallest_sets(many, lambda chosen: any(one <= chosen for one in wanted), most=most)
    assert found.tried <= most
    assert set(found.sets) <= minimal(wanted)  # growing sets only turn it from no to yes, so whatever is found is minimal
    assert all(one in found.sets for one in minimal(wanted) if len(one) <= found.searched)


def test_six_statements_that_only_together_make_the_change_are_found_among_eighty() -> None:
    many = [f"c{number}" for number in range(80)]
    six = frozenset(many[::15])
    found = smallest_sets(many, lambda chosen: six <= chosen)
    assert (found.sets, found.complete, found.searched) == ((six,), False, 1)


VARIABLES = (
    Variable((frozenset("a"),), (frozenset("a"),)),
    Variable((frozenset("b"), frozenset("c")), (frozenset("bc"),)),  # either
    Variable((frozenset("de"),), (frozenset("d"), frozenset("e"))),  # both
)


@given(st.sets(st.sampled_from(list(chain.from_iterable(combinations(range(3), size) for size in range(4))))))
def test_claims_that_do_one_work_are_tried_once_and_told_in_every_way(good: set[tuple[int, ...]]) -> None:
    def does(claims: frozenset[str]) -> bool:
        return tuple(index for index, one in enumerate(VARIABLES) if one.forced(claims, frozenset())) in good

    every = [frozenset(chosen) for size in range(6) for chosen in combinations("abcde", size)]
    found = smallest_ways(VARIABLES, does)
    assert set(found.sets) == minimal([one for one in every if does(one)])
    assert found.complete
    assert found.tried <= 8


def quarrel(*claims: Claim) -> Dossier:
    file = DossierFile.model_validate(
        {
            "detente": 1,
            "title": "The sluice",
            "as_of": "2040-05-01",
            "parties": {"mill": {"name": "Mill", "assumed": "there"}, "farm": {"name": "Farm", "assumed": "there"}},
            "options": {
                "sluice": {"party": "mill", "text": "open the sluice", "now": "no", "assumed": "asked about"},
                "road": {"party": "farm", "text": "repair the road", "now": "no", "from": "2040-05-03", "assumed": "asked about"},
            },
            "preferences": {
                "mill": [{"limit": "not sluice", "because": ["no"], "id": "m-no"}],
                "farm": [{"condition": "road only if sluice", "because": ["tied"], "id": "f-tied"}],
            },
            "goals": {"both": "sluice and road", "sluice_opened": "sluice"},
        }
    )
    return Dossier(file, claims={claim.id: claim for claim in claims})


DAY = datetime.date(2040, 5, 1)
NO = Claim("no", "the mill never opens the sluice", ("author", "mill"), date=DAY.replace(day=2))
TIED = Claim("tied", "no road without the sluice", ("author", "farm"), date=DAY)


def row(found: object, kind: str, name: str, *, stated: bool = False):  # type: ignore[no-untyped-def]
    (one,) = [r for r in found.verdicts if (r.asked.kind, r.asked.name, r.asked.stated) == (kind, name, stated)]  # type: ignore[attr-defined]
    return one


def test_between_two_days_one_statement_is_responsible() -> None:
    found = between(quarrel(NO, TIED), DAY, DAY.replace(day=2))
    assert found.claims == ("no",)
    opened = row(found, "deal", "sluice_opened")
    assert (opened.before.readings, opened.after.readings) == ("every", "some")  # proposed: it may be accepted or not
    assert (opened.before.together, opened.after.together) == (True, False)
    assert opened.responsible.sets == (frozenset({"no"}),)
    assert opened.responsible.complete
    assert ("risen", "m-no") in {(one.kind, one.element) for one in found.elements}


def test_the_day_alone_can_change_an_answer() -> None:
    open_ = quarrel(replace(NO, date=DAY.replace(day=9)), TIED)
    found = between(open_, DAY, DAY.replace(day=3))
    assert found.claims == ()
    both = row(found, "deal", "both")
    assert (both.before.together, both.after.together) == (False, True)  # the road cannot be repaired before the third
    assert both.responsible.sets == (frozenset(),)


def test_days_go_forward() -> None:
    with pytest.raises(DossierError, match="not later"):
        between(quarrel(NO, TIED), DAY, DAY)


def test_nothing_new_changes_nothing() -> None:
    same = quarrel(NO, TIED)
    found = delta(same, same)
    assert found.changes == ()
    assert found.elements == ()


def letter() -> Account:
    says = Claim("c1", "the mill opens the sluice", ("author", "mill"), date=DAY.replace(day=1))
    position = Position("p1", "mill", Stance.offer, Polarity.for_, "open the sluice", "mill", claims=("c1",))
    return Account(Document("letter", "A letter.", DAY), (Party("mill", "Mill"),), (says,), (position,))


def test_an_accepted_word_stands_until_a_person_prefers_the_new_one() -> None:
    accepted = replace(NO, date=DAY, review=Review(ReviewStatus.accepted, "Ana"))
    addition = add(quarrel(accepted, TIED), letter())
    found = what_changed(addition)
    opened = row(found, "deal", "sluice_opened")
    assert (opened.before.readings, opened.after.readings, opened.preferred) == ("none", "none", True)
    assert opened.responsible is None
    assert opened.if_preferred.sets == (frozenset({"letter-c1"}),)
    assert {one.element for one in found.elements if one.kind == "contested"} == {"m-no"}


def test_together_takes_no_side_between_two_proposals() -> None:
    addition = add(quarrel(replace(NO, date=DAY), TIED), letter())
    after = addition.dossier
    assert together(after) == {"tied"}
    assert together(after, preferred=["letter-c1"]) == {"tied", "letter-c1"}
    assert together(setting_aside(after, ["letter-c1"])) == {"tied", "no"}


@pytest.mark.parametrize("name", ["river-dam", "wage-strike"])
def test_how_a_verdict_stands_is_what_the_readings_say(name: str) -> None:
    dossier = load(example_path(name))
    (goal,) = dossier.file.goals
    for stated in (False, True):
        verdict: Callable[[frozenset[str]], bool] = deal_possible(dossier, goal, stated=stated)
        readings = worlds(dossier)
        answers = {verdict(world.claims) for world in readings}
        expected = "some" if len(answers) == 2 else "every" if answers == {True} else "none"
        assert holding(dossier, verdict, readings=readings).readings == expected


def test_merging_claims_of_one_reach_loses_no_responsible_set() -> None:
    """Against every set of the claims themselves: an either, a both, one more voice for what stands, and one that contradicts."""
    bases = {"m-no": ["no", "n1", "n2"], "f-tied": ["tied", "n3"], "m-road": [["n4", "n5"]], "f-sluice": ["n6"]}
    new = tuple(f"n{number}" for number in range(1, 8))
    claims = [replace(NO, id=name, date=DAY) for name in ("no", *new)]
    claims[-1] = replace(claims[-1], contradicts=("tied",))
    plain = quarrel(*claims, TIED)
    preferences = {
        "mill": [
            {"limit": "not sluice", "because": bases["m-no"], "id": "m-no"},
            {"want": "road", "because": bases["m-road"], "id": "m-road"},
        ],
        "farm": [
            {"condition": "road only if sluice", "because": bases["f-tied"], "id": "f-tied"},
            {"want": "sluice", "because": bases["f-sluice"], "id": "f-sluice"},
        ],
    }
    file = DossierFile.model_validate(
        {**plain.file.model_dump(mode="json", exclude_defaults=True, by_alias=True), "preferences": preferences}
    )
    after = replace(plain, file=file)
    comparing = _Comparing(setting_aside(after, new), after, new, 256, 512)

    def standing(claims: frozenset[str]) -> tuple[bool, ...]:
        taken = together(comparing.with_only(claims))
        return tuple(element.basis.stands(taken) for element in after.elements)

    # n1 and n2 only support what stands; n3 matters, for n7 would take its rival from under f-tied
    assert {one.claims for one in comparing.variables(one_reading=True)} == {
        frozenset(one) for one in (("n4", "n5"), ("n6",), ("n3",), ("n7",))
    }
    table = {frozenset(chosen): standing(frozenset(chosen)) for size in range(8) for chosen in combinations(new, size)}
    variables = comparing.variables(one_reading=True)
    for wanted in set(table.values()):
        good = {one for one, stands in table.items() if stands == wanted}
        found = smallest_ways(variables, good.__contains__)
        assert found.complete
        assert set(found.sets) == minimal(list(good))
