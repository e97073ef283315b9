"""Acts in few words: what an act keeps of a long phrase, and what an elliptical figure is a figure of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.reading.acts import phrase
from detente.reading.chunks import verb_groups
from detente.reading.tagging import tokenize

__all__ = ["clause_act", "figure_of", "is_no_act", "shortened"]

_MOST = 9  # words of an act; the rest stays in the claim
_WRAPPED = re.compile(
    r"^accept (?:(?:an?|the|its|their|such|any) )?(?:[\w'’-]+ ){0,2}"
    r"(?:proposal|offer|plan|initiative|idea|call) (?:for|of) (?=(?:an?|the) )",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r" (?:(?:a|an|one|two|three|some|several) (?:day|week|month|year)s? (?:later|earlier|ago)|last \w+|in recent \w+)$", re.IGNORECASE
)
_RELATIVE = re.compile(r"\s+(?:(?:under|by|in|on|for|with|to) )?(?:that|which|who|whom|whose|where)\b", re.IGNORECASE)
_SCOPE = re.compile(r"\b(?:on|against|at) (?:[\w'’-]+ ){0,3}[\w'’-]+$", re.IGNORECASE)
_EDGE = re.compile(
    r"\s+(?=(?:of|in|on|at|by|for|with|from|under|during|over|through|as|to|and|or|per|within|across|after|while)\b)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:,|\s+(?:that|and|or|to|of|the|a|an|by|at|in|on|for|with|from|under|as|"
    r"its|their|his|her|not|also|too|only|again|meanwhile|now|at all|at once|immediately|today|without delay))+$",
    re.IGNORECASE,
)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_TIME = re.compile(
    rf"^\w+ (?:the )?(?:\d{{1,2}} {_MONTH}|{_MONTH}(?: \d{{1,4}})?|\d{{4}}|"
    rf"(?:next|last|this) (?:week|month|year|day)|today|tomorrow|friday|monday|sunday)\b",
    re.IGNORECASE,
)
_IDIOMS = re.compile(
    r"^(?:cross (?:the |any |a |that )?line|hear of (?:it|this|that)|have it|say so|"
    r"do more|go further|let go|(?:tell|inform|assure|remind) \w+)$",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
_FIGURE = re.compile(
    rf"^(?P<verb>grant|accept|pay|take|get) "
    rf"(?P<bound>(?:anything |nothing |any )?(?:below|under|less than|above|over|more than|at least|at most|up to) )?"
    rf"(?P<value>{_NUMBER})(?P<unit> ?(?:percent|per cent|%))?(?: (?:in|on|since|from) \w+)?$",
    re.IGNORECASE,
)
_SHARE = re.compile(rf"\b{_NUMBER} ?(?:percent|per cent|%)", re.IGNORECASE)
_RAISES = re.compile(r"^(?P<act>(?:raise|increase|cut|lower|reduce|lift) [\w'’ -]+?)(?: by .*)?$", re.IGNORECASE)


def shortened(words: str) -> str:
    """The act without what wraps it, without a trailing relative clause, and at most about nine words long.

    >>> shortened("accept an American proposal for an immediate ceasefire of 30 days")
    'accept an immediate ceasefire of 30 days'
    >>> shortened("begin long talks on a truce in the northern straits and a full peace during the autumn")
    'begin long talks on a truce'
    """
    words = _WHEN.sub("", _WRAPPED.sub("accept ", words))
    if len(words.split()) > _MOST and (relative := _RELATIVE.search(words)) and len(words[: relative.start()].split()) >= 3:
        scope = _SCOPE.search(words[relative.end() :])
        words = words[: relative.start()] + (f" {scope.group()}" if scope else "")
    while len(words.split()) > _MOST:
        edges = [found.start() for found in _EDGE.finditer(words) if len(words[: found.start()].split()) >= 3]
        if not edges:
            break
        words = words[: edges[-1]]
    words = re.sub(r"^(\w+) (A|An|The|Any|Such|No)\b", lambda found: f"{found[1]} {found[2].lower()}", words)
    return _LOOSE.sub("", words).strip(" ,")


def clause_act(clause: str) -> str:
    """The act of a finite clause, in the base form; empty where it has none.

    >>> clause_act("the company paid for the lining of the canal")
    'pay for the lining of the canal'
    """
    tokens = tokenize(clause)
    group = next((g for g in verb_groups(tokens) if g.kind == "finite" and not g.passive and g.lemma != "be"), None)
    return " ".join(filter(None, (group.lemma, phrase(tokens, group.end, len(tokens))))) if group else ""


def is_no_act(words: str) -> bool:
    """A date that nobody can grant, or an idiom.

    >>> is_no_act("grant 11 March"), is_no_act("cross line"), is_no_act("grant an amnesty")
    (True, True, False)
    """
    return bool(_TIME.match(words) and words.split(maxsplit=1)[0] in {"grant", "accept", "hold", "get", "carry"}) or bool(
        _IDIOMS.match(words)
    )


def figure_of(words: str, earlier: Sequence[str]) -> tuple[str, int] | None:
    """An act that is only a figure, with the noun of the nearest earlier act (last first) that has one; and which one that was.

    >>> figure_of("grant four percent in September", ["close the gate", "raise wages"])
    ('raise wages by four percent', 1)
    >>> figure_of("grant three", ["grant a raise of eight percent"])
    ('grant a raise of three percent', 0)
    """
    found = _FIGURE.match(words)
    if found is None:
        return None
    value = f"{found['value']} percent"
    bound = (found["bound"] or "").lower()
    for index in range(len(earlier) - 1, -1, -1):
        raises, share = _RAISES.match(earlier[index]), _SHARE.search(earlier[index])
        if not (raises or share) or earlier[index].startswith("accept anything"):
            continue
        if bound:
            return f"{found['verb']} {bound}{value}", index
        if raises is not None and (" by " in earlier[index] or not share):
            return f"{raises['act']} by {value}", index
        return _SHARE.sub(value, earlier[index], count=1), index
    return None
