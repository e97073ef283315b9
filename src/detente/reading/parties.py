"""Who is named in a text: bodies, the people who speak for them, outlets, the unnamed.

A :class:`Register` is built once for a document from general knowledge (the gazetteer), from the text's own introductions (*X's president
Y*), and from the general nouns for bodies (*the union*, *the ministry*). It then answers, for a noun phrase, whose word it would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from detente.reading.chunks import Range
from detente.reading.gazetteer import NameKind, outlet_names, surfaces
from detente.reading.lexicon import body_words
from detente.reading.tokens import Token

__all__ = [
    "COMPANY_NOUNS",
    "COMPANY_TAILS",
    "FIRM_ORGANS",
    "NAMED_GROUPS",
    "OWN_BODIES",
    "STAFF",
    "STATE_ORGANS",
    "EntityKind",
    "Mention",
    "Register",
    "conjuncts",
    "head_of",
    "mentions",
    "speaker_of",
]


class EntityKind(StrEnum):
    """What a name stands for; only a ``body`` can be a party."""

    body = "body"
    person = "person"
    outlet = "outlet"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence: its tokens, what it names, and whether only as an adjective (*Norwegian*) or a seat (*Oslo*)."""

    start: int
    end: int
    name: str
    kind: EntityKind
    form: NameKind = NameKind.name


@dataclass
class Register:
    """Names of one document. ``people`` maps a name to the body it speaks for, or None; ``bodies`` a surface to its body."""

    people: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    bodies: dict[tuple[str, ...], str] = field(default_factory=dict)
    outlets: dict[tuple[str, ...], str] = field(default_factory=dict)
    demonyms: dict[tuple[str, ...], str] = field(default_factory=dict)
    companies: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)  # bodies that take part in the dispute, as the trained heads judge
    generic: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)  # a general noun to the bodies that it fits
    roles: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    said: dict[tuple[str, ...], tuple[int, str | None]] = field(default_factory=dict)  # how plainly, and for whom a surname speaks
    offices: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)  # sentence, role, surname of who was introduced there
    genders: dict[tuple[str, ...], str] = field(default_factory=dict)  # surname to he or she
    addressee: str = ""  # the body that a letter is written to: who *you* are
    seat: str = ""  # the body in whose capital the text was filed
    house: str = ""  # the body that writes: who *we* are outside quotations

    def is_organised(self, body: str) -> bool:
        """Whether a body is one even where it only acts: a state, a firm, one for whom somebody speaks, or one whose name says so."""
        if body in self.states | self.companies | self.parties or body in self.people.values():
            return True
        tails = body_words("ORGTAIL") | body_words("GROUP")
        return body != body.lower() and bool({word.lower().rstrip(".") for word in body.split()} & tails)

    def called(self, body: str, surface: str) -> None:
        """Remember that the text calls ``body`` so."""
        if surface != body:
            self.aliases.setdefault(body, set()).add(surface)


_LONGEST = 6


