"""Source, cue and content: who is reported to say or want what.

:func:`attributions` is the plain interface (evidence types only). :func:`reports` is the richer one the rest of the reader uses:
it also knows which voices the source names. Both can be replaced by any other tagger that yields the same spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.evidence import Attribution, Span
from detente.reading.chunks import Range, VerbGroup, noun_phrase_after
from detente.reading.contents import clause_end, content_after, content_before, ends_clause, over_adjuncts, quote_next, without_stop
from detente.reading.coreference import Reading, Scene, Voices, voices_of
from detente.reading.cues import Cue, cue_lexicon
from detente.reading.mood import hypothetical
from detente.reading.tokens import Token

__all__ = ["Report", "attributions", "first_person", "heard", "is_voiced", "reports"]


@dataclass(frozen=True)
class Report:
    """One reported content, in token indices of sentence ``sentence``; ``unnamed`` is a passive report without a source."""

    sentence: int
    cue: Range | None
    content: Range
    source: Range | None = None
    voices: Voices = ()
    lemma: str = ""
    unnamed: bool = False
    quoted: bool = False
    negated: bool = False
    attitude: bool = False
    voiced: bool = True
    doubt: float | None = None  # the trained tagger's own; None where a rule found it


def reports(scene: Scene, quoted: Sequence[Span]) -> tuple[Report, ...]:
    """All reports of a document, sentence by sentence, in text order."""
    found: list[Report] = []
    for index, reading in enumerate(scene.readings):
        mine: list[Report] = []
        for number, group in enumerate(reading.groups):
            cue = cue_lexicon().get(group.lemma)
            made = _from_verb(scene, index, number, group, cue) if cue else None
            if made is not None:
                mine.append(made)
        mine.extend(_according(scene, index))
        mine.extend(_turn(scene, index, mine))
        mine = first_person(reading, _with_quotations(scene, index, mine, quoted, found))
        found.extend(sorted(mine, key=lambda r: (r.content[0], -r.content[1])))
    return tuple(heard(scene.readings[report.sentence], report) for report in found)


_OPINIONS = frozenset(
    "believe think feel expect fear doubt suspect assume reckon guess speculate anticipate accept imagine consider".split()
)
_WISHES = frozenset("want hope wish prefer".split())


def heard(reading: Reading, report: Report) -> Report:
    """What somebody is said to think counts as said, if it is a clause; what somebody wants, only where nobody's body wants it.

    *Analysts think that Norland is stalling* and *a baker wants the bridge back* are told on somebody's word; *Norland wants a bridge* is
    what the writer says of Norland.
    """
    if report.voiced or not report.attitude or report.negated or report.cue is None or report.source is None or report.unnamed:
        return report
    tokens = reading.tokens
    group = next((g for g in reading.groups if report.cue[0] <= g.head < report.cue[1]), None)
    if group is None or group.kind != "finite" or group.modal or tokens[report.source[0]].low in {"i", "we"}:
        return report
    inside = [g for g in reading.groups if g.kind == "finite" and report.content[0] <= g.start < report.content[1]]
    thought = report.lemma in _OPINIONS and bool(inside) and not hypothetical(tokens, reading.groups, group)
    wished = report.lemma in _WISHES and bool(report.voices) and not any(is_body for _, is_body in report.voices)
    named = tokens[report.source[0]].tag not in {"W", "O"} or bool(report.voices)
    return replace(report, voiced=True) if named and (thought or wished) else report


def attributions(scene: Scene, found: Sequence[Report]) -> tuple[Attribution, ...]:
    """Reports as evidence: spans in the stored text, each with the index of the one that holds it."""
    made: list[Attribution] = []
    by_sentence: dict[int, list[tuple[int, Report]]] = {}
    for index, report in enumerate(found):
        by_sentence.setdefault(report.sentence, []).append((index, report))
    for report in found:
        tokens = scene.readings[report.sentence].tokens
        made.append(
            Attribution(
                content=_span(tokens, report.content),
                cue=_span(tokens, report.cue) if report.cue else None,
                source=_span(tokens, report.source) if report.source else None,
                within=_holder(by_sentence[report.sentence], report),
                quoted=report.quoted,
                doubt=_doubt(report),
            )
        )
    return tuple(made)


def _doubt(report: Report) -> float:
    """The tagger's own doubt, else one by kind; never less than a half where nobody known is named."""
    if report.doubt is not None:
        return report.doubt if report.voices else max(report.doubt, 0.5)
    return 0.1 if report.quoted else 0.3 if report.voices else 0.5


def _holder(mine: Sequence[tuple[int, Report]], inner: Report) -> int | None:
    """The index of the smallest report of the same sentence whose content holds this one's cue."""
    if inner.cue is None:
        return None
    held_by = [
        (_size(outer), index)
        for index, outer in mine
        if outer is not inner and outer.cue and outer.content[0] <= inner.cue[0] and inner.cue[1] <= outer.content[1]
    ]
    return min(held_by)[1] if held_by else None


