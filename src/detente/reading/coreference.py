"""Who a pronoun means: the nearest fitting subject, and nobody when the text leaves a choice.

Deliberately timid: a wrong voice is worse than none, since a claim without a voice stays the author's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.chunks import Range, VerbGroup, subject, subject_after, verb_groups
from detente.reading.cues import cue_lexicon
from detente.reading.gazetteer import NameKind
from detente.reading.humans import full_name, humans
from detente.reading.lexicon import body_words
from detente.reading.parties import (
    COMPANY_NOUNS,
    FIRM_ORGANS,
    STAFF,
    STATE_ORGANS,
    EntityKind,
    Mention,
    Register,
    head_of,
    mentions,
    speaker_of,
)
from detente.reading.sentences import Sentence
from detente.reading.tokens import Token

__all__ = ["ORGANS", "Reading", "Scene", "scene", "voices_of"]

Voices = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Reading:
    """A sentence with what was found in it: verb groups, their subjects, and names."""

    sentence: Sentence
    groups: tuple[VerbGroup, ...]
    subjects: tuple[Range | None, ...]
    known: tuple[Mention, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence."""
        return self.sentence.tokens


@dataclass(frozen=True)
class Scene:
    """All sentences of a document, read one by one, with the register of names."""

    text: str
    readings: tuple[Reading, ...]
    register: Register


def scene(text: str, sentences: Sequence[Sentence], register: Register) -> Scene:
    """Read every sentence for its verbs, subjects and names; one that breaks is kept without them."""
    readings = []
    for sentence in sentences:
        try:
            groups = verb_groups(sentence.tokens)
            subjects = tuple(inverted(sentence.tokens, g) or subject(sentence.tokens, groups, i) for i, g in enumerate(groups))
            known = mentions(sentence.tokens, register)
        except (IndexError, RecursionError, ValueError):  # an odd sentence costs its own claims only
            groups, subjects, known = (), (), ()
        readings.append(Reading(sentence, groups, subjects, known))
    return Scene(text, tuple(readings), register)


def inverted(tokens: Sequence[Token], group: VerbGroup) -> Range | None:
    """The subject that stands after a speech verb: *"We wait," said the minister.*; None where the order is the usual one."""
    cue = cue_lexicon().get(group.lemma)
    before = tokens[group.start - 1] if group.start else None
    if cue is None or cue.attitude or before is None or not (before.tag == "Q" or before.text in {",", "?", "!"}):
        return None
    if "q" not in cue.frames or (before.tag != "Q" and set(cue.frames) & {"n", "i", "o"}):
        return None
    found = subject_after(tokens, group) if group.kind == "finite" and not group.modal else None
    if found is None or (found[1] < len(tokens) and tokens[found[1]].tag in {"S", "M", "X", "Q"}) or tokens[group.end].tag == "R":
        return None
    voices = body_words("PERSON") | body_words("ROLE") | body_words("GROUP") | body_words("ANON") | body_words("OUTLET")
    if not any(t.tag in {"NP", "O"} or t.is_name or t.low in voices for t in tokens[found[0] : found[1]]):
        return None  # , repeated the offer
    after = tokens[found[1]] if found[1] < len(tokens) else None
    return found if after is None or after.text in {".", ",", ";"} or after.tag in {"P", "W", "TO"} else None


_HUMAN = {"he", "she", "him", "her", "himself", "herself", "his"}
_PLURAL = {"they", "them", "themselves", "their", "both"}
_THING = {"it", "itself", "its"}


def voices_of(scene: Scene, index: int, where: Range | None) -> Voices:  # noqa: PLR0911 - one return a rule
    """The voices that a noun phrase of sentence ``index`` names, following a pronoun to its antecedent."""
    if where is None:
        return ()
    reading = scene.readings[index]
    first = reading.tokens[where[0]].low
    if named := _apposed(reading, where):
        return named
    if where[1] - where[0] == 1 and first in _HUMAN | _PLURAL | _THING:
        return _antecedent(scene, index, where[0], first)
    if first in {"his", "her", "its", "their"} and where[1] - where[0] > 1:
        organ = speaker_of(reading.tokens, (where[0] + 1, where[1]), scene.register, reading.known)
        owner = _antecedent(scene, index, where[0], first)
        head = reading.tokens[head_of(reading.tokens, where)].low
        return owner if owner and head in ORGANS | body_words("PERSON") | STAFF else organ
    if first in {"you", "your"} and scene.register.addressee and scene.register.addressee != scene.register.house:
        return ((scene.register.addressee, True),)
    if holder := _in_office(scene, index, where):
        return holder
    if reading.tokens[where[1] - 1].low in COMPANY_NOUNS and where[1] - where[0] == 2 and scene.register.companies:
        return _company(scene, index, where[0])
    last = reading.tokens[where[1] - 1].low
    if (first in {"both", "two"} or reading.tokens[min(where[0] + 1, where[1] - 1)].low == "two") and last in _PAIRS_OF:
        return _both(scene, index, last)
    if "latter" in {t.low for t in reading.tokens[where[0] : where[1]]} and where[1] - where[0] == 2:
        return _latter(scene, index)
    found = speaker_of(reading.tokens, where, scene.register, reading.known) or _seated(reading, where)
    if organ := _organ(scene, index, where, found):
        return organ
    if not found and last in _SPOKESPEOPLE and where[1] - where[0] == 2:
        return tuple(v for v in _antecedent(scene, index, where[0], "its") if v[1])
    return found


