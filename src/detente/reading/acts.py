"""Acts in a normal form: a verb phrase in the base form, without its subject.

``pausing the mobilisation``, ``a pause in mobilisation`` and ``to pause mobilisation`` all become ``pause mobilisation``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.chunks import Range, VerbGroup
from detente.reading.coreference import Reading
from detente.reading.lexicon import nominal_verbs
from detente.reading.tokens import Token

__all__ = ["Act", "denies_object", "noun_acts", "phrase", "verb_acts", "verb_phrase_end"]

_STOPS = {",", ";", ":", "—", "–", ".", "?", "!", "(", ")", "[", "]"}
_STOP_WORDS = {
    "if",
    "once",
    "unless",
    "because",
    "while",
    "although",
    "though",
    "whereas",
    "when",
    "whenever",
    "so",
    "since",
    "as",
    "until",
    "till",
    "despite",
    "after",
    "before",
    "which",
    "who",
}
_EMPHATIC = {"key", "main", "immediate", "complete", "full", "total"}
_EVENTS = frozenset("talks negotiations election elections vote referendum ballot summit meeting inquiry consultations hearings".split())
_TWO_OBJECTS = frozenset(
    "give offer grant lend send pay sell show tell cost allow deny promise hand bring buy make call name owe guarantee".split()
)
_UNITS = frozenset(
    "second minute hour day night week month year share head tonne ton litre liter kilometre mile barrel piece person unit".split()
)
_LONGEST = 22  # words of an act


@dataclass(frozen=True, slots=True)
class Act:
    """An act and the tokens it was made from; ``negated`` when the text says *not* to do it."""

    words: str
    start: int
    end: int
    negated: bool = False
    subject: Range | None = None


def phrase(tokens: Sequence[Token], start: int, end: int) -> str:
    """The words from ``start`` to ``end`` on one line, without quotation marks."""
    made = ""
    for index in range(start, end):
        token = tokens[index]
        if token.tag == "Q":
            continue
        glue = "" if not made or (token.start == tokens[index - 1].end and tokens[index - 1].tag != "Q") else " "
        made += glue + token.text
    return re.sub(r"(?:\s+(?:that|and|or|to|of|the|by))+$", "", re.sub(r"\s+", " ", made).strip(" ,"))


def verb_phrase_end(reading: Reading, group: VerbGroup) -> int:
    """Where the verb phrase that ``group`` heads closes: at a mark, a subordinate clause, or the next clause."""
    tokens = reading.tokens
    starts = {
        found[0]
        for other, found in zip(reading.groups, reading.subjects, strict=True)
        if other.kind == "finite" and found and found[0] >= group.end and found[1] <= other.start and tokens[found[1]].tag not in {"W", ","}
    }
    starts = {
        at for at in starts if tokens[at - 1].tag not in {"P", "TO", "D"} and not (tokens[at - 1].text == "," and tokens[at].tag == "W")
    }
    form = tokens[group.head].tag
    later = {
        other.start
        for other in reading.groups
        if other.kind == "finite"
        and other.start > group.end
        and not (tokens[other.head].tag == form and tokens[other.start - 1].tag == "C")
    }
    opened = False
    for at in range(group.end, min(len(tokens), group.end + _LONGEST)):
        token = tokens[at]
        opened = opened or token.tag in {"W", "S"}
        if _closes(tokens, at) or (at in later and not opened and group.lemma not in {"say", "ensure", "believe"}):
            return at
        if token.low in {"a", "an"} and at > group.end + 1 and tokens[at - 1].tag == "N" and group.lemma not in _TWO_OBJECTS and not opened:  # noqa: SIM102
            if at + 1 < len(tokens) and tokens[at + 1].low not in _UNITS:
                return at
        if token.tag == "C" and at + 1 < len(tokens) and _finite_next(reading, at, group):
            return at
        if (
            token.text in _STOPS
            or (token.tag == "S" and token.low != "that")
            or token.low in _STOP_WORDS
            or (token.tag == "W" and token.low != "that")
        ) and not (token.text == "," and _list_goes_on(tokens, at)):
            return at
        if token.tag == "C" and at + 1 < len(tokens) and (at + 1 in starts or tokens[at + 1].low == "there"):
            return at
        if (
            token.tag == "Vg"
            and tokens[at - 1].tag not in {"P", "C", "TO"}
            and at > group.end
            and tokens[at].lemma in {"say", "add", "cite", "call", "argue", "include"}
        ):
            return at
        if at in starts and at > group.end and tokens[at - 1].tag != "W":
            return at
    return min(len(tokens), group.end + _LONGEST)


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow".split())


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """*only if*, *on Tuesday*: what follows is no part of the act."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if tokens[at].low == "only" and following in {"if", "after", "once", "when"}:
        return True
    if tokens[at].low in {"in", "on"} and following in {"exchange", "return", "condition"}:
        return True
    if tokens[at].low in {"before", "until", "unless"}:
        return True
    return (tokens[at].low == "on" and following in _DAYS) or (
        tokens[at].low in _DAYS and tokens[at - 1].low not in {"by", "until", "from", "since"}
    )


