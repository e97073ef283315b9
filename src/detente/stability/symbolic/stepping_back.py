"""When the others can bring about anything: the condition under which GMR and SMR need no paths.

Say that a decision maker can *step back* if some setting of its own options is feasible beside whatever feasible settings the others have
at the time. Where all options can be undone, and at most one of several decision makers cannot step back, these can together reach from any
feasible state every feasible state that agrees on the remaining options: those who can step back do so one after the other, the one who
cannot moves to where it is to go, and the others follow one after the other. Each state on the way is feasible, because it is one of a
feasible state (the one left, or the one to be reached) with some having stepped back.

Whether somebody can step back is a question of two quantifiers. It is decided by guessing a setting and looking for a state beside which it
breaks a rule, until none is found or no guess is left.
"""

from __future__ import annotations

from detente.errors import ModelError
from detente.graphmodel.circuit import Circuit
from detente.stability.symbolic.searching import Clock, Search
from detente.stability.symbolic.terms import Terms

__all__ = ["require_free_replies", "step_back"]


def require_free_replies(terms: Terms, clock: Clock) -> None:
    """Raise :class:`~detente.errors.ModelError`, with the reason, unless everybody's opponents can bring about whatever is feasible."""
    cure = "use detente.stability.solve while the states can be listed; Nash equilibria have no such condition"
    for maker in terms.movers:
        for option in terms.own[maker]:
            if option.one_way or option.no_return:
                raise ModelError(f"option {option.name!r} cannot be taken back, so replies are not free", cure=cure)
    stuck = [maker for maker in terms.movers if step_back(terms, maker, clock) is None]
    if any(len(set(stuck) - {maker}) > 1 for maker in terms.movers):
        names = " and ".join(map(repr, stuck[:2]))
        raise ModelError(f"the rules bind {names} to one another: neither has a setting that fits whatever the others do", cure=cure)


def step_back(terms: Terms, maker: str, clock: Clock) -> dict[str, bool] | None:
    """A setting of ``maker``'s options that may replace its part of any feasible state; None if there is none."""
    names = [option.name for option in terms.own[maker]]
    chosen, states = Circuit(), Circuit()
    choice = {name: chosen.variable() for name in names}
    state = terms.variables(states)
    terms.require_feasible(states, state)
    behind = {name: states.variable() for name in names}
    states.add(*terms.broken(states, {**state, **behind}, about=names))
    with Search(chosen, clock) as choices, Search(states, clock) as clashes:
        while choices.holds():
            guess = {name: choices.true(choice[name]) for name in names}
            if not clashes.holds([behind[name] if guess[name] else -behind[name] for name in names]):
                return guess
            beside = {name: chosen.constant(clashes.true(literal)) for name, literal in state.items()}
            for broken in terms.broken(chosen, {**beside, **choice}, about=names):
                chosen.add(-broken)
    return None
