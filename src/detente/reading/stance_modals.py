"""Stances in what a body says it will or would do: *said it would send*, *will never accept*, *will not sign unless*."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act, denies_object, noun_acts, verb_acts
from detente.reading.attribution import Report
from detente.reading.chunks import VerbGroup, noun_phrase_after
from detente.reading.conditions import condition_after, condition_before
from detente.reading.coreference import Reading, Voices
from detente.reading.cues import cue_lexicon
from detente.reading.gaps import missing_object
from detente.reading.lexicon import body_words, verb_forms
from detente.reading.mood import in_condition
from detente.reading.required import required
from detente.reading.stance import Raw, Stage, holder_of, innermost, phrasal, stance_verbs, suppressed
from detente.reading.stance_verbs import complement

__all__ = ["from_modals"]

_WILL = {"will", "would", "shall", "'ll", "’ll", "'d", "’d", "wo", "cannot", "ca"}
_MAY_BE_GIFTS = frozenset("withdraw stop halt suspend end terminate cancel pull leave resume open turn abandon cut bring".split())
_OFFERED = frozenset(
    "send provide give share lend supply host help support contribute offer deploy donate fund pay train join mediate".split()
)
_GIVING = {"accept", "agree", "sign", "honour", "honor", "respect", "ratify", "join", "comply", "abide", "recognise", "recognize"}


def from_modals(stage: Stage, sentence: int) -> list[Raw]:
    """One sentence's modal statements by a body about its own act."""
    reading = stage.scene.readings[sentence]
    made: list[Raw] = []
    for which, written in enumerate(reading.groups):
        denied = denies_object(reading.tokens, written) and written.lemma not in {"say", "do"}
        group = replace(written, negated=not written.negated) if denied else written
        if group.kind == "finite" and group.modal == "must":
            made.extend(_required(stage, sentence, which))
        if (
            group.kind != "finite"
            or not (group.modal in _WILL or (group.modal in {"could", "can"} and (group.negated or _waits(reading, group))))
            or group.passive
            or group.lemma in {"be", "have", "need", "want", "like"}
        ):
            continue
        cue = cue_lexicon().get(group.lemma)
        if group.modal in {"could", "cannot", "ca"} and cue is not None and not cue.attitude:
            continue  # cannot promise, could not say
        taken = stance_verbs().get(group.lemma)
        taken = None if taken is not None and phrasal(reading.tokens, group, taken) else taken
        other = (
            taken is not None and not group.negated and taken.stance is not Stance.commitment and group.lemma not in {"offer", "propose"}
        )
        if other and taken is not None and (taken.stance is not Stance.demand or complement(stage, sentence, group.end, taken)[0]):
            continue  # would support, will demand: read with the verbs
        holders = holder_of(stage, sentence, reading.subjects[which])
        if not holders:
            continue
        said = [r for r in innermost(stage, sentence, group.head) if r.voiced]
        ours = reading.tokens[where[0]].low in {"we", "our", "i"} if (where := reading.subjects[which]) else False
        speaks = (ours and not said) or (bool(said) and (said[-1].voices == holders or _from_within(reading, said[-1], holders)))
        tied = _tied(reading, group)
        unheard = group.negated and group.lemma == "hear" and [t.low for t in reading.tokens[group.end : group.end + 1]] == ["of"]
        firm = tied or unheard or group.never or (group.negated and group.modal in {"will", "wo", "cannot", "ca"})
        if any(r.lemma in {"predict", "forecast", "expect", "deny", "doubt"} for r in said) or not (
            speaks or firm or (said and group.negated)
        ):
            continue
        if suppressed(stage, sentence, _plain(group)):
            continue
        made.extend(_classify(stage, sentence, which, group, holders))
    return made


def _from_within(reading: Reading, report: Report, holders: Voices) -> bool:
    """*An observer of the Fund said that the Fund would lend*: somebody without a name, of the body that the words are about."""
    if report.source is None or any(is_body for _, is_body in report.voices):
        return False
    inside = {m.name for m in reading.known if report.source[0] < m.start and m.end <= report.source[1]}
    return {name for name, _ in holders} == inside


def _waits(reading: Reading, group: VerbGroup) -> bool:
    """*could pause only if*: what it takes is said in the same breath."""
    lows = [t.low for t in reading.tokens[group.start :]]
    return any(pair in {("only", "if"), ("only", "after"), ("only", "once"), ("only", "when")} for pair in pairwise(lows)) or (
        "only" in lows[:3] and "if" in lows
    )


def _required(stage: Stage, sentence: int, which: int) -> list[Raw]:
    """*The regulator said any buyer must fill the gap*: what a body says others must do, it demands."""
    reading = stage.scene.readings[sentence]
    group = reading.groups[which]
    said = [r for r in innermost(stage, sentence, group.head) if r.voiced]
    speakers = tuple(v for v in said[-1].voices if v[1]) if said else ()
    performers = holder_of(stage, sentence, reading.subjects[which])
    acts = verb_acts(reading, which)
    if not speakers or not acts or performers == speakers or in_condition(reading.tokens, group.start):
        return []
    polarity = Polarity.against if group.negated else Polarity.for_
    return [Raw(sentence, group.head, max(a.end for a in acts), Stance.demand, polarity, acts, speakers, performers)]


