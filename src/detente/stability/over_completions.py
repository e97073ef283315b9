"""Stability over everything that nobody stated: in every, in some, or in no completion.

A *completion* puts the statements of each tier in some order and ranks what no statement separates somehow. A decision maker's stability in
a state is *necessary* if it holds in every completion, *possible* if it holds in some.

**Nash, GMR, SMR: exact.** These concepts compare states with the focal state s alone, and ask for the focal preference alone. One
completion turns every state that is open against s into a better one, another turns them all into worse ones (``Extreme`` in
:mod:`detente.graphmodel.completions`; among states that nothing separates from s, put s last, or first). The first tempts most and deters
least, so s is necessarily stable iff it is stable there; the second settles what is possible. They are extensions a and d of Li, Hipel,
Kilgour & Fang 2004, with open pairs as unknown. Decision makers complete independently, so an equilibrium is necessary, or possible, iff it
is so for each of them.

**SEQ, SSEQ.** What the others would do depends on their completions too. Where only orders are open and their number is at most ``bound``,
all are solved, and the answer is exact. Otherwise it is bounded: s counts as necessarily stable if it is so when the others make only
moves that improve in every completion, and as possibly stable unless it fails when they may make any that improves in some. The truth
lies between the two; ``complete`` says whether they are known to be exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.graphmodel.completions import extremes, leaves_states_open, number_of_orders, orders
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.prioritization import BETTER, OPEN, compare, rank_states
from detente.graphmodel.states import StateSpace, state_space
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import FAST
from detente.stability.option_form import Bools, Integers, OptionForm, option_form

__all__ = ["OverCompletions", "stability_over_completions"]

Standing = Literal["necessary", "possible", "impossible", "undecided"]
Flags = Mapping[str, Mapping[str, Bools]]
_LANES = 32  # completions looked at together: wide enough for NumPy, narrow enough for memory


@dataclass(frozen=True, eq=False, repr=False)
class OverCompletions:
    """The answer with its question; every array has shape (len(states),), ``states`` being the ones asked about.

    ``necessary[concept][dm]``: proved in every completion. ``possible[concept][dm]``: not excluded. ``complete[concept]``: both are exact.
    ``orders``: in how many joint orders the tiers can stand.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    states: tuple[str, ...]
    necessary: Flags
    possible: Flags
    necessary_equilibria: Mapping[str, Bools]
    possible_equilibria: Mapping[str, Bools]
    complete: Mapping[str, bool]
    orders: int
    space: StateSpace

    def standing(self, concept: str, state: str, *, decision_maker: str | None = None) -> Standing:
        """How ``state`` stands for ``decision_maker``, or as an equilibrium for None; *undecided* where the bounds leave it open.

        Raises :class:`~detente.errors.ModelError` for a state that is infeasible or was not asked about.
        """
        label = self.space.label(self.space.index(state))
        if label not in self.states:
            raise ModelError(f"state {label!r} was not asked about", cure="name it in states, or ask about all")
        at = self.states.index(label)
        (name,) = concepts_named(concept)
        if decision_maker is None:
            necessary, possible = self.necessary_equilibria[name][at], self.possible_equilibria[name][at]
        else:
            necessary, possible = self.necessary[name][decision_maker][at], self.possible[name][decision_maker][at]
        if necessary:
            return "necessary"
        if not possible:
            return "impossible"
        return "possible" if self.complete[name] else "undecided"

    def equilibria(self, concept: str, *, necessarily: bool) -> tuple[str, ...]:
        """The labels of the states that are necessary equilibria, or of those that are possible ones."""
        flags = (self.necessary_equilibria if necessarily else self.possible_equilibria)[Concept(concept)]
        return tuple(self.states[at] for at in np.flatnonzero(flags))

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{concept} {int(self.necessary_equilibria[concept].sum())} to {int(self.possible_equilibria[concept].sum())}"
            for concept in self.concepts
        )
        return f"<OverCompletions {self.conflict.title or 'untitled'}: {len(self.states)} states; equilibria: {counts}>"


