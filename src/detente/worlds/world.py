"""Worlds: the admissible sets of accepted claims, each of which licenses one model.

A claim is *out* of every world if it was rejected, if ``as_of`` cuts it off, or if an accepted claim contradicts it; it is *in* every world
if a person accepted it; a proposed claim *varies*. ``contradicts`` is symmetric. A set of claims is *admissible* if it holds every accepted
claim, none that is out, and no two that contradict one another. Only claims that reach the model are varied, and claims that do
the same work are one variable (:mod:`detente.worlds.reach` defines both and proves that nothing is lost).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from detente.dossier.dossier import Dossier
from detente.errors import DossierError
from detente.evidence import ReviewStatus
from detente.worlds.reach import Rivals, Variable, clashes, licences, reduce_claims, rivals, within

__all__ = ["BOUND", "Verdict", "World", "Worlds", "worlds"]

BOUND = 4096  # worlds looked at unless the caller says otherwise: twelve independent claims

# From accepted claim ids to whether V holds in the model they license. It must depend on claims only through the elements that stand.
Verdict = Callable[[frozenset[str]], bool]


@dataclass(frozen=True, repr=False)
class World:
    """One admissible set: ``claims`` are the ids accepted in it; bit ``i`` of ``mask`` says whether variable ``i`` is true."""

    mask: int
    claims: frozenset[str]

    def __repr__(self) -> str:
        return f"World({self.mask}: {len(self.claims)} claims accepted)"

    def to_dict(self) -> dict[str, Any]:
        """The accepted claims, sorted."""
        return {"accepted": sorted(self.claims)}


@dataclass(frozen=True, repr=False)
class Worlds:
    """The admissible worlds of a dossier, in ascending order of ``masks``.

    ``variables``     what varies, in the order of the dossier's claims (each usually one claim)
    ``accepted``      in every world: accepted by a person, or held
    ``held``          nobody accepted these, yet they are in every world: beyond the bound, or not among the claims to vary
    ``aside``         as ``held``, but each contradicts another claim that is not out, so taking it in would take a side; it is in no world
    ``out``           rejected, cut off by ``as_of``, or contradicted by an accepted claim
    ``without_reach`` claims that could vary but change no element
    ``complete``      False iff the bound forced claims to be held
    ``rivals``        for each claim those that contradict it
    """

    variables: tuple[Variable, ...]
    masks: tuple[int, ...]
    accepted: frozenset[str] = frozenset()
    held: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    without_reach: tuple[str, ...] = ()
    complete: bool = True
    bound: int = BOUND
    rivals: Rivals = field(default_factory=dict)

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that vary and reach the model, by variable."""
        return tuple(claim for variable in self.variables for claim in sorted(variable.claims))

    def world(self, mask: int) -> World:
        """The world in which exactly the variables in ``mask`` are true."""
        chosen = (variable.claims for index, variable in enumerate(self.variables) if mask >> index & 1)
        return World(mask, self.accepted.union(*chosen))

    def __len__(self) -> int:
        return len(self.masks)

    def __iter__(self) -> Iterator[World]:
        return (self.world(mask) for mask in self.masks)

    def __repr__(self) -> str:
        short = "complete" if self.complete else f"{len(self.held) + len(self.aside)} claims held"
        return f"Worlds({len(self)} worlds of {len(self.claims)} claims, {short})"

    def to_dict(self) -> dict[str, Any]:
        """Everything but the worlds themselves, which follow from it."""
        return {
            "worlds": len(self),
            "varying": [
                {"claims": sorted(v.claims), "ways": [sorted(way) for way in v.ways], "cuts": [sorted(cut) for cut in v.cuts]}
                for v in self.variables
            ],
            "accepted": sorted(self.accepted),
            "held": list(self.held),
            "aside": list(self.aside),
            "out": list(self.out),
            "without_reach": list(self.without_reach),
            "complete": self.complete,
            "bound": self.bound,
        }


def worlds(
    dossier: Dossier,
    *,
    vary: Collection[str] | None = None,
    priority: Sequence[str] = (),
    bound: int = BOUND,
    most_variables: int | None = None,
) -> Worlds:
    """The admissible worlds of a dossier: at most ``bound``, over at most ``most_variables`` variables.

    ``vary`` names the claims that vary whatever their review (default: the proposed ones; the others stay as reviewed, and proposed ones
    not named are held). Beyond the bound, the variables kept are those with a claim earliest in ``priority``, then those whose claims occur
    in most elements, then those first in the dossier.

    Raises :class:`~detente.errors.DossierError` if two accepted claims contradict one another, :class:`~detente.errors.UnknownName`
    for a name that is no claim, and :class:`ValueError` for a bound below one.
    """
    if bound < 1:
        raise ValueError(f"a bound of {bound} worlds leaves no world; give at least 1")
    for name in (*(vary or ()), *priority):
        dossier.claim(name)
    return _Sorting(dossier, vary, bound, most_variables).worlds(_rank(dossier, priority))


