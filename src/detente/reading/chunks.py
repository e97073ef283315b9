"""Verb groups, the noun phrases around them, and who their subject is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.tokens import Token

__all__ = ["Range", "VerbGroup", "noun_phrase_after", "subject", "subject_after", "verb_groups"]

Range = tuple[int, int]  # token indices [start, end)

_SUBORDINATING = {"after", "before", "until", "since", "as", "than", "once"}
_NOMINAL = {"N", "NP", "A", "D", "#", "'s", "O"}


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A main verb with its auxiliaries. ``kind``: ``finite``, ``inf``, ``ger`` or ``part``; ``start`` and ``end`` are token indices."""

    start: int
    end: int
    head: int
    lemma: str
    kind: str
    modal: str = ""
    negated: bool = False
    never: bool = False
    passive: bool = False
    perfect: bool = False
    past: bool = False


def verb_groups(tokens: Sequence[Token]) -> tuple[VerbGroup, ...]:
    """All verb groups in order.

    >>> from detente.reading.tagging import tokenize
    >>> [(g.lemma, g.kind, g.negated) for g in verb_groups(tokenize("They would not agree to sell it."))]
    [('agree', 'finite', True), ('sell', 'inf', False)]
    """
    groups: list[VerbGroup] = []
    at = 0
    while at < len(tokens):
        if tokens[at].tag in {"M", "X"} or tokens[at].is_verb:
            group = _group(tokens, at)
            groups.append(group)
            at = group.end
        else:
            at += 1
    return tuple(groups)


def _group(tokens: Sequence[Token], start: int) -> VerbGroup:
    index, words, head = start, [], start
    while index < len(tokens):
        token = tokens[index]
        if token.tag in {"M", "X"}:
            words.append(token)
            head = index
        elif token.tag in {"G", "R"}:
            if not _verb_follows(tokens, index):
                break
            words.append(token)
        elif token.is_verb:
            words.append(token)
            head = index
            index += 1
            break
        else:
            skip = _inverted(tokens, start, index)
            if not skip:
                break
            index = skip - 1
        index += 1
    return _build(tokens, start, head, words)


def _verb_follows(tokens: Sequence[Token], index: int) -> bool:
    while index < len(tokens) and tokens[index].tag in {"G", "R"}:
        index += 1
    return index < len(tokens) and (tokens[index].tag in {"M", "X"} or tokens[index].is_verb)


def _inverted(tokens: Sequence[Token], start: int, index: int) -> int:
    """*Nor has the union given*: the subject stands between auxiliary and verb after *nor*, *never*, *neither* or *only*."""
    opener = tokens[start - 1].low if start else ""
    if index != start + 1 or opener not in {"nor", "never", "neither", "only", "not"}:
        return 0
    for at in range(index, min(len(tokens), index + 8)):
        if tokens[at].is_verb:
            return at
        if tokens[at].tag not in _NOMINAL:
            return 0
    return 0


def _build(tokens: Sequence[Token], start: int, head: int, words: list[Token]) -> VerbGroup:
    first, main = words[0], tokens[head]
    before = start - 1
    while before >= 0 and tokens[before].tag in {"R", "G"}:
        before -= 1
    after_to = before >= 0 and tokens[before].tag == "TO"
    auxiliaries = {word.lemma for word in words if word.tag == "X" and word is not main}
    if after_to:
        kind = "inf"
    elif first.tag in {"M", "X"} and first.low not in {"being", "having", "been", "be"}:
        kind = "finite"
    elif first.low in {"being", "having"} or first.tag == "Vg":
        kind = "ger"
    elif first.tag == "Vn":
        kind = "part"
    else:
        kind = "finite"
    lows = {word.low for word in words}
    outside = {tokens[i].low for i in range(before + 1, start)}
    negated = any(word.tag == "G" or word.low == "cannot" for word in words) or bool(outside & {"not", "never"})
    if after_to and before > 0 and tokens[before - 1].low in {"not", "never"}:
        negated = True
    inverted_negation = start > 0 and tokens[start - 1].low in {"nor", "neither"}
    return VerbGroup(
        start=start,
        end=head + 1,
        head=head,
        lemma=main.lemma or main.low,
        kind=kind,
        modal=next((word.low for word in words if word.tag == "M"), ""),
        negated=negated or inverted_negation,
        never="never" in lows | outside,
        passive=main.tag in {"Vn", "Vd"} and "be" in auxiliaries,
        perfect="have" in auxiliaries,
        past=first.tag == "Vd" or first.low in {"was", "were", "had", "did"},
    )


