"""Stances as they stand in a sentence: trigger, holder, act, performer, condition; and when a trigger does not count.

A trigger does not count where the text denies, drops, dates back, imagines, predicts or advises: *denied demanding*, *dropped its demand*, *in 1998
had demanded*, *if they demanded*, *is expected to demand*, *should demand*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act
from detente.reading.attribution import Report
from detente.reading.chunks import Range, VerbGroup
from detente.reading.coreference import Scene, Voices, voices_of
from detente.reading.lexicon import rows

__all__ = ["Raw", "StanceVerb", "holder_of", "innermost", "stance_verbs", "suppressed", "turned"]


@dataclass(frozen=True)
class Raw:
    """A stance before names are settled; ``trigger`` and ``end`` are token indices of sentence ``sentence``."""

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


def turned(polarity: Polarity, negated: bool) -> Polarity:
    """The other polarity where the act is negated: a demand not to build is a demand against building."""
    if not negated:
        return polarity
    return Polarity.against if polarity is Polarity.for_ else Polarity.for_


def innermost(reports: Sequence[Report], sentence: int, token: int) -> tuple[Report, ...]:
    """The reports whose content holds a token, outermost first."""
    holding = [r for r in reports if r.sentence == sentence and r.content[0] <= token < r.content[1] and not _in_cue(r, token)]
    return tuple(sorted(holding, key=lambda r: r.content[0] - r.content[1]))


def _in_cue(report: Report, token: int) -> bool:
    return report.cue is not None and report.cue[0] <= token < report.cue[1]


def holder_of(scene: Scene, reports: Sequence[Report], sentence: int, where: Range | None) -> Voices:
    """The bodies a subject names; *we* and *I* are whoever is quoted."""
    if where is None:
        return ()
    tokens = scene.readings[sentence].tokens
    if tokens[where[0]].low in {"we", "i", "us", "our", "my"}:
        holding = [r for r in innermost(reports, sentence, where[0]) if not r.attitude]
        return tuple(v for v in holding[-1].voices if v[1]) if holding else ()
    return tuple(v for v in voices_of(scene, sentence, where) if v[1])


_HYPOTHETICAL = {"could", "might", "may", "should", "must", "ought", "can"}
_DROPPED = {
    "drop",
    "withdraw",
    "abandon",
    "renounce",
    "shelve",
    "relinquish",
    "retract",
    "rescind",
    "waive",
    "deny",
    "scrap",
    "soften",
    "forgo",
    "dispute",
    "invent",
    "lift",
    "give",
}
_PAST_WORDS = {"once", "formerly", "originally", "previously", "initially", "traditionally"}
_YEAR = re.compile(r"^(?:1[5-9]\d\d|20\d\d)$")


def suppressed(scene: Scene, reports: Sequence[Report], sentence: int, group: VerbGroup, *, year: int | None = None) -> bool:
    """Whether the verb group takes no stance here, for one of the reasons in the head of this file."""
    reading = scene.readings[sentence]
    tokens = reading.tokens
    lows = [t.low for t in tokens]
    own_words = any(not r.attitude for r in innermost(reports, sentence, group.head))
    if group.modal in _HYPOTHETICAL or (group.modal in {"will", "would", "shall", "'ll", "’ll"} and not own_words):
        return True
    before = lows[max(0, group.start - 7) : group.start]
    if group.kind == "inf":
        if any(word in _UNSURE for word in before) or "used" in before[-2:] or _governed_away(scene, sentence, group):
            return True
    if any(r.lemma in {"deny", "dispute", "dismiss", "refute", "doubt"} for r in innermost(reports, sentence, group.head)):
        return True
    if _denied_just_before(lows, group) or (tokens[-1].text == "?" and not any(t.tag == "Q" for t in tokens)):
        return True
    if _in_condition(lows, group.start) or _unclear_before(lows, group.start):
        return True
    if _no_longer(lows, group) or set(lows[max(0, group.start - 2) : group.head]) & _PAST_WORDS:
        return True
    past = group.past or group.perfect
    if past and year and any(_YEAR.match(w) and int(w) < year - 1 for w in lows):
        return True
    had = tokens[group.start].low == "had"
    return had and not own_words and any(w in {"until", "before", "but", "since", "however"} for w in lows[group.end :])


_UNSURE = {"expected", "likely", "unlikely", "set", "poised", "able", "possible", "going", "due"}


def _governed_away(scene: Scene, sentence: int, group: VerbGroup) -> bool:
    """*should demand*, *need to accept*, *is advised to offer*: advice about the verb, not a stance."""
    reading = scene.readings[sentence]
    for other in reading.groups:
        if other.end <= group.start <= other.end + 2 and (
            other.lemma in {"need", "ought", "dare", "advise", "fail", "hesitate", "plan", "have", "decline"}
        ):
            return other.lemma != "decline" or True
    return False


def _denied_just_before(lows: list[str], group: VerbGroup) -> bool:
    return group.kind == "ger" and any(
        w in {"denied", "denies", "deny", "denying", "without", "instead", "stopped", "from"}
        for w in lows[max(0, group.start - 3) : group.start]
    )


def _in_condition(lows: list[str], at: int) -> bool:
    """A condition opens before ``at`` and is not yet closed by a comma."""
    for index in range(at - 1, -1, -1):
        if lows[index] in {",", ";"}:
            return False
        if lows[index] in {"if", "unless", "whether", "were", "suppose", "had"} and (lows[index] not in {"were", "had"} or index == 0):
            return not (index > 0 and lows[index - 1] == "only")
    return False


def _unclear_before(lows: list[str], at: int) -> bool:
    words = " ".join(lows[:at])
    return bool(
        re.search(
            r"(?:not (?:clear|certain|known|sure)|unclear|no (?:indication|sign|evidence|suggestion|word)|any (?:indication|sign|evidence)) (?:that|whether|of)\b[^,;]*$",
            words,
        )
    )


def _no_longer(lows: list[str], group: VerbGroup) -> bool:
    around = lows[max(0, group.start - 2) : group.end + 1]
    return ("longer" in around and "no" in around) or "anymore" in lows[group.end : group.end + 8]
