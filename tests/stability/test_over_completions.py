"""Necessary and possible stability against every completion there is, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product
from math import prod

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from detente.errors import ModelError
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Rest, Statement, Unknown
from detente.graphmodel.statements import parse
from detente.graphmodel.states import StateSpace, state_space
from detente.stability import bounds, solve
from detente.stability.over_completions import OverCompletions, stability_over_completions
from detente.stability.reference import stable_states
from detente.testing import conflicts

Ranks = tuple[int, ...]


def weak_orders(count: int) -> Iterator[Ranks]:
    """Every weak order of ``count`` things, as ranks without gaps."""
    for ranks in product(range(count), repeat=count):
        if set(ranks) == set(range(len(set(ranks)))):
            yield ranks


def every_completion(space: StateSpace, preference: Preference) -> set[Ranks]:
    """The rank vectors of all completions, spelled out: each order of each tier, each weak order of what stays tied."""
    if not isinstance(preference, Prioritization):
        return set(weak_orders(space.size))
    found = set()
    for order in product(*(permutations(tier) for tier in preference.tiers)):
        truths = [space.truth(statement.formula) for tier in order for statement in tier]
        vectors = [tuple(bool(truth[at]) for truth in truths) for at in range(space.size)]
        classes = [[at for at in range(space.size) if vectors[at] == vector] for vector in sorted(set(vectors))]
        stated = preference.rest is Rest.indifferent
        refined = [[(0,) * len(tie)] if stated else list(weak_orders(len(tie))) for tie in classes]
        for chosen in product(*refined):
            ranks = [0] * space.size
            for place, (tie, within) in enumerate(zip(classes, chosen, strict=True)):
                for at, rank in zip(tie, within, strict=True):
                    ranks[at] = place * 100 + rank
            found.add(tuple(ranks))
    return found


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(conflicts(max_options=3, decision_makers=(1, 3), open_order=True, unknown=True, max_tiers=2))
def test_against_every_completion(conflict: Conflict) -> None:
    space = state_space(conflict)
    assume(space.size <= 4 or all(getattr(p, "rest", None) is Rest.indifferent for p in conflict.preferences.values()))
    makers = conflict.decision_makers
    each = [every_completion(space, conflict.preference(maker)) for maker in makers]
    assume(prod(len(ranks) for ranks in each) <= 800)
    model = graph_model(space)
    flags: dict[tuple[str, str], list[tuple[bool, ...]]] = {}
    for joint in product(*each):
        case = GraphModel(makers, model.labels, model.successors, dict(zip(makers, joint, strict=True)))
        for name, by_maker in stable_states(case).items():
            for who, stable in by_maker.items():
                flags.setdefault((name, who), []).append(stable)
            together = zip(*by_maker.values(), strict=True)
            flags.setdefault((name, "everybody"), []).append(tuple(all(row) for row in together))
    few = stability_over_completions(conflict, bound=1)
    for found in (stability_over_completions(conflict), few):
        assert_agrees(found, flags)


def assert_agrees(found: OverCompletions, flags: dict[tuple[str, str], list[tuple[bool, ...]]]) -> None:
    """What is exact is what every completion says; what is bounded does not contradict it."""
    for (concept, maker), rows in flags.items():
        necessary, possible = np.all(rows, axis=0), np.any(rows, axis=0)
        if maker == "everybody":
            low, high = found.necessary_equilibria[concept], found.possible_equilibria[concept]
            shown = found.shown_equilibria[concept]
        else:
            low, high, shown = found.necessary[concept][maker], found.possible[concept][maker], found.shown[concept][maker]
        assert not (shown & ~possible).any(), (concept, maker)
        if concept in {"nash", "gmr", "smr"}:
            assert found.complete[concept]
        if found.complete[concept]:
            assert (low.tolist(), high.tolist()) == (necessary.tolist(), possible.tolist()), (concept, maker)
        else:
            assert not (low & ~necessary).any(), (concept, maker)
            assert not (possible & ~high).any(), (concept, maker)


def wants(*tiers: tuple[str, ...], rest: Rest = Rest.indifferent) -> Prioritization:
    return Prioritization(tuple(tuple(Statement(parse(text)) for text in tier) for tier in tiers), rest)


def dilemma(row: Preference, col: Preference) -> Conflict:
    return Conflict((Option("row", "Row"), Option("col", "Col")), ("Row", "Col"), {"Row": row, "Col": col})


def test_a_dilemma_whose_order_is_open() -> None:
    """Row wants Col to cooperate and wants to defect, Col the same of Row, and nobody said which matters more.

    Leaving YY pays either way, so Nash is settled. Whether the answer deters depends: it does iff the other's cooperation comes first.
    """
    found = stability_over_completions(dilemma(wants(("col", "not row")), wants(("row", "not col"))))
    assert found.orders == 4
    assert found.equilibria("nash", necessarily=True) == found.equilibria("nash", necessarily=False) == ("NN",)
    assert found.standing("gmr", "YY") == "possible"
    assert found.standing("seq", "YY") == "possible"
    assert found.standing("seq", "YY", decision_maker="Row") == "possible"
    assert found.standing("seq", "NN") == "necessary"
    assert found.standing("nash", "YY") == "impossible"
    assert all(found.complete.values())


def test_full_statements_leave_nothing_to_complete() -> None:
    conflict = dilemma(wants(("col",), ("not row",)), wants(("row",), ("not col",)))
    found, solution = stability_over_completions(conflict), solve(conflict)
    for concept in solution.concepts:
        assert found.equilibria(concept, necessarily=True) == found.equilibria(concept, necessarily=False) == solution.equilibria(concept)


def test_nothing_known_leaves_everything_open() -> None:
    found = stability_over_completions(dilemma(Unknown(), Unknown()))
    for concept in ("nash", "gmr", "smr"):
        assert found.complete[concept]
        assert {found.standing(concept, state) for state in found.states} == {"possible"}
    for concept in ("seq", "sseq"):
        assert not found.complete[concept]
        assert {found.standing(concept, state) for state in found.states} == {"possible"}  # as where all are indifferent


def test_unstated_is_not_indifferent() -> None:
    """Row only said that Col should cooperate: read as indifferent it never leaves; unstated, it might."""
    unstated = stability_over_completions(dilemma(wants(("col",), rest=Rest.unstated), wants(("row",))))
    indifferent = stability_over_completions(dilemma(wants(("col",)), wants(("row",))))
    assert {unstated.standing("nash", state, decision_maker="Row") for state in unstated.states} == {"possible"}
    assert {indifferent.standing("nash", state, decision_maker="Row") for state in indifferent.states} == {"necessary"}


def test_beyond_the_bound_the_answer_is_bounded_and_says_so() -> None:
    conflict = dilemma(wants(("col", "not row")), wants(("row", "not col")))
    bounded = stability_over_completions(conflict, bound=1)
    exact = stability_over_completions(conflict)
    assert exact.complete["seq"]
    assert not bounded.complete["seq"]
    assert bounded.standing("seq", "YY") == "possible"
    for maker in conflict.decision_makers:
        assert not (bounded.necessary["seq"][maker] & ~exact.necessary["seq"][maker]).any()
        assert not (exact.possible["seq"][maker] & ~bounded.possible["seq"][maker]).any()


def test_a_reply_that_might_not_pay_is_no_sure_sanction() -> None:
    """North would resume strikes, and only the envoy's deliveries deter. Whether they pay the envoy decides, for SEQ and not for GMR."""
    options = (Option("strikes", "North"), Option("deliveries", "Envoy"))
    north = wants(("not deliveries",), ("strikes",))

    def standing(concept: str, envoy: Preference, *, bound: int = 720) -> str:
        conflict = Conflict(options, ("North", "Envoy"), {"North": north, "Envoy": envoy})
        return stability_over_completions(conflict, concepts=concept, bound=bound).standing(concept, "NN", decision_maker="North")

    replies, holds_back = "deliveries iff strikes", "not deliveries"
    assert standing("gmr", Unknown()) == "necessary"
    assert standing("seq", Unknown()) == "possible"
    assert standing("seq", Unknown(), bound=74) == "undecided"  # of 75; in the one that is solved the envoy is indifferent
    assert standing("seq", wants((replies,), rest=Rest.unstated)) == "necessary"
    assert standing("seq", wants((holds_back,), rest=Rest.unstated)) == "impossible"
    assert standing("seq", wants((replies, holds_back))) == "possible"
    assert standing("seq", wants((replies, holds_back), rest=Rest.unstated)) == "possible"


