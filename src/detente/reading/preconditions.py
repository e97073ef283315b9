"""*Y would be a precondition for X accepting Z*: X wants Y first, for Z."""

from __future__ import annotations

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act, noun_acts, verb_acts
from detente.reading.chunks import Range, noun_phrase_after
from detente.reading.coreference import Reading, Voices, voices_of
from detente.reading.stance import Raw, Stage, holder_of, innermost, suppressed

__all__ = ["from_preconditions", "from_red_lines", "from_verdicts"]

_NOUNS = {"precondition", "pre-condition", "prerequisite", "condition"}


def from_preconditions(stage: Stage, sentence: int) -> list[Raw]:
    """One sentence's explicit preconditions."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for at, token in enumerate(tokens):
        if token.low not in _NOUNS:
            continue
        which = next(
            (
                i
                for i in range(len(reading.groups) - 1, -1, -1)
                if reading.groups[i].end <= at and reading.groups[i].lemma in {"be", "make", "remain", "set"}
            ),
            None,
        )
        if which is None or reading.groups[which].negated or reading.groups[which].modal in {"could", "might", "may", "should", "must"}:
            continue
        needed, performers, start = _needed(stage, sentence, which, at)
        holders, purpose, end = _purpose(stage, sentence, at)
        if reading.groups[which].lemma in {"make", "set"}:
            holders = holders or holder_of(stage, sentence, reading.subjects[which])
        if not holders:
            said = [r for r in innermost(stage, sentence, at) if r.voiced and r.voices]
            holders = tuple(v for v in said[-1].voices if v[1]) if said else ()
        if needed and holders:
            made.append(Raw(sentence, at, end, Stance.precondition, Polarity.for_, needed, holders, performers, purpose, start=start))
    return made


def _needed(stage: Stage, sentence: int, which: int, at: int, *, default: str = "grant") -> tuple[tuple[Act, ...], Voices, int]:
    reading = stage.scene.readings[sentence]
    tokens, group = reading.tokens, reading.groups[which]
    if group.lemma in {"make", "set"}:
        where = noun_phrase_after(tokens, group.end)
        found: Range | None = (where[0], min(where[1], at)) if where else None
        while found and found[1] > found[0] and tokens[found[1] - 1].tag == "D":
            found = (found[0], found[1] - 1)
        return (noun_acts(tokens, found, default=default) if found else (), (), group.start)
    gerund = _gerund_before(reading, group.start)
    if gerund is not None:
        holder = _performer(stage, sentence, gerund)
        return verb_acts(reading, gerund)[:1], holder, reading.groups[gerund].start
    where = reading.subjects[which]
    if where is not None and tokens[where[0]].low in {"it", "that", "this"} and where[1] - where[0] == 1:
        earlier = [w for w in reading.subjects[:which] if w is not None and tokens[w[0]].tag in {"D", "N"} and w[1] - w[0] > 1]
        where = earlier[-1] if earlier and not holder_of(stage, sentence, earlier[-1]) else where  # a loan was suggested, and it is …
    if where is None:
        return (), (), at
    owner = next((i for i in range(where[0], where[1]) if tokens[i].tag == "'s"), None)
    performers = holder_of(stage, sentence, (where[0], owner)) if owner else ()
    body: Range = (owner + 1, where[1]) if owner else where
    return noun_acts(tokens, body, default=default), performers, where[0]


def _gerund_before(reading: Reading, start: int) -> int | None:
    """The gerund phrase that *which* or the verb right after it takes up: *on halting the aid, which would be …*."""
    tokens = reading.tokens
    for index in range(len(reading.groups) - 1, -1, -1):
        group = reading.groups[index]
        if group.end > start or group.kind != "ger":
            continue
        between = tokens[group.end : start]
        relative = any(t.low == "which" for t in between[-2:])
        if relative or group.start == 0 or not any(t.text == "," for t in between):
            return index if not any(g.kind == "finite" and group.end <= g.start < start for g in reading.groups) else None
    return None


def _performer(stage: Stage, sentence: int, which: int) -> Voices:
    return holder_of(stage, sentence, stage.scene.readings[sentence].subjects[which])


def _purpose(stage: Stage, sentence: int, at: int) -> tuple[Voices, str, int]:
    """*for X accepting Z*, *for X to accept Z*, *for Z*, *of X's acceptance*."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    if at + 2 >= len(tokens) or tokens[at + 1].low not in {"for", "of", "to"}:
        return (), "", at + 1
    inner = next((i for i, g in enumerate(reading.groups) if g.start > at and g.kind in {"ger", "inf"}), None)
    where = noun_phrase_after(tokens, at + 2)
    if inner is not None and where is not None and reading.groups[inner].start <= where[1] + 1:
        holders = tuple(v for v in voices_of(stage.scene, sentence, where) if v[1])
        acts = verb_acts(reading, inner)
        return holders, acts[0].words if acts else "", acts[0].end if acts else at + 1
    if inner is not None and reading.groups[inner].start == at + 2:
        acts = verb_acts(reading, inner)
        return (), acts[0].words if acts else "", acts[0].end if acts else at + 1
    if where is None:
        return (), "", at + 1
    owner = next((i for i in range(where[0], where[1]) if tokens[i].tag == "'s"), None)
    holders = holder_of(stage, sentence, (where[0], owner)) if owner else ()
    acts = noun_acts(tokens, (owner + 1, where[1]) if owner else where, default="accept")
    return holders, acts[0].words if acts else "", where[1]


