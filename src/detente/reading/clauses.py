"""From a clause that the network marked to the act in it, who would do it, and on what it hangs.

The network says who takes which stance where; the rest is grammar, as for stances that are found by their cue words.
"""

from __future__ import annotations

from dataclasses import replace

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act, noun_acts, phrase, verb_acts
from detente.reading.chunks import Range, noun_phrase_after
from detente.reading.conditions import condition_after, condition_before
from detente.reading.coreference import Reading, Voices
from detente.reading.cues import cue_lexicon
from detente.reading.held import Held
from detente.reading.issues import content_words
from detente.reading.normal import is_no_act
from detente.reading.required import required
from detente.reading.stance import Raw, Stage, holder_of, stance_verbs, turned
from detente.reading.stance_nouns import noun_complement, stance_nouns
from detente.reading.stance_verbs import clause_acts, complement

__all__ = ["as_written", "raw_of"]

_AGAINST = {Stance.refusal, Stance.red_line}
_OWN = {Stance.refusal, Stance.red_line, Stance.offer, Stance.commitment, Stance.threat}
_DEFAULT = {
    Stance.demand: "grant",
    Stance.precondition: "grant",
    Stance.offer: "grant",
    Stance.commitment: "grant",
    Stance.threat: "carry out",
}
_LEADING = {
    "be",
    "go",
    "agree",
    "promise",
    "undertake",
    "vow",
    "pledge",
    "plan",
    "intend",
    "prepare",
    "want",
    "wish",
    "need",
    "have",
    "continue",
}
_KINDS = {"if", "unless", "only", "once", "before"}

_Found = tuple[tuple[Act, ...], Voices, int]  # acts, performers, the token that carries the stance


def raw_of(stage: Stage, one: Held) -> Raw:
    """A stance with its act: that of the clause's verb or noun, else the clause itself in its own words."""
    reading = stage.scene.readings[one.sentence]
    holder: Voices = ((one.name, True),)
    acts, performers, trigger = _acts(stage, one)
    acts = tuple(_based(act) for act in acts if content_words(act.words) and not is_no_act(act.words) and not act.words.startswith("of "))
    if not acts:
        trigger = one.where[0]
        acts = (_in_its_words(reading, one.where),)
    end = max(act.end for act in acts)
    condition, _, kind = condition_after(reading.tokens, end)
    if not condition:
        condition, _, kind = condition_before(reading.tokens, acts[0].start)
    if one.stance is Stance.precondition:
        needed = required(stage, one.sentence, acts, holder, kind or "unless") if kind in _KINDS else []
        if needed:
            return replace(needed[0], stance=Stance.precondition, holders=holder, doubt=one.doubt)
        performers = tuple(voice for voice in performers if voice != holder[0])
    elif one.stance in _OWN:
        performers = performers or holder
    polarity = Polarity.against if one.stance in _AGAINST else turned(Polarity.for_, negated=acts[0].negated)
    keeps = one.stance not in _AGAINST | {Stance.demand} or one.stance is Stance.precondition
    return Raw(
        one.sentence, trigger, max(end, one.where[1]), one.stance, polarity, acts, holder, performers, condition if keeps else "",
        start=one.where[0], doubt=one.doubt,
    )  # fmt: skip


_BASE = {"is": "be", "are": "be", "was": "be", "were": "be", "has": "have", "had": "have"}


def _in_its_words(reading: Reading, where: Range) -> Act:
    return _based(Act(phrase(reading.tokens, *where), *where))


def _based(act: Act) -> Act:
    """With a base form in front: *is willing* is what somebody would *be*."""
    first, _, rest = act.words.partition(" ")
    return replace(act, words=f"{_BASE[first]} {rest}".strip()) if first in _BASE else act


def as_written(stage: Stage, one: Held) -> Raw:
    """A stance whose act is the clause in its own words."""
    act = _in_its_words(stage.scene.readings[one.sentence], one.where)
    polarity = Polarity.against if one.stance in _AGAINST else Polarity.for_
    holder: Voices = ((one.name, True),)
    performers = holder if one.stance in _OWN else ()
    return Raw(one.sentence, *one.where, one.stance, polarity, (act,), holder, performers, start=one.where[0], doubt=one.doubt)


def _acts(stage: Stage, one: Held) -> _Found:
    reading = stage.scene.readings[one.sentence]
    inside = [i for i, group in enumerate(reading.groups) if one.where[0] <= group.head < one.where[1]]
    noun = next((at for at in range(*one.where) if reading.tokens[at].low in stance_nouns()), None)
    if noun is not None and not any(reading.groups[i].head < noun for i in inside if reading.groups[i].kind == "finite"):
        acts, performers = noun_complement(stage, one.sentence, noun)
        if acts:
            return acts, performers, noun
    for position, which in enumerate(inside):
        group = reading.groups[which]
        verb = stance_verbs().get(group.lemma)
        if verb is not None and not group.passive:
            acts, performers = complement(stage, one.sentence, group.end, verb)
            if acts:
                return acts, performers, group.head
        follows = inside[position + 1] if position + 1 < len(inside) else None
        leads = group.lemma in _LEADING or group.lemma in cue_lexicon() or verb is not None
        if leads and follows is not None and _opens(reading, group.end, reading.groups[follows].start):
            continue
        return (*_of_verb(stage, one, which), group.head)
    where = noun_phrase_after(reading.tokens, one.where[0])
    acts = noun_acts(reading.tokens, where, default=_default(one)) if where and where[1] <= one.where[1] + 1 else ()
    return acts, (), one.where[0]


def _opens(reading: Reading, end: int, start: int) -> bool:
    """Whether what stands between two verbs lets the second say what the first is about: *ready to*, *that they*, *to*."""
    between = reading.tokens[end:start]
    return len(between) <= 8 and not any(token.text in {";", ":"} or token.tag == "C" for token in between)


def _of_verb(stage: Stage, one: Held, which: int) -> tuple[tuple[Act, ...], Voices]:
    reading = stage.scene.readings[one.sentence]
    group, what = reading.groups[which], reading.subjects[which]
    if group.passive or (group.lemma == "be" and one.stance in _AGAINST and what is not None):
        acts = _done_to(reading, which, what, _default(one))
        return acts, ()
    if one.stance not in _OWN:
        acts, performers = clause_acts(stage, one.sentence, group.start)
        if acts and acts[0].start == group.start:
            return acts, tuple(voice for voice in performers if voice[1])
    return verb_acts(reading, which)[:2], holder_of(stage, one.sentence, what) if one.stance not in _OWN else ()


def _done_to(reading: Reading, which: int, what: Range | None, default: str) -> tuple[Act, ...]:
    """*the weirs be opened*: open the weirs; *a toll is out of the question*: accept a toll."""
    group = reading.groups[which]
    if what is None:
        return ()
    made = noun_acts(reading.tokens, what, default=group.lemma if group.passive else default)[:1]
    return tuple(replace(act, start=min(act.start, group.start), end=max(act.end, group.end), negated=group.negated) for act in made)


def _default(one: Held) -> str:
    return _DEFAULT.get(one.stance, "accept")
