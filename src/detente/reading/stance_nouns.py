"""Stances in noun form: *X's demand that*, *their refusal to*, *another Norwegian demand is*."""

from __future__ import annotations

from detente.evidence import Polarity, Stance
from detente.reading.acts import Act, noun_acts, phrase, verb_acts
from detente.reading.chunks import noun_phrase_after
from detente.reading.coreference import Reading, Voices, voices_of
from detente.reading.gazetteer import NameKind
from detente.reading.names import CALENDAR
from detente.reading.parties import EntityKind
from detente.reading.stance import Raw, Stage, holder_of, turned

__all__ = ["PLANS", "from_nouns", "noun_complement", "stance_nouns"]

_NOUNS: dict[str, tuple[Stance, Polarity]] = {
    **dict.fromkeys(("demand", "demands", "insistence", "ultimatum", "request", "calls"), (Stance.demand, Polarity.for_)),
    **dict.fromkeys(("refusal", "rejection", "opposition", "veto"), (Stance.refusal, Polarity.against)),
    **dict.fromkeys(("offer", "proposal", "willingness", "readiness"), (Stance.offer, Polarity.for_)),
    **dict.fromkeys(("pledge", "promise", "commitment", "undertaking", "vow"), (Stance.commitment, Polarity.for_)),
    **dict.fromkeys(("threat", "threats"), (Stance.threat, Polarity.for_)),
}
_DEFAULT = {Stance.demand: "grant", Stance.offer: "grant", Stance.threat: "carry out"}
PLANS = frozenset("plan plans bid move attempt idea suggestion call".split())  # may be rejected, but state no stance alone
_GONE = frozenset(
    "drop withdraw abandon renounce shelve relinquish retract rescind waive deny scrap soften forgo dispute invent lift give revive".split()
)
_OLD = frozenset(
    "former earlier previous old original past historic longstanding abandoned dropped long-dropped alleged supposed rumoured "
    "hypothetical possible any no".split()
)


_LINKS = {
    "insistence": {"on"},
    "opposition": {"to"},
    "rejection": {"of"},
    "refusal": {"of"},
    "offer": {"of"},
    "veto": {"on", "of"},
    "threat": {"of"},
    "proposal": {"for", "of"},
    "pledge": {"of"},
    "promise": {"of"},
    "commitment": {"to"},
    "threats": {"of"},
}


def stance_nouns() -> dict[str, tuple[Stance, Polarity]]:
    """Nouns that name a stance."""
    return _NOUNS


def from_nouns(stage: Stage, sentence: int) -> list[Raw]:
    """One sentence's stance nouns."""
    reading = stage.scene.readings[sentence]
    made: list[Raw] = []
    for at, token in enumerate(reading.tokens):
        made += _no_intention(stage, sentence, at)
        if token.low not in _NOUNS or token.is_verb:
            continue
        stance, polarity = _NOUNS[token.low]
        if stance is Stance.commitment and _broken(reading, at):
            stance, polarity = Stance.refusal, Polarity.against
        elif _gone(reading, at, stage.year):
            continue
        holders = _owner(stage, sentence, at)
        if not holders:
            continue
        acts, performers = noun_complement(stage, sentence, at)
        if not acts:
            continue
        own = stance in {Stance.refusal, Stance.offer, Stance.commitment, Stance.threat}
        made.append(
            Raw(
                sentence,
                at,
                max(a.end for a in acts),
                stance,
                turned(polarity, negated=acts[0].negated),
                acts,
                holders,
                performers or (holders if own else ()),
                start=_phrase_start(reading, at),
            )
        )
    return made


def _broken(reading: Reading, at: int) -> bool:
    """*walked away from its promise*, *broke its pledge*: the promise was made and is not kept."""
    governing = next((g for g in reversed(reading.groups) if g.end <= at), None)
    if governing is None or at - governing.end > 5 or governing.negated or governing.modal:
        return False
    link = {token.low for token in reading.tokens[governing.end : at]}
    return governing.lemma in {"break", "breach", "abandon"} or (
        governing.lemma in {"walk", "back", "retreat", "renege", "backtrack", "go"} and bool(link & {"from", "on"})
    )


