"""Build the register of a document: which names are bodies, which are people and for whom they speak, which are outlets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.reading.bodies import settle, shortened, stem
from detente.reading.chunks import Range, noun_phrase_after
from detente.reading.gazetteer import NameKind, leaders, outlet_names, surfaces
from detente.reading.house import house_of
from detente.reading.letters import addressee_of
from detente.reading.lexicon import body_words, closed_class
from detente.reading.names import Runs, count_runs, named_runs, run_words
from detente.reading.parties import COMPANY_NOUNS, COMPANY_TAILS, NAMED_GROUPS, OWN_BODIES, Register, head_of, mentions
from detente.reading.people import Before, described, introduce, last_body, stripped
from detente.reading.sentences import Sentence
from detente.reading.standing import stand_for
from detente.reading.structure import Kind, Structure
from detente.reading.tagging import tokenize
from detente.reading.tokens import Token

__all__ = ["build_register"]

_FIRMS = {"company", "firm", "employer", "bidder", "bank", "utility", "operator"}
_PAPERS = frozenset(
    "newspaper daily weekly magazine paper letter newsletter tabloid broadcaster website blog journal portal newswire".split()
)
_SEATED = {"county", "city", "town", "district", "village", "state"}
_STEADY = {
    "party",
    "union",
    "council",
    "ministry",
    "house",
    "army",
    "front",
    "movement",
    "department",
    "alliance",
    "fund",
    "league",
    "county",
}
_COUNTS = frozenset("two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds both".split())
_ANYBODYS = {"group", "movement"} | NAMED_GROUPS
_PLURALS = {"fishermen", "staff", "crew"}


def build_register(sentences: Sequence[Sentence], parts: Structure | None = None, text: str = "") -> Register:
    """Two passes: introductions may stand after the first mention. The dateline of ``parts`` says where the text was filed."""
    register = Register()
    seat = surfaces().get(tuple((parts.place or "").title().split())) if parts else None
    register.seat = seat.body if seat and seat.kind is NameKind.metonym else ""
    runs = Runs()
    lower = {token.text for sentence in sentences for token in sentence.tokens if not token.is_name}
    named = [(sentence, list(named_runs(sentence.tokens, lower))) for sentence in sentences]
    for sentence, spans in named:
        count_runs(sentence.tokens, spans, runs)
    _organisations([*_above(text, parts), *named], register)
    _apposed_bodies(named, register)
    _labels(text, parts, register)
    _general_bodies(sentences, register)
    _governments(sentences, register, runs)
    for _ in range(2):
        _introductions(named, register, runs)
    settle(runs, register)
    _introductions(named, register, runs)
    shortened(runs, register)
    _introductions(named, register, runs)
    stand_for(named, runs, register)
    _introductions(named, register, runs)
    _leaders(runs, register)
    for words in runs.he:
        if words in register.people and 2 * runs.she[words] != runs.he[words]:
            register.genders[words[-1:]] = "she" if 2 * runs.she[words] > runs.he[words] else "he"
    if parts:
        register.house = house_of(text, parts, register)
        register.addressee = addressee_of(text, parts, register)
    return register


def _above(text: str, parts: Structure | None) -> list[tuple[Sentence, list[Range]]]:
    """The lines of header, title and headings, as sentences to look for names in; one in capitals is read with capital initials."""
    made: list[tuple[Sentence, list[Range]]] = []
    for part in parts.parts if parts else ():
        if part.kind in {Kind.body, Kind.footnote}:
            continue
        for line in text[part.span.start : part.span.end].splitlines():
            words = re.sub(r"\w[\w'’]*", lambda found: _capital(found.group()), line) if line.isupper() else line
            tokens = tokenize(words)
            made.append((Sentence(-1, part.span, tokens, part.paragraph), list(named_runs(tokens, set()))))
    return made


def _capital(word: str) -> str:
    return word.lower() if word.lower() in closed_class() else word.capitalize()


def _leaders(runs: Runs, register: Register) -> None:
    """*Macron* without an introduction speaks for France, unless the text knows somebody else of that name."""
    for words in runs.seen:
        others = [
            known for known in runs.seen if len(known) > 1 and known[-1:] == words and known not in leaders() and not _is_title(known[0])
        ]
        if words in leaders() and not others and not register.people.get(words):
            register.bodies.pop(words, None)
            register.people[words] = leaders()[words]
            register.called(leaders()[words], " ".join(words))


_LABELLED = re.compile(r"^(?P<person>[^(]+?) \((?:(?:for|of) )?(?:the )?(?P<body>[A-Z][^()]+)\)$")


def _labels(text: str, parts: Structure | None, register: Register) -> None:
    """*Ms Berg (Harbour Lines):* in front of a turn says whom Ms Berg speaks for in every turn; so does *STUDENTS (Ida Berg):*."""
    for part in parts.parts if parts else ():
        found = _LABELLED.match(text[part.label.start : part.label.end]) if part.label else None
        if found is None:
            continue
        body = tuple(found["body"].replace("’", "'").split())
        if found["person"].isupper() and not found["body"].isupper() and not _is_organised_name(body, register):
            _spoken_for(found["person"].lower(), _named_person(found["body"]), register)
            continue
        name = surfaces()[body].body if body in surfaces() else register.bodies.setdefault(body, " ".join(body))
        person = _named_person(found["person"])
        for surface in {person, person[-1:]} - {()}:
            register.people[surface] = name
        register.generic.setdefault(body[-1].lower(), name)
        if body[-1].lower() in COMPANY_TAILS:
            register.companies.add(name)


def _named_person(label: str) -> tuple[str, ...]:
    return tuple(w for w in label.split() if not _is_title(w) and w.lower().rstrip(".") not in {"mr", "ms", "mrs", "dr", "prof"})


def _is_organised_name(words: tuple[str, ...], register: Register) -> bool:
    return words in register.bodies or words in surfaces() or words[-1].lower() in body_words("ORGTAIL") | COMPANY_TAILS


def _spoken_for(label: str, person: tuple[str, ...], register: Register) -> None:
    """Who speaks under a general label speaks for the one body in whose name the label's word stands; else for nobody."""
    holding = {name for name in register.bodies.values() if stem(label) in {stem(word.partition("'")[0]) for word in name.split()}}
    owner = holding.pop() if len(holding) == 1 else None
    for surface in {person, person[-1:]} - {()}:
        register.people[surface] = owner
    if owner:
        register.generic.setdefault(label, owner)


