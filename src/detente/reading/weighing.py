"""Positions found by rules and by the network, brought together: the network decides whether, the rules' detail stands where both agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.evidence import Polarity, Stance
from detente.reading.clauses import as_written, raw_of
from detente.reading.gazetteer import slug
from detente.reading.held import Heard, Held
from detente.reading.stance import Raw, Stage

__all__ = ["weighed"]

_FAMILY = {
    Stance.demand: 0, Stance.precondition: 0, Stance.refusal: 1, Stance.red_line: 1,
    Stance.offer: 2, Stance.commitment: 2, Stance.support: 2, Stance.threat: 3,
}  # fmt: skip


def weighed(stage: Stage, rules: Sequence[Raw], heard: Heard) -> list[Raw]:
    """The stances of a text.

    Of a body that the network was asked about in a sentence, those rules' stances stand whose sort it confirms; of any other body, all of
    them. Where it found one that no rule did, the act is read from the clause that it marked.
    """
    by_place: dict[tuple[int, str], list[Held]] = {}
    for one in heard.held:
        by_place.setdefault((one.sentence, slug(one.name)), []).append(one)
    asked = {(sentence, slug(name)) for sentence, name in heard.asked}
    made: list[Raw] = []
    kept: set[tuple[int, str, int]] = set()
    for raw in rules:
        holders = []
        doubt = 0.0
        for voice in raw.holders:
            place = (raw.sentence, slug(voice[0]))
            agreeing = [one for one in by_place.get(place, ()) if _FAMILY[one.stance] == _FAMILY[raw.stance]]
            if place not in asked or agreeing:
                holders.append(voice)
                doubt = max(doubt, min((one.doubt for one in agreeing), default=0.5))
                kept.update((*place, _FAMILY[one.stance]) for one in agreeing)
        if holders:
            own = bool(raw.performers) and raw.performers == raw.holders
            made.append(replace(raw, holders=tuple(holders), performers=tuple(holders) if own else raw.performers, doubt=doubt))
    for place, found in by_place.items():
        made.extend(_alone(stage, one, rules) for one in found if (*place, _FAMILY[one.stance]) not in kept)
    return sorted(made, key=lambda raw: (raw.sentence, raw.trigger))


def _alone(stage: Stage, one: Held, rules: Sequence[Raw]) -> Raw:
    """A position that no rule found as it is: with the act of a rule that took it for another sort, else with that of its clause."""
    for raw in rules:
        if raw.sentence == one.sentence and any(slug(name) == slug(one.name) for name, _ in raw.holders):
            against = one.stance in {Stance.refusal, Stance.red_line}
            polarity = Polarity.against if against else Polarity.for_
            return replace(raw, stance=one.stance, polarity=polarity, holders=((one.name, True),), doubt=one.doubt)
    try:
        return raw_of(stage, one)
    except (IndexError, ValueError, KeyError):  # a rule of grammar that stumbles costs the act its form, not the position
        return as_written(stage, one)
