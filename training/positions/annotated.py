"""Annotated accounts and sentences as questions with their answers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.evidence import Document, Span
from detente.reading.coreference import Scene, scene
from detente.reading.names import joined_names
from detente.reading.quotations import quotations
from detente.reading.sentences import sentences
from detente.reading.sight import Question, Seen, named_words, questions, sighted
from detente.reading.spotting import registered
from detente.reading.structure import structure
from detente.reading.tagger.slots import Named
from detente.reading.tagger.wordpieces import Word, words

__all__ = ["SOMEBODY", "Answer", "Text", "Voice", "accounts", "single"]

SOMEBODY = -1  # a voice that is no slot: an official, analysts, nobody named

Row = dict[str, Any]
_PRONOUNS = set("he she it they we i you us them our his her its their who both".split())


@dataclass(frozen=True)
class Answer:
    """A position: of which party, which stance, and the words of its clause."""

    party: int
    stance: str
    polarity: str
    start: int
    end: int


@dataclass(frozen=True)
class Voice:
    """An attributed content: who says it (a number as in ``named``, or :data:`SOMEBODY`), and its words in this sentence."""

    who: int
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """One text with its questions; ``answers``, ``voices`` and ``traps`` (party or None, phenomenon, words) go with them."""

    name: str
    words: tuple[Word, ...]
    named: tuple[Named, ...]
    questions: tuple[Question | None, ...]
    answers: tuple[tuple[Answer, ...], ...]
    voices: tuple[tuple[Voice, ...], ...]
    traps: tuple[tuple[tuple[int | None, str, int, int], ...], ...]
    lost: int  # positions that stand in no sentence that was read, or whose party was not found


def accounts(folder: Path, *, found: bool) -> Iterator[Text]:
    """The accounts of a folder, with parties as annotated, or as the reader finds them (``found``)."""
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        yield _text(path.stem, text, rows, found=found)


def single(path: Path) -> Iterator[Text]:
    """The sentences of a JSON Lines file, each a text of its own."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        parties = [{"kind": "party", "id": key, "name": name, "aliases": []} for key, name in row["parties"].items()]
        yield _text(f"sentence {number}", row["text"], [*parties, *row["rows"]], found=False)


def staged(text: str) -> Scene:
    """The sentences of a text with its names, as the reader sees them."""
    document = Document("text", text)
    parts = structure(document)
    split = joined_names(sentences(text, parts, quotations(document)))
    return scene(text, split, registered(split, parts, text))


def _text(name: str, text: str, rows: Sequence[Row], *, found: bool) -> Text:
    stage = staged(text)
    parsed = words(text)
    gold = [row for row in rows if row["kind"] == "party"]
    number = {row["id"]: at for at, row in enumerate(gold)}
    seen = sighted(stage)
    same = _same(gold, seen)
    people: dict[str, int] = {}
    for one in seen:
        same.setdefault(one.name, len(gold) + len(same) if one.is_body else _person(one.name, people))
    house = same.get(stage.register.house) if stage.register.house else None
    named = named_words(parsed, seen, same) if found else _written(text, parsed, gold, rows, seen, people)
    asked = questions(stage, parsed, named, house if found or (house is not None and house < len(gold)) else None)
    answers: list[list[Answer]] = [[] for _ in asked]
    voices: list[list[Voice]] = [[] for _ in asked]
    traps: list[list[tuple[int | None, str, int, int]]] = [[] for _ in asked]
    lost = 0
    for row in rows:
        if row["kind"] == "claim" and len(row["speaker"]) > 1:
            at, last = text.find(row["quote"]), row["speaker"][-1]
            who = number.get(last, people.get(_surname(last), SOMEBODY))
            for where, reading in enumerate(stage.readings):
                span = reading.sentence.span
                low, high = max(at, span.start), min(at + len(row["quote"]), span.end)
                if low < high and asked[where] is not None:
                    voices[where].append(Voice(who, *_words(parsed, low, high)))
        if row["kind"] not in {"position", "trap"}:
            continue
        at = text.find(row["quote"])
        start, end = _words(parsed, at, at + len(row["quote"]))
        where = next((i for i, r in enumerate(stage.readings) if r.sentence.span.start <= at < r.sentence.span.end), None)
        question = asked[where] if where is not None else None
        if question is None or where is None:
            lost += row["kind"] == "position"
            continue
        if row["kind"] == "trap":
            traps[where].append((number[row["party"]] if row["party"] else None, row["phenomenon"], start, end))
        else:
            end = min(end, question.sentence[1])
            answers[where].append(Answer(number[row["party"]], row["stance"], row["polarity"], start, max(end, start + 1)))
    return Text(name, parsed, named, asked, tuple(map(tuple, answers)), tuple(map(tuple, voices)), tuple(map(tuple, traps)), lost)


