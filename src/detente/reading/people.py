"""How a text introduces people: *U.S. President Anna Berg*, *the union's leader Anna Berg*, *Anna Berg, head of the union,*."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.chunks import Range, noun_phrase_after, subject, verb_groups
from detente.reading.gazetteer import leaders, outlet_names, surfaces
from detente.reading.lexicon import body_words
from detente.reading.names import Runs, run_words
from detente.reading.parties import EntityKind, Mention, Register, mentions, speaker_of
from detente.reading.tokens import Token

__all__ = ["introduce", "last_body"]

_Owners = Sequence[tuple[str, bool]]
_Found = tuple[Range, _Owners, str]  # the person's words, the bodies spoken for, the role
_OWN_PRONOUNS = {"its", "their", "his", "her"}
_LEADING = {"heads", "leads", "chairs", "runs", "represents", "directs", "headed", "led", "chaired", "represented"}
_COURTESY = {"mr.", "ms.", "mrs.", "dr.", "mr", "ms", "mrs", "dr"}


def introduce(tokens: Sequence[Token], span: Range, register: Register, runs: Runs, before: str) -> None:
    """Note whom the run at ``span`` speaks for, if the text says so here; ``before`` is the body named last before this sentence."""
    known = mentions(tokens, register)
    found = _titled(tokens, span, register, runs, known)
    words = run_words(tokens, span)
    if found is None and ((words in register.bodies and len(words) > 1) or _is_known(words)):
        return
    found = (
        found
        or _after_role(tokens, span, register, known)
        or _apposed(tokens, span, register, known)
        or _of_body(tokens, span, register, known)
    )
    found = found or _possessed(tokens, span, runs, known)
    if found is None:
        return
    person, owners, role = found
    told = {name for name, _ in owners} - {register.seat}
    named = run_words(tokens, person)
    in_office = role in {"president", "premier", "chancellor", "minister", "secretary"}
    if not told and (led := leaders().get(named) or (leaders().get(named[-1:]) if in_office else None)):
        owners = ((led, True),)
    if not owners and person[0] and _own_pronoun(tokens, person[0]):
        inside = [m.name for m in known if m.kind is EntityKind.body and m.end <= person[0]]
        name = inside[-1] if inside else before
        owners = ((name, True),) if name else ()
    _note(tokens, person, owners, register, role)


def last_body(tokens: Sequence[Token], register: Register) -> str:
    """The body that a sentence is about (its subject, else its first name), as the likeliest *its* of the next one; empty if none."""
    known = mentions(tokens, register)
    groups = verb_groups(tokens)
    main = next((subject(tokens, groups, i) for i, group in enumerate(groups) if group.kind == "finite"), None)
    for name, is_body in speaker_of(tokens, main, register, known) if main else ():
        if is_body:
            return name
    bodies = [m.name for m in known if m.kind is EntityKind.body]
    return bodies[0] if bodies else ""


def _is_known(words: tuple[str, ...]) -> bool:
    inner = any(words[:size] in surfaces() or words[-size:] in surfaces() for size in range(1, len(words)))
    return inner or words in surfaces() or words in outlet_names()


def _own_pronoun(tokens: Sequence[Token], at: int) -> bool:
    return any(token.low in _OWN_PRONOUNS for token in tokens[max(0, at - 6) : at])


def _leftward(tokens: Sequence[Token], at: int, tags: set[str]) -> int:
    while at > 0 and tokens[at - 1].tag in tags:
        at -= 1
    return at


def _titled(tokens: Sequence[Token], span: Range, register: Register, runs: Runs, known: Sequence[Mention]) -> _Found | None:
    """*U.S. President Anna Berg*, *President Anna Berg of Norland*."""
    start, end = span
    roles = body_words("TITLE") | body_words("ROLE")
    title = max((i for i in range(start, end) if tokens[i].low in roles), default=-1)
    if title < 0 or title + 1 >= end:
        return None
    left = _leftward(tokens, start, {"'s", "NP", "N", "A"})
    named = title > left or tokens[title].low not in _COURTESY
    owners: _Owners = speaker_of(tokens, (left, title + 1), register, known) if named else ()
    unknown = tuple(word for word in run_words(tokens, (start, title)) if word.lower() not in roles)
    if not owners and unknown and unknown not in register.people and (runs.seen[unknown] or len(unknown) == 1):
        register.bodies.setdefault(unknown, " ".join(unknown))
        owners = ((" ".join(unknown), True),)
    person = (title + 1, end)
    if not owners and (later := _of_body(tokens, person, register, known)):
        owners = later[1]
    return person, owners, tokens[title].low


def _after_role(tokens: Sequence[Token], span: Range, register: Register, known: Sequence[Mention]) -> _Found | None:
    """*the union's leader Anna Berg*, *Norland's water minister, Anna Berg,*."""
    start, end = span
    while start > 1 and tokens[start - 1].low in _COURTESY:
        start -= 1
    comma = start > 1 and tokens[start - 1].text == ","
    role = start - 2 if comma else start - 1
    if role < 0 or tokens[role].low not in body_words("ROLE") | body_words("TITLE") or tokens[role].tag != "N":
        return None
    if comma and not _closes(tokens, end):
        return None
    left = _leftward(tokens, role, {"'s", "NP", "N", "A", "D"})
    return span, speaker_of(tokens, (left, role + 1), register, known), tokens[role].low


def _apposed(tokens: Sequence[Token], span: Range, register: Register, known: Sequence[Mention]) -> _Found | None:
    """*Anna Berg, head of the union,*."""
    end = span[1]
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return None
    if tokens[end + 1].low == "who" and end + 3 < len(tokens) and tokens[end + 2].low in _LEADING:
        led = noun_phrase_after(tokens, end + 3)
        return (span, speaker_of(tokens, led, register, known), "") if led else None
    phrase = noun_phrase_after(tokens, end + 1)
    if phrase is None or not _closes(tokens, phrase[1]) or not any(tokens[i].low in body_words("PERSON") for i in range(*phrase)):
        return None
    return span, speaker_of(tokens, phrase, register, known), ""


def _of_body(tokens: Sequence[Token], span: Range, register: Register, known: Sequence[Mention]) -> _Found | None:
    """*Anna Berg of the union*."""
    end = span[1]
    if end + 1 >= len(tokens) or tokens[end].low not in {"of", "from"} or tokens[end - 1].low in body_words("ORGTAIL"):
        return None
    if span[1] - span[0] < 2 and tokens[max(0, span[0] - 1)].low not in body_words("TITLE"):
        return None
    phrase = noun_phrase_after(tokens, end + 1)
    owners = speaker_of(tokens, phrase, register, known) if phrase else ()
    return (span, owners, "") if owners else None


def _possessed(tokens: Sequence[Token], span: Range, runs: Runs, known: Sequence[Mention]) -> _Found | None:
    """*The Valley Party's Ida Roth*: two names after an owner that is a body, and that speak somewhere."""
    start, end = span
    words = run_words(tokens, span)
    if end - start != 2 or start < 2 or tokens[start - 1].tag != "'s" or words[-1].lower() in body_words("ORGTAIL"):
        return None
    owner = next((m for m in known if m.end == start - 1 and m.kind is EntityKind.body), None)
    acts = end < len(tokens) and (tokens[end].is_verb or tokens[end].tag in {"M", "X"})
    return (span, ((owner.name, True),), "") if owner and (acts or runs.spoken[words[-1:]]) else None


def _closes(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].text in {",", ".", ";", ":", ")", "—", "–"} or tokens[at].is_verb or tokens[at].tag in {"M", "X"}


def _note(tokens: Sequence[Token], span: Range, owners: _Owners, register: Register, role: str) -> None:
    words = run_words(tokens, span)
    owner = next((name for name, is_body in owners if is_body), None)
    if owner == " ".join(words) or words in surfaces() or (owner is None and register.people.get(words)):
        return
    for surface in {words, words[-1:]}:
        if surface in surfaces() or (surface in register.bodies and owner is None):
            continue
        register.bodies.pop(surface, None)
        if owner is not None or surface not in register.people:
            register.people[surface] = owner
    if owner:
        register.called(owner, " ".join(words))
        if role:
            register.roles[role] = owner if register.roles.get(role) in {None, owner} else ""
