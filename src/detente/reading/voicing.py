"""Whose word something is, where the network that reads positions also heard a voice: it settles what the other readers leave open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from detente.reading.attribution import Report
from detente.reading.chunks import Range
from detente.reading.coreference import Scene
from detente.reading.gazetteer import slug
from detente.reading.held import Heard, Spoken
from detente.reading.stance import Raw

__all__ = ["voiced"]

# log-odds, chosen on accounts kept out of training
_SILENT = -1.3  # under this for everybody, nobody is reported to say anything
_UNLIKELY = -1.0  # a voice under this gives way,
_LIKELY = 0.0  # to one over this
_STANDS_FOR = -1.0  # somebody without a name (an aide, counsel, one of them) speaks for a body over this,
_CLEARLY = 0.5  # if that is likelier by so much than somebody out of sight
_UNFOUND = 0.5  # a voice is taken that no other reader found


def voiced(scene: Scene, reports: Sequence[Report], heard: Heard, stances: Sequence[Raw] = ()) -> tuple[Report, ...]:
    """The reports of a scene with voices as the network hears them too, sentence by sentence, in text order.

    Of sentences that it was not asked about, and of turns with a label, the reports stay as they are, and so do those that carry one of the
    rules' ``stances``: *Norland demanded* is Norland's word. Elsewhere a report stays one if
    somebody is likely to be its voice; a voice that is unlikely gives way to a likely one that stands in sight, and so does one without a
    name; words of a sentence that no report holds become one if somebody is likely to say them.
    """
    spoken: dict[int, list[Spoken]] = {}
    for one in heard.spoken:
        spoken.setdefault(one.sentence, []).append(one)
    mine: dict[int, list[Report]] = {}
    for report in reports:
        mine.setdefault(report.sentence, []).append(report)
    carried: dict[int, list[int]] = {}
    for raw in stances:
        carried.setdefault(raw.sentence, []).append(raw.trigger)
    made: list[Report] = []
    for index, reading in enumerate(scene.readings):
        there = mine.get(index, [])
        if index in heard.sentences and reading.sentence.label is None:
            there = _of_sentence(there, spoken.get(index, []), carried.get(index, ()))
        made.extend(sorted(there, key=lambda report: (report.content[0], -report.content[1])))
    return tuple(made)


def _of_sentence(reports: Sequence[Report], spoken: Sequence[Spoken], carried: Sequence[int]) -> list[Report]:
    odds = {(slug(one.voice[0]) if one.voice else ""): one.odds for one in spoken}
    loudest = max(odds.values(), default=_SILENT - 1)
    if loudest < _SILENT:
        return [report if _stays(report, carried) else replace(report, voiced=False) for report in reports]
    likely = sorted((one for one in spoken if one.voice and one.odds > _LIKELY), key=lambda one: -one.odds)
    made = [_settled(report, odds, spoken) for report in reports]
    told = [report for report in made if report.voiced]
    for one in likely:
        if one.odds > _UNFOUND and not any(_meet(report.content, one.where) for report in told) and one.voice:
            doubt = round(1 / (1 + math.exp(one.odds)), 3)
            made.append(Report(one.sentence, None, one.where, None, (one.voice,), doubt=doubt))
    return [report for report in made if not any(_repeats(report, other) for other in made)]


def _stays(report: Report, carried: Sequence[int]) -> bool:
    """Whether a report is one though nobody is heard: a quotation, an absence, or the word that carries a stance."""
    cue = report.cue or (0, 0)
    return report.quoted or (report.unnamed and report.negated) or any(cue[0] <= at < cue[1] for at in carried)


def _repeats(inner: Report, outer: Report) -> bool:
    """Whether the voice of one report is told again to say a part of what it says: *he said that he was prepared to discuss it*."""
    if inner is outer or inner.cue is None or not (inner.voiced and outer.voiced and inner.voices) or inner.voices != outer.voices:
        return False
    start, end = outer.content
    return start <= min(inner.content[0], inner.cue[0]) and max(inner.content[1], inner.cue[1]) <= end


def _settled(report: Report, odds: dict[str, float], spoken: Sequence[Spoken]) -> Report:
    """With the likely voice whose words it holds, where its own is nobody's, or unlikely, or somebody's without a name."""
    if not report.voiced:
        return report
    known = [odds[slug(name)] for name, _ in report.voices if slug(name) in odds]
    nameless = not report.unnamed and not known and all(not is_body and name == name.lower() for name, is_body in report.voices)
    least = _STANDS_FOR if nameless else _LIKELY
    if (not nameless and not report.unnamed and not known) or any(one > _UNLIKELY for one in known):
        return report
    said = max((one for one in spoken if one.voice and _meet(one.where, report.content)), key=lambda one: one.odds, default=None)
    if said is None or said.voice is None or said.odds < least or said.odds < odds.get("", -9.0) + _CLEARLY:
        return report
    return replace(report, voices=(said.voice,), unnamed=False)


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]
