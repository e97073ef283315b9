"""The wording of an act, taken apart so that two wordings can be compared: the deed, what it is done to, how much of it.

Nothing is weighed here, and nobody's names are known: a wording becomes its *deed* (a class of verbs, with a sign: *keep open* and *shut*
are one deed and its contrary), its *things* (stems of the content words), its *figures* and its *scope* (all, half, formally). The classes
stand in ``data/deeds.txt`` and ``data/things.txt``; they are general English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["Wording", "stem", "wording"]

_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W_]+(?:[-'’][^\W_]+)*|%")
_PARTICLES = frozenset("off out up down back away apart over in to on for with go".split())
_EMPTY = frozenset(
    """
    a an the any some this that these those such its his her their our your my it them him us of on in for to with by at from over into as
    be is are was were been being will would shall should can could may might must do does did have has had having and or which who whom
    whose what where while under per than there here too also own up down out off away about through along around across upon within
    before after until till since during between among against towards toward so not no very then himself themselves itself one's
    """.split()
)
_LIGHT = frozenset(
    """
    accept grant make take give let get agree begin start enter carry allow hold support back propose consider implement undertake go come
    further more new complete completely immediate immediately unconditional proposal plan offer idea issue kind demand set put
    """.split()
)
_TIME = frozenset(
    """
    day days week weeks month months year years hour hours monday tuesday wednesday thursday friday saturday sunday today tonight tomorrow
    january february march april may june july august september october november december spring summer autumn winter noon midnight
    morning evening night end next last first once again later now easter christmas immediately at-once yet already soon
    """.split()
)
_STATES = {"open": ("open", 1), "shut": ("open", -1), "closed": ("open", -1), "secret": ("publish", -1)}
_ON_GOING = frozenset("continue keep".split())
_STOPPING = frozenset("stop halt cease end quit".split())
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
        "twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100", "third": "1/3", "quarter": "1/4"}
_NUMBERS |= {"fifth": "1/5", "tenth": "1/10"}
_SCOPE = {
    **dict.fromkeys(("all", "every", "everybody", "whole", "full", "general", "entire", "entirely", "total"), "all"),
    **dict.fromkeys(("only", "alone", "just", "limited", "merely", "partial", "partly"), "only"),
    **dict.fromkeys(("half", "halves"), "half"),
    **dict.fromkeys(("formally", "formal", "officially", "official", "legally", "de-jure"), "formal"),
    **dict.fromkeys(("practice", "facto", "informally", "tacitly"), "in fact"),
    **dict.fromkeys(("unilaterally", "unilateral"), "alone"),
    **dict.fromkeys(("temporary", "temporarily", "provisional", "interim"), "for a time"),
    **dict.fromkeys(("permanent", "permanently", "ever"), "for good"),
    **dict.fromkeys(("double", "twice"), "double"),
    **dict.fromkeys(("separately", "separate"), "apart"),
    **dict.fromkeys(("upper", "northern", "north"), "north"),
    **dict.fromkeys(("lower", "southern", "south"), "south"),
}
_ENDINGS = (
    "isations izations isation ization ations ation itions ition tions ments ment ances ance ences ence ings ing ures ure sions sion tion "
    "ities ity ally ly ised ized ises izes ise ize ers er als al ies ied es ed e s y"
).split()


@dataclass(frozen=True, slots=True)
class Wording:
    """What a wording says. ``deeds`` maps each class that its verb may belong to, to 1 or -1; ``verb`` is the verb as written, in its stem.

    ``things`` are the stems of everything else, ``figures`` its numbers, ``scope`` the words that say how much of it; ``definite`` is
    whether its object is one spoken of before (*the report*), so that words may have been left out.
    """

    verb: str
    deeds: Mapping[str, int]
    things: frozenset[str]
    figures: frozenset[str]
    scope: frozenset[str]
    definite: bool
    light: bool

    @property
    def words(self) -> frozenset[str]:
        """The things and the verb."""
        return self.things if self.light else self.things | {self.verb}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, roughly; for comparing only.

    >>> stem("recognise") == stem("recognition"), stem("batteries") == stem("battery")
    (True, True)
    """
    word = word.lower().removesuffix("'s").removesuffix("’s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not (ending == "s" and word.endswith("ss")):
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


@lru_cache(maxsize=20_000)
def wording(act: str) -> Wording:
    """Take a wording apart.

    >>> one, other = wording("keep the depots open"), wording("shut the two depots in March")
    >>> one.things & other.things, [one.deeds[deed] * other.deeds[deed] for deed in one.deeds.keys() & other.deeds.keys()]
    (frozenset({'depot'}), [-1])
    """
    words = [_number(word.lower()) for word in _WORD.findall(act.replace("per cent", "percent").replace("at once", ""))]
    leading = next((at for at, word in enumerate(words) if not (word in _SCOPE or word.endswith("ly") or word in _NUMBERS)), 0)
    words = [*words[leading:], *words[:leading]]  # formally accept; where every word is of that kind, they stay as they stand
    sign, words = _aspect(words)
    deeds, rest = _deed(words)
    verb = stem(words[0]) if words else ""
    light = bool(words) and words[0] in _LIGHT and not deeds.keys() - {"accept", "admit"}
    named = _noun_of_a_deed(rest) if light else None
    if named:  # grant recognition
        deeds, rest = dict(_classes()[named]), [word for word in rest if word != named]
        verb, light = stem(named), False
    if verb and not light:
        deeds = deeds or {verb: 1}
    things, figures, scope = _sorted(rest, [] if light or named else words[:1])
    if things == {"fight"} and any(deeds.get(deed) == value * sign for deed, value in _classes()["stop"].items()):
        verb, deeds, sign, things, light = "accept", {"accept": 1}, 1, frozenset({"ceasefir"}), True  # halt the fighting
    if things == {"ceasefir"}:
        scope -= {"all"}  # a ceasefire is a general ceasefire
    definite = len(words) > 1 and words[1] in {"the", "it", "its", "them", "that", "this", "his", "her", "their"}
    return Wording(verb, {deed: value * sign for deed, value in deeds.items()}, things, figures, scope, definite, light)


def _aspect(words: list[str]) -> tuple[int, list[str]]:
    """*stop felling* is the contrary of *fell*, *go on felling* is *fell*."""
    if len(words) > 2 and words[0] == "go" and words[1] == "on":
        return 1, words[2:]
    if len(words) > 1 and words[0] in {*_ON_GOING, *_STOPPING} and words[1].endswith("ing"):
        return (-1 if words[0] in _STOPPING else 1), words[1:]
    return 1, words


def _number(word: str) -> str:
    """*30-day* says how long, as *30 days* does."""
    head, dash, tail = word.partition("-")
    return head if dash and tail in _TIME and (head[0].isdigit() or head in _NUMBERS) else word


def _noun_of_a_deed(words: Sequence[str]) -> str | None:
    """*grant recognition*, *accept a 30-day halt in*: a noun that heads what is granted or accepted, and names a deed."""
    for word in words:
        if word in {"of", "in", "to", "on", "for", "from", "at", "by", "with"}:
            return None
        if word in _classes() and word not in _LIGHT and word not in _EMPTY:
            return word
    return None


def _deed(words: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """The classes of the verb, with a particle or a result that stands apart; and the other words."""
    if not words:
        return {}, []
    first, rest = words[0], list(words[1:])
    known = _classes()
    state = next((word for word in rest if word in _STATES), None)
    if first in {"keep", "hold", "leave"} and state:
        return {_STATES[state][0]: _STATES[state][1]}, [word for word in rest if word != state]
    for size in (3, 2, 1):
        joined = "_".join([first, *rest[:size]])
        if joined in known:
            return dict(known[joined]), rest[size:]
    for place, word in enumerate(rest):
        if word in _PARTICLES and f"{first}_{word}" in known:
            return dict(known[f"{first}_{word}"]), rest[:place] + rest[place + 1 :]
    found = (
        dict(known.get(first, {})) or dict(known.get(first.removesuffix("ing"), {})) or dict(known.get(first.removesuffix("ing") + "e", {}))
    )
    return found, rest


def _sorted(rest: Sequence[str], verb: Sequence[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    things, figures, scope = set(), set(), set()
    alike = _things()
    for word in rest:
        if word in _SCOPE:
            scope.add(_SCOPE[word])
        elif word in _NUMBERS or word[0].isdigit():
            figures.add(_NUMBERS.get(word, word.replace(",", "")))
        elif word in {"percent", "%"}:
            things.add("percent")
        elif word not in _EMPTY and word not in _LIGHT and word not in _TIME and word not in verb:
            things.add(alike.get(word) or alike.get(word.removesuffix("s")) or stem(word))
    return frozenset(things), frozenset(figures), frozenset(scope)


@cache
def _classes() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for line in _lines("deeds.txt"):
        same, _, contrary = line.partition("|")
        name = same.split()[0]
        for side, value in ((same, 1), (contrary, -1)):
            for word in side.split():
                found.setdefault(word, {}).setdefault(name, value)
    return found


@cache
def _things() -> dict[str, str]:
    return {word: stem(line.split()[0]) for line in reversed(_lines("things.txt")) for word in line.split()}


def _lines(name: str) -> list[str]:
    text = files("detente.evidence").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
