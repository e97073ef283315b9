"""Capitalised runs of a document and the places they stand in: the raw material of the register of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from detente.reading.chunks import Range, subject, verb_groups
from detente.reading.cues import cue_lexicon
from detente.reading.gazetteer import surfaces
from detente.reading.lexicon import body_words, closed_class
from detente.reading.parties import conjuncts, head_of
from detente.reading.sentences import Sentence
from detente.reading.stance import stance_verbs
from detente.reading.tokens import Token

__all__ = ["CALENDAR", "COMPASS", "Runs", "count_runs", "joined_names", "named_runs", "run_words"]

_MONTHS = "january february march april may june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
CALENDAR = frozenset(f"{_MONTHS} {_DAYS} easter christmas ramadan gmt utc".split())


@dataclass
class Runs:
    """Capitalised runs with the places they stand in."""

    spoken: Counter[tuple[str, ...]] = field(default_factory=Counter)
    owned: Counter[tuple[str, ...]] = field(default_factory=Counter)
    acted: Counter[tuple[str, ...]] = field(default_factory=Counter)
    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)
    placed: Counter[tuple[str, ...]] = field(default_factory=Counter)
    titled: Counter[tuple[str, ...]] = field(default_factory=Counter)
    its: Counter[tuple[str, ...]] = field(default_factory=Counter)
    amid: Counter[tuple[str, ...]] = field(default_factory=Counter)
    with_the: Counter[tuple[str, ...]] = field(default_factory=Counter)
    he: Counter[tuple[str, ...]] = field(default_factory=Counter)
    polite: Counter[tuple[str, ...]] = field(default_factory=Counter)  # those of ``he`` with *Mr*, *Ms*, *Sir*
    she: Counter[tuple[str, ...]] = field(default_factory=Counter)  # those of ``he`` that are a woman's


def named_runs(tokens: Sequence[Token], lower: set[str]) -> Iterator[Range]:
    """Runs of capitalised words that are names; ``lower`` are the words the text also writes small."""
    at = 0
    while at < len(tokens):
        if not _is_named(tokens, at, lower):
            at += 1
            continue
        end = at + 1
        while end < len(tokens):
            step = 1 if _is_named(tokens, end, lower) else _bridged(tokens, at, end, lower)
            if not step:
                break
            end += step
        yield (at, end)
        at = end


def _is_named(tokens: Sequence[Token], at: int, lower: set[str]) -> bool:
    token = tokens[at]
    if not token.is_name or token.low in CALENDAR or token.tag in {"O", "D", "P", "C", "S", "W", "M", "X", "TO", "Q", "."}:
        return False
    if token.low in _COURTESY or (token.low in closed_class() and len(token.text) > 1 and token.text.isupper()):
        return False
    opens = at == 0 or tokens[at - 1].tag == "Q" or tokens[at - 1].text in ".:—"
    if opens and (token.tag == "R" or (token.low in body_words("GROUP") | body_words("ROLE") and not _followed_by_name(tokens, at))):
        return False
    if opens and token.tag == "A" and token.low in COMPASS and _followed_by_name(tokens, at):
        return tokens[at + 1].tag == "NP"
    return not (opens and token.tag != "NP") and not (opens and token.text.lower() in lower and (token.text,) not in surfaces())


COMPASS = frozenset(
    "little upper lower north south east west northern southern eastern western central new old great greater united free".split()
)
_COURTESY = frozenset("mr mrs ms dr sir dame lord lady madame brother sister mr. mrs. ms. dr.".split())


def _followed_by_name(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].is_name


_PARTICLES = frozenset("du de la le des von van der den di da do dos al el ag bint ibn y ter zu zur upon sur".split())


def _bridged(tokens: Sequence[Token], start: int, at: int, lower: set[str]) -> int:
    """How many tokens at ``at`` join the name before to the one after: *Guild of Ferrymen*, *Aeroports du Levant*, *M. Berg*; 0 if none."""
    token, named = (
        tokens[at],
        [at + 1 < len(tokens) and _is_named(tokens, at + 1, lower), at + 2 < len(tokens) and _is_named(tokens, at + 2, lower)],
    )
    bodies = body_words("ORGTAIL")
    if token.text == "." and named[0] and len(tokens[at - 1].text) == 1 and tokens[at - 1].text.isupper():
        return 1
    if token.low == "and":
        return int(token.tag == "NP" and named[0])
    if token.low in {"of", "for", "&"}:
        head = tokens[at - 1].low in bodies or tokens[start].low in bodies or tokens[start].low.endswith("s")
        if token.low == "for":
            head = tokens[at - 1].low in bodies and (start > 0 and tokens[start - 1].low == "the")
        if token.low == "&" or (head and named[0]):
            return int(named[0])
        return 2 * (head and token.low == "of" and tokens[min(at + 1, len(tokens) - 1)].low == "the" and named[1])
    if token.low in _PARTICLES:
        again = at + 1 < len(tokens) and tokens[at + 1].low in _PARTICLES and named[1]
        return 1 if named[0] else 2 * again
    if token.tag == "'s" and token.low == "'s":  # the Rector's Office
        office = start > 0 and tokens[start - 1].low == "the" and at - start == 1 and tokens[start].low not in bodies
        return int(office and named[0] and tokens[at + 1].low in bodies)
    if token.tag == "'s":
        joined = at + 1 < len(tokens) and tokens[at + 1].low == "and" and tokens[at + 1].tag == "NP"
        plural = start > 0 and tokens[start - 1].low == "the" and at - start == 1
        return int(joined or (named[0] and (plural or tokens[at + 1].low in bodies)))
    return 0


_JOINED = frozenset("union association federation ministry department committee commission authority board council agency office".split())


def joined_names(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences with every *and* that stands inside a name tagged as part of it."""
    lower = {token.text for sentence in sentences for token in sentence.tokens if not token.is_name}
    made = []
    for sentence in sentences:
        tokens = list(sentence.tokens)
        for at in range(1, len(tokens) - 1):
            if tokens[at].low == "and" and _joins_one_name(tokens, at, lower):
                tokens[at] = replace(tokens[at], tag="NP")
        made.append(replace(sentence, tokens=tuple(tokens)))
    return tuple(made)


