"""Whose role it is that a text names: *the union's leader*, *its chairman*, or *the minister* of whoever was spoken of last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.chunks import Range, subject, verb_groups
from detente.reading.gazetteer import NameKind, surfaces
from detente.reading.lexicon import body_words
from detente.reading.names import COMPASS, Runs, run_words
from detente.reading.parties import EntityKind, Mention, Register, speaker_of
from detente.reading.tokens import Token

__all__ = [
    "COURTESY",
    "GUESSED",
    "HONORARY",
    "ITS",
    "NAMED",
    "POINTED",
    "Before",
    "Found",
    "Look",
    "first_body",
    "is_initial",
    "owner_of",
    "role_in",
    "roles",
    "topic",
]

_MOST_RECENT = 8
NAMED, POINTED, GUESSED = 3, 2, 1
ITS = {"its", "their"}
_HIS = {"his", "her"}
_OURS = {"our", "my"}
COURTESY = frozenset("mr. ms. mrs. dr. mr ms mrs dr sir dame lord lady brother sister father madame monsieur maître herr frau".split())


@dataclass(frozen=True)
class Before:
    """What was named before a sentence: the body it was about, and the person who was named last."""

    body: str = ""
    person: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()  # bodies in the order in which they were last named, the last one first

    def after(self, body: str, named: Sequence[str], person: tuple[str, ...]) -> Before:
        """What it is after one more sentence."""
        about = body or self.body
        recent = tuple(dict.fromkeys([*([about] if about else []), *reversed(named), *self.recent]))
        return Before(body or self.body, person or self.person, recent[:_MOST_RECENT])


@dataclass(frozen=True)
class Found:
    """Whom somebody speaks for, in which role, and how plainly the text says so."""

    owner: str
    role: str
    plain: int


@dataclass(frozen=True)
class Look:
    """A person's name in its sentence; ``left`` is where titles in front of it begin."""

    tokens: Sequence[Token]
    person: Range
    left: int
    known: Sequence[Mention]
    register: Register
    runs: Runs
    before: Before

    def body_in(self, where: Range) -> Mention | None:
        """The last body named between two tokens."""
        inside = [
            m for m in self.known if m.kind is EntityKind.body and where[0] <= m.start and m.end <= where[1] and not self.is_person(m)
        ]
        return inside[-1] if inside else None

    def is_person(self, mention: Mention) -> bool:
        """Whether a mention is a person's name."""
        return run_words(self.tokens, (mention.start, mention.end)) in self.register.people


def is_initial(token: Token) -> bool:
    """Whether a full stop after ``token`` belongs to a name: *A. Berg*, *Mr. Berg*."""
    return token.low in COURTESY or (len(token.text) == 1 and token.is_name)


def roles() -> frozenset[str]:
    """Nouns for people who hold an office or a place in a body."""
    return body_words("PERSON") | body_words("ROLE")


def role_in(tokens: Sequence[Token], phrase: Range) -> int:
    """The role that a phrase names: the last one before its first preposition; -1 if none."""
    stop = next((i for i in range(phrase[0] + 1, phrase[1]) if tokens[i].tag in {"P", "TO"}), phrase[1])
    heads = roles() | (body_words("TITLE") - COURTESY)
    return max((i for i in range(phrase[0], stop) if tokens[i].low in heads), default=-1)


_OF_STATES = frozenset("minister premier ambassador chancellor king queen emperor marshal consul envoy attaché".split())
OFFICES = frozenset("mediator conciliator ombudsman ombudsperson arbiter arbitrator facilitator umpire".split())  # a body in one person
_SEATS = {
    "mayor": ("city", "town", "municipality", "city council"),
    "councillor": ("city council", "town council", "council"),
    "governor": ("province",),
    "provost": ("university",),
}
HONORARY = frozenset("professor prof prof. judge senator pastor father priest rabbi imam abbot abbess doctor".split())


def owner_of(look: Look, phrase: Range, role: int) -> Found | None:
    """Whose *role* it is in a phrase like *the union's deputy leader* or *leader of the union*."""
    tokens = look.tokens
    name = tokens[role].low
    if name in OFFICES and name in look.register.generic:
        return Found(look.register.generic[name], name, NAMED)
    if own := look.body_in((phrase[0], role + 1)):
        return Found(own.name, name, NAMED)
    linked = role + 1 < phrase[1] and tokens[role + 1].low in {"of", "for", "at", "from", "with", "to", "in"}
    if linked and (named := [m for m in look.known if m.kind is EntityKind.body and role < m.start and m.end <= phrase[1]]):
        place = named[0].form is NameKind.metonym and tokens[named[0].start - 1].low == "in"
        if not place:
            return Found(named[0].name, name, NAMED)
    owning = max((i for i in range(phrase[0], role) if tokens[i].tag == "'s"), default=role)
    parts = [(phrase[0], owning)] if owning > phrase[0] and tokens[owning - 1].low not in roles() | body_words("TITLE") else []
    for part in [*parts, *([(role + 2, phrase[1])] if linked else [])]:
        voices = speaker_of(tokens, part, look.register, look.known) if part[1] > part[0] else ()
        if owner := next((voice for voice, is_body in voices if is_body), ""):
            return Found(owner, name, NAMED)
    return _pointed(look, phrase, role)