def _organ(scene: Scene, index: int, where: Range, found: Voices) -> Voices:
    """*The navy*, *the board*: an organ that no owner is named for belongs to the state, or the firm, that was named last."""
    tokens, register = scene.readings[index].tokens, scene.register
    head = tokens[where[1] - 1].low
    plain = not found or (len(found) == 1 and found[0][0] == head)
    if where[1] - where[0] > 2 or tokens[where[0]].low != "the" or not plain:
        return ()
    pool = register.states if head in STATE_ORGANS else register.companies if head in FIRM_ORGANS else set()
    for number in range(index, max(-1, index - _FAR), -1) if pool else ():
        reading = scene.readings[number]
        named = [m for m in reading.known if m.name in pool and (number < index or m.end <= where[0])]
        if named:
            return ((named[-1].name, True),)
    return ()


_FAR = 12  # sentences back to the owner of an organ


def _in_office(scene: Scene, index: int, where: Range) -> Voices:
    """*The minister*, *the water minister*: the last minister whom the text introduced by name."""
    reading = scene.readings[index]
    tokens, head = reading.tokens, head_of(reading.tokens, where)
    alone = head == where[1] - 1 and head - where[0] <= 2 and tokens[where[0]].low == "the"
    named = any(m.start < where[1] and m.end > where[0] for m in reading.known)
    if not alone or named or tokens[head].low not in body_words("PERSON") | body_words("TITLE"):
        return ()
    held = [words for at, role, words in scene.register.offices if role == tokens[head].low and at <= index]
    if not held:
        return ()
    owner = scene.register.people.get(held[-1])
    return ((owner, True),) if owner else ((" ".join(full_name(scene.register, held[-1])), False),)


_SPOKESPEOPLE = {"spokesman", "spokeswoman", "spokesperson"}


def _apposed(reading: Reading, where: Range) -> Voices:
    """*Its president, Anna Berg, said*: the name says whose president."""
    after = where[1]
    role = reading.tokens[head_of(reading.tokens, where)].low in body_words("PERSON")
    role = role or (reading.tokens[where[1] - 1].tag == "N" and reading.tokens[where[1] - 1].low not in body_words("GROUP"))
    if not role or after + 1 >= len(reading.tokens) or reading.tokens[after].text != ",":
        return ()
    at = after + 1
    while at < min(len(reading.tokens), after + 10) and not (reading.tokens[at].tag == "NP" and any(m.start == at for m in reading.known)):
        if reading.tokens[at].text in {",", ".", ";"} and reading.tokens[at - 1].low.rstrip(".") not in {"mr", "mrs", "ms", "dr"}:
            return ()
        if reading.tokens[at].tag[0] in "MXSQ":
            return ()
        at += 1
    return tuple((m.name, m.kind is EntityKind.body) for m in reading.known if m.start == at and m.form is NameKind.name)


def _seated(reading: Reading, where: Range) -> Voices:
    """*In Beijing, the foreign ministry said*: an organ without an owner belongs to the capital it is said to sit in."""
    if reading.tokens[where[1] - 1].low not in {"ministry", "government", "parliament", "presidency", "officials", "cabinet"}:
        return ()
    seats = [
        m for m in reading.known if m.form is NameKind.metonym and m.end <= where[0] and m.start and reading.tokens[m.start - 1].low == "in"
    ]
    return ((seats[-1].name, True),) if seats else ()


ORGANS = frozenset(
    "country nation state union members government administration cabinet ministry side "
    "team negotiators officials minister ministers president party company board delegation".split()
)


def _company(scene: Scene, index: int, before: int) -> Voices:
    """*The company*: the only one the text names, else the one that spoke or acted last."""
    if len(scene.register.companies) == 1:
        return ((next(iter(scene.register.companies)), True),)
    found = _antecedent(scene, index, before, "company")
    return tuple(v for v in found if v[0] in scene.register.companies)


_PAIRS_OF = {
    "countries",
    "sides",
    "states",
    "parties",
    "governments",
    "capitals",
    "companies",
    "delegations",
    "camps",
    "leaders",
    "groups",
    "teams",
    "unions",
    "neighbours",
    "neighbors",
}


