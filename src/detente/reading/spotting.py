"""Parties that the rules did not find, or found twice, entered into the register: forms that the trained heads put together.

    registered(split, parts, text)            # what the rules find, and what the heads add to it
    registered(split, parts, text, trained=False)

What the rules resolve stays resolved, unless the heads are very sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.reading.bodies import merge
from detente.reading.forms import Around, Form, is_capital, key_of, means, written
from detente.reading.gazetteer import outlet_names, surfaces
from detente.reading.lexicon import body_words, closed_class
from detente.reading.parties import COMPANY_NOUNS, Register
from detente.reading.register import build_register
from detente.reading.sentences import Sentence
from detente.reading.structure import Structure

if TYPE_CHECKING:
    from detente.reading.linking import Linked

__all__ = ["registered", "spotted"]

_LONGEST_TEXT = 300_000  # characters; longer ones the rules read alone
_NO_PARTY = 0.06  # how unlikely every name of a body has to be a party's for the body to go
_SURE = 0.7  # how likely a name of a body has to be a party's for the body to be one, though it only acts
_NEW, _APART = 0.8, -1.0  # how likely a party that the rules do not know has to be one, and how little linked to any other


def registered(split: Sequence[Sentence], parts: Structure | None, text: str, *, trained: bool = True) -> Register:
    """Who is named in a text: the rules' register, with what the trained heads add where they are there and wanted."""
    from detente.reading.tagger.weights import PARTIES, available

    register = build_register(split, parts, text)
    if trained and available() and available(PARTIES) and len(text) <= _LONGEST_TEXT:
        spotted(register, text)
    return register


def spotted(register: Register, text: str) -> None:
    """Enter into the register what the trained heads find in its text; raises :class:`FileNotFoundError` without their weights."""
    from detente.reading.linking import linked

    seen = linked(register, text)
    if seen is None:
        return
    parties, links = seen.parties()
    for party, near in zip(parties, links, strict=True):
        _entered(party, seen, register, text, apart=bool(near.max() < _APART))
    _dropped(seen, register)
    for body, called in register.aliases.items():
        meant = {name: means(tuple(name.split()), register)[1] for name in called}
        register.aliases[body] = {name for name in called if meant[name] in {"", body}}


def _entered(party: Sequence[int], seen: Linked, register: Register, text: str, *, apart: bool) -> None:
    """One party's forms, each where the rules look for its kind; the name is the rules' where they have one."""
    forms = [seen.forms[at] for at in party]
    bodies = _voted(forms, seen.around)
    name = bodies[0] if bodies else _shown(party, seen, text)
    if not name or (name in COMPANY_NOUNS and register.companies) or not (bodies or max(seen.party[at] for at in party) >= _NEW):
        return
    for other in bodies[1:]:
        _one(other, name, register)
    if (bodies or apart) and max(seen.party[at] for at in party) >= _SURE:
        register.parties.add(name)
    for form in forms:
        kind, body = means(form, register)
        if not body and kind != "outlet":
            _added(form, kind, name, register, seen.around)


def _voted(forms: Sequence[Form], around: Around) -> list[str]:
    """The bodies that the rules take these forms for, the one most often meant first."""
    votes: dict[str, int] = {}
    for form in forms:
        kind, body = means(form, around.register)
        if body:
            votes[body] = votes.get(body, 0) + len(around.places[form]) * (2 if kind in {"body", "known"} else 1)
    return sorted(votes, key=lambda body: (body == body.lower(), -votes[body], body))


def _one(other: str, name: str, register: Register) -> None:
    """Let every form of the body ``other`` mean the body ``name``."""
    merge(tuple(other.replace("’", "'").split()), other, name, register)
    for words_, body in register.demonyms.items():
        register.demonyms[words_] = name if body == other else body
    register.called(name, other)
    register.aliases.setdefault(name, set()).update(register.aliases.pop(other, set()) - {name})
    for table in (register.companies, register.states):
        if other in table:
            table.remove(other)
            table.add(name)