def _size(report: Report) -> int:
    return report.content[1] - report.content[0]


def _span(tokens: Sequence[Token], where: Range) -> Span:
    return Span(tokens[where[0]].start, tokens[where[1] - 1].end)


def _from_verb(scene: Scene, index: int, number: int, group: VerbGroup, cue: Cue) -> Report | None:
    reading = scene.readings[index]
    tokens = reading.tokens
    if group.passive or group.kind == "part":
        return _passive(reading, index, number, group, cue)
    if group.start == 0 and (group.end >= len(tokens) or tokens[0].tag in {"Vd", "Vn"}):
        return None  # asked whether …, X said
    source = reading.subjects[number]
    content = content_after(reading, number, cue)
    is_after = source is not None and source[0] >= group.end
    if is_after:
        content = content_before(tokens, group, None)
    elif content is None and not cue.attitude and "q" in cue.frames and ends_clause(tokens, group):
        content = content_before(tokens, group, source)
    if content is None or content[1] <= content[0] or tokens[content[0]].low == "according":
        return None
    quoted = any(token.tag == "Q" for token in tokens[content[0] : content[1]])
    return Report(
        index, (group.start, group.end), content, source, voices_of(scene, index, source), group.lemma,
        quoted=quoted, negated=group.negated, attitude=cue.attitude, voiced=is_voiced(reading, group, cue),
    )  # fmt: skip


def is_voiced(reading: Reading, group: VerbGroup, cue: Cue) -> bool:
    """Whether the source really speaks: not for attitudes, nor for *might say*, *did not say*, *if they said*."""
    if cue.attitude or group.modal or (group.negated and group.lemma != "deny"):
        return False
    tokens = reading.tokens
    before = {token.low for token in tokens[max(0, group.start - 2) : group.start]}
    if group.kind == "ger" and before & {"denied", "denies", "deny", "denying", "without"}:
        return False
    past = bool({"once", "formerly", "originally"} & before)
    return not past and not hypothetical(tokens, reading.groups, group)


def _passive(reading: Reading, index: int, number: int, group: VerbGroup, cue: Cue) -> Report | None:
    """*It was reported that …*, *the call is alleged to have …*: a report without a source."""
    tokens = reading.tokens
    if not ({"c", "q"} & set(cue.frames)) or group.kind == "part" or not group.passive:
        return None
    at = group.end
    if at >= len(tokens):
        return None
    if tokens[at].tag == "P" and (skipped := over_adjuncts(tokens, at)):
        at = skipped
    where = reading.subjects[number]
    impersonal = where is not None and tokens[where[0]].low == "it"
    if tokens[at].low == "that" and impersonal:
        content: Range = (at, clause_end(reading, at))
    elif tokens[at].tag == "TO" and where is not None and group.lemma in _HEARSAY:
        content = (where[0], clause_end(reading, at))
    else:
        return None
    return Report(index, (group.start, group.end), content, None, (), group.lemma, unnamed=True, negated=group.negated)


_HEARSAY = frozenset("report allege say believe think claim understand expect rumour rumor suppose fear reckon tip".split())


def _according(scene: Scene, index: int) -> list[Report]:
    tokens = scene.readings[index].tokens
    made: list[Report] = []
    for at in range(len(tokens) - 2):
        if tokens[at].low != "according" or tokens[at + 1].low != "to":
            continue
        source = noun_phrase_after(tokens, at + 2)
        if source is None:
            continue
        source = (source[0], next((i for i in range(source[0] + 1, source[1]) if tokens[i].low in {"on", "in"}), source[1]))
        if at == 0 or (tokens[at - 1].text == "," and source[1] < len(tokens) and tokens[source[1]].text == "," and at < 3):
            start = source[1] + 1 if source[1] < len(tokens) and tokens[source[1]].text == "," else source[1]
            content = (start, without_stop(tokens, start))
        else:
            end = at - 1 if tokens[at - 1].text == "," else at
            start = max((i + 1 for i in range(end) if tokens[i].text == ";"), default=0)
            content = (start, end)
        if content[1] - content[0] >= 2:
            made.append(Report(index, (at, at + 2), content, source, voices_of(scene, index, source), "according"))
    return made


def _turn(scene: Scene, index: int, mine: Sequence[Report]) -> list[Report]:
    """*Anna Berg, head of the union: "…"*."""
    reading = scene.readings[index]
    tokens = reading.tokens
    colon = next((i for i, token in enumerate(tokens) if token.text == ":"), 0)
    if colon < 1 or not quote_next(tokens, colon) or any(group.start < colon for group in reading.groups):
        return []
    first = next((i for i in range(colon) if tokens[i].text == ","), colon)
    source = (0, first)
    return (
        []
        if mine
        else [
            Report(
                index,
                (colon, colon + 1),
                (colon + 1, without_stop(tokens, colon + 1)),
                source,
                voices_of(scene, index, source),
                ":",
                quoted=True,
            )
        ]
    )


