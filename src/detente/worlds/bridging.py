"""Missing steps: the least that one would also have to assume for a conclusion to follow.

A *bridge* is a set of premises (:mod:`detente.worlds.premises`) under which the conclusion follows although it does not without them, and
of which none can be spared. Bridges are searched by size (the literals in all its premises), then in alphabetical order. One bridge may
be more than is needed in another way: ``never a`` is listed although ``never a and b`` would do, for both are short. That the conclusion
follows is a function of the model, passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import Model, model
from detente.worlds.premises import Premise, candidates, with_premise

__all__ = ["Bridge", "Bridges", "bridges"]

Follows = Callable[[Model], bool]
Hopeless = Callable[[Sequence[Premise]], bool]


@dataclass(frozen=True, repr=False)
class Bridge:
    """Premises that together make the conclusion follow; without any one of them it does not."""

    premises: tuple[Premise, ...]

    @property
    def size(self) -> int:
        """The literals of all premises."""
        return sum(premise.size for premise in self.premises)

    @property
    def confirm(self) -> tuple[str, ...]:
        """The parties who could say whether it is so, in alphabetical order."""
        return tuple(sorted({party for premise in self.premises for party in premise.confirm}))

    def __repr__(self) -> str:
        return f"Bridge({'; '.join(map(str, self.premises))})"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"premises": [premise.to_dict() for premise in self.premises], "size": self.size, "confirm": list(self.confirm)}


@dataclass(frozen=True)
class Bridges:
    """The answer. ``follows``: the conclusion follows as it is, so nothing is missing. ``searched``: the size up to which all were tried.

    ``found`` are bridges of the least size at which there is one, at most ``most`` of them. ``complete``: no other of that size, or, where
    none was found, none up to the greatest size asked about; otherwise ``tried`` questions were put before the search ended.
    """

    follows: bool
    found: tuple[Bridge, ...]
    searched: int
    tried: int
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "follows": self.follows,
            "bridges": [bridge.to_dict() for bridge in self.found],
            "searched_to_size": self.searched,
            "tried": self.tried,
            "complete": self.complete,
        }


def bridges(
    dossier: Dossier,
    follows: Follows,
    *,
    accepted: frozenset[str] | None = None,
    max_size: int = 2,
    most: int = 100,
    bound: int = 1000,
    hopeless: Hopeless | None = None,
) -> Bridges:
    """The shortest premises under which ``follows`` holds of the model that ``accepted`` claims license (default: all not rejected).

    ``max_size`` is 1 or 2; a bridge of size 2 is one premise about two literals or two premises about one each. ``hopeless`` may refuse
    premises under which the conclusion certainly does not follow; others are put to ``follows``, at most ``bound`` of them. Raises what
    :func:`~detente.dossier.model.model` and ``follows`` raise, and :class:`ValueError` for another size.
    """
    if max_size not in {1, 2}:
        raise ValueError(f"premises of size {max_size} are not searched; ask for 1 or 2")
    ask = _Asking(dossier, follows, accepted, bound)
    if ask.follows(()):
        return Bridges(True, (), 0, ask.tried, True)
    for size in range(1, max_size + 1):
        found: list[Bridge] = []
        for premises in _sets(ask.plain, size):
            if hopeless is not None and hopeless(premises):
                continue
            if ask.tried >= bound or len(found) == most:
                return Bridges(False, tuple(found), size - 1, ask.tried, False)
            if ask.follows(premises):
                found.append(Bridge(premises))
        if found:
            return Bridges(False, tuple(found), size, ask.tried, True)
    return Bridges(False, (), max_size, ask.tried, True)


def _sets(plain: Model, size: int) -> Iterator[tuple[Premise, ...]]:
    """Single premises of ``size``, then, for 2, pairs of single-literal ones. No smaller bridge was found, so none contains one."""
    yield from ((premise,) for premise in candidates(plain, size))
    if size == 2:
        yield from combinations(candidates(plain, 1), 2)


class _Asking:
    def __init__(self, dossier: Dossier, verdict: Follows, accepted: frozenset[str] | None, bound: int) -> None:
        self.verdict, self.bound, self.tried = verdict, bound, 0
        self.licensed = cache(lambda yes: model(dossier, accepted=accepted, circumstances=dict.fromkeys(yes, True)))
        self.plain = self.licensed(frozenset())

    def follows(self, premises: Sequence[Premise]) -> bool:
        self.tried += bool(premises)
        found = self.licensed(frozenset(premise.name for premise in premises if premise.kind == "circumstance"))
        for premise in premises:
            if premise.kind != "circumstance":
                found = with_premise(found, premise)
        return self.verdict(found)
