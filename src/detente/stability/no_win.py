"""No good choice: whatever a decision maker does, or if it does nothing, it ends below a reference.

    choices of i        staying, or any move R_i(now)
    ends of a choice    the states the others reach from it by improvements (the choice itself included) where none of them has a further
                        improvement; all that are reached if there is no such state
    i has no good choice  ⟺  every end of every choice is strictly worse for i than the reference
    possibly            ⟺  every choice has an end that is

The reference is *now* unless another is named: a state, or a formula, which stands for every feasible state in which it holds. Steps are
legal sequences: nobody moves twice in succession.

What nobody stated stays open. An open comparison of the others is a reply that may or may not come, an open comparison of i an end that may
or may not be worse. *Necessary* then holds in every completion and *no* in every completion; *possible* is what neither proof covers. It is
exact where two completions show it, one in which i has no good choice and one in which i has: a few are tried, the one *as read* (orders
as written, what nothing separates as equal) among them.

For i itself one completion does for all ends at once. Put the statements that are true at the reference first in their tiers, and the
reference above whatever nothing separates from it: then every end that is open against it is worse. The other way round none is.

The words are those of everyday speech; as a property of a state in a graph model the definition is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.prioritization import OPEN, WORSE
from detente.graphmodel.statements import Formula
from detente.stability.open_replies import Board, Orders, Terms, board
from detente.stability.reply_reach import Ends
from detente.stability.verdict import Step

__all__ = ["Case", "Choice", "End", "NoWin", "Reference", "Worse", "no_win", "no_win_all", "no_win_among", "verdict_among"]

Worse = Literal["necessary", "possible", "no"]
Reference = Mapping[str, bool] | str | Formula | tuple[str, ...] | None
"""A state (a setting or a label), several labels, a formula, which stands for every feasible state in which it holds, or None for now."""
_STATUS_QUOS = 16


@dataclass(frozen=True, slots=True)
class End:
    """Where a choice may end: the ``state`` (a label), whether it is ``worse`` than the reference, and replies that lead there."""

    state: str
    worse: Worse
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice and its ends, nearest first.

    ``settles``: the ends are where the replies stop; else they may go on for ever, and all reached are ends. ``worse``: whether the choice
    ends below the reference: at every end, at some, at none. ``count``: how many ends there are, of which at most so many are listed as
    were asked for; where ``complete`` is False the search stopped once ``worse`` was known, and there may be more.

    ``unsaid``: some reply on the way may or may not come.
    """

    state: str
    stay: bool
    settles: bool
    ends: tuple[End, ...]
    worse: Worse
    count: int
    complete: bool = True
    unsaid: bool = False

    @property
    def way_out(self) -> End | None:
        """The nearest end that is not worse in every completion; None if all are."""
        return next((end for end in self.ends if end.worse != "necessary"), None)


@dataclass(frozen=True, slots=True)
class Case:
    """The answer for one status quo; ``reference`` holds labels.

    ``as_read``: whether every choice ends below the reference with orders as written and what nothing separates as equal. ``shown``:
    whether some completion was found in which every choice does, and some in which one does not.
    """

    now: str
    reference: tuple[str, ...]
    choices: tuple[Choice, ...]
    as_read: bool
    shown: tuple[bool, bool]

    @property
    def verdict(self) -> Worse:
        """Whether every choice ends below the reference."""
        return _combined({choice.worse for choice in self.choices})

    @property
    def exact(self) -> bool:
        """Whether the verdict is shown, *possible* too: by two completions, or because no reply is open and the reference is one state."""
        if self.verdict != "possible" or all(self.shown):
            return True
        return len(self.reference) == 1 and all(choice.complete and not choice.unsaid for choice in self.choices)


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
    def as_read(self) -> bool:
        """Whether it holds as read in every status quo."""
        return all(case.as_read for case in self.cases)

    @property
    def exact(self) -> bool:
        """Whether *possible*, too, is shown and not only not excluded."""
        return all(case.exact for case in self.cases)

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        cases = [asdict(case) | {"verdict": case.verdict, "exact": case.exact} for case in self.cases]
        return {
            "decision_maker": self.decision_maker,
            "no_win": self.verdict,
            "as_read": self.as_read,
            "exact": self.exact,
            "cases": cases,
        }

    def __repr__(self) -> str:
        return f"<NoWin {self.decision_maker}: {self.verdict}; choices: {', '.join(str(len(case.choices)) for case in self.cases)}>"


