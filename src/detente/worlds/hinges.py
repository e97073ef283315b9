"""What a verdict hinges on: the smallest sets of decisions about claims that carry it or defeat it.

For a verdict V over the admissible worlds (:mod:`detente.worlds.world`):

- an *implicant* is a pair (accepted, set aside) of claims that some admissible world respects and such that V holds in all that do; *prime*
  means that no claim can be dropped from either side. The prime implicants of V *carry* it, those of not-V *defeat* it. Both sides are
  needed since V is not monotone in claims.
- a claim is *idle* if no two admissible worlds that differ only in it differ in V; otherwise it is *deciding*, and the number of worlds in
  which changing it alone changes V is given. It is a count of readings, no likelihood and no weight.

Exact for the claims that vary, provided V depends on claims only through the elements that stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np

from detente.dossier.dossier import Dossier
from detente.worlds.implicants import MOST_VARIABLES, Term, prime_terms, tables
from detente.worlds.reach import Variable
from detente.worlds.sweep import Sweeping, verdicts
from detente.worlds.world import BOUND, Verdict, Worlds, worlds

__all__ = ["Deciding", "Hinges", "Implicant", "hinges"]


@dataclass(frozen=True, slots=True, repr=False)
class Implicant:
    """Accept all of ``accepted`` and set aside all of ``aside``, and the rest no longer matters."""

    accepted: frozenset[str]
    aside: frozenset[str]

    def __repr__(self) -> str:
        return f"Implicant(accept {{{', '.join(sorted(self.accepted))}}}, set aside {{{', '.join(sorted(self.aside))}}})"

    def __len__(self) -> int:
        return len(self.accepted) + len(self.aside)

    def to_dict(self) -> dict[str, Any]:
        """Both sides, sorted."""
        return {"accepted": sorted(self.accepted), "set_aside": sorted(self.aside)}


@dataclass(frozen=True, slots=True, repr=False)
class Deciding:
    """A claim and the number of worlds (not a likelihood) in which changing it, or the variable it belongs to, changes the verdict."""

    claim: str
    worlds: int

    def __repr__(self) -> str:
        return f"Deciding({self.claim}: changes the verdict in {self.worlds} worlds)"

    def to_dict(self) -> dict[str, Any]:
        """The claim and its count."""
        return {"claim": self.claim, "worlds_changed": self.worlds}


@dataclass(frozen=True, repr=False)
class Hinges:
    """The answer of :func:`hinges`.

    ``verdicts`` is V in each world of ``worlds``, in its order. ``carry`` and ``defeat`` are the prime implicants of V and of not-V, fewest
    claims first; ``carry_count`` and ``defeat_count`` say how many there are, for at most ``most`` of each are listed. ``deciding`` claims
    come by falling count, ``idle`` ones in the dossier's order (claims that reach nothing among them).
    """

    worlds: Worlds
    verdicts: tuple[bool, ...]
    carry: tuple[Implicant, ...]
    defeat: tuple[Implicant, ...]
    carry_count: int
    defeat_count: int
    idle: tuple[str, ...]
    deciding: tuple[Deciding, ...]
    most: int

    @property
    def settled(self) -> bool | None:
        """V where it is the same in every world, else None."""
        return self.verdicts[0] if self.verdicts_holding in {0, len(self.verdicts)} else None

    @cached_property
    def verdicts_holding(self) -> int:
        """The number of worlds in which V holds; a count of readings, not a likelihood."""
        return sum(self.verdicts)

    @property
    def complete(self) -> bool:
        """Whether every claim that may vary was varied."""
        return self.worlds.complete

    @property
    def held(self) -> tuple[str, ...]:
        """Claims that nobody accepted and that were held accepted all the same."""
        return self.worlds.held

    @property
    def all_listed(self) -> bool:
        """Whether ``carry`` and ``defeat`` list every prime implicant."""
        return self.carry_count == len(self.carry) and self.defeat_count == len(self.defeat)

    def __repr__(self) -> str:
        answer = {True: "holds in all", False: "holds in none", None: "not settled"}[self.settled]
        counts = f"{self.verdicts_holding} of {len(self.verdicts)} worlds"
        return f"Hinges({answer}: {counts}, {len(self.deciding)} deciding and {len(self.idle)} idle claims)"

    def to_dict(self, *, table: bool = False) -> dict[str, Any]:
        """Everything; with ``table`` also the verdict of every world."""
        found: dict[str, Any] = {
            "settled": self.settled,
            "worlds": self.worlds.to_dict(),
            "worlds_holding": self.verdicts_holding,
            "carry": [implicant.to_dict() for implicant in self.carry],
            "defeat": [implicant.to_dict() for implicant in self.defeat],
            "carry_count": self.carry_count,
            "defeat_count": self.defeat_count,
            "all_listed": self.all_listed,
            "deciding": [claim.to_dict() for claim in self.deciding],
            "idle": list(self.idle),
            "complete": self.complete,
        }
        if table:
            found["table"] = [{**world.to_dict(), "holds": holds} for world, holds in zip(self.worlds, self.verdicts, strict=True)]
        return found


def hinges(
    dossier: Dossier,
    verdict: Verdict,
    *,
    vary: Collection[str] | None = None,
    priority: Sequence[str] = (),
    bound: int = BOUND,
    most: int = 100,
    executor: Executor | None = None,
    sweeping: Sweeping | None = None,
) -> Hinges:
    """Which claims carry ``verdict``, which defeat it, and which make no difference.

    ``vary``, ``priority`` and ``bound`` are those of :func:`~detente.worlds.world.worlds` (and at most fifteen variables vary). ``most``
    bounds the implicants listed on either side. A verdict that answers for many worlds at once
    (:class:`~detente.worlds.sweep.ManyVerdict`) is asked so. ``sweeping`` says how to go about it (in parts, kept, with progress);
    ``executor`` alone is short for ``Sweeping(executor)``. Raises what ``worlds`` and ``verdict`` raise.
    """
    found = worlds(dossier, vary=vary, priority=priority, bound=bound, most_variables=MOST_VARIABLES)
    accepted = [world.claims for world in found]
    answers = verdicts(dossier, verdict, accepted, sweeping=sweeping or Sweeping(executor))
    admissible, holds = tables(len(found.variables), found.masks, answers)
    carry, carry_count = _listed(prime_terms(admissible, holds & admissible), found.variables, most)
    defeat, defeat_count = _listed(prime_terms(admissible, ~holds & admissible), found.variables, most)
    changed = [_changed(admissible, holds, index) for index in range(len(found.variables))]
    order = {name: index for index, name in enumerate(dossier.claims)}
    counts = {claim: count for variable, count in zip(found.variables, changed, strict=True) for claim in variable.claims}
    idle = {claim for claim, count in counts.items() if not count} | set(found.without_reach)
    return Hinges(
        worlds=found,
        verdicts=answers,
        carry=carry,
        defeat=defeat,
        carry_count=carry_count,
        defeat_count=defeat_count,
        idle=tuple(sorted(idle, key=order.__getitem__)),
        deciding=tuple(
            Deciding(claim, count) for claim, count in sorted(counts.items(), key=lambda item: (-item[1], order[item[0]])) if count
        ),
        most=most,
    )


def _changed(admissible: np.ndarray[Any, np.dtype[np.bool_]], holds: np.ndarray[Any, np.dtype[np.bool_]], index: int) -> int:
    shape = (-1, 2, 1 << index)
    both = admissible.reshape(shape).all(axis=1)
    differ = holds.reshape(shape)[:, 0] != holds.reshape(shape)[:, 1]
    return 2 * int((both & differ).sum())  # two worlds a pair


def _listed(terms: Sequence[Term], variables: Sequence[Variable], most: int) -> tuple[tuple[Implicant, ...], int]:
    """The first ``most`` implicants over claims, and how many there are."""
    count = sum(prod(len(sides) for sides in _sides(term, variables)) for term in terms)
    every = (implicant for term in terms for implicant in _over_claims(term, variables))
    # sorted again, since one variable may be several claims; the slice guards against products of long alternatives
    return tuple(nsmallest(most, islice(every, 100_000), key=len)), count


def _sides(term: Term, variables: Sequence[Variable]) -> list[tuple[frozenset[str], ...]]:
    return [variables[index].ways for index in term.yes] + [variables[index].cuts for index in term.no]


def _over_claims(term: Term, variables: Sequence[Variable]) -> Iterator[Implicant]:
    split = len(term.yes)
    for choice in product(*_sides(term, variables)):
        yield Implicant(frozenset().union(*choice[:split]), frozenset().union(*choice[split:]))
