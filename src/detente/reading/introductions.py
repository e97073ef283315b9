"""The ways in which a text introduces somebody, one small rule each: whom a person speaks for, and how plainly that is said."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.chunks import Range, noun_phrase_after, subject, verb_groups
from detente.reading.lexicon import body_words
from detente.reading.names import run_words
from detente.reading.owners import (
    COURTESY,
    GUESSED,
    HONORARY,
    ITS,
    NAMED,
    Found,
    Look,
    first_body,
    is_initial,
    owner_of,
    role_in,
    roles,
    topic,
)
from detente.reading.parties import EntityKind, speaker_of
from detente.reading.tokens import Token

__all__ = ["RULES", "is_role"]

_LEADING = frozenset(
    "heads leads chairs runs represents directs headed led chaired represented ran directed manages managed owns founded commands".split()
)
_SPEAKS = frozenset("speaks spoke speaking negotiates negotiated negotiating acts acted acting appears appeared appearing".split())


def _leftward(tokens: Sequence[Token], at: int, *, far: bool = False) -> int:
    tags = {"'s", "NP", "N", "A", "D", "#"}
    while at > 0:
        linked = far and at > 1 and tokens[at - 1].low in {"of", "for", "at"} and tokens[at - 2].tag in {"N", "NP"}
        if not (tokens[at - 1].tag in tags or linked or (tokens[at - 1].low == "and" and at > 1 and tokens[at - 2].low in roles())):
            break
        at -= 1
        if tokens[at].tag == "D" and not (at and tokens[at - 1].low in {"of", "for", "at"} and far):
            break
    return at


def _titled(look: Look) -> Found | None:
    """*U.S. President Anna Berg*, *Norland's water minister Anna Berg*, *President Anna Berg* alone."""
    tokens, (start, _) = look.tokens, look.person
    owned = look.left > 1 and tokens[look.left - 1].tag == "N" and tokens[look.left - 2].low in ITS
    if look.left == start and not owned and not (start and tokens[start - 1].low in roles() | body_words("TITLE")):
        return None
    left = _leftward(tokens, min(look.left, start), far=True)
    role = role_in(tokens, (left, start))
    if role < 0 and tokens[left].low in ITS and look.left - 1 > left and tokens[look.left - 1].tag == "N":
        role = look.left - 1  # their hayward Mr Berg
    if role < 0:
        role = max((i for i in range(left, start) if tokens[i].low in body_words("TITLE")), default=-1)
        if role < 0 or tokens[role].low in COURTESY:
            return None
    if found := owner_of(look, (left, start), role):
        return found
    unknown = tuple(t.text for t in tokens[left:role] if t.tag == "NP" and t.low not in roles() | body_words("TITLE"))
    if unknown and unknown not in look.register.people and look.runs.seen[unknown] and tokens[role].low not in {"minister", "secretary"}:
        look.register.bodies.setdefault(unknown, " ".join(unknown))
        return Found(" ".join(unknown), tokens[role].low, NAMED)
    name = tokens[role].low
    some = tokens[left].low in {"a", "an", "another", "one"} or name in HONORARY
    owner = "" if some else topic(look, left, name) or first_body(look, (left, role + 1))
    return Found(owner, name, GUESSED)


def _over_description(tokens: Sequence[Token], at: int) -> int:
    """Where *the former rower* or *a lawyer called* begins in front of a name, if a comma stands before it."""
    for start in range(at - 1, max(0, at - 10), -1):
        token = tokens[start]
        if token.text in {",", ";", "."} or token.tag[0] in "MXSOQ":
            break
        if token.tag == "D" and start and tokens[start - 1].text == ",":
            return start
    return at


def _role_before(look: Look) -> Found | None:
    """*The operator's director, Anna Berg,*; *its chairman, Anna Berg,*; *Lumen's man, Anna Berg*."""
    tokens = look.tokens
    at = min(look.left, look.person[0])
    at = _over_description(tokens, at)
    if at < 2 or tokens[at - 1].text != ",":
        return None
    left = _leftward(tokens, at - 1, far=True)
    phrase = (left, at - 1)
    role = role_in(tokens, phrase)
    owned = any(tokens[i].tag == "'s" for i in range(*phrase)) or tokens[left].low in ITS
    if role < 0 and owned and tokens[at - 2].tag == "N" and look.person[1] - look.person[0] >= 2:
        role = at - 2
    if role < 0 or not _closes(tokens, look.person[1]):
        return None
    if found := owner_of(look, phrase, role):
        return found
    return Found(topic(look, left, tokens[role].low) or first_body(look, phrase), tokens[role].low, GUESSED)


