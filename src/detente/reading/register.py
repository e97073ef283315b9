"""Build the register of a document: which names are bodies, which are people and for whom they speak, which are outlets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.reading.chunks import Range, noun_phrase_after, subject, verb_groups
from detente.reading.cues import cue_lexicon
from detente.reading.gazetteer import outlet_names, surfaces
from detente.reading.lexicon import body_words
from detente.reading.parties import Register, conjuncts, head_of, mentions, speaker_of
from detente.reading.sentences import Sentence
from detente.reading.stance import stance_verbs
from detente.reading.tokens import Token

__all__ = ["build_register"]

_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "easter christmas ramadan gmt utc".split()
)
_OWN = frozenset(
    "union unions workers staff employees shareholders opposition rebels militia insurgents farmers fishermen fishers dockers residents crews".split()
)
_DEMONYM_ENDINGS = ("n", "ns", "an", "ans", "ian", "ians", "ese", "ish", "er", "ers", "i", "is", "ic")


@dataclass
class _Runs:
    """Capitalised runs with the places they stand in."""

    spoken: Counter[tuple[str, ...]] = field(default_factory=Counter)
    owned: Counter[tuple[str, ...]] = field(default_factory=Counter)
    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)
    placed: Counter[tuple[str, ...]] = field(default_factory=Counter)
    titled: Counter[tuple[str, ...]] = field(default_factory=Counter)
    with_the: Counter[tuple[str, ...]] = field(default_factory=Counter)


def build_register(sentences: Sequence[Sentence]) -> Register:
    """Two passes: introductions may stand after the first mention."""
    register = Register()
    runs = _Runs()
    lower = {token.text for sentence in sentences for token in sentence.tokens if not token.is_name}
    named = [(sentence, list(_named_runs(sentence.tokens, lower))) for sentence in sentences]
    for sentence, spans in named:
        _count(sentence.tokens, spans, runs)
    _organisations(named, register)
    _general_bodies(sentences, register)
    for _ in range(2):
        for sentence, spans in named:
            for span in spans:
                _introduce(sentence.tokens, span, register, runs)
    _remaining(runs, register)
    for sentence, spans in named:
        for span in spans:
            _introduce(sentence.tokens, span, register, runs)
    return register


def _named_runs(tokens: Sequence[Token], lower: set[str]) -> Iterator[Range]:
    at = 0
    while at < len(tokens):
        if not _is_named(tokens, at, lower):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and (_is_named(tokens, end, lower) or _bridges(tokens, end, lower)):
            end += 1
        yield (at, end)
        at = end


def _is_named(tokens: Sequence[Token], at: int, lower: set[str]) -> bool:
    token = tokens[at]
    if not token.is_name or token.low in _CALENDAR or token.tag in {"O", "D", "P", "C", "S", "W", "M", "X", "TO", "Q", "#", "."}:
        return False
    if token.text in {"Mr.", "Mrs.", "Ms.", "Dr.", "Mr", "Mrs", "Ms", "Dr", "Sir"}:
        return False
    opens = at == 0 or tokens[at - 1].tag == "Q" or tokens[at - 1].text in ".:—"
    if opens and (token.tag == "R" or (token.low in body_words("GROUP") | body_words("ROLE") and not _followed_by_name(tokens, at))):
        return False
    return not (opens and token.tag != "NP") and not (opens and token.text.lower() in lower and (token.text,) not in surfaces())


def _followed_by_name(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].is_name


def _bridges(tokens: Sequence[Token], at: int, lower: set[str]) -> bool:
    if at + 1 >= len(tokens) or not _is_named(tokens, at + 1, lower):
        return False
    after = tokens[at + 1].low
    if tokens[at].low in {"of", "&"}:
        return tokens[at - 1].low in body_words("ORGTAIL") or tokens[at].low == "&"
    return tokens[at].tag == "'s" and tokens[at].low != "'s" and after in body_words("ORGTAIL")


def _words(tokens: Sequence[Token], span: Range) -> tuple[str, ...]:
    return tuple(token.text.replace("’", "'") for token in tokens[span[0] : span[1]])


def _count(tokens: Sequence[Token], spans: Sequence[Range], runs: _Runs) -> None:
    groups = verb_groups(tokens)
    heads: set[int] = set()
    for index, group in enumerate(groups):
        if group.kind == "finite":
            found = subject(tokens, groups, index)
            if found and (group.lemma in cue_lexicon() or group.lemma in stance_verbs()):
                heads.update(head_of(tokens, part) for part in conjuncts(tokens, found))
    for start, end in spans:
        words = _words(tokens, (start, end))
        runs.seen[words] += 1
        runs.spoken[words] += end - 1 in heads
        runs.owned[words] += end < len(tokens) and tokens[end].tag == "'s"
        runs.placed[words] += start > 0 and tokens[start - 1].low in {"in", "at", "near"}
        runs.titled[words] += start > 0 and tokens[start - 1].low in body_words("TITLE")
        runs.with_the[words] += start > 0 and tokens[start - 1].low == "the"


def _organisations(named: Sequence[tuple[Sentence, list[Range]]], register: Register) -> None:
    for sentence, spans in named:
        tokens = sentence.tokens
        for start, end in spans:
            words = _words(tokens, (start, end))
            if words in surfaces() or words in outlet_names():
                continue
            if words[:-1] in surfaces() and words[-1].lower() not in body_words("ORGTAIL"):
                continue
            first, last = words[0].lower(), words[-1].lower()
            after = tokens[end].low if end < len(tokens) else ""
            if last in body_words("OUTTAIL") and len(words) > 1 and tokens[start - 1 if start else 0].low == "the":
                register.outlets[words] = "The " + " ".join(words)
            elif (
                last in body_words("ORGTAIL") and (len(words) > 1 or last.endswith("s")) and last not in {"treaty"}
            ) or first == "ministry":
                name = _display(tokens, (start, end))
                register.bodies[words] = name
                _short_forms(tokens, (start, end), words, name, register, after)


def _display(tokens: Sequence[Token], span: Range) -> str:
    made = ""
    for index in range(*span):
        glue = "" if index == span[0] or tokens[index].start == tokens[index - 1].end else " "
        made += glue + tokens[index].text
    return made


def _short_forms(tokens: Sequence[Token], span: Range, words: tuple[str, ...], name: str, register: Register, after: str) -> None:
    tail = words[-1].lower()
    if after == "(" and span[1] + 2 < len(tokens) and tokens[span[1] + 2].text == ")" and tokens[span[1] + 1].text.isupper():
        short = tokens[span[1] + 1].text
        register.bodies[(short,)] = name
        register.called(name, short)
    if len(words) == 2 and tail not in {"party", "union", "council", "ministry", "house", "army", "front", "movement", "department"}:
        register.bodies.setdefault(words[:1], name)
    register.generic.setdefault(tail.rstrip("."), name)


def _introduce(tokens: Sequence[Token], span: Range, register: Register, runs: _Runs) -> None:
    """*U.S. President Anna Berg*, *the union's leader Anna Berg*, *Anna Berg, head of the union,*, *Anna Berg of the union*."""
    start, end = span
    title = max((i for i in range(start, end) if tokens[i].low in body_words("TITLE") | body_words("ROLE")), default=-1)
    known = mentions(tokens, register)
    if title >= 0 and title + 1 < end:
        person: Range = (title + 1, end)
        left = start
        while left > 0 and tokens[left - 1].tag in {"'s", "NP", "N", "A"} and not tokens[left - 1].is_verb:
            left -= 1
        owners = (
            speaker_of(tokens, (left, title + 1), register, known)
            if title > left or tokens[title].low not in {"mr.", "ms.", "mrs.", "dr."}
            else ()
        )
        unknown = tuple(w for w in _words(tokens, (start, title)) if w.lower() not in body_words("TITLE") | body_words("ROLE"))
        if not owners and unknown and unknown not in register.people and (runs.owned[unknown] or runs.seen[unknown] or len(unknown) == 1):
            register.bodies.setdefault(unknown, " ".join(unknown))
            owners = ((" ".join(unknown), True),)
        _person(tokens, person, owners, register, tokens[title].low)
        return
    words = _words(tokens, span)
    if (words in register.bodies and len(words) > 1) or words in surfaces() or words in outlet_names():
        return
    if any(words[:size] in surfaces() or words[-size:] in surfaces() for size in range(1, len(words))):
        return
    if start > 1 and tokens[start - 1].text == "," and tokens[start - 2].low in body_words("ROLE") and _closes(tokens, end):
        left = start - 1
        while left > 0 and tokens[left - 1].tag in {"'s", "NP", "N", "A", "D"}:
            left -= 1
        _person(tokens, span, speaker_of(tokens, (left, start - 1), register, known), register, tokens[start - 2].low)
        return
    if start and tokens[start - 1].low in body_words("ROLE") | body_words("TITLE") and tokens[start - 1].tag == "N":
        left = start - 1
        while left > 0 and tokens[left - 1].tag in {"'s", "NP", "N", "A", "D"}:
            left -= 1
        _person(tokens, span, speaker_of(tokens, (left, start), register, known), register, tokens[start - 1].low)
        return
    if end + 1 < len(tokens) and tokens[end].text == ",":
        phrase = noun_phrase_after(tokens, end + 1)
        if phrase and any(tokens[i].low in body_words("ROLE") for i in range(*phrase)) and _closes(tokens, phrase[1]):
            _person(tokens, span, speaker_of(tokens, phrase, register, known), register, "")
            return
    if end - start > 1 and end + 1 < len(tokens) and tokens[end].low in {"of", "from"}:
        phrase = noun_phrase_after(tokens, end + 1)
        owners = speaker_of(tokens, phrase, register, known) if phrase else ()
        if owners and tokens[end - 1].low not in body_words("ORGTAIL"):
            _person(tokens, span, owners, register, "")


