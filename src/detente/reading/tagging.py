"""Tags decided by the neighbours: verb or noun, participle or adjective, which *that*."""

from __future__ import annotations

from dataclasses import replace

from detente.evidence import Span
from detente.reading.lexicon import verb_forms
from detente.reading.tokens import Token, raw_tokens

__all__ = ["tokenize"]

_TAKES_INFINITIVE = frozenset(
    "offer refuse decline want threaten promise pledge vow plan try intend seek willing unwilling ready prepared reluctant".split()
)
_REPORTING = {"say", "warn", "claim", "argue", "believe", "think", "insist", "fear", "note", "add"}


def tokenize(text: str, span: Span | None = None) -> tuple[Token, ...]:
    """The tagged tokens of ``text``, or of the part of it at ``span``; offsets count in the whole text.

    >>> [(t.text, t.tag) for t in tokenize("The union's demand is firm.")][:4]
    [('The', 'D'), ('union', 'N'), ("'s", "'s"), ('demand', 'N')]
    """
    tokens = raw_tokens(text, span)
    for index in range(len(tokens)):
        tokens[index] = _in_context(tokens, index)
    return tuple(tokens)


def _in_context(tokens: list[Token], at: int) -> Token:
    """Decide between verb and noun or adjective by the neighbours; tokens before ``at`` are already decided."""
    token = tokens[at]
    if token.low == "that" and at + 1 < len(tokens):
        return replace(token, tag=_that(tokens, at))
    if token.tag == "X" and token.lemma in {"have", "do", "get", "gets", "got"}:
        return _have_or_do(tokens, at)
    if token.tag[0] != "V":
        return _other(tokens, at)
    return _verb(tokens, at)


def _other(tokens: list[Token], at: int) -> Token:
    """*Has since promised*, *would open*: an adverb or a verb that the lists call something else."""
    token = tokens[at]
    if token.tag == "N" and at >= 2 and tokens[at - 1].tag == "TO" and (tokens[at - 2].lemma or tokens[at - 2].low) in _TAKES_INFINITIVE:
        return replace(token, tag="Vb", lemma=token.low)
    if token.low == "so" and at + 1 < len(tokens) and tokens[at + 1].low == "far":
        return replace(token, tag="R")
    if token.low == "first" and at and tokens[at - 1].tag in {"N", "NP"} and at + 1 < len(tokens) and tokens[at + 1].tag[0] == "V":
        return replace(token, tag="R")
    if (
        token.low == "since"
        and at
        and tokens[at - 1].lemma == "have"
        and tokens[at - 1].tag == "X"
        and at + 1 < len(tokens)
        and tokens[at + 1].tag[0] in {"V", "X", "R"}
    ):
        return replace(token, tag="R")
    if token.tag == "A" and "b" in verb_forms().get(token.low, ("", ""))[1]:
        before = _before(tokens, at)
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        asked = (
            before is not None and before.tag in {"NP", "N"} and any(t.low == "that" and t.tag == "S" for t in tokens[max(0, at - 6) : at])
        )
        if asked and after is not None and after.tag in {"D", "'s"}:
            return replace(token, tag="Vb", lemma=token.low)
        return replace(token, tag="Vb", lemma=token.low) if before is not None and before.tag in {"M", "TO"} else token
    return token


def _verb(tokens: list[Token], at: int) -> Token:
    token = tokens[at]
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
    previous = _before(tokens, at)
    if previous is not None and previous.tag == "N" and after.tag in {"M", "X", "Vd", "Vz", "R"}:
        return "W"
    if previous is not None and previous.tag == "X" and previous.lemma == "be" and after.tag in {"D", "NP", "O"}:
        return "S"
    if previous is not None and (previous.tag in {"N", "NP", "A"} or previous.is_verb or previous.text in ',"”'):
        return "S"
    return "D"


