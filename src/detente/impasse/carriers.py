"""Which claims carry a conclusion that needs several elements, each of which rests on alternatives."""

from __future__ import annotations

from collections.abc import Collection, Iterable

__all__ = ["minimal", "minimal_unions"]


def minimal(sets: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Those that contain no other, smallest first, then in alphabetical order.

    >>> [sorted(one) for one in minimal([frozenset("ab"), frozenset("a"), frozenset("bc")])]
    [['a'], ['b', 'c']]
    """
    kept: list[frozenset[str]] = []
    for one in sorted(set(sets), key=lambda found: (len(found), sorted(found))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return tuple(kept)


def minimal_unions(bases: Iterable[Collection[frozenset[str]]], *, at_most: int = 4096) -> tuple[frozenset[str], ...]:
    """All minimal unions of one alternative from each of ``bases``; no bases give the empty set, which suffices.

    Beyond ``at_most`` unions on the way the smallest are kept, so that the result is still made of carriers, but perhaps not of all.

    >>> bases = [[frozenset({"c1"}), frozenset({"c2", "c3"})], [frozenset({"c3"})]]
    >>> [sorted(one) for one in minimal_unions(bases)]
    [['c1', 'c3'], ['c2', 'c3']]
    """
    unions: tuple[frozenset[str], ...] = (frozenset(),)
    for alternatives in bases:
        unions = minimal(union | alternative for union in unions for alternative in alternatives)[:at_most]
    return unions
