"""The front door where states are too many to list: what is chosen, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from detente.cases import load
from detente.errors import ModelError, NoState, TooManyStates, UnknownName
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import equilibria, solve
from detente.stability.symbolic import check_standing


def wants(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in said), Rest.indifferent)


def ring(size: int, last: str) -> Conflict:
    """Everybody wants the same as the next one; now nobody does anything."""
    makers = [f"D{k}" for k in range(size)]
    said = {maker: wants(f"o{k} iff o{k + 1}") for k, maker in enumerate(makers[:-1])}
    return Conflict(
        tuple(Option(f"o{k}", maker) for k, maker in enumerate(makers)),
        tuple(makers),
        {**said, makers[-1]: wants(last)},
        now={f"o{k}": False for k in range(size)},
        title="Ring",
    )


@pytest.mark.parametrize("size", [30, 100])
def test_too_many_to_list_are_searched(size: int) -> None:
    found = solve(ring(size, f"o{size - 1} iff o0"), concepts=["nash", "seq"])
    assert (found.method, found.survey is not None) == ("symbolic", True)
    assert "too many to list" in found.reason
    assert set(found.equilibria("nash")) == {"N" * size, "Y" * size} == set(found.equilibria("seq"))
    assert found.survey is not None
    assert found.survey.complete_under(found.concepts[0])
    assert not found.complete  # under SEQ others may rest that were not looked for
    assert found.states[0] == "N" * size  # now comes first


def test_a_proof_that_nothing_rests() -> None:
    found = solve(ring(40, "not (o39 iff o0)"), concepts="nash")
    assert (found.complete, found.equilibria("nash"), found.states) == (True, (), ("N" * 40,))
    assert [maker for maker, flags in found.stable["nash"].items() if not flags[0]] == ["D39"]


def test_no_time_is_said_and_nothing_is_claimed() -> None:
    found = solve(ring(40, "o39 iff o0"), seconds=0)
    assert not found.complete
    document = found.to_dict()
    assert {entry["stopped_after"] for name, entry in document["search"]["concepts"].items() if entry["searched"]} == {"seconds"}
    assert document["equilibria"] == {concept: [] for concept in ("nash", "gmr", "smr", "seq", "sseq")}
    for concept, by_maker in document["search"]["undecided"].items():
        for maker, states in by_maker.items():
            assert not set(states) & set(document["stable"][concept][maker])


def test_the_first_few() -> None:
    free = Conflict(tuple(Option(f"o{k}", "D") for k in range(30)), ("D",), {"D": wants("o0")})
    found = solve(free, concepts="nash", at_most=3)
    assert len(found.equilibria("nash")) == 3
    assert not found.complete
    assert found.ranks["D"].tolist() == [0, 0, 0]
    assert json.loads(json.dumps(found.to_dict()))["search"]["concepts"]["nash"]["stopped_after"] == "at_most"
    assert str(found).splitlines()[0] == "Untitled conflict: 3 states found, of too many to list"


def test_same_as_by_listing_where_both_can_be_had(random_conflict: Callable[[int], Conflict]) -> None:
    compared = 0
    for seed in range(25):
        conflict = random_conflict(seed)
        conflict = replace(conflict, now=dict.fromkeys(conflict.option_names, False))
        try:
            listed = solve(conflict)
        except NoState:
            with pytest.raises(NoState):
                solve(conflict, method="symbolic")
            continue
        found = solve(conflict, method="symbolic", at_most=4)
        assert found.survey is not None
        for state in found.states:
            for concept in found.concepts:
                check_standing(found.survey.standings[state][concept])
                for maker in found.decision_makers:
                    compared += 1
                    assert found.stable[concept][maker][found.index(state)] == listed.stable[concept][maker][listed.index(state)], seed
        for maker in found.decision_makers:
            ranks = [int(listed.ranks[maker][listed.index(state)]) for state in found.states]
            assert found.ranks[maker].tolist() == [sorted(set(ranks)).index(rank) for rank in ranks]
        for concept in found.concepts:
            if found.survey.complete_under(concept):
                assert set(found.equilibria(concept)) == set(listed.equilibria(concept))
        assert found.reason == "asked for"
    assert compared > 1000


def test_who_asks_for_a_list_gets_one_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    many = Conflict(tuple(Option(f"o{k}", "D") for k in range(10)), ("D",), {"D": wants("o0")})
    with pytest.raises(TooManyStates):
        solve(many, limit=100)
    monkeypatch.setattr(equilibria, "LISTED", 100)
    assert solve(many).method == "symbolic"
    assert solve(many, limit=2000).method == "option form"
    for method in ("option form", "literal"):
        with pytest.raises(TooManyStates):
            solve(many, method=method)
    with pytest.raises(ModelError, match="need no search"):
        solve(load("elmira"), method="symbolic")


def test_what_cannot_be() -> None:
    with pytest.raises(NoState, match="exclude every setting"):
        solve(replace(ring(40, "o0"), rules=(Rule(parse("o3")), Rule(parse("not o3")))))
    found = solve(ring(40, "o39 iff o0"), concepts="nash")
    with pytest.raises(UnknownName, match="in 'what was found'"):
        found.index("N" * 39 + "Y")
    with pytest.raises(TooManyStates):
        _ = found.model
