"""Conclusions, scenarios, no deal and the mirror-image test: by hand, by brute force, and with the parties swapped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.board import Boards, held_acts
from detente.analysis.conclusions import Conclusion, conclusions
from detente.analysis.dilemmas import Dilemmas, dilemmas
from detente.analysis.further import Further, One, further
from detente.analysis.mirror import mirror
from detente.analysis.scenarios import Kind, Scenarios, scenarios
from detente.analysis.standstill import Against, standstill
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import CircumstanceEntry, ConclusionEntry, DossierFile
from detente.evidence import Claim
from detente.graphmodel.statements import Not
from detente.impasse.diagnose import diagnose
from detente.impasse.limits import reasons
from detente.impasse.verdict import deal_possible
from detente.settlement.admissible import admissible
from detente.stability.no_win import no_win
from detente.testing.dossiers import dossiers

# Signing pleases the others and turns the army; not signing lets them advance. Each of the four statements rests on a claim of its own.
SQUEEZED: dict[str, Any] = {
    "detente": 1,
    "title": "Squeezed",
    "parties": {name: {"name": name.title(), "assumed": "at the table"} for name in ("us", "army", "them")},
    "options": {
        "sign": {"party": "us", "now": "no", "assumed": "it could"},
        "coup": {"party": "army", "now": "no", "assumed": "it could"},
        "advance": {"party": "them", "now": "no", "assumed": "they could"},
    },
    "preferences": {
        "us": {
            "rest": "indifferent",
            "statements": [
                {"id": "no-coup", "want": "not coup", "because": ["c1"]},
                {"id": "no-advance", "want": "not advance", "because": ["c2"]},
            ],
        },
        "army": {"rest": "indifferent", "statements": [{"id": "turn", "want": "coup iff sign", "because": ["c3"]}]},
        "them": {"rest": "indifferent", "statements": [{"id": "press", "want": "advance iff not sign", "because": ["c4"]}]},
    },
    "references": {"peace": "sign and not coup", "war": "advance"},
    "conclusions": {"stuck": {"no_win": "us", "because": ["c5"], "text": "we are stuck"}},
}


def dossier(data: dict[str, Any], **speakers: str) -> Dossier:
    """The file with a proposed claim for every name that it cites; by the author unless ``speakers`` says whose."""
    text = json.dumps(data)
    names = sorted({word for word in text.replace('"', " ").split() if word[0] == "c" and word[1:].isdigit()})
    claims = {
        name: Claim(name, f"what {name} says", speaker=("author", speakers[name]) if name in speakers else ("author",), cue="said")
        for name in names
    }
    return Dossier(DossierFile.model_validate(data), claims=claims)


def changed(data: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(data)), **parts}


def conclude(book: Dossier) -> tuple[Dilemmas, tuple[Conclusion, ...]]:
    licensed = model(book)
    boards = Boards(frozenset(held_acts(licensed)))
    found = dilemmas(book, licensed, boards)
    return found, conclusions(book, licensed, found, boards, readings=64)


def test_a_conclusion_that_needs_each_of_four_statements() -> None:
    """Without c3 or c4 one choice may be left alone; without c1 or c2 one end is no worse than now. So all four, and nothing less."""
    found, (stuck,) = conclude(dossier(SQUEEZED))
    assert stuck.settled is None
    assert [set(way.accepted) for way in stuck.follows.carry] == [{"c1", "c2", "c3", "c4"}]
    assert {way.aside for way in stuck.follows.defeat} == {frozenset({name}) for name in ("c1", "c2", "c3", "c4")}
    assert set(stuck.alone) == {"c1", "c2", "c3", "c4"}
    assert stuck.mirror == {"army": "no", "them": "no"}
    assert stuck.assumed == ("options.sign", "now.sign", "options.coup", "now.coup", "options.advance", "now.advance")
    row = found.row("us")
    assert row is not None
    assert row.found.verdict == "necessary"


def test_every_reading_to_the_letter() -> None:
    """Each of the 16 readings asked again of the model itself, with none of the shortcuts."""
    book = dossier(SQUEEZED)
    _, (stuck,) = conclude(book)
    assert len(stuck.follows.verdicts) == 16
    for world, holds in zip(stuck.follows.worlds, stuck.follows.verdicts, strict=True):
        conflict = model(book, accepted=world.claims).option_form
        assert holds == (no_win(conflict, "us").verdict == "necessary")


def test_references() -> None:
    """Peace is signing and no coup: above both ends, for us. War holds with one act changed."""
    found, _ = conclude(dossier(SQUEEZED))
    assert {reference.name: reference.labels for reference in found.references} == {"now": ("NNN",), "peace": ("YNN",), "war": ("NNY",)}
    verdicts = {(row.party, row.reference): row.found.verdict for row in found.rows}
    assert (verdicts["us", "peace"], verdicts["us", "war"]) == ("necessary", "no")  # staying ends in war itself
    _, (stuck,) = conclude(dossier(changed(SQUEEZED, conclusions={"stuck": {"no_win": "us", "reference": "war", "because": ["c5"]}})))
    assert stuck.settled is False
    assert stuck.reference == "war"


def test_a_reference_that_is_now_is_asked_once() -> None:
    found, _ = conclude(dossier(changed(SQUEEZED, references={"quiet": "not coup and not advance", "never": "sign and not sign"})))
    assert [reference.same for reference in found.references] == [False, True, False]
    assert {row.reference for row in found.rows} == {"now"}
    assert found.row("us", "quiet") == found.row("us")
    assert any("never" in note for note in found.notes)


TALKS: dict[str, Any] = {
    "detente": 1,
    "title": "Talks",
    "parties": {name: {"name": name.title(), "assumed": "at the table"} for name in ("north", "south")},
    "options": {
        "truce": {"party": "north", "now": "no", "assumed": "x"},
        "aid": {"party": "south", "now": "no", "assumed": "x"},
        "talk": {"party": "south", "now": "no", "assumed": "x"},
    },
    "preferences": {
        "north": [
            {"id": "n-aid", "condition": "truce only if aid", "because": ["c1"]},
            {"id": "n-truce", "want": "truce", "because": ["c2"]},
        ],
        "south": [{"id": "s-truce", "want": "truce", "because": ["c3"]}],
    },
    "goal": "truce",
    "conclusions": {"needs-aid": {"formula": "truce only if aid", "because": ["c4"]}},
}


def test_a_formula_follows_from_the_condition_that_says_so() -> None:
    """No truce without aid: that is what c1 says, and without it there is a deal on a truce alone."""
    _, (needs,) = conclude(dossier(TALKS))
    assert (needs.settled, needs.empty, needs.stated) == (None, "", False)
    assert [(set(way.accepted), set(way.aside)) for way in needs.follows.carry] == [({"c1"}, set())]
    assert needs.alone == ("c1",)


def test_what_follows_only_because_nothing_is_possible() -> None:
    never = changed(TALKS)
    never["preferences"]["north"][1] = {"id": "n-never", "limit": "not truce", "assumed": "x"}
    never["preferences"]["north"][0] = {"id": "n-aid", "want": "truce only if aid", "assumed": "x"}
    _, (needs,) = conclude(dossier(never))
    assert (needs.settled, needs.empty) == (True, "if")
    never["conclusions"] = {"turned": {"formula": "not truce if not aid", "because": ["c4"]}}  # the same, the other way round
    _, (turned,) = conclude(dossier(never))
    assert (turned.settled, turned.empty) == (True, "then")


@pytest.mark.parametrize(
    "formula", ["truce only if aid", "aid if truce", "not truce", "talk or not talk", "truce and aid", "not (aid and talk)"]
)
def test_formulas_against_every_package(formula: str) -> None:
    """By hand over all eight situations: acceptable is what meets the condition and is no worse for whoever signs."""
    book = dossier(changed(TALKS, conclusions={"it": {"formula": formula, "because": ["c4"]}}))
    _, (it,) = conclude(book)
    licensed = model(book)
    contrary = [setting for setting in _settings() if not licensed.conclusions["it"].evaluate(setting) and _acceptable(setting)]
    whole = dict(zip(it.follows.worlds, it.follows.verdicts, strict=True))
    everything = next(holds for world, holds in whole.items() if {"c1", "c2", "c3"} <= world.claims)
    assert everything == (not contrary)


def _settings() -> Iterator[dict[str, bool]]:
    for values in product((False, True), repeat=3):
        yield dict(zip(("truce", "aid", "talk"), values, strict=True))


def _acceptable(setting: dict[str, bool]) -> bool:
    """North's first statement holds now and its second does not: whoever keeps the first is no worse off. Nothing surely hurts south."""
    return not setting["truce"] or setting["aid"]


