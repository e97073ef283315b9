"""Notes of the computation as sentences, the acts in them told in words."""

from __future__ import annotations

import re

from detente.report.words.acts import Vocabulary
from detente.report.words.plain import all_of, noted

__all__ = ["noted_in"]

_IDLE = "in no formula, and left as now"
_SHUT = re.compile(r"(\S+) cannot move (before .*)")


def noted_in(words: Vocabulary, note: str) -> str:
    """A note with the acts that it names told as who would do what.

    >>> from detente.report.words.acts import ActWords
    >>> known = Vocabulary({}, {"renew_treaty": ActWords("North", "renew the treaty", "n")})
    >>> noted_in(known, "in no formula, and left as now: renew_treaty")
    'No statement, rule or goal here speaks of these, so they are left as now: whether North would renew the treaty.'
    >>> noted_in(known, "renew_treaty cannot move before 2025-03-25, and this is asked of 2025-03-24")
    'North cannot renew the treaty before 2025-03-25, and this is asked of 2025-03-24.'
    """
    shut = _SHUT.fullmatch(note)
    if shut and shut[1] in words.acts:
        act = words.act(shut[1])
        return noted(f"{act.subject} cannot {act.base} {shut[2]}")
    head, colon, rest = note.rpartition(": ")
    names = rest.split(", ")
    if colon and all(name in words.acts for name in names):
        head = head.replace(_IDLE, "no statement, rule or goal here speaks of these, so they are left as now")
        told = dict.fromkeys(f"whether {words.act(name).subject} would {words.act(name).base}" for name in names)
        return noted(f"{head}: {all_of(list(told))}")
    return noted(note)
