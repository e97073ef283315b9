"""Stances that a verb takes (*demands that*, *refused to*, *offered to*) and that an adjective takes (*unwilling to*, *ready to*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act, noun_acts, phrase, verb_acts, verb_phrase_end
from detente.reading.chunks import Range, VerbGroup, noun_phrase_after
from detente.reading.conditions import condition_after
from detente.reading.coreference import Reading, Voices, voices_of
from detente.reading.gaps import missing_object
from detente.reading.required import required
from detente.reading.stance import Raw, Stage, StanceVerb, holder_of, innermost, phrasal, stance_verbs, suppressed, turned
from detente.reading.stance_nouns import PLANS, noun_complement, stance_nouns
from detente.reading.tokens import Token

__all__ = ["from_adjectives", "from_verbs"]

_ADJECTIVES = {
    "willing": (Stance.offer, Polarity.for_),
    "ready": (Stance.offer, Polarity.for_),
    "prepared": (Stance.offer, Polarity.for_),
    "unwilling": (Stance.refusal, Polarity.against),
    "unprepared": (Stance.refusal, Polarity.against),
    "reluctant": (Stance.refusal, Polarity.against),
    "opposed": (Stance.refusal, Polarity.against),
}
_DEFAULT = {Stance.demand: "grant", Stance.offer: "grant", Stance.threat: "carry out"}


def from_verbs(stage: Stage, sentence: int) -> list[Raw]:
    """One sentence's stance verbs."""
    reading = stage.scene.readings[sentence]
    made: list[Raw] = []
    for which, group in enumerate(reading.groups):
        verb = stance_verbs().get(group.lemma)
        if verb is None or group.kind == "part" or phrasal(reading.tokens, group, verb) or suppressed(stage, sentence, group):
            continue
        stance, polarity = verb.stance, verb.polarity
        if group.negated or group.never:
            if group.modal or stance is not Stance.support:  # will not accept: read with the modals; did not refuse: no stance
                continue
            stance, polarity = Stance.refusal, Polarity.against
        holders, acts, performers = _active(stage, sentence, which, verb)
        if group.passive or (group.modal and not _speaks_for_itself(stage, sentence, group, holders)):
            continue
        if group.modal and stance is Stance.commitment:
            continue  # read with the modals, which see the condition
        wish = verb.lemma == "want" and group.end < len(reading.tokens) and reading.tokens[group.end].tag == "TO"
        if acts and ((wish and " " not in acts[0].words) or _of_a_claim(reading, group)):
            continue  # wants to stay; rejects the claim that
        if holders and acts:
            made.append(_raw(reading, sentence, group, (stance, polarity), (holders, acts, performers)))
            if stance is Stance.threat and made[-1].condition.startswith("unless "):  # to threaten unless C is also to demand C
                wanted = required(stage, sentence, acts, holders, "unless")
                made += [replace(raw, stance=Stance.demand, condition="") for raw in wanted]
    return made


def _of_a_claim(reading: Reading, group: VerbGroup) -> bool:
    where = noun_phrase_after(reading.tokens, group.end) if group.lemma in {"reject", "dismiss"} else None
    if where is None:
        return False
    said = {"claim", "claims", "allegation", "allegations", "accusation", "accusations", "assertion", "charge", "notion"}
    return reading.tokens[where[1] - 1].low in said and [t.low for t in reading.tokens[where[1] : where[1] + 1]] == ["that"]


def _speaks_for_itself(stage: Stage, sentence: int, group: VerbGroup, holders: Voices) -> bool:
    """*We will demand* is a stance; *the lawyer said the company would demand* is a forecast."""
    said = [r for r in innermost(stage, sentence, group.head) if r.voiced]
    return bool(said) and said[-1].voices == holders


def _raw(
    reading: Reading, sentence: int, group: VerbGroup, taken: tuple[Stance, Polarity], held: tuple[Voices, tuple[Act, ...], Voices]
) -> Raw:
    stance, polarity = taken
    holders, acts, performers = held
    end = max(act.end for act in acts)
    condition, closes, kind = condition_after(reading.tokens, end)
    if stance is Stance.threat and kind == "unless":
        condition = f"unless {condition}"
    last = acts[-1]
    trailing = last.words.endswith(" first")
    if trailing:
        acts = (*acts[:-1], replace(last, words=last.words.removesuffix(" first")))
    condition = condition or _only_then(reading, end)
    ahead = trailing or any(token.low == "first" and token.tag == "R" for token in reading.tokens[group.end : end])
    if (kind == "before" or ahead) and stance is Stance.demand:
        stance = Stance.precondition
    told = acts[0].subject
    opened = told is not None and any(token.low == "that" for token in reading.tokens[group.end : told[0]])
    foreign = told is not None and opened and not _includes_holder(reading, told)  # proposed that both sides refrain
    own = stance in {Stance.refusal, Stance.offer, Stance.commitment, Stance.threat} and not foreign
    return Raw(
        sentence, group.head, max(end, closes), stance, turned(polarity, negated=acts[0].negated), acts, holders,
        performers or (holders if own else ()), condition,
    )  # fmt: skip


