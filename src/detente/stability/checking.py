"""A check of certificates that needs no trust in who made them, nor in any solver.

It is the definitions once more, in code of its own: this module and what it imports have no function in common with those that solve or
explain (a test reads the imports). Given a conflict it even reads states, moves and rankings off it for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.stability.by_definition import by_definition
from detente.stability.certificate import Improvement, Reply, Verdict
from detente.stability.concepts import Concept

__all__ = ["Readable", "check"]


class Readable(Protocol):
    """What is asked of a graph model: states by index, each decision maker's moves, and ranks of which larger is better."""

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """Their names."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The states' names."""

    @property
    def ranks(self) -> Mapping[str, Sequence[int]]:
        """One number a state."""

    def index(self, label: str) -> int:
        """The place of a state; raises :class:`~detente.errors.UnknownName`."""

    def moves(self, decision_maker: str, state: int) -> tuple[int, ...]:
        """The unilateral moves."""


def check(verdict: Verdict, of: Readable | Conflict | ListedConflict) -> None:
    """Verify ``verdict`` from the definitions alone, by other code than made it; all that it says is verified.

    ``of``: a conflict, whose states, moves and ranks are then read off it once more (see :mod:`detente.stability.by_definition`), or a
    graph model, which is taken as it is. Raises :class:`~detente.errors.ModelError` that says what does not hold, and for a conflict too
    large to be read so.
    """
    model: Readable = by_definition(of) if isinstance(of, Conflict | ListedConflict) else of
    _demand(isinstance(verdict.concept, Concept), verdict, "there is no such concept")
    _demand(verdict.decision_maker in model.decision_makers, verdict, "there is no such decision maker")
    i, s = verdict.decision_maker, model.index(verdict.state)
    rank = model.ranks[i]
    claimed = [model.index(improvement.state) for improvement in verdict.improvements]
    found = {t for t in model.moves(i, s) if rank[t] > rank[s]}
    _demand(set(claimed) == found and len(claimed) == len(found), verdict, "the improvements are others")
    for s1, improvement in zip(claimed, verdict.improvements, strict=True):
        _check_improvement(verdict, model, s1, improvement)
    deterred = all(improvement.sanction is not None for improvement in verdict.improvements)
    _demand(verdict.stable == deterred, verdict, "the verdict does not follow from its improvements")


def _check_improvement(verdict: Verdict, model: Readable, s1: int, improvement: Improvement) -> None:
    sanction, name = improvement.sanction, improvement.state
    if verdict.concept is Concept.nash:
        _demand(sanction is None and not improvement.escaped and improvement.replies == 0, verdict, "nothing deters under Nash")
        return
    reached = _closure(model, verdict.decision_maker, s1, improving=verdict.concept.credible)
    if sanction is not None:
        end = _check_steps(verdict, model, s1, sanction)
        _demand(_deters(verdict, model, end) and sanction.escape is None, verdict, f"{sanction.state!r} does not deter")
        _check_end(verdict, model, end, sanction)
        _demand(not improvement.escaped, verdict, f"{name!r} is both deterred and not")
        _demand(1 <= improvement.replies <= len(reached), verdict, f"the replies to {name!r} are not so many")
        return
    _demand(not any(_deters(verdict, model, t) for t in reached), verdict, f"a reply to {name!r} was missed")
    _demand(improvement.replies == len(reached), verdict, f"the replies to {name!r} are not so many")
    for reply in improvement.escaped:
        end = _check_steps(verdict, model, s1, reply)
        _check_end(verdict, model, end, reply)
        rank, bound = model.ranks[verdict.decision_maker], model.index(verdict.state)
        _demand(reply.escape in reply.countermoves, verdict, f"there is no way out of {reply.state!r} to {reply.escape!r}")
        out = model.index(str(reply.escape))
        _demand(rank[end] <= rank[bound] < rank[out], verdict, f"{reply.escape!r} is no way out of {reply.state!r}")


def _check_steps(verdict: Verdict, model: Readable, s1: int, reply: Reply) -> int:
    """Where ``reply`` ends, if it is a legal sequence."""
    at, last = s1, verdict.decision_maker
    _demand(bool(reply.steps), verdict, "a reply has no move")
    for step in reply.steps:
        known = step.mover in model.decision_makers
        _demand(known and step.mover not in {last, verdict.decision_maker}, verdict, f"{step.mover!r} may not move there")
        target, own = model.index(step.state), model.ranks[step.mover]
        _demand(target in model.moves(step.mover, at), verdict, f"{step.mover!r} has no such move")
        _demand(not verdict.concept.credible or own[target] > own[at], verdict, f"{step.mover!r} would not gain")
        at, last = target, step.mover
    _demand(model.labels[at] == reply.state, verdict, "the steps end elsewhere")
    return at


def _check_end(verdict: Verdict, model: Readable, at: int, reply: Reply) -> None:
    """That what is said of the end of ``reply`` is so."""
    i = verdict.decision_maker
    gain = model.ranks[i][at] - model.ranks[i][model.index(verdict.state)]
    standing = "better" if gain > 0 else "worse" if gain < 0 else "equal"
    _demand(reply.standing == standing, verdict, f"{reply.state!r} is {standing}, not {reply.standing}")
    could = {model.labels[t] for t in model.moves(i, at)} if verdict.concept.answered else set()
    said = reply.countermoves
    _demand(set(said) == could and len(said) == len(could), verdict, f"the ways on from {reply.state!r} are others")


def _deters(verdict: Verdict, model: Readable, s2: int) -> bool:
    i, rank = verdict.decision_maker, model.ranks[verdict.decision_maker]
    bound = rank[model.index(verdict.state)]
    return rank[s2] <= bound and not (verdict.concept.answered and any(rank[s3] > bound for s3 in model.moves(i, s2)))


def _closure(model: Readable, i: str, s1: int, *, improving: bool) -> set[int]:
    """R_{N−i}(s1) by induction on Ω(s1, t), the set of those who can make the last move into t."""
    others = [j for j in model.decision_makers if j != i]

    def step(j: str, s: int) -> list[int]:
        return [t for t in model.moves(j, s) if not improving or model.ranks[j][t] > model.ranks[j][s]]

    last: dict[int, set[str]] = {}
    for j in others:
        for t in step(j, s1):
            last.setdefault(t, set()).add(j)
    todo = set(last)
    while todo:
        t = todo.pop()
        for j in others:
            if last[t] == {j}:
                continue
            for u in step(j, t):
                if j not in last.setdefault(u, set()):
                    last[u].add(j)
                    todo.add(u)
    return set(last)


def _demand(holds: bool, verdict: Verdict, otherwise: str) -> None:  # noqa: FBT001 - reads as the claim that must hold
    if not holds:
        raise ModelError(f"the {verdict.concept} verdict on {verdict.state!r} for {verdict.decision_maker!r} fails: {otherwise}")