def _finite_next(reading: Reading, at: int, group: VerbGroup) -> bool:
    """A coordinator before a finite verb of another form: *declined to sell and offered*."""
    tokens = reading.tokens
    for other in reading.groups:
        if other.start > at:
            between = all(token.tag in {"R", "G"} for token in tokens[at + 1 : other.start])
            return between and other.kind == "finite" and tokens[other.head].tag != tokens[group.head].tag
    return False


def _list_goes_on(tokens: Sequence[Token], at: int) -> bool:
    """*oil, gas and banking*: a comma inside a list of nouns."""
    after = tokens[at + 1 : at + 4]
    return (
        len(after) >= 2
        and after[0].tag in {"N", "A", "NP"}
        and any(t.low in {"and", "or"} for t in after[1:])
        and tokens[at - 1].tag in {"N", "NP"}
    )


def verb_acts(reading: Reading, which: int, *, gap: str = "") -> tuple[Act, ...]:
    """The act or acts of verb group ``which``: conjoined verb phrases make several. ``gap`` is an object that stands elsewhere."""
    made: list[Act] = []
    group = reading.groups[which]
    end = verb_phrase_end(reading, group)
    shared_not = group.negated
    index: int | None = which
    while index is not None:
        group = reading.groups[index]
        following = _conjoined(reading, index, end)
        stop = _coordinator(reading.tokens, reading.groups[following].start) if following is not None else end
        stop = max(stop, group.end)
        inner = _light(reading, index, stop)
        negated = (shared_not or group.negated) != denies_object(reading.tokens, group)
        made.append(
            inner if inner is not None else Act(_words(reading, group, stop, gap), group.start, stop, negated, reading.subjects[which])
        )
        index = following
    return tuple(act for act in made if act.words)


def _words(reading: Reading, group: VerbGroup, stop: int, gap: str) -> str:
    tokens = reading.tokens
    if gap:
        stop = next((i for i in range(group.end, stop) if tokens[i].tag == "TO"), stop)
    rest = phrase(tokens, group.end, stop)
    if denies_object(tokens, group):
        rest = re.sub(r"^(?:no|not any)\b", "any", re.sub(r"^nothing\b", "anything", rest))
    verb = tokens[group.head].low if group.lemma == "be" and group.kind != "inf" else group.lemma
    if verb in {"agree", "consent", "accede", "acquiesce"} and tokens[group.end : group.end + 1] and tokens[group.end].tag == "TO":
        verb, rest = "accept", phrase(tokens, group.end + 1, stop)
    if group.passive:
        return ""
    return " ".join(word for word in (verb, gap, rest) if word)


_NOT_DENIED = {"longer", "more", "less", "fewer", "later", "sooner", "doubt", "other"}