def _is_title(word: str) -> bool:
    return word.lower() in body_words("TITLE") | body_words("ROLE")


def _introductions(named: Sequence[tuple[Sentence, list[Range]]], register: Register, runs: Runs) -> None:
    """What each pass finds is found afresh: the next one knows more bodies than the one before."""
    before = Before()
    register.said.clear()
    register.offices.clear()
    register.roles = {role: body for role, body in register.roles.items() if role == "government"}
    for sentence, spans in named:
        described(sentence, register, runs, before)
        for span in spans:
            introduce(sentence, span, register, runs, before)
        people = [words for span in spans if (words := run_words(sentence.tokens, stripped(sentence.tokens, span)[0])) in register.people]
        bodies = [m.name for m in mentions(sentence.tokens, register) if m.kind == "body" and m.form != NameKind.metonym]
        before = before.after(last_body(sentence.tokens, register), bodies, people[-1] if people else ())


def _organisations(named: Sequence[tuple[Sentence, list[Range]]], register: Register) -> None:
    for sentence, spans in named:
        tokens = sentence.tokens
        for start, end in spans:
            words = run_words(tokens, (start, end))
            if words in surfaces() or words in outlet_names() or words in leaders():
                continue
            if words[:-1] in surfaces() and words[-1].lower() not in body_words("ORGTAIL"):
                continue
            first, last = words[0].lower(), words[-1].lower()
            if len(words) == 1 and first in {"ministry", "department"}:
                continue
            paper = len(words) > 1 and first in {"daily", "evening", "morning", "weekly"} and tokens[start - 1 if start else 0].low == "the"
            if paper or (start and tokens[start - 1].low in _PAPERS and tokens[start - 1].tag == "N"):
                register.outlets[words] = " ".join(words)
                continue
            after = tokens[end].low if end < len(tokens) else ""
            if last in body_words("OUTTAIL") and len(words) > 1 and tokens[start - 1 if start else 0].low == "the":
                register.outlets[words] = "The " + " ".join(words)
            elif _is_body_name(tokens, (start, end), words):
                name = _display(tokens, (start, end))
                register.bodies[words] = name
                if first in {"ministry", "department"}:
                    register.generic.setdefault(first, name)
                if last in COMPANY_TAILS:
                    register.companies.add(name)
                _short_forms(tokens, (start, end), name, register, after=after)


