"""Whose statements count: an op-ed, a readout and a wire report, by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.evidence import Claim, Modality, Review, ReviewStatus
from detente.testing.worlds import claimed_dossiers
from detente.worlds.hinges import hinges
from detente.worlds.policies import Policy, PolicyKind, independent, policies, policy_table, word_of

FILE: dict[str, Any] = {
    "detente": 1,
    "title": "Harbour truce",
    "documents": {
        "op-ed": {"file": "op-ed.txt", "cites": ["wire"]},
        "readout": {"file": "readout.txt"},
        "wire": {"file": "wire.txt"},
        "blog": {"file": "blog.txt", "cites": ["op-ed"]},
    },
    "parties": {
        "north": {"name": "North"},
        "south": {"name": "South"},
        "guild": {"name": "Ship-owners' guild", "exists": "doubtful", "because": ["c6"]},
    },
    "options": {
        "truce": {"party": "south", "now": "no", "because": ["c1", "c2"]},
        "halt_arms": {"party": "south", "now": "no", "because": ["c3"]},
        "blockade": {"party": "guild", "now": "no", "because": ["c6"]},
    },
    "preferences": {
        "north": [{"condition": "truce only if halt_arms", "because": ["c3", "c5"]}],
        "south": [{"demand": "not halt_arms", "because": ["c4"]}],
    },
}
CLAIMS = (
    Claim("c1", "the South offers a truce", ("author", "south"), document="readout", granted_by=("north",)),
    Claim("c2", "the South offers a truce", ("author", "wire service"), document="wire"),
    Claim("c3", "the North wants the arms stopped first", ("author",), document="op-ed"),
    Claim("c4", "no sign that the South would stop them", ("author",), document="op-ed", modality=Modality.absence, contradicts=("c2",)),
    Claim("c5", "we want the arms stopped first", ("author", "north"), document="wire", review=Review(ReviewStatus.accepted)),
    Claim("c6", "a guild would blockade the port", ("author",), document="blog"),
)


@pytest.fixture
def dossier() -> Dossier:
    return Dossier(DossierFile.model_validate(FILE), claims={claim.id: claim for claim in CLAIMS})


def picked(dossier: Dossier, kind: PolicyKind) -> dict[tuple[str, ...], set[str]]:
    return {policy.parties: set(policy.claims) for policy in policies(dossier) if policy.kind is kind}


def test_what_each_policy_picks(dossier: Dossier) -> None:
    assert picked(dossier, PolicyKind.all) == {(): {"c1", "c2", "c3", "c4", "c5", "c6"}}
    assert picked(dossier, PolicyKind.accepted) == {(): {"c5"}}
    assert picked(dossier, PolicyKind.not_author) == {(): {"c1", "c2", "c4", "c5"}}
    assert picked(dossier, PolicyKind.not_silence) == {(): {"c1", "c2", "c3", "c5", "c6"}}
    assert picked(dossier, PolicyKind.attributed) == {(): {"c1", "c2", "c5"}}
    # c1 is the South's own word, and the North grants it
    assert picked(dossier, PolicyKind.word) == {("north",): {"c1", "c5"}, ("south",): {"c1"}, ("guild",): set()}
    assert picked(dossier, PolicyKind.both_grant) == {("north", "south"): {"c1"}}
    # the readout and the wire carry the truce apart; c3 and c5 are no two sources, for the op-ed cites the wire
    assert picked(dossier, PolicyKind.independent) == {(): {"c1", "c2"}}
    assert picked(dossier, PolicyKind.without) == {("guild",): {"c1", "c2", "c3", "c4", "c5", "c6"}}


def test_contradicting_claims_within_a_policy_are_named(dossier: Dossier) -> None:
    clashes = {policy.name: policy.clashes for policy in policies(dossier)}
    assert clashes["every claim not rejected"] == (("c2", "c4"),)
    assert clashes["attributed words only"] == ()


def test_a_rejected_claim_counts_for_nobody(dossier: Dossier) -> None:
    after = dossier.reviewed("c1", Review(ReviewStatus.rejected))
    assert all("c1" not in policy.claims for policy in policies(after))


def test_the_table_asks_the_verdict_of_the_model_that_each_policy_licenses(dossier: Dossier) -> None:
    def blocked(claims: frozenset[str]) -> bool:
        # the North's condition and the South's refusal both stand
        return {"preferences.north.0", "preferences.south.0"} <= model(dossier, accepted=claims).standing

    def blocked_without(claims: frozenset[str], without: frozenset[str]) -> bool:
        assert without == {"guild"}
        options = model(dossier, accepted=claims, without=without).option_form.options
        return next(option.frozen is False for option in options if option.name == "blockade")

    rows = {row.policy.name: row.holds for row in policy_table(dossier, blocked, verdict_without=blocked_without)}
    assert rows == {
        "every claim not rejected": True,
        "accepted claims only": False,
        "without the author's own voice": True,  # the North's own words carry its condition
        "without claims from silence": False,  # nothing but silence carries the refusal
        "attributed words only": False,
        "on north's word alone": False,
        "on south's word alone": False,
        "on guild's word alone": False,
        "what north and south both grant": False,
        "what two independent sources carry": False,
        "without guild": True,
    }
    last = policy_table(dossier, blocked)[-1]
    assert last.holds is None
    assert "not computed" in last.note
    assert repr(last) == f"PolicyRow(without guild: {last.note})"


def test_the_op_ed_hinges_on_its_claim_from_silence(dossier: Dossier) -> None:
    # c5 is accepted, so the condition stands in every world: c4 alone carries "blocked"
    found = hinges(dossier, lambda claims: {"preferences.north.0", "preferences.south.0"} <= model(dossier, accepted=claims).standing)
    assert [str(one) for one in found.carry] == ["Implicant(accept {c4}, set aside {})"]
    # accepting the wire's report defeats it too, since that contradicts the silence
    assert [str(one) for one in found.defeat] == ["Implicant(accept {}, set aside {c4})", "Implicant(accept {c2}, set aside {})"]
    assert [row.claim for row in found.deciding] == ["c4"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"document": "readout"}, False),
        ({"document": None}, False),
        ({"document": "op-ed"}, True),  # of the readout; the op-ed cites the wire only
        ({"speaker": ("author", "wire service", "south")}, False),  # the South speaks in both
        ({"speaker": ("author",)}, True),  # two authors, one word for them
        ({"cites": ("c1",)}, False),
        ({"cites": ("readout",)}, False),
    ],
)
def test_independence_of_two_sources(dossier: Dossier, change: dict[str, Any], expected: bool) -> None:
    one, two = dossier.claims["c1"], dataclasses.replace(dossier.claims["c2"], **change)
    assert independent(dossier, one, two) is expected
    assert independent(dossier, two, one) is expected


def test_silence_is_nobodys_word(dossier: Dossier) -> None:
    silent = dataclasses.replace(dossier.claims["c5"], modality=Modality.absence)
    after = dataclasses.replace(dossier, claims={**dossier.claims, "c5": silent})
    assert picked(after, PolicyKind.word)["north",] == {"c1"}  # which it grants


def test_every_claim_of_a_basis_must_be_independent_of_every_claim_of_the_other(dossier: Dossier) -> None:
    for k in range(12):  # several names, for whichever of the two is looked at first
        apart = dataclasses.replace(dossier.claims["c1"], id=f"apart{k}")
        wired = dataclasses.replace(dossier.claims["c5"], id=f"wired{k}")  # in the wire's own text, as c2 is
        truce = {"party": "south", "now": "no", "because": [[apart.id, wired.id], "c2"]}
        file = DossierFile.model_validate({"detente": 1, "title": "t", "parties": FILE["parties"], "options": {"truce": truce}})
        joint = Dossier(file, claims={**dossier.claims, apart.id: apart, wired.id: wired})
        assert picked(joint, PolicyKind.independent) == {(): set()}


def test_citing_through_another_document_is_citing(dossier: Dossier) -> None:
    assert not independent(dossier, dossier.claims["c6"], dossier.claims["c2"])  # blog -> op-ed -> wire


def test_bases_of_one_element_in_two_parties_words_are_granted_by_both(dossier: Dossier) -> None:
    said = {**dossier.claims, "c3": dataclasses.replace(dossier.claims["c3"], speaker=("author", "south"))}
    # c3 carries the condition beside c5, but it would also carry the halt, of which the North says nothing
    assert picked(dataclasses.replace(dossier, claims=said), PolicyKind.both_grant) == {("north", "south"): {"c1", "c5"}}


def test_an_act_on_both_lips_is_not_a_refusal_on_both_lips() -> None:
    file = {
        "detente": 1,
        "title": "t",
        "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
        "options": {"force": {"party": "north", "now": "no", "because": ["offer", "refusal"]}},
        "preferences": {"south": [{"demand": "not force", "because": ["refusal"]}]},
    }
    claims = [Claim("offer", "", ("author", "north")), Claim("refusal", "", ("author", "south"))]
    both = Dossier(DossierFile.model_validate(file), claims={claim.id: claim for claim in claims})
    assert picked(both, PolicyKind.both_grant) == {("north", "south"): {"offer"}}


def cited(dossier: Dossier, claims: frozenset[str]) -> set[str]:
    return {element.id for element in dossier.elements if element.basis and element.basis.stands(claims)}


@given(claimed_dossiers(max_claims=8, max_elements=5))
def test_nothing_stands_that_is_not_granted_by_both_or_carried_twice(dossier: Dossier) -> None:
    for policy in policies(dossier):
        if policy.kind is PolicyKind.both_grant:
            one, two = (cited(dossier, word_of(dossier, party)) for party in policy.parties)
            assert cited(dossier, policy.claims) <= one & two
        if policy.kind is PolicyKind.independent:
            for identity in cited(dossier, policy.claims):
                bases = [one for one in dossier.element_by_id[identity].basis.alternatives if one <= dossier.standing]
                claims = dossier.claims
                assert any(all(independent(dossier, claims[a], claims[b]) for a in one for b in two) for one in bases for two in bases)


# Every row of the table to the letter, by its definition and nothing else ------------------------------------------------------------


def letter(dossier: Dossier) -> dict[tuple[PolicyKind, tuple[str, ...]], set[str]]:
    claims = {name: claim for name, claim in dossier.claims.items() if claim.review.status is not ReviewStatus.rejected}
    silent = {name for name, claim in claims.items() if claim.modality is Modality.absence}
    author = {name for name, claim in claims.items() if set(claim.speaker) == {"author"}} - silent
    found: dict[tuple[PolicyKind, tuple[str, ...]], set[str]] = {
        (PolicyKind.all, ()): set(claims),
        (PolicyKind.accepted, ()): {name for name, claim in claims.items() if claim.review.status is ReviewStatus.accepted},
        (PolicyKind.not_author, ()): set(claims) - author,
        (PolicyKind.not_silence, ()): set(claims) - silent,
        (PolicyKind.attributed, ()): set(claims) - author - silent,
    }
    words = {}
    for party in dossier.file.parties:
        own = {name for name, claim in claims.items() if claim.speaker[-1] == party} - silent
        words[party] = own | {name for name, claim in claims.items() if party in claim.granted_by}
        found[PolicyKind.word, (party,)] = words[party]
    bases = {element.id: element.basis.alternatives for element in dossier.elements}
    for pair in combinations(words, 2):
        one, two = (words[party] for party in pair)
        chosen = {k: [b for b in some if b <= one] + [b for b in some if b <= two] for k, some in bases.items()}
        granted = {k for k, some in bases.items() if any(b <= one for b in some) and any(b <= two for b in some)}
        found[PolicyKind.both_grant, pair] = one & two | spared(bases, {k: chosen[k] for k in granted}, one & two)
    carried = {}
    for k, some in bases.items():
        standing = [b for b in some if b and b <= set(claims)]
        pairs = [(a, b) for a, b in combinations(standing, 2) if all(apart(dossier, claims[x], claims[y]) for x in a for y in b)]
        if pairs:
            carried[k] = [one for both in pairs for one in both]
    found[PolicyKind.independent, ()] = spared(bases, carried, set())
    return {key: picked for key, picked in found.items() if picked or key[0] is not PolicyKind.both_grant}


def spared(bases: Mapping[str, Sequence[frozenset[str]]], chosen: Mapping[str, Sequence[frozenset[str]]], beside: set[str]) -> set[str]:
    """The claims of the chosen bases but those that, with the rest or with what stands beside, carry an element that was not chosen."""
    claims = {claim for some in chosen.values() for base in some for claim in base}
    reach = [base for k, some in bases.items() if k not in chosen for base in some if base and base <= claims | beside]
    return {claim for claim in claims if not any(claim in base for base in reach)}


def apart(dossier: Dossier, one: Claim, two: Claim) -> bool:
    """Independent: known documents that differ, no voice in common but the author's, and no citation from either to the other's."""
    links = {name: set(entry.cites) for name, entry in dossier.file.documents.items()}
    links |= {name: set(claim.cites) | {claim.document or ""} for name, claim in dossier.claims.items()}

    def reached(start: str) -> set[str]:
        seen, pending = set[str](), [start]
        while pending:
            for name in links.get(pending.pop(), ()):
                if name not in seen:
                    seen.add(name)
                    pending.append(name)
        return seen

    common = (set(one.speaker) & set(two.speaker)) - {"author"}
    different = bool(one.document and two.document and one.document != two.document)
    cites = (reached(one.id) & {two.id, two.document}) | (reached(two.id) & {one.id, one.document})
    return different and not common and not cites


@given(claimed_dossiers(max_claims=8, max_elements=5, parties=("north", "south", "envoy")))
def test_every_row_to_the_letter(dossier: Dossier) -> None:
    rows = {(policy.kind, policy.parties): set(policy.claims) for policy in policies(dossier) if not policy.without}
    assert rows == letter(dossier)


def test_said_as_data() -> None:
    policy = Policy("on north's word alone", frozenset({"c2", "c1"}), kind=PolicyKind.word, parties=("north",))
    assert repr(policy) == "Policy(on north's word alone: 2 claims)"
    assert policy.to_dict() == {
        "name": "on north's word alone",
        "kind": "word",
        "claims": ["c1", "c2"],
        "without": [],
        "parties": ["north"],
        "clashes": [],
    }