def _words(text: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    inside = [at for at, word in enumerate(text) if word.span.start < end and start < word.span.end]
    return inside[0], inside[-1] + 1


def _same(gold: Sequence[Row], seen: Sequence[Seen]) -> dict[str, int]:
    """Found names to annotated parties, by a shared name or alias."""
    known = {bare(name): at for at, row in enumerate(gold) for name in (row["name"], *row["aliases"])}
    return {one.name: known[bare(one.name)] for one in seen if bare(one.name) in known}


def bare(name: str) -> str:
    """A name without article, capitals, marks and possessive."""
    plain = " ".join(re.findall(r"\w+", re.sub(r"['’]s\b", "", name.casefold())))
    return re.sub(r"^(?:the|a|an|its|his|her|their) ", "", plain)


_PEOPLE = 1000  # people who speak for nobody are numbered from here


def _person(name: str, people: dict[str, int]) -> int:
    return people.setdefault(_surname(name), _PEOPLE + len(people))


def _surname(name: str) -> str:
    return re.sub(r"['’]s?$", "", name.rsplit(maxsplit=1)[-1].casefold()) if name.strip() else ""


def _is_name(speaker: str) -> bool:
    """Whether the words for a speaker are a person's name: *Captain Sunniva Quill*, not *the newspapers*."""
    words = speaker.split()
    return 0 < len(words) < 5 and words[0] not in {"The", "A", "An"} and words[0][:1].isupper() and words[-1][:1].isupper()


def _written(
    text: str, parsed: Sequence[Word], gold: Sequence[Row], rows: Sequence[Row], seen: Sequence[Seen], people: dict[str, int]
) -> tuple[Named, ...]:
    """Every place at which an annotated name or alias stands, longest first, and where people stand who speak for nobody."""
    parties = {row["id"] for row in gold}
    for row in rows:
        if row["kind"] == "claim" and row["speaker"][-1] not in parties and _is_name(row["speaker"][-1]):
            _person(row["speaker"][-1], people)
    forms = sorted(((form, at) for at, row in enumerate(gold) for form in _forms(row)), key=lambda item: (-len(item[0]), item))
    known = {_surname(form) for form, _ in forms}
    alone = {one.name for one in seen if not one.is_body and _surname(one.name) not in known}
    alone |= {row["speaker"][-1] for row in rows if row["kind"] == "claim" and _surname(row["speaker"][-1]) in people}
    alone |= {name.split()[-1] for name in alone}
    forms += sorted(((name, people[_surname(name)]) for name in alone if _surname(name) in people), key=lambda item: (-len(item[0]), item))
    taken = [False] * len(text)
    made: list[Seen] = []
    number: dict[str, int] = {}
    for form, at in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                made.append(Seen(Span(match.start(), match.end()), form))
                number[form] = at
    return named_words(parsed, sorted(made, key=lambda one: one.span.start), number)


def _forms(row: Row) -> set[str]:
    made: set[str] = set()
    for name in (row["name"], *row["aliases"]):
        if name.lower() in _PRONOUNS or len(name) < 2:
            continue
        bare_form = re.sub(r"^(?:the|a|an) ", "", name, flags=re.IGNORECASE)
        made |= {name, name[0].upper() + name[1:]}
        if name != bare_form:
            made |= {"the " + bare_form, "The " + bare_form}
            if bare_form[0].isupper():
                made.add(bare_form)
    return made


if __name__ == "__main__":
    for found in (False, True):
        count: Counter[str] = Counter()
        for text in accounts(Path("corpus/develop"), found=found):
            in_sight = 0
            for question, answers in zip(text.questions, text.answers, strict=True):
                for a in answers:
                    low, high = question.before[0], question.sentence[1]
                    lead = question.lead or (0, 0)
                    in_sight += a.party == question.voice or any(
                        m.party == a.party and (low <= m.start < high or lead[0] <= m.start < lead[1]) for m in text.named
                    )
            total = sum(map(len, text.answers)) + text.lost
            print(
                text.name,
                found,
                total,
                "lost",
                text.lost,
                "in sight",
                in_sight,
                "asked",
                sum(q is not None for q in text.questions),
                "of",
                len(text.questions),
            )
            count.update(total=total, lost=text.lost, sight=in_sight)
        print(count)