def subject(tokens: Sequence[Token], groups: Sequence[VerbGroup], which: int, *, depth: int = 0) -> Range | None:
    """The noun phrase before a verb group that acts as its subject, or None.

    A relative pronoun leads to its antecedent, a conjoined verb to the subject of the first one, an infinitive or a gerund to the
    subject of
    the verb it hangs on.
    """
    group = groups[which]
    at = group.start - 1
    while at >= 0 and tokens[at].tag in {"R", "G", "Q"}:
        at -= 1
    if depth > 4:
        return None
    if group.end - group.start > 2 and group.start and tokens[group.start - 1].low in {"nor", "neither"}:
        return noun_phrase_after(tokens, group.start + 1)
    if at < 0:
        return None
    if group.kind in {"inf", "ger", "part"} or tokens[at].tag == "C":
        return _borrowed(tokens, groups, which, at, depth)
    if tokens[at].tag == "W":
        return _nominal_before(tokens, _skip_marks(tokens, at - 1))
    if tokens[at].text in {",", "—", "–", ")", "-"}:
        inside = _parenthesis(tokens, at)
        return _nominal_before(tokens, inside - 1) if inside is not None else _borrowed(tokens, groups, which, at, depth)
    found = _nominal_before(tokens, at)
    return _over_relative(tokens, groups, which, found) or found


def _over_relative(tokens: Sequence[Token], groups: Sequence[VerbGroup], which: int, found: Range | None) -> Range | None:
    """*A diplomat who has followed the file guessed*: the noun phrase is the object of the clause on the subject."""
    inner = groups[which - 1] if which else None
    if found is None or inner is None or inner.kind != "finite" or not inner.start or tokens[inner.start - 1].low != "who":
        return None
    between = tokens[inner.end : found[0]]
    if inner.end > found[0] or any(token.text == "," or token.tag in {"C", "S"} for token in between) or groups[which].kind != "finite":
        return None
    return _nominal_before(tokens, inner.start - 2)


def _borrowed(tokens: Sequence[Token], groups: Sequence[VerbGroup], which: int, at: int, depth: int) -> Range | None:
    group = groups[which]
    alike = [i for i in range(which) if groups[i].kind == "finite" and tokens[groups[i].head].tag == tokens[group.head].tag]
    if (
        group.kind == "finite"
        and at >= 0
        and tokens[at].tag == "C"
        and alike
        and not any(t.text == ";" for t in tokens[groups[alike[-1]].end : at])
    ):
        return subject(tokens, groups, alike[-1], depth=depth + 1)
    if group.kind == "ger" and at >= 0 and tokens[at].tag in {"NP", "N", "'s"} and at >= 1:
        last = at - (tokens[at].tag == "'s")
        first = last
        while first > 0 and tokens[first - 1].tag in {"N", "NP", "A", "D", "#"}:
            first -= 1
        if first > 0 and tokens[first - 1].tag == "P":
            return (first, last + 1)
    for index in range(which - 1, -1, -1):
        other = groups[index]
        if other.kind == "finite" or group.kind != "finite":
            if group.kind == "inf" and index == which - 1:
                between = _nominal_before(tokens, _before_to(tokens, group.start))
                if between and between[0] >= other.end and not other.passive and _takes_performer(other.lemma):
                    return between
            if group.kind == "finite" and any(t.text == ";" for t in tokens[other.end : group.start]):
                return None
            return subject(tokens, groups, index, depth=depth + 1)
    later = [index for index in range(which + 1, len(groups)) if groups[index].kind == "finite"]
    if later and group.kind != "finite" and any(t.text == "," for t in tokens[group.end : groups[later[0]].start]):
        return subject(tokens, groups, later[0], depth=depth + 1)
    return None


