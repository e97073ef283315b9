"""The definition of sequential stability, followed state by state from where it is asked, without ever listing the states.

Moves, feasibility and ranks are worked out for the states that come up and for no others, each from the formulas as they are written. So a
question is answered where the states are far too many to list, as long as those that replies lead to are not. A search that would look at
too many moves ends with :class:`GivenUp`, and nothing is claimed.

What is asked: ∀ s1 ∈ R_i⁺(s) ∃ s2 ∈ R⁺_{N−i}(s1): s ≽_i s2, for each decision maker i (Fang, Hipel & Kilgour 1993). A legal sequence of
replies moves nobody twice in succession, which is kept here although it is immaterial in option form. Statements are read in the order
written, and states that none of them separates as equal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, product

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Prioritization, Ranking
from detente.graphmodel.statements import Formula

__all__ = ["GivenUp", "Situations"]

State = tuple[bool, ...]
Truth = Callable[[State], bool]
Replied = Callable[[str, State], Iterable[State]]

_SHARES = (3_000, 30_000, 1_000_000)  # moves looked at after one improvement, tried in turn
_UNSURE = 2  # improvements of one party that were not settled, after which the next party is asked
_OWN = 2**20  # moves of one party looked at from where it is asked


class GivenUp(Exception):
    """A search took too many steps, or looked at too many moves; ``str`` says so."""

    def __init__(self, steps: int) -> None:
        super().__init__(f"given up after {steps:,} steps")


class Situations:
    """The states of ``conflict``, each a tuple of truth values in the order of its options, as they come up."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict, self.left = conflict, _OWN
        self.place = {name: k for k, name in enumerate(conflict.option_names)}
        self.own = {
            party: [k for k, o in enumerate(conflict.options) if o.decision_maker == party and o.frozen is None]
            for party in conflict.decision_makers
        }
        self.rules = [self._truth(rule.never) for rule in conflict.rules]
        self.statements = {party: self._statements(party) for party in conflict.decision_makers}
        self.ranked: dict[str, dict[State, tuple[bool, ...]]] = {party: {} for party in conflict.decision_makers}

    def state(self, label: str) -> State:
        """A label as a state. Raises :class:`~detente.errors.ModelError` for one that is infeasible."""
        found = tuple(letter == "Y" for letter in label)
        frozen = [option.frozen for option in self.conflict.options]
        if len(found) != len(frozen) or any(a is not None and a is not b for a, b in zip(frozen, found, strict=True)) or self.broken(found):
            raise ModelError(f"{label!r} is not a feasible state", cure="name one that the rules allow")
        return found

    def label(self, state: State) -> str:
        """A state as a label."""
        return "".join("Y" if value else "N" for value in state)

    def broken(self, state: State) -> bool:
        """Whether a rule excludes it."""
        return any(never(state) for never in self.rules)

    def rank(self, party: str, state: State) -> tuple[bool, ...]:
        """Its statements' truth, most important first: greater is better."""
        known = self.ranked[party]
        if state not in known:
            known[state] = tuple(said(state) for said in self.statements[party])
        return known[state]

    def moves(self, party: str, state: State) -> Iterator[State]:
        """R_i(s). Raises :class:`GivenUp` once too many were looked at."""
        options, own = self.conflict.options, self.own[party]
        kept = [k for k in own if (options[k].one_way and state[k]) or (options[k].no_return and not state[k])]
        free = [k for k in own if k not in kept]
        after = list(state)
        for values in product((False, True), repeat=len(free)):
            self.left -= 1
            if self.left < 0:
                raise GivenUp(_SHARES[-1])
            for k, value in zip(free, values, strict=True):
                after[k] = value
            there = tuple(after)
            if there != state and not self.broken(there):
                yield there

    def improvements(self, party: str, state: State) -> Iterator[State]:
        """R_i⁺(s)."""
        here = self.rank(party, state)
        return (there for there in self.moves(party, state) if self.rank(party, there) > here)

    def replies(self, party: str, state: State) -> Iterator[State]:
        """R⁺_{N−i}(s), nearest first, each once or, by another last mover, again."""
        waiting: deque[tuple[State, str | None]] = deque([(state, None)])
        seen: set[tuple[State, str]] = set()
        while waiting:
            here, last = waiting.popleft()
            for mover in self.conflict.decision_makers:
                if mover in {last, party}:
                    continue
                for there in self.improvements(mover, here):
                    if (there, mover) not in seen:
                        seen.add((there, mover))
                        waiting.append((there, mover))
                        yield there

    def leaver(self, state: State, replied: Replied = lambda *_: ()) -> str:
        """Somebody who would leave ``state``; empty where nobody would.

        ``replied(party, there)``: where bound replies lead to after that move. Small searches come first, so that one move that is hard to
        settle does not hide another. Raises :class:`GivenUp`.
        """
        for share in _SHARES:
            settled = True
            for party in self.conflict.decision_makers:
                leaves = self._leaves(party, state, share, replied)
                if leaves:
                    return party
                settled &= leaves is not None
            if settled:
                return ""
        raise GivenUp(_SHARES[-1])

    def _leaves(self, party: str, state: State, share: int, replied: Replied) -> bool | None:
        """Whether some improvement is answered by nothing; None where ``share`` moves for each do not settle it."""
        here, unsure = self.rank(party, state), 0
        self.left = _OWN
        for there in list(self.improvements(party, state)):
            self.left = share
            ends = chain(replied(party, there), self.replies(party, there))
            try:
                if not any(self.rank(party, end) <= here for end in ends):
                    return True
            except GivenUp:
                unsure += 1
                if unsure == _UNSURE:
                    break
        return None if unsure else False

    def _truth(self, formula: Formula) -> Truth:
        """Its truth, remembered by the values of what it names."""
        names = sorted(formula.names())
        places = [self.place[name] for name in names]
        known: dict[State, bool] = {}

        def truth(state: State) -> bool:
            values = tuple([state[k] for k in places])
            if values not in known:
                known[values] = bool(formula.evaluate(dict(zip(names, values, strict=True))))
            return known[values]

        return truth

    def _statements(self, party: str) -> list[Truth]:
        preference = self.conflict.preference(party)
        if isinstance(preference, Ranking):
            place: Mapping[str, int] = {label: at for at, tie in enumerate(preference.classes) for label in tie}
            below = range(len(preference.classes) - 1, 0, -1)  # no lower than the tie at each place, from the last to the first
            return [lambda state, at=at: place[self.label(state)] < at for at in below]  # type: ignore[misc]
        return [self._truth(said.formula) for said in preference.statements] if isinstance(preference, Prioritization) else []
