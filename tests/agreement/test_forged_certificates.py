"""Every field of a certificate is changed to every other value at hand: each change that makes it say something false must be refused.

What a certificate may say is worked out by the definitions (detente.stability.reference), not by the check under test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from detente.cases import load
from detente.cases.catalog import names
from detente.errors import ModelError
from detente.graphmodel.conflict import ListedConflict
from detente.graphmodel.moves import GraphModel, graph_model
from detente.stability import Concept, Verdict, check, explain
from detente.stability.reference import legal_reach
from detente.stability.verdict import Improvement, Reply, Step
from detente.testing import listed_conflicts


def verdicts(model: GraphModel) -> Iterator[Verdict]:
    return (explain(model, state, i, concept) for concept in Concept for i in model.decision_makers for state in model.labels)


def forged(verdict: Verdict, model: GraphModel) -> Iterator[Verdict]:
    """Changes of one thing each. Some turn one truth into another: :func:`holds` tells them apart."""
    yield replace(verdict, stable=not verdict.stable)
    yield from (replace(verdict, state=label) for label in model.labels if label != verdict.state)
    yield from (replace(verdict, decision_maker=i) for i in (*model.decision_makers, "nobody") if i != verdict.decision_maker)
    yield from (replace(verdict, concept=concept) for concept in Concept if concept is not verdict.concept)
    if verdict.improvements:
        yield replace(verdict, improvements=(*verdict.improvements, verdict.improvements[0]))
    for k, improvement in enumerate(verdict.improvements):
        before, after = verdict.improvements[:k], verdict.improvements[k + 1 :]
        yield replace(verdict, improvements=(*before, *after))
        yield from (replace(verdict, improvements=(*before, other, *after)) for other in improvements_like(improvement, model))


def improvements_like(improvement: Improvement, model: GraphModel) -> Iterator[Improvement]:
    sanction, escaped = improvement.sanction, improvement.escaped
    yield from (replace(improvement, state=label) for label in model.labels if label != improvement.state)
    yield from (replace(improvement, replies=count) for count in (-1, 0, improvement.replies + 1, 99))
    if sanction is None:
        yield from (replace(improvement, sanction=other) for other in escaped)
        yield replace(improvement, sanction=Reply((), improvement.state, "equal"))
    else:
        yield replace(improvement, sanction=None)
        yield replace(improvement, escaped=(sanction,))
        yield from (replace(improvement, sanction=other) for other in replies_like(sanction, model))
    for k, reply in enumerate(escaped):
        yield from (replace(improvement, escaped=(*escaped[:k], other, *escaped[k + 1 :])) for other in replies_like(reply, model))


def replies_like(reply: Reply, model: GraphModel) -> Iterator[Reply]:
    for standing in ("better", "equal", "worse"):
        if standing != reply.standing:
            yield replace(reply, standing=standing)
    yield replace(reply, steps=())
    yield replace(reply, steps=(*reply.steps, reply.steps[-1]))
    yield replace(reply, countermoves=reply.countermoves[1:])
    yield replace(reply, countermoves=(*reply.countermoves, reply.state))
    yield from (replace(reply, state=label) for label in model.labels if label != reply.state)
    yield from (replace(reply, escape=label) for label in (None, *model.labels) if label != reply.escape)
    for k, step in enumerate(reply.steps):
        yield replace(reply, steps=reply.steps[:k] + reply.steps[k + 1 :])
        for mover in (*model.decision_makers, "nobody"):
            for label in model.labels:
                if (mover, label) != (step.mover, step.state):
                    yield replace(reply, steps=(*reply.steps[:k], Step(mover, label), *reply.steps[k + 1 :]))


def holds(verdict: Verdict, model: GraphModel) -> bool:
    """Whether everything that ``verdict`` says is so."""
    i = verdict.decision_maker
    if i not in model.decision_makers or verdict.concept is None:
        return False
    rank, s, place = model.ranks[i], model.index(verdict.state), model.labels.index
    said = sorted(place(one.state) for one in verdict.improvements)
    if said != sorted(model.improvements(i, s)) or verdict.stable != all(one.sanction for one in verdict.improvements):
        return False

    def told(reply: Reply, start: int) -> bool:
        path, at = [i, *(step.mover for step in reply.steps)], start
        for step in reply.steps:
            allowed = model.improvements if verdict.concept.credible else model.moves
            if step.mover not in model.decision_makers or step.mover == i or place(step.state) not in allowed(step.mover, at):
                return False
            at = place(step.state)
        ways = [model.labels[t] for t in model.moves(i, at)] if verdict.concept.answered else []
        stands = {True: "better", False: "worse"}[rank[at] > rank[s]] if rank[at] != rank[s] else "equal"
        legal = bool(reply.steps) and all(one != other for one, other in pairwise(path))
        return legal and (model.labels[at], stands, ways) == (reply.state, reply.standing, sorted(reply.countermoves, key=place))

    for one in verdict.improvements:
        s1 = place(one.state)
        if verdict.concept is Concept.nash:
            if one.sanction or one.escaped or one.replies:
                return False
            continue
        reach = legal_reach(model, [j for j in model.decision_makers if j != i], s1, improving=verdict.concept.credible)
        deters = {t for t in reach if rank[t] <= rank[s]}
        if verdict.concept.answered:
            deters = {t for t in deters if all(rank[u] <= rank[s] for u in model.moves(i, t))}
        ways_out = [r.escape in r.countermoves and rank[place(str(r.escape))] > rank[s] >= rank[place(r.state)] for r in one.escaped]
        if one.sanction is None:
            true = not deters and one.replies == len(reach) and all(ways_out) and all(told(reply, s1) for reply in one.escaped)
        else:
            ends = one.sanction.state in {model.labels[t] for t in deters} and one.sanction.escape is None
            true = ends and told(one.sanction, s1) and not one.escaped and 1 <= one.replies <= len(reach)
        if not true:
            return False
    return True


def accepted(verdict: Verdict, model: GraphModel) -> bool:
    try:
        check(verdict, model)
    except ModelError:
        return False
    return True


@settings(max_examples=25, deadline=None)
@given(listed_conflicts(max_states=4))
def test_generated_models(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    for verdict in verdicts(model):
        check(verdict, model)
        for other in forged(verdict, model):
            assert accepted(other, model) == holds(other, model), other


@pytest.mark.parametrize("name", names())
def test_published_conflicts(name: str) -> None:
    """Every verdict on every state stands, and no forgery of the first ones that say something does."""
    model = graph_model(load(name))
    talking = [verdict for verdict in verdicts(model) if verdict.improvements]
    for verdict in talking:
        check(verdict, model)
    for verdict in talking[:: max(1, len(talking) // 6)]:
        refused = [other for other in forged(verdict, model) if not accepted(other, model)]
        assert len(refused) > 5
        for other in forged(verdict, model):
            assert accepted(other, model) == holds(other, model), other
