"""Which names that nothing introduces are bodies, which are people, and which short names mean a longer one.

What decides is how the text uses a name: a body is *it*, stands with *the*, owns and acts under its first word; a person is *he* or *she*
and is shortened to the last word. Nothing here knows a single name.
"""

from __future__ import annotations

from functools import cache

from detente.reading.gazetteer import leaders, outlet_names, surfaces
from detente.reading.lexicon import body_words
from detente.reading.names import CALENDAR, COMPASS, Runs
from detente.reading.parties import Register

__all__ = ["merge", "settle", "shortened", "stem"]

_DEMONYM_ENDINGS = ("n", "ns", "an", "ans", "ian", "ians", "ese", "ish", "er", "ers", "i", "is", "ic")


def settle(runs: Runs, register: Register) -> None:
    """Settle the names that nothing introduced, the longer ones first, then the adjectives made from them."""
    for words, _count in sorted(runs.seen.most_common(), key=lambda item: -min(len(item[0]), 2)):
        titled = len(words) > 1 and words[0].lower() in body_words("TITLE") | body_words("ROLE")
        inner = any(words[:size] in surfaces() or words[-size:] in surfaces() for size in range(1, len(words)))
        common = len(words) == 1 and words[0].lower() in _general()
        opener = len(words) == 1 and words[0].endswith("s") and not runs.amid[words] and not runs.owned[words]
        if not (_known(words, register) or words[-1].lower() in CALENDAR or inner or titled or common or opener or words in leaders()):
            _settle(words, runs, register)
    for words in list(runs.seen):
        if len(words) == 1:
            _demonym(words, register)


@cache
def _general() -> frozenset[str]:
    """Nouns that are no name, even where a text writes them with a capital: *the President*, *the Chairwoman*."""
    return frozenset().union(*(body_words(kind) for kind in ("GROUP", "ROLE", "ANON", "PERSON", "TITLE")))


def _settle(words: tuple[str, ...], runs: Runs, register: Register) -> None:
    acts = runs.spoken[words] + runs.owned[words] + runs.acted[words]
    if len(words) == 1:
        _single(words, acts, runs, register)
        return
    first, last = words[:1], words[-1:]
    if last in register.people and last not in register.bodies:
        register.people.setdefault(words, register.people[last])
        return
    human = runs.he[words] + runs.he[last] + runs.he[first] + runs.titled[words]
    thing = runs.its[words] + runs.its[first] + runs.with_the[words]
    short = runs.seen[first] and not runs.seen[last] and (runs.spoken[first] or runs.owned[first] or runs.acted[first] or acts)
    if human and human >= thing:
        _person(words, runs, register)
    elif words[0].lower() in COMPASS or (runs.with_the[words] and _acts_as_the(last, runs)):
        if acts or _acts_as_the(last, runs):
            register.bodies[words] = " ".join(words)
    elif (thing and acts) or (short and first not in register.people) or (acts and runs.seen[words] > 1 and not runs.seen[last]):
        register.bodies[words] = " ".join(words)
        if short and first not in surfaces():
            register.bodies[first] = " ".join(words)
    elif runs.placed[words] or runs.placed[last] or _like_a_club(words):
        if runs.spoken[words] or (acts and _like_a_club(words)):  # else a place
            register.bodies[words] = " ".join(words)
    elif not human and runs.seen[last] >= _OFTEN and (runs.owned[last] or runs.acted[last] > runs.spoken[last]):
        register.bodies[words] = register.bodies[last] = " ".join(words)  # nobody so often named is never a he, a she or a Mr
    elif len(words) <= 3 and not runs.with_the[words] and (acts or runs.seen[last]):
        _person(words, runs, register)


_OFTEN = 4
_CLUBS = frozenset("athletic atlético dynamo inter racing real sporting fc".split())


def _like_a_club(words: tuple[str, ...]) -> bool:
    """*Union Bellerive*, *Dynamo Kessel*, *City Hall*."""
    return words[0].lower() in _CLUBS | body_words("ORGTAIL")


def _acts_as_the(last: tuple[str, ...], runs: Runs) -> bool:
    """*The Districts* act, so *the Free Districts* are a body."""
    return bool(runs.with_the[last] and (runs.spoken[last] or runs.owned[last] or runs.acted[last]))


