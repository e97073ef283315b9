"""When the others can bring about anything that nothing final stands against: then GMR and SMR need no search for paths.

Say that a decision maker can *step back* if some setting of its own options is feasible beside whatever feasible settings the others have
at the time. Where at most one of several decision makers cannot, these can together go from any feasible state to every feasible state that
agrees on the remaining options: those who can step back do so one after the other, the one who cannot moves to where it is to go, and the
others follow one after the other. Each state on the way is feasible, because it is one of a feasible state (the one left, or the one to be
reached) with some having stepped back.

With options that cannot be taken back the same holds for every end that keeps what is final. Who steps back sets such an option early or
late: for each a side is chosen, and the option is on that side as soon as, or as long as, one of the two ends has it there. Stepping back
must then be feasible with each such option as it is or on its side.

Only those are bound by one another whose options a rule names together, so the condition is asked for each group that rules bind, and those
whom no rule binds to another of the others are free. Who is asked about does not move, and binds nobody.

Whether somebody can step back is a question of two quantifiers. It is decided by guessing a setting and looking for a state beside which it
breaks a rule, until none is found or no guess is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from detente.graphmodel.circuit import Circuit
from detente.stability.symbolic.closure import Path
from detente.stability.symbolic.searching import Clock, Search
from detente.stability.symbolic.terms import Setting, Terms

__all__ = ["FreeReplies", "step_back"]


class FreeReplies:
    """Who can step back, and how; asked about somebody's opponents. Raises OutOfTime while it finds out."""

    def __init__(self, terms: Terms, clock: Clock) -> None:
        self.terms = terms
        self.back = {maker: step_back(terms, maker, clock) for maker in terms.movers}

    def holds_against(self, maker: str) -> bool:
        """Whether the opponents of ``maker`` can bring about whatever is feasible and keeps what is final."""
        return not self.bound_against(maker)

    def bound_against(self, maker: str) -> tuple[str, ...]:
        """Two of the opponents of ``maker`` who are bound to one another, neither of whom can step back; empty if there are none."""
        for group in self._groups(maker):
            stuck = [other for other in group if self.back[other] is None]
            if len(stuck) > 1:
                return tuple(stuck[:2])
        return ()

    @cached_property
    def everywhere(self) -> bool:
        """Whether it holds against everybody, and nothing is final: then any feasible reply can be had."""
        final = any(option.one_way or option.no_return for maker in self.terms.makers for option in self.terms.own[maker])
        return not final and all(map(self.holds_against, self.terms.makers))

    def _groups(self, maker: str) -> list[list[str]]:
        """The opponents of ``maker``, those together whom rules bind, directly or through others."""
        left = [other for other in self.terms.movers if other != maker]
        groups = []
        while left:
            group, todo = [], [left.pop(0)]
            while todo:
                one = todo.pop()
                group.append(one)
                near = [other for other in left if self._share_a_rule(one, other)]
                left = [other for other in left if other not in near]
                todo += near
            groups.append(group)
        return groups

    def _share_a_rule(self, one: str, other: str) -> bool:
        return any(not names.isdisjoint(self._names[one]) and not names.isdisjoint(self._names[other]) for names in self.terms.rule_names)

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        return {maker: frozenset(option.name for option in self.terms.own[maker]) for maker in self.terms.movers}

    def path(self, maker: str, start: Setting, end: Setting, movers: Iterable[str]) -> Path:
        """Legal moves of ``movers`` from ``start`` to ``end``, which may differ in their options; at least one."""
        going = [mover for mover in movers if self._part(mover, start) != self._part(mover, end)]
        ends = self._one_by_one(start, end, going) or self._stepping_back(maker, start, end, going)
        told = {option.name for mover in movers for option in self.terms.own[mover]}
        return tuple((mover, {name: value for name, value in state.items() if name in told}) for mover, state in ends)

    def _one_by_one(self, start: Setting, end: Setting, going: list[str]) -> list[tuple[str, dict[str, bool]]] | None:
        """Each goes where it is to go, in some order in which every state is feasible; None if none is found at once."""
        state, left, steps = dict(start), list(going), []
        while left:
            for mover in left:
                there = {**state, **self._part(mover, end)}
                if self.terms.keeps_rules(there, about=self._names[mover]):
                    steps.append((mover, there))
                    state = there
                    left.remove(mover)
                    break
            else:
                return None
        return steps

    def _stepping_back(self, maker: str, start: Setting, end: Setting, going: list[str]) -> list[tuple[str, dict[str, bool]]]:
        """Everybody of a group steps back who can; the one who cannot goes first, then the others."""
        steps: list[tuple[str, dict[str, bool]]] = []
        state = dict(start)
        for group in self._groups(maker):
            if not any(mover in going for mover in group):
                continue
            able = [mover for mover in group if self.back[mover] is not None]
            order = [(mover, self._back(mover, start, end)) for mover in able]
            order += [(mover, self._part(mover, end)) for mover in (*(m for m in group if m not in able), *able)]
            for mover, change in order:
                if any(state[name] != value for name, value in change.items()):
                    state = {**state, **change}
                    steps.append((mover, state))
        return _merged(start, steps)

    def _back(self, mover: str, start: Setting, end: Setting) -> dict[str, bool]:
        side = self.back[mover]
        assert side is not None
        found = dict(side)
        for option in self.terms.own[mover]:
            if option.one_way or option.no_return:
                ends = (start[option.name], end[option.name])
                found[option.name] = any(ends) if side[option.name] else all(ends)
        return found

    def _part(self, mover: str, setting: Setting) -> dict[str, bool]:
        return {option.name: setting[option.name] for option in self.terms.own[mover]}


