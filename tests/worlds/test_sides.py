"""Each party's own account, and the least that separates it from another verdict."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.errors import UnknownName
from detente.evidence import Claim, Modality, Review, ReviewStatus
from detente.testing.worlds import arbitrary_verdict, claimed_dossiers
from detente.worlds.sides import Changes, Collision, Side, heard_by, side_of, sides, smallest_changes

FILE: dict[str, Any] = {
    "detente": 1,
    "title": "Harbour truce",
    "parties": {"north": {"name": "North"}, "south": {"name": "South"}, "envoy": {"name": "Envoy"}},
    "options": {
        "truce": {"party": "south", "now": "no", "because": ["c1"], "readings": {"north": "truce and patrol"}},
        "patrol": {"party": "south", "now": "no", "because": ["c2"]},
    },
    "preferences": {"north": [{"want": "truce", "because": ["c3"]}], "south": [{"demand": "not patrol", "because": ["c4"]}]},
}
CLAIMS = (
    Claim("c1", "", ("author", "south"), granted_by=("north",)),
    Claim("c2", "", ("author", "gazette", "north"), contradicts=("c4",)),
    Claim("c3", "", ("author", "north"), disputed_by=("south",)),
    Claim("c4", "", ("author", "south")),
    Claim("c5", "", ("author",), believed_by=("envoy",)),
    Claim("c6", "", ("author", "south"), modality=Modality.absence),
    Claim("c7", "", ("author", "south"), review=Review(ReviewStatus.rejected), contradicts=("c2",)),
)


@pytest.fixture
def dossier() -> Dossier:
    return Dossier(DossierFile.model_validate(FILE), claims={claim.id: claim for claim in CLAIMS})


def test_a_side_is_what_a_party_says_grants_and_is_said_to_believe(dossier: Dossier) -> None:
    north, south, envoy = sides(dossier)[0]
    assert (north.says, north.grants, north.believes) == (("c2", "c3"), ("c1",), ())
    assert (south.says, south.grants, south.believes) == (("c1", "c4"), (), ())  # its silence is nobody's word, c7 was rejected
    assert (envoy.says, envoy.grants, envoy.believes) == ((), (), ("c5",))
    assert north.lacks == ("preferences.south.0",)
    assert south.lacks == ("options.patrol", "now.patrol", "preferences.north.0")
    assert north.learns == ("c4", "c5", "c6", "reading:truce")
    assert envoy.claims == {"c5"}


def test_beside_a_narrower_reference_a_side_has_something_of_its_own(dossier: Dossier) -> None:
    south = side_of(dossier, "south", reference=frozenset({"c1", "c2"}))
    assert (south.gives_up, south.alone) == (("c4",), ("preferences.south.0",))
    assert south.reference == {"c1", "c2", "reading:truce"}


def test_where_views_collide(dossier: Dossier) -> None:
    assert set(sides(dossier)[1]) == {
        Collision("contradiction", ("north", "south"), ("c2", "c4")),
        Collision("dispute", ("north", "south"), ("c3",)),
        Collision("reading", ("north", "south"), ("truce",)),
        Collision("reading", ("north", "envoy"), ("truce",)),
    }


def test_who_is_nobodys_side(dossier: Dossier) -> None:
    with pytest.raises(UnknownName, match="did you mean 'south'"):
        side_of(dossier, "souht")


def test_a_party_hears_every_word_in_its_own_sense(dossier: Dossier) -> None:
    def north_wants(party: str, *own: str) -> str:
        licensed = model(heard_by(dossier, party, frozenset(own)))
        return str(next(iter(licensed.option_form.preferences["north"].statements)).formula)  # type: ignore[union-attr]

    assert north_wants("north") == "truce and patrol"
    assert north_wants("south") == "truce"  # the South does not know that the North means more by it
    assert north_wants("south", "reading:truce") == "truce and patrol"
    south_too = {**FILE, "preferences": {"south": [{"want": "truce"}]}}
    heard = heard_by(Dossier(DossierFile.model_validate(south_too), claims=dossier.claims), "north", frozenset())
    said = model(heard, accepted=dossier.standing).option_form.preferences["south"]
    assert str(next(iter(said.statements)).formula) == "truce and patrol"  # type: ignore[union-attr]


# To the letter -----------------------------------------------------------------------------------------------------------------------


@given(claimed_dossiers(max_claims=7))
def test_own_claims_to_the_letter(dossier: Dossier) -> None:
    for side in sides(dossier)[0]:
        own = {
            claim.id
            for claim in dossier.claims.values()
            if claim.review.status is not ReviewStatus.rejected
            and (
                (claim.speaker[-1] == side.party and claim.modality is not Modality.absence)
                or side.party in claim.granted_by
                or side.party in claim.believed_by
            )
        }
        assert side.claims == own
        assert side.reference & set(dossier.claims) == dossier.standing
        mine, all_told = model(dossier, accepted=own).standing, model(dossier).standing
        assert set(side.lacks) == all_told - mine
        assert set(side.alone) == mine - all_told


def smallest(side: Side, verdict: Callable[[frozenset[str]], bool]) -> set[Changes]:
    toggles = [*side.learns, *side.gives_up]
    for size in range(len(toggles) + 1):
        found = set()
        for some in combinations(toggles, size):
            claims = side.claims - set(side.gives_up).intersection(some) | set(side.learns).intersection(some)
            if verdict(frozenset(claims)) != verdict(side.claims):
                found.add(Changes(frozenset(some) & set(side.learns), frozenset(some) & set(side.gives_up)))
        if found:
            return found
    return set()


@given(claimed_dossiers(max_claims=6), st.integers(0, 10**6), st.data())
def test_the_smallest_changes_are_the_smallest_ones(dossier: Dossier, seed: int, data: st.DataObject) -> None:
    reference = frozenset(data.draw(st.lists(st.sampled_from(sorted(dossier.claims)), unique=True)))
    verdict = arbitrary_verdict(dossier, seed)
    for party in dossier.file.parties:
        side = side_of(dossier, party, reference=reference)
        found, complete = smallest_changes(side, verdict)
        assert complete
        assert set(found) == smallest(side, verdict)


@given(claimed_dossiers(max_claims=6), st.integers(0, 10**6))
def test_beyond_the_bound_a_set_is_found_of_which_none_can_be_spared(dossier: Dossier, seed: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    for party in dossier.file.parties:
        side = side_of(dossier, party)
        found, complete = smallest_changes(side, verdict, bound=1)
        if verdict(side.reference) != verdict(side.claims):
            assert found
        for changes in found if not complete else ():
            both = changes.learns | changes.gives_up
            assert verdict(side.claims.symmetric_difference(both)) != verdict(side.claims)
            assert all(verdict(side.claims.symmetric_difference(both - {one})) == verdict(side.claims) for one in both)


def test_said_as_data(dossier: Dossier) -> None:
    side = side_of(dossier, "envoy")
    assert repr(side) == "Side(envoy: says 0, grants 0, lacks 6 elements)"
    assert side.to_dict()["believes"] == ["c5"]
    assert Changes(frozenset({"b", "a"}), frozenset()).to_dict() == {"learns": ["a", "b"], "gives_up": []}
    assert len(Changes(frozenset({"b", "a"}), frozenset({"c"}))) == 3
    assert Collision("dispute", ("a", "b"), ("c",)).to_dict() == {"kind": "dispute", "parties": ["a", "b"], "about": ["c"]}