def _speaking_for(look: Look) -> Found | None:
    """*Speaking for the union, Anna Berg said*; *for the union: A. Berg and B. Holm;*."""
    tokens, at = look.tokens, look.left
    while at > 2 and (tokens[at - 1].low == "and" or (tokens[at - 1].text == "," and tokens[at - 2].is_name)):
        step = at - 1  # over the names before this one in a list
        while step > 0 and (
            tokens[step - 1].tag == "NP" or tokens[step - 1].text == "." or is_initial(tokens[step - 1]) or tokens[step - 1].low in COURTESY
        ):
            step -= 1
        if step == at - 1 or any(m.start < at - 1 and m.end > step for m in look.known if not look.is_person(m) and m.kind == "body"):
            break
        at = step
    if at < 2 or tokens[at - 1].text not in {",", ":"}:
        return None
    left = _leftward(tokens, at - 1)
    if not left or tokens[left - 1].low not in {"for", "of"} or left == at - 1:
        return None
    opener = tokens[left - 2] if left > 1 else None
    if tokens[left - 1].low == "of" and not (opener and opener.low == "behalf"):
        return None
    if opener is not None and opener.low not in _SPEAKS | {"behalf", "present"} and opener.text not in {":", ";", ".", "—", "–"}:
        return None
    voices = speaker_of(tokens, (left, at - 1), look.register, look.known)
    owner = next((name for name, is_body in voices if is_body), "")
    return Found(owner, "", NAMED) if owner else None


def _role_after(look: Look) -> Found | None:
    """*Anna Berg, head of the union,*; *Anna Berg, our chairman,*; *Anna Berg, of the union,*."""
    tokens, end = look.tokens, look.person[1]
    if end + 1 >= len(tokens) or tokens[end].text not in {",", "—", "–"}:
        return None
    if tokens[end + 1].low in {"of", "for", "from", "at"}:
        phrase = noun_phrase_after(tokens, end + 2)
        voices = speaker_of(tokens, phrase, look.register, look.known) if phrase and _closes(tokens, phrase[1]) else ()
        owner = next((name for name, is_body in voices if is_body), "")
        return Found(owner, "", NAMED) if owner else None
    phrase = noun_phrase_after(tokens, end + 1)
    if phrase is None or not _closes(tokens, phrase[1]):
        return None
    role = role_in(tokens, phrase)
    if role < 0:
        return _any_role(look, phrase)
    if found := owner_of(look, phrase, role):
        return found
    definite = tokens[phrase[0]].low == "the" or tokens[phrase[0]].tag != "D"
    owner = topic(look, min(look.left, look.person[0]), tokens[role].low) or first_body(look, phrase)
    return Found(owner if definite else "", tokens[role].low, GUESSED)


def _of_body(look: Look) -> Found | None:
    """*Anna Berg of the union*."""
    tokens, end = look.tokens, look.person[1]
    if end + 1 >= len(tokens) or tokens[end].low not in {"of", "from", "for"} or tokens[end - 1].low in body_words("ORGTAIL"):
        return None
    before = {tokens[i].low for i in range(min(look.left, look.person[0]) - 1, look.person[0]) if i >= 0}
    office = bool(before & ((body_words("TITLE") | roles()) - COURTESY - HONORARY))
    titled = office or look.left < look.person[0]
    if end - look.person[0] < 2 and not titled:
        return None
    phrase = noun_phrase_after(tokens, end + 1)
    if phrase is None or (tokens[end].low != "of" and not _closes(tokens, phrase[1])):
        return None
    phrase = (phrase[0], next((i for i in range(phrase[0] + 1, phrase[1]) if tokens[i].low == "and" and tokens[i].tag != "NP"), phrase[1]))
    voices = speaker_of(tokens, phrase, look.register, look.known)
    owner = next((name for name, is_body in voices if is_body), "")
    unknown = run_words(tokens, phrase)
    if (
        not voices
        and office
        and tokens[end].low == "of"
        and all(tokens[i].tag == "NP" for i in range(*phrase))
        and unknown not in look.register.people
    ):
        owner = look.register.bodies.setdefault(unknown, " ".join(unknown))  # President Anna Berg of Norland
    return Found(owner, "", NAMED) if owner else None


def _possessed(look: Look) -> Found | None:
    """*The Valley Party's Ida Roth*: two names after an owner that is a body, and that speak somewhere."""
    tokens, (start, end) = look.tokens, look.person
    if start < 2 or tokens[start - 1].tag != "'s" or tokens[end - 1].low in body_words("ORGTAIL"):
        return None
    owner = next((m for m in look.known if m.end == start - 1 and m.kind is EntityKind.body and not look.is_person(m)), None)
    acts = end < len(tokens) and (tokens[end].is_verb or tokens[end].tag in {"M", "X"})
    spoken = look.runs.spoken[run_words(tokens, (end - 1, end))]
    return Found(owner.name, "", NAMED) if owner and end - start == 2 and (acts or spoken) else None


