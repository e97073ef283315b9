"""Measures that a party is reported to be taking: *was toughening its sanctions*, *has lifted the embargo*.

A step on a measure shows what the party backs, whatever it says: the act is the party's own, and it supports it. Only verbs that change a
measure and nouns that are one count, so that a narrative of events does not turn into positions.
"""

from __future__ import annotations

from detente.evidence import Polarity, Stance
from detente.reading.acts import verb_acts
from detente.reading.stance import Raw, Stage, holder_of, suppressed

__all__ = ["from_deeds"]

_STEPS = frozenset({"toughen", "tighten", "harden", "impose", "widen", "extend", "ease", "relax", "loosen", "lift", "suspend", "waive"})
_MEASURES = ("sanction", "embargo", "tariff", "blockade", "boycott", "export ban", "import ban")


def from_deeds(stage: Stage, sentence: int) -> list[Raw]:
    """One sentence's steps on measures, in the active voice and not denied, dated back, imagined or forecast."""
    reading = stage.scene.readings[sentence]
    made: list[Raw] = []
    for which, group in enumerate(reading.groups):
        if group.lemma not in _STEPS or group.kind != "finite" or group.modal or group.negated or group.never or group.passive:
            continue
        if suppressed(stage, sentence, group):
            continue
        holders = holder_of(stage, sentence, reading.subjects[which])
        acts = verb_acts(reading, which)[:1]
        if holders and acts and any(measure in acts[0].words.lower() for measure in _MEASURES):
            made.append(Raw(sentence, group.head, acts[0].end, Stance.support, Polarity.for_, acts, holders, holders))
    return made