WEATHER: dict[str, Any] = {
    **TALKS,
    "parties": {**TALKS["parties"], "guild": {"name": "Guild", "exists": "doubtful", "assumed": "x"}},
    "options": {**TALKS["options"], "block": {"party": "guild", "now": "no", "assumed": "x"}},
    "circumstances": {
        "storm": {"text": "a storm", "now": "unknown", "assumed": "x"},
        "flood": {"text": "a flood", "now": "no", "assumed": "x"},
        "moon": {"text": "a full moon", "now": "unknown", "assumed": "x"},
    },
    "preferences": {
        "north": [{"id": "n-storm", "limit": "not truce if storm", "assumed": "x"}, {"id": "n-truce", "want": "truce", "assumed": "x"}],
        "south": [{"id": "s-flood", "demand": "not truce if flood", "assumed": "x"}],
        "guild": [{"id": "g-block", "want": "block", "assumed": "x"}],
    },
    "merge": [{"principal": "north", "agent": "south", "apply": False, "assumed": "x"}],
    "conclusions": {},
}


def asked(data: dict[str, Any]) -> Scenarios:
    book = dossier(data)
    licensed = model(book)
    return scenarios(book, licensed, held=frozenset(held_acts(licensed)))


def test_what_each_supposition_changes() -> None:
    """A storm crosses a red line; a flood, a demand; a full moon nothing, so it multiplies nothing."""
    found = asked(WEATHER)
    (base,) = found.base
    assert (base.at_limits, base.as_stated, base.deals) == (
        True,
        True,
        2,
    )  # a truce, with the guild blocking or not; aid and talk stay as now
    assert found.idle == ("moon",)
    assert found.depends == {"storm": ("n-storm",), "flood": ("s-flood",)}
    rows = {(row.scenario.kind, row.scenario.settings): row for row in found.rows}
    assert set(rows) == {
        (Kind.unknown, (("storm", True),)),
        (Kind.event, (("flood", True),)),
        (Kind.merge, ()),
        (Kind.without, ()),
    }
    storm, flood = rows[Kind.unknown, (("storm", True),)], rows[Kind.event, (("flood", True),)]
    assert (storm.overturned, storm.outcomes[0].at_limits, storm.outcomes[0].reasons) == (
        ("goal",),
        False,
        frozenset({frozenset({"n-storm"})}),
    )
    assert (flood.overturned, flood.outcomes[0].at_limits, flood.outcomes[0].as_stated) == (("goal",), True, False)