def _is_body_name(tokens: Sequence[Token], span: Range, words: tuple[str, ...]) -> bool:
    """*The Civic Union*, *the Guild of Ferrymen*, *the Herders' Bond*: a noun for bodies at the end or before *of*, or an owner of many."""
    first, last, start = words[0].lower(), words[-1].lower(), span[0]
    bodies = body_words("ORGTAIL")
    if last in bodies and (len(words) > 1 or last.endswith("s")) and last != "treaty":
        return True
    head = next((words[at - 1].lower() for at in range(1, len(words)) if words[at] in {"of", "for"}), "")
    owned = "'" in words[1:-1] and tokens[start - 1 if start else 0].low == "the"
    return head in bodies - {"treaty", "university", "party"} or first == "ministry" or owned


def _apposed_bodies(named: Sequence[tuple[Sentence, list[Range]]], register: Register) -> None:
    """*Kestrel, the largest employer,* is a body, whatever its name looks like."""
    for sentence, spans in named:
        tokens = sentence.tokens
        for start, end in spans:
            words = run_words(tokens, (start, end))
            _named_after_role(sentence, (start, end), register)
            if end + 2 >= len(tokens) or tokens[end].text != "," or tokens[end + 1].low not in {"the", "a", "an"} or words in surfaces():
                continue
            phrase = noun_phrase_after(tokens, end + 1)
            head = tokens[head_of(tokens, phrase)].low if phrase else ""
            if head in body_words("GROUP") - OWN_BODIES and words not in outlet_names():
                name = register.bodies.setdefault(words, " ".join(words))
                if head in _FIRMS:
                    register.companies.add(name)


def _named_after_role(sentence: Sentence, span: Range, register: Register) -> None:
    """*The operator, Metroline, has offered*: a general noun, then its name."""
    tokens, (start, end) = sentence.tokens, span
    if start < 3 or tokens[start - 1].text != "," or tokens[start - 3].low != "the" or end >= len(tokens) or tokens[end].text != ",":
        return
    noun, words = tokens[start - 2].low, run_words(tokens, span)
    if noun in body_words("GROUP") - OWN_BODIES and words not in surfaces() and words not in outlet_names():
        name = register.bodies.setdefault(words, " ".join(words))
        register.generic.setdefault(noun, name)
        if noun in _FIRMS:
            register.companies.add(name)


def _display(tokens: Sequence[Token], span: Range) -> str:
    made = ""
    for index in range(*span):
        glue = "" if index == span[0] or tokens[index].start == tokens[index - 1].end else " "
        made += glue + tokens[index].text
    return made


def _short_forms(tokens: Sequence[Token], span: Range, name: str, register: Register, *, after: str) -> None:
    words = run_words(tokens, span)
    tail = words[-1].lower()
    if after == "(" and span[1] + 2 < len(tokens) and tokens[span[1] + 2].text == ")" and tokens[span[1] + 1].text.isupper():
        short = tokens[span[1] + 1].text
        register.bodies[(short,)] = name
        register.called(name, short)
    head = next((words[at - 1].lower() for at in range(1, len(words)) if words[at] in {"of", "for"}), "")
    if len(words) == 2 and tail not in _STEADY:
        register.bodies.setdefault(words[:1], name)
    kind = (head or tail).rstrip(".")
    register.generic.setdefault(kind, name)
    register.kinds.setdefault(kind, [])
    if name not in register.kinds[kind]:
        register.kinds[kind].append(name)