def _no_intention(stage: Stage, sentence: int, at: int) -> list[Raw]:
    """*has no intention of striking*, *has no plans to strike*: the body will not do it."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    if tokens[at].low not in {"intention", "plans", "wish"} or not at or tokens[at - 1].low != "no" or at + 2 >= len(tokens):
        return []
    which = next((i for i, g in enumerate(reading.groups) if g.end == at - 1 and g.lemma == "have" and not g.modal), None)
    inner = next((i for i, g in enumerate(reading.groups) if g.start == at + 2 and g.kind in {"ger", "inf"}), None)
    holders = holder_of(stage, sentence, reading.subjects[which]) if which is not None else ()
    acts = verb_acts(reading, inner) if inner is not None else ()
    if not holders or not acts:
        return []
    return [Raw(sentence, at, max(a.end for a in acts), Stance.refusal, Polarity.against, acts, holders, holders)]


def _gone(reading: Reading, at: int, year: int | None) -> bool:
    tokens = reading.tokens
    near = [t.low for t in tokens[max(0, at - 5) : at]]
    if set(near) & _OLD:
        return True
    if any(w.isdigit() and len(w) == 4 and year and int(w) < year - 1 for w in near):
        return True
    governing = next((g for g in reversed(reading.groups) if g.end <= at), None)
    if governing is not None and at - governing.end <= 7 and governing.lemma in _GONE and not governing.negated:
        return governing.lemma != "give" or "up" in [t.low for t in tokens[governing.end : at + 12]]
    follower = next((g for g in reading.groups if g.start > at), None)
    return follower is not None and follower.passive and follower.lemma in _GONE and not follower.negated


def _phrase_start(reading: Reading, at: int) -> int:
    while at > 0 and reading.tokens[at - 1].tag in {"N", "NP", "A", "D", "'s"}:
        at -= 1
    return at


def _owner(stage: Stage, sentence: int, at: int) -> Voices:
    """Whose it is: *X's demand*, *the Norwegian demand*, *its demand*, *the demand by X*."""
    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    start = _phrase_start(reading, at)
    for index in range(at - 1, start - 1, -1):
        if tokens[index].tag == "'s":
            return holder_of(stage, sentence, (start, index))
        if tokens[index].low in {"its", "their", "his", "her", "our", "my"}:
            return holder_of(stage, sentence, (index, index + 1))
    adjectives = [m for m in reading.known if start <= m.start and m.end <= at and m.kind is EntityKind.body]
    if adjectives and (adjectives[-1].form is not NameKind.name or adjectives[-1].end == at):
        return ((adjectives[-1].name, True),)
    for index in range(at + 1, min(len(tokens), at + 3)):
        if tokens[index].low in {"by", "from"}:
            where = noun_phrase_after(tokens, index + 1)
            return tuple(v for v in voices_of(stage.scene, sentence, where) if v[1]) if where else ()
    owning = next(
        (
            i
            for i, g in enumerate(reading.groups)
            if g.end <= at <= g.end + 4
            and g.lemma in {"make", "repeat", "renew", "issue", "press", "reiterate", "voice", "set", "raise", "table", "submit"}
        ),
        None,
    )
    if owning is not None:
        return holder_of(stage, sentence, reading.subjects[owning])
    return ()


def noun_complement(stage: Stage, sentence: int, at: int) -> tuple[tuple[Act, ...], Voices]:  # noqa: PLR0911 - one return a frame
    """What a stance noun at token ``at`` is about: *that Y do Z*, *to do Z*, *for Z*, *is Z*."""
    from detente.reading.stance_verbs import clause_acts

    reading = stage.scene.readings[sentence]
    tokens = reading.tokens
    stance, _ = _NOUNS.get(tokens[at].low, (Stance.commitment, Polarity.for_))
    next_at = at + 1
    makers: Voices = ()
    if next_at < len(tokens) and tokens[next_at].low in {"by", "from"}:
        skipped = noun_phrase_after(tokens, next_at + 1)
        makers = tuple(v for v in voices_of(stage.scene, sentence, skipped) if v[1])
        next_at = skipped[1] if skipped else next_at
    if next_at >= len(tokens):
        return (), ()
    token = tokens[next_at]
    copula = next((g for g in reading.groups if g.start == next_at and g.lemma == "be" and not g.negated), None)
    if copula is not None:
        next_at = copula.end
        token = tokens[next_at] if next_at < len(tokens) else token
    if token.low == "that":
        return clause_acts(stage, sentence, next_at + 1)
    inner = next((i for i, g in enumerate(reading.groups) if next_at < g.start <= next_at + 2), None)
    if token.tag == "TO" and inner is not None:
        return verb_acts(reading, inner), makers
    if token.low in _LINKS.get(tokens[at].low, {"for"}) or copula is not None:
        start = next_at + (copula is None)
        where = noun_phrase_after(tokens, start)
        if where is None:
            gerund = next((i for i, g in enumerate(reading.groups) if g.start == start), None)
            return (verb_acts(reading, gerund), ()) if gerund is not None else ((), ())
        if token.low == "of" and all(tokens[i].tag == "#" or tokens[i].low in CALENDAR for i in range(*where)):
            after = where[1] + 1 if where[1] < len(tokens) and tokens[where[1]].text == "," else where[1]
            apposed = noun_phrase_after(tokens, after) if after < len(tokens) and tokens[after].low in {"a", "an"} else None
            return (noun_acts(tokens, apposed, default="accept"), makers or _owner(stage, sentence, at)) if apposed else ((), ())
        if token.low == "of" and (owners := tuple(v for v in voices_of(stage.scene, sentence, where) if v[1])):
            return (Act(f"accept {phrase(tokens, _phrase_start(reading, at), at + 1)}", at, at + 1),), owners
        if where[1] < len(tokens) and tokens[where[1]].tag == "TO":
            follower = next((i for i, g in enumerate(reading.groups) if where[1] < g.start <= where[1] + 2), None)
            if follower is not None:
                return verb_acts(reading, follower), tuple(v for v in voices_of(stage.scene, sentence, where) if v[1])
        wanted = "accept" if tokens[at].low == "proposal" else _DEFAULT.get(stance, "accept")
        return noun_acts(tokens, where, default=wanted), ()
    return (), ()
