"""Whether two claims say the same, the opposite, or two things of one fact; by their words, never by what is true.

Words are compared as acts are (:func:`detente.dossier.acts.act_words`): light words aside, endings aside. An odd number of negations, a
denial among them, turns a sentence round. Silence is compared with silence only: that nothing was heard of an act does not contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from detente.dossier.acts import act_words
from detente.evidence import Claim, Modality

__all__ = ["Likeness", "likeness"]

_NEGATIONS = frozenset("not no never none nobody nothing neither nor cannot without".split())
_PLAIN = frozenset({Modality.asserted, Modality.reported, Modality.alleged, Modality.denied, Modality.opinion})
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LEAST = 3  # content words: shorter sentences are alike by chance


class Likeness(StrEnum):
    """How what two claims say compares."""

    same = "same"
    opposed = "opposed"
    rival = "rival"  # one fact, told with another number or another name


def likeness(one: Claim, other: Claim, *, parties: Collection[str] = ()) -> Likeness | None:
    """Compare what two claims say; None where that does not show. ``parties`` are names that, exchanged, make another fact.

    >>> jeddah = Claim("a", "the delegations met in Jeddah in March")
    >>> likeness(jeddah, Claim("b", "the delegations met in Riyadh in March")).value
    'rival'
    >>> likeness(jeddah, Claim("b", "the delegations never met in Jeddah in March")).value
    'opposed'
    """
    if not _comparable(one.modality, other.modality):
        return None
    first, turned = _content(one)
    second, turned_too = _content(other)
    if min(len(first), len(second)) < _LEAST:
        return None
    if first == second:
        return Likeness.same if turned == turned_too else Likeness.opposed
    apart, shared = first ^ second, first & second
    both = bool(first - second) and bool(second - first)
    particular = _particulars(one.says) | _particulars(other.says)
    known = frozenset().union(*(act_words(name) for name in parties)) if parties else frozenset()
    if turned == turned_too and both and len(shared) >= _LEAST - 1 and len(apart) <= len(shared) and apart <= particular - known:
        return Likeness.rival
    return None


def _comparable(one: Modality, other: Modality) -> bool:
    return one is other or {one, other} <= _PLAIN


def _content(claim: Claim) -> tuple[frozenset[str], bool]:
    """The content words, and whether the sentence is turned round."""
    words = [word.lower() for word in _WORD.findall(claim.says.replace("n't", " not").replace("n’t", " not"))]
    negations = sum(word in _NEGATIONS for word in words) + (claim.modality is Modality.denied)
    kept = " ".join(word for word in words if word not in _NEGATIONS)
    return (act_words(kept) if kept else frozenset()), bool(negations % 2)


def _particulars(says: str) -> frozenset[str]:
    """Numbers, and names: words with a capital that do not begin the sentence."""
    found = [
        match.group() for match in _WORD.finditer(says) if match.group()[0].isdigit() or (match.start() and match.group()[0].isupper())
    ]
    return frozenset().union(*(act_words(word) for word in found)) if found else frozenset()
