"""Who stands in sight of each sentence: bodies by name, by the people who speak for them, by general nouns; people who speak for nobody.

What is found here is put to the trained network as its slots; see :mod:`detente.reading.tagger.slots`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.evidence import Span
from detente.reading.coreference import Reading, Scene
from detente.reading.gazetteer import NameKind
from detente.reading.humans import full_name
from detente.reading.parties import EntityKind
from detente.reading.pointed import pointed
from detente.reading.tagger.slots import Named
from detente.reading.tagger.wordpieces import Word

__all__ = ["Question", "Seen", "questions", "sighted"]

_BEFORE = 80  # words before a sentence that may be shown with it
_HEADING = 20  # words of a line that may say who speaks below it
_ARTICLES = {"the", "a", "an"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention at ``span`` of the text of the body ``name``, or of somebody who speaks for nobody (``is_body`` false)."""

    span: Span
    name: str
    is_body: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One sentence to be put to the network: word ranges as :func:`detente.reading.tagger.slots.ask` takes them."""

    sentence: tuple[int, int]
    before: tuple[int, int]
    lead: tuple[int, int] | None
    voice: int | None


def sighted(scene: Scene) -> tuple[Seen, ...]:
    """The mentions of bodies and people in all sentences and in the labels of turns, in text order, without overlaps."""
    found: dict[int, Seen] = {}
    for reading in scene.readings:
        for seen in (*_phrases(scene, reading), *_names(scene, reading), *_label(scene, reading)):
            if not any(
                seen.span.start < other.span.end and other.span.start < seen.span.end for other in found.values() if near(seen, other)
            ):
                found[seen.span.start] = seen
    for seen in _in_headings(scene):
        if not any(seen.span.start < other.span.end and other.span.start < seen.span.end for other in found.values() if near(seen, other)):
            found[seen.span.start] = seen
    return tuple(found[start] for start in sorted(found))


def _in_headings(scene: Scene) -> Iterator[Seen]:
    """Bodies and who speaks for them in lines that are no part of a sentence, in whatever capitals: *DECLARATION OF NORLAND*."""
    covered = sorted((reading.sentence.span for reading in scene.readings), key=lambda span: span.start)
    surfaces = {" ".join(words): name for words, name in scene.register.people.items() if name and len(words) > 1}
    surfaces.update({" ".join(words): name for words, name in scene.register.bodies.items() if words})
    if not surfaces:
        return
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(surfaces, key=lambda form: (-len(form), form))))})(?!\w)", re.IGNORECASE
    )
    low = {form.casefold(): name for form, name in surfaces.items()}
    at = 0
    for gap in (*covered, Span(len(scene.text), len(scene.text))):
        for match in pattern.finditer(scene.text, at, max(at, gap.start)):
            name = low.get(match.group().casefold())
            if name is not None:
                yield Seen(Span(match.start(), match.end()), name)
        at = max(at, gap.end)


def near(one: Seen, other: Seen) -> bool:
    """Whether two mentions could overlap at all; most stand far apart."""
    return abs(one.span.start - other.span.start) < 200


def _names(scene: Scene, reading: Reading) -> Iterator[Seen]:
    for mention in reading.known:
        where = Span(reading.tokens[mention.start].start, reading.tokens[mention.end - 1].end)
        if mention.kind is EntityKind.body and mention.form is not NameKind.demonym:
            yield Seen(where, mention.name)
        elif mention.kind is EntityKind.person:
            yield Seen(where, " ".join(full_name(scene.register, tuple(mention.name.split()))), is_body=False)


def _phrases(scene: Scene, reading: Reading) -> Iterator[Seen]:
    """What points at a body without its name: *the foreign minister*, *its chairman*."""
    for (start, end), name in pointed(scene, reading.sentence.index):
        yield Seen(Span(reading.tokens[start].start, reading.tokens[end - 1].end), name)


def _label(scene: Scene, reading: Reading) -> Iterator[Seen]:
    label = reading.sentence.label
    if label is None:
        return
    words = tuple(scene.text[label.start : label.end].replace("’", "'").casefold().split())
    known: dict[tuple[str, ...], str] = {}
    for surface, body in (*scene.register.people.items(), *scene.register.bodies.items()):
        if body:
            known[tuple(word.casefold() for word in surface)] = body
            if surface in scene.register.people:
                known.setdefault((surface[-1].casefold(),), body)
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if name := known.get(words[start:end]):
                yield Seen(label, name)
                return
    whole = " ".join(words)
    name = scene.register.generic.get(whole) or scene.register.generic.get(whole.partition(" (")[0])
    if name:
        yield Seen(label, name)


def named_words(text: Sequence[Word], seen: Sequence[Seen], number: Mapping[str, int]) -> tuple[Named, ...]:
    """Mentions in word numbers, each with an article before it; ``number`` gives each body's."""
    starts = [word.span.start for word in text]
    made: list[Named] = []
    for one in seen:
        start, end = bisect_left(starts, one.span.start), bisect_left(starts, one.span.end)
        if start and text[start - 1].text.lower() in _ARTICLES and (not made or made[-1].end < start):
            start -= 1
        if start < end and (not made or made[-1].end <= start):
            made.append(Named(start, end, number[one.name]))
    return tuple(made)


def questions(scene: Scene, text: Sequence[Word], named: Sequence[Named], house: int | None) -> tuple[Question | None, ...]:
    """One for each sentence of the scene; none for a sentence in sight of which no party stands."""
    starts = [word.span.start for word in text]
    covered = {text[at].paragraph for reading in scene.readings for at in _range(starts, reading.sentence.span)}
    headings = _headings(text, named, covered)
    holders = [mention.start for mention in named]
    made: list[Question | None] = []
    for reading in scene.readings:
        inside = _range(starts, reading.sentence.span)
        if not inside:
            made.append(None)
            continue
        label = _range(starts, reading.sentence.label) if reading.sentence.label else None
        heading = next((h for h in reversed(headings) if h[1] <= inside.start), None) if label is None else None
        lead = (label.start, label.stop) if label else heading
        before = (max(0, inside.start - _BEFORE, label.stop if label and label.stop > inside.start - _BEFORE else 0), inside.start)
        voice = house if label is None else None
        sees = voice is not None or any(
            bisect_left(holders, low) < bisect_left(holders, high) for low, high in ((before[0], inside.stop), lead or (0, 0))
        )
        made.append(Question((inside.start, inside.stop), before, lead, voice) if sees else None)
    return tuple(made)


def _range(starts: Sequence[int], span: Span) -> range:
    return range(bisect_left(starts, span.start), bisect_left(starts, span.end))


def _headings(text: Sequence[Word], named: Sequence[Named], covered: set[int]) -> list[tuple[int, int]]:
    """Lines without a sentence that name a party: *Declaration of Norland*."""
    lines: dict[int, list[int]] = {}
    for at, word in enumerate(text):
        if word.paragraph not in covered:
            lines.setdefault(word.paragraph, []).append(at)
    return [
        (line[0], line[-1] + 1)
        for line in lines.values()
        if len(line) <= _HEADING and any(line[0] <= mention.start <= line[-1] for mention in named)
    ]