class _Sorting:
    """Who is in, out, held or varying; ``worlds`` then cuts to the bound."""

    def __init__(self, dossier: Dossier, vary: Collection[str] | None, bound: int, most: int | None) -> None:
        self.dossier = dossier
        self.order = {name: index for index, name in enumerate(dossier.claims)}
        self.rivals = rivals(dossier)
        self.bound = bound
        self.most = most
        proposed = dossier.claims_with(ReviewStatus.proposed) & dossier.standing
        chosen = proposed if vary is None else frozenset(vary)
        self.accepted = (dossier.claims_with(ReviewStatus.accepted) & dossier.standing) - chosen
        self.refuse_contradictions()
        beaten = self.beaten(self.accepted)
        self.varying = chosen - beaten
        self.held: frozenset[str] = frozenset()
        self.aside: frozenset[str] = frozenset()
        self.out = frozenset(dossier.claims) - self.accepted - self.varying - (proposed - beaten)
        self.hold(proposed - chosen - beaten)

    def refuse_contradictions(self) -> None:
        for one, two in clashes(self.accepted, self.rivals):
            error = DossierError(f"claims {one!r} and {two!r} contradict one another and both are accepted", cure="accept at most one")
            error.path = ("claims", one, "contradicts")
            raise error

    def beaten(self, claims: Collection[str]) -> frozenset[str]:
        return frozenset().union(*(self.rivals[claim] for claim in claims))

    def hold(self, claims: frozenset[str]) -> None:
        """Take ``claims`` in where that takes no side, and set the others aside."""
        self.varying -= claims
        contested = {claim for claim in claims if self.rivals[claim] & (claims | self.varying | self.held | self.aside)}
        self.held |= claims - contested
        self.aside |= contested

    def holding(self, claims: frozenset[str]) -> _Sorting:
        """The same with ``claims`` held."""
        found = copy(self)
        found.hold(claims)
        return found

    def worlds(self, rank: Mapping[str, tuple[int, int, int]]) -> Worlds:
        variables, without_reach = self.reduced()
        masks = self.masks(variables)
        if masks is not None:
            return self.answer(variables, without_reach, masks, complete=True)
        return self.cut(sorted(variables, key=lambda variable: min(rank[claim] for claim in variable.claims)))

    def cut(self, ranked: Sequence[Variable]) -> Worlds:
        """Vary the first of ``ranked`` and hold the rest."""
        kept = 0
        while self.masks(ranked[: kept + 1]) is not None:
            kept += 1
        found = self.keeping(ranked, kept)
        assert found is not None, "what is held can only spare other claims their reach, so there are as many worlds or fewer"
        # some kept claims may have lost their reach to what is held: then there is room for others
        while room := min((self.bound // len(found)).bit_length() - 1, len(ranked) - 1 - kept, self.spare(found)):
            kept += room
            more = self.keeping(ranked, kept)
            if more is None:
                break
            found = more
        return found

    def spare(self, found: Worlds) -> int:
        return len(self.order) if self.most is None else self.most - len(found.variables)

    def keeping(self, ranked: Sequence[Variable], kept: int) -> Worlds | None:
        rest = self.holding(frozenset().union(*(variable.claims for variable in ranked[kept:])))
        variables, without_reach = rest.reduced()
        masks = rest.masks(variables)
        return None if masks is None else rest.answer(variables, without_reach, masks, complete=False)

    def answer(self, variables: tuple[Variable, ...], without_reach: frozenset[str], masks: tuple[int, ...], *, complete: bool) -> Worlds:
        return Worlds(
            variables,
            masks,
            accepted=self.accepted | self.held,
            held=self.listed(self.held),
            aside=self.listed(self.aside),
            out=self.listed(self.out),
            without_reach=self.listed(without_reach),
            complete=complete,
            bound=self.bound,
            rivals=self.rivals,
        )

    def reduced(self) -> tuple[tuple[Variable, ...], frozenset[str]]:
        forms = licences(self.dossier, self.varying, self.accepted | self.held, self.rivals)
        found = reduce_claims(forms, self.varying, self.rivals, self.order)
        return found.variables, found.without_reach

    def masks(self, variables: Sequence[Variable]) -> tuple[int, ...] | None:
        too_many = self.most is not None and len(variables) > self.most
        return None if too_many else within(self.bound, variables, self.rivals)

    def listed(self, claims: Collection[str]) -> tuple[str, ...]:
        return tuple(sorted(claims, key=self.order.__getitem__))


def _rank(dossier: Dossier, priority: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    wanted = {name: index for index, name in reversed(tuple(enumerate(priority)))}
    uses = dict.fromkeys(dossier.claims, 0)
    for element in dossier.elements:
        for claim in element.basis.claims & uses.keys():
            uses[claim] += 1
    return {name: (wanted.get(name, len(priority)), -uses[name], index) for index, name in enumerate(dossier.claims)}
