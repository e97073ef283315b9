"""Stability at the two extreme completions of each state: exact for Nash, GMR and SMR, a bound on each side for SEQ and SSEQ.

The reasons stand at the head of :mod:`detente.stability.over_completions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.completions import extremes, leaves_states_open
from detente.graphmodel.moves import Blocks
from detente.graphmodel.prioritization import BETTER, OPEN, compare, rank_states
from detente.stability.concepts import Concept
from detente.stability.option_form import Bools, Integers, OptionForm

__all__ = ["Flags", "bounds"]

Flags = Mapping[str, Mapping[str, Bools]]
_MOVES = 2**23  # choices of one decision maker that are compared one by one
_LANES = 32  # completions looked at together: wide enough for NumPy, narrow enough for memory


def bounds(form: OptionForm, concepts: tuple[Concept, ...], at: NDArray[np.intp]) -> tuple[Flags, Flags]:
    """For each concept and decision maker, where the states ``at`` are surely stable, and where stability is not excluded.

    Each state is judged at the two completions that are extreme for it; where replies must pay, the others make moves that surely improve
    in the one case, and moves that perhaps improve in the other. Arrays have shape (len(at),).
    """
    credible = any(concept.credible for concept in concepts)
    sure: dict[str, _Improving | Blocks] = {}
    perhaps: dict[str, _Improving | Blocks] = {}
    for maker in form.makers if credible else ():
        if form.blocks[maker].choices <= _MOVES:
            sure[maker] = _improving(form, maker, {BETTER})
            perhaps[maker] = _improving(form, maker, {BETTER, OPEN})
        else:  # too many to compare: count on none of them on the one side, on all of them on the other
            perhaps[maker] = form.blocks[maker]
    low = {maker: _at_extremes(form, maker, concepts, at, sure, tempting=True) for maker in form.makers}
    high = {maker: _at_extremes(form, maker, concepts, at, perhaps, tempting=False) for maker in form.makers}
    return (
        {concept: {maker: low[maker][concept] for maker in form.makers} for concept in concepts},
        {concept: {maker: high[maker][concept] for maker in form.makers} for concept in concepts},
    )


def _at_extremes(
    form: OptionForm,
    maker: str,
    concepts: tuple[Concept, ...],
    at: NDArray[np.intp],
    improving: Mapping[str, _Improving | Blocks],
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


def _ends(form: OptionForm, maker: str, concept: Concept, ranks: Integers, others: Mapping[str, _Improving | Blocks]) -> Integers:
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


def _lowered(values: Integers, others: Mapping[str, _Improving | Blocks]) -> Integers:
    """The minimum over everything the others reach by such moves; nobody's turn is counted, which can only reach more.

    Sure improvement is transitive, so there nothing more is reached; for the moves that perhaps improve, more is on the safe side.
    """
    lowered = values.copy()
    changed = True
    while changed:
        changed = False
        for moves in others.values():
            if isinstance(moves, Blocks):
                now, found = lowered, np.minimum.reduceat(lowered[moves.members], moves.starts)[moves.group]
                lowered = found
            elif moves.starts.size:
                now = lowered[moves.starts]
                found = np.minimum(now, np.minimum.reduceat(lowered[moves.ends], moves.firsts))
                lowered[moves.starts] = found
            else:
                continue
            changed = changed or not np.array_equal(found, now)
    return lowered
