"""No good choice: whatever a decision maker does, or if it does nothing, it ends below a reference.

    choices of i        staying, or any move R_i(now)
    ends of a choice    the states the others reach from it by improvements (the choice itself included) where none of them has a further
                        improvement; all that are reached if there is no such state
    i has no good choice  ⟺  every end of every choice is strictly worse for i than the reference
    possibly            ⟺  every choice has an end that is

The reference is *now* unless another is named: a state, or a formula, which stands for every feasible state in which it holds. Steps are
legal sequences: nobody moves twice in succession.

What nobody stated stays open. An open comparison of the others is a reply that may or may not come, an open comparison of i an end that may
or may not be worse. *Necessary* then holds in every completion and *no* in every completion; *possible* is what neither proof covers, and
it is exact where ``exact`` says so.

The words are those of everyday speech; as a property of a state in a graph model the definition is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.prioritization import OPEN, WORSE
from detente.graphmodel.statements import Formula
from detente.stability.open_replies import Board, board, ends_of, replies
from detente.stability.verdict import Step

__all__ = ["Case", "Choice", "End", "NoWin", "Worse", "no_win", "no_win_all"]

Worse = Literal["necessary", "possible", "no"]
_STATUS_QUOS = 16


@dataclass(frozen=True, slots=True)
class End:
    """Where a choice may end: the ``state`` (a label), whether it is ``worse`` than the reference, and replies that lead there."""

    state: str
    worse: Worse
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice and its ends. ``settles``: the ends are where the replies stop; else they may go on for ever, and all reached are ends."""

    state: str
    stay: bool
    settles: bool
    ends: tuple[End, ...]

    @property
    def worse(self) -> Worse:
        """Whether this choice ends below the reference: at every end, at some, at none."""
        return _overall(self.ends, some=True)


@dataclass(frozen=True, slots=True)
class Case:
    """The answer for one status quo; ``reference`` holds labels. ``exact``: no reply is open, and the reference is one state."""

    now: str
    reference: tuple[str, ...]
    choices: tuple[Choice, ...]
    exact: bool

    @property
    def verdict(self) -> Worse:
        """Whether every choice ends below the reference."""
        return _overall(self.choices, some=False)


@dataclass(frozen=True, eq=False, repr=False)
class NoWin:
    """The answer with its question, one case for each status quo that ``now`` leaves open."""

    conflict: Conflict | ListedConflict
    decision_maker: str
    cases: tuple[Case, ...]

    @property
    def verdict(self) -> Worse:
        """*necessary* in every status quo, *no* in every one, else *possible*."""
        found = {case.verdict for case in self.cases}
        return found.pop() if len(found) == 1 else "possible"

    @property
    def exact(self) -> bool:
        """Whether *possible*, too, is shown and not only not excluded."""
        return all(case.exact for case in self.cases)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        cases = []
        for case in self.cases:
            choices = [asdict(choice) | {"worse": choice.worse} for choice in case.choices]
            cases.append(asdict(case) | {"verdict": case.verdict, "choices": choices})
        return {"decision_maker": self.decision_maker, "no_win": self.verdict, "exact": self.exact, "cases": cases}

    def __repr__(self) -> str:
        return f"<NoWin {self.decision_maker}: {self.verdict}; choices: {', '.join(str(len(case.choices)) for case in self.cases)}>"


def no_win(
    conflict: Conflict | ListedConflict,
    decision_maker: str,
    *,
    now: Mapping[str, bool] | str | None = None,
    reference: Mapping[str, bool] | str | Formula | None = None,
    limit: int = 2**14,
) -> NoWin:
    """Whether ``decision_maker`` has no good choice ``now`` (a setting or a label; what the conflict says for None).

    Raises :class:`~detente.errors.UnknownName` for a name that does not occur, :class:`~detente.errors.ModelError` for a state that is
    infeasible, a *now* that is not there or leaves too much open, and a reference that holds nowhere, and what
    :func:`~detente.graphmodel.states.state_space` raises, with ``limit``.

    >>> from detente.cases import load
    >>> found = no_win(load("prisoners_dilemma"), "Row", now="YY")
    >>> found
    <NoWin Row: necessary; choices: 2>
    >>> [(choice.stay, [end.state for end in choice.ends]) for choice in found.cases[0].choices]
    [(True, ['YN']), (False, ['NN'])]
    """
    return _found(board(conflict, limit=limit), decision_maker, now, reference)


