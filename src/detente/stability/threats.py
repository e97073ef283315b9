"""Threats: whether carrying one out would serve whoever makes it, and whether it keeps the other side from moving.

A threat is a decision maker i, an act (a formula over its options) and a trigger (a formula). Where the trigger holds and the act is not
yet done, *carrying it out* is a move of i, with as few of its options changed as it takes, to a state in which the act is done. It is

    credible at s     ⟺  some way of carrying it out is a unilateral improvement on s
    credible          ⟺  it is so wherever the trigger holds (in none of these states: empty)

Over the completions of what i stated an improvement may be sure (in every completion), open (in some) or none (in none). A threat that i
cannot carry out, because its options are frozen, one way, or tied by a rule, is not credible there.

It *deters* j, who controls part of the trigger, where j would gain by bringing the trigger about if nothing followed, and would not gain
with the act as the answer: both are compared with now. Credible threats are in the sense of deterrence by a reply in one's own interest
(Fraser & Hipel 1984: a credible sanction is an improvement for whoever makes it).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import UnknownName
from detente.graphmodel.moves import blocks
from detente.graphmodel.preferences import Prioritization
from detente.graphmodel.prioritization import BETTER, EQUAL, OPEN, WORSE, compare, rank_states
from detente.graphmodel.statements import Formula
from detente.graphmodel.states import StateSpace

__all__ = ["Deterrence", "Effect", "Execution", "Sign", "Threat", "nearest", "threat"]

Indices = NDArray[np.intp]
_LISTED = 4


class Sign(StrEnum):
    """One state against another, over all completions."""

    better = "better"
    equal = "equal"
    worse = "worse"
    open = "open"


_SIGNS = {BETTER: Sign.better, EQUAL: Sign.equal, WORSE: Sign.worse, OPEN: Sign.open}


class Effect(StrEnum):
    """What the threat does to somebody who could bring its trigger about."""

    deters = "deters"
    fails = "fails"  # it gains by the move, whatever follows
    needless = "needless"  # it would not gain by the move in any case
    open = "open"


@dataclass(frozen=True, slots=True)
class Deterrence:
    """``tempted``: the trigger against now, for ``party``; ``after``: the trigger answered by the act, against now."""

    party: str
    tempted: Sign
    after: Sign

    @property
    def effect(self) -> Effect:
        """Whether the answer takes away what the move would gain."""
        if self.tempted in {Sign.worse, Sign.equal}:
            return Effect.needless
        if self.after is Sign.better:
            return Effect.fails
        return Effect.open if Sign.open in {self.tempted, self.after} else Effect.deters


@dataclass(frozen=True, slots=True)
class Execution:
    """One way of carrying the threat out. ``gains`` and ``losses``: ids of the statements of the threatener's first tier that differ."""

    state: str
    after: str
    sign: Sign
    gains: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    deterrence: tuple[Deterrence, ...] = ()


@dataclass(frozen=True, repr=False)
class Threat:
    """The answer with its question.

    ``situations`` is in how many feasible states the trigger holds and the act is not done; it is surely credible in ``sure`` of them, in
    some completion in ``open`` more, and cannot be carried out in ``unable``. ``near``: the same at the states nearest to now (fewest
    options changed), with the ways of carrying it out there; ``as_read``: whether it is credible at all of those with orders as written
    and what nothing separates as equal.
    """

    party: str
    act: Formula
    when: Formula
    situations: int
    sure: int
    open: int
    unable: int
    near: tuple[Execution, ...]
    near_sure: bool
    near_possible: bool
    as_read: bool
    threatened: tuple[str, ...] = field(default=())

    @property
    def credible(self) -> str:
        """*necessary*: wherever the trigger holds, in every completion. *impossible*: nowhere and in none. Else *possible*."""
        if self.situations and self.sure == self.situations:
            return "necessary"
        return "possible" if self.sure + self.open else "impossible"

    def __repr__(self) -> str:
        return f"<Threat of {self.party}: {self.credible}; {self.sure} of {self.situations} situations surely, {self.open} perhaps>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        ways = [
            {**asdict(way), "deterrence": [{**asdict(found), "effect": str(found.effect)} for found in way.deterrence]} for way in self.near
        ]
        return {
            "party": self.party,
            "act": str(self.act),
            "if": str(self.when),
            "credible": self.credible,
            "situations": self.situations,
            "credible_in": self.sure,
            "perhaps_in": self.open,
            "cannot_be_carried_out_in": self.unable,
            "as_read": self.as_read,
            "near": {"credible": "necessary" if self.near_sure else "possible" if self.near_possible else "impossible", "ways": ways},
            "threatened": list(self.threatened),
        }


