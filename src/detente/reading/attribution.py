"""Source, cue and content: who is reported to say or want what.

:func:`attributions` is the plain interface (evidence types only). :func:`reports` is the richer one the rest of the reader uses: it also knows
which voices the source names. Both can be replaced by any other tagger that yields the same spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.evidence import Attribution, Span
from detente.reading.chunks import Range, VerbGroup, noun_phrase_after
from detente.reading.coreference import Reading, Scene, Voices, voices_of
from detente.reading.cues import Cue, cue_lexicon
from detente.reading.mood import hypothetical
from detente.reading.tokens import Token

__all__ = ["Report", "attributions", "reports"]


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
        mine = _first_person(reading, _with_quotations(scene, index, mine, quoted, found))
        found.extend(sorted(mine, key=lambda r: (r.content[0], -r.content[1])))
    return tuple(found)


def attributions(scene: Scene, found: Sequence[Report]) -> tuple[Attribution, ...]:
    """Reports as evidence: spans in the stored text, each with the index of the one that holds it."""
    made: list[Attribution] = []
    for report in found:
        tokens = scene.readings[report.sentence].tokens
        made.append(
            Attribution(
                content=_span(tokens, report.content),
                cue=_span(tokens, report.cue) if report.cue else None,
                source=_span(tokens, report.source) if report.source else None,
                within=_holder(found, report),
                quoted=report.quoted,
                doubt=0.1 if report.quoted else 0.3 if report.voices else 0.5,
            )
        )
    return tuple(made)


def _holder(found: Sequence[Report], inner: Report) -> int | None:
    best: int | None = None
    for index, outer in enumerate(found):
        if outer is inner or outer.sentence != inner.sentence or inner.cue is None or outer.cue is None:
            continue
        if outer.content[0] <= inner.cue[0] and inner.cue[1] <= outer.content[1]:
            if best is None or _size(outer) < _size(found[best]):
                best = index
    return best


def _size(report: Report) -> int:
    return report.content[1] - report.content[0]


def _span(tokens: Sequence[Token], where: Range) -> Span:
    return Span(tokens[where[0]].start, tokens[where[1] - 1].end)


def _from_verb(scene: Scene, index: int, number: int, group: VerbGroup, cue: Cue) -> Report | None:
    reading = scene.readings[index]
    tokens = reading.tokens
    if group.passive or group.kind == "part":
        return _passive(reading, index, number, group, cue)
    if group.end >= len(tokens) and group.start == 0:
        return None
    source = reading.subjects[number]
    content = _after(reading, number, group, cue)
    is_after = source is not None and source[0] >= group.end
    if is_after:
        content = _before(tokens, group, None)
    elif content is None and not cue.attitude and "q" in cue.frames and _ends_clause(tokens, group):
        content = _before(tokens, group, source)
    if content is None or content[1] <= content[0] or tokens[content[0]].low == "according":
        return None
    quoted = any(token.tag == "Q" for token in tokens[content[0] : content[1]])
    return Report(
        index, (group.start, group.end), content, source, voices_of(scene, index, source), group.lemma,
        quoted=quoted, negated=group.negated, attitude=cue.attitude, voiced=_voiced(reading, group, cue),
    )  # fmt: skip


def _voiced(reading: Reading, group: VerbGroup, cue: Cue) -> bool:
    """Whether the source really speaks: not for attitudes, nor for *might say*, *did not say*, *if they said*."""
    if cue.attitude or group.modal or (group.negated and group.lemma not in {"deny"}):
        return False
    tokens = reading.tokens
    before = {token.low for token in tokens[max(0, group.start - 2) : group.start]}
    if group.kind == "ger" and before & {"denied", "denies", "deny", "denying", "without"}:
        return False
    past = bool({"once", "formerly", "originally"} & before)
    return not past and not hypothetical(tokens, reading.groups, group)


def _ends_clause(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """A postposed cue stands at the end of its clause, give or take an adjunct."""
    for at in range(group.end, min(len(tokens), group.end + 12)):
        if tokens[at].text in {".", ",", ";", ":"} or tokens[at].tag == "Q":
            return True
        if tokens[at].is_verb or tokens[at].tag in {"M", "S"}:
            return False
    return group.end + 12 >= len(tokens)


def _after(reading: Reading, number: int, group: VerbGroup, cue: Cue) -> Range | None:
    tokens = reading.tokens
    at = group.end
    while at < len(tokens) and tokens[at].tag == "R":
        at += 1
    if at >= len(tokens):
        return None
    token = tokens[at]
    if "o" in cue.frames and token.tag in {"D", "N", "NP", "O", "A"}:
        addressed = noun_phrase_after(tokens, at)
        stop = _addressee_end(tokens, addressed) if addressed else at
        if stop < len(tokens) and (tokens[stop].tag in {"S", "TO", "Q"} or (tokens[stop].text in {",", ":"} and _quote_next(tokens, stop))):
            at, token = stop, tokens[stop]
    elif token.tag in {"P", "TO"} and "c" in cue.frames and group.lemma not in {"call"}:
        skipped = _over_adjuncts(tokens, at)
        if skipped:
            at, token = skipped, tokens[skipped]
    end = _clause_end(reading, at, group)
    if token.tag == "S" and token.low in {"that", "whether", "if"} and "c" in cue.frames:
        return (at, end)
    if token.text in {":", ","} and _quote_next(tokens, at):
        return (at + 1, end)
    if token.text == ":" and "q" in cue.frames and at + 2 < len(tokens):
        return (at + 1, end)
    if token.tag == "Q" and ("q" in cue.frames or "n" in cue.frames):
        return (at, end)
    if token.tag == "TO" and "i" in cue.frames and at + 1 < len(tokens) and tokens[at + 1].tag[0] in {"V", "X", "R", "G"}:
        return (at, end)
    if token.tag == "W" and "c" in cue.frames:
        return (at, end)
    if "c" in cue.frames and _bare_clause(reading, at, number):
        return (at, end)
    if ("n" in cue.frames and token.tag in {"D", "N", "NP", "A", "#", "Vg"}) or (
        "n" in cue.frames and token.tag == "P" and token.low in {"for", "on"}
    ):
        return (at, end)
    return None


def _addressee_end(tokens: Sequence[Token], addressed: Range) -> int:
    start, end = addressed
    clause = next((i for i in range(start + 1, end) if tokens[i].tag == "D" and tokens[i - 1].tag in {"N", "NP", "O"}), end)
    return clause


def _quote_next(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].tag == "Q"


def _over_adjuncts(tokens: Sequence[Token], at: int) -> int:
    """*said on Monday that*, *said in a statement: "…"*: where the content opens after time, place and manner."""
    for index in range(at + 1, min(len(tokens), at + 14)):
        token = tokens[index]
        if (
            (token.low == "that" and token.tag == "S" and index > at + 1)
            or token.text == ":"
            or (token.text == "," and _quote_next(tokens, index))
        ):
            return index
        if token.tag in {"V", "M", "X", "Q"} or token.is_verb or token.text == ";":
            return 0
        if token.tag in {"O"} or (token.tag == "D" and tokens[index - 1].tag in {"NP", "N", "#"} and index > at + 1):
            return index
    return 0


def _bare_clause(reading: Reading, at: int, number: int) -> bool:
    """A noun phrase follows, and a finite verb has it as its subject."""
    tokens = reading.tokens
    if tokens[at].tag not in {"D", "N", "NP", "O", "A", "#", "R"}:
        return False
    for follower in range(number + 1, len(reading.groups)):
        group = reading.groups[follower]
        if group.kind != "finite":
            continue
        found = reading.subjects[follower]
        return (
            found is not None and found[0] <= at + 2 and found[0] >= at - 1 and not any(t.text in {",", ";"} for t in tokens[at : found[1]])
        )
    return False


_BREAKS = {"but", "however", "while", "whereas", "although", "though", "yet"}


def _clause_end(reading: Reading, start: int, group: VerbGroup) -> int:
    """Where a content that opens at ``start`` closes: at a contrast, a semicolon, a new coordinated clause, or the end of the sentence."""
    tokens = reading.tokens
    depth = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        if token.tag == "Q":
            depth = 1 - depth if token.text in {'"', "''"} else 1 if token.text in "“«„``" else 0
            continue
        if depth:
            continue
        if token.text == ";" or (token.text in {"—", "–"} and at > start) or (token.text == ":" and at > start and not _quote_next(tokens, at)):
            return at
        if token.text == "," and at > start + 1 and at + 1 < len(tokens):
            following = tokens[at + 1].low
            if following in _BREAKS or (following in {"and", "so"} and _new_clause(reading, at + 2)):
                return at
            if tokens[at + 1].tag == "Vg" and tokens[at + 1].lemma in cue_lexicon():
                return at
            if at + 2 < len(tokens) and _speech_follows(reading, at + 1):
                return at
        if token.low == "and" and at > start and _new_clause(reading, at + 1) and tokens[at + 1].low == "there":
            return at
    return _without_stop(tokens, start)


def _speech_follows(reading: Reading, at: int) -> bool:
    for group, found in zip(reading.groups, reading.subjects, strict=True):
        if group.kind == "finite" and found and found[0] == at and group.start == found[1] and group.lemma in cue_lexicon():
            return _ends_clause(reading.tokens, group) and not any(t.text == "," for t in reading.tokens[found[0] : found[1]])
    return False


def _without_stop(tokens: Sequence[Token], start: int) -> int:
    end = len(tokens)
    while end > start + 1 and tokens[end - 1].text in {".", "]", "["}:
        end -= 1
    return end


def _new_clause(reading: Reading, at: int) -> bool:
    for group, found in zip(reading.groups, reading.subjects, strict=True):
        if group.kind == "finite" and found is not None and found[0] in {at, at + 1}:
            return True
    return at < len(reading.tokens) and reading.tokens[at].low == "there"


def _before(tokens: Sequence[Token], group: VerbGroup, source: Range | None) -> Range | None:
    """*Content, X said.*: the cue and its source stand after a comma or a closing quotation mark."""
    edge = source[0] if source and source[1] <= group.start else group.start
    if edge < 2:
        return None
    mark = tokens[edge - 1]
    if not (mark.text in {",", "—"} or mark.tag == "Q" or mark.text in {"?", "!"}):
        return None
    end = edge - 1 if mark.text in {",", "—"} else edge
    start = 0
    if mark.tag == "Q" and (opening := _opening(tokens, edge - 1)) is not None:
        return (opening, edge)
    for at in range(end - 1, -1, -1):
        if tokens[at].text in {";", ":"} or (at < end - 1 and tokens[at].text == "." and tokens[at + 1].tag != "Q"):
            start = at + 1
            break
    has_verb = any(t.is_verb or t.tag in {"X", "M"} for t in tokens[start:end])
    return (start, end) if (has_verb and end - start >= 3) or mark.tag == "Q" else None


def _opening(tokens: Sequence[Token], close: int) -> int | None:
    """The mark that opens the quotation which ``close`` ends."""
    pairs = {"”": "“", "»": "«", "“": "„", "''": "''`` "}
    wanted = pairs.get(tokens[close].text, tokens[close].text)
    return next((i for i in range(close - 1, -1, -1) if tokens[i].tag == "Q" and tokens[i].text in wanted), None)


def _passive(reading: Reading, index: int, number: int, group: VerbGroup, cue: Cue) -> Report | None:
    """*It was reported that …*, *the call is alleged to have …*: a report without a source."""
    tokens = reading.tokens
    if not ({"c", "q"} & set(cue.frames)) or group.kind == "part" or not group.passive:
        return None
    at = group.end
    if at >= len(tokens):
        return None
    if tokens[at].tag == "P" and (skipped := _over_adjuncts(tokens, at)):
        at = skipped
    where = reading.subjects[number]
    impersonal = where is not None and tokens[where[0]].low == "it"
    if tokens[at].low == "that" and impersonal:
        content: Range = (at, _clause_end(reading, at, group))
    elif (
        tokens[at].tag == "TO"
        and where is not None
        and group.lemma in {"report", "allege", "say", "believe", "think", "claim", "understand"}
    ):
        content = (where[0], _clause_end(reading, at, group))
    else:
        return None
    return Report(index, (group.start, group.end), content, None, (), group.lemma, unnamed=True, negated=group.negated)


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
            content = (start, _without_stop(tokens, start))
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
    if colon < 1 or not _quote_next(tokens, colon) or any(group.start < colon for group in reading.groups):
        return []
    first = next((i for i in range(colon) if tokens[i].text == ","), colon)
    source = (0, first)
    return [] if mine else [
        Report(index, (colon, colon + 1), (colon + 1, _without_stop(tokens, colon + 1)), source, voices_of(scene, index, source), ":", quoted=True)
    ]


def _with_quotations(scene: Scene, index: int, mine: list[Report], quoted: Sequence[Span], earlier: list[Report]) -> list[Report]:
    """A turn after a label, and a quotation that goes on without a cue, belong to the speaker already named."""
    reading = scene.readings[index]
    sentence, tokens = reading.sentence, reading.tokens
    whole: Range = (0, _without_stop(tokens, 0))
    if sentence.label is not None:
        name = scene.text[sentence.label.start : sentence.label.end]
        voices = _label_voices(scene, name)
        return [*mine, Report(index, None, whole, None, voices or ((name, False),), "label", quoted=True)]
    if mine or not earlier:
        return mine
    inside = next((q for q in quoted if q.start <= tokens[0].start and tokens[min(len(tokens), whole[1]) - 1].end <= q.end), None)
    last = earlier[-1]
    gap = sentence.paragraph - scene.readings[last.sentence].sentence.paragraph
    if inside is None or last.unnamed or last.attitude or index - last.sentence > 3 or gap > 1:
        return mine
    if gap == 0 and not last.quoted:
        return mine
    return [replace(last, sentence=index, cue=None, source=None, content=whole, quoted=True)]


def _first_person(reading: Reading, mine: list[Report]) -> list[Report]:
    """*We offer* inside a turn or a quotation is said by whoever speaks there."""
    made: list[Report] = []
    for report in mine:
        outer = [r for r in mine if r is not report and report.cue and r.voices and r.content[0] <= report.cue[0] and report.cue[1] <= r.content[1]]
        first = report.source is not None and reading.tokens[report.source[0]].low in {"we", "i"}
        made.append(replace(report, voices=outer[-1].voices) if first and outer and not report.voices else report)
    return made


def _label_voices(scene: Scene, name: str) -> Voices:
    from detente.reading.parties import mentions, speaker_of
    from detente.reading.tokens import tokenize

    tokens = tokenize(name)
    return speaker_of(tokens, (0, len(tokens)), scene.register, mentions(tokens, scene.register)) if tokens else ()
