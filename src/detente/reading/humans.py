"""The people of a sentence: whom *he* and *she* may mean, whose voice that would be, and whether they are its subject."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.chunks import Range
from detente.reading.lexicon import body_words
from detente.reading.parties import EntityKind, Register, head_of
from detente.reading.tokens import Token

if TYPE_CHECKING:
    from detente.reading.coreference import Reading, Scene, Voices

__all__ = ["full_name", "humans"]


@dataclass(frozen=True)
class Human:
    """Somebody in a sentence: where, as a subject or not, whose voice it would be, and *he*, *she* or unknown."""

    start: int
    is_subject: bool
    voices: Voices
    gender: str


def humans(scene: Scene, number: int, limit: int, voices_of: Callable[[Scene, int, Range | None], Voices]) -> list[Human]:
    """Everybody before token ``limit`` of sentence ``number``; ``voices_of`` says whose voice a noun phrase without a name would be."""
    reading, register = scene.readings[number], scene.register
    subjects = [w for g, w in zip(reading.groups, reading.subjects, strict=True) if g.kind == "finite" and w and w[1] <= limit]
    found: list[Human] = []
    for mention in reading.known:
        words = _words(reading, (mention.start, mention.end))
        if mention.end <= limit and words in register.people:
            owner = register.people[words]
            owned = mention.end < len(reading.tokens) and reading.tokens[mention.end].tag == "'s"
            subject_ = not owned and any(w[0] <= mention.start and mention.end <= w[1] + 1 for w in subjects)
            apposed = not owned and any(w[1] + 1 <= mention.start <= w[1] + 2 and reading.tokens[w[1]].text == "," for w in subjects)
            voices: Voices = ((owner, True),) if owner else ((" ".join(full_name(register, words)), False),)
            found.append(Human(mention.start, subject_ or apposed, voices, register.genders.get(words[-1:], "")))
    for where in dict.fromkeys(subjects):
        head = reading.tokens[head_of(reading.tokens, where)]
        if any(where[0] <= one.start < where[1] + 3 for one in found) or not _is_human(head):
            continue
        voices = _stranger(reading, where) or voices_of(scene, number, where)
        shown = " ".join(t.text for t in reading.tokens[where[0] + (reading.tokens[where[0]].low in {"a", "an", "the"}) : where[1]])
        found.append(Human(where[0], True, voices or ((shown, False),), _GENDERED.get(head.low, "")))
    return found


_GENDERED = {
    **dict.fromkeys(("man", "chairman", "spokesman", "king", "father", "son", "brother", "husband", "widower", "monk"), "he"),
    **dict.fromkeys(("woman", "chairwoman", "spokeswoman", "queen", "mother", "daughter", "sister", "wife", "widow", "nun"), "she"),
}
_HUMAN_ENDINGS = ("man", "woman", "ist", "ian", "ologist", "keeper", "owner", "worker", "maker", "teacher", "farmer", "driver", "trader")


def _is_human(head: Token) -> bool:
    people = body_words("PERSON") | body_words("ANON") | body_words("TITLE")
    plural = head.low.endswith("s") and head.low[:-1] in people
    return not plural and (head.low in people or head.low in _GENDERED or head.low.endswith(_HUMAN_ENDINGS) or head.low in _TRADES)


_TRADES = frozenset(
    "aide baker barman clerk colleague cousin dealer diplomat docker doctor expert fisher florist foreman friend geologist innkeeper "
    "lawyer lawmaker librarian machinist neighbour nephew niece nurse officer pilot priest professor resident retiree sailor "
    "shepherd skipper smuggler student tenant vendor veteran villager visitor writer columnist correspondent deputy mayor "
    "negotiator mediator".split()
)


def _words(reading: Reading, where: Range) -> tuple[str, ...]:
    return tuple(t.text.replace("’", "'") for t in reading.tokens[where[0] : where[1]])


def _stranger(other: Reading, where: Range) -> Voices:
    """*A passenger, Ron Abel, said*: a person whom the text names and who speaks for nobody."""
    tokens, after = other.tokens, where[1]
    named = tokens[after + 1 : after + 3]
    if tokens[where[0]].low not in {"a", "an", "one"} or after >= len(tokens) or tokens[after].text != "," or len(named) < 2:
        return ()
    known = any(m.start == after + 1 and m.kind is EntityKind.body for m in other.known)
    return ((" ".join(t.text for t in named), False),) if all(t.tag == "NP" for t in named) and not known else ()


def full_name(register: Register, words: tuple[str, ...]) -> tuple[str, ...]:
    """The longest name of the person with this surname."""
    return max((known for known in register.people if known[-1:] == words[-1:]), key=len, default=words)