def nearest(space: StateSpace, start: int, states: Indices) -> Indices:
    """Those of ``states`` that differ from ``start`` in as few options as any of them.

    >>> from detente.graphmodel.conflict import Conflict
    >>> from detente.graphmodel.options import Option
    >>> from detente.graphmodel.states import state_space
    >>> space = state_space(Conflict((Option("a", "x"), Option("b", "x")), ("x",)))
    >>> nearest(space, 0, np.array([1, 2, 3])).tolist()
    [1, 2]
    """
    if not states.size:
        return states
    distance = _bits(space.codes[states] ^ space.codes[start])
    close: Indices = states[distance == distance.min()]
    return close


def threat(space: StateSpace, party: str, act: Formula, when: Formula, *, start: int) -> Threat:
    """Whether ``party``'s threat to do ``act`` if ``when`` is credible; ``start`` is the index of now.

    Raises :class:`~detente.errors.UnknownName` for somebody who is no decision maker.
    """
    conflict = space.conflict
    if party not in conflict.decision_makers:
        raise UnknownName("decision maker", party, conflict.decision_makers, owner=conflict.title or None)
    done = space.truth(act)
    triggered = np.flatnonzero(space.truth(when) & ~done)
    source, target = _executions(space, party, triggered, done)
    signs = compare(space, conflict.preference(party), target, source)
    better, maybe, able = (np.zeros(space.size, dtype=np.bool_) for _ in range(3))
    able[source], better[source[signs == BETTER]], maybe[source[(signs == BETTER) | (signs == OPEN)]] = True, True, True
    near = nearest(space, start, triggered)
    ranks = rank_states(space, conflict.preference(party)).values
    gaining = np.zeros(space.size, dtype=np.bool_)
    gaining[source[ranks[target] > ranks[source]]] = True
    owners = {option.name: option.decision_maker for option in conflict.options if option.frozen is None}
    named = dict.fromkeys(owners[name] for name in when.names() if name in owners)
    threatened = tuple(maker for maker in conflict.decision_makers if maker in named and maker != party)
    close = np.isin(source, near)
    return Threat(
        party=party,
        act=act,
        when=when,
        situations=int(triggered.size),
        sure=int(better[triggered].sum()),
        open=int((maybe & ~better)[triggered].sum()),
        unable=int((~able[triggered]).sum()),
        near=tuple(
            _way(space, party, s, t, start=start, threatened=threatened)
            for s, t in list(zip(source[close].tolist(), target[close].tolist(), strict=True))[:_LISTED]
        ),
        near_sure=bool(near.size and better[near].all()),
        near_possible=bool(maybe[near].any()),
        as_read=bool(near.size and gaining[near].all()),
        threatened=threatened,
    )


def _executions(space: StateSpace, party: str, triggered: Indices, done: NDArray[np.bool_]) -> tuple[Indices, Indices]:
    """Every way of carrying the threat out with as few options changed as it takes, as (from, to)."""
    source, target = blocks(space, party).pairs()
    wanted = np.isin(source, triggered) & done[target]
    source, target = source[wanted], target[wanted]
    effort = _bits(space.codes[source] ^ space.codes[target])
    least = np.full(space.size, 65, dtype=np.int64)
    np.minimum.at(least, source, effort)
    kept = effort == least[source]
    return source[kept], target[kept]


def _way(space: StateSpace, party: str, state: int, after: int, *, start: int, threatened: tuple[str, ...]) -> Execution:
    gains, losses = _deciding(space, party, state, after)
    return Execution(
        state=space.label(state),
        after=space.label(after),
        sign=_sign(space, party, after, state),
        gains=gains,
        losses=losses,
        deterrence=tuple(Deterrence(j, _sign(space, j, state, start), _sign(space, j, after, start)) for j in threatened),
    )


def _sign(space: StateSpace, party: str, state: int, reference: int) -> Sign:
    return _SIGNS[int(compare(space, space.conflict.preference(party), np.array([state]), reference)[0])]


def _deciding(space: StateSpace, party: str, state: int, after: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The statements of the first tier that differs: those that the act makes true, and those that it makes false."""
    preference = space.conflict.preference(party)
    before, then = space.setting(state), space.setting(after)
    for tier in preference.tiers if isinstance(preference, Prioritization) else ():
        held = [(said, bool(said.formula.evaluate(before)), bool(said.formula.evaluate(then))) for said in tier]
        gains = tuple(said.id for said, was, now in held if now and not was)
        losses = tuple(said.id for said, was, now in held if was and not now)
        if gains or losses:
            return gains, losses
    return (), ()


def _bits(codes: NDArray[np.uint64]) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.unpackbits(np.ascontiguousarray(codes).view(np.uint8).reshape(-1, 8), axis=1).sum(axis=1, dtype=np.int64)
    return counts
