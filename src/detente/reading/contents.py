"""Where a reported content begins and ends, before its cue or after it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.chunks import Range, VerbGroup, noun_phrase_after
from detente.reading.coreference import Reading
from detente.reading.cues import Cue, cue_lexicon
from detente.reading.tokens import Token

__all__ = ["clause_end", "content_after", "content_before", "ends_clause", "over_adjuncts", "quote_next", "without_stop"]


def ends_clause(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """A postposed cue stands at the end of its clause, give or take an adjunct."""
    for at in range(group.end, min(len(tokens), group.end + 12)):
        if tokens[at].text in {".", ",", ";", ":"} or tokens[at].tag == "Q":
            return True
        if tokens[at].is_verb or tokens[at].tag in {"M", "S"}:
            return False
    return group.end + 12 >= len(tokens)


def content_after(reading: Reading, number: int, cue: Cue) -> Range | None:
    """The content that follows the cue verb ``number``, by the frames its cue allows."""
    tokens = reading.tokens
    at = reading.groups[number].end
    while at < len(tokens) and tokens[at].tag == "R":
        at += 1
    if at >= len(tokens):
        return None
    if reading.tokens[0].low == "what" and tokens[at].lemma == "be" and at + 1 < len(tokens) and tokens[at + 1].low == "that":
        at += 1  # what X did say is that …
    at = _opening_of_content(reading, number, cue, at)
    end = clause_end(reading, at)
    if tokens[at].text in {":", ","}:
        opens = quote_next(tokens, at) or (tokens[at].text == ":" and "q" in cue.frames and at + 2 < len(tokens))
        return (at + 1, end) if opens else None
    return (at, end) if _opens(reading, number, cue, at) else None


def _opening_of_content(reading: Reading, number: int, cue: Cue, at: int) -> int:
    """Skip the person addressed (*told the Herald that*) or adjuncts (*said on Monday that*)."""
    tokens = reading.tokens
    if "o" in cue.frames and tokens[at].tag in {"D", "N", "NP", "O", "A"}:
        addressed = noun_phrase_after(tokens, at)
        stop = _addressee_end(tokens, addressed) if addressed else at
        quoted = stop < len(tokens) and tokens[stop].text in {",", ":"} and quote_next(tokens, stop)
        return stop if stop < len(tokens) and (tokens[stop].tag in {"S", "TO", "Q"} or quoted) else at
    if tokens[at].tag in {"P", "TO"} and "c" in cue.frames and reading.groups[number].lemma != "call":
        return over_adjuncts(tokens, at) or at
    return at


def _opens(reading: Reading, number: int, cue: Cue, at: int) -> bool:
    tokens, token, frames = reading.tokens, reading.tokens[at], set(cue.frames)
    if token.tag == "Q":
        return bool(frames & {"q", "n"})
    if token.tag == "G" and at + 1 < len(tokens) and tokens[at + 1].tag == "TO":
        return "i" in frames
    if token.tag == "TO":
        return "i" in frames and at + 1 < len(tokens) and tokens[at + 1].tag[0] in {"V", "X", "R", "G"}
    clause = (token.tag == "S" and token.low in {"that", "whether", "if"}) or token.tag == "W" or _bare_clause(reading, at, number)
    noun = token.tag in {"D", "N", "NP", "A", "#", "Vg"} or (token.tag == "P" and token.low in {"for", "on"})
    return ("c" in frames and clause) or ("n" in frames and noun)


def _addressee_end(tokens: Sequence[Token], addressed: Range) -> int:
    start, end = addressed
    return next((i for i in range(start + 1, end) if tokens[i].tag == "D" and tokens[i - 1].tag in {"N", "NP", "O"}), end)


def quote_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether a quotation opens right after ``at``."""
    return at + 1 < len(tokens) and tokens[at + 1].tag == "Q"


def over_adjuncts(tokens: Sequence[Token], at: int) -> int:
    """*said on Monday that*, *said in a statement: "…"*: where the content opens after time, place and manner."""
    for index in range(at + 1, min(len(tokens), at + 14)):
        token = tokens[index]
        if (
            (token.low == "that" and token.tag == "S" and index > at + 1)
            or token.text == ":"
            or (token.text == "," and quote_next(tokens, index))
        ):
            return index
        if token.tag in {"V", "M", "X", "Q"} or token.is_verb or token.text == ";":
            return 0
        if token.tag == "O" or (token.tag == "D" and tokens[index - 1].tag in {"NP", "N", "#"} and index > at + 1):
            return index
    return 0