def _both(scene: Scene, index: int, noun: str) -> Voices:
    """*Both countries*, *the two sides*: the two bodies named so far, if they are two."""
    named: dict[str, None] = {}
    for reading in scene.readings[: index + 1]:
        named.update(dict.fromkeys(m.name for m in reading.known if m.kind is EntityKind.body and m.form is not NameKind.metonym))
    if len(named) > 2 and noun in _OF_STATES:
        named = {name: None for name in named if not body_words("ORGTAIL") & set(name.lower().split())}
    return tuple((name, True) for name in sorted(named)) if len(named) == 2 else ()


_OF_STATES = {"governments", "countries", "states", "capitals", "neighbours", "neighbors", "navies", "armies"}


def _antecedent(scene: Scene, index: int, before: int, pronoun: str) -> Voices:
    reading = scene.readings[index]
    if pronoun in {"it", "its"} and _expletive(reading, before):
        return ()
    if pronoun in _HUMAN:
        return _person_before(scene, index, before, pronoun)
    for number in range(index, max(-1, index - 3), -1):
        other = scene.readings[number]
        if other.sentence.footnote != reading.sentence.footnote:
            return ()
        limit = before if number == index else len(other.tokens)
        found = _subjects(scene, other, limit, pronoun)
        if found:
            return found
    return ()


def _expletive(reading: Reading, at: int) -> bool:
    after = [t.low for t in reading.tokens[at + 1 : at + 5]]
    return (
        bool(after)
        and after[0] in {"is", "was", "has", "seems", "appears"}
        and bool(
            {"that", "clear", "unclear", "reported", "alleged", "said", "known", "whether", "likely", "unlikely", "possible"} & set(after)
        )
    )


def _subjects(scene: Scene, other: Reading, limit: int, pronoun: str) -> Voices:
    """The main subject first, since it is what a text goes on talking about; then the nearest other one that fits."""
    ordered: list[Range] = []
    for group, found in zip(other.groups, other.subjects, strict=True):
        if group.kind == "finite" and found and found[1] <= limit and found not in ordered:
            ordered.append(found)
    near = sorted(ordered, key=lambda r: -r[0]) if limit < len(other.tokens) else ordered
    for where in near:
        voices = _apposed(other, where) or speaker_of(other.tokens, where, scene.register, other.known)
        voices = tuple(v for v in voices if v[1])
        if voices and _agrees(pronoun, other, where, voices):
            return voices
    return ()


_MEN, _WOMEN = {"he", "him", "his", "himself"}, {"she", "her", "herself"}
_REACH = 6  # sentences back to whom *he* may be; a sentence that says *he* itself does not count


def _person_before(scene: Scene, index: int, before: int, pronoun: str) -> Voices:
    """The last person of that gender: one who is a subject before any other of the same sentence."""
    left, same = _REACH, _MEN if pronoun in _MEN else _WOMEN
    for number in range(index, -1, -1):
        reading = scene.readings[number]
        if reading.sentence.footnote != scene.readings[index].sentence.footnote:
            return ()
        limit = before if number == index else len(reading.tokens)
        fitting = [one for one in humans(scene, number, limit, voices_of) if one.gender in {"", "he" if pronoun in _MEN else "she"}]
        if fitting:
            return max(fitting, key=lambda one: (one.is_subject, bool(one.gender), -one.start if number < index else one.start)).voices
        left -= not any(token.low in same for token in reading.tokens)
        if not left:
            return ()
    return ()


def _agrees(pronoun: str, other: Reading, where: Range, voices: Voices) -> bool:
    last = other.tokens[where[1] - 1]
    person = any(m.start >= where[0] and m.end <= where[1] and m.kind is EntityKind.person for m in other.known)
    named = _named_person(other, where)
    if pronoun in _THING:
        return len(voices) == 1 and not person and not named
    return len(voices) > 1 or ((last.low.endswith("s") or last.low in {"management", "staff", "people"} or not named) and not person)


def _named_person(other: Reading, where: Range) -> bool:
    """The phrase ends in a name that is not the body's own: *President Anna Berg* speaks for her country but is a she."""
    head = head_of(other.tokens, where)
    if other.tokens[head].low in body_words("PERSON"):
        return True
    at_end = [m for m in other.known if m.start <= head < m.end]
    if not at_end:
        return False
    last = at_end[-1]
    words = " ".join(t.text for t in other.tokens[last.start : last.end])
    return last.kind is EntityKind.person or (
        last.form == "name" and words.split()[0] not in last.name and not words.isupper() and "." not in words
    )


def _latter(scene: Scene, index: int) -> Voices:
    reading = scene.readings[index]
    pool = [m for m in reading.known if m.kind is EntityKind.body] or (
        [m for m in scene.readings[index - 1].known if m.kind is EntityKind.body] if index else []
    )
    return ((pool[-1].name, True),) if pool else ()