def test_suppositions_against_the_model_itself() -> None:
    """Every row's two answers, asked again of the dossier with the circumstance written in."""
    for row in asked(WEATHER).rows:
        if row.scenario.kind in {Kind.unknown, Kind.event}:
            said = changed(WEATHER)
            for name, value in row.scenario.settings:
                said["circumstances"][name]["now"] = "yes" if value else "no"
            book = dossier(said)
            answers = [deal_possible(book, "goal", stated=stated)(book.standing) for stated in (False, True)]
            assert answers == [row.outcomes[0].at_limits, row.outcomes[0].as_stated]


def test_read_as_one_and_absent() -> None:
    """Read as one, south's demand and its say are gone; without the guild nobody can block, so half the deals are left."""
    said = changed(WEATHER)
    said["circumstances"]["flood"]["now"] = "yes"
    found = asked(said)
    merged = next(row for row in found.rows if row.scenario.kind is Kind.merge)
    assert not found.base[0].as_stated
    assert (merged.opened, merged.outcomes[0].as_stated) == (("goal",), True)
    absent = next(row for row in asked(WEATHER).rows if row.scenario.kind is Kind.without)
    assert (absent.changed, absent.outcomes[0].deals) == (("goal",), 1)


def test_a_now_that_is_open_is_settled_both_ways() -> None:
    said = changed(WEATHER, circumstances={}, merge=[])
    said["preferences"]["north"], said["preferences"]["south"] = [{"want": "aid", "assumed": "x"}], [{"want": "truce", "assumed": "x"}]
    said["options"]["aid"]["now"] = "unknown"
    found = asked(said)
    assert {row.scenario.settings for row in found.rows if row.scenario.kind is Kind.now} == {(("aid", False),), (("aid", True),)}


@pytest.mark.parametrize("unknown", [2, 5])
def test_many_unknown_circumstances_are_combined_as_far_as_they_go(unknown: int) -> None:
    names = [f"w{k}" for k in range(unknown)]
    said = changed(WEATHER, merge=[], circumstances={name: {"now": "unknown", "assumed": "x"} for name in names})
    said["preferences"]["north"] = [{"limit": f"not truce if ({' and '.join(names)})", "assumed": "x"}]
    said["preferences"]["south"] = [{"want": "truce", "assumed": "x"}]
    rows = [row for row in asked(said).rows if row.scenario.kind is Kind.unknown]
    assert len(rows) == (3 if unknown == 2 else 6)
    assert [row.overturned for row in rows if all(value for _, value in row.scenario.settings)] == [("goal",)]


