"""Conditions that hang on no *will*: *tied X to Y*, *no X without Y*, *talks could resume only when Y*, *the condition for X is Y*."""

from __future__ import annotations

from dataclasses import replace

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act, noun_acts, phrase, verb_acts
from detente.reading.chunks import Range, noun_phrase_after
from detente.reading.conditions import condition_after
from detente.reading.coreference import Reading, Voices
from detente.reading.lexicon import nominal_verbs
from detente.reading.required import required
from detente.reading.stance import Raw, Stage, holder_of, innermost, suppressed

__all__ = ["from_ties"]

_TIES = {"tie", "link", "bind"}
_CONDITIONS = {"condition", "precondition", "pre-condition", "prerequisite"}
_HAPPENING = frozenset("resume begin start take enter continue happen proceed end go hold stand come apply".split())


def from_ties(stage: Stage, sentence: int) -> list[Raw]:
    """One sentence's ties between an act and what must come first."""
    return [
        *_tied(stage, sentence),
        *_only_when(stage, sentence),
        *_no_without(stage, sentence),
        *_the_condition_is(stage, sentence),
        *_without_which(stage, sentence),
    ]


def _speakers(stage: Stage, sentence: int, at: int) -> Voices:
    said = [r for r in innermost(stage, sentence, at) if r.voiced and r.voices]
    return tuple(v for v in said[-1].voices if v[1]) if said else ()


def _made(sentence: int, at: int, acts: tuple[Act, ...], holders: Voices, purpose: str, *, end: int, start: int = -1) -> list[Raw]:
    if not acts or not holders or not purpose:
        return []
    return [Raw(sentence, at, end, Stance.precondition, Polarity.for_, acts, holders, (), purpose, start=start)]


def _purpose(reading: Reading, where: Range) -> str:
    """A noun phrase as what the condition is for: *the reopening of the bridge* is ``reopen the bridge``."""
    acts = noun_acts(reading.tokens, where, default="grant")
    named = any(reading.tokens[i].low in nominal_verbs() for i in range(*where))
    return acts[0].words if acts and named else phrase(reading.tokens, *where)


def _tied(stage: Stage, sentence: int) -> list[Raw]:
    """*Norland tied the reopening of the bridge to the release of its sailors*: the release is what the reopening waits for."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for which, group in enumerate(reading.groups):
        if group.lemma not in _TIES or group.passive or group.negated or suppressed(stage, sentence, group):
            continue
        to = next((i for i in range(group.end + 1, min(len(tokens), group.end + 12)) if tokens[i].tag == "TO"), None)
        if to is None or group.kind not in {"finite", "part"}:
            continue
        what: Range = (group.end, to)
        needed_at = noun_phrase_after(tokens, to + 1)
        inner = next((i for i, g in enumerate(reading.groups) if g.start == to + 1 and g.kind in {"ger", "inf"}), None)
        needed = verb_acts(reading, inner) if inner is not None else noun_acts(tokens, needed_at, default="grant") if needed_at else ()
        holders = holder_of(stage, sentence, reading.subjects[which])
        made += _made(sentence, group.head, needed, holders, _purpose(reading, what), end=max((a.end for a in needed), default=to))
    return made


def _only_when(stage: Stage, sentence: int) -> list[Raw]:
    """*X said that talks could resume only when Y opens the gates*: what happens waits for an act, by the speaker's word."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for which, group in enumerate(reading.groups):
        happens = group.lemma in _HAPPENING or group.passive or group.lemma == "be"
        if group.kind != "finite" or not group.modal or not happens or group.modal in {"might", "may", "should"}:
            continue
        where = reading.subjects[which]
        if where is None or holder_of(stage, sentence, where):
            continue
        end = next((i for i in range(group.end, min(len(tokens), group.end + 8)) if tokens[i].low in {"only", "unless", "until"}), None)
        if end is None or any(tokens[i].text in {",", ";"} for i in range(group.end, end)):
            continue
        condition, _, kind = condition_after(tokens, end)
        if not condition or not (kind == "only" or (group.negated and kind == "unless")):
            continue
        lemma = "" if group.lemma == "be" else group.lemma
        rest = phrase(tokens, group.end, end)
        subject = phrase(tokens, *where)
        subject = subject if tokens[where[0]].tag == "NP" else subject[:1].lower() + subject[1:]
        words = f"{lemma} {subject}" if lemma and not rest else " ".join(filter(None, (subject, lemma, rest)))
        holders = _speakers(stage, sentence, group.head)
        made += required(stage, sentence, (Act(words, where[0], end),), holders, "only") if holders else []
    return made


