"""What stands for what: a capital for its state, *the company* for the one firm, *the nurses* for their union.

Which body is a state and which a firm is read off the text: who has ministers or a people of its own, who has a managing director.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.reading.bodies import merge
from detente.reading.chunks import Range
from detente.reading.gazetteer import surfaces
from detente.reading.lexicon import body_words
from detente.reading.names import COMPASS, Runs, run_words
from detente.reading.parties import COMPANY_NOUNS, COMPANY_TAILS, FIRM_ORGANS, STATE_ORGANS, EntityKind, Register, mentions
from detente.reading.sentences import Sentence
from detente.reading.tokens import Token

__all__ = ["stand_for"]

_RULERS = frozenset("minister premier president chancellor king queen emperor ambassador foreign-minister".split())
_BOSSES = frozenset("executive founder ceo cfo co-founder".split())
_UNION = ("union", "brotherhood", "federation", "association", "guild", "alliance", "league", "section")

_Named = Sequence[tuple[Sentence, list[Range]]]


def stand_for(named: _Named, runs: Runs, register: Register) -> None:
    """Sort the bodies into states and firms, and give every name and noun that only stands for one of them to it."""
    _sorted(register)
    _firms(runs, register)
    for sentence, _ in named:
        _capitals(sentence.tokens, register)
    _seats(named, runs, register)
    _plurals(named, register)
    _nouns(register)


def _sorted(register: Register) -> None:
    tails = body_words("ORGTAIL") | body_words("GROUP")
    bodies = set(register.bodies.values())
    plain = {body for body in bodies if not {word.lower().rstrip(".") for word in body.split()} & tails}
    register.states |= {body for body in register.demonyms.values() if body in plain}
    register.states |= {entry.body for words, entry in surfaces().items() if words in register.bodies}
    for _, role, words in register.offices:
        owner = register.people.get(words)
        if owner in bodies and role in _BOSSES:
            register.companies.add(owner)
        elif owner in plain and role in _RULERS - {"president"}:
            register.states.add(owner)
    register.states -= register.companies


def _firms(runs: Runs, register: Register) -> None:
    """Names of two words and more that stand without an article are firms, *Tarn Copper*, in a text that speaks of firms at all."""
    if not (register.companies or register.generic.keys() & _FIRM_WORDS):
        return
    others = body_words("ORGTAIL") - COMPANY_TAILS - _FIRM_TAILS
    for words, body in register.bodies.items():
        plain = len(words) > 1 and body == " ".join(words) and not set(words) & {"of", "for", "and"} and words not in surfaces()
        free = not (runs.with_the[words] or runs.placed[words] or words[0].lower() in COMPASS or body in register.states)
        if plain and free and runs.seen[words] and not {word.lower() for word in words} & others:
            register.companies.add(body)


_FIRM_WORDS = COMPANY_NOUNS | FIRM_ORGANS | {"shareholders", "bidders", "employers"}
_FIRM_TAILS = frozenset("laboratories ports farms mutual line lines".split())


def _capitals(tokens: Sequence[Token], register: Register) -> None:
    """*Port Sael, the Norlandic capital*; *Port Sael, the capital of Norland*; *Norland's capital, Port Sael*."""
    for at, token in enumerate(tokens):
        if token.low != "capital" or at < 2:
            continue
        known = mentions(tokens, register)
        owner = next((m for m in reversed(known) if m.kind is EntityKind.body and at - 3 <= m.start and m.end <= at), None)
        if owner is None and tokens[min(at + 1, len(tokens) - 1)].low == "of":
            owner = next((m for m in known if m.start == at + 2), None)
        if owner is None:
            continue
        left = next((i for i in range(at, max(0, at - 6), -1) if tokens[i].text == ","), 0)
        place = _name_around(tokens, left, -1) or (_name_around(tokens, at + 1, 1) if at + 1 < len(tokens) else ())
        if place and register.people.get(place) is None:
            _give(place, owner.name, register)


def _name_around(tokens: Sequence[Token], comma: int, step: int) -> tuple[str, ...]:
    """The capitalised words right before or after a comma."""
    if not comma or tokens[comma].text != ",":
        return ()
    at, words = comma + step, []
    while 0 <= at < len(tokens) and tokens[at].tag == "NP":
        words.append(tokens[at].text.replace("’", "'"))
        at += step
    return tuple(words[::step])


def _give(surface: tuple[str, ...], body: str, register: Register) -> None:
    if not surface or register.bodies.get(surface) == body or body == " ".join(surface):
        return
    for part in {surface, surface[-1:]} if surface in register.people else {surface}:
        register.people.pop(part, None)
    merge(surface, register.bodies.get(surface), body, register)
    register.called(body, " ".join(surface))


def _seats(named: _Named, runs: Runs, register: Register) -> None:
    """A place that acts, *Port Sael has agreed*, is the state whose people are named beside *in Port Sael* most often."""
    acting = {
        words: own
        for words, own in register.bodies.items()
        if own == " ".join(words) and own not in register.states | register.companies and runs.placed[words] and not runs.its[words]
    }
    acting = {words: own for words, own in acting.items() if len(words) == 1 or not any((word,) in register.bodies for word in words)}
    if not register.states:
        return
    beside: dict[tuple[str, ...], Counter[str]] = {}
    for sentence, spans in named:
        tokens = sentence.tokens
        for span in spans:
            words = run_words(tokens, span)
            if words in acting and span[0] and tokens[span[0] - 1].low in {"in", "at"}:
                near = [m for m in mentions(tokens, register) if m.name in register.states]
                closest = min(near, key=lambda m: abs(m.start - span[0]), default=None)
                if closest is not None:
                    beside.setdefault(words, Counter())[closest.name] += 1
    for words, counted in beside.items():
        (body, first), *rest = counted.most_common()
        if not rest or rest[0][1] < first:
            _give(words, body, register)


def _plurals(named: _Named, register: Register) -> None:
    """*The nurses* where there is one body of nurses, whether or not the text knows nurses as a body of their own."""
    holding: dict[str, set[str]] = {}
    for body in register.bodies.values():
        for word in body.lower().replace("’", "'").replace("'", "").split():
            if word.endswith("s"):
                holding.setdefault(word, set()).add(body)
    for key, name in list(register.generic.items()):
        words = key.split()
        if name == name.lower() and len(words) <= 2 and len(held := holding.get(words[-1], set())) == 1:
            register.generic[key] = next(iter(held))
    small = {token.low for sentence, _ in named for token in sentence.tokens if token.tag == "N" and not token.is_name}
    tails = body_words("ORGTAIL") | body_words("ROLE") | body_words("ANON")
    for word in (small & holding.keys()) - tails:
        if len(holding[word]) == 1:
            register.generic.setdefault(word, next(iter(holding[word])))


def _nouns(register: Register) -> None:
    """*The company*, *the union*: the one body of that sort, where it has no such noun in its name."""
    for noun, name in list(register.generic.items()):
        if name != noun and noun not in {"board", "directors", "management"}:
            continue
        if noun in FIRM_ORGANS | COMPANY_NOUNS and len(register.companies) == 1:
            register.generic[noun] = next(iter(register.companies))
        elif noun == "union":
            unions = [body for kind in _UNION for body in register.kinds.get(kind, ())]
            if unions:
                register.generic[noun] = unions[0]
        elif noun in STATE_ORGANS and len(register.states) == 1:
            register.generic[noun] = next(iter(register.states))
