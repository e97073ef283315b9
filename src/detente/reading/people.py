"""How a text introduces people: *U.S. President Anna Berg*, *the union's leader Anna Berg*, *Anna Berg, who speaks for the union,*.

Each way of introducing somebody is one small rule that yields whom the person speaks for and how plainly that is said. The plainest word
wins, wherever it stands: an owner that is named beats *its chairman*, and that beats an office whose body has to be guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.chunks import Range, subject, verb_groups
from detente.reading.gazetteer import leaders, outlet_names, surfaces
from detente.reading.introductions import RULES, is_role
from detente.reading.lexicon import body_words
from detente.reading.names import Runs, run_words
from detente.reading.owners import COURTESY, NAMED, POINTED, Before, Found, Look, is_initial, roles
from detente.reading.parties import EntityKind, Register, mentions, speaker_of
from detente.reading.sentences import Sentence
from detente.reading.tokens import Token

__all__ = ["Before", "described", "introduce", "last_body", "noted", "stripped"]


def introduce(sentence: Sentence, span: Range, register: Register, runs: Runs, before: Before) -> None:
    """Note whom the run at ``span`` speaks for, if the text says so here; ``before`` is what was named before this sentence."""
    tokens = sentence.tokens
    person, left = stripped(tokens, span)
    words = run_words(tokens, person)
    nouns = _offices() | body_words("GROUP") | body_words("ORGTAIL")
    if not words or words[-1].lower() in nouns or (left == person[0] and _is_known(words) and words not in register.people):
        return
    if left == person[0] and ((words in register.bodies and len(words) > 1) or (left and tokens[left - 1].low == "the")):
        return  # the Tarn Republic, ...
    known = tuple(m for m in mentions(tokens, register) if m.end <= person[0] or m.start >= person[1])
    look = Look(tokens, person, left, known, register, runs, before)
    best: Found | None = None
    for rule in RULES:
        found = rule(look)
        if found and (best is None or found.plain > best.plain or (not best.owner and found.owner)):
            best = found
    if best is None:
        return
    role = best.role or (titled.role if (titled := RULES[0](look)) else "")
    if not best.owner or best.plain <= POINTED:
        led = leaders().get(words) or (leaders().get(words[-1:]) if best.role in _HIGH else None)
        best = Found(led, best.role, NAMED) if led and best.plain < POINTED else best
    noted(words, best.owner or None, register, role=role, plain=best.plain, at=sentence.index)
    if best.owner and left < person[0]:
        register.called(best.owner, " ".join(token.text for token in tokens[left : person[1]]))


_HIGH = {"president", "premier", "chancellor", "minister", "secretary"}


def _offices() -> frozenset[str]:
    return roles() | body_words("TITLE")


def stripped(tokens: Sequence[Token], span: Range) -> tuple[Range, int]:
    """The name without the titles in front of it, and where those begin."""
    start, end = span
    roles = body_words("TITLE") | body_words("ROLE") | body_words("PERSON") | COURTESY
    title = max((i for i in range(start, end - 1) if tokens[i].low in roles | _AGES), default=-1)
    if title >= 0 and title == end - 2 and start and tokens[start - 1].low == "the":
        title = -1  # the Premier Circle
    left = start
    while left > 0 and (tokens[left - 1].low in COURTESY or (tokens[left - 1].text == "." and left > 1 and is_initial(tokens[left - 2]))):
        left -= 1 + (tokens[left - 1].text == ".")
    return (title + 1, end) if title >= 0 else (start, end), left


_AGES = {"old", "young", "late", "poor"}


def described(sentence: Sentence, register: Register, runs: Runs, before: Before) -> None:
    """*She is the Authority's director*: a sentence about the person named before it."""
    tokens = sentence.tokens
    if len(tokens) < 4 or tokens[0].low not in {"he", "she"} or not before.person or tokens[1].lemma not in {"be", "lead", "head", "chair"}:
        return
    known = mentions(tokens, register)
    look = Look(tokens, (0, 1), 0, known, register, runs, before)
    found = is_role(look)
    if found and found.owner and found.plain == NAMED:
        noted(before.person, found.owner, register, role=found.role, plain=found.plain, at=sentence.index)


def last_body(tokens: Sequence[Token], register: Register) -> str:
    """The body that a sentence is about (its first subject that is one, else its first name), as the likeliest *its* of the next one."""
    known = mentions(tokens, register)
    groups = verb_groups(tokens)
    for index, group in enumerate(groups):
        where = subject(tokens, groups, index) if group.kind == "finite" else None
        if where is None:
            continue
        if where[1] - where[0] == 1 and tokens[where[0]].low in _GOING_ON:
            named = [m.name for m in known if m.kind is EntityKind.body and m.end <= where[0]]
            return named[0] if named else ""  # it goes on about the one before
        end = where[1] - (tokens[where[1] - 1].low in _ITSELF and where[1] - where[0] > 1)
        for name, is_body in speaker_of(tokens, (where[0], end), register, known):
            if is_body:
                return name
    bodies = [m.name for m in known if m.kind is EntityKind.body]
    return bodies[0] if bodies else ""


_GOING_ON = {"it", "he", "she", "they", "this", "that", "these", "those"}
_ITSELF = {"itself", "themselves", "himself", "herself"}


def _is_known(words: tuple[str, ...]) -> bool:
    inner = any(words[:size] in surfaces() or words[-size:] in surfaces() for size in range(1, len(words)))
    return inner or words in surfaces() or words in outlet_names()


def noted(words: tuple[str, ...], owner: str | None, register: Register, *, role: str = "", plain: int = 0, at: int = -1) -> None:
    """Remember whom a person speaks for, unless the text said it more plainly before."""
    if owner == " ".join(words) or words in surfaces():
        return
    before = register.said.get(words[-1:])
    if before and before[1] and (before[0] >= plain or not owner or (len(words) == 1 and plain < NAMED)):
        owner = before[1]
    else:
        register.said[words[-1:]] = (plain, owner)
    for surface in {words, words[-1:]}:
        if surface in surfaces() or (surface in register.bodies and owner is None):
            continue
        if register.bodies.get(surface) == " ".join(surface):
            register.bodies.pop(surface)
        nobody = owner is None and plain == POINTED and (before is None or not before[1])  # an earlier pass guessed too much
        if surface not in register.bodies and (owner is not None or nobody or surface not in register.people):
            register.people[surface] = owner
    if owner:
        register.called(owner, " ".join(words))
    if role:
        register.offices.append((at, role, words[-1:]))
        if owner:
            register.roles[role] = owner if register.roles.get(role) in {None, owner} else ""
