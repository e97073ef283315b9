"""Whose statements count: one verdict, asked again on different people's word.

A *policy* is a rule that picks claims, applied to those that nobody rejected and ``as_of`` does not cut off. Policies are not worlds: a
policy may pick claims that contradict one another, and then it says so.

- *a party's word*: the claims whose chain of speakers ends with it, and those it grants.
- *what two parties both grant*: an element is granted by both if one of its bases lies in the one's word and one in the other's. Picked
  are the claims in both words, and the claims of those bases.
- *what two independent sources carry*: an element is so carried if every claim of one basis is independent of every claim of another one.
  Picked are the claims of those bases. Two claims are *independent* if their chains share no voice but the author's, their documents
  are known and differ, and neither cites the other, directly or through further documents. This is thin: it sees only recorded citations.

In the last two rules a claim in one word only is left out if it would also carry an element that is not so granted or carried (an act that
one offers and the other refuses is on both lips, the refusal is not). So nothing cited stands that is not granted or carried twice; some
of what is may fall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from typing import Any

from detente.dossier.dossier import Dossier
from detente.evidence import AUTHOR, Claim, ReviewStatus, Voice
from detente.worlds.reach import clashes, rivals
from detente.worlds.world import Verdict

__all__ = ["Policy", "PolicyKind", "PolicyRow", "VerdictWithout", "independent", "policies", "policy_table", "word_of"]

# From accepted claims and switched-off parties to whether V holds.
VerdictWithout = Callable[[frozenset[str], frozenset[str]], bool]


class PolicyKind(StrEnum):
    """The rules, in the order of the table."""

    all = "all"
    accepted = "accepted"
    not_author = "not_author"
    not_silence = "not_silence"
    attributed = "attributed"
    word = "word"
    both_grant = "both_grant"
    independent = "independent"
    without = "without"


@dataclass(frozen=True, repr=False)
class Policy:
    """A rule applied: the ``claims`` it accepts, and the parties it switches off.

    ``parties`` are those the rule speaks of, ``clashes`` the contradicting pairs among its claims.
    """

    name: str
    claims: frozenset[str]
    without: frozenset[str] = frozenset()
    kind: PolicyKind = PolicyKind.all
    parties: tuple[str, ...] = ()
    clashes: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"Policy({self.name}: {len(self.claims)} claims)"

    def to_dict(self) -> dict[str, Any]:
        """The rule and what it picks."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "claims": sorted(self.claims),
            "without": sorted(self.without),
            "parties": list(self.parties),
            "clashes": [list(pair) for pair in self.clashes],
        }


@dataclass(frozen=True, repr=False)
class PolicyRow:
    """The verdict under one policy; ``holds`` is None where it was not computed, and ``note`` says why."""

    policy: Policy
    holds: bool | None
    note: str = ""

    def __repr__(self) -> str:
        answer = {True: "holds", False: "does not hold", None: self.note}[self.holds]
        return f"PolicyRow({self.policy.name}: {answer})"

    def to_dict(self) -> dict[str, Any]:
        """The policy with its verdict."""
        return {**self.policy.to_dict(), "holds": self.holds, "note": self.note}


def policy_table(dossier: Dossier, verdict: Verdict, *, verdict_without: VerdictWithout | None = None) -> tuple[PolicyRow, ...]:
    """``verdict`` under every policy; policies that switch a party off need ``verdict_without``, else their rows are not computed."""
    return tuple(_row(policy, verdict, verdict_without) for policy in policies(dossier))


def _row(policy: Policy, verdict: Verdict, verdict_without: VerdictWithout | None) -> PolicyRow:
    if not policy.without:
        return PolicyRow(policy, bool(verdict(policy.claims)))
    if verdict_without is None:
        return PolicyRow(policy, None, "not computed: this verdict cannot switch a party off")
    return PolicyRow(policy, bool(verdict_without(policy.claims, policy.without)))


def policies(dossier: Dossier) -> tuple[Policy, ...]:
    """Every policy that applies to the dossier: one row a party, and one a pair of parties that grant anything in common."""
    against = rivals(dossier)
    return tuple(
        Policy(name, claims, without, kind, parties, clashes(claims, against)) for kind, name, claims, without, parties in _rules(dossier)
    )