def mentions(tokens: Sequence[Token], register: Register) -> tuple[Mention, ...]:
    """All names in a sentence, longest first from the left."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _mention_at(tokens, at, register)
        if mention is None:
            at += 1
        else:
            found.append(mention)
            at = mention.end
    return tuple(found)


def _mention_at(tokens: Sequence[Token], at: int, register: Register) -> Mention | None:
    if not tokens[at].is_name:
        return None
    for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
        words = tuple(token.text.replace("’", "'") for token in tokens[at : at + size])
        if words in outlet_names() or words in register.outlets:
            name = outlet_names().get(words) or register.outlets[words]
            return Mention(at, at + size, name, EntityKind.outlet)
        if words in register.people:
            return Mention(at, at + size, register.people[words] or " ".join(words), _person_kind(register.people, words))
        if words in register.bodies:
            return Mention(at, at + size, register.bodies[words], EntityKind.body)
        if words in register.demonyms:
            return Mention(at, at + size, register.demonyms[words], EntityKind.body, NameKind.demonym)
        entry = surfaces().get(words)
        if entry is not None and not _inside_longer_name(tokens, at, at + size):
            return Mention(at, at + size, entry.body, EntityKind.body, entry.kind)
    return None


def _person_kind(people: Mapping[tuple[str, ...], str | None], words: tuple[str, ...]) -> EntityKind:
    return EntityKind.body if people[words] else EntityKind.person


def _inside_longer_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """*Jordan* in *Anna Jordan*: a single name glued to another capitalised word that is no name of its own."""
    if end - start > 1 or start == 0:
        return False
    before = tokens[start - 1]
    return before.tag == "NP" and before.low not in body_words("TITLE") and (before.text,) not in surfaces() and start > 1


COMPANY_TAILS = frozenset(
    "company bank group holdings inc inc. ltd ltd. plc corp corp. corporation llc gmbh ag partners capital industries airlines "
    "airways motors energy steel "
    "bakeries ferries railways rail buses tramways mines mining mills steelworks works dairy brewery hospital airport plc "
    "foods logistics shipping lines homes stores systems technologies "
    "properties hotels networks studios chemicals telecom insurance".split()
)
COMPANY_NOUNS = frozenset("company firm airline carrier retailer manufacturer publisher brewer operator utility".split())
OWN_BODIES = frozenset(
    "union unions worker workers staff employee employees shareholder shareholders opposition rebel rebels militia insurgents "
    "tenants parents students patients passengers consumers traders farmers fishermen fishers dockers residents villagers crew crews "
    "drivers teachers nurses pilots owners bidder bidders miners rival rivals".split()
)
NAMED_GROUPS = frozenset("family families community communities clan clans tribe tribes villages islanders troops".split())  # with a name
STATE_ORGANS = frozenset(
    "government ministry cabinet presidency palace regime treasury authorities republic kingdom country capital parliament".split()
)
FIRM_ORGANS = frozenset("board directors management company firm employer operator bidder carrier publisher brewer manufacturer".split())
STAFF = frozenset(
    "office people lawyers bankers advisers advisors men women members skippers admirals generals officers solicitor solicitors staff "
    "team camp aides officials engineers experts representatives supporters allies readout version text statement letter note reply "
    "answer".split()
)  # those who speak for their owner, and what they put out
_ROLE_END = frozenset({"of", "for", "from", "in", "at"})


def speaker_of(tokens: Sequence[Token], where: Range, register: Register, known: Sequence[Mention]) -> tuple[tuple[str, bool], ...]:
    """The voices that a noun phrase names: (name, is a body), several when it coordinates them; empty when it names nobody.

    A role or an organ (*officials*, *the ministry*) speaks for the body that stands before it or after *of*; an adjective alone (*Dutch
    elm*) speaks for nobody.
    """
    voices: list[tuple[str, bool]] = []
    for start, end in conjuncts(tokens, where):
        for voice in _one(tokens, (start, end), where, register, known):
            if voice not in voices:
                voices.append(voice)
    return tuple(voices)


def conjuncts(tokens: Sequence[Token], where: Range) -> list[Range]:
    """The parts of a coordinated noun phrase."""
    parts, start = [], where[0]
    for at in range(where[0], where[1]):
        if (tokens[at].low in {"and", "or", "&"} and tokens[at].tag != "NP") or tokens[at].text in {",", "/"}:
            if at > start:
                parts.append((start, at))
            start = at + 1
    if start < where[1]:
        parts.append((start, where[1]))
    return parts


def head_of(tokens: Sequence[Token], part: Range) -> int:
    """The index of the head noun: the last word before the first preposition."""
    stop = next((i for i in range(part[0] + 1, part[1]) if tokens[i].tag in {"P", "TO", "W", "Q"}), part[1])
    return max(part[0], stop - 1)


@dataclass(frozen=True)
class _Phrase:
    """One conjunct of a noun phrase, with its head and the names in it."""

    tokens: Sequence[Token]
    part: Range
    whole: Range
    head: int
    inside: tuple[Mention, ...]
    register: Register

    @property
    def low(self) -> str:
        return self.tokens[self.head].low

    @property
    def at_head(self) -> Mention | None:
        return next((m for m in self.inside if m.start <= self.head < m.end), None)

    def words(self) -> str:
        """From the start to the head, without an article."""
        start = self.part[0] + (self.tokens[self.part[0]].low in {"the", "a", "an"} and self.head > self.part[0])
        return " ".join(token.text for token in self.tokens[start : self.head + 1])


_Voices = list[tuple[str, bool]]


def _one(tokens: Sequence[Token], part: Range, whole: Range, register: Register, known: Sequence[Mention]) -> _Voices:
    inside = tuple(m for m in known if m.start >= part[0] and m.end <= part[1])
    at = _Phrase(tokens, part, whole, head_of(tokens, part), inside, register)
    for rule in (_outlet, _by_name, _shared_head, _by_role, _unnamed):
        voices = rule(at)
        if voices is not None:
            return voices
    return _generic(tokens, part, at.head, register)


def _outlet(at: _Phrase) -> _Voices | None:
    named = at.at_head
    if named is not None and named.kind is EntityKind.outlet:
        return [(named.name, False)]
    return [(at.words(), False)] if at.low in body_words("OUTLET") else None


def _by_name(at: _Phrase) -> _Voices | None:
    """The head is itself a name: a body, a person, a people; a capital after *in* is a place."""
    named = at.at_head
    if named is None or (named.form is NameKind.demonym and not _is_people(at.tokens, named, at.whole)):
        return _generic(at.tokens, at.part, at.head, at.register) if at.low in OWN_BODIES else None
    before = at.tokens[named.start - 1].low if at.whole[0] else ""
    if named.form is NameKind.metonym and before in {"in", "at", "near", "outside", "from"}:
        return []
    return [(named.name, named.kind is EntityKind.body)]


def _shared_head(at: _Phrase) -> _Voices | None:
    """*U.S. and Ukrainian officials*: the first adjective shares the last noun."""
    named = at.at_head
    if named is None or not at.head + 1 == at.part[1] < at.whole[1]:
        return None
    last = head_of(at.tokens, (at.part[1] + 1, at.whole[1]))
    return [(named.name, named.kind is EntityKind.body)] if at.tokens[last].low in body_words("ROLE") else None


def _by_role(at: _Phrase) -> _Voices | None:
    """An official or an organ speaks for the body that stands before it, or after *of*."""
    owner = [m for m in at.inside if m.end <= at.head and m.kind is EntityKind.body]
    owned = bool(owner) and at.low in body_words("PERSON") | STAFF and at.tokens[min(owner[-1].end, at.head)].tag == "'s"
    if at.low not in body_words("ROLE") | body_words("GROUP") and not owned:
        return None
    if owner:
        return [(owner[-1].name, True)]
    if at.low in body_words("ROLE"):
        owning = max((i for i in range(at.part[0], at.head) if at.tokens[i].tag == "'s"), default=at.head)
        if generic := _generic(at.tokens, (at.part[0], owning), owning - 1, at.register):
            return generic
        if at.head > at.part[0] and at.low in {"minister", "secretary"}:
            field_ = at.tokens[at.head - 1].low
            house = at.register.generic.get(f"{field_} ministry") or at.register.generic.get(f"{field_} department")
            if house:
                return [(house, True)]
    return _of_whom(at)


def _of_whom(at: _Phrase) -> _Voices | None:
    linked = at.head + 1 < at.part[1] and at.tokens[at.head + 1].low in _ROLE_END
    after = [m for m in at.inside if linked and m.start > at.head and m.kind is EntityKind.body]
    if after:
        return [(after[0].name, True)]
    if linked and at.head + 2 < at.part[1]:
        rest = (at.head + 2, at.part[1])
        if at.tokens[head_of(at.tokens, rest)].low in COMPANY_NOUNS and len(at.register.companies) == 1:
            return [(next(iter(at.register.companies)), True)]
        if generic := _generic(at.tokens, rest, head_of(at.tokens, rest), at.register):
            return generic
    return _by_office(at)


_OF_OFFICE = {
    "mayor": ("city", "town", "municipality", "city council", "council"),
    "governor": ("province", "state"),
    "minister": ("government", "ministry"),
    "management": ("company",),
}
_OF_COMPANY = frozenset("director executive management manager boss board chairman chairwoman".split())
_OF_STATE = frozenset(
    "president premier chancellor minister king queen emperor government administration presidency cabinet parliament office "
    "spokesman spokeswoman spokesperson secretary ministry".split()
)


def _by_office(at: _Phrase) -> _Voices | None:
    """*The president*, *the minister*, *the director*: of the body that the text gave the role to, or in whose capital it was filed."""
    if at.part[0] == at.head and at.low not in _OF_STATE | _OF_COMPANY:
        return None
    register = at.register
    plain = at.tokens[at.part[0]].low in {"the", "a", "an"} | {at.low} or at.tokens[at.part[0]].tag in {"N", "NP", "A"}
    role = register.roles.get(at.low)
    at_home = register.seat and at.low in _OF_STATE and register.seat in register.people.values()
    if role and plain and not at_home:
        return [(role, True)]
    if not plain:
        return None
    if register.seat and at.low in _OF_STATE and not any(m.kind is EntityKind.body for m in at.inside):
        return [(register.seat, True)]
    for office in _OF_OFFICE.get(at.low, ()):
        if name := register.generic.get(office):
            return [(name, True)]
    if at.low in _OF_COMPANY and len(register.companies) == 1:
        return [(next(iter(register.companies)), True)]
    return None


def _unnamed(at: _Phrase) -> _Voices | None:
    """*One Russian*, *two analysts*: somebody without a name, hence no party."""
    if at.low in body_words("ANON"):
        return [(at.words().lower(), False)]
    if at.at_head is not None and at.tokens[at.part[0]].low in {"one", "a", "an"} and at.head > at.part[0]:
        return [(" ".join(token.text for token in at.tokens[at.part[0] : at.head + 1]), False)]
    return None


def _is_people(tokens: Sequence[Token], mention: Mention, whole: Range) -> bool:
    """*The Russians*, *the Dutch*: a demonym that stands as a noun with *the* or in the plural."""
    before = tokens[mention.start - 1] if mention.start > whole[0] else None
    plural = tokens[mention.end - 1].low.endswith("s")
    if before is not None and before.low in {"one", "a", "an", "some", "many", "most"}:
        return False
    last_in_phrase = mention.end >= whole[1] or tokens[mention.end].tag not in {"N", "NP", "A", "C"}
    return last_in_phrase and (plural or (before is not None and before.low == "the"))


def _generic(tokens: Sequence[Token], part: Range, head: int, register: Register) -> list[tuple[str, bool]]:
    counted = any(t.tag == "#" for t in tokens[part[0] : head]) and tokens[part[0]].tag == "#"
    if head < part[0] or (counted and tokens[head].low.endswith("s")):
        return []  # two nurses
    last = head
    words = [t.low for t in tokens[part[0] : last + 1] if t.tag not in {"D", "#"} and t.tag != "'s"]
    for size in range(len(words), 0, -1):
        name = register.generic.get(" ".join(words[-size:]))
        if name:
            return [(name, True)]
    return []