def _bare_clause(reading: Reading, at: int, number: int) -> bool:
    """A noun phrase follows, and a finite verb has it as its subject."""
    tokens = reading.tokens
    if tokens[at].tag not in {"D", "N", "NP", "O", "A", "#", "R", "Vg"}:
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


def clause_end(reading: Reading, start: int) -> int:
    """Where a content that opens at ``start`` closes: at a contrast, a semicolon, a new coordinated clause, or the end of the sentence."""
    tokens = reading.tokens
    depth = 0
    inside = _in_quotation(tokens, start)
    for at in range(start, len(tokens)):
        token = tokens[at]
        if token.tag == "Q" and inside:
            return at
        if token.tag == "Q":
            depth = 1 - depth if token.text in {'"', "''"} else int(token.text in "“«„``")
        elif not depth and _closes(reading, start, at):
            return at
    return without_stop(tokens, start)


def _in_quotation(tokens: Sequence[Token], at: int) -> bool:
    """Whether a quotation is open before ``at``: its content ends with it."""
    opened = False
    for token in tokens[:at]:
        if token.tag == "Q":
            opened = not opened if token.text in {'"', "''"} else token.text in "“«„``"
    return opened


def _closes(reading: Reading, start: int, at: int) -> bool:
    tokens, text = reading.tokens, reading.tokens[at].text
    if text == ";" or (at > start and (text in {"—", "–"} or (text == ":" and not quote_next(tokens, at)))):
        return True
    if at + 1 >= len(tokens) or at <= start:
        return False
    following = tokens[at + 1]
    if text == "," and at > start + 1:
        contrast = following.low in _BREAKS or (following.low in {"and", "so"} and _new_clause(reading, at + 2))
        cue = following.tag == "Vg" and following.lemma in cue_lexicon()
        return contrast or cue or (at + 2 < len(tokens) and _speech_follows(reading, at + 1))
    return text == "and" and following.low == "there"


def _speech_follows(reading: Reading, at: int) -> bool:
    for group, found in zip(reading.groups, reading.subjects, strict=True):
        if group.kind == "finite" and found and found[0] == at and group.start == found[1] and group.lemma in cue_lexicon():
            return ends_clause(reading.tokens, group) and not any(t.text == "," for t in reading.tokens[found[0] : found[1]])
    return False


def without_stop(tokens: Sequence[Token], start: int) -> int:
    """The end of the sentence without its full stop and note marks."""
    end = len(tokens)
    while end > start + 1 and tokens[end - 1].text in {".", "]", "["}:
        end -= 1
    return end


def _new_clause(reading: Reading, at: int) -> bool:
    for group, found in zip(reading.groups, reading.subjects, strict=True):
        if group.kind == "finite" and found is not None and found[0] in {at, at + 1}:
            return True
    return at < len(reading.tokens) and reading.tokens[at].low == "there"


def content_before(tokens: Sequence[Token], group: VerbGroup, source: Range | None) -> Range | None:
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
    if mark.text == "," and (after := _aside_end(tokens, group)):
        end = after
    has_verb = any(t.is_verb or t.tag in {"X", "M"} for t in tokens[start:end])
    return (start, end) if (has_verb and end - start >= 3) or mark.tag == "Q" else None


def _aside_end(tokens: Sequence[Token], group: VerbGroup) -> int:
    """*The gates, the envoy said, would stay shut.*: the content goes on after the aside, to the end; 0 where none does."""
    if group.end >= len(tokens) - 2 or tokens[group.end].text != "," or tokens[group.end + 1].low in _BREAKS | {"and", "who", "which"}:
        return 0
    rest = tokens[group.end + 1 :]
    return (
        without_stop(tokens, group.end)
        if any(t.tag in {"M", "X"} or t.is_verb for t in rest) and rest[0].tag != "Q" and rest[0].tag != "Vg"
        else 0
    )


def _opening(tokens: Sequence[Token], close: int) -> int | None:
    """The mark that opens the quotation which ``close`` ends."""
    pairs = {"”": "“", "»": "«", "“": "„", "''": "''`` "}
    wanted = pairs.get(tokens[close].text, tokens[close].text)
    return next((i for i in range(close - 1, -1, -1) if tokens[i].tag == "Q" and tokens[i].text in wanted), None)