def _rules(dossier: Dossier) -> Iterator[tuple[PolicyKind, str, frozenset[str], frozenset[str], tuple[str, ...]]]:
    standing, off = dossier.standing, frozenset[str]()
    yield PolicyKind.all, "every claim not rejected", standing, off, ()
    yield PolicyKind.accepted, "accepted claims only", standing & dossier.claims_with(ReviewStatus.accepted), off, ()
    by_voice = {voice: frozenset(claim for claim in standing if dossier.voice(claim) is voice) for voice in Voice}
    yield PolicyKind.not_author, "without the author's own voice", standing - by_voice[Voice.author], off, ()
    yield PolicyKind.not_silence, "without claims from silence", standing - by_voice[Voice.absence], off, ()
    yield PolicyKind.attributed, "attributed words only", by_voice[Voice.party] | by_voice[Voice.report], off, ()
    words = {party: word_of(dossier, party) for party in dossier.file.parties}
    for party, claims in words.items():
        yield PolicyKind.word, f"on {party}'s word alone", claims, off, (party,)
    for one, two in combinations(words, 2):
        if both := _both(dossier, words[one], words[two]):
            yield PolicyKind.both_grant, f"what {one} and {two} both grant", both, off, (one, two)
    yield PolicyKind.independent, "what two independent sources carry", _carried_twice(dossier), off, ()
    for name, entry in dossier.file.parties.items():
        if entry.exists == "doubtful":
            yield PolicyKind.without, f"without {name}", standing, frozenset([name]), (name,)


def word_of(dossier: Dossier, party: str) -> frozenset[str]:
    """The claims on a party's own word: its voice ends the chain, or it grants them. Silence is nobody's word.

    >>> from detente.dossier.schema import DossierFile
    >>> said = Claim("c1", "a truce is welcome", speaker=("author", "north"))
    >>> word_of(Dossier(DossierFile(detente=1, title="t", parties={"north": {"name": "North"}}), claims={"c1": said}), "north")
    frozenset({'c1'})
    """
    return frozenset(
        name
        for name in dossier.standing
        if party in dossier.claims[name].granted_by or (dossier.voice(name) is Voice.party and dossier.claims[name].speaker[-1] == party)
    )


def _both(dossier: Dossier, one: frozenset[str], two: frozenset[str]) -> frozenset[str]:
    granted = {}
    for element in dossier.elements:
        mine = [alternative for alternative in element.basis.alternatives if alternative <= one]
        theirs = [alternative for alternative in element.basis.alternatives if alternative <= two]
        if mine and theirs:
            granted[element.id] = frozenset().union(*mine, *theirs)
    return one & two | _nothing_else(dossier, granted, one & two)


def _carried_twice(dossier: Dossier) -> frozenset[str]:
    carried: dict[str, frozenset[str]] = {}
    for element in dossier.elements:
        standing = [alternative for alternative in element.basis.alternatives if alternative and alternative <= dossier.standing]
        for one, two in combinations(standing, 2):
            if all(independent(dossier, dossier.claims[a], dossier.claims[b]) for a, b in product(one, two)):
                carried[element.id] = carried.get(element.id, frozenset()) | one | two
    return _nothing_else(dossier, carried, frozenset())


def _nothing_else(dossier: Dossier, wanted: Mapping[str, frozenset[str]], beside: frozenset[str]) -> frozenset[str]:
    """The claims of ``wanted`` elements, less those that with the rest, or with those ``beside`` them, would carry another element."""
    found = frozenset().union(*wanted.values())
    others = (element for element in dossier.elements if element.id not in wanted)
    return found.difference(*(one for other in others for one in other.basis.alternatives if one <= found | beside))


def independent(dossier: Dossier, one: Claim, two: Claim) -> bool:
    """Whether two claims come from independent sources, as this module defines it; a claim of no stored document never does."""
    if one.document is None or two.document is None or one.document == two.document:
        return False
    if set(one.speaker) & set(two.speaker) - {AUTHOR}:
        return False
    cited_one, cited_two = _cited(dossier, one), _cited(dossier, two)
    return not cited_one & {two.document, two.id} and not cited_two & {one.document, one.id}


def _cited(dossier: Dossier, claim: Claim) -> set[str]:
    """Documents and claims that the claim or its document relies on, however many steps away."""
    found = set(claim.cites)
    pending = [*claim.cites, *([claim.document] if claim.document else ())]
    while pending:
        name = pending.pop()
        entry = dossier.file.documents.get(name)
        further = entry.cites if entry else dossier.claims[name].cites if name in dossier.claims else ()
        pending += [other for other in further if other not in found]
        found.update(further)
    return found
