"""Positions found by rules and by the network, brought together: the network decides whether, the rules' detail stands where both agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.evidence import Polarity, Stance
from detente.reading.clauses import as_written, raw_of
from detente.reading.gazetteer import slug
from detente.reading.held import Heard, Held
from detente.reading.stance import Raw, Stage
from detente.reading.tagger.asker import STANCES

__all__ = ["weighed"]

_FAMILY = {
    Stance.demand: 0, Stance.precondition: 0, Stance.refusal: 1, Stance.red_line: 1,
    Stance.offer: 2, Stance.commitment: 2, Stance.support: 2, Stance.threat: 3,
}  # fmt: skip


_STRICT = {Stance.precondition, Stance.red_line}  # their rules want so much to be there that they are seldom wrong
_ALONE = -0.5  # log-odds from which the network's word alone is taken, and those at which a rule's is kept:
_WITH_A_RULE = -5.0  # both chosen on accounts kept out of training
_ANOTHER = -1.0  # log-odds from which the network may say that it is a stance of another sort
_SHARED = 0.15  # the least share of a rule's sort of stance; below it the network's stance stands with the rule's act


def weighed(stage: Stage, rules: Sequence[Raw], heard: Heard) -> list[Raw]:
    """The stances of a text.

    Of a body that the network was asked about in a sentence, those rules' stances stand that it does not find very unlikely, and all
    preconditions and red lines; of any other body, all of them. Where it found one that no rule did, the act is read from the clause that
    it marked.
    """
    by_place: dict[tuple[int, str], list[Held]] = {}
    for one in heard.held:
        by_place.setdefault((one.sentence, slug(one.name)), []).append(one)
    asked = {(sentence, slug(name)) for sentence, name in heard.asked}
    made: list[Raw] = []
    ruled: set[tuple[int, str]] = set()
    for raw in rules:
        for voice in raw.holders:
            place = (raw.sentence, slug(voice[0]))
            likely = [one for one in by_place.get(place, ()) if one.odds > _WITH_A_RULE]
            if place in asked and not likely and raw.stance not in _STRICT:
                continue
            ruled.add(place)
            mine = _of(raw, voice)
            made.append(_agreed(mine, likely[0]) if likely else mine)
    sure = [*made]
    for place, found in by_place.items():
        likely = [one for one in found if one.odds > _ALONE]
        alone = [_alone(stage, one) for one in likely[int(place in ruled) :]]
        made.extend(raw for raw in alone if place in ruled or not any(_the_same(raw, other) for other in sure))
    return sorted(_rejoined(made), key=lambda raw: (raw.sentence, raw.trigger))


def _the_same(one: Raw, other: Raw) -> bool:
    """Whether two stances of a sentence are one act, taken by the same words: by whom, the rule knows from its grammar."""
    return one.sentence == other.sentence and one.trigger == other.trigger and one.stance == other.stance


def _of(raw: Raw, voice: tuple[str, bool]) -> Raw:
    """The stance of one of its holders; what all of them would do, this one would."""
    own = bool(raw.performers) and raw.performers == raw.holders
    return replace(raw, holders=(voice,), performers=(voice,) if own else raw.performers)


def _agreed(raw: Raw, one: Held) -> Raw:
    """A rule's stance that the network finds likely; of the network's sort where that of the rule is none of those it thinks of."""
    share = sum(share for share, stance in zip(one.shares, STANCES, strict=False) if _FAMILY[Stance(stance)] == _FAMILY[raw.stance])
    if share >= _SHARED or not one.shares or one.odds < _ANOTHER:
        return replace(raw, doubt=one.doubt)
    polarity = Polarity.against if one.stance in {Stance.refusal, Stance.red_line} else Polarity.for_
    return replace(raw, stance=one.stance, polarity=polarity, doubt=one.doubt)


def _rejoined(raws: Sequence[Raw]) -> list[Raw]:
    """Stances that differ in nothing but their holder are one of several holders again."""
    made: dict[tuple[Raw, bool], list[Raw]] = {}
    for raw in raws:
        own = raw.performers == raw.holders
        bare = replace(raw, holders=(), performers=() if own else raw.performers, doubt=None)
        made.setdefault((bare, own), []).append(raw)
    joined = []
    for (_, own), same in made.items():
        holders = tuple(dict.fromkeys(voice for raw in same for voice in raw.holders))
        doubts = [raw.doubt for raw in same if raw.doubt is not None]
        joined.append(replace(same[0], holders=holders, performers=holders if own else same[0].performers, doubt=max(doubts, default=None)))
    return joined


def _alone(stage: Stage, one: Held) -> Raw:
    """A position that no rule found: with the act of its clause."""
    try:
        return raw_of(stage, one)
    except (IndexError, ValueError, KeyError):  # a rule of grammar that stumbles costs the act its form, not the position
        return as_written(stage, one)
