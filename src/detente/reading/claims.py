"""One claim for each assertion, with its chain of speakers.

The rule of voice, for all sides alike: a body ends the chain only through a reporting cue (a speech verb or a speech noun of its own)
or a quotation. Wishes and dispositions that the writer ascribes (*wants*, *is unwilling*, *agreed*) stay the writer's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from detente.evidence import AUTHOR, Attribution, Span
from detente.reading.attribution import Report
from detente.reading.chunks import Range
from detente.reading.coreference import Reading, Scene
from detente.reading.dates import find_date
from detente.reading.gazetteer import slug
from detente.reading.modality import modality_of
from detente.reading.tokens import Token

__all__ = ["UNNAMED", "ClaimDraft", "chains", "draft_claims", "span_of", "writer"]

UNNAMED = "unnamed report"
_REFERENCE = re.compile(r"^(?:quoted in|see|ibid|source|cf|compare|photo|image)\b", re.IGNORECASE)
_MOST_CHAINS = 4
_RELATIVE = {"who", "whom", "which", "that", "whose"}


@dataclass(frozen=True)
class ClaimDraft:
    """A claim before it has an id; ``where`` are its token indices, ``reach`` those of the words that are claimed."""

    sentence: int
    where: Range
    reach: Range
    chain: tuple[str, ...]
    cue: str
    modality: str
    hedge: str
    said_on: date | None = None
    grip: Range | None = None  # cue and content without the source, which may stand far off
    doubt: float = 0.0

    def holds(self, token: int) -> bool:
        """Whether a token is among the words that report or are reported."""
        start, end = self.grip or self.where
        return start <= token < end


def draft_claims(
    scene: Scene, reports: Sequence[Report], spans: Sequence[Attribution], triggers: Mapping[int, Sequence[int]], *, day: date | None
) -> tuple[ClaimDraft, ...]:
    """Claims of all sentences in text order; ``triggers`` are the tokens of stances, which no claim may leave uncovered."""
    made: list[ClaimDraft] = []
    by_sentence: dict[int, list[int]] = {}
    for number, report in enumerate(reports):
        by_sentence.setdefault(report.sentence, []).append(number)
    heard = _Heard(scene, reports, spans, day)
    for index in range(len(scene.readings)):
        try:
            made.extend(_of_sentence(heard, index, by_sentence.get(index, []), triggers.get(index, ())))
        except (IndexError, ValueError):  # a sentence that breaks costs its claims, never the document
            continue
    return tuple(made)


@dataclass(frozen=True)
class _Heard:
    scene: Scene
    reports: Sequence[Report]
    spans: Sequence[Attribution]
    day: date | None


def _of_sentence(heard: _Heard, index: int, mine: Sequence[int], triggers: Sequence[int]) -> list[ClaimDraft]:
    reading = heard.scene.readings[index]
    words = heard.scene.text[reading.sentence.span.start : reading.sentence.span.end]
    if (reading.sentence.footnote and _REFERENCE.match(words)) or reading.tokens[-1].text == "?":
        return []
    made: list[ClaimDraft] = []
    for unit in _units(reading, [heard.reports[n] for n in mine]):
        speech = [n for n in mine if heard.reports[n].voiced and _within(_hull(heard.reports[n]), unit)]
        drafts = [d for n in speech for d in _reported(heard, n)]
        if not drafts or _leaves_out(reading, unit, drafts, triggers):
            own = _own(heard.scene, index, unit, drafts)
            drafts = [own, *drafts] if own else drafts
        made.extend(drafts)
    return made


def _leaves_out(reading: Reading, unit: Range, drafts: Sequence[ClaimDraft], triggers: Sequence[int]) -> bool:
    """Whether the unit says more than its reports: a stance or a finite verb with a subject stands outside all of them."""
    if any(unit[0] <= token < unit[1] and not any(draft.holds(token) for draft in drafts) for token in triggers):
        return True
    for group, where in zip(reading.groups, reading.subjects, strict=True):
        own = group.kind == "finite" and where is not None and unit[0] <= group.start < unit[1]
        if own and not any(draft.where[0] <= group.head < draft.where[1] for draft in drafts):
            return True
    return False


def _within(inner: Range, outer: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _units(reading: Reading, mine: Sequence[Report]) -> Iterator[Range]:
    """The sentence, cut where a new assertion begins outside every report."""
    tokens = reading.tokens
    inside = {i for r in mine for i in range(*_hull(r)) if r.voiced}
    starts = {f[0] for g, f in zip(reading.groups, reading.subjects, strict=True) if g.kind == "finite" and f and f[1] <= g.start}
    at = 0
    for i in range(1, len(tokens) - 2):
        if i in inside:
            continue
        low = tokens[i].low
        contrast = tokens[i].text == "," and tokens[i + 1].low in {"but", "however", "while", "whereas", "so", "and"}
        fresh = any(s in starts or tokens[s].low == "there" for s in (i + 1, i + 2, i + 3) if s < len(tokens))
        if (
            tokens[i].text == ";"
            or (contrast and fresh)
            or (low == "and" and (i + 1 in starts or tokens[i + 1].low == "there") and i - at > 3)
        ):
            yield (at, i)
            at = i + 1
    yield (at, len(tokens))


def _hull(report: Report) -> Range:
    parts = [report.content, *(p for p in (report.cue, report.source) if p)]
    return (min(p[0] for p in parts), max(p[1] for p in parts))


def _own(scene: Scene, index: int, unit: Range, reported: Sequence[ClaimDraft]) -> ClaimDraft | None:
    """The writer's own claim on a unit; what is only reported in it does not colour its modality."""
    tokens = scene.readings[index].tokens
    start, end = _trimmed(tokens, unit)
    if end <= start or not any(t.is_verb or t.tag in {"X", "M"} for t in tokens[start:end]):
        return None
    said = {at for draft in reported for at in range(*draft.reach)}
    words = "".join(
        " … " if at in said else scene.text[tokens[at].start : tokens[min(at + 1, end - 1)].start] for at in range(start, end - 1)
    )
    modality, hedge = modality_of(words + tokens[end - 1].text)
    return ClaimDraft(index, (start, end), (start, end), (writer(scene),), "", modality.value, hedge)