def _tied(reading: Reading, group: VerbGroup) -> bool:
    """*would only sign if*, *will not sign unless*: a condition, whoever states it."""
    lows = [t.low for t in reading.tokens[group.start :]]
    return group.modal in {"will", "would", "wo", "'ll"} and (
        ("only" in lows[:24] and bool({"if", "after", "once", "when"} & set(lows)))
        or (group.negated and bool({"unless", "until"} & set(lows)))
    )


def _plain(group: VerbGroup) -> VerbGroup:
    return replace(group, modal="")


def _classify(stage: Stage, sentence: int, which: int, group: VerbGroup, holders: Voices) -> list[Raw]:
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    acts = verb_acts(reading, which, gap=missing_object(reading, which))
    if not acts:
        return []
    end = max(act.end for act in acts)
    condition, closes, kind = condition_after(tokens, end)
    if not condition:
        condition, _, kind = condition_before(tokens, group.start)
    only = kind == "only" or (any(t.low == "only" for t in tokens[group.start : group.end + 1]) and bool(condition))
    harmful = acts[0].words.split()[0] in body_words("HARM") - _MAY_BE_GIFTS
    if (group.negated and kind == "unless") or ((only or kind == "once") and not group.negated and not harmful):
        turned_round = required(stage, sentence, acts, holders, kind)
        if turned_round:
            return turned_round
    kind = "if" if kind in {"only", "once"} else kind
    if group.negated and (without := _without(reading, acts)):
        return [Raw(sentence, group.head, end, Stance.precondition, Polarity.for_, without[0], holders, (), without[1])]
    stance, polarity = _kind(group, acts, condition, kind)
    if stance is Stance.threat and kind == "unless":
        condition = f"unless {condition}"  # what opens it says which way the threat cuts
    made = [Raw(sentence, group.head, max(end, closes), stance, polarity, (act,), holders, holders, condition) for act in acts]
    if stance is Stance.threat and kind == "unless":  # to threaten unless C is also to demand C
        wanted = required(stage, sentence, acts, holders, kind)
        made += [replace(raw, stance=Stance.demand, condition="") for raw in wanted]
    return made


def _kind(group: VerbGroup, acts: tuple[Act, ...], condition: str, kind: str) -> tuple[Stance, Polarity]:
    if group.never:
        return Stance.red_line, Polarity.against
    if group.negated:
        return Stance.refusal, Polarity.against
    harm = body_words("HARM") if kind == "unless" else body_words("HARM") - _MAY_BE_GIFTS
    verb = acts[0].words.split()[0]
    leaves = verb in {"leave", "quit", "walk", "abandon"} and bool(_SHARED & set(acts[0].words.lower().split()))
    if condition and leaves:
        return Stance.threat, Polarity.for_
    gives_up = acts[0].words.split()[1:2] in (["up"], ["back"], ["away"])
    adverse = kind == "unless" or (kind == "if" and _adverse(condition))
    if condition and ((kind in {"unless", "if"} and verb in harm) or (adverse and (verb not in _OFFERED | _GIVING or gives_up))):
        return Stance.threat, Polarity.for_
    if group.modal in {"would", "'d", "’d"} and not condition and group.lemma not in _OFFERED:
        return Stance.commitment, Polarity.for_  # announced that it would build: will, put back into the past
    if group.lemma in _GIVING or group.modal in {"will", "shall", "'ll", "’ll"}:
        return Stance.commitment if not condition else Stance.offer, Polarity.for_
    if group.lemma in {"oppose", "reject", "resist", "refuse", "veto", "block"}:
        return Stance.refusal, Polarity.against
    return Stance.offer, Polarity.for_


_SHARED = {"talks", "negotiations", "table", "coalition", "government", "alliance", "away", "out"}
_ADVERSE = re.compile(
    r"\b(?:not|n't|never|fails?|failed|refus\w+|goes on|go on|continue[sd]?|keeps?|kept|persists?|insists?|"
    r"again|still)\b",
    re.IGNORECASE,
)


def _adverse(condition: str) -> bool:
    """*if they go on withholding rent*, *if the licence is revoked*: what would be done to the speaker, not for it."""
    hurts = body_words("HARM") - _MAY_BE_GIFTS | {"revoke", "tighten", "deny", "violate", "breach", "ignore", "withhold", "scrap"}
    lemmas = {verb_forms()[word][0] for word in condition.lower().split() if word in verb_forms()}
    return bool(_ADVERSE.search(condition)) or bool(lemmas & hurts)


def _without(reading: Reading, acts: tuple[Act, ...]) -> tuple[tuple[Act, ...], str] | None:
    tokens = reading.tokens
    for act in acts:
        for at in range(act.start, act.end):
            if tokens[at].low == "without" and (where := noun_phrase_after(tokens, at + 1)):
                words = act.words.split(" without ")[0]
                return noun_acts(tokens, where, default="grant"), words
    return None