def _with_quotations(scene: Scene, index: int, mine: list[Report], quoted: Sequence[Span], earlier: list[Report]) -> list[Report]:
    """A turn after a label, and a quotation that goes on without a cue, belong to the speaker already named."""
    reading = scene.readings[index]
    sentence, tokens = reading.sentence, reading.tokens
    whole: Range = (0, without_stop(tokens, 0))
    if sentence.label is not None:
        name = scene.text[sentence.label.start : sentence.label.end]
        voices = _label_voices(scene, name)
        return [*mine, Report(index, None, whole, None, voices or ((name, False),), "label", quoted=True)]
    if (house := scene.register.house) and _writers_own(scene, index, house):
        return [*mine, Report(index, None, whole, None, ((house, True),), "label", quoted=True)]
    if not earlier:
        return mine
    around = bisect_right(quoted, tokens[0].start, key=lambda quotation: quotation.start) - 1  # quotations do not overlap
    inside = quoted[around] if around >= 0 and tokens[min(len(tokens), whole[1]) - 1].end <= quoted[around].end else None
    spoken = [r for r in earlier[-6:] if r.sentence == earlier[-1].sentence and r.voiced and r.quoted]
    last = spoken[0] if spoken else earlier[-1]
    gap = sentence.paragraph - scene.readings[last.sentence].sentence.paragraph
    if inside is not None and last.sentence != index - 1 and (voices := _spoken_of(scene, index)):
        return [*mine, Report(index, None, whole, None, voices, "quotation", quoted=True)]
    if inside is None or last.unnamed or last.attitude or index - last.sentence > 3 or gap > 1:
        return mine
    if gap == 0 and not last.quoted:
        return mine
    return [*mine, replace(last, sentence=index, cue=None, source=None, content=whole, quoted=True)]


def _spoken_of(scene: Scene, index: int) -> Voices:
    """*On that Ms Berg left no doubt. "We will not sell."*: a quotation alone is by the person whom the sentence before it is about."""
    before = scene.readings[index - 1] if index else None
    if before is None or before.sentence.paragraph != scene.readings[index].sentence.paragraph:
        return ()
    last = next((w for g, w in reversed([*zip(before.groups, before.subjects, strict=True)]) if g.kind == "finite" and w), None)
    voices = voices_of(scene, index - 1, last)
    names = [m for m in before.known if last and last[0] <= m.start and m.end <= last[1]]
    is_person = any(scene.register.people.get(tuple(t.text for t in before.tokens[m.start : m.end])) for m in names)
    alone = last is not None and last[1] - last[0] == 1 and before.tokens[last[0]].low in {"he", "she"}
    return voices if is_person or alone else ()


def _writers_own(scene: Scene, index: int, house: str) -> bool:
    """A sentence whose main subject is *we*, or the body that writes, outside a quotation."""
    reading = scene.readings[index]
    mains = [w for g, w in zip(reading.groups, reading.subjects, strict=True) if g.kind == "finite" and w]
    if mains and reading.tokens[0].low in _SUBORDINATE and len(mains) > 1:
        mains = mains[1:]  # Should it be revoked, we will …
    if not mains or any(token.tag == "Q" for token in reading.tokens[: mains[0][1]]):
        return False
    return reading.tokens[mains[0][0]].low in {"we", "our"} or (house, True) in voices_of(scene, index, mains[0])


_SUBORDINATE = {"if", "unless", "should", "once", "until", "when", "while", "although", "as", "since", "after", "before", "were", "had"}


def first_person(reading: Reading, mine: list[Report]) -> list[Report]:
    """*We offer* inside a turn or a quotation is said by whoever speaks there."""
    made: list[Report] = []
    for report in mine:
        outer = [
            r
            for r in mine
            if r is not report and report.cue and r.voices and r.content[0] <= report.cue[0] and report.cue[1] <= r.content[1]
        ]
        first = _is_first_person(reading, report)
        made.append(replace(report, voices=outer[-1].voices) if first and outer and not report.voices else report)
    return made


def _is_first_person(reading: Reading, report: Report) -> bool:
    return report.source is not None and reading.tokens[report.source[0]].low in {"we", "i"}


def _label_voices(scene: Scene, name: str) -> Voices:
    from detente.reading.parties import mentions, speaker_of
    from detente.reading.tagging import tokenize

    tokens = tokenize(name.split("(", maxsplit=1)[0].strip() or name)
    return speaker_of(tokens, (0, len(tokens)), scene.register, mentions(tokens, scene.register)) if tokens else ()