def _joins_one_name(tokens: Sequence[Token], at: int, lower: set[str]) -> bool:
    """*The Dock and Crane Workers' Union*: an *and* inside a name that only ends after it; *the Greens and the Miners' Union* are two."""
    start = at
    while (
        start > 0
        and (tokens[start - 1].tag == "NP" or _is_plural_owner(tokens, start - 1))
        and tokens[start - 1].low not in body_words("ORGTAIL")
    ):
        start -= 1
    first = tuple(token.text for token in tokens[start:at])
    if start == at or first in surfaces() or (start and tokens[start - 1].low != "the") or (not start and tokens[0].low != "the"):
        return False
    end = at + 1
    while end < len(tokens) and (_is_named(tokens, end, lower) or (tokens[end].tag == "'s" and tokens[end].low != "'s")):
        end += 1
    return end - at > 2 and tokens[end - 1].low in _JOINED


def _is_plural_owner(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].tag == "'s" and tokens[at].low != "'s"


def run_words(tokens: Sequence[Token], span: Range) -> tuple[str, ...]:
    """The words of a run, with straight apostrophes."""
    return tuple(token.text.replace("’", "'") for token in tokens[span[0] : span[1]])


def count_runs(tokens: Sequence[Token], spans: Sequence[Range], runs: Runs) -> None:
    """Add one sentence's runs to the counts."""
    groups = verb_groups(tokens)
    heads: set[int] = set()
    acting: set[int] = set()
    for index, group in enumerate(groups):
        found = subject(tokens, groups, index) if group.kind == "finite" else None
        if found:
            places = {head_of(tokens, part) for part in conjuncts(tokens, found)}
            acting |= places
            if group.lemma in cue_lexicon() or group.lemma in stance_verbs():
                heads |= places
    for start, end in spans:
        words = run_words(tokens, (start, end))
        runs.seen[words] += 1
        runs.spoken[words] += end - 1 in heads
        runs.acted[words] += (end - 1 in acting and not (start and tokens[start - 1].tag == "'s")) or _addressed(tokens, start)
        runs.owned[words] += end < len(tokens) and tokens[end].tag == "'s"
        runs.placed[words] += start > 0 and tokens[start - 1].low in {"in", "at", "near"}
        runs.titled[words] += start > 0 and tokens[start - 1].low in body_words("TITLE")
        stop = next((i for i in range(end, min(len(tokens), end + 16)) if tokens[i].is_name or tokens[i].text in {".", ";"}), end)
        runs.its[words] += end - 1 in acting and any(token.low in {"its", "itself"} for token in tokens[end:stop])
        gender = _gender(tokens, start, end, stop if end - 1 in acting else end)
        runs.he[words] += bool(gender)
        runs.she[words] += gender == "she"
        runs.polite[words] += bool(_gender(tokens, start, end, end))
        runs.amid[words] += start > 0 and tokens[start - 1].tag != "Q" and tokens[start - 1].text not in {".", ":", "—", "!", "?"}
        runs.with_the[words] += start > 0 and tokens[start - 1].low == "the"


def _gender(tokens: Sequence[Token], start: int, end: int, stop: int) -> str:
    """*he* or *she* for a person: *Mr Berg*; *Berg said she*; *?* where it is a person and no more is said; empty for a thing."""
    before = start - 1 - (start > 1 and tokens[start - 1].text == ".")
    courtesy = tokens[before].low.rstrip(".") if before >= 0 else ""
    if courtesy in _MEN | _WOMEN:
        return "she" if courtesy in _WOMEN else "he"
    pronoun = next((token.low for token in tokens[end:stop] if token.low in {"he", "she", "his", "her", "him"}), "")
    if pronoun:
        return "she" if pronoun in {"she", "her"} else "he"
    return "?" if courtesy in _COURTESY else ""


_MEN = frozenset("mr sir lord brother king chairman spokesman father baron count monsieur herr".split())
_WOMEN = frozenset("ms mrs dame lady sister queen chairwoman spokeswoman madame mother baroness countess frau".split())
_BODY_OF = frozenset("government delegation republic kingdom ministry parliament people state president king".split())


def _addressed(tokens: Sequence[Token], start: int) -> bool:
    """*urged X*, *according to X*: a name that is asked or cited."""
    if start == 0:
        return False
    before = tokens[start - 1]
    if before.is_verb and (before.lemma in cue_lexicon() or before.lemma in stance_verbs()):
        return True
    if start > 1 and before.low == "of" and tokens[start - 2].low in _BODY_OF:
        return True
    return start > 1 and before.tag == "TO" and tokens[start - 2].low == "according"