def _merged(start: Setting, steps: list[tuple[str, dict[str, bool]]]) -> list[tuple[str, dict[str, bool]]]:
    """Two moves in succession of the same one are a single move, or none."""
    kept: list[tuple[str, dict[str, bool]]] = []
    for mover, state in steps:
        if kept and kept[-1][0] == mover:
            kept.pop()
        if state != (kept[-1][1] if kept else dict(start)):
            kept.append((mover, state))
    return kept


def step_back(terms: Terms, maker: str, clock: Clock) -> dict[str, bool] | None:
    """A setting of ``maker``'s options that may replace its part of any feasible state; None if there is none.

    Of an option that cannot be taken back it gives the side: there, or where it is, it may be; one that cannot move at all stays.
    """
    options = [option for option in terms.own[maker] if not (option.one_way and option.no_return)]
    names = [option.name for option in options]
    chosen, states = Circuit(), Circuit()
    choice = {name: chosen.variable() for name in names}
    state = terms.variables(states)
    terms.require_feasible(states, state)
    side = {name: states.variable() for name in names}
    behind = dict(side)
    for option in options:
        if option.one_way or option.no_return:
            behind[option.name] = states.variable()
            for value in (1, -1):  # it is where it was, or on its side
                literal = behind[option.name] * value
                states.add(-literal, state[option.name] * value, side[option.name] * value)
    states.add(*terms.broken(states, {**state, **behind}, about=names))
    moves = {option.name: option.one_way or option.no_return for option in options}
    with Search(chosen, clock) as choices, Search(states, clock) as clashes:
        while choices.holds():
            guess = {name: choices.true(choice[name]) for name in names}
            if not clashes.holds([side[name] if guess[name] else -side[name] for name in names]):
                return {**guess, **{o.name: False for o in terms.own[maker] if o.one_way and o.no_return}}
            beside = {name: chosen.constant(clashes.true(literal)) for name, literal in state.items()}
            then = dict(choice)
            for name in names:
                if moves[name] and clashes.true(behind[name]) == clashes.true(state[name]):
                    then[name] = beside[name]
            for broken in terms.broken(chosen, {**beside, **then}, about=names):
                chosen.add(-broken)
    return None
