"""Tokens with light tags: what a rule needs to see of a word, and no more.

Tags: ``D`` determiner, ``N`` noun, ``NP`` proper name, ``A`` adjective, ``#`` number, ``O`` pronoun, ``P`` preposition, ``TO``,
``M`` modal, ``X`` auxiliary, ``G`` negation, ``R`` adverb, ``C`` conjunction, ``S`` subordinator, ``W`` wh-word, ``'s`` possessive,
``Q`` quotation mark, ``.`` other marks; verbs are ``V`` with a letter for the form: ``Vb Vz Vd Vn Vg``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detente.evidence import Span
from detente.reading.lexicon import closed_class, verb_forms

__all__ = ["Token", "raw_tokens"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?i:Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Rep|Gov|Capt|Prof|Inc|Ltd|Corp|Co)\.|\d+(?:[-‑][^\W\d_]+)+|\d[\d.,]*\d%?|\d%?"
    r"|[A-Z]\w*['’](?!(?i:s|re|ve|ll|d|m|t)\b)[^\W\d_]\w+(?:[-‑]\w+)*"  # N'Diaye, Sant'Ambro
    r"|(?i:(?:ca|wo|sha)(?=n['’]t\b)|\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b)|\w+(?:[-‑]\w+)*|''|``|[^\w\s]",
)
_QUOTES = '"“”„«»‘'
_BE = {"be", "am", "is", "are", "was", "were", "been", "being", "'re", "’re", "'m", "’m"}
_HAVE = {"have", "has", "had", "having", "'ve", "’ve"}
_NOT_SUPERLATIVES = {"protest", "interest", "request", "contest", "harvest", "conquest", "forest"}
_NOT_VERBS = {"hundred", "kindred", "sacred", "hatred", "indeed", "exceed", "proceed", "wicked", "rugged", "ragged"}
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split())
_NOT_ADVERBS = {"assembly", "family", "monopoly", "rally", "anomaly", "italy", "july", "butterfly", "homily", "tally", "bully"}
_DO = {"do", "does", "did", "doing"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark, where it stands, its tag and, for a verb, its base form."""

    start: int
    end: int
    text: str
    tag: str = "N"
    lemma: str = ""

    @property
    def low(self) -> str:
        """The text in lower case, with straight apostrophes."""
        return self.text.lower().replace("’", "'")

    @property
    def is_verb(self) -> bool:
        """A verb other than a plain auxiliary."""
        return self.tag[0] == "V"

    @property
    def is_name(self) -> bool:
        """Starts with a capital letter."""
        return self.text[:1].isupper()


def raw_tokens(text: str, span: Span | None = None) -> list[Token]:
    """The tokens of ``text``, or of the part of it at ``span``, each with a first guess at its tag; offsets count in the whole text."""
    start, end = span or (0, len(text))
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text, start, end):
        token = Token(found.start(), found.end(), found.group())
        before = tokens[-1] if tokens else None
        tokens.append(_mark(token, before) or _closed(token, before) or _open(token, before))
    return tokens


def _mark(token: Token, before: Token | None) -> Token | None:
    low = token.low
    if token.text in _QUOTES or token.text in {"''", "``"}:
        return replace(token, tag="Q")
    if low == "'s":
        return replace(token, tag="'s", lemma="be")
    if token.text in "'’":
        return replace(token, tag="'s" if before and before.text[-1:] == "s" and before.end == token.start else ".")
    if low == "to":
        return replace(token, tag="TO")
    return replace(token, tag="#") if token.text[0].isdigit() or low in _NUMBERS else None


def _closed(token: Token, before: Token | None) -> Token | None:
    low = token.low
    tag = closed_class().get(low)
    amid = token.is_name and before is not None and before.tag != "Q" and before.text not in ".:;—!?" and low != "i"
    if tag and not (amid and tag in {"N", "A", "X", "P", "R", "M", "C"}):
        lemma = "be" if low in _BE else "have" if low in _HAVE else "do" if low in _DO else low
        return replace(token, tag=tag, lemma=lemma)
    return None if token.text[0].isalnum() or token.text[0] == "_" else replace(token, tag=".")


def _open(token: Token, before: Token | None) -> Token:
    low = token.low
    sentence_start = before is None or before.text in _QUOTES + ".:—"
    known = verb_forms().get(low)
    if token.is_name and not (sentence_start and (known or low.endswith("ly"))):
        return replace(token, tag="NP")
    if known:
        return replace(token, tag="V" + known[1][0], lemma=known[0])
    if low.endswith("ly") and len(low) > 4 and low not in _NOT_ADVERBS:
        return replace(token, tag="R")
    if len(low) > 5 and low.endswith("est") and low not in _NOT_SUPERLATIVES:
        return replace(token, tag="A")
    if len(low) > 5 and low.endswith("ed") and low not in _NOT_VERBS and "-" not in low:
        return replace(token, tag="Vd", lemma=low[:-2])
    return replace(token, tag="N")
