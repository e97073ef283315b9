"""Words that report somebody else's words or attitude, with how far they commit the writer to them.

A *factive* cue (acknowledge, admit, reveal) presents what follows as settled, a *distancing* one (claim, allege) holds it at arm's
length, a
*neutral* one (say, state) does neither. The lexicon is the data file ``cues.tsv``. The classes count and show; they score nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from detente.reading.lexicon import rows, verb_forms

__all__ = ["Cue", "CueClass", "cue_class", "cue_lexicon", "speech_nouns"]


class CueClass(StrEnum):
    """How far a reporting verb commits the writer to what it reports."""

    factive = "factive"
    neutral = "neutral"
    distancing = "distancing"


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb; ``frames`` are the complements it takes, one letter each (see ``cues.tsv``)."""

    lemma: str
    kind: CueClass
    frames: str
    attitude: bool


@cache
def cue_lexicon() -> dict[str, Cue]:
    """Base form to cue."""
    return {lemma: Cue(lemma, CueClass(kind), frames, speech == "attitude") for lemma, kind, frames, speech in rows("cues.tsv")}


_NOUNS = {
    "according": CueClass.neutral,
    "statement": CueClass.neutral,
    "claim": CueClass.distancing,
    "claims": CueClass.distancing,
    "allegation": CueClass.distancing,
    "allegations": CueClass.distancing,
    "admission": CueClass.factive,
    "acknowledgement": CueClass.factive,
    "reportedly": CueClass.neutral,
    "allegedly": CueClass.distancing,
    "supposedly": CueClass.distancing,
    "purportedly": CueClass.distancing,
}


def cue_class(words: str) -> CueClass | None:
    """The class of a cue as it stands in a text, or None if no reporting word is in it.

    >>> cue_class("has acknowledged"), cue_class("claimed that"), cue_class("according to"), cue_class("walked")
    (<CueClass.factive: 'factive'>, <CueClass.distancing: 'distancing'>, <CueClass.neutral: 'neutral'>, None)
    """
    for word in reversed(words.lower().split()):
        bare = word.strip(".,:;\"“”'’()")
        if bare in _NOUNS:
            return _NOUNS[bare]
        lemma = verb_forms().get(bare, (bare, ""))[0]
        cue = cue_lexicon().get(lemma)
        if cue is not None:
            return cue.kind
    return None


@cache
def speech_nouns() -> frozenset[str]:
    """Nouns that report words, not attitudes: *a warning that*, *the statement said*; in the singular and the plural."""
    return frozenset(word for noun in _SPEECH for word in (noun, f"{noun}s", f"{noun[:-1]}ies" if noun.endswith("y") else noun))


_SPEECH = (
    "accusation acknowledgement admission advice allegation announcement answer appeal argument assertion assurance boast call caption "
    "charge claim comment complaint conclusion confession contention criticism declaration demand denial denunciation description "
    "dispatch explanation finding headline hint insistence insult interview invitation joke letter lie memo message motto note "
    "notice observation offer plea pledge prediction promise proposal protest question recommendation refusal rejection remark reminder "
    "report request response retort revelation rumour rumor slogan speech statement story suggestion telegram testimony threat tweet "
    "ultimatum verdict vow warning word"
).split()