def test_bounds_hold_too_where_moves_are_too_many_to_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = dilemma(wants(("col", "not row"), rest=Rest.unstated), wants(("row", "not col"), rest=Rest.unstated))
    close = stability_over_completions(conflict)
    monkeypatch.setattr(bounds, "_MOVES", 0)
    wide = stability_over_completions(conflict)
    for maker in conflict.decision_makers:
        assert not (wide.necessary["seq"][maker] & ~close.necessary["seq"][maker]).any()
        assert not (close.possible["seq"][maker] & ~wide.possible["seq"][maker]).any()
        assert wide.possible["seq"][maker].tolist() == close.possible["gmr"][maker].tolist()  # any move counts as a reply


def test_what_is_neither_excluded_nor_shown_is_undecided() -> None:
    found = stability_over_completions(dilemma(Unknown(), Unknown()), concepts="seq")
    unshown = replace(found, shown_equilibria={"seq": np.zeros(4, dtype=np.bool_)})
    assert unshown.standing("seq", "YY") == "undecided"


def test_some_states_only() -> None:
    conflict = dilemma(wants(("col", "not row")), wants(("row", "not col")))
    every, some = stability_over_completions(conflict), stability_over_completions(conflict, states=["YY", "NN"], concepts="smr")
    assert some.states == ("YY", "NN")
    assert set(some.necessary) == {"smr"}
    for state in some.states:
        assert some.standing("smr", state) == every.standing("smr", state)
    with pytest.raises(ModelError, match="was not asked about"):
        some.standing("smr", "NY")


def test_printed_in_one_line() -> None:
    found = stability_over_completions(dilemma(wants(("col", "not row")), wants(("row", "not col"))), concepts=["nash", "gmr"])
    assert repr(found) == "<OverCompletions untitled: 4 states; equilibria: nash 1 to 1, gmr 1 to 2>"
