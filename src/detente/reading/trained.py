"""The trained tagger's spans as reports: where each stands in its sentences, whose voice it is, and what the rules know of its cue.

The rules keep what the tagger does not see: labelled speakers, the writer's own house, reports without a source, reports inside reports.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.evidence import Span
from detente.reading.attribution import Report, first_person, heard, is_voiced
from detente.reading.chunks import Range
from detente.reading.coreference import Reading, Scene, Voices, voices_of
from detente.reading.cues import cue_lexicon, speech_nouns
from detente.reading.tagger.tagger import spans, tag
from detente.reading.tokens import Token

__all__ = ["trained_reports"]

_RELATIVE = {"who", "whom", "which", "that", "whose"}
_MARKS = {",", ";", ":", ".", "—", "–", "-", '"', "“", "”"}
_ALIKE = 0.5  # Dice's coefficient from which two contents are taken for one


@dataclass(frozen=True)
class _Found:
    """One attribution in character spans."""

    content: tuple[Span, ...]
    cue: Span
    source: Span | None
    doubt: float


def trained_reports(scene: Scene, rules: Sequence[Report], triggers: Mapping[int, Collection[int]]) -> tuple[Report, ...]:
    """The reports of a document by the trained tagger, completed by those of the rules, in the order of their ``reports``.

    ``triggers`` are, for each sentence, the tokens at which the rules found a position. A content that runs over several sentences is one
    report in each. Raises :class:`FileNotFoundError` where there are no weights.
    """
    text, tagged = tag(scene.text)
    ours: list[list[Report]] = [[] for _ in scene.readings]
    ruled: list[list[Report]] = [[] for _ in scene.readings]
    for report in rules:
        ruled[report.sentence].append(report)
    places = _Places(scene)
    for one in tagged:
        found = _Found(
            spans(text, one.content),
            spans(text, (one.cue,))[0],
            spans(text, (one.source,))[0] if one.source else None,
            one.doubt,
        )
        for report in _of_one(scene, places, found, ruled):
            ours[report.sentence].append(report)
    made: list[Report] = []
    for reading, mine, others in zip(scene.readings, ours, ruled, strict=True):
        together = first_person(reading, _together(mine, others, triggers.get(reading.sentence.index, ())))
        made.extend(
            sorted((heard(reading, one) for one in together if not _is_writers(reading, one)), key=lambda r: (r.content[0], -r.content[1]))
        )
    return tuple(made)


def _together(mine: Sequence[Report], rules: Sequence[Report], triggers: Collection[int]) -> list[Report]:
    """One sentence's reports of both kinds. Where the rules took a position their report of it stands: it says by whom we know."""
    if triggers:
        new = [own for own in mine if not any(_same(rule, own) for rule in rules)]
        rules = [_sourced(rule, next((own for own in mine if _same(rule, own)), None)) for rule in rules]
        return [*rules, *(own for own in new if not any(low <= at < high for at in triggers for low, high in (_reach(own),)))]
    kept = [rule for rule in rules if not any(_same(rule, own) for own in mine)]
    silent = [rule for rule in kept if rule.cue is None or rule.unnamed or not rule.voiced or any(_nested(rule, own) for own in mine)]
    return [*mine, *silent]


def _sourced(rule: Report, own: Report | None) -> Report:
    """With the tagger's source where the rule took another noun phrase: *a diplomat who followed the file guessed*."""
    if own is None or own.source is None or not own.voices or (rule.source and _overlap(own.source, rule.source)):
        return rule
    return replace(rule, source=own.source, voices=own.voices)


def _reach(report: Report) -> Range:
    cue = report.cue or report.content
    return (min(report.content[0], cue[0]), max(report.content[1], cue[1]))


def _nested(one: Report, other: Report) -> bool:
    """Whether one report stands in the other's content."""
    return any(b.cue is not None and a.content[0] <= b.cue[0] and b.cue[1] <= a.content[1] for a, b in ((one, other), (other, one)))


def _is_writers(reading: Reading, report: Report) -> bool:
    """*I call that sense*, outside a quotation: the writer reports nobody."""
    if report.source is None or report.voices or report.cue is None:
        return False
    before = sum(token.tag == "Q" for token in reading.tokens[: report.cue[0]])
    return before % 2 == 0 and reading.tokens[report.source[0]].low in {"i", "we", "me", "us"} and reading.sentence.label is None


