"""Mentions of parties, and of people who speak for nobody, from the tagger's own pass over a text.

    from detente.reading.tagger.mentions import spotted
    for one in spotted(text):
        one.span, one.party, one.doubt

A *party's* mention is its name, its short name, its capital or seat, its leader, minister or spokesperson, or a noun phrase that only
ever means
it (*the presidency*); which party it is, is not said here. *Nobody's* are analysts, witnesses, residents. A pronoun is neither.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.evidence import Span
from detente.reading.tagger.decode import Run, best_tags
from detente.reading.tagger.tagger import scored, spans

__all__ = ["Spotted", "spotted"]

_PARTY, _NOBODYS = 1, 3  # where each kind's first tag stands; the tag after it goes on


@dataclass(frozen=True, slots=True)
class Spotted:
    """A mention at ``span``: of a party, or of somebody who speaks for nobody. ``doubt`` runs from 0 to 1 and is the network's own."""

    span: Span
    party: bool
    doubt: float


def spotted(text: str) -> tuple[Spotted, ...]:
    """The mentions in a text, in text order, without overlaps.

    The pass over the text is the one that :func:`~detente.reading.tagger.tagger.tag` makes, kept from one call to the next: who asks
    for both pays once.
    Without the weights of this head nothing is found; raises :class:`FileNotFoundError` where the encoder's are missing.
    """
    found, read = scored(text)
    if not found:
        return ()
    tags = np.full((len(found), 7), -np.inf, np.float32)
    for window, scores in read:
        tags[window.word[window.owned], :5] = scores.mention[window.owned]
    best = best_tags(tags)
    made: list[Spotted] = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] in {2, 4}:
            continue
        if best[start] in {_PARTY, _NOBODYS}:
            doubt = float(1.0 - np.exp(tags[range(start, end), best[start:end]].mean()))
            made.append(Spotted(spans(found, (Run(start, end),))[0], bool(best[start] == _PARTY), doubt))
        start = end
    return tuple(made)
