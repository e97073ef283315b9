"""What an element of the model rests on."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Basis", "Element", "ElementKind", "Ground", "basis_of"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Alternative sets of claims; any one of them, whole, carries the element. Empty: nothing was cited."""

    alternatives: tuple[frozenset[str], ...] = ()

    def stands(self, claims: AbstractSet[str]) -> bool:
        """Whether one alternative lies within ``claims``. Without any citation an element stands: it is assumed, or structure."""
        return not self.alternatives or any(alternative <= claims for alternative in self.alternatives)

    @property
    def claims(self) -> frozenset[str]:
        """Every claim mentioned."""
        return frozenset().union(*self.alternatives)

    def __bool__(self) -> bool:
        return bool(self.alternatives)


def basis_of(because: Iterable[str | Iterable[str]]) -> Basis:
    """From the file's ``because``: a name alone suffices; a list within the list is needed whole.

    >>> basis_of(["c1", ["c2", "c3"]]).stands({"c2"})
    False
    >>> basis_of(["c1", ["c2", "c3"]]).stands({"c2", "c3"})
    True
    """
    return Basis(tuple(frozenset([item]) if isinstance(item, str) else frozenset(item) for item in because))


class ElementKind(StrEnum):
    """The parts of a model that need a ground."""

    party = "party"
    option = "option"
    now = "now"
    circumstance = "circumstance"
    rule = "rule"
    limit = "limit"
    condition = "condition"
    demand = "demand"
    want = "want"
    goal = "goal"
    outcome = "outcome"
    threat = "threat"
    merge = "merge"
    attitude = "attitude"
    agenda = "agenda"
    meeting = "meeting"
    cost = "cost"
    reference = "reference"
    conclusion = "conclusion"


class Ground(StrEnum):
    """Where an element comes from, for the assumption budget."""

    attributed = "attributed"  # some alternative is carried by parties' or outlets' own words alone
    author = "author"  # every alternative needs the author's own voice
    silence = "silence"  # every alternative needs a claim from silence
    assumed = "assumed"
    unknown = "unknown"  # neither a claim nor a reason is given


@dataclass(frozen=True, slots=True)
class Element:
    """One part of the model with what it rests on; ``id`` is its path in the file (``preferences.north.0``), or the id written there."""

    id: str
    kind: ElementKind
    text: str
    basis: Basis = Basis()
    assumed: str | None = None
    party: str | None = None