def _general_bodies(sentences: Sequence[Sentence], register: Register) -> None:
    """*The dockers' union* makes a body; *the union* after it is the same one, if it is the only union there."""
    phrases = [phrase for sentence in sentences for phrase in _phrases(sentence.tokens)]
    longer: dict[str, list[str]] = {}
    for key, shown in phrases:
        words = key.split()
        if len(words) > 1:
            register.generic.setdefault(key, shown)
            longer.setdefault(words[-1], []).append(shown)
            if len(words) == 2 and words[0] in _SEATED and words[1] in {"council", "government"}:
                register.generic.setdefault(words[0], shown)
    for key, shown in phrases:
        if key in _ANYBODYS and not longer.get(key):
            continue  # any group of people, no body of its own
        named_company = key in COMPANY_NOUNS and bool(register.companies)  # decided where it is said
        if len(key.split()) == 1 and not named_company:
            others = dict.fromkeys(longer.get(key, ()))
            register.generic.setdefault(key, next(iter(others)) if len(others) == 1 else shown)


def _phrases(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    found = []
    for at, token in enumerate(tokens):
        owns = at + 1 < len(tokens) and tokens[at + 1].tag == "'s" and tokens[at + 1].low != "'s"
        if not owns and token.low in body_words("GROUP") | NAMED_GROUPS and token.tag in {"N", "NP"} and _is_common(tokens, at):
            found.append(_general_phrase(tokens, at))
    return [phrase for phrase in found if phrase]


def _is_common(tokens: Sequence[Token], at: int) -> bool:
    """Written small, or the first word, or *the Municipality* alone, as formal texts write it."""
    alone = at > 0 and tokens[at - 1].low == "the" and not (at + 1 < len(tokens) and tokens[at + 1].is_name)
    return not tokens[at].is_name or at == 0 or alone


def _governments(sentences: Sequence[Sentence], register: Register, runs: Runs) -> None:
    """*The Government* after *the Government of Zembia*: that one, if the text names no other."""
    owners = set()
    for sentence in sentences:
        tokens = sentence.tokens
        for at in range(len(tokens) - 2):
            if tokens[at].low == "government" and tokens[at + 1].low == "of" and tokens[at + 2].is_name:
                words = (tokens[at + 2].text,)
                entry = surfaces().get(words)
                owners.add(entry.body if entry else words[0])
                if entry is None and runs.seen[words]:
                    register.bodies.setdefault(words, words[0])
    if len(owners) == 1:
        register.roles["government"] = owners.pop()


def _general_phrase(tokens: Sequence[Token], head: int) -> tuple[str, str] | None:
    start = head
    while start > 0 and tokens[start - 1].tag in {"N", "'s"} and tokens[start - 1].low != "'s":
        start -= 1
    while start < head and tokens[start].tag == "'s":
        start += 1
    before = tokens[start - 1] if start else None
    if any(token.tag == "#" or token.low in _COUNTS for token in tokens[max(0, start - 1) : head]):
        return None
    definite = before is not None and (before.low == "the" or before.tag == "'s")
    name = tokens[start].text if tokens[start].is_name else ""
    bare_plural = (tokens[head].low.endswith("s") or tokens[head].low in _PLURALS) and (
        before is None or before.tag in {".", "Q", "S", "C"} or before.is_verb
    )
    named = before is not None and before.tag == "NP"
    if named and tokens[head].low not in OWN_BODIES | NAMED_GROUPS:
        return None
    if tokens[head].low in NAMED_GROUPS and not (definite or (named and start > 1 and tokens[start - 2].low in {"the", "'s"})):
        return None
    if before is not None and before.tag == "'s" and tokens[start - 2].is_name and tokens[head].low not in OWN_BODIES:
        return None
    if not (
        definite
        or bare_plural
        or tokens[head].low == "management"
        or (named and tokens[head].low in OWN_BODIES | NAMED_GROUPS)
        or (before is None and name)
    ):
        return None
    first = start - 1 if named else start
    words = [t.low for t in tokens[first : head + 1] if t.tag != "'s"]
    shown = _display(tokens, (first, head + 1))
    shown = shown.lower() if shown.isupper() else shown
    return " ".join(words), shown[:1].lower() + shown[1:] if not named else shown