def from_red_lines(stage: Stage, sentence: int) -> list[Raw]:
    """*Ceding the islands is a red line for X*: a limit on an own act when nobody else would do it."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    made: list[Raw] = []
    for at in range(len(tokens) - 1):
        if tokens[at].low != "red" or tokens[at + 1].low not in {"line", "lines"}:
            continue
        which = next(
            (
                i
                for i in range(len(reading.groups) - 1, -1, -1)
                if reading.groups[i].end <= at and reading.groups[i].lemma in {"be", "remain"}
            ),
            None,
        )
        if which is None or suppressed(stage, sentence, reading.groups[which]) or reading.groups[which].negated:
            continue
        needed, performers, start = _needed(stage, sentence, which, at, default="accept")
        holders: Voices = ()
        if at + 2 < len(tokens) and tokens[at + 2].low == "for" and (where := noun_phrase_after(tokens, at + 3)):
            holders = holder_of(stage, sentence, where)
        if not holders:
            said = [r for r in innermost(stage, sentence, at) if r.voiced and r.voices]
            holders = tuple(v for v in said[-1].voices if v[1]) if said else ()
        if needed and holders:
            made.append(Raw(sentence, at, at + 2, Stance.red_line, Polarity.against, needed, holders, performers or holders, start=start))
    return made


def _firm(stage: Stage, sentence: int, at: int) -> list[Raw]:
    """*X said the border was not negotiable*: the speaker insists on it."""
    reading = stage.scene.readings[sentence]
    which = next((i for i, g in enumerate(reading.groups) if at - 1 <= g.end <= at + 1 and g.lemma in {"be", "remain"}), None)
    said = [r for r in innermost(stage, sentence, at) if r.voiced and r.voices]
    holders = tuple(v for v in said[-1].voices if v[1]) if said else ()
    if which is None or not holders:
        return []
    needed, performers, start = _needed(stage, sentence, which, at)
    return [Raw(sentence, at, at + 1, Stance.demand, Polarity.for_, needed, holders, performers, start=start)] if needed else []


_VERDICTS = (
    ("out", "of", "the", "question"),
    ("unacceptable",),
    ("unthinkable",),
    ("inconceivable",),
    ("off", "the", "table"),
    ("a", "non-starter"),
)


def from_verdicts(stage: Stage, sentence: int) -> list[Raw]:
    """*X said closing the mine was out of the question*: the speaker refuses it."""
    reading = stage.scene.readings[sentence]
    lows = [token.low for token in reading.tokens]
    made: list[Raw] = []
    for at in range(1, len(lows)):
        size = next((len(words) for words in _VERDICTS if tuple(lows[at : at + len(words)]) == words), 0)
        if tuple(lows[at : at + 2]) == ("not", "negotiable") or lows[at] in {"non-negotiable", "nonnegotiable"}:
            made.extend(_firm(stage, sentence, at))
        which = next((i for i, g in enumerate(reading.groups) if size and g.end <= at <= g.end + 2 and g.lemma in {"be", "remain"}), None)
        said = [r for r in innermost(stage, sentence, at) if r.voiced and r.voices]
        if which is None or not said or reading.groups[which].negated:
            continue
        needed, performers, start = _needed(stage, sentence, which, at, default="accept")
        holders = tuple(v for v in said[-1].voices if v[1])
        if needed and holders:
            performers = performers or holders
            made.append(Raw(sentence, at, at + size, Stance.refusal, Polarity.against, needed, holders, performers, start=start))
    return made
