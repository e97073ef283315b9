"""Bringing together what several positions say about one act.

Which wordings name one act is weighed by :mod:`detente.evidence.sameness`. Wordings that differ by a figure or a word of scope stay apart:
scope variants are different acts until a person merges them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.evidence import Polarity, Position, Stance
from detente.evidence.sameness import contrary, groups

__all__ = ["Act", "act_words", "gather", "is_agreement", "numbered", "same_words", "slug", "words_in_order"]

_LIGHT = frozenset(
    """
    a an the any some all both its their his her our this that these those such of on in for to with by at from over into as be is are was
    were agree accept begin start enter sign conclude make hold take give go let allow support back propose consider implement carry out
    up do does did will would should must can could may might and or further more new full complete completely immediately proposal plan
    offer idea issue kind also own
    """.split()
)
_AGREEMENT = frozenset(
    """
    ceasefire cease-fire truce agreement deal settlement peace accord treaty pact armistice contract coalition merger talk
    negotiation moratorium
    """.split()
)
_AFTER_HEAD = re.compile(r"\s(?:that|which|who|of|over|in|at|under|during|for|from|with|to|on|by|until|unless|if)\s", re.IGNORECASE)
_SIGNED = re.compile(r"(?:sign|conclude|ratify) (?!away|off|up)", re.IGNORECASE)
_PAUSE_OF_ALL = re.compile(
    r"\b(?:halt|pause|cessation|end) (?:in|to|of) (?:the )?(?:all )?(?:fighting|hostilities|violence|strike|dispute)", re.IGNORECASE
)
_KEEPING = frozenset("keep maintain retain preserve uphold leave stay remain continue go".split())
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def _stem(word: str) -> str:
    word = word.lower().removesuffix("'s").replace("isation", "ization").replace("ise", "ize")
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("ing", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            return word.removesuffix(ending) + instead
    return word


def act_words(act: str) -> frozenset[str]:
    """The content words of an act, stemmed.

    >>> sorted(act_words("agree to a 30-day halt in the fighting"))
    ['30-day', 'fight', 'halt']
    """
    words = [word for word in _WORD.findall(act) if word.lower() not in _LIGHT]
    return frozenset(_stem(word) for word in (words or _WORD.findall(act)))


def is_agreement(act: str) -> bool:
    """Whether the act is of a kind that needs more than one side: a truce, a treaty, a contract. Only the head of the wording counts.

    >>> is_agreement("accept the general ceasefire"), is_agreement("give up the share that the treaty grants")
    (True, False)
    """
    head = _AFTER_HEAD.split(act, maxsplit=1)[0]
    return bool(act_words(head) & _AGREEMENT or _SIGNED.match(act) or _PAUSE_OF_ALL.search(act))


def words_in_order(act: str) -> list[str]:
    """The content words as written, for a name.

    >>> words_in_order("pause the call-up")
    ['pause', 'call-up']
    """
    words = _WORD.findall(act)
    return [word for word in words if word.lower() not in _LIGHT] or words


def slug(words: Iterable[str], taken: Iterable[str]) -> str:
    """A short name, made of the first words, that is not taken yet.

    >>> slug(["halt", "in", "fighting"], {"halt_in_fighting"})
    'halt_in_fighting_2'
    """
    kept = [re.sub(r"\W+", "_", word.lower()).strip("_") for word in words]
    name = "_".join([word for word in kept if word][:4]) or "act"
    name = name if not name[0].isdigit() else f"n{name}"
    used, number, candidate = set(taken), 2, name
    while candidate in used:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


@dataclass(frozen=True)
class Act:
    """One act with every position about it. ``performers`` holds one party, or several for a joint act; empty if nobody was named."""

    wording: str
    words: frozenset[str]
    performers: tuple[str, ...]
    positions: tuple[Position, ...] = ()

    @property
    def issue(self) -> str | None:
        """The issue label that the reader gave most of its positions."""
        labels = [position.issue for position in self.positions if position.issue]
        return max(labels, key=labels.count) if labels else None

    @property
    def turned(self) -> frozenset[str]:
        """The ids of positions worded as its contrary: who is for *keep the road open* is against *shut the road*."""
        return frozenset(position.id for position in self.positions if contrary(self.wording, position.act))

    @property
    def joint(self) -> bool:
        """Whether several parties must act together."""
        return len(self.performers) > 1


def _performers(position: Position) -> tuple[str, ...]:
    own = position.stance in (Stance.refusal, Stance.red_line, Stance.offer, Stance.commitment, Stance.threat)
    if position.performer:
        joint = is_agreement(position.act) and own and position.performer != position.party and position.stance is not Stance.refusal
        return tuple(dict.fromkeys([position.performer, position.party] if joint else [position.performer]))
    if own and not (position.stance is Stance.refusal and position.polarity is Polarity.for_):
        return (position.party,)
    return ()


def same_words(a: frozenset[str], b: frozenset[str]) -> bool:
    """Equal, or long wordings that differ on both sides by little and not by a number; one within the other is another scope."""
    if a == b:
        return True
    apart = a ^ b
    paraphrase = bool(a - b) and bool(b - a) and len(a & b) >= 0.7 * len(a | b)
    return paraphrase and not any(character.isdigit() for word in apart for character in word)


def numbered(positions: Sequence[Position]) -> tuple[int, ...]:
    """A number for each position, the same for those about one act, in order of first mention.

    What different parties do are different acts, but for an act of the agreeing kind, and one that a passage gives to several parties at
    once with one stance: *A and B said they would send a force*.
    """
    performers = _performers_said_together(positions)
    agreeing = [is_agreement(position.act) for position in positions]

    def apart(one: int, other: int) -> bool:
        if performers[one] & performers[other] or _by_inference(positions[one]) or _by_inference(positions[other]):
            return False  # whoever rejects or offers an act without saying whose it is need not be its performer
        return not (agreeing[one] and agreeing[other])

    def named(one: int, other: int) -> bool:
        return _by_inference(positions[one]) == _by_inference(positions[other])

    return groups([position.act for position in positions], apart=apart, named=named)


def _by_inference(position: Position) -> bool:
    """Whether nobody is named as performing the act."""
    return position.performer is None


def _performers_said_together(positions: Sequence[Position]) -> list[frozenset[str]]:
    """Of each position; where one passage takes one stance on what several would do, all of them."""
    own = [frozenset(_performers(position)) for position in positions]
    together: dict[object, frozenset[str]] = {}
    for position, performers in zip(positions, own, strict=True):
        together[_passage(position)] = together.get(_passage(position), frozenset()) | performers
    return [
        performers if position.span is None else together[_passage(position)] for position, performers in zip(positions, own, strict=True)
    ]


def _passage(position: Position) -> object:
    return position.document, position.span, position.stance, position.act


def _said_together(one: Position, other: Position) -> bool:
    """Whether one passage gives the same stance to two parties, or on the act of two."""
    differ = one.party != other.party or one.performer != other.performer
    return one.span is not None and differ and _passage(one) == _passage(other)


def gather(positions: Iterable[Position]) -> tuple[Act, ...]:
    """Group positions into acts (:func:`numbered`), in order of first mention.

    An act of the agreeing kind, or one that a passage gives to several parties at once, collects every performer named (a joint act).
    """
    every = tuple(positions)
    found: dict[int, Act] = {}
    for position, number in zip(every, numbered(every), strict=True):
        performers = _performers(position)
        act = found.get(number)
        if act is None:
            found[number] = Act(position.act, act_words(position.act), performers, (position,))
            continue
        together = is_agreement(position.act) or any(_said_together(position, other) for other in act.positions)
        inferred = all(_by_inference(other) for other in act.positions)
        if together or (inferred and _by_inference(position)):
            merged = tuple(dict.fromkeys((*act.performers, *performers)))
        elif inferred:
            merged = performers
        else:
            merged = act.performers or performers
        found[number] = replace(act, performers=merged, positions=(*act.positions, position))
    return tuple(_as_a_change(act) for act in found.values())


def _as_a_change(act: Act) -> Act:
    """Worded as what would change where one wording keeps things as they are: *lift the tariff*, not *keep the tariff*."""
    if act.wording.split(maxsplit=1)[0].lower() not in _KEEPING:
        return act
    turned = next((position.act for position in act.positions if position.id in act.turned), act.wording)
    return replace(act, wording=turned, words=act_words(turned))