def _closes(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].text in {",", ".", ";", ")", "—", "–"}


def _person(tokens: Sequence[Token], span: Range, owners: Sequence[tuple[str, bool]], register: Register, role: str) -> None:
    words = _words(tokens, span)
    owner = next((name for name, is_body in owners if is_body), None)
    if owner == " ".join(words) or (words in surfaces()):
        return
    if owner is None and register.people.get(words):
        return
    for surface in {words, words[-1:]}:
        if surface in surfaces() or (surface in register.bodies and owner is None):
            continue
        register.bodies.pop(surface, None)
        if owner is not None or surface not in register.people:
            register.people[surface] = owner
    if owner:
        register.called(owner, " ".join(words))
        if role:
            known = register.roles.get(role)
            register.roles[role] = owner if known in {None, owner} else ""
            if not register.roles[role]:
                register.roles[role] = ""


def _general_bodies(sentences: Sequence[Sentence], register: Register) -> None:
    """*The dockers' union* makes a body; *the union* after it is the same one, if it is the only union there."""
    phrases: list[tuple[str, str]] = []
    for sentence in sentences:
        tokens = sentence.tokens
        for at, token in enumerate(tokens):
            if at + 1 < len(tokens) and tokens[at + 1].tag == "'s" and tokens[at + 1].low != "'s":
                continue
            if token.low in body_words("GROUP") and token.tag in {"N", "NP"} and not (token.is_name and at):
                found = _general_phrase(tokens, at)
                if found:
                    phrases.append(found)
    heads: dict[str, set[str]] = {}
    for key, _ in phrases:
        heads.setdefault(key.split()[-1], set()).add(key)
    for key, shown in phrases:
        head = key.split()[-1]
        longer = {other for other in heads[head] if other != head}
        if key != head:
            register.generic.setdefault(key, shown)
        elif head not in register.generic and len(longer) == 1:
            one = next(iter(longer))
            register.generic[head] = next(text for other, text in phrases if other == one)
        elif head not in register.generic:
            register.generic[head] = shown


