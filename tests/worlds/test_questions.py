"""What to ask next, and whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim, Position, ReviewStatus, Stance
from detente.evidence.position import Polarity
from detente.testing.worlds import arbitrary_verdict, claimed_dossiers
from detente.worlds.hinges import hinges
from detente.worlds.questions import MOST_CLAIMS, Settles, questions
from detente.worlds.subjects import Respondent, subjects

Verdict = Callable[[frozenset[str]], bool]


def dossier_of(
    because: Mapping[str, list[Any]], claims: Sequence[Claim], *positions: Position, asked: Sequence[Mapping[str, Any]] = ()
) -> Dossier:
    options = {name: {"party": "envoy", "now": "no", "because": basis} for name, basis in because.items()}
    parties = {name: {"name": name} for name in ("north", "south", "envoy")}
    file = {"detente": 1, "title": "t", "parties": parties, "options": options, "questions": asked}
    return Dossier(DossierFile.model_validate(file), claims={c.id: c for c in claims}, positions={p.id: p for p in positions})


THREE = [Claim(f"c{k}", f"claim {k}") for k in (1, 2, 3)]
ALONE = {"o1": ["c1"], "o2": ["c2"], "o3": ["c3"]}


def asked_of(dossier: Dossier, verdict: Verdict) -> list[tuple[str, str, int]]:
    return [(one.id, one.settles.value, one.worlds) for one in questions(dossier, hinges(dossier, verdict))]


def test_a_claim_that_is_the_verdict_settles_it_both_ways() -> None:
    asked = asked_of(dossier_of(ALONE, THREE), lambda claims: "c2" in claims)
    assert asked == [("c2", "both", 8), ("c1", "none", 0), ("c3", "none", 0)]


def test_a_necessary_claim_settles_it_one_way() -> None:
    # V: c1 and (c2 or c3). Without c1 V fails; with it, it is open. c2 or c3 alone settle nothing, but between them count less.
    asked = asked_of(dossier_of(ALONE, THREE), lambda claims: "c1" in claims and bool(claims & {"c2", "c3"}))
    # c1 matters in the six worlds with c2 or c3; c2 in the two with c1 and without c3
    assert asked == [("c1", "one", 6), ("c2", "none", 2), ("c3", "none", 2)]


def test_nothing_settles_what_is_settled() -> None:
    asked = asked_of(dossier_of(ALONE, THREE), lambda _: True)
    assert asked == [("c1", "none", 0), ("c2", "none", 0), ("c3", "none", 0)]


def test_a_question_of_the_dossier_is_about_its_claims_together() -> None:
    ask = {"ask": "were arms and aid both halted?", "about": ["c1", "o2", "north"], "to": ["south"]}
    dossier = dossier_of(ALONE, THREE, asked=[ask, {"ask": "something else?", "about": ["south"]}])
    found = questions(dossier, hinges(dossier, lambda claims: ("c1" in claims) != ("c2" in claims)))
    assert [one.id for one in found] == ["questions.0", "c1", "c2", "c3"]
    first = found[0]
    assert (first.settles, first.worlds, first.claims, first.respondent) == (Settles.both, 8, ("c1", "c2"), Respondent("party", ("south",)))
    assert [(sorted(one.accepted), one.verdict) for one in first.answers] == [
        (["c1", "c2"], False),
        (["c1"], True),
        (["c2"], True),
        ([], False),
    ]
    assert repr(first) == "Question(questions.0 to south: settles both, 8 worlds)"


def test_a_claim_of_no_element_is_asked_about_if_it_contradicts_one_that_counts() -> None:
    claims = [Claim("c1", "the meeting was in one town"), Claim("c2", "it was in another", contradicts=("c1",)), Claim("c3", "it rained")]
    found = questions(dossier := dossier_of({"o1": ["c1"]}, claims), hinges(dossier, lambda accepted: "c1" in accepted))
    assert [(one.id, one.settles.value) for one in found] == [("c1", "both"), ("c2", "one")]


# To the letter: an answer is a set of accepted claims; what is left is every admissible set that agrees with it ---------------------


def letter(dossier: Dossier, claims: tuple[str, ...], verdict: Verdict) -> dict[frozenset[str], set[bool]]:
    every = [frozenset(some) for size in range(len(dossier.claims) + 1) for some in combinations(dossier.claims, size)]
    worlds = [w for w in every if not any(two in dossier.claims[one].contradicts for one in w for two in w)]
    left: dict[frozenset[str], set[bool]] = {}
    for world in worlds:
        left.setdefault(world & frozenset(claims), set()).add(verdict(world))
    return left


@given(claimed_dossiers(max_claims=6, statuses=[ReviewStatus.proposed]), st.integers(0, 10**6))
def test_answers_settle_what_the_definition_says(dossier: Dossier, seed: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    found = hinges(dossier, verdict)
    for question in questions(dossier, found):
        left = letter(dossier, question.claims, verdict)
        assert {answer.accepted: answer.verdict for answer in question.answers} == {
            accepted: next(iter(verdicts)) if len(verdicts) == 1 else None for accepted, verdicts in left.items()
        }
        settling = [len(verdicts) == 1 for verdicts in left.values()]
        expected = Settles.both if all(settling) else Settles.one if any(settling) else Settles.none
        assert question.settles is (Settles.none if found.settled is not None else expected)
        if len(question.claims) == 1 and question.id in found.worlds.claims:
            assert question.worlds == {row.claim: row.worlds for row in found.deciding}.get(question.id, 0)


# The rank by brute force: no table, no variables, no merged claims ------------------------------------------------------------------


def ranked_by_force(dossier: Dossier, verdict: Verdict) -> list[tuple[str, int]]:
    """Every claim with how it settles (0 both, 1 one, 2 none) in the order in which to ask, ties in the order of the dossier."""
    holds = letter(dossier, tuple(dossier.claims), verdict)
    overall = {value for values in holds.values() for value in values}
    rows = []
    for name in dossier.claims:
        sides = letter(dossier, (name,), verdict).values()
        settled = sum(len(values) == 1 for values in sides)
        settles = 2 if len(overall) == 1 or not settled else 0 if settled == len(sides) else 1
        rows.append((settles, name))
    return [(name, settles) for settles, name in sorted(rows, key=lambda row: row[0])]


@given(claimed_dossiers(max_claims=5, statuses=[ReviewStatus.proposed], contradictions=False), st.integers(0, 10**6))
def test_no_question_that_settles_less_is_asked_before_one_that_settles_more(dossier: Dossier, seed: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    asked = [one for one in questions(dossier, hinges(dossier, verdict)) if not one.id.startswith("questions.")]
    by_force = dict(ranked_by_force(dossier, verdict))
    number = {Settles.both: 0, Settles.one: 1, Settles.none: 2}
    assert [number[one.settles] for one in asked] == sorted(by_force[one.id] for one in asked)
    assert {one.id: number[one.settles] for one in asked} == {one.id: by_force[one.id] for one in asked}
    unasked = by_force.keys() - {one.id for one in asked}
    assert all(by_force[name] == 2 for name in unasked)  # what reaches nothing settles nothing


@given(claimed_dossiers(max_claims=5, statuses=[ReviewStatus.proposed]), st.integers(0, 10**6))
def test_among_equals_the_question_that_changes_more_readings_comes_first(dossier: Dossier, seed: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    found = hinges(dossier, verdict)
    worlds = [(world.claims, verdict(world.claims)) for world in found.worlds]
    rows = []
    for one in questions(dossier, found):
        touched = frozenset(claim for v in found.worlds.variables if v.claims & set(one.claims) for claim in v.claims)
        changed = sum(any(mine - touched == other - touched and holds != then for other, then in worlds) for mine, holds in worlds)
        assert one.worlds == changed
        rows.append((one.settles, changed))
    order = {Settles.both: 0, Settles.one: 1, Settles.none: 2}
    keys = [(order[settles], -changed) for settles, changed in rows]
    assert keys == sorted(keys)


def test_long_questions_are_cut() -> None:
    claims = [Claim(f"c{k}", "") for k in range(10)]
    dossier = dossier_of({f"o{k}": [f"c{k}"] for k in range(10)}, claims, asked=[{"ask": "all?", "about": [c.id for c in claims]}])
    found = next(one for one in questions(dossier, hinges(dossier, lambda accepted: len(accepted) == 10)) if one.id == "questions.0")
    assert len(found.claims) == MOST_CLAIMS


# Who could answer -------------------------------------------------------------------------------------------------------------------


def respondent(claim: Claim, *positions: Position) -> Respondent:
    return subjects(dossier_of({"act": ["used"]}, [claim], *positions))[claim.id].respondent


def test_the_holder_of_the_position_answers_before_the_reporter() -> None:
    claim = Claim("c1", "the North wants a halt", ("author", "south"))
    assert respondent(claim) == Respondent("party", ("south",))
    position = Position("p1", "north", Stance.demand, Polarity.for_, "halt", claims=("c1",))
    assert respondent(claim, position) == Respondent("party", ("north",))
    named = Claim("c1", "the North wants the South to halt", about=("south",))
    assert respondent(named, position) == Respondent("party", ("north",))


def test_the_party_that_the_author_writes_about_answers_for_it() -> None:
    assert respondent(Claim("c1", "the North stalls", about=("north", "the harbour"))) == Respondent("party", ("north",))


def test_the_controller_of_an_act_answers_for_it() -> None:
    assert respondent(Claim("used", "the envoy could act")) == Respondent("party", ("envoy",))


def test_else_the_outlet_else_the_author() -> None:
    assert respondent(Claim("c1", "someone posted", ("author", "gazette", "a post"))) == Respondent("outlet", ("a post",))
    assert respondent(Claim("c1", "so it is")) == Respondent("author", ("author",))