def _shown(party: Sequence[int], seen: Linked, text: str) -> str:
    """A name for a party that the rules do not know: its fullest frequent name, else its commonest noun; empty where it has neither."""
    places, found = seen.around.places, seen.around.text
    fit = [at for at in party if _is_name(seen.forms[at]) or _is_noun(seen.forms[at])]
    if not fit:
        return ""
    best = max(
        fit, key=lambda at: (_is_name(seen.forms[at]), not _is_human(seen.forms[at]), seen.party[at] + len(places[seen.forms[at]]), at)
    )
    start, end = places[seen.forms[best]][0]
    shown = " ".join(text[found[start].span.start : found[end - 1].span.end].split())
    return shown if _is_name(seen.forms[best]) else shown[:1].lower() + shown[1:]


def _is_name(form: Form) -> bool:
    return is_capital(form) and form[-1][:1].isupper()


def _is_noun(form: Form) -> bool:
    """A noun phrase in small letters that the rules can find again: its noun at the end, nothing owned in it."""
    small = any(word in closed_class() and word not in {"'", "s"} for word in form)
    return not is_capital(form) and not small and form[-1].isalpha()


def _is_human(form: Form) -> bool:
    titles = body_words("TITLE") | body_words("ROLE") | body_words("PERSON")
    return form[0].lower() in titles


def _added(form: Form, kind: str, name: str, register: Register, around: Around) -> None:
    key = key_of(form)
    if key in surfaces() or key in outlet_names() or _holds(key, name, register):
        return
    if form[-1].lower() in closed_class() or form[-1].lower() in body_words("TITLE") | body_words("PERSON"):
        return  # *the Prime Minister*: whose it is, is decided where it is said
    if form[-1].lower() in COMPANY_NOUNS and len(form) == 1 and register.companies:
        return  # so is which firm *the company* is
    if _is_noun(form):
        register.generic.setdefault(" ".join(word.lower() for word in key if word not in {"'", "'s"}), name)
    elif not is_capital(form) or len(key) > 6:
        pass
    elif kind == "nobody" or key[-1:] in register.people or _is_human(form) or _is_addressed(form, around):
        register.people[key] = name
        if len(key) > 1 and key[-1:] in register.people and not register.people[key[-1:]] and _is_name(form):
            register.people[key[-1:]] = name
    else:
        register.bodies[key] = name
    register.called(name, written(form))


def _holds(key: Form, name: str, register: Register) -> bool:
    """Whether the rules read a form by a name in it: one of the party, as in *Norland's envoy*, or of a party's person."""
    inner = [key[start:end] for start in range(len(key)) for end in range(start + 1, len(key) + 1) if end - start < len(key)]
    owners = {register.people.get(part) for part in inner} - {None}
    return bool(owners) or any(name in {register.bodies.get(part), register.demonyms.get(part)} or part in surfaces() for part in inner)


def _is_addressed(form: Form, around: Around) -> bool:
    """*Mr Berg*, *Ms. Berg*."""
    starts = [start for start, _ in around.places[form]]
    before = [around.words[start - 1 - (start > 1 and around.words[start - 1] == ".")].lower() for start in starts if start]
    return any(word in {"mr", "mrs", "ms", "dr", "sir", "dame", "lord", "lady"} for word in before)


def _dropped(seen: Linked, register: Register) -> None:
    """What the rules took for a body's name, and no form of which is at all likely to be a party's, is none."""
    likely: dict[str, float] = {}
    for form, party in zip(seen.forms, seen.party, strict=True):
        body = means(form, register)[1]
        if body:
            likely[body] = max(likely.get(body, 0.0), float(party))
    gone = {body for body, party in likely.items() if party < _NO_PARTY and body[:1].isupper()}
    tables: tuple[dict[Form, str], ...] = (register.bodies, register.demonyms)
    for table in tables:
        for key in [key for key, body in table.items() if body in gone]:
            del table[key]
    register.generic = {noun: body for noun, body in register.generic.items() if body not in gone}
    register.people.update({key: None for key, body in register.people.items() if body in gone})
    register.roles = {role: body for role, body in register.roles.items() if body not in gone}
    for kind, bodies in register.kinds.items():
        register.kinds[kind] = [body for body in bodies if body not in gone]
    register.companies -= gone
    register.states -= gone
