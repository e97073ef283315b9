"""Every flag of the catalog, by both implementations: five concepts, every decision maker, every state."""

from __future__ import annotations

import pytest

from detente.cases import load, names, published
from detente.errors import UnknownName
from detente.graphmodel.moves import graph_model
from detente.stability import check, explain, solve
from detente.stability.concepts import ALL
from detente.stability.equilibria import Method, Solution


@pytest.fixture(params=names())
def name(request: pytest.FixtureRequest) -> str:
    assert isinstance(request.param, str)
    return request.param


def stable(solution: Solution, concept: str) -> dict[str, tuple[str, ...]]:
    by_maker: dict[str, list[str]] = solution.to_dict()["stable"][concept]
    return {maker: tuple(states) for maker, states in by_maker.items()}


@pytest.mark.parametrize("method", ["option form", "literal"])
def test_every_flag(name: str, method: Method) -> None:
    solution, known = solve(load(name), method=method), published(name)
    assert set(known.stable) == set(ALL)
    for concept in ALL:
        order = {state: place for place, state in enumerate(solution.states)}
        expected = {maker: tuple(sorted(states, key=order.__getitem__)) for maker, states in known.stable[concept].items()}
        assert stable(solution, concept) == expected
        assert set(solution.equilibria(concept)) == set(known.equilibria[concept])


def test_what_the_literature_prints(name: str) -> None:
    solution = solve(load(name))
    for concept, states in published(name).printed.items():
        assert set(solution.equilibria(concept)) == set(states)


def test_every_certificate_stands(name: str) -> None:
    solution = solve(load(name))
    model = graph_model(load(name))
    for concept in ALL:
        for maker in solution.decision_makers:
            for at, state in enumerate(solution.states):
                verdict = explain(solution, state, maker, concept)
                assert verdict.stable == solution.stable[concept][maker][at]
                check(verdict, model)


def test_the_catalog_says_where_each_conflict_comes_from(name: str) -> None:
    known = published(name)
    assert known.sources
    assert known.note
    assert known.status in {"checked", "recomputed", "from memory"}
    assert sorted(known.labels.values()) == sorted(solve(load(name)).states)


def test_elmira_is_what_the_book_tells() -> None:
    """Fang, Hipel & Kilgour 1993, chapter on Elmira: Uniroyal and the ministry rest at s5, s8, s9."""
    solution = solve(load("elmira"), concepts="seq")
    assert solution.equilibria("seq") == ("s5", "s8", "s9")
    # LocalGov leaves s1 for s5, and nobody can answer by a move that pays.
    verdict = explain(solution, "s1", "LocalGov", "seq")
    assert [(improvement.state, improvement.sanction) for improvement in verdict.improvements] == [("s5", None)]


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"did you mean 'elmira'\?"):
        load("elmire")