def no_win(
    conflict: Conflict | ListedConflict,
    decision_maker: str,
    *,
    now: Mapping[str, bool] | str | None = None,
    reference: Reference = None,
    limit: int = 2**18,
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
    return no_win_among(board(conflict, limit=limit), decision_maker, now=now, reference=reference)


def no_win_all(
    conflict: Conflict | ListedConflict,
    *,
    now: Mapping[str, bool] | str | None = None,
    reference: Reference = None,
    limit: int = 2**18,
) -> dict[str, NoWin]:
    """:func:`no_win` for every decision maker alike, in the conflict's order; raises what it raises."""
    ground = board(conflict, limit=limit)
    return {maker: no_win_among(ground, maker, now=now, reference=reference) for maker in ground.makers}


def no_win_among(
    ground: Board,
    decision_maker: str,
    *,
    now: Mapping[str, bool] | str | None = None,
    reference: Reference = None,
    at_least: int = 2**10,
    listed: int = 64,
) -> NoWin:
    """:func:`no_win` on a board at hand. A search that knows its result stops after ``at_least`` states; ``listed``: see Choice."""
    if decision_maker not in ground.makers:
        raise UnknownName("decision maker", decision_maker, ground.makers, owner=ground.conflict.title or None)
    starts = _starts(ground) if now is None else [ground.index(now)]
    cases = tuple(_case(_Question(ground, decision_maker, start, _states(ground, reference, start)), at_least, listed) for start in starts)
    return NoWin(ground.conflict, decision_maker, cases)


def verdict_among(ground: Board, decision_maker: str, *, reference: Reference = None) -> Worse:
    """The verdict alone, as quickly as it can be had: for asking the same of many models. Raises what :func:`no_win_among` raises."""
    found = set()
    for start in _starts(ground):
        asked = _Question(ground, decision_maker, start, _states(ground, reference, start))
        found.add(_quick(asked))
    return found.pop() if len(found) == 1 else "possible"


def _quick(asked: _Question) -> Worse:
    """The verdict of one case. A choice on which nobody surely improves is one of its own ends, which often says enough of it."""
    choices = asked.choices
    own = asked.worse(choices)
    rests = ~asked.ground.restless(asked.maker, np.array(choices, dtype=np.intp))
    case: set[Worse] = {"possible"} if any(kind == "possible" and still for kind, still in zip(own, rests, strict=True)) else set()
    for choice, kind, still in zip(choices, own, rests, strict=True):
        if still and (kind == "possible" or (kind == "necessary" and "possible" in case)):
            continue  # possible itself, or in any case not "no", which is all that is still open
        case.add(_overall(asked.worse(asked.ends(choice, at_least=0).states)))
        if "no" in case:
            break
    return _combined(case)


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


def _states(ground: Board, reference: Reference, start: int) -> list[int]:
    if reference is None:
        return [start]
    if isinstance(reference, tuple):
        return [ground.index(label) for label in reference]
    if not isinstance(reference, Formula):
        return [ground.index(reference)]
    found = ground.where(reference)
    if not found:
        raise ModelError(
            f"the reference holds in no feasible state: {reference}", cure="name a state, or a formula that some state satisfies"
        )
    return found


@dataclass(frozen=True)
class _Question:
    ground: Board
    maker: str
    start: int
    reference: list[int]

    @property
    def choices(self) -> list[int]:
        return [self.start, *(t for t in self.ground.moves(self.maker, self.start) if t != self.start)]

    def worse(self, states: Sequence[int], orders: Orders | None = None) -> list[Worse]:
        """How each of ``states`` stands against the reference."""
        many = len(self.reference)
        signs = self.ground.signs(self.maker, np.repeat(states, many), np.tile(self.reference, len(states)), orders)
        signs = signs.reshape(len(states), many)
        surely, hardly = (signs == WORSE).all(axis=1), ((signs != WORSE) & (signs != OPEN)).all(axis=1)
        return ["necessary" if sure else "no" if never else "possible" for sure, never in zip(surely, hardly, strict=True)]

    def ends(self, choice: int, *, at_least: int) -> Ends:
        """Where the others' replies to ``choice`` may end, over all completions."""

        def stop(states: Sequence[int]) -> bool:
            return bool(states) and _overall(self.worse(states)) == "possible"

        return self.ground.ends(self.maker, choice, Terms(stop=stop, at_least=at_least))

    def everywhere(self, orders: Orders, *, counted: frozenset[Worse], own: bool = False, against: bool | None = None) -> bool:
        """Whether, with the others moving by ``orders``, every end of every choice is ``counted`` as worse.

        ``own``: the maker compares by its order too; otherwise over all its completions. ``against``: among what their orders leave
        unstated the others put first what is worse for the maker, or what is not; for None it is equal.
        """
        mine = orders if own else None
        ties = None
        if against is not None:
            bad = np.isin(self.worse(range(self.ground.size)), ["necessary", "possible"] if against else ["necessary"])
            ties = (bad == against).astype(np.int64)

        def stop(states: Sequence[int]) -> bool:
            return bool(states) and not counted.issuperset(self.worse(states, mine))

        for choice in self.choices:
            found = self.ground.ends(self.maker, choice, Terms(orders, ties, stop, at_least=0))
            if not counted.issuperset(self.worse(found.states, mine)):
                return False
        return True


_SURELY: frozenset[Worse] = frozenset({"necessary"})
_PERHAPS: frozenset[Worse] = frozenset({"necessary", "possible"})


def _case(asked: _Question, at_least: int, listed: int) -> Case:
    ground = asked.ground
    choices = tuple(_choice(asked, choice, at_least, listed) for choice in asked.choices)
    as_read = asked.everywhere(ground.as_read(), counted=_SURELY, own=True)
    case = Case(ground.label(asked.start), tuple(ground.label(at) for at in asked.reference), choices, as_read, (as_read, not as_read))
    return case if case.exact else replace(case, shown=_shown(asked, case.shown))


def _choice(asked: _Question, choice: int, at_least: int, listed: int) -> Choice:
    ground, found = asked.ground, asked.ends(choice, at_least=at_least)
    worse = asked.worse(found.states)
    shown = sorted({*range(min(listed, len(worse))), *(worse.index(kind) for kind in set(worse))})
    ends = tuple(
        End(
            ground.label(found.states[at]),
            worse[at],
            tuple(Step(mover, ground.label(to)) for mover, to in found.path(found.states[at])),
        )
        for at in shown
    )
    return Choice(
        ground.label(choice), choice == asked.start, found.settles, ends, _overall(worse), len(worse), found.complete, found.unsaid
    )


def _overall(ends: Iterable[Worse]) -> Worse:
    found = set(ends)
    return "necessary" if found == {"necessary"} else "no" if found == {"no"} else "possible"


def _combined(choices: AbstractSet[Worse]) -> Worse:
    return "necessary" if choices == {"necessary"} else "no" if "no" in choices else "possible"


def _shown(asked: _Question, shown: tuple[bool, bool]) -> tuple[bool, bool]:
    """Whether it holds in some completion that was tried, and fails in some; of i's own, the two that matter (see above)."""
    holds, fails = shown
    if len(asked.reference) > 1:
        return shown
    for orders in asked.ground.some_orders(asked.start):
        for against in (None, True, False):
            holds = holds or (against is not False and asked.everywhere(orders, counted=_PERHAPS, against=against))
            fails = fails or (against is not True and not asked.everywhere(orders, counted=_SURELY, against=against))
            if holds and fails:
                return True, True
    return holds, fails