def _general_phrase(tokens: Sequence[Token], head: int) -> tuple[str, str] | None:
    start = head
    while start > 0 and tokens[start - 1].tag in {"N", "'s"} and tokens[start - 1].low != "'s":
        start -= 1
    while start < head and tokens[start].tag == "'s":
        start += 1
    before = tokens[start - 1] if start else None
    definite = before is not None and (before.low in {"the", "its", "their", "our"} or before.tag == "'s")
    name = tokens[start].text if tokens[start].is_name else ""
    bare_plural = tokens[head].low.endswith("s") and (before is None or before.tag in {".", "Q", "S", "C"} or before.is_verb)
    named = before is not None and before.tag == "NP"
    if named and tokens[head].low not in _OWN:
        return None
    if before is not None and before.tag == "'s" and tokens[start - 2].is_name and tokens[head].low not in _OWN:
        return None
    if not (
        definite or bare_plural or tokens[head].low == "management" or (named and tokens[head].low in _OWN) or (before is None and name)
    ):
        return None
    first = start - 1 if named else start
    words = [t.low for t in tokens[first : head + 1] if t.tag != "'s"]
    shown = _display(tokens, (first, head + 1))
    return " ".join(words), shown[:1].lower() + shown[1:] if not named else shown


def _remaining(runs: _Runs, register: Register) -> None:
    """Names that nothing introduced: one word that acts or owns is a body; several words are a person unless shortened to the first."""
    for words, _count_ in runs.seen.most_common():
        if _known(words, register) or words[-1].lower() in _CALENDAR:
            continue
        if any(words[:size] in surfaces() or words[-size:] in surfaces() for size in range(1, len(words))):
            continue
        acts = runs.spoken[words] + runs.owned[words]
        if len(words) == 1:
            if words in register.people or runs.titled[words]:
                register.people.setdefault(words, None)
            elif acts and runs.placed[words] <= acts + 2:
                register.bodies[words] = words[0]
        elif (runs.seen[words[:1]] and not runs.seen[words[-1:]] and acts) or (runs.with_the[words] and runs.spoken[words]):
            register.bodies[words] = " ".join(words)
            register.bodies.setdefault(words[:1], " ".join(words))
        elif len(words) <= 3 and acts:
            register.people.setdefault(words, None)
            register.people.setdefault(words[-1:], None)
            register.bodies.pop(words[-1:], None)
    for words in list(runs.seen):
        if len(words) == 1:
            _demonym(words, register)


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