def _in_brackets(look: Look) -> Found | None:
    """*Anna Berg (the union)*, *Ms Berg (head of the union)*; and *the union (Anna Berg)*, *the chair (Ms Berg)*."""
    tokens, (start, end) = look.tokens, look.person
    if end < len(tokens) and tokens[end].text == "(":
        close = next((i for i in range(end + 1, min(end + 10, len(tokens))) if tokens[i].text == ")"), 0)
        found = look.body_in((end + 1, close)) if close else None
        return Found(found.name, "", NAMED) if found else None
    left = min(look.left, start)
    if left > 1 and tokens[left - 1].text == "(" and end < len(tokens) and tokens[end].text == ")":
        voices = speaker_of(tokens, (_leftward(tokens, left - 1), left - 1), look.register, look.known)
        owner = next((name for name, is_body in voices if is_body), "")
        return Found(owner, "", GUESSED) if owner else None
    return None


def _led(look: Look) -> Found | None:
    """*Anna Berg, who leads the union*; *Anna Berg, who speaks for the union*."""
    tokens, end = look.tokens, look.person[1]
    if end + 3 >= len(tokens) or tokens[end].text != "," or tokens[end + 1].low != "who":
        return None
    at = end + 2
    while at < len(tokens) - 1 and tokens[at].tag in {"R", "X"}:
        at += 1
    if tokens[at].low in _SPEAKS and tokens[at + 1].low == "for":
        phrase = noun_phrase_after(tokens, at + 2)
    elif tokens[at].low in _LEADING:
        phrase = noun_phrase_after(tokens, at + 1)
    else:
        at += tokens[at].low in {"appointed", "named", "elected", "made"}
        phrase = noun_phrase_after(tokens, at)
        role = role_in(tokens, phrase) if phrase and any(t.lemma == "be" for t in tokens[end + 2 : at]) else -1
        return owner_of(look, phrase, role) if phrase and role >= 0 else None
    phrase = (phrase[0], next((i for i in range(*phrase) if tokens[i].low in {"when", "in", "since"}), phrase[1])) if phrase else None
    voices = speaker_of(tokens, phrase, look.register, look.known) if phrase else ()
    owner = next((name for name, is_body in voices if is_body), "")
    return Found(owner, "", NAMED) if owner else None


def _led_by(look: Look) -> Found | None:
    """*The commission, which is chaired by the hydrologist Anna Berg*."""
    tokens, at = look.tokens, min(look.left, look.person[0])
    while at > 1 and tokens[at - 1].tag in {"N", "NP", "A", "D"}:
        at -= 1
    if at < 2 or tokens[at - 1].low != "by":
        return None
    groups = verb_groups(tokens)
    index = next(
        (i for i, group in enumerate(groups) if group.end <= at - 1 and at - group.end < 5 and tokens[group.head].low in _LEADING), -1
    )
    where = subject(tokens, groups, index) if index >= 0 else None
    owner = first_body(look, where) if where else ""
    return Found(owner, "", NAMED) if owner else None


def is_role(look: Look) -> Found | None:
    """*Anna Berg is the union's director*."""
    tokens, end = look.tokens, look.person[1]
    if end + 1 >= len(tokens) or not (tokens[end].lemma == "be" or tokens[end].lemma in {"become", "remain", "chair", "lead", "head"}):
        return None
    phrase = noun_phrase_after(tokens, end + 1)
    role = role_in(tokens, phrase) if phrase else -1
    if phrase and role < 0:
        return _any_role(look, phrase)
    return owner_of(look, phrase, role) if phrase and role >= 0 else None


def _any_role(look: Look, phrase: Range) -> Found | None:
    """*The reeve of the Commons*, *the Commons' reeve*: whatever the word, it is a role if it is a body's."""
    tokens = look.tokens
    stop = next((i for i in range(phrase[0] + 1, phrase[1]) if tokens[i].low == "of"), phrase[1])
    owned = any(tokens[i].tag == "'s" for i in range(phrase[0], stop))
    if tokens[stop - 1].tag != "N" or tokens[phrase[0]].low in {"a", "an"} or not (owned or stop < phrase[1]):
        return None
    return owner_of(look, phrase, stop - 1)


def _closes(tokens: Sequence[Token], at: int) -> bool:
    marks = {",", ".", ";", ":", ")", "(", "—", "–"}
    return at >= len(tokens) or tokens[at].text in marks or tokens[at].is_verb or tokens[at].tag in {"M", "X", "Q", "R", "C", "W"}


RULES = (_titled, _role_before, _speaking_for, _role_after, _of_body, _possessed, _in_brackets, _led, _led_by, is_role)