def test_no_deal() -> None:
    """Now breaks only n-truce and s-truce. A truce with aid is what north asks for, so some deal is better for each."""
    said = changed(TALKS, costs=[{"text": "lives", "borne_by": ["north"], "assumed": "x"}], references={"war": "not truce"})
    book = dossier(said)
    found = standstill(book, model(book), Boards(frozenset()))
    assert (found.now, found.references, [cost.borne_by for cost in found.costs]) == ("NNN", ("war",), [("north",)])
    north, south = found.parties
    assert (north.unmet, south.unmet) == (("n-truce",), ("s-truce",))
    # North alone would break its first statement by a truce; south's acts are in no statement of its own.
    assert (north.stays, south.stays) == ("necessary", "possible")
    assert (north.tolerable, south.tolerable) == (Against.better, Against.better)
    assert (north.costs, south.costs) == (1, 0)


def test_the_mirror_image() -> None:
    """What the author says of north blocks by itself; what south says itself is not set aside."""
    said = changed(TALKS, conclusions={})
    said["preferences"]["north"] = [{"id": "n-no", "demand": "not truce", "because": ["c1"]}]
    said["preferences"]["south"] = [{"id": "s-yes", "want": "truce", "because": ["c3"]}]
    for speaker, inferred, without in (("author", ("n-no",), False), ("north", (), True)):
        book = dossier(said, c3="south", **({"c1": "north"} if speaker == "north" else {}))
        licensed = model(book)
        north, south = mirror(book, licensed, {"goal": reasons(licensed, licensed.goals["goal"], stated=True)})
        assert (north.inferred, north.blocked, north.blocked_without) == (inferred, True, without)
        assert (south.inferred, south.in_reasons, south.blocked_without) == ((), 0, True)


def test_swapping_the_names_of_two_parties_swaps_everything() -> None:
    """Us and them exchange names: the answers exchange with them."""
    text = json.dumps(SQUEEZED)
    swapped = json.loads(text.replace('"us"', '"@"').replace('"them"', '"us"').replace('"@"', '"them"'))
    swapped["parties"] = {name: swapped["parties"][name] for name in ("us", "army", "them")}
    turn = {"us": "them", "them": "us", "army": "army"}
    (found, (stuck,)), (other, (turned,)) = conclude(dossier(SQUEEZED)), conclude(dossier(swapped))
    assert {(turn[row.party], row.reference): row.found.verdict for row in found.rows} == {
        (row.party, row.reference): row.found.verdict for row in other.rows
    }
    assert stuck.follows.carry == turned.follows.carry
    assert {turn[name]: verdict for name, verdict in stuck.mirror.items()} == turned.mirror


def test_all_of_it_as_data() -> None:
    book = dossier(WEATHER)
    found = further(book, model(book), [One("goal", diagnose(book, goal="goal"))])
    data = json.loads(json.dumps(found.to_dict(), default=str))
    assert list(data) == ["dilemmas", "conclusions", "scenarios", "standstill", "mirror"]
    assert data["scenarios"]["scenarios"][0]["overturned"] == ["goal"]
    bare = dossier({"detente": 1, "title": "Bare", "parties": {"north": {"name": "North"}}})
    assert further(bare, model(bare), []) == Further()


@settings(max_examples=25)
@given(dossiers(), st.sampled_from(["not truce", "truce only if rain", "not rain unless truce", "truce iff rain"]))
def test_generated_dossiers_by_enumeration(book: Dossier, formula: str) -> None:
    """A conclusion follows iff no listed package contradicts it; a scenario's answers are those of the dossier that says so."""
    data = book.file.model_copy(update={"goal": None, "goals": {"first": "truce"}, "conclusions": {"it": ConclusionEntry(formula=formula)}})
    book = replace(book, file=data, claims={}, positions={})
    licensed = model(book)
    found = further(book, licensed, [One("first", diagnose(book, goal="first"))])
    contrary = Not(licensed.conclusions["it"])
    for one in found.conclusions:
        packages = admissible(licensed.option_form, contrary, stated=one.stated)
        assert one.settled == (not packages.possible.size)
    rainy = model(replace(book, file=data.model_copy(update={"circumstances": {"rain": CircumstanceEntry(now="yes")}})))
    for row in found.scenarios.rows:
        if row.scenario.kind is Kind.unknown:
            assert row.scenario.settings == (("rain", True),)
            asked_of, now = rainy.option_form, None
        else:
            asked_of, now = licensed.option_form, dict(row.scenario.settings)
        sizes = [admissible(asked_of, licensed.goals["first"], stated=stated, now=now).possible.size for stated in (False, True)]
        assert [size > 0 for size in sizes] == [row.outcomes[0].at_limits, row.outcomes[0].as_stated]
    for party in found.standstill.parties:
        assert set(party.deals) == {"first"}
