"""Fallback bargaining: everybody steps down the own list in lockstep until enough of them accept the same package.

Brams & Kilgour (2001), for ordinal rankings of the alternatives. At depth *k* a party accepts its *k* best. The outcome is what the most
parties accept at the first depth where at least ``quorum`` of them accept a common alternative; with unanimity (the default) it
minimises the greatest distance anybody falls. A party may mark *impasse* in its list: below it, it accepts nothing and stops falling.

Ties, which the source does not have. Read *late* (the default), an alternative is accepted at the depth at which its whole tie is, so no
reading of the tie would accept it later. Read *early*, at the depth at which its tie begins: the depth less one is then the number of
alternatives that the party would rather have, and a party that tells none apart accepts all of them at once. The source's outcomes are
Pareto-optimal in strict orders; ties let dominated ones in, so read *early* those that another outcome dominates in
the orders given are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.errors import ModelError

__all__ = ["Fallback", "fallback_bargaining"]


@dataclass(frozen=True)
class Fallback:
    """``outcomes`` at ``depth``, None where the lists do not meet.

    ``depths[party][alternative]``: when the party accepts it, None for never.
    """

    quorum: int
    depth: int | None
    outcomes: tuple[str, ...]
    depths: Mapping[str, Mapping[str, int | None]]

    def __repr__(self) -> str:
        met = f"{', '.join(self.outcomes)} at depth {self.depth}" if self.outcomes else "impasse"
        return f"<Fallback, {self.quorum} of {len(self.depths)}: {met}>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        depths = {party: dict(found) for party, found in self.depths.items()}
        return {"quorum": self.quorum, "depth": self.depth, "outcomes": list(self.outcomes), "depths": depths}


def fallback_bargaining(
    rankings: Mapping[str, Sequence[Sequence[str]]],
    *,
    quorum: int | None = None,
    impasse: Mapping[str, int] | None = None,
    ties: Literal["late", "early"] = "late",
) -> Fallback:
    """The fallback outcome of ``rankings`` (party -> classes of alternatives, best first, ties together).

    ``quorum`` is how many parties have to agree, all of them by default. ``impasse[party]`` is how many classes the party would accept.
    Raises :class:`~detente.errors.ModelError` when the parties do not rank the same alternatives, or for a quorum out of range.

    >>> fallback_bargaining({"a": [["x"], ["y"], ["z"]], "b": [["z"], ["y"], ["x"]]})
    <Fallback, 2 of 2: y at depth 2>
    """
    needed = len(rankings) if quorum is None else quorum
    if not 1 <= needed <= len(rankings):
        raise ModelError(f"a quorum of {needed} among {len(rankings)} parties", cure=f"use 1 to {len(rankings)}")
    depths = {party: _depths(party, classes, (impasse or {}).get(party), early=ties == "early") for party, classes in rankings.items()}
    alternatives = next(iter(depths.values())).keys()
    for party, found in depths.items():
        if found.keys() != alternatives:
            odd = min(found.keys() ^ alternatives)
            raise ModelError(
                f"{party!r} does not rank the same alternatives as the others: {odd!r}", cure="rank each alternative for everybody"
            )
    taken = {name: sorted(depth for found in depths.values() if (depth := found[name]) is not None) for name in alternatives}
    depth = min((at[needed - 1] for at in taken.values() if len(at) >= needed), default=None)
    if depth is None:
        return Fallback(needed, None, (), depths)
    support = {name: bisect_right(at, depth) for name, at in taken.items()}
    most = max(support.values())
    met = [name for name, count in support.items() if count == most]
    return Fallback(needed, depth, tuple(met if ties == "late" else _undominated(met, rankings)), depths)


def _undominated(names: Sequence[str], rankings: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    places = [{name: place for place, tie in enumerate(classes) for name in tie} for classes in rankings.values()]

    def dominates(one: str, other: str) -> bool:
        return all(at[one] <= at[other] for at in places) and any(at[one] < at[other] for at in places)

    return [name for name in names if not any(dominates(other, name) for other in names)]


def _depths(party: str, classes: Sequence[Sequence[str]], accepted: int | None, *, early: bool) -> dict[str, int | None]:
    depths: dict[str, int | None] = {}
    for place, tie in enumerate(classes):
        depth = len(depths) + (1 if early else len(tie))
        for name in tie:
            if name in depths:
                raise ModelError(f"{party!r} ranks {name!r} twice", cure="list every alternative once, ties together")
            depths[name] = depth if accepted is None or place < accepted else None
    return depths
