"""Hinges against the definitions taken to the letter, and by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim, Review, ReviewStatus
from detente.testing.worlds import arbitrary_verdict, claimed_dossiers
from detente.worlds.hinges import Hinges, Implicant, hinges
from detente.worlds.world import worlds

Verdict = Callable[[frozenset[str]], bool]
Pair = tuple[frozenset[str], frozenset[str]]


# The definitions, over sets of claims and nothing cleverer -------------------------------------------------------------------------


def subsets(claims: frozenset[str]) -> Iterator[frozenset[str]]:
    for size in range(len(claims) + 1):
        yield from map(frozenset, combinations(sorted(claims), size))


@dataclass
class Letter:
    """Every admissible world, what it licenses and the verdict in it."""

    dossier: Dossier
    verdict: Verdict

    def __post_init__(self) -> None:
        claims = self.dossier.claims.values()
        accepted = frozenset(claim.id for claim in claims if claim.review.status is ReviewStatus.accepted)
        self.proposed = frozenset(claim.id for claim in claims if claim.review.status is ReviewStatus.proposed)
        every = (accepted | some for some in subsets(self.proposed))
        self.worlds = [world for world in every if not self.quarrels(world)]
        self.holds = {world: self.verdict(world) for world in self.worlds}
        self.licensed = {
            world: frozenset(
                e.id for e in self.dossier.elements if not e.basis.alternatives or any(a <= world for a in e.basis.alternatives)
            )
            for world in self.worlds
        }

    def quarrels(self, world: frozenset[str]) -> bool:
        return any(two in self.dossier.claims[one].contradicts for one in world for two in world)

    def pairs(self, claim: str) -> list[tuple[frozenset[str], frozenset[str]]]:
        return [(world, world | {claim}) for world in self.worlds if claim not in world and world | {claim} in self.holds]

    @property
    def can_vary(self) -> set[str]:
        return {claim for claim in self.proposed if self.pairs(claim)}

    @property
    def reaching(self) -> frozenset[str]:
        return frozenset(c for c in self.proposed if any(self.licensed[one] != self.licensed[two] for one, two in self.pairs(c)))

    @property
    def idle(self) -> set[str]:
        return {claim for claim in self.can_vary if all(self.holds[one] == self.holds[two] for one, two in self.pairs(claim))}

    def implicant(self, term: Pair, wanted: bool) -> bool:
        extending = [world for world in self.worlds if term[0] <= world and not term[1] & world]
        return bool(extending) and all(self.holds[world] is wanted for world in extending)

    def primes(self, wanted: bool) -> set[Pair]:
        reaching = self.reaching
        terms = [(yes, no) for yes in subsets(reaching) for no in subsets(reaching - yes)]
        implicants = {term for term in terms if self.implicant(term, wanted)}
        return {
            (yes, no)
            for yes, no in implicants
            if not any((yes - {c}, no) in implicants for c in yes) and not any((yes, no - {c}) in implicants for c in no)
        }


def as_pairs(implicants: tuple[Implicant, ...]) -> set[Pair]:
    return {(one.accepted, one.aside) for one in implicants}


# Against the letter ----------------------------------------------------------------------------------------------------------------


@given(claimed_dossiers(max_claims=6), st.integers(0, 10**6))
def test_implicants_and_idle_claims_are_those_of_the_definitions(dossier: Dossier, seed: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    letter = Letter(dossier, verdict)
    found = hinges(dossier, verdict, most=10_000)
    assert set(found.worlds.claims) == letter.reaching
    assert as_pairs(found.carry) == letter.primes(True)
    assert as_pairs(found.defeat) == letter.primes(False)
    assert (found.carry_count, found.defeat_count) == (len(found.carry), len(found.defeat))
    assert set(found.idle) == letter.idle
    assert {row.claim for row in found.deciding} == letter.can_vary - letter.idle
    assert {verdict(world.claims) for world in found.worlds} == set(letter.holds.values())
    assert found.complete
    assert found.held == ()


@given(claimed_dossiers(max_claims=5, statuses=[ReviewStatus.proposed]), st.integers(0, 10**6))
def test_counts_are_of_worlds_over_claims_where_no_two_claims_do_the_same(dossier: Dossier, seed: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    found = hinges(dossier, verdict)
    if len(found.worlds.variables) < len(found.worlds.claims):
        return  # merged claims: the counts are of variables, see the hand example
    letter = Letter(dossier, verdict)
    reaching = letter.reaching
    for row in found.deciding:
        changes = [(one, two) for one, two in letter.pairs(row.claim) if two <= reaching and letter.holds[one] != letter.holds[two]]
        assert row.worlds == 2 * len(changes)


@given(claimed_dossiers(max_claims=6), st.integers(0, 10**6), st.integers(1, 9))
def test_a_bound_holds_claims_and_says_which(dossier: Dossier, seed: int, bound: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    cut = hinges(dossier, verdict, bound=bound, most=10_000)
    assert len(cut.worlds) <= bound
    assert cut.complete == (len(worlds(dossier)) <= bound)
    assert cut.complete == (not cut.held and not cut.worlds.aside)
    decided = dossier
    for claim in cut.held:
        decided = decided.reviewed(claim, Review(ReviewStatus.accepted))
    for claim in cut.worlds.aside:
        decided = decided.reviewed(claim, Review(ReviewStatus.rejected))
    full = hinges(decided, verdict, most=10_000)
    assert full.complete
    assert as_pairs(cut.carry) == as_pairs(full.carry)
    assert as_pairs(cut.defeat) == as_pairs(full.defeat)


@given(claimed_dossiers(max_claims=5), st.integers(0, 10**6))
def test_carrying_not_v_is_defeating_v(dossier: Dossier, seed: int) -> None:
    verdict = arbitrary_verdict(dossier, seed)
    one, two = hinges(dossier, verdict), hinges(dossier, lambda claims: not verdict(claims))
    assert one.carry == two.defeat
    assert one.defeat == two.carry
    assert one.deciding == two.deciding


# By hand ---------------------------------------------------------------------------------------------------------------------------


def dossier_of(because: Mapping[str, list[Any]], **contradicts: tuple[str, ...]) -> Dossier:
    """One option an entry, resting on the claims named; ``contradicts`` by claim."""
    names = sorted({claim for basis in because.values() for one in basis for claim in ([one] if isinstance(one, str) else one)})
    options = {name: {"party": "north", "now": "no", "because": basis} for name, basis in because.items()}
    file = DossierFile.model_validate({"detente": 1, "title": "t", "parties": {"north": {"name": "North"}}, "options": options})
    return Dossier(file, claims={name: Claim(name, name, contradicts=contradicts.get(name, ())) for name in names})


def stands(dossier: Dossier, claims: frozenset[str], option: str) -> bool:
    return dossier.element_by_id[f"options.{option}"].basis.stands(claims)


def shown(found: Hinges) -> tuple[list[str], list[str]]:
    return [str(one) for one in found.carry], [str(one) for one in found.defeat]


def test_a_verdict_that_one_claim_makes_and_another_unmakes() -> None:
    # V: the truce is on the table and no halt is asked for. It needs c1, and accepting c2 defeats it.
    dossier = dossier_of({"truce": ["c1"], "halt": ["c2"], "fleet": ["c3"]})
    found = hinges(dossier, lambda claims: stands(dossier, claims, "truce") and not stands(dossier, claims, "halt"))
    assert shown(found) == (
        ["Implicant(accept {c1}, set aside {c2})"],
        ["Implicant(accept {}, set aside {c1})", "Implicant(accept {c2}, set aside {})"],
    )
    assert found.settled is None
    assert found.idle == ("c3",)
    # of eight worlds, c1 matters in the four without c2, c2 in the four with c1
    assert [(row.claim, row.worlds) for row in found.deciding] == [("c1", 4), ("c2", 4)]


def test_claims_needed_together_and_claims_that_replace_one_another_are_one_variable() -> None:
    dossier = dossier_of({"truce": [["c1", "c2"]], "halt": ["c3", "c4"]})
    found = hinges(dossier, lambda claims: stands(dossier, claims, "truce") and stands(dossier, claims, "halt"))
    assert len(found.worlds) == 4  # of 16 sets of claims
    assert shown(found)[0] == ["Implicant(accept {c1, c2, c3}, set aside {})", "Implicant(accept {c1, c2, c4}, set aside {})"]
    assert sorted(shown(found)[1]) == [
        "Implicant(accept {}, set aside {c1})",
        "Implicant(accept {}, set aside {c2})",
        "Implicant(accept {}, set aside {c3, c4})",
    ]


def test_a_chain_of_merges() -> None:
    dossier = dossier_of({"truce": [["c1", "c2"], "c3"]})
    found = worlds(dossier)
    assert len(found) == 2
    assert set(found.variables[0].ways) == {frozenset({"c1", "c2"}), frozenset({"c3"})}
    assert set(found.variables[0].cuts) == {frozenset({"c1", "c3"}), frozenset({"c2", "c3"})}


def test_contradiction_makes_accepting_one_claim_setting_aside_the_other() -> None:
    # V: no halt. c1 contradicts c2, on which the halt rests; either "set c2 aside" or "accept c1" carries V.
    dossier = dossier_of({"truce": ["c1"], "halt": ["c2"]}, c2=("c1",))
    found = hinges(dossier, lambda claims: not stands(dossier, claims, "halt"))
    assert [world.claims for world in found.worlds] == [frozenset(), {"c1"}, {"c2"}]
    assert shown(found) == (
        ["Implicant(accept {}, set aside {c2})", "Implicant(accept {c1}, set aside {})"],
        ["Implicant(accept {c2}, set aside {})"],
    )
    # c1 never changes V alone: where c2 stands, c1 cannot be added
    assert found.idle == ("c1",)


def test_the_fewest_claims_come_first() -> None:
    # three claims that count as one variable, against two that count as two
    dossier = dossier_of({"truce": [["c1", "c2", "c3"]], "halt": ["c4"], "fleet": ["c5"]})
    found = hinges(
        dossier,
        lambda claims: stands(dossier, claims, "truce") or (stands(dossier, claims, "halt") and stands(dossier, claims, "fleet")),
        most=1,
    )
    assert shown(found)[0] == ["Implicant(accept {c4, c5}, set aside {})"]
    assert (found.carry_count, found.all_listed) == (2, False)


def test_a_settled_verdict_has_the_empty_implicant() -> None:
    dossier = dossier_of({"truce": ["c1"]})
    found = hinges(dossier, lambda claims: len(claims) < 99)
    assert found.settled is True
    assert shown(found) == (["Implicant(accept {}, set aside {})"], [])
    assert (found.idle, found.deciding) == (("c1",), ())
    assert hinges(dossier, lambda claims: len(claims) > 99).settled is False


def test_without_claims_there_is_one_world() -> None:
    file = DossierFile.model_validate({"detente": 1, "title": "t"})
    found = hinges(Dossier(file), lambda claims: not claims)
    assert (len(found.worlds), found.settled) == (1, True)
    assert shown(found) == (["Implicant(accept {}, set aside {})"], [])


def test_a_majority_has_as_many_implicants_as_choices() -> None:
    # more than half of seven: choose 4 to carry it, and 4 to set aside to defeat it (35 each)
    dossier = dossier_of({f"o{k}": [f"c{k}"] for k in range(7)})
    found = hinges(dossier, lambda claims: len(claims) > 3, most=10)
    assert (found.carry_count, found.defeat_count) == (35, 35)
    assert len(found.carry) == len(found.defeat) == 10
    assert not found.all_listed
    # changing one claim changes V where three of the six others stand: 20 pairs of worlds
    assert {row.worlds for row in found.deciding} == {40}


def test_an_executor_changes_nothing() -> None:
    dossier = dossier_of({"truce": ["c1"], "halt": ["c2"]})
    with ThreadPoolExecutor(2) as pool:
        one = hinges(dossier, lambda claims: "c1" in claims, executor=pool)
    assert one.to_dict(table=True) == hinges(dossier, lambda claims: "c1" in claims).to_dict(table=True)


def test_said_in_one_line_and_as_data() -> None:
    dossier = dossier_of({"truce": ["c1"]})
    found = hinges(dossier, lambda claims: "c1" in claims)
    assert repr(found) == "Hinges(not settled: 1 of 2 worlds, 1 deciding and 0 idle claims)"
    assert found.to_dict(table=True)["table"] == [{"accepted": [], "holds": False}, {"accepted": ["c1"], "holds": True}]
    assert "table" not in found.to_dict()


def test_an_error_in_the_verdict_is_not_swallowed() -> None:
    def broken(_: frozenset[str]) -> bool:
        raise RuntimeError("no such model")

    with pytest.raises(RuntimeError, match="no such model"):
        hinges(dossier_of({"truce": ["c1"]}), broken)