def _includes_holder(reading: Reading, told: Range) -> bool:
    """*both navies*, *all of us*: the holder is among them, unless they are the two sides of somebody else's conflict."""
    first, after = reading.tokens[told[0]], reading.tokens[told[0] + 1 : told[1]]
    return first.tag == "O" or (first.low in {"both", "each", "all", "every"} and not any(token.low == "of" for token in after))


def _only_then(reading: Reading, at: int) -> str:
    """*…first; only then could payment be discussed*: what the act is required for."""
    tokens = reading.tokens
    then = next((i for i in range(at, len(tokens) - 2) if tokens[i].low == "only" and tokens[i + 1].low == "then"), None)
    where = noun_phrase_after(tokens, then + 3) if then is not None and tokens[then + 2].tag in {"M", "X"} else None
    verb = next((g for g in reading.groups if where and g.end > where[1] and g.start >= where[1]), None)
    if where is None or verb is None:
        return ""
    words = phrase(tokens, *where)
    return (
        f"{verb.lemma} {words}"
        if verb.passive or verb.lemma in {"resume", "begin", "start"}
        else f"{verb.lemma} {phrase(tokens, verb.end, len(tokens) - 1)}"
    )


def _active(stage: Stage, sentence: int, which: int, verb: StanceVerb) -> tuple[Voices, tuple[Act, ...], Voices]:
    reading = stage.scene.readings[sentence]
    holders = holder_of(stage, sentence, reading.subjects[which])
    if not holders:
        return (), (), ()
    acts, performers = complement(stage, sentence, reading.groups[which].end, verb)
    if not acts and verb.lemma in {"refuse", "decline"} and _stands_alone(reading, reading.groups[which].end):
        acts = (Act("do so", reading.groups[which].start, reading.groups[which].end),)
    gap = "" if acts or "n" not in verb.frames else missing_object(reading, which, contact=True)
    if gap:
        group = reading.groups[which]
        acts = (Act(f"{_DEFAULT.get(verb.stance, 'accept') if verb.lemma != 'propose' else 'accept'} {gap}", group.start, group.end),)
    return holders, acts, performers


def _stands_alone(reading: Reading, at: int) -> bool:
    return at >= len(reading.tokens) or reading.tokens[at].text in {",", ".", ";"}


