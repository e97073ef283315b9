"""Why a state is stable, or is not: certificates as data, and a check that needs no trust in who made them.

For each unilateral improvement of the decision maker a verdict names the sanction that deters it, with the legal sequence of moves that
brings it about, or none. Prose is made elsewhere, from this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from detente.errors import ModelError, UnknownName
from detente.graphmodel.moves import GraphModel
from detente.stability.concepts import Concept, concepts_named
from detente.stability.equilibria import Solution

__all__ = ["Improvement", "Reply", "Standing", "Step", "Verdict", "check", "explain"]

Standing = Literal["better", "equal", "worse"]


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a reply: ``mover`` brings about ``state`` (a label)."""

    mover: str
    state: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the others can do after an improvement: ``steps``, at least one, ending in ``state``.

    ``standing``: how the focal decision maker finds that state, against the one it left. ``countermoves``: where it could go from there by
    one move of its own (SMR and SSEQ look at them, else empty). ``escape``: one of those that it prefers to the state it left, in which
    case the reply does not deter.
    """

    steps: tuple[Step, ...]
    state: str
    standing: Standing
    countermoves: tuple[str, ...] = ()
    escape: str | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """A unilateral improvement: the ``state`` it leads to, and the ``sanction`` that deters it, or None.

    ``replies``: where nothing deters, how many states the others can bring about after it; else how many were looked at, at most as many.
    ``escaped``: where nothing deters, replies that would leave the decision maker no better off if it could not move on (the shortest few).
    """

    state: str
    sanction: Reply | None
    replies: int
    escaped: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether ``decision_maker`` would stay in ``state`` under ``concept``, and why: stable iff every improvement is deterred."""

    decision_maker: str
    state: str
    concept: Concept
    stable: bool
    improvements: tuple[Improvement, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"concept": str(self.concept)}


def explain(of: Solution | GraphModel, state: str, decision_maker: str, concept: str) -> Verdict:
    """The verdict on ``state`` (a label) for ``decision_maker``, with its certificate.

    Of several sanctions the one with the fewest moves is named, and among those the one that is worst for the decision maker. Under Nash
    no improvement is ever deterred. Raises :class:`~detente.errors.UnknownName` for a name that does not occur.
    """
    model = of.model if isinstance(of, Solution) else of
    (wanted,) = concepts_named(concept)
    if decision_maker not in model.decision_makers:
        raise UnknownName("decision maker", decision_maker, model.decision_makers)
    s = of.index(state)
    if wanted is Concept.nash:
        improvements = tuple(Improvement(model.labels[t], None, 0) for t in model.improvements(decision_maker, s))
    else:
        improvements = tuple(_answered(model, decision_maker, s, s1, wanted) for s1 in model.improvements(decision_maker, s))
    stable = all(improvement.sanction is not None for improvement in improvements)
    return Verdict(decision_maker, model.labels[s], wanted, stable, improvements)


_Node = tuple[int, str]


def _answered(model: GraphModel, i: str, s: int, s1: int, concept: Concept) -> Improvement:
    rank = model.ranks[i]
    came_from: dict[_Node, _Node | None] = {}
    escaped: list[Reply] = []
    for layer in _layers(model, i, s1, came_from, improving=concept.credible):
        for node in sorted(layer, key=lambda node: (rank[node[0]], node)):
            if rank[node[0]] > rank[s]:
                break
            reply = _reply(model, i, s, node, came_from, answered=concept.answered)
            if reply.escape is None:
                return Improvement(model.labels[s1], reply, len({state for state, _ in came_from}))
            if len(escaped) < 3 and all(other.state != reply.state for other in escaped):
                escaped.append(reply)
    return Improvement(model.labels[s1], None, len({state for state, _ in came_from}), tuple(escaped))


def _layers(model: GraphModel, i: str, start: int, came_from: dict[_Node, _Node | None], *, improving: bool) -> Iterator[list[_Node]]:
    """The (state, last mover) that the others reach by legal sequences of 1, 2, … moves, each where it is first reached."""
    step = model.improvements if improving else model.moves
    others = [j for j in model.decision_makers if j != i]
    layer: list[tuple[int, str | None]] = [(start, None)]
    while layer:
        found: list[_Node] = []
        for state, last in layer:
            origin = None if last is None else (state, last)
            for mover in others:
                for target in step(mover, state) if mover != last else ():
                    if (target, mover) not in came_from:
                        came_from[target, mover] = origin
                        found.append((target, mover))
        yield found
        layer = list(found)


def _reply(model: GraphModel, i: str, s: int, end: _Node, came_from: dict[_Node, _Node | None], *, answered: bool) -> Reply:
    steps: list[Step] = []
    node: _Node | None = end
    while node is not None:
        steps.append(Step(node[1], model.labels[node[0]]))
        node = came_from[node]
    rank = model.ranks[i]
    countermoves = model.moves(i, end[0]) if answered else ()
    better = [s3 for s3 in countermoves if rank[s3] > rank[s]]
    return Reply(
        steps=tuple(reversed(steps)),
        state=model.labels[end[0]],
        standing="equal" if rank[end[0]] == rank[s] else "worse",
        countermoves=tuple(model.labels[s3] for s3 in countermoves),
        escape=model.labels[max(better, key=lambda s3: rank[s3])] if better else None,
    )


def check(verdict: Verdict, model: GraphModel) -> None:
    """Verify ``verdict`` against ``model`` from the definitions alone, by other code than made it; all that it says is verified.

    Raises :class:`~detente.errors.ModelError` that says what does not hold.
    """
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


def _check_improvement(verdict: Verdict, model: GraphModel, s1: int, improvement: Improvement) -> None:
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


def _check_steps(verdict: Verdict, model: GraphModel, s1: int, reply: Reply) -> int:
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


def _check_end(verdict: Verdict, model: GraphModel, at: int, reply: Reply) -> None:
    """That what is said of the end of ``reply`` is so."""
    i = verdict.decision_maker
    gain = model.ranks[i][at] - model.ranks[i][model.index(verdict.state)]
    standing = "better" if gain > 0 else "worse" if gain < 0 else "equal"
    _demand(reply.standing == standing, verdict, f"{reply.state!r} is {standing}, not {reply.standing}")
    could = {model.labels[t] for t in model.moves(i, at)} if verdict.concept.answered else set()
    said = reply.countermoves
    _demand(set(said) == could and len(said) == len(could), verdict, f"the ways on from {reply.state!r} are others")


def _deters(verdict: Verdict, model: GraphModel, s2: int) -> bool:
    i, rank = verdict.decision_maker, model.ranks[verdict.decision_maker]
    bound = rank[model.index(verdict.state)]
    return rank[s2] <= bound and not (verdict.concept.answered and any(rank[s3] > bound for s3 in model.moves(i, s2)))


def _closure(model: GraphModel, i: str, s1: int, *, improving: bool) -> set[int]:
    """R_{N−i}(s1) by induction on Ω(s1, t), the set of those who can make the last move into t."""
    step = model.improvements if improving else model.moves
    others = [j for j in model.decision_makers if j != i]
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
