"""Who says that who says it.

A chain of speakers runs outermost first: ``("author", "newspaper", "anonymous post")`` is the author citing a newspaper citing a post.
``author`` is the writer of the document. The rule of voice is one rule for all sides: a claim is a *party's* only if a reporting cue
or a quotation puts it in that party's mouth (then the party ends the chain); otherwise it is the author's, about the party.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

__all__ = ["AUTHOR", "Chain", "Voice", "voice_of"]

AUTHOR = "author"

Chain = tuple[str, ...]


class Voice(StrEnum):
    """Whose word a claim rests on, in the four kinds that a reader must keep apart."""

    party = "party"
    report = "report"
    author = "author"
    absence = "absence"


def voice_of(chain: Chain, *, absence: bool, parties: Collection[str]) -> Voice:
    """The voice of a claim with this chain of speakers.

    >>> voice_of(("author", "north"), absence=False, parties={"north"})
    <Voice.party: 'party'>
    >>> voice_of(("author", "newspaper"), absence=False, parties={"north"})
    <Voice.report: 'report'>
    """
    if absence:
        return Voice.absence
    if chain[-1] in parties:
        return Voice.party
    return Voice.author if chain[-1] == AUTHOR else Voice.report