def _pointed(look: Look, phrase: Range, role: int) -> Found | None:
    """*Its leader*, *his lawyer*, *our chairman*, *your director*."""
    tokens, name = look.tokens, look.tokens[role].low
    first = {tokens[i].low for i in range(phrase[0], role)}
    if first & _HIS and (person := _last_person(look, phrase[0])):
        return Found(look.register.people.get(person) or "", name, POINTED)
    if first & (ITS | _HIS | {"whose"}):
        return Found(topic(look, phrase[0], name), name, POINTED)
    if first & _OURS:
        return Found(look.register.house, name, POINTED)
    if "your" in first and look.register.addressee:
        return Found(look.register.addressee, name, POINTED)
    return None


def _last_person(look: Look, at: int) -> tuple[str, ...]:
    """The person named last before token ``at``: in this sentence, else in one before."""
    named = [run_words(look.tokens, (m.start, m.end)) for m in look.known if m.end <= at and look.is_person(m)]
    return named[-1] if named else look.before.person


def topic(look: Look, at: int, role: str) -> str:
    """What the text is about before token ``at``: the last subject of the sentence that is a body, else what it opens with or names."""
    tokens = look.tokens
    if local := next((look.register.generic[seat] for seat in _SEATS.get(role, ()) if seat in look.register.generic), ""):
        return local
    groups = verb_groups(tokens)
    pointed = tokens[at].low in ITS | _HIS | {"whose"}  # *its* means what was named last, a bare title what the sentence is about
    said = next((i for i in range(at - 1, -1, -1) if tokens[i].tag == "Q"), 0) if pointed else 0  # *"We sue the bank," says its lawyer*
    for index in reversed(range(len(groups))) if pointed else range(len(groups)):
        where = subject(tokens, groups, index) if groups[index].kind == "finite" and groups[index].start < at else None
        if where and said <= where[0] and where[1] <= at and _fits(look, owner := first_body(look, where), role):
            return owner
    for opening in () if said else _openings(tokens, at):
        if _fits(look, owner := first_body(look, (0, opening)), role):
            return owner
    found = look.body_in((said, at))
    if found and _fits(look, found.name, role):
        return found.name
    return next((body for body in look.before.recent if _fits(look, body, role)), "") or _state(look, role)


def _openings(tokens: Sequence[Token], at: int) -> list[int]:
    """Where the first phrase of a sentence may end before ``at``: at its first mark, or at its first owner or preposition."""
    marks = [i for i in range(1, at) if tokens[i].text == ","][:1]
    return [*marks, *[i for i in range(1, at) if tokens[i].text == "," or tokens[i].tag in {"'s", "P"}][:1]]


def _state(look: Look, role: str) -> str:
    """*Finance minister Anna Berg* where no state fits: the treasury, the ministry or the government, if the text speaks of one."""
    generic = look.register.generic
    if role not in _OF_STATES:
        return ""
    if len(look.register.states) == 1:
        return next(iter(look.register.states))
    return next((generic[noun] for noun in ("ministry", "government") if generic.get(noun, "") == noun), "")


def _fits(look: Look, body: str, role: str) -> bool:
    """A minister is no union's and no firm's, a general no party's, and an honorary title nobody's."""
    if not body or role in HONORARY:
        return False
    words = {word.lower() for word in body.split()}
    tails = words & (body_words("ORGTAIL") | body_words("GROUP")) - _STATELY
    if role in _ARMED:
        return body not in look.register.companies and not tails - _FIGHTING
    return role not in _OF_STATES or (not tails and _may_be_a_state(look, body))


def _may_be_a_state(look: Look, body: str) -> bool:
    """One word, a place, or what the text treats as a state; *Tarn Copper* is none."""
    words = tuple(body.split())
    known = body in look.register.states or len(words) == 1 or words in surfaces() or words[0].lower() in COMPASS
    return body not in look.register.companies and (known or bool(look.runs.placed[words]) or words[-1].lower() in _STATELY)


_STATELY = frozenset(
    "government republic kingdom emirate sultanate principality confederacy council ministry state states province county city office "
    "department regency junta".split()
)
_ARMED = frozenset("general admiral marshal colonel commodore brigadier".split())
_FIGHTING = frozenset("front army movement militia guard brigade fleet resistance rebels insurgents alliance command".split())


def first_body(look: Look, where: Range) -> str:
    """The first body that a noun phrase speaks for; empty if none."""
    voices = speaker_of(look.tokens, where, look.register, look.known)
    return next((name for name, is_body in voices if is_body), "")