def _before_to(tokens: Sequence[Token], start: int) -> int:
    at = start - 1
    while at >= 0 and (tokens[at].tag in {"R", "G", "TO"}):
        at -= 1
    return at


def _takes_performer(lemma: str) -> bool:
    return lemma not in {"promise", "offer", "threaten", "agree", "refuse", "decline", "vow", "have", "be", "use", "make", "take"}


def _skip_marks(tokens: Sequence[Token], at: int) -> int:
    while at >= 0 and tokens[at].text in {",", "—", "–", "-", "(", ")"}:
        at -= 1
    return at


def _parenthesis(tokens: Sequence[Token], close: int) -> int | None:
    """The index of the mark that opens the parenthesis which ``close`` ends."""
    opener = {")": "("}.get(tokens[close].text, tokens[close].text)
    for at in range(close - 1, max(-1, close - 30), -1):
        if tokens[at].text == opener:
            return at
        if tokens[at].text in {";", ":"} or tokens[at].tag == "M":
            return None
    return None


def _nominal_before(tokens: Sequence[Token], last: int) -> Range | None:
    """The noun phrase that ends at ``last``, with its prepositional attributes."""
    if last < 0 or tokens[last].tag not in _NOMINAL:
        return None
    if tokens[last].tag == "O":
        return (last, last + 1)
    at = last
    while at >= 0:
        token = tokens[at]
        if token.tag == "P" and token.low in _SUBORDINATING and at < last:
            break
        if (
            token.tag in _NOMINAL
            or (token.tag == "P" and at < last)
            or (token.tag == "TO" and 0 < at < last and tokens[at - 1].tag == "N")
            or token.low in {"and", "or", "&"}
        ):
            if token.tag == "D" and at and tokens[at - 1].tag in {"N", "NP", "O"} and token.low not in {"all", "both", "each"}:
                at -= 1
                break
            at -= 1
            continue
        if token.tag == "R" and at and tokens[at - 1].tag == "D":
            at -= 1
            continue
        break
    start = at + 1
    while start <= last and (tokens[start].tag in {"P", "C", "'s"}):
        start += 1
        if tokens[start - 1].tag == "P":
            boundary = next((i for i in range(start, last + 1) if tokens[i].tag == "D" and i > start), None)
            start = boundary if boundary is not None else start
    return (start, last + 1) if start <= last else None


def noun_phrase_after(tokens: Sequence[Token], first: int) -> Range | None:
    """The noun phrase that starts at ``first``, with its prepositional attributes up to the next verb or mark."""
    at = first
    while at < len(tokens) and tokens[at].tag == "R":
        at += 1
    start = at
    while at < len(tokens) and (
        (tokens[at].tag in _NOMINAL and not (at > start and tokens[at].low == "that"))
        or _gerund_noun(tokens, at, start)
        or (at > start and (tokens[at].tag == "P" or _nominal_to(tokens, at)))
        or tokens[at].low in {"and", "or"}
    ):
        at += 1
    while at > start and tokens[at - 1].tag in {"P", "C", "D", "TO"}:
        at -= 1
    return (start, at) if at > start else None


def _gerund_noun(tokens: Sequence[Token], at: int, start: int) -> bool:
    """*the safety of shipping*: an *-ing* that takes no object."""
    closing = at + 1 >= len(tokens) or tokens[at + 1].tag in {"C", "P", ".", "S", "TO"}
    return at > start and tokens[at].tag == "Vg" and tokens[at - 1].low == "of" and closing


def _nominal_to(tokens: Sequence[Token], at: int) -> bool:
    """*an end to the strike*: a *to* that opens no infinitive."""
    return tokens[at].tag == "TO" and at + 1 < len(tokens) and tokens[at + 1].tag in _NOMINAL and tokens[at - 1].tag == "N"


def subject_after(tokens: Sequence[Token], group: VerbGroup) -> Range | None:
    """For *said the minister*: the noun phrase that follows the verb, up to a mark or another verb."""
    found = noun_phrase_after(tokens, group.end)
    if found is None:
        return None
    start, end = found
    stop = next((i for i in range(start + 1, end) if tokens[i].tag == "P" and tokens[i].low not in {"of", "for", "from", "at", "in"}), end)
    return (start, stop)