_OPENERS = {"and", "but", "so", "however", "furthermore", "additionally"}


def _trimmed(tokens: Sequence[Token], unit: Range) -> Range:
    start, end = unit
    while start < end and (tokens[start].text in {",", ";", "—", "-", "–"} or tokens[start].low in _OPENERS):
        start += 1
    return (start, end)


def _reported(heard: _Heard, number: int) -> list[ClaimDraft]:
    scene, report = heard.scene, heard.reports[number]
    sentence = scene.readings[report.sentence].sentence
    start, end = _hull(report)
    cue = _text(scene, report.sentence, report.cue) if report.cue else ""
    outer = " ".join(scene.text[a.cue.start : a.cue.end] for a in _enclosing(heard.spans, number) if a.cue is not None)
    content = _text(scene, report.sentence, report.content)
    modality, hedge = modality_of(content, cue=f"{outer} {cue}".strip(), through_somebody=True)
    inner = span_of(scene, report.sentence, report.content)
    around = f"{scene.text[sentence.span.start : inner.start]} | {scene.text[inner.end : sentence.span.end]}"
    said_on = find_date(around, near=heard.day)  # a date within the content is the content's own
    grip = (min(report.content[0], report.cue[0] if report.cue else start), max(report.content[1], report.cue[1] if report.cue else end))
    doubt = round(heard.spans[number].doubt, 2)
    made: list[ClaimDraft] = []
    told = scene.readings[report.sentence].tokens[report.content[0] : report.content[1]]
    before = scene.readings[report.sentence].tokens[max(0, report.cue[0] - 1)].tag if report.cue else ""
    if report.lemma == "call" and told[0].tag == "NP" and (before == "N" or all(token.tag in {"NP", ".", "P"} for token in told)):
        return []  # a man called Berg
    parts = _parts(scene.readings[report.sentence].tokens, report.content)
    for chain in chains(heard.reports, heard.spans, number, scene):
        for at, part in enumerate(parts):
            where, held = ((start, end), grip) if len(parts) == 1 else (part, part)
            if at == 0 and len(parts) > 1:
                where, held = (start, max(part[1], report.cue[1] if report.cue else 0)), (grip[0], part[1])
            made.append(ClaimDraft(report.sentence, where, part, chain, cue, modality.value, hedge, said_on, held, doubt))
    return made


