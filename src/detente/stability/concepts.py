"""The names of the solution concepts, as they are written in results and on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from detente.errors import UnknownName

__all__ = ["ALL", "Concept", "concepts_named"]


class Concept(StrEnum):
    """One solution concept; each value has the file that defines it."""

    nash = "nash"  # nash.py
    gmr = "gmr"  # general_metarational.py
    smr = "smr"  # symmetric_metarational.py
    seq = "seq"  # sequential.py
    sseq = "sseq"  # symmetric_sequential.py

    @property
    def credible(self) -> bool:
        """Whether only improvements of their movers count as deterring replies."""
        return self in {Concept.seq, Concept.sseq}

    @property
    def answered(self) -> bool:
        """Whether the focal decision maker's countermove is looked at too."""
        return self in {Concept.smr, Concept.sseq}


ALL: tuple[Concept, ...] = tuple(Concept)


def concepts_named(names: Iterable[str] | str | None) -> tuple[Concept, ...]:
    """The concepts called ``names``, in the order of the definitions; all of them for None.

    Raises :class:`~detente.errors.UnknownName`.

    >>> concepts_named(["seq", "nash"])
    (<Concept.nash: 'nash'>, <Concept.seq: 'seq'>)
    """
    if names is None:
        return ALL
    wanted = {names.lower()} if isinstance(names, str) else {str(name).lower() for name in names}
    for name in sorted(wanted):
        if name not in set(ALL):
            raise UnknownName("solution concept", name, map(str, ALL))
    return tuple(concept for concept in ALL if concept in wanted)
