"""Where a route could break: who, once past its own step, would do better to take it back.

After every step each party that has acted already may undo what it did, as far as that can be undone on that day. It *gains* where it
prefers the state without. Whether anything deters it is asked as under SEQ (Fang, Hipel & Kilgour 1993): the others answer by steps that
each improve for the one who takes it, and one such answer has to leave the party no better off than before it undid its step. Preferences
are read here with statements in the order written; ``certain`` says that the gain does not depend on that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graphmodel.moves import blocks
from detente.graphmodel.prioritization import BETTER, rank_states
from detente.graphmodel.states import StateSpace
from detente.impasse.between import signs_between
from detente.impasse.path import Route
from detente.impasse.windows import ALWAYS, Phase, held_between
from detente.settlement.packages import Change
from detente.stability.option_form import OptionForm, option_form
from detente.stability.verdict import Step as Move

__all__ = ["Break", "Scene", "breaks", "hitting", "scene"]

_ANSWERS = 20_000
_TRIED = 10_000


@dataclass(frozen=True)
class Break:
    """After step ``step`` of a route (the first is 1) ``party`` would gain by ``undoing``, which leads to ``state``.

    ``deterred_by``: the others' answer that would leave it no better off, empty where there is none. ``certain``: it gains whichever way
    what was left open is read. ``bind``: the smallest set of its acts which, if they could not be undone, would leave it no such move that
    nothing deters; empty where one is deterred anyway.
    """

    step: int
    party: str
    undoing: tuple[Change, ...]
    state: str
    certain: bool
    deterred_by: tuple[Move, ...]
    bind: tuple[str, ...]

    @property
    def deterred(self) -> bool:
        """Whether an answer deters it."""
        return bool(self.deterred_by)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "step": self.step,
            "party": self.party,
            "undoing": [change.to_dict() for change in self.undoing],
            "state": self.state,
            "certain": self.certain,
            "deterred_by": [{"mover": move.mover, "state": move.state} for move in self.deterred_by],
            "bind": list(self.bind),
        }


@dataclass(frozen=True, eq=False)
class Scene:
    """A state space in one phase with what stability asks of it; ``lowest[party]``: the worst rank that credible answers lead it to."""

    space: StateSpace
    form: OptionForm

    def lowest(self, party: str) -> NDArray[np.int64]:
        """For each state the lowest rank of ``party`` among itself and what the others' improvements lead to."""
        return self.form.lowest_by_improvements(party, "rank")

    def answer(self, party: str, state: int, bound: int) -> tuple[Move, ...]:
        """A shortest chain of the others' improvements from ``state`` to one where ``party`` ranks at most ``bound``; empty if none."""
        came: dict[int, tuple[int, str] | None] = {state: None}
        layer = [state]
        while layer and len(came) < _ANSWERS:
            following = []
            for here in layer:
                for other in self.form.makers:
                    if other == party:
                        continue
                    ranks = self.form.ranks[other]
                    reached = self.form.blocks[other].of(here)
                    for there in reached[ranks[reached] > ranks[here]].tolist():
                        if there not in came:
                            came[there] = (here, other)
                            following.append(there)
                            if self.form.ranks[party][there] <= bound:
                                return self._told(came, there)
            layer = following
        return ()

    def _told(self, came: Mapping[int, tuple[int, str] | None], state: int) -> tuple[Move, ...]:
        found: list[Move] = []
        at: int = state
        while (before := came[at]) is not None:
            found.append(Move(before[1], self.space.label(at)))
            at = before[0]
        return tuple(reversed(found))


def scene(space: StateSpace, phase: Phase = ALWAYS[0]) -> Scene:
    """The state space as it is in ``phase``: what is shut then cannot move."""
    held = StateSpace(held_between(space.conflict, phase), space.codes)
    ranks = {party: rank_states(held, held.conflict.preference(party)).values for party in held.conflict.decision_makers}
    return Scene(held, option_form(held, ranks))


def breaks(
    space: StateSpace, route: Route, *, phases: tuple[Phase, ...] = ALWAYS, scenes: dict[Phase, Scene] | None = None
) -> tuple[Break, ...]:
    """Every break of ``route``: for each step and party the undoing that pays most, one that nothing deters before one that is deterred.

    ``scenes`` keeps what was computed for a phase, so that it serves for the next route.
    """
    known = {} if scenes is None else scenes
    done: dict[str, dict[str, bool]] = {}
    at = space.setting(space.index(route.now))
    found = []
    for number, step in enumerate(route.steps, 1):
        for change in step.changes:
            done.setdefault(change.party, {}).setdefault(change.option, at[change.option])
        at = space.setting(space.index(step.state))
        begun = [one for one in phases if step.not_before is not None and one.begins is not None and one.begins <= step.not_before]
        phase = begun[-1] if begun else phases[0]
        if phase not in known:
            known[phase] = scene(space, phase)
        for party, before in done.items():
            taken_back = {name: value for name, value in before.items() if at[name] != value}
            broken = _break(known[phase], step.state, party, taken_back, number)
            found += [broken] if broken else []
    return tuple(found)


def _break(there: Scene, label: str, party: str, back: Mapping[str, bool], number: int) -> Break | None:
    here = there.space.index(label)
    ranks = there.form.ranks[party]
    gains = [(state, names) for state, names in _undoings(there, here, party, back) if ranks[state] > ranks[here]]
    if not gains:
        return None
    lowest = there.lowest(party)
    free = [(state, names) for state, names in gains if lowest[state] > ranks[here]]
    state, names = max(free or gains, key=lambda one: (ranks[one[0]], -len(one[1]), one[1]))
    sign = signs_between(there.space, [party], state, here)[party]
    return Break(
        step=number,
        party=party,
        undoing=tuple(Change(name, party, back[name]) for name in names),
        state=there.space.label(state),
        certain=sign == BETTER,
        deterred_by=() if free else there.answer(party, state, int(ranks[here])),
        bind=hitting([frozenset(names) for _, names in free], there.space.options),
    )


def _undoings(there: Scene, here: int, party: str, back: Mapping[str, bool]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where ``party`` gets by taking back some of what it did, and what it takes back."""
    bit = {name: np.uint64(1 << k) for k, name in enumerate(there.space.options)}
    fixed = ~np.uint64(sum(int(bit[name]) for name in back))
    codes = there.space.codes
    block = blocks(there.space, party).of(here) if back else np.zeros(0, dtype=np.intp)
    for state in block[(codes[block] & fixed == codes[here] & fixed) & (block != here)].tolist():
        yield state, tuple(name for name in back if (codes[state] ^ codes[here]) & bit[name])


def hitting(sets: list[frozenset[str]], order: tuple[str, ...]) -> tuple[str, ...]:
    """A smallest set that meets every one of ``sets``, in the order given; empty where there is nothing to meet.

    >>> hitting([frozenset("ab"), frozenset("bc"), frozenset("c")], ("a", "b", "c"))
    ('a', 'c')
    """
    needed = [one for one in set(sets) if not any(other < one for other in sets)]
    names = [name for name in order if any(name in one for one in needed)]
    for size in range(1, len(names) + 1):
        for tried, chosen in enumerate(combinations(names, size)):
            if tried > _TRIED:
                break
            if all(one & set(chosen) for one in needed):
                return chosen
    return tuple(names) if needed else ()