def denies_object(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """*Accept no schedule*, *accept nothing below seven*: the negation is the verb's, not the schedule's."""
    if group.end >= len(tokens) or group.passive or group.lemma in {"be", "have", "see", "mean"}:
        return False
    following = tokens[group.end + 1].low if group.end + 1 < len(tokens) else ""
    return tokens[group.end].low == "nothing" or (tokens[group.end].low == "no" and following not in _NOT_DENIED)


def _light(reading: Reading, which: int, stop: int) -> Act | None:
    """*agree to reduce*: the act is what is agreed to."""
    group = reading.groups[which]
    if group.lemma in {"agree", "consent", "begin", "start", "try", "continue"} and group.lemma in {"agree", "consent"}:
        for index in range(which + 1, len(reading.groups)):
            inner = reading.groups[index]
            if inner.kind == "inf" and inner.start <= group.end + 2 and inner.end <= stop:
                return Act(_words(reading, inner, stop, ""), inner.start, stop, group.negated, reading.subjects[which])
    return None


def _conjoined(reading: Reading, which: int, end: int) -> int | None:
    """The verb group joined to ``which`` by *and* or *or*, unless a nearer one of the same form takes it."""
    tokens = reading.tokens
    group = reading.groups[which]
    form = tokens[group.head].tag
    for index in range(which + 1, len(reading.groups)):
        other = reading.groups[index]
        if other.start >= end:
            return None
        before = other.start - 1
        while before > group.end and tokens[before].tag in {"TO", "R", "G"}:
            before -= 1
        joined = tokens[before].low in {"and", "or", "nor", "but"} and tokens[other.head].tag == form
        if joined and not any(tokens[g.head].tag == form for g in reading.groups[which + 1 : index]):
            return index
    return None


def _coordinator(tokens: Sequence[Token], start: int) -> int:
    at = start - 1
    while at > 0 and tokens[at].tag in {"TO", "R", "G"}:
        at -= 1
    return at if tokens[at].tag == "C" else start


def _lowered(words: str, *, opens: bool) -> str:
    """A common noun that opened its sentence loses its capital."""
    return words[:1].lower() + words[1:] if opens and words[1:2].islower() else words


def noun_acts(tokens: Sequence[Token], where: Range, *, default: str) -> tuple[Act, ...]:
    """The acts a noun phrase names: *a lifting of martial law* is ``lift martial law``, any other noun is ``default`` plus the noun."""
    made: list[Act] = []
    cut = next((i for i in range(where[0] + 1, where[1]) if _closes(tokens, i)), where[1])
    for start, end in _parts(tokens, (where[0], cut)):
        first = start
        if first >= end:
            continue
        head = next((i for i in range(first, end) if tokens[i].tag in {"P", "TO", "W"}), end) - 1
        verb = nominal_verbs().get(tokens[head].low) if head >= first else None
        if verb and default == "grant":
            rest = head + 1
            if rest < end and (tokens[rest].low in {"of", "in", "to", "on"} or tokens[rest].tag == "TO"):
                rest += 1
            while first < head and (tokens[first].tag == "D" or tokens[first].low in _EMPHATIC):
                first += 1
            modifiers = phrase(tokens, first, head)
            words = " ".join(w for w in (verb, modifiers, phrase(tokens, rest, end)) if w)
        else:
            verb = "hold" if tokens[head].low in _EVENTS else default
            if default == "grant" and any(tokens[i].low in {"off", "out"} for i in range(first, end)):
                verb = "get"
            words = f"{verb} {_lowered(phrase(tokens, first, end), opens=first == 0 and tokens[0].low in _EVENTS | set(nominal_verbs()))}"
        made.append(Act(words, start, end))
    return tuple(made)


def _parts(tokens: Sequence[Token], where: Range) -> list[Range]:
    """Split a coordination where the second half names an act of its own (it has an article, a preposition or an act noun)."""
    start, end = where
    for at in range(start + 1, end - 1):
        if tokens[at].low != "and":
            continue
        left_nominal = any(tokens[i].low in nominal_verbs() for i in range(start, min(at, start + 4)))
        opener = tokens[at + 1]
        if left_nominal and (
            opener.tag == "D" or (at + 2 < end and tokens[at + 2].low in {"for", "of", "to"}) or opener.low in nominal_verbs()
        ):
            return [(start, at), *_parts(tokens, (at + 1, end))]
    return [where]