class _Places:
    """From characters to sentences and tokens."""

    def __init__(self, scene: Scene) -> None:
        self.readings = scene.readings
        self.starts = [reading.sentence.span.start for reading in scene.readings]
        self.rising = all(a <= b for a, b in zip(self.starts, self.starts[1:], strict=False))

    def of(self, span: Span) -> list[tuple[int, Range]]:
        """Each sentence that a span touches, with the tokens of it that the span touches."""
        first = max(bisect_right(self.starts, span.start) - 1, 0) if self.rising else 0
        made = []
        for index in range(first, len(self.readings)):
            if self.rising and self.starts[index] >= span.end:
                break
            tokens = self.readings[index].tokens
            inside = [at for at, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
            if inside:
                made.append((index, (inside[0], inside[-1] + 1)))
        return made


def _of_one(scene: Scene, places: _Places, found: _Found, ruled: Sequence[Sequence[Report]]) -> list[Report]:
    contents: dict[int, Range] = {}
    for span in found.content:
        for index, (start, end) in places.of(span):
            low, high = contents.get(index, (start, end))
            contents[index] = (min(low, start), max(high, end))
    cue_at, cue = next(iter(places.of(found.cue)), (-1, None))
    source_at, source = next(iter(places.of(found.source)), (-1, None)) if found.source else (-1, None)
    whole = source
    if source is not None:
        source = _head(scene.readings[source_at].tokens, source)
    voices = voices_of(scene, source_at, source) if source else ()
    said = _spoken_name(scene.readings[source_at], source) if source and not voices else ()
    made: list[Report] = []
    knows: Report | None = None
    for index in sorted(contents, key=lambda at: at != cue_at):  # the sentence of the cue first
        where = _trimmed(scene.readings[index].tokens, contents[index])
        if where is None:
            continue
        quoted = any(token.tag == "Q" for token in scene.readings[index].tokens[max(0, where[0] - 1) : where[1]]) or _inside(
            scene, index, where
        )
        own_cue = cue if index == cue_at else None
        own_source = source if index == source_at else None
        plain = Report(index, own_cue, where, own_source, voices or (() if own_source else said), quoted=quoted, doubt=found.doubt)
        match = next((rule for rule in ruled[index] if _same(rule, plain)), None)
        if match is None and _is_scrap(scene.readings[index], plain):
            continue
        if index == cue_at:
            knows = match
        made.append(_completed(scene, plain, match or (knows if index != cue_at else None), whole if index == source_at else None))
    return sorted(made, key=lambda r: r.sentence)


def _is_scrap(reading: Reading, plain: Report) -> bool:
    """What makes no claim of its own: a piece of a content whose cue stands in another sentence, unless it is quoted or all of this one."""
    if plain.cue is not None:
        return False
    start, end = plain.content
    verbs = any(token.is_verb or token.tag in {"X", "M"} for token in reading.tokens[start:end])
    return not verbs or not (plain.quoted or end - start >= 0.8 * len(reading.tokens))


def _completed(scene: Scene, plain: Report, rule: Report | None, whole: Range | None) -> Report:
    """With what the rules know of the cue, and their voices where they name some and the tagger's source does not."""
    if rule is not None:
        same_source = plain.source is not None and rule.source is not None and _overlap(whole or plain.source, rule.source)
        voices = rule.voices if rule.voices and (same_source or not plain.voices) else plain.voices
        source = rule.source if same_source and rule.sentence == plain.sentence else plain.source
        return replace(
            plain,
            voices=voices,
            source=source,
            lemma=rule.lemma,
            unnamed=rule.unnamed and plain.source is None and not voices,
            quoted=plain.quoted or (rule.quoted and rule.sentence == plain.sentence),
            negated=rule.negated,
            attitude=rule.attitude,
            voiced=rule.voiced,
        )
    if plain.cue is None:
        return plain
    reading = scene.readings[plain.sentence]
    group = next((g for g in reversed(reading.groups) if plain.cue[0] <= g.head < plain.cue[1]), None)
    cue = cue_lexicon().get(group.lemma) if group else None
    words = [token.low for token in reading.tokens[plain.cue[0] : plain.cue[1]]]
    if group is not None and cue is not None:
        return replace(
            plain,
            lemma=group.lemma,
            negated=group.negated,
            attitude=cue.attitude,
            voiced=(is_voiced(reading, group, cue) or (plain.quoted and not group.negated))
            and not (group.lemma == "ask" and not group.start),
            unnamed=not plain.voices and plain.source is None,
        )
    speaks = plain.quoted or "according" in words or bool(speech_nouns() & set(words)) or words == [":"]
    return replace(
        plain, lemma=group.lemma if group else words[-1], attitude=not speaks, voiced=speaks, negated=bool(group and group.negated)
    )


def _head(tokens: Sequence[Token], where: Range) -> Range:
    """A source without its apposition or relative clause: *Anna Berg, who leads the union* is *Anna Berg*."""
    start, end = where
    stop = next((at for at in range(start + 1, end) if tokens[at].text in {",", "(", "—", "–"} or tokens[at].low in _RELATIVE), end)
    if stop < end and tokens[stop].text == "," and stop + 1 < end and tokens[stop + 1].is_name:
        listed = any(tokens[at].low == "and" and tokens[min(at + 1, end - 1)].is_name for at in range(stop, end))
        return where if listed and not any(t.low in _RELATIVE for t in tokens[start:end]) else (start, stop)
    return (start, stop)


def _spoken_name(reading: Reading, source: Range) -> Voices:
    """The words of a source that names nobody known, for the sentences in which it does not stand itself; a pronoun says nothing there."""
    tokens = reading.tokens[source[0] : source[1]]
    if len(tokens) == 1 and tokens[0].tag in {"O", "W", "D"}:
        return ()
    words = " ".join(token.text for token in (tokens[1:] if tokens[0].low in {"the", "a", "an"} else tokens))
    return ((words[:80], False),) if words else ()


def _trimmed(tokens: Sequence[Token], where: Range) -> Range | None:
    start, end = where
    while start < end and tokens[start].text in _MARKS - {'"', "“"}:
        start += 1
    while start < end and tokens[end - 1].text in _MARKS:
        end -= 1
    return (start, end) if start < end else None


def _inside(scene: Scene, index: int, where: Range) -> bool:
    marks = sum(token.tag == "Q" for token in scene.readings[index].tokens[: where[0]])
    return marks % 2 == 1


def _same(rule: Report, own: Report) -> bool:
    """Whether both report the same words: by one cue, or with contents that are mostly one."""
    if rule.cue and own.cue:
        return _overlap(rule.cue, own.cue)
    shared = min(rule.content[1], own.content[1]) - max(rule.content[0], own.content[0])
    sizes = rule.content[1] - rule.content[0] + own.content[1] - own.content[0]
    return rule.lemma != "label" and 2 * shared >= _ALIKE * sizes


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]