def _parts(tokens: Sequence[Token], content: Range) -> list[Range]:
    """*That the quay is shut, that nobody knew and that it stays so* is said in three claims."""
    parts, start = [], content[0]
    for at in range(content[0] + 3, content[1] - 3):
        joined = tokens[at - 1].text in {",", ";"} or tokens[at - 1].low in {"and", "but", "or"}
        if tokens[at].low == "that" and tokens[at].tag in {"S", "D"} and joined and tokens[content[0]].low == "that":
            end = at
            while tokens[end - 1].text in {",", ";"} or tokens[end - 1].low in {"and", "but", "or"}:
                end -= 1
            parts.append((start, end))
            start = at
    return [*parts, (start, content[1])]


def _text(scene: Scene, sentence: int, where: Range) -> str:
    span = span_of(scene, sentence, where)
    return scene.text[span.start : span.end]


def _enclosing(spans: Sequence[Attribution], number: int) -> Iterator[Attribution]:
    at = spans[number].within
    for _ in range(8):
        if at is None:
            return
        yield spans[at]
        at = spans[at].within


def chains(reports: Sequence[Report], spans: Sequence[Attribution], number: int, scene: Scene) -> list[tuple[str, ...]]:
    """The chains of speakers of one report, outermost first; several when the source coordinates several voices."""
    links: list[list[str]] = []
    at: int | None = number
    seen: set[int] = set()
    while at is not None and at not in seen:
        seen.add(at)
        report = reports[at]
        if report.voiced:
            links.extend([names] if (names := _names(report, scene)) else [])
        at = spans[at].within
    found = [tuple(chain) for chain in product([writer(scene)], *(reversed(links) if links else [[UNNAMED]]))]
    return [_without_echo(chain) for chain in found[:_MOST_CHAINS]]


def writer(scene: Scene) -> str:
    """The outermost voice: the body whose own words the whole text is, else the author."""
    return slug(scene.register.house) if scene.register.house else AUTHOR


def _without_echo(chain: tuple[str, ...]) -> tuple[str, ...]:
    """A voice that reports itself, however far down, is one link: the innermost, which is whose words they are."""
    kept = [link for at, link in enumerate(chain) if link not in chain[at + 1 :]]
    return tuple(kept)


def _names(report: Report, scene: Scene) -> list[str]:
    if report.voices:
        return [slug(name) if is_body else name for name, is_body in report.voices]
    if report.unnamed or report.source is None:
        return [UNNAMED]
    tokens = scene.readings[report.sentence].tokens
    first = tokens[report.source[0]]
    end = next(
        (i for i in range(report.source[0] + 1, report.source[1]) if tokens[i].low in _RELATIVE or tokens[i].text == ","), report.source[1]
    )
    if end - report.source[0] == 1 and first.tag in {"O", "W", "D"}:
        return [] if first.low in _RELATIVE else [UNNAMED]
    words = re.sub(r"\s+", " ", scene.text[first.start : tokens[end - 1].end])
    return [re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)[:80] or UNNAMED]


def span_of(scene: Scene, sentence: int, where: Range) -> Span:
    """Token indices to a span of the stored text."""
    tokens = scene.readings[sentence].tokens
    return Span(tokens[where[0]].start, tokens[where[1] - 1].end)
