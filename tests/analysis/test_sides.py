"""Pictures that differ: false peace, needless fear, and what separates a party from the reference."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.sides import Misreading, analyze_sides
from detente.cases.accounts import example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.errors import DossierError
from detente.evidence import Claim
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.preferences import Unknown
from detente.graphmodel.states import state_space
from detente.stability.concepts import Concept
from detente.stability.reference import stable_states
from detente.testing.worlds import claimed_dossiers
from detente.worlds.sides import Changes, heard_by, sides


def dossier_of(claims: list[Claim], preferences: dict[str, Any], **more: Any) -> Dossier:
    file = {
        "detente": 1,
        "title": "t",
        "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
        "options": {"n": {"party": "north", "now": "no"}, "s": {"party": "south", "now": "no"}},
        "preferences": preferences,
        **more,
    }
    return Dossier(DossierFile.model_validate(file), claims={claim.id: claim for claim in claims})


def test_false_peace_and_the_statement_that_separates() -> None:
    # In its own words each wants only that the other act (own1, own2), so neither moves anywhere: all four situations rest in their eyes.
    # The author adds that the North gains by acting itself (adds): it would leave NN and NY in the reference.
    claims = [Claim("own1", "", ("author", "north")), Claim("own2", "", ("author", "south")), Claim("adds", "", ("author",))]
    preferences = {
        "north": [{"want": "s", "because": ["own1"]}, {"want": "n", "because": ["adds"]}],
        "south": [{"want": "n", "because": ["own2"]}],
    }
    found = analyze_sides(dossier_of(claims, preferences), concept="nash")
    assert {(row.state, row.parties) for row in found.false_peace} == {("NN", ("north",)), ("NY", ("north",))}
    assert found.counts == {"false_peace": 2, "needless_fear": 0}
    first = found.false_peace[0]
    assert (first.state, first.unforeseen_by) == ("NN", ())  # now comes first
    assert first.misreadings == (Misreading("north", True, (Changes(frozenset({"adds"}), frozenset()),), True),)
    assert {row.party: (row.own, row.reference) for row in found.eyes} == {"north": (True, False), "south": (True, True)}


def test_needless_fear() -> None:
    # The North wants to act unless the South does (own). At NN it would leave; by SEQ it would stay if it knew that the South,
    # who likes to see it idle (adds), answers YN with YY, which the North likes least (own, worst).
    claims = [Claim("own", "", ("author", "north")), Claim("adds", "", ("author", "south"))]
    preferences = {
        "north": [{"want": "not (n and s)", "because": ["own"]}, {"want": "n", "because": ["own"]}],
        "south": [{"want": "s if n", "because": ["adds"]}],
    }
    found = analyze_sides(dossier_of(claims, preferences))
    (fear,) = (row for row in found.needless_fear if row.state == "NN")
    assert fear.parties == ("north",)
    assert fear.misreadings == (Misreading("north", False, (Changes(frozenset({"adds"}), frozenset()),), True),)


def test_a_word_read_in_two_ways_is_a_misreading() -> None:
    # Both want a "halt" (h, the South's act); the North means by it that the South also withdraws (w). At YN, h without w,
    # the North in the reference acts (n), for it wants n unless it has its halt; the South does not see why.
    options = {"n": {"party": "north", "now": "no"}, "h": {"party": "south", "now": "yes", "readings": {"north": "h and w"}}}
    options["w"] = {"party": "south", "now": "no"}
    claims = [Claim("c1", "", ("author", "north"), granted_by=("south",)), Claim("c2", "", ("author", "south"), granted_by=("north",))]
    preferences = {
        "north": [{"want": "n iff not h", "because": ["c1"]}],
        "south": [{"want": "not n", "because": ["c2"]}, {"want": "not w", "because": ["c2"]}],
    }
    found = analyze_sides(dossier_of(claims, preferences, options=options), concept="seq")
    south = next(side for side in found.sides if side.party == "south")
    assert south.learns == ("reading:h",)  # nothing else separates it from the reference


def test_who_says_nothing_is_silent_and_who_does_not_exist_is_absent() -> None:
    claims = [Claim("own", "", ("author", "north")), Claim("ghost", "", ("author",))]
    parties = {"north": {"name": "North"}, "south": {"name": "South"}, "guild": {"name": "Guild", "because": ["ghost"]}}
    found = analyze_sides(dossier_of(claims, {"north": [{"want": "n", "because": ["own"]}]}, parties=parties))
    assert (found.silent, found.absent) == (("south",), ("guild",))
    assert {row.party: row.own for row in found.eyes} == {"north": False, "south": None, "guild": None}
    assert not found.false_peace  # one party's eyes are no peace


def test_listed_states_have_no_pictures() -> None:
    file = {"detente": 1, "title": "t", "states": ["s1", "s2"], "moves": {"a": [["s1", "s2"]]}, "ranking": {"a": [["s1"], ["s2"]]}}
    with pytest.raises(DossierError, match="no party has a picture"):
        analyze_sides(Dossier(DossierFile.model_validate(file)))


# To the letter: every picture by the definitions, state by state --------------------------------------------------------------------------


def stays(conflict: Conflict, concept: str) -> dict[str, dict[str, bool]]:
    space = state_space(conflict)
    found = stable_states(graph_model(space), (Concept(concept),))[Concept(concept)]
    return {maker: dict(zip(space.labels, flags, strict=True)) for maker, flags in found.items()}


@given(claimed_dossiers(max_claims=5, max_elements=4), st.sampled_from(["nash", "gmr", "seq"]))
def test_false_peace_and_needless_fear_to_the_letter(dossier: Dossier, concept: str) -> None:
    found = analyze_sides(dossier, concept=concept, most=10**6, told=0)
    reference = stays(model(dossier).option_form, concept)
    pictures = {}
    for side in sides(dossier)[0]:
        own = model(heard_by(dossier, side.party, side.claims), accepted=side.claims).option_form
        if side.party in own.decision_makers and not isinstance(own.preference(side.party), Unknown):
            pictures[side.party] = stays(own, concept)[side.party]
    states = {state for flags in pictures.values() for state in flags}
    peace, fear = {}, {}
    for state in states:
        leaving = tuple(maker for maker, flags in reference.items() if not flags.get(state, True))
        feasible = all(state in flags for flags in reference.values())
        seen = {party: flags[state] for party, flags in pictures.items() if state in flags}
        if feasible and len(seen) >= 2 and all(seen.values()) and leaving:
            peace[state] = leaving
        if feasible and not leaving and not all(seen.values()):
            fear[state] = tuple(party for party, stay in seen.items() if not stay)
    assert {row.state: row.parties for row in found.false_peace} == peace
    assert {row.state: row.parties for row in found.needless_fear} == fear
    assert found.counts == {"false_peace": len(peace), "needless_fear": len(fear)}


@given(claimed_dossiers(max_claims=5, max_elements=4))
def test_a_misreading_turns_the_partys_own_verdict(dossier: Dossier) -> None:
    found = analyze_sides(dossier, told=2)
    for row in (*found.false_peace, *found.needless_fear):
        for reading in row.misreadings:
            side = next(side for side in found.sides if side.party == reading.party)
            for changes in reading.changes:
                claims = frozenset(side.claims - changes.gives_up | changes.learns)
                conflict = model(heard_by(dossier, side.party, claims), accepted=claims).option_form
                flags = stays(conflict, "seq")[side.party]
                assert flags[row.state] is not reading.turned


def test_the_bundled_case_in_each_partys_eyes() -> None:
    found = analyze_sides(load(example_path("ceasefire-2025")))
    assert found.absent == ("elite", "regions")  # nobody but the author speaks of them
    assert {row.kind for row in found.collisions} == {"contradiction", "dispute", "reading"}
    said = found.to_dict()
    assert len(said["options"]) == len(said["now"])
    assert repr(found).startswith("<SidesAnalysis of 'Ceasefire talks")


OTHER = {"north": "south", "south": "north"}


def swap(text: str) -> str:
    return re.sub("north|south", lambda found: OTHER[found[0]], text)


def swapped(dossier: Dossier) -> Dossier:
    def names(some: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(OTHER.get(name, name) for name in some)

    claims = {
        name: replace(claim, speaker=names(claim.speaker), granted_by=names(claim.granted_by), about=names(claim.about))
        for name, claim in dossier.claims.items()
    }
    return Dossier(DossierFile.model_validate_json(swap(dossier.file.model_dump_json(by_alias=True))), claims=claims)


@given(claimed_dossiers(max_claims=5, max_elements=4))
def test_swapping_labels_swaps_what_each_side_sees(dossier: Dossier) -> None:
    there = json.dumps(analyze_sides(swapped(dossier)).to_dict())
    assert swap(there) == json.dumps(analyze_sides(dossier).to_dict())
