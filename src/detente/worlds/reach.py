"""Which claims reach the model, which contradict one another, and which do the same work.

**Reach.** A claim reaches the model if, in some admissible set of claims, accepting it changes which elements stand. Every basis is a
disjunction of conjunctions of claims (``Basis.alternatives``), hence monotone. Take from it the alternatives that can never be accepted
whole (a claim that is out, or two that contradict one another), then the claims that are accepted anyway, then every alternative that
contains another. What is left names exactly the claims that reach the element: if ``c`` is in a remaining alternative ``A``, then ``A``
is admissible, the element stands in ``A`` and not in ``A`` without ``c``, since no other alternative lies within that; and a claim in no
remaining alternative changes nothing.

**Variables.** Two claims that contradict nothing that varies are *twins* if either

- *together*: each occurs in exactly the same alternatives (a basis ``[[a, b]]``); or
- *either*: exchanging one for the other turns every basis into itself and no alternative holds both (a basis ``[a, b]``).

Twins are merged into one variable, "both stand" or "one of them stands", and so on until there are no twins. This is exact for every
verdict that depends on claims only through the elements that stand. Proof for one merge (the rest is induction): in the first case each
alternative holds both or neither, so it is satisfied iff its other claims and ``a and b`` are; in the second the two alternatives
``{a, …}`` and ``{b, …}`` are together satisfied iff the rest and ``a or b`` are. Either way the elements that stand are a function of
the new variable and the other claims. As twins contradict nothing, the variable takes both values beside every admissible set of other
claims; so the verdict is constant over claims in a region iff it is over variables, and a claim is idle iff its variable is. For
implicants: a variable is a read-once formula over claims that no other variable shares, so a set of literals over claims forces a
variable true, forces it false or leaves it open, independently of the others. It is an implicant iff the forced values are one, and
prime iff the forced values are prime and each is forced with nothing to spare: by one of the minimal sets in ``ways`` (accepted) or
``cuts`` (set aside).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from detente.dossier.dossier import Dossier

__all__ = ["Reduced", "Rivals", "Variable", "clashes", "licences", "reduce_claims", "rivals", "within"]

Rivals = Mapping[str, frozenset[str]]

_Term = frozenset[int]
_Form = frozenset[_Term]


@dataclass(frozen=True, slots=True)
class Variable:
    """Claims that do one work: true iff one of ``ways`` is accepted whole, false iff one of ``cuts`` is set aside whole.

    Both hold minimal sets. A single claim ``c`` has the one way ``{c}`` and the one cut ``{c}``.
    """

    ways: tuple[frozenset[str], ...]
    cuts: tuple[frozenset[str], ...]

    @property
    def claims(self) -> frozenset[str]:
        """Every claim of the variable."""
        return frozenset().union(*self.ways)

    def forced(self, accepted: AbstractSet[str], aside: AbstractSet[str]) -> bool | None:
        """The value that accepting and setting aside forces, or None where it stays open."""
        if any(way <= accepted for way in self.ways):
            return True
        return False if any(cut <= aside for cut in self.cuts) else None


@dataclass(frozen=True, slots=True)
class Reduced:
    """Variables in the order of their first claim, and the claims that reach nothing."""

    variables: tuple[Variable, ...]
    without_reach: frozenset[str]


def rivals(dossier: Dossier) -> dict[str, frozenset[str]]:
    """For each claim the claims that contradict it; ``contradicts`` counts both ways, and names of no claim are passed over."""
    found: dict[str, set[str]] = {name: set() for name in dossier.claims}
    for name, claim in dossier.claims.items():
        for other in claim.contradicts:
            if other in found and other != name:
                found[name].add(other)
                found[other].add(name)
    return {name: frozenset(others) for name, others in found.items()}


def clashes(claims: Collection[str], against: Rivals) -> tuple[tuple[str, str], ...]:
    """The contradicting pairs within ``claims``, sorted."""
    held = set(claims)
    return tuple(sorted((one, two) for one in held for two in against.get(one, frozenset()) & held if one < two))


def licences(
    dossier: Dossier, varying: AbstractSet[str], accepted: AbstractSet[str], against: Rivals
) -> frozenset[frozenset[frozenset[str]]]:
    """The distinct bases left to be decided: minimal alternatives of varying claims, once accepted claims are in and others out."""
    found = set()
    for element in dossier.elements:
        open_ones = {
            alternative - accepted
            for alternative in element.basis.alternatives
            if alternative <= varying | accepted and not clashes(alternative, against)
        }
        found.add(frozenset(one for one in open_ones if not any(other < one for other in open_ones)))
    return frozenset(form for form in found if form and frozenset() not in form)


def reduce_claims(
    forms: Collection[frozenset[frozenset[str]]], varying: AbstractSet[str], against: Rivals, order: Mapping[str, int]
) -> Reduced:
    """The variables that decide ``forms``; ``order`` places claims. Claims that contradict another that reaches are never merged."""
    reaching = frozenset().union(*(term for form in forms for term in form))
    names = sorted(reaching, key=order.__getitem__)
    number = {name: index for index, name in enumerate(names)}
    table = {index: Variable((frozenset([name]),), (frozenset([name]),)) for name, index in number.items()}
    loose = {number[name] for name in names if not against.get(name, frozenset()) & reaching}
    coded = {frozenset(frozenset(number[name] for name in term) for term in form) for form in forms}
    while groups := _twins(coded, loose, together=True) or _twins(coded, loose, together=False):
        together = groups.together
        stand_in: dict[int, int] = {}
        for first, *rest in groups.members:
            table[first] = _merged([table[index] for index in (first, *rest)], together=together)
            stand_in.update(dict.fromkeys(rest, first))
        for index in stand_in:
            del table[index]
        loose -= stand_in.keys()
        coded = {frozenset(frozenset(stand_in.get(index, index) for index in term) for term in form) for form in coded}
    return Reduced(tuple(table[index] for index in sorted(table)), frozenset(varying - reaching))


@dataclass(frozen=True, slots=True)
class _Twins:
    together: bool
    members: tuple[tuple[int, ...], ...]


def _twins(forms: Collection[_Form], loose: AbstractSet[int], *, together: bool) -> _Twins | None:
    """The classes of twins of one kind with more than one member; each keeps its smallest member first."""
    places: dict[int, set[tuple[int, _Term]]] = {index: set() for index in sorted(loose)}
    for place, form in enumerate(forms):
        for term in form:
            for index in term & loose:
                places[index].add((place, term if together else term - {index}))
    groups: dict[frozenset[tuple[int, _Term]], list[int]] = {}
    for index, found in places.items():
        groups.setdefault(frozenset(found), []).append(index)
    members = tuple(tuple(group) for group in groups.values() if len(group) > 1)
    return _Twins(together, members) if members else None


def _merged(parts: Sequence[Variable], *, together: bool) -> Variable:
    ways, cuts = [part.ways for part in parts], [part.cuts for part in parts]
    if together:
        return Variable(_crossed(ways), _joined(cuts))
    return Variable(_joined(ways), _crossed(cuts))


def _joined(parts: Iterable[tuple[frozenset[str], ...]]) -> tuple[frozenset[str], ...]:
    return tuple(one for part in parts for one in part)


def _crossed(parts: Iterable[tuple[frozenset[str], ...]]) -> tuple[frozenset[str], ...]:
    found: tuple[frozenset[str], ...] = (frozenset(),)
    for part in parts:
        found = tuple(one | two for one in found for two in part)
    return found


def within(bound: int, variables: Sequence[Variable], against: Rivals) -> tuple[int, ...] | None:
    """The admissible sets of variables as bit masks, ascending (bit ``i`` is variable ``i``); None if there are more than ``bound``."""
    rival_masks = [0] * len(variables)
    for (i, one), (j, two) in combinations(enumerate(variables), 2):
        if any(against.get(name, frozenset()) & two.claims for name in one.claims):
            rival_masks[j] |= 1 << i
    masks = [0]
    for index, mask in enumerate(rival_masks):
        masks += [world | 1 << index for world in masks if not world & mask]
        if len(masks) > bound:
            return None
    return tuple(masks)