def complement(stage: Stage, sentence: int, at: int, verb: StanceVerb) -> tuple[tuple[Act, ...], Voices]:
    """What the stance is about, from the token after the trigger on, and who would do it if the text says so."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    while at < len(tokens) and (tokens[at].tag in {"R", "Q"} or tokens[at].text == ":"):
        at += 1
    if at >= len(tokens):
        return (), ()
    if tokens[at].tag == "G" and at + 1 < len(tokens) and tokens[at + 1].tag == "TO":
        at += 1
    token = tokens[at]
    if token.low == "back" and verb.lemma == "go" and at + 1 < len(tokens):
        at, token = at + 1, tokens[at + 1]
    parted = noun_phrase_after(tokens, at) if token.low not in verb.prepositions and verb.prepositions & {"down", "out"} else None
    if parted and parted[1] < len(tokens) and tokens[parted[1]].low in verb.prepositions:
        return noun_acts(tokens, parted, default="accept"), ()
    if token.low in verb.prepositions:
        return _after_preposition(stage, sentence, at + 1, verb)
    if token.low == "that" and token.tag == "S":
        asks = "c" in verb.frames and (verb.lemma != "insist" or _mandates(reading, at))
        return clause_acts(stage, sentence, at + 1) if asks else ((), ())
    if token.tag == "TO" or (token.tag == "Vg" and "g" in verb.frames):
        inner = _group_at(reading, at - (token.tag == "Vg"))
        return (verb_acts(reading, inner), ()) if inner is not None and (token.tag == "Vg" or "i" in verb.frames) else ((), ())
    return _nominal(stage, sentence, at, verb)


def _nominal(stage: Stage, sentence: int, at: int, verb: StanceVerb) -> tuple[tuple[Act, ...], Voices]:
    tag = stage.scene.readings[sentence].tokens[at].tag
    if verb.lemma == "want" and (done := _wanted_done(stage.scene.readings[sentence], at)):
        return done, ()
    if "o" in verb.frames and tag in {"D", "N", "NP", "A", "O"} and (found := _object_with_infinitive(stage, sentence, at)):
        return found
    if "n" in verb.frames and tag in {"D", "N", "NP", "A", "#", "O", "Vg"}:
        return _object(stage, sentence, at, verb)
    return (), ()


def _wanted_done(reading: Reading, at: int) -> tuple[Act, ...]:
    """*wants the gates opened*, *wants the figures made public*: what is to be done to a thing."""
    tokens = reading.tokens
    where = noun_phrase_after(tokens, at)
    if where is None or where[1] >= len(tokens) or tokens[where[1]].tag not in {"Vn", "Vd"} or not tokens[where[1]].lemma:
        return ()
    verb, end = tokens[where[1]], where[1] + 1
    if end < len(tokens) and (tokens[end].tag == "A" or tokens[end].low in {"off", "out", "back", "public"}):
        end += 1
    what = where
    if tokens[where[0]].tag == "O":
        what = next(((i, j) for i in range(at - 1, -1, -1) if tokens[i].tag == "D" for j in [_plain_end(tokens, i)] if j > i + 1), where)
    rest = phrase(tokens, where[1] + 1, end)
    return (Act(" ".join(filter(None, (verb.lemma, phrase(tokens, *what), rest))), where[0], end),)


def _plain_end(tokens: Sequence[Token], start: int) -> int:
    end = start + 1
    while end < len(tokens) and tokens[end].tag in {"N", "A", "NP"}:
        end += 1
    return end


def _mandates(reading: Reading, at: int) -> bool:
    """*Insists that they halt* asks for something; *insists that they halted* only says so."""
    group = next((g for g in reading.groups if g.start > at and g.kind == "finite"), None)
    if group is None:
        return False
    first = reading.tokens[group.start]
    return group.modal in {"must", "should"} or first.tag == "Vb" or first.low == "be"


def clause_acts(stage: Stage, sentence: int, at: int) -> tuple[tuple[Act, ...], Voices]:
    """*that Y pause Z*: the act of the first finite verb from ``at`` on, and its subject as performer."""
    reading = stage.scene.readings[sentence]
    for index, group in enumerate(reading.groups):
        if group.start < at or group.kind != "finite":
            continue
        if group.passive:
            return _passive_act(reading, index), ()
        performers = holder_of(stage, sentence, reading.subjects[index])
        acts = verb_acts(reading, index)
        what = reading.subjects[index]
        if not performers and what and len(acts) == 1 and acts[0].words in _ENDED:
            acts = (replace(acts[0], words=f"{acts[0].words} {phrase(reading.tokens, *what)}"),)
        return acts, performers
    return (), ()


_ENDED = {"stop", "end", "cease", "resume", "begin", "start", "continue", "halt"}


def _passive_act(reading: Reading, which: int) -> tuple[Act, ...]:
    """*that the sanctions be lifted*: ``lift the sanctions``, by nobody named."""
    group, what = reading.groups[which], reading.subjects[which]
    if what is None:
        return ()
    (act, *_) = noun_acts(reading.tokens, what, default=group.lemma) or (None,)
    return (Act(act.words, group.start, verb_phrase_end(reading, group), group.negated),) if act else ()


def _group_at(reading: Reading, at: int) -> int | None:
    return next((i for i, g in enumerate(reading.groups) if at < g.start <= at + 3), None)


def _object_with_infinitive(stage: Stage, sentence: int, at: int) -> tuple[tuple[Act, ...], Voices] | None:
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    found = noun_phrase_after(tokens, at)
    if found is None or found[1] >= len(tokens) or tokens[found[1]].tag not in {"TO", "G"}:
        return None
    inner = _group_at(reading, found[1] - 1)
    if inner is None or reading.groups[inner].kind != "inf":
        return None
    performers = tuple(v for v in voices_of(stage.scene, sentence, found) if v[1])
    if reading.groups[inner].passive:
        group = reading.groups[inner]
        (act, *_) = noun_acts(tokens, found, default=group.lemma) or (None,)
        return ((Act(act.words, group.start, group.end, group.negated),) if act else ()), ()
    return verb_acts(reading, inner), performers


def _after_preposition(stage: Stage, sentence: int, at: int, verb: StanceVerb) -> tuple[tuple[Act, ...], Voices]:
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    if at >= len(tokens):
        return (), ()
    if tokens[at].tag == "Vg" or tokens[at].is_verb:
        inner = _group_at(reading, at - 1)
        return (verb_acts(reading, inner), ()) if inner is not None else ((), ())
    found = _object_with_infinitive(stage, sentence, at)
    return found or _object(stage, sentence, at, verb)


def _object(stage: Stage, sentence: int, at: int, verb: StanceVerb) -> tuple[tuple[Act, ...], Voices]:
    reading = stage.scene.readings[sentence]
    where = noun_phrase_after(reading.tokens, at)
    if where is None:
        return (), ()
    where = _with_relative(reading, where)
    noun = next((i for i in range(where[0], where[1]) if reading.tokens[i].low in stance_nouns() or reading.tokens[i].low in PLANS), None)
    if verb.stance in {Stance.support, Stance.refusal} and noun is None and any(v[1] for v in voices_of(stage.scene, sentence, where)):
        return (), ()  # to support or reject a body is no stance on an act
    if noun is not None and verb.stance in {Stance.refusal, Stance.commitment, Stance.support}:
        acts, performers = noun_complement(stage, sentence, noun)
        if acts:
            return acts, performers
    gerund = next((i for i in range(where[1], min(len(reading.tokens), where[1] + 1)) if reading.tokens[i].tag == "Vg"), None)
    if (gerund is not None and "g" in verb.frames) or (gerund is not None and verb.prepositions):
        inner = _group_at(reading, where[1] - 1)
        performers = tuple(v for v in voices_of(stage.scene, sentence, where) if v[1])
        if inner is not None and performers:
            return verb_acts(reading, inner), performers
    default = _DEFAULT.get(verb.stance, "accept")
    if listed := _listed(reading, where, default):
        return listed, ()
    if verb.lemma == "propose" or (verb.stance in {Stance.refusal, Stance.support} and default == "accept"):
        return noun_acts(reading.tokens, where, default="accept"), ()
    return noun_acts(reading.tokens, where, default=default), ()


_THINGS = {"things", "points", "demands", "conditions", "steps", "measures", "concessions"}


def _listed(reading: Reading, where: Range, default: str) -> tuple[Act, ...]:
    """*asks for two things: a toll, and a seat on the board*: each item is an act."""
    tokens = reading.tokens
    if tokens[where[1] - 1].low not in _THINGS or where[1] >= len(tokens) or tokens[where[1]].text != ":":
        return ()
    made: list[Act] = []
    at = where[1] + 1
    while at < len(tokens) and tokens[at].text not in {".", ";"}:
        gerund = next((i for i, g in enumerate(reading.groups) if g.start == at and g.kind == "ger"), None)
        if tokens[at].low in {"and", "or", ","}:
            at += 1
            continue
        item = noun_phrase_after(tokens, at)
        if gerund is not None:
            made += verb_acts(reading, gerund)[:1]
            at = max(at + 1, made[-1].end if made else 0)
        elif item is not None:
            made += noun_acts(tokens, item, default=default)
            at = item[1]
        else:
            at += 1
    return tuple(made)


def _with_relative(reading: Reading, where: Range) -> Range:
    """A restrictive *that would …* is part of what is agreed to, since it sets the scope."""
    tokens = reading.tokens
    if where[1] < len(tokens) and tokens[where[1]].low == "that":
        follower = next((g for g in reading.groups if g.start >= where[1]), None)
        if follower is not None and follower.start <= where[1] + 2:
            return (where[0], verb_phrase_end(reading, follower))
    return where


def from_adjectives(stage: Stage, sentence: int) -> list[Raw]:
    """*is unwilling to V*, *stands ready to V*; negation turns one into the other."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for at, token in enumerate(tokens):
        if token.low not in _ADJECTIVES or at + 1 >= len(tokens) or tokens[at + 1].tag != "TO":
            continue
        which = next(
            (i for i in range(len(reading.groups) - 1, -1, -1) if reading.groups[i].end <= at or reading.groups[i].head == at), None
        )
        inner = _group_at(reading, at + 1) if token.low != "opposed" else None
        if which is None or at - reading.groups[which].end > 2 or suppressed(stage, sentence, reading.groups[which]):
            continue
        group = reading.groups[which]
        holders = holder_of(stage, sentence, reading.subjects[which])
        where = noun_phrase_after(tokens, at + 2) if inner is None else None
        acts = verb_acts(reading, inner) if inner is not None else noun_acts(tokens, where, default="accept") if where else ()
        if not holders or not acts:
            continue
        stance, polarity = _ADJECTIVES[token.low]
        is_not = group.negated or any(t.low in {"not", "never", "n't"} for t in tokens[group.end : at])
        if is_not and stance is Stance.refusal:
            continue
        if is_not:
            stance, polarity = Stance.refusal, Polarity.against
        made.append(_raw(reading, sentence, group, (stance, polarity), (holders, acts, ())))
    return made