def no_win_all(
    conflict: Conflict | ListedConflict,
    *,
    now: Mapping[str, bool] | str | None = None,
    reference: Mapping[str, bool] | str | Formula | None = None,
    limit: int = 2**14,
) -> dict[str, NoWin]:
    """:func:`no_win` for every decision maker alike, in the conflict's order; raises what it raises."""
    ground = board(conflict, limit=limit)
    return {maker: _found(ground, maker, now, reference) for maker in ground.makers}


def _found(ground: Board, maker: str, now: Mapping[str, bool] | str | None, reference: Mapping[str, bool] | str | Formula | None) -> NoWin:
    if maker not in ground.makers:
        raise UnknownName("decision maker", maker, ground.makers, owner=ground.conflict.title or None)
    starts = _starts(ground) if now is None else [ground.index(now)]
    cases = tuple(_case(ground, maker, start, [start] if reference is None else _states(ground, reference)) for start in starts)
    return NoWin(ground.conflict, maker, cases)


def _starts(ground: Board) -> list[int]:
    conflict = ground.conflict
    if isinstance(conflict, ListedConflict):
        if conflict.now is None:
            raise ModelError("the conflict says of no state that it is now", cure="name the state: now=…")
        return [ground.index(conflict.now)]
    quos = conflict.status_quos(at_most=_STATUS_QUOS + 1)
    if not quos:
        raise ModelError("the rules exclude every setting that agrees with now", cure="change now, or a rule")
    if len(quos) > _STATUS_QUOS:
        raise ModelError(
            f"now leaves more than {_STATUS_QUOS} status quos", cure="say how more options are set now, or name the state: now=…"
        )
    return [ground.index(quo) for quo in quos]


def _states(ground: Board, reference: Mapping[str, bool] | str | Formula) -> list[int]:
    if not isinstance(reference, Formula):
        return [ground.index(reference)]
    found = ground.where(reference)
    if not found:
        raise ModelError(
            f"the reference holds in no feasible state: {reference}", cure="name a state, or a formula that some state satisfies"
        )
    return found


def _case(ground: Board, maker: str, start: int, reference: list[int]) -> Case:
    chosen = [start, *(t for t in ground.moves(maker, start) if t != start)]
    arcs = replies(ground, maker, chosen)
    choices = []
    for choice in chosen:
        found = ends_of(arcs, choice, transitive=ground.transitive)
        worse = _compared(ground, maker, list(found.ends), reference)
        ends = tuple(
            End(ground.labels[state], verdict, tuple(Step(mover, ground.labels[at]) for mover, at in path))
            for (state, path), verdict in zip(found.ends.items(), worse, strict=True)
        )
        choices.append(Choice(ground.labels[choice], choice == start, found.settles, ends))
    exact = len(reference) == 1 and all(sure for steps in arcs.values() for _, _, sure in steps)
    return Case(ground.labels[start], tuple(ground.labels[at] for at in reference), tuple(choices), exact)


def _compared(ground: Board, maker: str, states: list[int], reference: list[int]) -> list[Worse]:
    signs = ground.signs(maker, np.repeat(states, len(reference)), np.tile(reference, len(states))).reshape(len(states), -1)
    surely, hardly = (signs == WORSE).all(axis=1), ((signs != WORSE) & (signs != OPEN)).all(axis=1)
    return ["necessary" if sure else "no" if never else "possible" for sure, never in zip(surely, hardly, strict=True)]


def _overall(parts: Iterable[End] | Iterable[Choice], *, some: bool) -> Worse:
    """Of ends: worse at all of them, at ``some``, at none. Of choices: all of them worse, one of them not, or neither."""
    found = {part.worse for part in parts}
    if found == {"necessary"}:
        return "necessary"
    if some:
        return "no" if found == {"no"} else "possible"
    return "no" if "no" in found else "possible"
