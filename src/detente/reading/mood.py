"""Whether a verb states, imagines, predicts, advises or dates back; shared by attribution and stance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.reading.chunks import VerbGroup
from detente.reading.tokens import Token

__all__ = ["dropped_or_past", "hypothetical", "in_condition", "unclear"]

_ADVICE = {"could", "might", "may", "should", "must", "ought", "can"}
_FORECAST = {"expected", "likely", "unlikely", "set", "poised", "able", "possible", "going", "due", "bound", "tempted", "free", "used"}
_ADVISING = {"need", "ought", "dare", "advise", "fail", "hesitate", "plan", "have", "decline"}
_EXPECTING = {"expect", "anticipate", "predict"}
_JUDGED = frozenset(
    "wise wiser better best sensible advisable prudent time important necessary essential vital crucial hard difficult easy "
    "impossible right wrong".split()
)
_PAST_WORDS = {"once", "formerly", "originally", "previously", "initially", "traditionally"}
_NOT_CLEAR = re.compile(
    r"(?:(?:not|n't) true(?: ,[^,;]{1,40},)? that|nor is it true(?: ,[^,;]{1,40},)? that|"
    r"(?:not (?:clear|certain|known|sure)|unclear|(?:no|any) (?:indication|sign|evidence|suggestion|word)) (?:that|whether|of)\b)[^,;]*$"
)


def hypothetical(tokens: Sequence[Token], groups: Sequence[VerbGroup], group: VerbGroup) -> bool:
    """*might demand*, *should demand*, *if they demanded*, *is expected to demand*, *needs to accept*, *it is not clear that they demand*.

    >>> from detente.reading.chunks import verb_groups
    >>> from detente.reading.tagging import tokenize
    >>> words = tokenize("If they demanded it, they would get it.")
    >>> hypothetical(words, verb_groups(words), verb_groups(words)[0])
    True
    """
    if group.modal in _ADVICE or in_condition(tokens, group.start) or unclear(tokens, group.start):
        return True
    if group.kind != "inf":
        return False
    before = {token.low for token in tokens[max(0, group.start - 4) : group.start]}
    governing = next((other for other in groups if other.end <= group.start <= other.end + 2), None)
    if governing is not None and governing.lemma in _ADVISING:
        return True
    outer = next((other for other in reversed(groups) if other.end <= group.start), None)
    if outer is not None and outer.lemma in _EXPECTING and group.start - outer.end <= 8:
        return True
    wide = {token.low for token in tokens[max(0, group.start - 8) : group.start]}
    return bool(before & _FORECAST) or (
        "be" in wide | {t.lemma for t in tokens[max(0, group.start - 8) : group.start]} and bool(wide & _JUDGED)
    )


def in_condition(tokens: Sequence[Token], at: int) -> bool:
    """A condition opens before ``at`` and no comma has closed it."""
    for index in range(at - 1, -1, -1):
        low = tokens[index].low
        if tokens[index].text in {",", ";", ":"} or tokens[index].tag == "Q":
            return False
        if low in {"if", "unless", "whether", "suppose", "lest"} or (low in {"were", "had", "should"} and index == 0):
            return True
    return False


def unclear(tokens: Sequence[Token], at: int) -> bool:
    """*It is not clear that …*, *there is no sign that …* governs the words before ``at``."""
    return bool(_NOT_CLEAR.search(" ".join(token.low for token in tokens[:at])))


def dropped_or_past(tokens: Sequence[Token], group: VerbGroup, *, reported: bool, year: int | None) -> bool:
    """*no longer demands*, *once demanded*, *in 1998 had demanded*: it holds no more."""
    lows = [token.low for token in tokens]
    around = lows[max(0, group.start - 2) : group.end + 1]
    if ("longer" in around and "no" in around) or "anymore" in lows[group.end : group.end + 8]:
        return True
    if set(lows[max(0, group.start - 2) : group.head]) & _PAST_WORDS:
        return True
    is_past = group.past or group.perfect
    near = " ".join([*lows[:5], "|", *lows[group.end : group.end + 7]]).split(",")
    if is_past and any(re.search(r"\b(?:years?|decades?|months) (?:ago|earlier)\b|\blast year\b", part) for part in near[:2]):
        return True
    if is_past and year and any(re.fullmatch(r"1[5-9]\d\d|20\d\d", low) and int(low) < year - 1 for low in lows):
        return True
    if lows[group.start] == "had" and not reported and any(re.fullmatch(r"1[5-9]\d\d|20\d\d", low) for low in lows[:5]):
        return True
    if lows[group.start] == "had" and not reported and {"first", "earlier", "initial", "initially", "original", "previous"} & set(lows):
        return True
    overtaken = {"until", "before", "but", "since", "however"} & set(lows[group.end :])
    return lows[group.start] == "had" and not reported and bool(overtaken)