def _no_without(stage: Stage, sentence: int) -> list[Raw]:
    """*No treaty without a fund*, *there will be no treaty without a fund*, by the speaker's word."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for at, token in enumerate(tokens):
        holders = (_speakers(stage, sentence, at) or _after_colon(stage, sentence, at)) if token.low == "no" else ()
        what = noun_phrase_after(tokens, at + 1) if holders else None
        if what is None:
            continue
        cut = next((i for i in range(*what) if tokens[i].low in {"without", "before", "until"}), what[1])
        if cut >= len(tokens) or tokens[cut].low not in {"without", "before", "until"} or cut == at + 1:
            continue
        needed_at = noun_phrase_after(tokens, cut + 1)
        gerund = next((i for i, g in enumerate(reading.groups) if g.start == cut + 1 and g.kind == "ger"), None)
        needed = verb_acts(reading, gerund) if gerund is not None else noun_acts(tokens, needed_at, default="grant") if needed_at else ()
        made += _made(sentence, at, needed, holders, phrase(tokens, at + 1, cut), end=max((a.end for a in needed), default=cut))
    return made


def _after_colon(stage: Stage, sentence: int, at: int) -> Voices:
    """*X has tied dredging to money: no dredging without a guarantee*: spelled out in the same voice."""
    reading = stage.scene.readings[sentence]
    if not at or reading.tokens[at - 1].text != ":":
        return ()
    main = next((i for i, g in enumerate(reading.groups) if g.kind == "finite" and g.end < at), None)
    tied = main is not None and (reading.groups[main].lemma in _TIES or reading.groups[main].lemma in {"insist", "demand", "say"})
    return holder_of(stage, sentence, reading.subjects[main]) if main is not None and tied else ()


def _the_condition_is(stage: Stage, sentence: int) -> list[Raw]:
    """*The condition for any treaty would be the removal of the mines*, by the speaker's word."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for at, token in enumerate(tokens):
        if token.low not in _CONDITIONS or at + 1 >= len(tokens) or tokens[at + 1].low not in {"for", "of"}:
            continue
        copula = next((g for g in reading.groups if g.start > at and g.lemma == "be" and g.kind == "finite"), None)
        earlier = [g for g in reading.groups if g.end <= at and g.lemma in {"be", "make", "set", "remain", "call"}]
        if copula is None or copula.negated or copula.modal in {"could", "might", "may"} or (earlier and at - earlier[-1].end <= 6):
            continue
        aim = noun_phrase_after(tokens, at + 2)
        gerund = next((i for i, g in enumerate(reading.groups) if at + 1 < g.start < copula.start and g.kind == "ger"), None)
        purpose = (
            verb_acts(reading, gerund)[0].words
            if gerund is not None and verb_acts(reading, gerund)
            else phrase(tokens, *aim)
            if aim
            else ""
        )
        needed_at = noun_phrase_after(tokens, copula.end)
        needed = noun_acts(tokens, needed_at, default="grant") if needed_at else ()
        said = _speakers(stage, sentence, copula.head) or _speakers(stage, sentence, at) or _aside(stage, sentence, at, copula.start)
        made += _made(sentence, at, needed, said, purpose, end=max((a.end for a in needed), default=at + 1), start=at)
    return made


def _aside(stage: Stage, sentence: int, start: int, end: int) -> Voices:
    """*, the Kremlin stressed,* between subject and verb."""
    said = [r for r in stage.reports.get(sentence, ()) if r.voiced and r.cue and start < r.cue[0] < end]
    return tuple(v for v in said[-1].voices if v[1]) if said else ()


def _without_which(stage: Stage, sentence: int) -> list[Raw]:
    """*opening the gates, a step without which Y would sign nothing*: Y wants the step first."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for at in range(2, len(tokens) - 2):
        if tokens[at].low != "without" or tokens[at + 1].low != "which":
            continue
        before = [i for i, g in enumerate(reading.groups) if g.end <= at and not g.passive]
        after = next((i for i, g in enumerate(reading.groups) if g.start > at + 1), None)
        if not before or after is None:
            continue
        needed, held = verb_acts(reading, before[-1])[:1], verb_acts(reading, after)
        holders = holder_of(stage, sentence, reading.subjects[after])
        performers = holder_of(stage, sentence, reading.subjects[before[-1]])
        if held:
            purpose = held[0].words.replace(" anything", "").removesuffix("neither").replace(" neither ", " ").replace(" nor ", " or ")
            raws = _made(sentence, at, needed, holders, purpose, end=max(a.end for a in held))
            made += [replace(raw, performers=performers) for raw in raws]
    return made