def stability_over_completions(
    conflict: Conflict,
    *,
    concepts: Iterable[str] | str | None = None,
    states: Iterable[str] | None = None,
    bound: int = 720,
    limit: int = 2**14,
) -> OverCompletions:
    """Necessary and possible stability of ``states`` (labels; all of them for None) under ``concepts`` (all five for None).

    At most ``bound`` joint orders are solved one by one. Raises what :func:`~detente.graphmodel.states.state_space` raises, with ``limit``,
    and :class:`~detente.errors.UnknownName` for an unknown concept.
    """
    wanted = concepts_named(concepts)
    space = state_space(conflict, limit=limit)
    at = np.arange(space.size) if states is None else np.array([space.index(state) for state in states], dtype=np.intp)
    form = option_form(space, {maker: rank_states(space, conflict.preference(maker)).values for maker in conflict.decision_makers})
    count = prod(number_of_orders(conflict.preference(maker)) for maker in conflict.decision_makers)
    credible = tuple(concept for concept in wanted if concept.credible)
    plain = tuple(concept for concept in wanted if not concept.credible)
    exact = count <= bound and not any(leaves_states_open(space, conflict.preference(maker)) for maker in conflict.decision_makers)
    answer = _Answer({}, {}, {}, {}, {})
    if plain:
        _bounded(form, plain, at, answer)
        answer.complete.update(dict.fromkeys(plain, True))
    if credible and exact:
        _enumerated(form, credible, at, answer)
    elif credible:
        _bounded(form, credible, at, answer)
        for concept in credible:
            pairs = zip(answer.necessary[concept].values(), answer.possible[concept].values(), strict=True)
            answer.complete[concept] = all(np.array_equal(low, high) for low, high in pairs)
    labels = tuple(space.label(int(index)) for index in at)
    return OverCompletions(
        conflict,
        wanted,
        labels,
        answer.necessary,
        answer.possible,
        answer.necessary_equilibria,
        answer.possible_equilibria,
        answer.complete,
        count,
        space,
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is being filled in."""

    necessary: dict[str, dict[str, Bools]]
    possible: dict[str, dict[str, Bools]]
    necessary_equilibria: dict[str, Bools]
    possible_equilibria: dict[str, Bools]
    complete: dict[str, bool]


def _enumerated(form: OptionForm, concepts: tuple[Concept, ...], at: NDArray[np.intp], answer: _Answer) -> None:
    """Solve every joint order; orders that rank the states alike are solved once."""
    conflict, makers = form.space.conflict, form.makers
    choices: list[list[Integers]] = []
    for maker in makers:
        distinct: dict[bytes, Integers] = {}
        for order in orders(conflict.preference(maker)):
            values = rank_states(form.space, order).values
            distinct.setdefault(values.tobytes(), values)
        choices.append(list(distinct.values()))
    for concept in concepts:
        answer.necessary[concept] = {maker: np.ones(at.size, dtype=np.bool_) for maker in makers}
        answer.possible[concept] = {maker: np.zeros(at.size, dtype=np.bool_) for maker in makers}
        answer.possible_equilibria[concept] = np.zeros(at.size, dtype=np.bool_)
        answer.complete[concept] = True
    for ranks in product(*choices):
        case = OptionForm(form.space, form.blocks, dict(zip(makers, ranks, strict=True)))
        for concept in concepts:
            everybody = np.ones(at.size, dtype=np.bool_)
            for maker in makers:
                flags = FAST[concept](case, maker)[at]
                answer.necessary[concept][maker] &= flags
                answer.possible[concept][maker] |= flags
                everybody &= flags
            answer.possible_equilibria[concept] |= everybody
    for concept in concepts:
        answer.necessary_equilibria[concept] = _all(answer.necessary[concept], at.size)


def _bounded(form: OptionForm, concepts: tuple[Concept, ...], at: NDArray[np.intp], answer: _Answer) -> None:
    """The two extreme completions at each state; for credible replies also the moves that surely, or perhaps, improve."""
    credible = any(concept.credible for concept in concepts)
    sure = {maker: _improving(form, maker, {BETTER}) for maker in form.makers} if credible else {}
    perhaps = {maker: _improving(form, maker, {BETTER, OPEN}) for maker in form.makers} if credible else {}
    for concept in concepts:
        answer.necessary[concept] = {}
        answer.possible[concept] = {}
    for maker in form.makers:
        low = _at_extremes(form, maker, concepts, at, sure, tempting=True)
        high = _at_extremes(form, maker, concepts, at, perhaps, tempting=False)
        for concept in concepts:
            answer.necessary[concept][maker] = low[concept]
            answer.possible[concept][maker] = high[concept]
    for concept in concepts:
        answer.necessary_equilibria[concept] = _all(answer.necessary[concept], at.size)
        answer.possible_equilibria[concept] = _all(answer.possible[concept], at.size)


def _all(by_maker: Mapping[str, Bools], size: int) -> Bools:
    together: Bools = np.logical_and.reduce([*by_maker.values(), np.ones(size, dtype=np.bool_)])
    return together


def _at_extremes(
    form: OptionForm,
    maker: str,
    concepts: tuple[Concept, ...],
    at: NDArray[np.intp],
    improving: Mapping[str, _Improving],
    *,
    tempting: bool,
) -> dict[str, Bools]:
    """Stability for ``maker`` of each state ``at``, each under the extreme completion that belongs to it; a lane an extreme."""
    preference = form.space.conflict.preference(maker)
    ties_open = tempting and leaves_states_open(form.space, preference)
    asked = np.zeros(form.space.size, dtype=np.bool_)
    asked[at] = True
    found = {concept: np.zeros(form.space.size, dtype=np.bool_) for concept in concepts}
    every = list(extremes(form.space, preference, among=asked))
    for first in range(0, len(every), _LANES):
        some = every[first : first + _LANES]
        ranks = np.stack([rank_states(form.space, case.tempting if tempting else case.deterring).values for case in some], axis=1)
        others = {name: arcs for name, arcs in improving.items() if name != maker}
        for concept in concepts:
            ends = _ends(form, maker, concept, ranks, others)
            for lane, case in enumerate(some):
                found[concept] |= case.states & _stays(form, maker, ends[:, lane], ranks[:, lane], ties_open=ties_open)
    return {concept: flags[at] for concept, flags in found.items()}


def _ends(form: OptionForm, maker: str, concept: Concept, ranks: Integers, others: Mapping[str, _Improving]) -> Integers:
    """G_i of :mod:`detente.stability.option_form`, lane by lane."""
    if concept is Concept.nash:
        return ranks
    start = form.highest(maker, ranks) if concept.answered else ranks
    lowest = _lowered(start, others) if concept.credible else form.reached(maker, start)
    return np.minimum(ranks, lowest)


def _stays(form: OptionForm, maker: str, ends: Integers, rank: Integers, *, ties_open: bool) -> Bools:
    """Max of ``ends`` over the choices at most ``rank``; where ties are open the state is last of its class, so a tie tempts too."""
    top = form.highest(maker, ends)
    stays: Bools = top <= rank
    runs = form.blocks[maker]
    if not ties_open or runs.idle:
        return stays
    run = np.repeat(np.arange(runs.starts.size), np.diff(runs.starts, append=runs.members.size))
    per_run = np.maximum.reduceat(ends[runs.members], runs.starts)
    reaching = np.add.reduceat((ends[runs.members] == per_run[run]).astype(np.int64), runs.starts)[runs.group]
    tied_with_another: Bools = (top == rank) & (reaching - (ends == top) > 0)
    stays &= ~tied_with_another
    return stays


@dataclass(frozen=True, eq=False, slots=True)
class _Improving:
    """Moves of one decision maker that improve, surely or perhaps: ``ends[firsts[k]:firsts[k + 1]]`` leave from ``starts[k]``."""

    starts: NDArray[np.intp]
    firsts: NDArray[np.intp]
    ends: NDArray[np.intp]


def _improving(form: OptionForm, maker: str, signs: set[int]) -> _Improving:
    source, target = form.blocks[maker].pairs()
    kept = np.isin(compare(form.space, form.space.conflict.preference(maker), target, source), sorted(signs))
    starts, firsts = np.unique(source[kept], return_index=True)
    return _Improving(starts, firsts, target[kept])


def _lowered(values: Integers, others: Mapping[str, _Improving]) -> Integers:
    """The minimum over everything the others reach by such moves; nobody's turn is counted, which can only reach more.

    Sure improvement is transitive, so there nothing more is reached; for the moves that perhaps improve, more is on the safe side.
    """
    lowered = values.copy()
    changed = True
    while changed:
        changed = False
        for arcs in others.values():
            if not arcs.starts.size:
                continue
            now = lowered[arcs.starts]
            found = np.minimum(now, np.minimum.reduceat(lowered[arcs.ends], arcs.firsts))
            if not np.array_equal(found, now):
                lowered[arcs.starts] = found
                changed = True
    return lowered
