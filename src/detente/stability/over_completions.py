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
all are solved, and the answer is exact; so it is where states are open and all rankings are at most ``bound``. Otherwise it is bounded: s
counts as necessarily stable if it is so when the others make only moves that improve in every completion, and as possibly stable unless it
fails when they may make any that improves in some. The truth lies between the two; ``complete`` says whether they are known to be exact,
and a few completions are solved in any case, to show what holds in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, permutations, product
from math import prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.graphmodel.completions import leaves_states_open, number_of_orders, number_of_rankings, orders, rankings
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Preference, Prioritization, Ranking
from detente.graphmodel.prioritization import rank_states
from detente.graphmodel.states import StateSpace, state_space
from detente.stability.bounds import Flags, bounds
from detente.stability.compiled import engine_name
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import FAST
from detente.stability.option_form import Bools, Integers, OptionForm, option_form
from detente.stability.variants import solve_variant_table
from detente.stability.version_batch import available

__all__ = ["OverCompletions", "Standing", "stability_over_completions"]

Standing = Literal["necessary", "possible", "impossible", "undecided"]
Everybody = Mapping[str, Bools]
_TIED = 5  # states in any weak order: 541 of them


@dataclass(frozen=True, eq=False, repr=False)
class OverCompletions:
    """The answer with its question; every array has shape (len(states),), ``states`` being the ones asked about.

    ``necessary[concept][dm]``: proved in every completion. ``possible[concept][dm]``: not excluded. ``shown[concept][dm]``: found in a
    completion that was solved. The same of equilibria, for everybody at once. ``complete[concept]``: necessary and possible are exact, and
    all that is possible is shown. ``orders``: in how many joint orders the tiers can stand.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    states: tuple[str, ...]
    necessary: Flags
    possible: Flags
    shown: Flags
    necessary_equilibria: Everybody
    possible_equilibria: Everybody
    shown_equilibria: Everybody
    complete: Mapping[str, bool]
    orders: int
    space: StateSpace

    def standing(self, concept: str, state: str, *, decision_maker: str | None = None) -> Standing:
        """How ``state`` stands for ``decision_maker``, or as an equilibrium for None.

        *necessary*: in every completion. *possible*: in some, and not known to hold in all. *impossible*: in none. *undecided*: not
        excluded, and in no completion that was solved. Raises :class:`~detente.errors.ModelError` for a state that is infeasible or was
        not asked about, and :class:`~detente.errors.UnknownName` for a concept that does not exist.
        """
        label = self.space.label(self.space.index(state))
        if label not in self.states:
            raise ModelError(f"state {label!r} was not asked about", cure="name it in states, or ask about all")
        at = self.states.index(label)
        (name,) = concepts_named(concept)
        if decision_maker is None:
            necessary, possible, shown = self.necessary_equilibria[name], self.possible_equilibria[name], self.shown_equilibria[name]
        else:
            necessary, possible, shown = (flags[name][decision_maker] for flags in (self.necessary, self.possible, self.shown))
        if necessary[at]:
            return "necessary"
        if not possible[at]:
            return "impossible"
        return "possible" if shown[at] else "undecided"

    def equilibria(self, concept: str, *, necessarily: bool) -> tuple[str, ...]:
        """The labels of the states that are necessary equilibria, or of those that are not excluded."""
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

    At most ``bound`` joint orders, or rankings, are solved one by one. Raises what :func:`~detente.graphmodel.states.state_space` raises,
    with ``limit``, and :class:`~detente.errors.UnknownName` for an unknown concept.
    """
    wanted = concepts_named(concepts)
    space = state_space(conflict, limit=limit)
    at = np.arange(space.size) if states is None else np.array([space.index(state) for state in states], dtype=np.intp)
    preferences = {maker: conflict.preference(maker) for maker in conflict.decision_makers}
    form = option_form(space, {maker: rank_states(space, preference).values for maker, preference in preferences.items()})
    count = prod(map(number_of_orders, preferences.values()))
    exact = count <= bound and not any(leaves_states_open(space, preference) for preference in preferences.values())
    answers: dict[str, _Answer] = {}
    plain = tuple(concept for concept in wanted if not concept.credible)
    credible = tuple(concept for concept in wanted if concept.credible)
    if plain:
        answers |= _by_bounds(form, plain, at, None)
    if credible and exact:
        tallies = _all_at_once(conflict, credible, at, limit) or _solved(form, credible, at, _every_order(form))
        answers |= {concept: tally.exactly() for concept, tally in tallies.items()}
    elif credible:
        bounded = _by_bounds(form, credible, at, _solved(form, credible, at, _some_orders(form)))
        apart = tuple(concept for concept in credible if not bounded[concept].complete)
        if apart and _few_rankings(form, bound):
            tallies = _solved(form, apart, at, _every_ranking(form))
            bounded |= {concept: tally.exactly() for concept, tally in tallies.items()}
        answers |= bounded
    return OverCompletions(
        conflict,
        wanted,
        tuple(space.label(int(index)) for index in at),
        necessary={concept: answers[concept].necessary for concept in wanted},
        possible={concept: answers[concept].possible for concept in wanted},
        shown={concept: answers[concept].shown for concept in wanted},
        necessary_equilibria={concept: answers[concept].equilibria[0] for concept in wanted},
        possible_equilibria={concept: answers[concept].equilibria[1] for concept in wanted},
        shown_equilibria={concept: answers[concept].equilibria[2] for concept in wanted},
        complete={concept: answers[concept].complete for concept in wanted},
        orders=count,
        space=space,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Answer:
    """One concept's part of the result; ``equilibria``: necessary, possible, shown."""

    necessary: Everybody
    possible: Everybody
    shown: Everybody
    equilibria: tuple[Bools, Bools, Bools]
    complete: bool


@dataclass(frozen=True, eq=False, slots=True)
class _Tally:
    """Over the completions that were solved: who is stable where in all of them, and in any."""

    always: dict[str, Bools]
    ever: dict[str, Bools]
    together_ever: Bools

    def exactly(self) -> _Answer:
        """The answer, if every completion was solved."""
        equilibria = (_all(self.always, self.together_ever.size), self.together_ever, self.together_ever)
        return _Answer(self.always, self.ever, self.ever, equilibria, complete=True)


def _all(by_maker: Everybody, size: int) -> Bools:
    together: Bools = np.logical_and.reduce([*by_maker.values(), np.ones(size, dtype=np.bool_)])
    return together


def _by_bounds(
    form: OptionForm, concepts: tuple[Concept, ...], at: NDArray[np.intp], tallies: Mapping[str, _Tally] | None
) -> dict[str, _Answer]:
    """The bounds, with what was shown by solving; for None they are exact, and decision makers complete independently."""
    low, high = bounds(form, concepts, at)
    answers: dict[str, _Answer] = {}
    for concept in concepts:
        necessary, possible = _all(low[concept], at.size), _all(high[concept], at.size)
        if tallies is None:
            answers[concept] = _Answer(low[concept], high[concept], high[concept], (necessary, possible, possible), complete=True)
            continue
        tally = tallies[concept]
        settled = all(np.array_equal(low[concept][maker], high[concept][maker]) for maker in form.makers)
        answers[concept] = _Answer(low[concept], high[concept], tally.ever, (necessary, possible, tally.together_ever), complete=settled)
    return answers


def _solved(
    form: OptionForm, concepts: tuple[Concept, ...], at: NDArray[np.intp], cases: Iterable[Mapping[str, Integers]]
) -> dict[str, _Tally]:
    """Solve each case, given as everybody's ranks."""
    tallies: dict[str, _Tally] = {
        concept: _Tally(
            {maker: np.ones(at.size, dtype=np.bool_) for maker in form.makers},
            {maker: np.zeros(at.size, dtype=np.bool_) for maker in form.makers},
            np.zeros(at.size, dtype=np.bool_),
        )
        for concept in concepts
    }
    for ranks in cases:
        case = OptionForm(form.space, form.blocks, ranks)
        for concept, tally in tallies.items():
            flags = {maker: FAST[Concept(concept)](case, maker)[at] for maker in form.makers}
            for maker, stable in flags.items():
                tally.always[maker] &= stable
                tally.ever[maker] |= stable
            np.logical_or(tally.together_ever, _all(flags, at.size), out=tally.together_ever)
    return tallies


def _all_at_once(conflict: Conflict, concepts: tuple[Concept, ...], at: NDArray[np.intp], limit: int) -> dict[str, _Tally] | None:
    """The same of every joint order, by the compiled engine; None where it is not there or somebody ranks states."""
    preferences = {maker: conflict.preference(maker) for maker in conflict.decision_makers}
    if engine_name() != "compiled" or not available() or any(isinstance(said, Ranking) for said in preferences.values()):
        return None
    choices = {maker: tuple(_places(said)) for maker, said in preferences.items() if isinstance(said, Prioritization)}
    sizes = [len(choices.get(maker, ((),))) for maker in preferences]
    table = np.stack([index.reshape(-1) for index in np.indices(sizes)], axis=1) if sizes else np.zeros((1, 0), dtype=np.intp)
    found = solve_variant_table(conflict, choices, table, concepts=concepts, limit=limit)
    tallies = {}
    for concept in concepts:
        used = {
            maker: answers.rows[np.unique(answers.index)]
            for maker, answers in zip(conflict.decision_makers, found.answers[concept], strict=True)
        }
        tallies[str(concept)] = _Tally(
            {maker: found.spelled(np.bitwise_and.reduce(rows))[at] for maker, rows in used.items()},
            {maker: found.spelled(np.bitwise_or.reduce(rows))[at] for maker, rows in used.items()},
            found.spelled(np.bitwise_or.reduce(found.resting_rows(concept)))[at],
        )
    return tallies


def _places(said: Prioritization) -> Iterator[tuple[int, ...]]:
    """Every order of the statements in which the tiers stay one after the other, as places in the order written."""
    tiers, start = [], 0
    for tier in said.tiers:
        tiers.append(tuple(permutations(range(start, start + len(tier)))))
        start += len(tier)
    return (tuple(chain.from_iterable(order)) for order in product(*tiers))


def _every_order(form: OptionForm) -> Iterator[dict[str, Integers]]:
    """Everybody's ranks in every joint order; orders that rank the states alike come once."""
    choices: list[list[Integers]] = []
    for maker in form.makers:
        distinct: dict[bytes, Integers] = {}
        for order in orders(form.space.conflict.preference(maker)):
            values = rank_states(form.space, order).values
            distinct.setdefault(values.tobytes(), values)
        choices.append(list(distinct.values()))
    for ranks in product(*choices):
        yield dict(zip(form.makers, ranks, strict=True))


def _few_rankings(form: OptionForm, bound: int) -> bool:
    """Whether everybody's rankings are so few, and no states so many tied, that all of them can be solved."""
    count = 1
    for maker in form.makers:
        preference = form.space.conflict.preference(maker)
        if leaves_states_open(form.space, preference) and form.space.size > _TIED:
            values = rank_states(form.space, preference).values
            if int(np.bincount(values).max()) > _TIED:
                return False
        count *= number_of_rankings(form.space, preference)
        if count > bound:
            return False
    return True


def _every_ranking(form: OptionForm) -> Iterator[dict[str, Integers]]:
    """Everybody's ranks in every joint completion, each once."""
    choices = []
    for maker in form.makers:
        distinct: dict[bytes, Integers] = {}
        for values in rankings(form.space, form.space.conflict.preference(maker)):
            dense = np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)
            distinct.setdefault(dense.tobytes(), dense)
        choices.append(tuple(distinct.values()))
    for ranks in product(*choices):
        yield dict(zip(form.makers, ranks, strict=True))


def _some_orders(form: OptionForm) -> Iterator[dict[str, Integers]]:
    """The order written and its turns, forwards and backwards; what no statement separates stays equal, which is a completion too."""
    preferences = {maker: form.space.conflict.preference(maker) for maker in form.makers}
    longest = max((len(tier) for said in preferences.values() if isinstance(said, Prioritization) for tier in said.tiers), default=1)
    for turn in range(longest):
        for backwards in (False, True) if longest > 1 else (False,):
            turned = {maker: _turned(preference, turn, backwards=backwards) for maker, preference in preferences.items()}
            yield {maker: rank_states(form.space, preference).values for maker, preference in turned.items()}


def _turned(preference: Preference, turn: int, *, backwards: bool) -> Preference:
    if not isinstance(preference, Prioritization):
        return preference
    tiers = []
    for tier in preference.tiers:
        start = turn % len(tier) if tier else 0
        turned = tier[start:] + tier[:start]
        tiers += [(statement,) for statement in (turned[::-1] if backwards else turned)]
    return replace(preference, tiers=tuple(tiers))
