"""Tokens with light tags: what a rule needs to see of a word, and no more.

Tags: ``D`` determiner, ``N`` noun, ``NP`` proper name, ``A`` adjective, ``#`` number, ``O`` pronoun, ``P`` preposition, ``TO``, ``M`` modal,
``X`` auxiliary, ``G`` negation, ``R`` adverb, ``C`` conjunction, ``S`` subordinator, ``W`` wh-word, ``'s`` possessive, ``Q`` quotation mark,
``.`` other marks; verbs are ``V`` with a letter for the form: ``Vb Vz Vd Vn Vg``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detente.evidence import Span
from detente.reading.lexicon import closed_class, verb_forms

__all__ = ["Token", "tokenize"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Rep|Gov|Capt|Prof|Inc|Ltd|Corp|Co)\.|\d+(?:[-‑][^\W\d_]+)+|\d[\d.,]*\d%?|\d%?"
    r"|(?:ca|wo|sha)(?=n['’]t\b)|\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+(?:[-‑]\w+)*|''|``|[^\w\s]",
    re.IGNORECASE,
)
_QUOTES = '"“”„«»‘'
_BE = {"be", "am", "is", "are", "was", "were", "been", "being", "'re", "’re", "'m", "’m"}
_HAVE = {"have", "has", "had", "having", "'ve", "’ve"}
_NOT_VERBS = {"hundred", "kindred", "sacred", "hatred", "indeed", "exceed", "proceed", "wicked", "rugged", "ragged"}
_REPORTING = {"say", "warn", "claim", "argue", "believe", "think", "insist", "fear", "note", "add"}
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


def tokenize(text: str, span: Span | None = None) -> tuple[Token, ...]:
    """The tagged tokens of ``text``, or of the part of it at ``span``; offsets count in the whole text.

    >>> [(t.text, t.tag) for t in tokenize("The union's demand is firm.")][:4]
    [('The', 'D'), ('union', 'N'), ("'s", "'s"), ('demand', 'N')]
    """
    start, end = span or (0, len(text))
    raw = [Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, start, end)]
    tokens = [_first_guess(token, raw[i - 1] if i else None) for i, token in enumerate(raw)]
    for index in range(len(tokens)):
        tokens[index] = _in_context(tokens, index)
    return tuple(tokens)


def _first_guess(token: Token, before: Token | None) -> Token:
    low = token.low
    if token.text in _QUOTES or token.text in {"''", "``"}:
        return replace(token, tag="Q")
    if low == "'s":
        return replace(token, tag="'s", lemma="be")
    if token.text in "'’":
        return replace(token, tag="'s" if before and before.text[-1:] == "s" and before.end == token.start else ".")
    if low == "to":
        return replace(token, tag="TO")
    if token.text[0].isdigit():
        return replace(token, tag="#")
    tag = closed_class().get(low)
    amid = token.is_name and before is not None and before.tag != "Q" and before.text not in ".:;—!?" and low != "i"
    if tag and not (amid and tag in {"N", "A", "X", "P", "R", "M"}):
        lemma = "be" if low in _BE else "have" if low in _HAVE else "do" if low in _DO else low
        return replace(token, tag=tag, lemma=lemma)
    if not (token.text[0].isalnum() or token.text[0] == "_"):
        return replace(token, tag=".")
    sentence_start = before is None or before.text in _QUOTES + ".:—"
    known = verb_forms().get(low)
    if token.is_name and not (sentence_start and (known or low.endswith("ly"))):
        return replace(token, tag="NP")
    if known:
        return replace(token, tag="V" + known[1][0], lemma=known[0])
    if low.endswith("ly") and len(low) > 4:
        return replace(token, tag="R")
    if len(low) > 5 and low.endswith("est") and low not in {"protest", "interest", "request", "contest", "harvest", "conquest", "forest"}:
        return replace(token, tag="A")
    if len(low) > 5 and low.endswith("ed") and low not in _NOT_VERBS and "-" not in low:
        return replace(token, tag="Vd", lemma=low[:-2])
    return replace(token, tag="N")


def _in_context(tokens: list[Token], at: int) -> Token:
    """Decide between verb and noun or adjective by the neighbours; tokens before ``at`` are already decided."""
    token = tokens[at]
    if token.low == "that" and at + 1 < len(tokens):
        return replace(token, tag=_that(tokens, at))
    if token.tag == "X" and token.lemma in {"have", "do", "get", "gets", "got"}:
        return _have_or_do(tokens, at)
    if token.low == "since" and at and tokens[at - 1].lemma == "have" and at + 1 < len(tokens) and tokens[at + 1].tag[0] in {"V", "X", "R"}:
        return replace(token, tag="R")
    if token.tag == "A" and "b" in verb_forms().get(token.low, ("", ""))[1]:
        before = _before(tokens, at)
        return replace(token, tag="Vb", lemma=token.low) if before is not None and before.tag in {"M", "TO"} else token
    if token.tag[0] != "V":
        return token
    kinds = verb_forms().get(token.low, ("", "dn"))[1]
    before = _before(tokens, at)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if "g" in kinds:
        return _ing(token, before, after)
    if "b" in kinds and not ("d" in kinds and before is not None and before.tag in {"NP", "O", "X"} and token.low != before.low):
        return _base(tokens, at, before, after)
    if kinds == "z":
        return _third(tokens, at, before, after)
    return _past(token, before, after, kinds)


def _before(tokens: list[Token], at: int) -> Token | None:
    index = at - 1
    while index >= 0 and tokens[index].tag in {"R", "G"}:
        index -= 1
    return tokens[index] if index >= 0 else None


def _that(tokens: list[Token], at: int) -> str:
    after = tokens[at + 1]
    previous = tokens[at - 1] if at else None
    if previous is not None and previous.tag == "N" and after.tag in {"M", "X", "Vd", "Vz", "R"}:
        return "W"
    if previous is not None and (previous.tag in {"N", "NP", "A"} or previous.is_verb or previous.text in ',"”'):
        return "S"
    return "D"


def _have_or_do(tokens: list[Token], at: int) -> Token:
    for other in tokens[at + 1 : at + 6]:
        if other.tag[0] == "V" or other.tag == "X":
            return tokens[at]
        if other.tag not in {"R", "G", "O", "NP", "N", "D", "C", "A", "'s"} or other.text in ",;":
            break
    letter = {"have": "b", "has": "z", "had": "d", "having": "g", "do": "b", "does": "z", "did": "d", "doing": "g"}.get(tokens[at].low)
    return replace(tokens[at], tag="V" + letter) if letter and tokens[at].lemma in {"have", "do"} else tokens[at]


def _ing(token: Token, before: Token | None, after: Token | None) -> Token:
    if before is not None and before.tag in {"D", "A", "'s"} and after is not None and after.low == "of":
        return replace(token, tag="N")
    if before is not None and before.tag in {"D", "A"} and (after is None or after.tag in {"N", "NP", "."}):
        return replace(token, tag="N" if after is None or after.tag == "." else "A")
    return replace(token, tag="Vg")


def _base(tokens: list[Token], at: int, before: Token | None, after: Token | None) -> Token:
    token = tokens[at]
    noun, verb = replace(token, tag="N"), replace(token, tag="Vb")
    if before is None:
        return verb if after is not None and after.tag in {"D", "NP", "O"} else noun
    if before.tag in {"TO", "M"} or before.low in {"do", "does", "did"}:
        return noun if before.tag == "TO" and after is not None and after.tag in {"X", "M"} else verb
    if before.tag == "O":
        return verb if before.low not in {"him", "them", "me", "us"} else _helped(tokens, at)
    if before.tag in {"D", "A", "'s", "P", "#", "X"}:
        return noun
    if before.tag[0] == "V":
        return verb if before.lemma in {"help", "let", "make", "see"} else noun
    starts_object = (after is not None and after.tag in {"D", "NP", "O", "A", "TO", "S", "'s", "#", "Vg", "Q", "Vb"}) or (
        after is not None and after.tag == "N"
    )
    if before.tag in {"N", "NP"}:
        if (after is None or after.text in ".,;:") and token.low in _REPORTING and before.low.endswith("s") and not _in_object(tokens, at):
            return verb
        plural = (before.low.endswith("s") and not before.low.endswith("ss")) or _coordinated(tokens, at)
        mandated = any(t.low in {"that", "if", "unless"} for t in tokens[max(0, at - 9) : at]) and after is not None and after.low != "that"
        plural = plural or _plural_head(tokens, at)
        return verb if (plural or mandated) and starts_object and not _in_object(tokens, at) else noun
    if before.tag == "C":
        left = tokens[at - 2] if at >= 2 else None
        bare = any(t.tag == "Vb" for t in tokens[max(0, at - 14) : at])
        return verb if starts_object and bare and left is not None else noun
    if before.tag in {"W", "Q"} or before.text in ",:—":
        return verb if (starts_object and before.tag == "W") or (after is not None and after.tag in {"D", "O"}) else noun
    return noun


def _plural_head(tokens: list[Token], at: int) -> bool:
    """*Fishermen from Lorne want*: the noun before the preposition decides."""
    index = at - 1
    while index > 0 and tokens[index].tag in {"N", "NP", "A", "D", "#", "P"}:
        index -= 1
    first = next((i for i in range(index, at) if tokens[i].tag == "P"), 0)
    head = tokens[first - 1] if first > 0 else None
    return head is not None and first - 1 >= index and head.tag in {"N", "NP"} and (head.low.endswith("s") or head.low.endswith("men"))


def _helped(tokens: list[Token], at: int) -> Token:
    return replace(tokens[at], tag="Vb" if any(t.lemma in {"let", "make", "help", "see"} for t in tokens[max(0, at - 3) : at]) else "N")


def _coordinated(tokens: list[Token], at: int) -> bool:
    return at >= 3 and tokens[at - 2].low == "and" and tokens[at - 3].tag in {"NP", "N"} and tokens[at - 1].tag == "NP"


def _third(tokens: list[Token], at: int, before: Token | None, after: Token | None) -> Token:
    token = tokens[at]
    noun = replace(token, tag="N")
    if before is None or before.tag in {"D", "A", "'s", "P", "#", "TO", "M", "X", "V", "C"} or before.is_verb:
        is_second = before is not None and before.tag == "C" and after is not None and after.tag in {"D", "TO", "S", "NP", "O"}
        return replace(token, tag="Vz") if is_second else noun
    if after is not None and (after.tag in {"M", "X"} or after.tag in {"Vd", "Vz"}):
        return noun
    if _in_object(tokens, at):
        return noun
    if before.tag in {"N", "NP"} and after is not None and after.tag in {"P", "."} and before.low.endswith("s"):
        return noun
    return replace(token, tag="Vz")


def _in_object(tokens: list[Token], at: int) -> bool:
    """Whether the nouns before ``at`` are themselves governed by a verb or a preposition, so that no subject stands here."""
    index = at - 1
    while index >= 0 and tokens[index].tag in {"N", "NP", "A", "#", "'s", "D", "R"}:
        if tokens[index].tag == "D" and index and tokens[index - 1].tag in {"N", "NP"}:
            return False
        index -= 1
    if index < 0:
        return False
    opener = tokens[index]
    if opener.low == "and":
        return _in_object(tokens, index)
    if opener.tag == "P" and _plural_head(tokens, at):
        return False
    says = opener.lemma in {
        "say",
        "add",
        "report",
        "claim",
        "think",
        "believe",
        "know",
        "argue",
        "mean",
        "insist",
        "warn",
        "note",
        "suggest",
        "admit",
    }
    return (opener.is_verb and not says) or opener.tag in {"P", "TO"}


def _past(token: Token, before: Token | None, after: Token | None, kinds: str) -> Token:
    if before is not None and before.tag == "X":
        return replace(token, tag="Vn" if "n" in kinds else "Vd")
    nominal_next = after is not None and after.tag in {"N", "NP", "A", "Vz", "Vb"}
    if before is not None and before.tag in {"D", "A", "'s", "P", "#"} and nominal_next:
        return replace(token, tag="A")
    if (before is not None and before.tag in {"P", "#"}) or kinds == "n":
        return replace(token, tag="Vn")
    if after is not None and after.low == "by" and before is not None and before.tag in {"N", "NP"}:
        return replace(token, tag="Vn")
    return replace(token, tag="Vd")
