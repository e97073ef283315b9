"""Each party's own account: what it says, grants or is said to believe, and what separates that from what is said in all.

A party's *own claims* are those in its own voice (its word ends the chain of speakers), those it grants, and those it is said to believe.
Its own model is M(own claims), by the same machinery as every other set of claims: what it does not say is unknown to it, not false. An
option on record with several readings is taken by each in its own sense, in everybody's mouth; that a word means something else to the
others is then one of the things that it does not know.

*Changes* are what a party would have to learn (claims of the reference that are not its own, other readings of a word) or give up (own
claims that the reference sets aside). :func:`smallest_changes` looks for the fewest that turn a verdict round; the verdict is passed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from detente.dossier.dossier import Dossier
from detente.errors import UnknownName
from detente.evidence import Voice
from detente.worlds.reach import Rivals, rivals
from detente.worlds.world import Verdict

__all__ = ["READING", "Changes", "Collision", "Side", "heard_by", "side_of", "sides", "smallest_changes"]

READING = "reading:"  # before an option's name: that others mean something else by it

CollisionKind = Literal["contradiction", "dispute", "reading"]


@dataclass(frozen=True, repr=False)
class Side:
    """One party's own account, as ids in the dossier's order.

    ``says``, ``grants``, ``believes``: its own claims, by why they are its own (one may be in several). ``lacks``: elements that the
    reference licenses and its own claims do not. ``alone``: elements that only its own claims license. ``learns``: the claims and readings
    (``reading:<option>``) that separate it from the reference; ``gives_up``: own claims that the reference leaves out.
    """

    party: str
    says: tuple[str, ...]
    grants: tuple[str, ...]
    believes: tuple[str, ...]
    lacks: tuple[str, ...]
    alone: tuple[str, ...]
    learns: tuple[str, ...]
    gives_up: tuple[str, ...]

    @property
    def claims(self) -> frozenset[str]:
        """All its own claims."""
        return frozenset((*self.says, *self.grants, *self.believes))

    @property
    def reference(self) -> frozenset[str]:
        """What it would take for true, had it learned and given up all that separates it from the reference."""
        return (self.claims | set(self.learns)) - set(self.gives_up)

    def __repr__(self) -> str:
        return f"Side({self.party}: says {len(self.says)}, grants {len(self.grants)}, lacks {len(self.lacks)} elements)"

    def to_dict(self) -> dict[str, Any]:
        """The ids, by kind."""
        kinds = ("says", "grants", "believes", "lacks", "alone", "learns", "gives_up")
        return {"party": self.party, **{kind: list(getattr(self, kind)) for kind in kinds}}


@dataclass(frozen=True, slots=True)
class Collision:
    """Where two parties' own accounts cannot both stand: ``about`` holds two claims, a disputed claim, or an option read in two ways.

    For two claims the first is ``parties[0]``'s; a disputed claim is ``parties[0]``'s own and disputed by ``parties[1]``.
    """

    kind: CollisionKind
    parties: tuple[str, str]
    about: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"kind": self.kind, "parties": list(self.parties), "about": list(self.about)}


@dataclass(frozen=True, slots=True)
class Changes:
    """What separates a party from another verdict: all of ``learns`` to take up, and all of ``gives_up`` to drop. None can be spared."""

    learns: frozenset[str]
    gives_up: frozenset[str]

    def __len__(self) -> int:
        return len(self.learns) + len(self.gives_up)

    def to_dict(self) -> dict[str, Any]:
        """Both, sorted."""
        return {"learns": sorted(self.learns), "gives_up": sorted(self.gives_up)}


def side_of(dossier: Dossier, party: str, *, reference: frozenset[str] | None = None) -> Side:
    """One party's own account beside ``reference`` (default: the claims that nobody rejected and ``as_of`` does not cut off).

    Raises :class:`~detente.errors.UnknownName` for a party that the dossier does not have.

    >>> from detente.dossier.schema import DossierFile
    >>> from detente.evidence import Claim
    >>> file = DossierFile(detente=1, title="t", parties={"north": {"name": "North"}, "south": {"name": "South"}})
    >>> said = {"c1": Claim("c1", "we want a truce", ("author", "north")), "c2": Claim("c2", "so do we", ("author", "south"))}
    >>> side_of(Dossier(file, claims=said), "north")
    Side(north: says 1, grants 0, lacks 0 elements)
    """
    if party not in dossier.file.parties:
        raise UnknownName("party", party, dossier.file.parties, owner=dossier.title)
    everything = dossier.standing if reference is None else reference
    standing = [(name, dossier.claims[name]) for name in dossier.claims if name in dossier.standing]
    says = tuple(name for name, claim in standing if dossier.voice(name) is Voice.party and claim.speaker[-1] == party)
    grants = tuple(name for name, claim in standing if party in claim.granted_by)
    believes = tuple(name for name, claim in standing if party in claim.believed_by)
    own = {*says, *grants, *believes}
    stands = {element.id: (element.basis.stands(own), element.basis.stands(everything)) for element in dossier.elements}
    return Side(
        party,
        says,
        grants,
        believes,
        lacks=tuple(name for name, (mine, theirs) in stands.items() if theirs and not mine),
        alone=tuple(name for name, (mine, theirs) in stands.items() if mine and not theirs),
        learns=(*(name for name in dossier.claims if name in everything - own), *_other_readings(dossier, party)),
        gives_up=tuple(name for name in dossier.claims if name in own - everything),
    )


def sides(dossier: Dossier, *, reference: frozenset[str] | None = None) -> tuple[tuple[Side, ...], tuple[Collision, ...]]:
    """Every party's own account, in the dossier's order, and where two of them collide."""
    found = tuple(side_of(dossier, party, reference=reference) for party in dossier.file.parties)
    return found, tuple(_collisions(dossier, found, rivals(dossier)))


def heard_by(dossier: Dossier, party: str, own: frozenset[str]) -> Dossier:
    """The dossier as ``party`` hears it: each word read in its own sense, whoever says it, save those whose reading is in ``own``."""
    taken = {}
    for name, option in dossier.file.options.items():
        if option.readings and READING + name not in own:
            mine = option.readings.get(party)
            taken[name] = option.model_copy(update={"readings": dict.fromkeys(dossier.file.parties, mine) if mine else {}})
    if not taken:
        return dossier
    file = dossier.file.model_copy(update={"options": {**dossier.file.options, **taken}})
    return Dossier(file, dossier.documents, dossier.claims, dossier.positions)


def smallest_changes(side: Side, verdict: Verdict, *, bound: int = 300) -> tuple[tuple[Changes, ...], bool]:
    """The fewest changes between ``side`` and the reference after which ``verdict`` is another one, and whether these are all of them.

    ``verdict`` is asked about the party's claims with the changes made, at most about ``bound`` times before the search by number gives way
    to shrinking all that separates the two: then one minimal set is found, which may not be the smallest. None where the verdict is the
    same at both ends and no set within the bound turns it.
    """
    own, toggles = side.claims, (*side.learns, *side.gives_up)
    before = verdict(own)
    asked = 0
    for size in range(1, len(toggles) + 1):
        found = []
        for chosen in combinations(toggles, size):
            if asked >= bound:
                break
            asked += 1
            if verdict(own.symmetric_difference(chosen)) != before:
                found.append(_changes(side, chosen))
        if asked >= bound and not found:
            break
        if found:
            return tuple(found), asked < bound
    if not toggles or asked < bound or verdict(side.reference) == before:
        return (), asked < bound
    return (_changes(side, _shrunk(own, toggles, verdict, before=before)),), False


def _shrunk(own: frozenset[str], toggles: Sequence[str], verdict: Verdict, *, before: bool) -> tuple[str, ...]:
    """A part of ``toggles`` that turns the verdict and of which none can be spared: drop halves, then quarters, then one by one."""
    kept, size = tuple(toggles), max(1, len(toggles) // 2)
    while True:
        for start in range(0, len(kept), size):
            rest = kept[:start] + kept[start + size :]
            if verdict(own.symmetric_difference(rest)) != before:
                kept = rest
                break
        else:
            if size == 1:
                return kept
            size = max(1, size // 2)


def _changes(side: Side, chosen: Sequence[str]) -> Changes:
    return Changes(frozenset(chosen) & set(side.learns), frozenset(chosen) & set(side.gives_up))


def _other_readings(dossier: Dossier, party: str) -> Iterator[str]:
    for name, option in dossier.file.options.items():
        if {option.readings.get(other) for other in dossier.file.parties} - {option.readings.get(party)}:
            yield READING + name


def _collisions(dossier: Dossier, found: Sequence[Side], against: Rivals) -> Iterator[Collision]:
    for one, two in combinations(found, 2):
        for claim in (name for name in dossier.claims if name in one.claims):
            for other in (name for name in dossier.claims if name in against[claim] & two.claims):
                yield Collision("contradiction", (one.party, two.party), (claim, other))
        for mine, theirs in ((one, two), (two, one)):
            for name, claim_ in dossier.claims.items():
                if name in mine.claims and theirs.party in claim_.disputed_by:
                    yield Collision("dispute", (mine.party, theirs.party), (name,))
        for name, option in dossier.file.options.items():
            speaking = one.claims and two.claims
            if speaking and option.readings and option.readings.get(one.party) != option.readings.get(two.party):
                yield Collision("reading", (one.party, two.party), (name,))
