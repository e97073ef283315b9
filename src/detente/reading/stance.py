"""Stances as they stand in a sentence: trigger, holder, act, performer, condition; and when a trigger does not count.

A trigger does not count where the text denies, drops, dates back, imagines, predicts or advises: *denied demanding*,
*dropped its demand*, *in 1998 had demanded*, *if they demanded*, *is expected to demand*, *should demand*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act
from detente.reading.attribution import Report
from detente.reading.chunks import Range, VerbGroup
from detente.reading.coreference import ORGANS, Scene, Voices, voices_of
from detente.reading.lexicon import rows
from detente.reading.mood import dropped_or_past, hypothetical
from detente.reading.tokens import Token

__all__ = ["Raw", "Stage", "StanceVerb", "holder_of", "innermost", "phrasal", "stance_verbs", "suppressed", "turned"]


@dataclass(frozen=True)
class Raw:
    """A stance before names are settled; ``trigger`` and ``end`` are token indices of sentence ``sentence``.

    ``doubt`` runs from 0 to 1 and is that of the network that found it; None where rules alone did.
    """

    sentence: int
    trigger: int
    end: int
    stance: Stance
    polarity: Polarity
    acts: tuple[Act, ...]
    holders: Voices
    performers: Voices = ()
    condition: str = ""
    start: int = -1
    doubt: float | None = None


@dataclass(frozen=True)
class Stage:
    """A scene with the reports found in it; ``year`` is the document's, if it has a date."""

    scene: Scene
    reports: Mapping[int, Sequence[Report]]  # by sentence
    year: int | None = None


@dataclass(frozen=True, slots=True)
class StanceVerb:
    """A verb that takes a stance; ``prepositions`` open its noun phrase."""

    lemma: str
    stance: Stance
    polarity: Polarity
    frames: str
    prepositions: frozenset[str]


@cache
def stance_verbs() -> dict[str, StanceVerb]:
    """Base form to stance verb, from ``stances.tsv``."""
    table: dict[str, StanceVerb] = {}
    for lemma, stance, polarity, frames in rows("stances.tsv"):
        prepositions = frozenset(re.findall(r"<(\w+)>", frames))
        table[lemma] = StanceVerb(lemma, Stance(stance), Polarity(polarity), re.sub(r"<\w+>", "", frames), prepositions)
    return table


_PARTICLES = {"off", "back", "up", "in", "away", "around", "over", "out", "down"}


def phrasal(tokens: Sequence[Token], group: VerbGroup, verb: StanceVerb) -> bool:
    """*Call off*, *turn up*: a particle that makes another verb of it."""
    low = tokens[group.end].low if group.end < len(tokens) else ""
    if verb.lemma == "go":  # only *go back on* takes a stance
        return [token.low for token in tokens[group.end : group.end + 2]] != ["back", "on"]
    return low in _PARTICLES and low not in verb.prepositions


def turned(polarity: Polarity, *, negated: bool) -> Polarity:
    """The other polarity where the act is negated: a demand not to build is a demand against building."""
    if not negated:
        return polarity
    return Polarity.against if polarity is Polarity.for_ else Polarity.for_


def innermost(stage: Stage, sentence: int, token: int) -> tuple[Report, ...]:
    """The reports whose content holds a token, outermost first."""
    holding = [r for r in stage.reports.get(sentence, ()) if r.content[0] <= token < r.content[1] and not _in_cue(r, token)]
    return tuple(sorted(holding, key=lambda r: r.content[0] - r.content[1]))


def _in_cue(report: Report, token: int) -> bool:
    return report.cue is not None and report.cue[0] <= token < report.cue[1]


def holder_of(stage: Stage, sentence: int, where: Range | None) -> Voices:
    """The bodies a subject names; *we* and *I* are whoever is quoted."""
    if where is None:
        return ()
    tokens = stage.scene.readings[sentence].tokens
    first, last = tokens[where[0]].low, tokens[where[1] - 1].low
    if first in {"we", "i", "us"} or (first in {"our", "my"} and last in ORGANS) or first == last == "members":
        holding = [r for r in innermost(stage, sentence, where[0]) if r.voiced and (r.quoted or last == "members")]
        if not holding and stage.scene.register.house and not _in_quotes(tokens, where[0]):
            return ((stage.scene.register.house, True),)
        return tuple(v for v in holding[-1].voices if v[1]) if holding else ()
    if first in {"our", "my"}:
        return ()
    found = tuple(v for v in voices_of(stage.scene, sentence, where) if v[1])
    if not found and first == "the" and last in _SELF and where[1] - where[0] == 2:
        said = [r for r in innermost(stage, sentence, where[0]) if r.voiced]  # Eastport's mayor said the town would pay
        return tuple(v for v in said[-1].voices if v[1]) if said and len(said[-1].voices) == 1 else ()
    if not found and first in {"it", "they"} and stage.scene.readings[sentence].sentence.label is not None:
        turn = [r for r in innermost(stage, sentence, where[0]) if r.lemma == "label"]
        return tuple(v for v in turn[0].voices if v[1]) if turn else ()
    return found


def _in_quotes(tokens: Sequence[Token], at: int) -> bool:
    return sum(token.tag == "Q" for token in tokens[:at]) % 2 == 1


_SELF = frozenset("country nation state town city village island region province county firm club party side group team".split())
_DENIALS = {"deny", "dispute", "dismiss", "refute", "doubt"}
_UNDOING = {"denied", "denies", "deny", "denying", "without", "instead", "stopped", "from"}


_CLAIMS = {"claim", "claims", "allegation", "allegations", "accusation", "accusations", "assertion", "suggestion", "charge", "notion"}


def denied_claim(tokens: Sequence[Token], at: int) -> bool:
    """*We reject the claim that we refused*: what is rejected is a statement, and what it states is denied."""
    for index in range(at - 1, max(0, at - 10), -1):
        if tokens[index].low == "that" and tokens[index - 1].low in _CLAIMS:
            return any(token.lemma in {"reject", "dismiss", "deny", "dispute", "refute"} for token in tokens[max(0, index - 6) : index])
    return False


def suppressed(stage: Stage, sentence: int, group: VerbGroup) -> bool:
    """Whether the verb group takes no stance here, for one of the reasons in the head of this file."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    around = innermost(stage, sentence, group.head)
    reported = any(r.voiced for r in around)
    if hypothetical(tokens, reading.groups, group) or (group.modal and not reported):
        return True
    if any(r.lemma in _DENIALS for r in around) or denied_claim(tokens, group.start):
        return True
    before = {token.low for token in tokens[max(0, group.start - 3) : group.start]}
    if group.kind == "ger" and before & _UNDOING:
        return True
    if tokens[-1].text == "?" and not any(token.tag == "Q" for token in tokens):
        return True
    return dropped_or_past(tokens, group, reported=reported, year=stage.year)
