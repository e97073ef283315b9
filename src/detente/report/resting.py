"""Where it comes to rest: the situations that nobody would leave, why, and all of them on one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from detente.dossier.model import Model
from detente.graphmodel.conflict import ListedConflict
from detente.report.contexts import GraphView, Line, PartyView, RestingView, StableCell
from detente.report.drawing import Look
from detente.report.evidence import Book
from detente.report.graph import COMFORT, Arc, Grid, grid, shown_states
from detente.report.words import CONCEPTS, Telling, certificate, count, situation
from detente.stability.concepts import Concept
from detente.stability.equilibria import Solution
from detente.stability.verdict import explain

__all__ = ["Resting", "telling"]

_TOLD = 6  # resting points told in full
_ARCS = 260
_ROWS = 40  # a taller sheet is not read
_FEW, _KEPT = 48, 16  # situations, and resting points among them, drawn where all would be too many
_EXPLAINED = 20_000  # beyond so many situations a certificate takes longer than anybody waits


def telling(book: Book, model: Model) -> Telling:
    """How to tell a situation of this model."""
    conflict = model.conflict
    if isinstance(conflict, ListedConflict):
        return Telling(book.words, (), conflict.now)
    quos = conflict.status_quos(at_most=1)
    now = "".join("Y" if quos[0][name] else "N" for name in conflict.option_names) if quos else None
    return Telling(book.words, conflict.option_names, now)


class Resting:
    """One solution as the page shows it. ``numbers`` names the situations, the same in the list, the table and the drawing."""

    def __init__(self, book: Book, model: Model, solution: Solution, *, goal: str | None = None) -> None:
        self.book, self.solution, self.tell = book, solution, telling(book, model)
        self.resting = {concept: solution.resting(concept) for concept in solution.concepts}
        anywhere = np.logical_or.reduce([*self.resting.values(), np.zeros(len(solution.states), dtype=np.bool_)])
        places = [int(at) for at in np.flatnonzero(anywhere)]
        self.now = self._now(model)
        self.goal = self._goal(model, goal)
        self.places = sorted(places, key=lambda at: (-self._concepts_at(at), at not in self.goal, at not in self.now, at))
        self.marks = {name: view.mark for name, view in book.parties.items()}
        self.shown = self._chosen()
        listed = isinstance(solution.conflict, ListedConflict)
        first = dict.fromkeys([*sorted(self.now), *self.places[:_TOLD], *self.shown])
        names = [(at, solution.states[at] if listed else str(number)) for number, at in enumerate(first, 1)]
        self.numbers: Mapping[int, str] = dict(names)

    def _concepts_at(self, at: int) -> int:
        return sum(bool(flags[at]) for flags in self.resting.values())

    def _chosen(self) -> tuple[int, ...]:
        """The situations to draw: all, where the sheet can be read; else the resting points and where improvements lead from now."""
        size = len(self.solution.states)
        if self.solution.space is None or (size <= COMFORT and len(self._board(range(size)).rows) <= _ROWS):
            return tuple(range(size))
        return shown_states(size, sorted(self.now), self.places[:_KEPT], self._improvements, comfort=min(_FEW, size - 1))

    def _improvements(self, state: int) -> Sequence[int]:
        model = self.solution.model
        return [t for maker in model.decision_makers for t in model.improvements(maker, state)]

    def _board(self, states: Sequence[int]) -> Grid:
        space = self.solution.space
        assert space is not None
        options = zip(space.options, space.conflict.options, strict=True)
        acts = [(self._act(name), self.marks.get(option.decision_maker, 0)) for name, option in options]
        return grid({at: space.label(at) for at in states}, acts, hidden=len(self.solution.states) - len(states))

    def _now(self, model: Model) -> frozenset[int]:
        conflict = model.conflict
        if isinstance(conflict, ListedConflict):
            return frozenset([self.solution.index(conflict.now)]) if conflict.now else frozenset()
        assert self.solution.space is not None
        return frozenset(self.solution.space.index(setting) for setting in conflict.status_quos(at_most=8))

    def _goal(self, model: Model, goal: str | None) -> frozenset[int]:
        if goal is None or self.solution.space is None:
            return frozenset()
        return frozenset(int(at) for at in np.flatnonzero(self.solution.space.truth(model.goals[goal])))

    def views(self) -> tuple[RestingView, ...]:
        """Now first, then the resting points, the firmest first."""
        first = sorted(self.now)[:1]
        return tuple(self._view(at) for at in dict.fromkeys([*first, *self.places[:_TOLD]]))

    def _view(self, at: int) -> RestingView:
        label = self.solution.states[at]
        names = tuple(CONCEPTS[concept][0] for concept, flags in self.resting.items() if flags[at])
        told = tuple(Line(clause, party=party) for party, clause in situation(self.tell, label))
        if at in self.now:
            told = (Line("as now"),)
        return RestingView(label, self.numbers.get(at, label), told, names, at in self.now, self._why(at), at in self.goal)

    def _why(self, at: int) -> tuple[Line, ...]:
        solution = self.solution
        if len(solution.states) > _EXPLAINED:
            return ()
        concept = Concept.seq if Concept.seq in solution.concepts else solution.concepts[0]
        verdicts = [explain(solution, solution.states[at], maker, concept) for maker in solution.decision_makers]
        return tuple(Line(certificate(verdict, self.tell), party=verdict.decision_maker) for verdict in verdicts if verdict.improvements)

    def note(self) -> str:
        """What the list leaves out, and what was read in."""
        said = []
        if not self.places:
            said.append("No situation is at rest by any of the five concepts.")
        if len(self.places) > _TOLD:
            of = f"{count(len(self.places), 'situation')} of {len(self.solution.states):,}"
            said.append(f"{of} are at rest by some concept; the firmest are told here.")
        if self.solution.reads:
            said.append(
                "Where nobody stated an order, the order written was used, and situations that no statement separates count as equal."
            )
        return " ".join(said)

    def concept_rows(self) -> tuple[tuple[str, tuple[StableCell, ...]], ...]:
        """For each situation told, whether it is at rest under each concept, and else who would leave."""
        chosen = dict.fromkeys([*sorted(self.now)[:1], *self.places[:_TOLD]])
        return tuple(
            (self.numbers.get(at, self.solution.states[at]), tuple(map(partial(self._cell, at), self.solution.concepts))) for at in chosen
        )

    def _cell(self, at: int, concept: Concept) -> StableCell:
        leaving = [maker for maker, flags in self.solution.stable[concept].items() if not flags[at]]
        names = ", ".join(self.book.words.party(maker) for maker in leaving)
        return StableCell("at rest") if not leaving else StableCell("", f"{names} would leave")

    def graph(self) -> GraphView | None:
        """The drawing; None for a conflict of listed states, which has no options to lay out by."""
        if self.solution.space is None or not self.shown:
            return None
        board = self._board(self.shown)
        arcs, thinned = self._arcs(self.marks)
        seq = self.resting.get(Concept.seq)
        looks = {
            at: Look(
                self.numbers[at], resting=bool(seq[at]) if seq is not None else at in self.places, now=at in self.now, goal=at in self.goal
            )
            for at in self.shown
        }
        movers = {arc.party for arc in arcs}
        return GraphView(board, arcs, looks, tuple(self._movers(movers)), self._caption(board.hidden, thinned))

    def _movers(self, marks: set[int]) -> list[PartyView]:
        return [view for view in self.book.parties.values() if view.mark in marks]

    def _act(self, name: str) -> str:
        act = self.book.words.act(name)
        return f"{act.subject}: {act.base}"

    def _arcs(self, marks: Mapping[str, int]) -> tuple[tuple[Arc, ...], str]:
        """Improvements among the situations shown; where they are too many to follow, those that change one act, then those from now."""
        model, shown = self.solution.model, set(self.shown)
        every = [
            (marks.get(maker, 0), s, t)
            for maker in model.decision_makers
            for s in self.shown
            for t in model.improvements(maker, s)
            if t in shown
        ]
        thinned = ""
        if len(every) > _ARCS:
            every = [arc for arc in every if _distance(self.solution.states[arc[1]], self.solution.states[arc[2]]) == 1]
            thinned = ", one act at a time,"
        if len(every) > _ARCS:
            resting = set(self.places)
            every = [arc for arc in every if arc[1] in self.now or arc[2] in resting][:_ARCS]
            thinned = ", one act at a time, from now or into a resting point,"
        return tuple(Arc(s, t, party) for party, s, t in every), thinned

    @staticmethod
    def _caption(hidden: int, thinned: str) -> str:
        drawn = "drawn are resting points, and where improvements lead from now"
        less = f" {count(hidden, 'situation is', 'situations are')} hidden; {drawn}." if hidden else ""
        return (
            "Each column is one setting of one party’s acts, each row one of the others’; filled squares are acts done. An arrow is a move"
            f"{thinned} that its mover prefers. Filled circles are resting points by SEQ.{less}"
        )


def _distance(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
