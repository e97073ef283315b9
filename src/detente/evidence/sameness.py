"""Whether two wordings name one act: how much speaks for it, what rules it out, and which of many wordings belong together.

What speaks for it is counted in features (the deed, the shared words, the figures, a performer left open) that are weighed and summed;
above zero is more likely than not. The weights were fitted on the half of ``corpus/acts`` that is marked *develop*, by
``python benchmarks/acts.py --fit``. Vectors of word pieces from the tagger's weights, tried beside them, found no more on articles kept
out of the fitting, so there are none, and the comparison works where no weights came along.

What is ruled out is so whatever the sum: wordings with two different figures (*seven percent*, *twelve*) are levels of one measure, two
words of scope that differ (*formally*, *in practice*; *all*, *half*) are two acts, and so is what *and* makes wider. A wording may be
another's contrary (*lift the tariff*, *keep it*): the same act, to be done or not.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from detente.evidence.wording import Wording, wording

__all__ = ["FEATURES", "Common", "Weights", "contrary", "features", "groups", "levels", "likeness", "ruled_out"]

Weights = Mapping[str, float]

FEATURES: Weights = {
    "base": -1.70,
    "verb": 0.21,
    "deed": 0.72,
    "contrary": 0.69,
    "light verb": -0.76,
    "other deeds": -1.84,
    "verb among things": 0.61,
    "shared of all": 1.25,
    "shared of fewer": 0.61,
    "shared": 1.53,
    "figure of one": -0.40,
    "figures": 2.34,
    "scope of one": -1.59,
    "performer of one": -1.68,
    "left over on both": -0.90,
    "letter by letter": 1.15,
}
_MOST_IN_COMMON = 200  # a word of more wordings than this says nothing
_LARGEST = 120  # wordings that hang together are joined pair by pair up to this many; beyond, one by one to the first that is surely it
_SURE = 3.0
_FEW = 11


@dataclass(frozen=True)
class Common:
    """How many of ``of`` wordings each thing stands in: what all speak of tells none apart."""

    of: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def among(cls, acts: Iterable[str]) -> Common:
        """Counted over ``acts``."""
        found = [wording(act).things for act in acts]
        return cls(len(found), Counter(thing for things in found for thing in things))

    def weight(self, things: Iterable[str]) -> float:
        """The sum over ``things``: about 1 for what no wording has, 0.15 at the least."""
        every = self.of + _FEW  # among few wordings, that two share a word says little of how common it is
        return sum(max(math.log(every / (self.counts.get(thing, 0) + 0.5)) / math.log(every), 0.15) for thing in things)


def ruled_out(one: str, other: str) -> bool:
    """Whether figures or scope make two acts of them: two figures, two words of scope, or something more in the one, joined by *and*.

    >>> ruled_out("grant seven percent", "grant twelve percent"), ruled_out("formally accept it", "accept it in practice")
    (True, True)
    """
    a, b = wording(one), wording(other)
    figures = bool(a.figures and b.figures) and not (a.figures <= b.figures or b.figures <= a.figures)
    return figures or bool(a.scope and b.scope and a.scope != b.scope) or _wider(one, b) or _wider(other, a)


def _wider(act: str, other: Wording) -> bool:
    """*Strikes on energy sites and bridges* holds, beside all of *strikes on energy sites*, something that *and* adds."""
    head, joined, tail = act.replace(" or ", " and ").partition(" and ")
    if not joined or not other.things:
        return False
    before, after = wording(head).things, wording(f"do {tail}").things
    parts = ((before, after), (after, before))
    return any(other.things <= part and bool(more) and not more & other.things for part, more in parts)


def levels(one: str, other: str) -> bool:
    """Whether the two are one measure at two levels: the same but for a figure.

    >>> levels("raise wages by seven percent", "raise wages by four percent")
    True
    """
    a, b = wording(one), wording(other)
    alike = a.verb == b.verb or any(a.deeds[deed] == b.deeds[deed] for deed in a.deeds.keys() & b.deeds.keys())
    return bool(a.figures and b.figures and a.figures != b.figures) and alike and a.things == b.things and a.scope == b.scope


def contrary(one: str, other: str) -> bool:
    """Whether one is done by not doing the other.

    >>> contrary("keep the depots open", "shut the two depots"), contrary("open the gate", "reopen the gate")
    (True, False)
    """
    a, b = wording(one), wording(other)
    signs = {a.deeds[deed] * b.deeds[deed] for deed in a.deeds.keys() & b.deeds.keys()}
    return signs == {-1}


def likeness(one: str, other: str, *, common: Common, named: bool = True, weights: Weights = FEATURES) -> float:
    """What speaks for one act, on balance. ``named``: the performer of both is known, or of neither.

    >>> few = Common()
    >>> likeness("withdraw its soldiers from the bridge", "pull its troops back from the bridge", common=few) > 0
    True
    >>> likeness("halt strikes on energy sites", "halt all fighting", common=few) > 0
    False
    """
    return sum(weights[name] * value for name, value in features(one, other, common=common, named=named).items())


def features(one: str, other: str, *, common: Common, named: bool) -> dict[str, float]:
    """The features of a pair, by the names in ``FEATURES``."""
    a, b = wording(one), wording(other)
    both = a.deeds.keys() & b.deeds.keys()
    same = any(a.deeds[deed] == b.deeds[deed] for deed in both)
    shared, every = common.weight(a.things & b.things), common.weight(a.things | b.things)
    fewer = min(common.weight(a.things), common.weight(b.things))
    return {
        "base": 1.0,
        "verb": float(a.verb == b.verb and (same or not both)),
        "deed": float(same),
        "contrary": float(bool(both) and not same),
        "light verb": float(a.light != b.light or (a.light and a.verb != b.verb)),
        "other deeds": float(_other_deeds(a, b)),
        "verb among things": float((a.verb in b.things and not a.light) or (b.verb in a.things and not b.light)),
        "shared of all": shared / every if every else 0.0,
        "shared of fewer": shared / fewer if fewer else 0.0,
        "shared": min(shared, 2.0),
        "figure of one": float(bool(a.figures) != bool(b.figures)),
        "figures": float(bool(a.figures) and a.figures == b.figures),
        "scope of one": float(bool(a.scope) != bool(b.scope)),
        "performer of one": float(not named),
        "left over on both": min(common.weight(a.things - b.things), common.weight(b.things - a.things)),
        "letter by letter": float(one.lower() == other.lower()),
    }


def _other_deeds(a: Wording, b: Wording) -> bool:
    known = bool(a.deeds) and bool(b.deeds) and not a.deeds.keys() & b.deeds.keys()
    return known and not a.light and not b.light and a.verb != b.verb


def groups(
    acts: Sequence[str],
    *,
    apart: Callable[[int, int], bool] | None = None,
    named: Callable[[int, int], bool] | None = None,
    weights: Weights = FEATURES,
) -> tuple[int, ...]:
    """A number for each wording, the same for those that name one act; numbered in order of first mention.

    ``apart`` says of two places that they are never one act, ``named`` that the performer of both is known, or of neither. Wordings are
    joined while the mean of what speaks for one act between two groups is above zero, the strongest first.

    >>> groups(["lift the tariff on salt", "send a force", "keep the tariff on salt", "send forty boats"])
    (0, 1, 0, 2)
    """
    common = Common.among(acts)
    score: dict[tuple[int, int], float] = {}

    def speaks(one: int, other: int) -> float:
        pair = (one, other) if one < other else (other, one)
        if pair not in score:
            out = (apart is not None and apart(*pair)) or ruled_out(acts[one], acts[other])
            open_ = named is None or named(*pair)
            score[pair] = -math.inf if out else likeness(acts[pair[0]], acts[pair[1]], common=common, named=open_, weights=weights)
        return score[pair]

    found: list[list[int]] = []
    for cluster in _hanging_together(acts, speaks):
        found += _joined(cluster, speaks)
    found.sort(key=min)
    number = {place: index for index, group in enumerate(found) for place in group}
    return tuple(number[place] for place in range(len(acts)))


def _hanging_together(acts: Sequence[str], speaks: Callable[[int, int], float]) -> list[list[int]]:
    """The places that a chain of likely pairs connects."""
    home = list(range(len(acts)))

    def root(place: int) -> int:
        while home[place] != place:
            home[place] = home[home[place]]
            place = home[place]
        return place

    places: dict[str, list[int]] = defaultdict(list)
    for place, act in enumerate(acts):
        told = wording(act)
        for word in {act.lower(), *told.words, *told.figures}:
            places[word].append(place)
    for several in places.values():
        for one, other in combinations(several, 2) if len(several) <= _MOST_IN_COMMON else ():
            if root(one) != root(other) and speaks(one, other) > 0:
                home[root(other)] = root(one)
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(len(acts)):
        found[root(place)].append(place)
    return list(found.values())


def _joined(cluster: Sequence[int], speaks: Callable[[int, int], float]) -> list[list[int]]:
    """Average linkage within a cluster."""
    if len(cluster) > _LARGEST:
        return _worded_alike(cluster, speaks)
    made = [[place] for place in cluster]
    total = {frozenset((a, b)): speaks(cluster[a], cluster[b]) for a, b in combinations(range(len(cluster)), 2)}
    alive = set(range(len(cluster)))
    while len(alive) > 1:
        pairs = [(total[frozenset(pair)] / (len(made[pair[0]]) * len(made[pair[1]])), pair) for pair in combinations(sorted(alive), 2)]
        mean, (a, b) = max(pairs, key=lambda entry: (entry[0], -entry[1][0], -entry[1][1]))
        if mean <= 0:
            break
        made[a] += made[b]
        alive.discard(b)
        for other in alive - {a}:
            total[frozenset((a, other))] += total[frozenset((b, other))]
    return [made[place] for place in sorted(alive)]


def _worded_alike(cluster: Sequence[int], speaks: Callable[[int, int], float]) -> list[list[int]]:
    made: list[list[int]] = []
    for place in cluster:
        home = next((group for group in made if speaks(group[0], place) > _SURE), None)
        if home is None:
            made.append([place])
        else:
            home.append(place)
    return made