def _person(words: tuple[str, ...], runs: Runs, register: Register) -> None:
    for surface in (words, words[-1:]):
        register.people.setdefault(surface, None)
        if register.bodies.get(surface) == " ".join(surface):
            register.bodies.pop(surface)
    if runs.seen[words[:1]] and words[:1] not in register.bodies and words[:1] not in surfaces():
        register.people.setdefault(words[:1], register.people[words])


def _single(words: tuple[str, ...], acts: int, runs: Runs, register: Register) -> None:
    """One word that acts or owns is a body, unless a longer name ends or begins with it, or it is a he or a she."""
    longer = [body for known, body in register.bodies.items() if len(known) > 1 and words[0] in {known[0], known[-1]}]
    if longer and runs.with_the[words]:
        register.bodies[words] = longer[0]
        return
    full = next((known for known in register.people if len(known) > 1 and known[0] == words[0]), None)
    if words in register.people or runs.titled[words] or _is_he(words, acts, runs, register):
        register.people.setdefault(words, None)
    elif full and not runs.with_the[words] and not runs.its[words]:
        register.people[words] = register.people[full]
    elif acts and runs.placed[words] <= acts + 2:
        register.bodies[words] = words[0]


def _is_he(words: tuple[str, ...], acts: int, runs: Runs, register: Register) -> bool:
    """Whether one word is a person's name; a *he* that follows it now and then is somebody else where it is never part of a longer name."""
    if runs.he[words] <= runs.its[words]:
        return False
    longer = any(len(known) > 1 and words[0] in {known[0], known[-1]} for known in register.people)
    return longer or bool(runs.polite[words]) or not (acts or runs.placed[words]) or 2 * runs.he[words] >= runs.seen[words] > 1


def _known(words: tuple[str, ...], register: Register) -> bool:
    return any(words in table for table in (register.bodies, register.people, register.outlets, surfaces(), outlet_names()))


def _demonym(words: tuple[str, ...], register: Register) -> None:
    """*Arvenian* beside *Arvenia*: a name made from another with a usual ending means the same body."""
    word = words[0]
    for known, body in list(register.bodies.items()):
        stem = known[0].rstrip("aeiouy")
        if len(known) == 1 and known != words and len(stem) >= 4 and word.startswith(stem):
            rest = word[len(stem) :].lstrip("aeiouy")
            if rest in _DEMONYM_ENDINGS or word[len(stem) :] in _DEMONYM_ENDINGS:
                register.bodies.pop(words, None)
                register.demonyms[words] = body


def shortened(runs: Runs, register: Register) -> None:
    """*The Circle* after *the Premier Circle*: a single word that a longer name holds means the first such body."""
    full = {body: {stem(word) for known in _names_of(body, register) for word in known} for body in dict.fromkeys(register.bodies.values())}
    for words in list(runs.seen):
        if len(words) > 2 or words in register.people or words in surfaces() or words in register.outlets:
            continue
        own = register.bodies.get(words)
        if own is not None and own != " ".join(words):
            continue
        wanted = {stem(word) for word in words}
        holding = [body for body, stems in full.items() if wanted < stems and body != own]
        if holding and (runs.with_the[words] or own is not None) and (len(words) == 1 or len(holding) == 1):
            merge(words, own, holding[0], register)


def _names_of(body: str, register: Register) -> list[tuple[str, ...]]:
    return [tuple(body.replace("’", "'").split()), *(known for known, name in register.bodies.items() if name == body)]


def stem(word: str) -> str:
    """A word without its plural."""
    low = word.lower().rstrip("'.")
    return low[:-1] if low.endswith("s") and len(low) > 3 else low


def merge(words: tuple[str, ...], own: str | None, body: str, register: Register) -> None:
    """Let ``words``, and every name of the body ``own`` that they meant so far, mean ``body``."""
    register.bodies[words] = body
    if own is None:
        return
    for table in (register.people, register.bodies):
        for known, name in list(table.items()):
            if name == own:
                table[known] = body
    for key, name in list(register.generic.items()):
        if name == own:
            register.generic[key] = body
    register.roles.update({role: body for role, name in register.roles.items() if name == own})