def _have_or_do(tokens: list[Token], at: int) -> Token:
    for other in tokens[at + 1 : at + 6]:
        if other.low in {"since", "so"}:
            continue
        if other.tag[0] == "V" or other.tag == "X":
            return tokens[at]
        if other.tag not in {"R", "G", "O", "NP", "N", "D", "C", "A", "'s"} or other.text in ",;":
            break
    letter = {"have": "b", "has": "z", "had": "d", "having": "g", "do": "b", "does": "z", "did": "d", "doing": "g"}.get(tokens[at].low)
    return replace(tokens[at], tag="V" + letter) if letter and tokens[at].lemma in {"have", "do"} else tokens[at]


def _ing(token: Token, before: Token | None, after: Token | None) -> Token:
    if before is not None and before.tag in {"D", "A", "'s"} and after is not None and after.low == "of":
        return replace(token, tag="N")
    if before is not None and before.tag in {"D", "A"} and (after is None or after.tag in {"N", "NP", ".", "R", "S", "P", "C", "X", "M"}):
        return replace(token, tag="A" if after is not None and after.tag in {"N", "NP"} else "N")
    return replace(token, tag="Vg")


def _base(tokens: list[Token], at: int, before: Token | None, after: Token | None) -> Token:
    return replace(tokens[at], tag="Vb" if _is_base_verb(tokens, at, before, after) else "N")


def _is_base_verb(tokens: list[Token], at: int, before: Token | None, after: Token | None) -> bool:
    if before is None:
        return after is not None and after.tag in {"D", "NP", "O"}
    if tokens[at].low in {"refrain", "abstain", "desist"} or before.tag in {"TO", "M"} or before.low in {"do", "does", "did"}:
        return not (before.tag == "TO" and after is not None and after.tag in {"X", "M"})
    helped = any(t.lemma in {"let", "make", "help", "see"} for t in tokens[max(0, at - 3) : at])
    if before.tag == "O":
        return helped or before.low not in {"him", "them", "me", "us"}
    if before.tag[0] == "V":
        return before.lemma in {"help", "let", "make", "see"}
    has_object = after is not None and after.tag in {"D", "N", "NP", "O", "A", "TO", "S", "'s", "#", "Vg", "Q", "Vb"}
    if before.tag in {"N", "NP"}:
        return _after_noun(tokens, at, before, after)
    if before.tag == "C":
        return has_object and at >= 2 and any(t.tag == "Vb" for t in tokens[max(0, at - 14) : at])
    if before.tag in {"W", "Q"} or before.text in ",:—":
        return (has_object and before.tag == "W") or (after is not None and after.tag in {"D", "O"})
    return False


def _after_noun(tokens: list[Token], at: int, before: Token, after: Token | None) -> bool:
    """*The unions demand a rise*, *they ask that the union accept it*, *…, scientists warn.*."""
    if _in_object(tokens, at):
        return False
    plural = (before.low.endswith("s") and not before.low.endswith("ss")) or _coordinated(tokens, at) or _plural_head(tokens, at)
    if plural and (after is None or after.tag in {"R", "P", "."}) and _clause_verb(tokens, at):
        return True
    if after is None or after.text in ".,;:":
        return tokens[at].low in _REPORTING and before.low.endswith("s")
    has_object = after.tag in {"D", "N", "NP", "O", "A", "TO", "S", "'s", "#", "Vg", "Q", "Vb"}
    mandated = after.low != "that" and any(t.low in {"that", "if", "unless"} for t in tokens[max(0, at - 9) : at])
    return has_object and (plural or mandated)


def _clause_verb(tokens: list[Token], at: int) -> bool:
    """*unless trams run again*: the only verb of a short clause."""
    opened = any(t.low in {"unless", "until", "once", "if"} for t in tokens[max(0, at - 3) : at])
    rest = tokens[at + 1 : at + 9]
    stop = next((i for i, token in enumerate(rest) if token.tag == "."), len(rest))
    return opened and not any(token.tag in {"M", "X"} or token.is_verb for token in rest[:stop])


