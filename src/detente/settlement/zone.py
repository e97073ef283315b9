"""The zone of possible agreement, in orders: how every party places the packages against now, its best and worst one, and where they meet.

Rankings are ordinal. Packages that all parties with a say rank alike are one *alternative*, told by the one with the fewest changes. A
party's own order is given in three bands against now: what it would certainly take, what is open, what it would refuse. Within a band
alternatives stand as its statements are read: in the order written, equal where nothing separates them. Places say nothing about
distances, and places of different parties cannot be compared.

Best and worst are exact over completions. For one alternative *a* there is a completion in which everything that is not certainly better
lies below it: rank the statements that *a* meets first in every tier. So *a* is best in some completion iff nothing is certainly better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.prioritization import BETTER, EQUAL, WORSE, compare, rank_states
from detente.graphmodel.states import StateSpace
from detente.settlement.admissible import Admissible, parties_that_can_act
from detente.settlement.fallback_bargaining import Fallback, fallback_bargaining
from detente.settlement.pareto import pareto, silent

__all__ = ["Alternative", "Band", "View", "Zone", "zone_of"]

Indices = NDArray[np.intp]
_AT_MOST = 300  # pairs of alternatives are compared


class Band(StrEnum):
    """How a party stands to an alternative: certainly no worse than now, open, or certainly worse (or across a line of its own)."""

    takes = "takes"
    open = "open"
    refuses = "refuses"


@dataclass(frozen=True)
class Alternative:
    """Packages that all parties with a say rank alike: ``label`` has the fewest changes of ``count``. ``refused_by``: signatories."""

    label: str
    count: int
    pareto: bool
    refused_by: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"label": self.label, "count": self.count, "pareto": self.pareto, "refused_by": list(self.refused_by)}


@dataclass(frozen=True)
class View:
    """How ``party`` orders the alternatives.

    ``classes`` are labels, best first, ties together; ``bands`` holds each alternative's. ``best`` and ``worst`` are those of the zone that
    are so in some completion, ``surely_best`` and ``surely_worst`` in every one.
    """

    party: str
    classes: tuple[tuple[str, ...], ...]
    bands: Mapping[str, Band]
    best: tuple[str, ...]
    surely_best: tuple[str, ...]
    worst: tuple[str, ...]
    surely_worst: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "party": self.party,
            "classes": [list(tie) for tie in self.classes],
            "bands": {label: str(band) for label, band in self.bands.items()},
            "best": {"possible": list(self.best), "necessary": list(self.surely_best)},
            "worst": {"possible": list(self.worst), "necessary": list(self.surely_worst)},
        }


@dataclass(frozen=True)
class Zone:
    """``alternatives``: of the zone where it is not empty, else of every package of the goal that the rules allow (``met`` is False).

    ``fallback`` is between the parties that sign every alternative (if there are none, any): each falls as far as it must;
    ``with_impasse`` stops each at what it would refuse. None where nobody has a say. ``sampled``: the alternatives are some packages only,
    since the states were too many to list: the plainest, and for each party the best and the worst as its statements are written.
    """

    met: bool
    now: str
    alternatives: tuple[Alternative, ...]
    views: tuple[View, ...]
    silent: tuple[str, ...]
    fallback: Fallback | None
    with_impasse: Fallback | None
    complete: bool = True
    sampled: bool = False

    def __repr__(self) -> str:
        return f"<Zone: {len(self.alternatives)} alternatives {'that everybody needed might take' if self.met else 'of which none is'}>"

    def view(self, party: str) -> View:
        """The order of one party. Raises LookupError for one without a say."""
        for view in self.views:
            if view.party == party:
                return view
        raise LookupError(party)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "met": self.met,
            "now": self.now,
            "alternatives": [one.to_dict() for one in self.alternatives],
            "views": [view.to_dict() for view in self.views],
            "silent": list(self.silent),
            "fallback": None if self.fallback is None else self.fallback.to_dict(),
            "with_impasse": None if self.with_impasse is None else self.with_impasse.to_dict(),
            "complete": self.complete,
            "sampled": self.sampled,
        }


def zone_of(found: Admissible, *, at_most: int = _AT_MOST) -> Zone | None:
    """The zone behind ``found``, seen from its first status quo; None where there is none, or no package of the goal at all.

    Those of more than ``at_most`` alternatives with the fewest changes are kept, and ``complete`` says so.
    """
    space = found.space
    if space is None or not found.starts:
        return None
    start, now = found.starts[0], found.starts[0].index
    states = found.candidates[start.possible]
    met = bool(states.size)
    if not met:
        allowed = space.truth(found.goal).copy()
        for rule in found.quos.broken:
            allowed &= ~space.truth(rule.never)
        states = np.flatnonzero(allowed)
    quiet = silent(found.conflict)
    parties = [party for party in parties_that_can_act(found.conflict) if party not in quiet]
    if not states.size or not parties:
        return None
    bands = {party: _bands(found, party, states, now) for party in parties}
    ranks = {party: rank_states(space, found.conflict.preference(party)).values[states] for party in parties}
    kept, counts, complete = _alternatives(space, states, now, [*bands.values(), *ranks.values()], at_most)
    chosen = states[kept]
    labels = [space.label(int(state)) for state in chosen]
    front = pareto(space, chosen)
    views = tuple(_view(found, party, labels, states=chosen, bands=bands[party][kept], ranks=ranks[party][kept]) for party in parties)
    signing = _signing(found, chosen, now)
    alternatives = tuple(
        Alternative(label, int(count), bool(good), tuple(v.party for v in views if v.party in signs and v.bands[label] is Band.refuses))
        for label, count, good, signs in zip(labels, counts, front, signing, strict=True)
    )
    always = [view for view in views if all(view.party in signs for signs in signing)]
    lists = {view.party: view.classes for view in always or views if any(view.party in signs for signs in signing)}
    stops = {v.party: sum(v.bands[tie[0]] is not Band.refuses for tie in v.classes) for v in views}
    return Zone(
        met=met,
        now=space.label(now),
        alternatives=alternatives,
        views=views,
        silent=quiet,
        fallback=fallback_bargaining(lists, ties="early") if lists else None,
        with_impasse=fallback_bargaining(lists, impasse={party: stops[party] for party in lists}, ties="early") if lists else None,
        complete=complete,
    )


def _bands(found: Admissible, party: str, states: Indices, now: int) -> NDArray[np.int8]:
    """2 takes, 1 open, 0 refuses; what crosses a binding statement of the party is refused."""
    from detente.settlement.limits import constraints

    assert found.space is not None
    sign = compare(found.space, found.conflict.preference(party), states, now)
    bands = np.where(sign == WORSE, 0, np.where((sign == BETTER) | (sign == EQUAL), 2, 1)).astype(np.int8)
    for constraint in constraints(found.conflict, stated=found.stated):
        if constraint.party == party:
            bands[~found.space.truth(constraint.formula)[states]] = 0
    return bands


def _alternatives(
    space: StateSpace, states: Indices, now: int, profile: Sequence[NDArray[Any]], at_most: int
) -> tuple[Indices, Indices, bool]:
    """Places of the packages that stand for all ranked alike, how many each stands for, and whether these are all."""
    changes = np.array([int(code).bit_count() for code in space.codes[states] ^ space.codes[now]])
    order = np.lexsort((states, changes))
    _, first, counts = np.unique(np.stack([column[order] for column in profile]), axis=1, return_index=True, return_counts=True)
    by_changes = np.argsort(first)
    kept, numbers = order[first[by_changes]], counts[by_changes]
    return kept[:at_most], numbers[:at_most], kept.size <= at_most


def _signing(found: Admissible, states: Indices, now: int) -> list[frozenset[str]]:
    from detente.settlement.packages import signatories

    assert found.space is not None
    before = found.space.setting(now)
    return [frozenset(signatories(found.conflict, found.goal, found.space.setting(int(state)), now=before)) for state in states]


def _view(
    found: Admissible, party: str, labels: Sequence[str], *, states: Indices, bands: NDArray[np.int8], ranks: NDArray[np.int64]
) -> View:
    assert found.space is not None
    named = {2: Band.takes, 1: Band.open, 0: Band.refuses}
    places = sorted({(int(band), int(rank)) for band, rank in zip(bands, ranks, strict=True)}, reverse=True)
    at = {place: k for k, place in enumerate(places)}
    classes: list[list[str]] = [[] for _ in places]
    for label, band, rank in zip(labels, bands, ranks, strict=True):
        classes[at[int(band), int(rank)]].append(label)
    sign = compare(found.space, found.conflict.preference(party), states[:, None], states[None, :])
    other = ~np.eye(states.size, dtype=np.bool_)

    def those(flags: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(label for label, flag in zip(labels, flags, strict=True) if flag)

    better, worse, equal = sign == BETTER, sign == WORSE, sign == EQUAL
    return View(
        party=party,
        classes=tuple(map(tuple, classes)),
        bands={label: named[int(band)] for label, band in zip(labels, bands, strict=True)},
        best=those(~(worse & other).any(axis=1)),
        surely_best=those((better | equal | ~other).all(axis=1)),
        worst=those(~(better & other).any(axis=1)),
        surely_worst=those((worse | equal | ~other).all(axis=1)),
    )
