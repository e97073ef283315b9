"""Solve a conflict: who would stay where, and where everybody would.

A state is an *equilibrium* under a concept if it is stable for every decision maker under that concept (Fang, Hipel & Kilgour 1993).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from detente.errors import ModelError, TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.prioritization import Ranks, Read, ReadAs, rank_states
from detente.graphmodel.states import StateSpace, state_space
from detente.stability.compiled import Engine, engine_name, stable_on_grid, state_scores
from detente.stability.concepts import Concept, concepts_named
from detente.stability.general_metarational import general_metarational
from detente.stability.nash import nash
from detente.stability.option_form import Bools, Integers, OptionForm, option_form
from detente.stability.reference import stable_states
from detente.stability.sequential import sequential
from detente.stability.symmetric_metarational import symmetric_metarational
from detente.stability.symmetric_sequential import symmetric_sequential

if TYPE_CHECKING:
    from detente.stability.symbolic.survey import Survey

__all__ = ["FAST", "LISTED", "METHODS", "Solution", "solve"]

Method = Literal["option form", "literal", "symbolic"]
METHODS: tuple[Method, ...] = ("option form", "literal", "symbolic")
LISTED = 2**18  # states that are listed unless somebody asks for more: about a second without the compiled engine, and 100 MB as JSON
Flags = dict[str, dict[str, Bools]]

FAST: Mapping[Concept, Callable[[OptionForm, str], Bools]] = {
    Concept.nash: nash,
    Concept.gmr: general_metarational,
    Concept.smr: symmetric_metarational,
    Concept.seq: sequential,
    Concept.sseq: symmetric_sequential,
}


@dataclass(frozen=True, eq=False, repr=False)
class Solution:
    """The answer with its question.

    ``stable[concept][dm]``: bool array of shape (states,); concepts are found by their names too. ``ranks[dm]``: int64 array of that shape,
    larger is better. ``reads``: what was read as ordered or indifferent although nobody said so. ``complete``: whether every equilibrium
    was found, and every state that is shown was judged. ``space`` is None for a conflict of listed states, and where states were not
    listed. ``engine``: what found the flags in option form, which changes none of them; None where the definitions were followed to the
    letter. ``reason``: why this method. ``survey``: where states are too many to list (method "symbolic") ``states`` are now and the
    equilibria found, a False in ``stable`` may be *not known*, and this says which.
    """

    conflict: Conflict | ListedConflict
    concepts: tuple[Concept, ...]
    method: Method
    complete: bool
    states: tuple[str, ...]
    ranks: Mapping[str, Integers]
    stable: Mapping[str, Mapping[str, Bools]]
    reads: tuple[Read, ...] = ()
    space: StateSpace | None = None
    engine: Engine | None = None
    reason: str = ""
    survey: Survey | None = None

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """In declared order."""
        return self.conflict.decision_makers

    @cached_property
    def model(self) -> GraphModel:
        """The same question as a graph model, for explanations. Raises TooManyStates where states are too many to list."""
        return graph_model(self.conflict if self.space is None else self.space)

    def resting(self, concept: str) -> Bools:
        """Where everybody stays under ``concept``: a bool array of shape (states,). Raises UnknownName for one that was not solved."""
        if concept not in self.stable:
            raise UnknownName("solution concept", concept, map(str, self.concepts), owner="this solution")
        flags = self.stable[concept].values()
        everywhere: Bools = np.logical_and.reduce([*flags, np.ones(len(self.states), dtype=np.bool_)])
        return everywhere

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """The labels of the equilibria under ``concept``, in the order of the states."""
        return tuple(self.states[at] for at in np.flatnonzero(self.resting(concept)))

    def index(self, state: str) -> int:
        """The index of the state called ``state``; raises :class:`~detente.errors.UnknownName` or ModelError."""
        if self.survey is None:
            return self.model.index(state) if self.space is None else self.space.index(state)
        if state not in self.states:
            raise UnknownName("state", state, self.states, owner="what was found")
        return self.states.index(state)

    def to_dict(self, *, at_most: int | None = None) -> dict[str, Any]:
        """The documented Solution object: plain data, concepts and decision makers by name.

        Where there are more than ``at_most`` states, only so many are listed, now first and then those at rest under most concepts;
        ``listed`` is then False, ``counts`` says how many there are of each kind, and every list is about the states listed.
        """
        if at_most is not None and len(self.states) > at_most:
            return {**self._among(at_most).to_dict(), "listed": False, "counts": self._counts()}
        options = list(self.conflict.option_names) if isinstance(self.conflict, Conflict) else []
        return {
            "title": self.conflict.title,
            "decision_makers": list(self.decision_makers),
            "options": options,
            "states": [{"label": label, "setting": label if options else None} for label in self.states],
            "ranks": {maker: values.tolist() for maker, values in self.ranks.items()},
            "stable": {
                str(concept): {maker: [self.states[at] for at in np.flatnonzero(flags)] for maker, flags in by_maker.items()}
                for concept, by_maker in self.stable.items()
            },
            "equilibria": {str(concept): list(self.equilibria(concept)) for concept in self.concepts},
            "method": self.method,
            "complete": self.complete,
            "reason": self.reason,
            "reads": [read.to_dict() for read in self.reads],
            "listed": True,
            "counts": self._counts(),
        } | ({} if self.survey is None else {"search": self.survey.to_dict()})

    def _counts(self) -> dict[str, Any]:
        return {"states": len(self.states), "equilibria": {str(concept): int(self.resting(concept).sum()) for concept in self.concepts}}

    def _among(self, at_most: int) -> Solution:
        """The same with a few of its states only, in their order: now, and those at rest under most concepts."""
        weight = np.zeros(len(self.states), dtype=np.int64)
        for concept in self.concepts:
            weight += self.resting(concept)
        quos = self.conflict.status_quos() if isinstance(self.conflict, Conflict) and self.space is not None else ()
        weight[[self.space.index(quo) for quo in quos if self.space is not None]] = len(self.concepts) + 1
        best = np.argsort(-weight, kind="stable")[:at_most]
        kept = np.sort(best[weight[best] > 0])
        return replace(
            self,
            states=tuple(self.states[at] for at in kept),
            ranks={maker: values[kept] for maker, values in self.ranks.items()},
            stable={concept: {maker: flags[kept] for maker, flags in by.items()} for concept, by in self.stable.items()},
        )

    def __repr__(self) -> str:
        counts = ", ".join(f"{concept} {len(self.equilibria(concept))}" for concept in self.concepts)
        more = "" if self.complete else " or more"
        return f"<Solution {self.conflict.title or 'untitled'}: {len(self.states)} states; equilibria: {counts}{more}>"

    def __str__(self) -> str:
        shown = 40
        rows = [("state", *map(str, self.concepts))]
        resting = {concept: self.resting(concept) for concept in self.concepts}
        anywhere = np.logical_or.reduce([*resting.values(), np.full(len(self.states), len(self.states) <= shown)])
        places = np.flatnonzero(anywhere)
        for at in places[:shown].tolist():
            cells = []
            for concept in self.concepts:
                staying = [maker for maker in self.decision_makers if self.stable[concept][maker][at]]
                cells.append("equilibrium" if resting[concept][at] else ", ".join([*staying, *self._open(concept, at)]) or "-")
            rows.append((self.states[at], *cells))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        hidden = len(self.states) - min(len(places), shown)
        return "\n".join([self._heading(), *lines, *([f"and {hidden} more states"] if hidden else [])])

    def _open(self, concept: Concept, at: int) -> list[str]:
        """Those of whom it is not known whether they would stay, each with a question mark."""
        if self.survey is None:
            return []
        return [f"{maker}?" for maker in self.decision_makers if self.states[at] in self.survey.undecided(concept, maker)]

    def _heading(self) -> str:
        looked = f"{len(self.states)} states" if self.survey is None else f"{len(self.states)} states found, of too many to list"
        return f"{self.conflict.title or 'Untitled conflict'}: {looked}"


def solve(
    conflict: Conflict | ListedConflict,
    *,
    concepts: Iterable[str] | str | None = None,
    method: Method | None = None,
    limit: int | None = None,
    at_most: int = 5,
    seconds: float | None = 60,
) -> Solution:
    """Individual stability and equilibria of ``conflict`` under ``concepts`` (all five unless some are named).

    A conflict in option form is solved over its state space; one with listed moves, or with ``method="literal"``, by the definitions to
    the letter. One with more than :data:`LISTED` feasible states is not listed but searched, as any is with ``method="symbolic"``: for
    ``at_most`` equilibria under Nash, GMR and SMR each, which are then judged by all concepts, as now is; all within ``seconds`` (None
    for no end). ``reason`` of the result says what was chosen and why. To have more states listed, pass ``limit``; with a limit, or a
    method that lists, more states than that are an error.

    Raises :class:`~detente.errors.ModelError` for a conflict without a feasible state or, as said, with too many, and
    :class:`~detente.errors.UnknownName` for an unknown concept.

    >>> from detente.graphmodel.options import Option
    >>> from detente.graphmodel.preferences import Prioritization, Rest, Statement
    >>> from detente.graphmodel.statements import parse
    >>> def wants(*said: str) -> Prioritization:
    ...     return Prioritization(tuple((Statement(parse(text)),) for text in said), rest=Rest.indifferent)
    >>> dilemma = Conflict(
    ...     options=(Option("row", "Row"), Option("col", "Col")),
    ...     decision_makers=("Row", "Col"),
    ...     preferences={"Row": wants("col", "not row"), "Col": wants("row", "not col")},
    ... )
    >>> solution = solve(dilemma)
    >>> solution.equilibria("nash"), solution.equilibria("seq")
    (('NN',), ('NN', 'YY'))
    """
    wanted = concepts_named(concepts)
    if isinstance(conflict, ListedConflict):
        if method == "symbolic":
            raise ModelError("states that are listed need no search", cure="leave the method out")
        return _listed(conflict, wanted)
    if method == "symbolic":
        return _searched(conflict, wanted, at_most, seconds, "asked for")
    try:
        space = state_space(conflict, limit=LISTED if limit is None else limit)
    except TooManyStates as error:
        if limit is not None or method is not None:
            raise
        return _searched(conflict, wanted, at_most, seconds, f"{error.message}: too many to list")
    return _over_states(conflict, space, wanted, method)


def _over_states(conflict: Conflict, space: StateSpace, wanted: tuple[Concept, ...], method: Method | None) -> Solution:
    ranked = _ranked(space)
    ranks = {maker: found.values for maker, found in ranked.items()}
    reads = tuple(read for found in ranked.values() for read in found.reads)
    if method == "literal":
        flags = _literal(graph_model(space), wanted)
        return Solution(conflict, wanted, method, True, space.labels, ranks, flags, reads, space, reason="asked for")
    stable, engine = _in_option_form(space, ranks, wanted)
    reason = "asked for" if method else f"all {space.size} feasible states can be listed"
    return Solution(conflict, wanted, "option form", True, space.labels, ranks, stable, reads, space, engine, reason)


def _searched(conflict: Conflict, wanted: tuple[Concept, ...], at_most: int, seconds: float | None, reason: str) -> Solution:
    from detente.stability.symbolic.survey import survey  # only where it is needed: it loads a solver

    found = survey(conflict, wanted, at_most=at_most, seconds=seconds)
    states = tuple(found.standings)
    stable: Flags = {
        concept: {
            maker: np.array([found.standings[state][concept].stays[maker].standing == "stable" for state in states], dtype=np.bool_)
            for maker in conflict.decision_makers
        }
        for concept in wanted
    }
    settled = not any(found.undecided(concept, maker) for concept in wanted for maker in conflict.decision_makers)
    complete = settled and all(map(found.complete_under, wanted))
    return Solution(conflict, wanted, "symbolic", complete, states, found.ranks(), stable, found.reads, reason=reason, survey=found)


def _ranked(space: StateSpace) -> dict[str, Ranks]:
    scores = state_scores(space) if engine_name() == "compiled" else {}
    return {
        maker: rank_states(space, space.conflict.preference(maker), decision_maker=maker, scores=scores.get(maker))
        for maker in space.conflict.decision_makers
    }


def _in_option_form(space: StateSpace, ranks: Mapping[str, Integers], wanted: tuple[Concept, ...]) -> tuple[Flags, Engine]:
    compiled = stable_on_grid(space, ranks, wanted) if engine_name() == "compiled" else None
    if compiled is not None:
        return compiled, "compiled"
    form = option_form(space, ranks)
    return {concept: {maker: FAST[concept](form, maker) for maker in form.makers} for concept in wanted}, "numpy"


def _listed(conflict: ListedConflict, wanted: tuple[Concept, ...]) -> Solution:
    model = graph_model(conflict)
    ranks = {maker: np.asarray(values, dtype=np.int64) for maker, values in model.ranks.items()}
    size = len(conflict.states)
    unranked = [maker for maker in conflict.decision_makers if maker not in conflict.ranking]
    reads = tuple(Read(maker, ReadAs.unknown, pairs=size * (size - 1) // 2) for maker in unranked)
    reason = "states and moves are listed one by one"
    return Solution(conflict, wanted, "literal", True, conflict.states, ranks, _literal(model, wanted), reads, reason=reason)


def _literal(model: GraphModel, wanted: tuple[Concept, ...]) -> Flags:
    found = stable_states(model, wanted)
    return {concept: {maker: np.asarray(flags, dtype=np.bool_) for maker, flags in found[concept].items()} for concept in wanted}
