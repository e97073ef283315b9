"""The best a decision maker can do by one move: its statements made true in order of importance, each while those before it keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.statements import Formula
from detente.stability.symbolic.searching import Clock, Search
from detente.stability.symbolic.terms import Literals, Setting, Terms

__all__ = ["BestReply", "Replies", "reply_search"]


@dataclass(frozen=True, slots=True)
class Replies:
    """Feasible states in a solver, to be asked on behalf of every decision maker in turn; ``state`` gives each option's literal."""

    search: Search
    state: Literals


@contextmanager
def reply_search(terms: Terms, clock: Clock) -> Iterator[Replies]:
    """A solver for best replies, closed in the end."""
    circuit = Circuit()
    state = terms.variables(circuit)
    terms.require_feasible(circuit, state)
    with Search(circuit, clock) as search:
        yield Replies(search, state)


class BestReply:
    """Asks for ``maker``. Statements that its own options do not bear on are left out: no own move changes them."""

    def __init__(self, terms: Terms, maker: str, replies: Replies) -> None:
        self.terms, self.maker = terms, maker
        self.search, self.state = replies.search, replies.state
        self.statements: tuple[Formula, ...] = terms.own_statements[maker]
        self.names = tuple(option.name for option in terms.own[maker])
        self.others = tuple(name for name in terms.open if name not in self.names)
        self.wanted = terms.score(replies.search.circuit, self.statements, replies.state)

    def reply(self, setting: Setting) -> dict[str, bool] | None:
        """The best setting of own options that can be reached from ``setting``; None where nothing is better than staying."""
        state, search = self.state, self.search
        final = [o.name for o in self.terms.own[self.maker] if (o.one_way if setting[o.name] else o.no_return)]
        held = [state[name] if setting[name] else -state[name] for name in (*self.others, *final)]
        truths = self.terms.truths(self.statements, setting)
        reply = None
        for place, wanted in enumerate(self.wanted):
            if truths[place]:
                held.append(wanted)
            elif search.holds([*held, wanted]):
                truths = search.all_true(self.wanted)
                reply = {name: search.true(state[name]) for name in self.names}
                held.append(wanted)
        return reply