def _plural_head(tokens: list[Token], at: int) -> bool:
    """*Fishermen from Lorne want*: the noun before the preposition decides."""
    index = at - 1
    while index > 0 and tokens[index].tag in {"N", "NP", "A", "D", "#", "P"}:
        index -= 1
    first = next((i for i in range(index, at) if tokens[i].tag == "P"), 0)
    head = tokens[first - 1] if first > 0 else None
    return head is not None and first - 1 >= index and head.tag in {"N", "NP"} and (head.low.endswith("s") or head.low.endswith("men"))


def _coordinated(tokens: list[Token], at: int) -> bool:
    return at >= 3 and tokens[at - 2].low == "and" and tokens[at - 3].tag in {"NP", "N"} and tokens[at - 1].tag == "NP"


def _third(tokens: list[Token], at: int, before: Token | None, after: Token | None) -> Token:
    token = tokens[at]
    noun = replace(token, tag="N")
    if before is None or before.tag in {"D", "A", "'s", "P", "#", "TO", "M", "X", "V", "C"} or before.is_verb:
        is_second = before is not None and before.tag == "C" and after is not None and after.tag in {"D", "TO", "S", "NP", "O"}
        return replace(token, tag="Vz") if is_second else noun
    if after is not None and (after.tag in {"M", "X"} or after.tag in {"Vd", "Vz"}) and not _plural_object(tokens, at + 1):
        return noun
    if _in_object(tokens, at) or (token.low == "states" and after is not None and after.tag in {"P", "."}):
        return noun
    if before.tag in {"N", "NP"} and after is not None and after.tag in {"P", "."} and before.low.endswith("s"):
        return noun
    return replace(token, tag="Vz")


def _plural_object(tokens: list[Token], at: int) -> bool:
    """*raises wages.*: a word that could be a verb but closes the clause after one."""
    closing = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].tag == "Vz" and (closing is None or closing.tag in {".", "P", "C"})


def _in_object(tokens: list[Token], at: int) -> bool:
    """Whether the nouns before ``at`` are themselves governed by a verb or a preposition, so that no subject stands here."""
    index = at - 1
    while index >= 0 and tokens[index].tag in {"N", "NP", "A", "#", "'s", "D", "R"}:
        if tokens[index].tag == "D" and index and tokens[index - 1].tag in {"N", "NP"}:
            return False
        index -= 1
    if index < 0 or any(token.low in {"once", "after", "until", "before"} for token in tokens[index + 1 : at]):
        return False
    opener = tokens[index]
    if opener.low in {"once", "after", "until", "before"} and verb_forms().get(tokens[at].low, ("", ""))[1] != "z":
        return False
    if opener.low == "and":
        return _in_object(tokens, index)
    if opener.tag == "P" and _plural_head(tokens, at):
        return verb_forms().get(tokens[at].low, ("", ""))[1] == "z"  # troops as part of security guarantees
    if opener.low == "of" and at + 1 < len(tokens) and tokens[at + 1].tag in {"D", "TO", "S"} and _opens_clause(tokens, index):
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


def _opens_clause(tokens: list[Token], at: int) -> bool:
    """*The minister of Norland demands*: the phrase before the preposition opens the sentence or a clause."""
    index = at - 1
    while index >= 0 and tokens[index].tag in {"N", "NP", "A", "D", "'s"}:
        index -= 1
    return index < 0 or tokens[index].tag in {"S", "Q", "."}


def _past(token: Token, before: Token | None, after: Token | None, kinds: str) -> Token:
    if before is not None and before.tag == "X":
        return replace(token, tag="Vn" if "n" in kinds else "Vd")
    if before is not None and before.low == "that" and before.tag == "S" and after is not None and after.tag == "N":
        return replace(token, tag="A")
    nominal_next = after is not None and after.tag in {"N", "NP", "A", "Vz", "Vb"}
    if before is not None and before.tag in {"D", "A", "'s", "P", "#"} and nominal_next:
        return replace(token, tag="A")
    if (before is not None and before.tag in {"P", "#"}) or kinds == "n":
        return replace(token, tag="Vn")
    if after is not None and after.low == "by" and before is not None and before.tag in {"N", "NP"}:
        return replace(token, tag="Vn")
    return replace(token, tag="Vd")
