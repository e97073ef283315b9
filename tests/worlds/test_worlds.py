"""Which sets of claims are worlds, and which are held when there are too many."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, UnknownName
from detente.evidence import Claim, Review, ReviewStatus
from detente.testing.worlds import claimed_dossiers
from detente.worlds.world import worlds


def dossier_of(because: Mapping[str, list[Any]], *claims: Claim, as_of: str | None = None) -> Dossier:
    options = {name: {"party": "north", "now": "no", "because": basis} for name, basis in because.items()}
    file = {"detente": 1, "title": "t", "as_of": as_of, "parties": {"north": {"name": "North"}}, "options": options}
    return Dossier(DossierFile.model_validate(file), claims={claim.id: claim for claim in claims})


def claim(name: str, status: str = "proposed", *, contradicts: tuple[str, ...] = (), date: datetime.date | None = None) -> Claim:
    return Claim(name, name, review=Review(ReviewStatus(status)), contradicts=contradicts, date=date)


def sets(dossier: Dossier, **options: Any) -> list[set[str]]:
    return [set(world.claims) for world in worlds(dossier, **options)]


ALONE = {"o1": ["c1"], "o2": ["c2"], "o3": ["c3"]}


def test_rejected_out_accepted_in_proposed_vary() -> None:
    dossier = dossier_of(ALONE, claim("c1", "rejected"), claim("c2", "accepted"), claim("c3"))
    assert sets(dossier) == [{"c2"}, {"c2", "c3"}]
    assert worlds(dossier).out == ("c1",)


def test_what_is_said_after_the_date_is_out() -> None:
    late, early = claim("c1", date=datetime.date(2025, 3, 25)), claim("c2", date=datetime.date(2025, 3, 24))
    assert sets(dossier_of(ALONE, late, early, as_of="2025-03-24")) == [set(), {"c2"}]


def test_vary_overrides_the_review() -> None:
    dossier = dossier_of(ALONE, claim("c1", "rejected"), claim("c2", "accepted"), claim("c3"))
    found = worlds(dossier, vary=["c1", "c2"])
    assert sets(dossier, vary=["c1", "c2"]) == [{"c3"}, {"c1", "c3"}, {"c2", "c3"}, {"c1", "c2", "c3"}]
    assert (found.held, found.complete) == (("c3",), True)  # by choice, not by the bound
    with pytest.raises(UnknownName, match="did you mean 'c1'"):
        worlds(dossier, vary=["c11"])
    with pytest.raises(ValueError, match="no world"):
        worlds(dossier, bound=0)


@pytest.mark.parametrize("teller", ["c1", "c2"])
def test_contradiction_counts_both_ways(teller: str) -> None:
    other = {"c1": "c2", "c2": "c1"}
    claims = [claim(name, contradicts=(other[name],) if name == teller else ()) for name in ("c1", "c2")]
    assert sets(dossier_of(ALONE, *claims)) == [set(), {"c1"}, {"c2"}]
    both = [Claim(one.id, one.says, review=Review(ReviewStatus.accepted), contradicts=one.contradicts) for one in claims]
    with pytest.raises(DossierError, match="'c1' and 'c2' contradict one another"):
        worlds(dossier_of(ALONE, *both))


def test_an_accepted_claim_puts_out_what_contradicts_it() -> None:
    found = worlds(dossier_of(ALONE, claim("c1", "accepted"), claim("c2", contradicts=("c1",)), claim("c3")))
    assert found.out == ("c2",)
    assert [set(world.claims) for world in found] == [{"c1"}, {"c1", "c3"}]


def test_claims_of_no_element_do_not_multiply_the_worlds() -> None:
    found = worlds(dossier_of({"o1": ["c1"]}, claim("c1"), claim("c2"), claim("c3")))
    assert (len(found), found.without_reach) == (2, ("c2", "c3"))


def test_an_accepted_alternative_leaves_the_others_nothing_to_do() -> None:
    found = worlds(dossier_of({"o1": ["c1", "c2"]}, claim("c1", "accepted"), claim("c2")))
    assert (len(found), found.without_reach) == (1, ("c2",))


def test_an_alternative_of_contradicting_claims_never_stands() -> None:
    found = worlds(dossier_of({"o1": [["c1", "c2"]]}, claim("c1"), claim("c2", contradicts=("c1",))))
    assert (len(found), found.without_reach) == (1, ("c1", "c2"))


def test_beyond_the_bound_the_claims_of_most_elements_vary() -> None:
    dossier = dossier_of({**ALONE, "o4": [["c3", "c1"]]}, claim("c1"), claim("c2"), claim("c3"))
    found = worlds(dossier, bound=4)
    assert (len(found), found.claims, found.held, found.complete) == (4, ("c1", "c3"), ("c2",), False)
    assert all("c2" in world.claims for world in found)
    assert repr(found) == "Worlds(4 worlds of 2 claims, 1 claims held)"
    chosen = worlds(dossier, bound=4, priority=["c2"])
    assert (chosen.claims, chosen.held) == (("c1", "c2"), ("c3",))


def test_where_holding_leaves_a_claim_nothing_to_do_another_varies() -> None:
    # c1 occurs most, but c3 and c4, held, carry both its elements
    dossier = dossier_of({"o1": ["c1", "c3"], "o2": ["c1", "c4"], "o3": ["c2"]}, *(claim(f"c{k}") for k in (1, 2, 3, 4)))
    found = worlds(dossier, bound=2)
    assert (found.claims, found.held, found.without_reach) == (("c2",), ("c3", "c4"), ("c1",))
    assert worlds(dossier, bound=8, most_variables=1).claims == ("c2",)


def test_holding_takes_no_side() -> None:
    # c2 and c3 contradict one another; neither may be held in
    dossier = dossier_of(ALONE, claim("c1"), claim("c2"), claim("c3", contradicts=("c2",)))
    found = worlds(dossier, bound=2)
    assert (found.claims, found.held, found.aside) == (("c1",), (), ("c2", "c3"))
    assert [set(world.claims) for world in found] == [set(), {"c1"}]


def test_what_the_caller_holds_takes_no_side_either() -> None:
    dossier = dossier_of(ALONE, claim("c1"), claim("c2"), claim("c3", contradicts=("c2",)))
    found = worlds(dossier, vary=["c2"])
    assert (found.claims, found.held, found.aside, found.complete) == (("c2",), ("c1",), ("c3",), True)


def test_priority_is_that_of_the_first_mention_and_of_the_first_claim_of_a_variable() -> None:
    dossier = dossier_of({"o1": [["c1", "c2"]], "o2": ["c3"]}, claim("c1"), claim("c2"), claim("c3"))
    assert worlds(dossier, bound=2, priority=["c1", "c3"]).claims == ("c1", "c2")
    assert worlds(dossier, bound=2, priority=["c3", "c1", "c3"]).claims == ("c3",)


@given(claimed_dossiers(max_claims=8, max_elements=6))
def test_every_world_is_admissible_and_every_claim_is_accounted_for(dossier: Dossier) -> None:
    found = worlds(dossier, bound=16)
    listed = [*found.claims, *found.accepted, *found.aside, *found.out, *found.without_reach]
    assert sorted(listed) == sorted(dossier.claims)
    for world in found:
        assert found.accepted <= world.claims
        assert not any(two in dossier.claims[one].contradicts for one in world.claims for two in world.claims)
        assert not world.claims & {*found.aside, *found.out}
    assert len({world.claims for world in found}) == len(found)
