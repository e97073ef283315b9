"""Certificates: what they say, and that a wrong one is caught."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from detente.cases import load
from detente.errors import ModelError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import parse
from detente.stability import check, explain, solve
from detente.stability.verdict import Improvement, Reply, Step, Verdict
from detente.testing import conflicts


def wants(*statements: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in statements), Rest.indifferent)


STRIKES = Conflict(
    (Option("strikes", "North"), Option("deliveries", "Envoy")),
    ("North", "Envoy"),
    {"North": wants("not deliveries", "strikes"), "Envoy": wants("deliveries iff strikes")},
)


def test_the_one_improvement_is_answered() -> None:
    """North would resume strikes; the envoy would restore deliveries, which leaves North worse off than now."""
    verdict = explain(solve(STRIKES), "NN", "North", "seq")
    assert verdict.stable
    assert verdict.improvements == (Improvement("YN", Reply((Step("Envoy", "YY"),), "YY", "worse"), replies=1),)


def test_the_countermoves_are_named() -> None:
    verdict = explain(solve(STRIKES), "NN", "North", "sseq")
    (improvement,) = verdict.improvements
    assert improvement.sanction is not None
    assert improvement.sanction.countermoves == ("NY",)
    assert improvement.sanction.escape is None


def test_a_reply_one_can_escape_from_is_named_too() -> None:
    game = solve(load("battle_of_the_sexes"))
    verdict = explain(game, "YY", "Row", "smr")
    (improvement,) = verdict.improvements
    assert (improvement.state, improvement.sanction) == ("NY", None)
    (escaped,) = improvement.escaped
    assert (escaped.state, escaped.standing, escaped.escape) == ("NN", "worse", "YN")


def test_the_shortest_sanction_is_chosen_and_of_those_the_worst() -> None:
    """J can answer with b or with c, both worse than s; K could go on from b to something worse still."""
    conflict = ListedConflict(
        ("s", "a", "b", "c", "d"),
        {"I": (("s", "a"),), "J": (("a", "b"), ("a", "c")), "K": (("b", "d"),)},
        {"I": Ranking((("a",), ("s",), ("b",), ("c",), ("d",))), "J": Ranking((("a", "b", "c", "d", "s"),))},
    )
    (improvement,) = explain(solve(conflict), "s", "I", "gmr").improvements
    assert improvement.sanction == Reply((Step("J", "c"),), "c", "worse")
    assert improvement.replies == 2


def test_a_sanction_of_several_moves() -> None:
    conflict = Conflict(
        (Option("i", "I"), Option("j", "J"), Option("k", "K")),
        ("I", "J", "K"),
        {"I": wants("not k", "i"), "J": wants("j iff i"), "K": wants("k iff j")},
    )
    (improvement,) = explain(solve(conflict), "NNN", "I", "seq").improvements
    assert improvement.sanction == Reply((Step("J", "YYN"), Step("K", "YYY")), "YYY", "worse")


def test_nothing_deters_under_nash() -> None:
    verdict = explain(solve(STRIKES), "NN", "North", "nash")
    assert not verdict.stable
    assert verdict.improvements == (Improvement("YN", None, 0),)


def test_equal_is_called_equal() -> None:
    conflict = ListedConflict(("s", "a", "b"), {"I": (("s", "a"),), "J": (("a", "b"),)}, {"I": Ranking((("a",), ("s", "b")))})
    (improvement,) = explain(solve(conflict), "s", "I", "gmr").improvements
    assert improvement.sanction is not None
    assert improvement.sanction.standing == "equal"


def test_as_plain_data() -> None:
    found = explain(solve(STRIKES), "NN", "North", "seq").to_dict()
    assert found["concept"] == "seq"
    assert found["improvements"][0]["sanction"]["steps"] == ({"mover": "Envoy", "state": "YY"},)


def test_wrong_names_are_answered() -> None:
    solution = solve(STRIKES)
    with pytest.raises(UnknownName, match="did you mean 'North'"):
        explain(solution, "NN", "Nort", "seq")
    with pytest.raises(ModelError, match="no state label"):
        explain(solution, "N", "North", "seq")
    with pytest.raises(UnknownName, match="no solution concept"):
        explain(solution, "NN", "North", "chess")


GOOD = explain(solve(STRIKES), "NN", "North", "seq")
SANCTION = Reply((Step("Envoy", "YY"),), "YY", "worse")


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (replace(GOOD, stable=False), "does not follow"),
        (replace(GOOD, improvements=()), "the improvements are others"),
        (replace(GOOD, improvements=(Improvement("YN", None, 1),)), "was missed"),
        (replace(GOOD, improvements=(Improvement("YN", replace(SANCTION, steps=()), 1),)), "no move"),
        (replace(GOOD, improvements=(Improvement("YN", replace(SANCTION, steps=(Step("North", "NN"),)), 1),)), "may not move"),
        (replace(GOOD, improvements=(Improvement("YN", replace(SANCTION, steps=(Step("Envoy", "NY"),)), 1),)), "no such move"),
        (replace(GOOD, improvements=(Improvement("YN", replace(SANCTION, state="NY"), 1),)), "end elsewhere"),
        (replace(GOOD, state="NY"), "the improvements are others"),
        (replace(explain(solve(STRIKES), "NN", "North", "nash"), improvements=GOOD.improvements, stable=True), "under Nash"),
    ],
)
def test_a_forged_certificate_is_caught(verdict: Verdict, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        check(verdict, solve(STRIKES).model)


def test_a_sanction_that_does_not_pay_is_no_credible_one() -> None:
    conflict = replace(STRIKES, preferences={**STRIKES.preferences, "Envoy": wants("not deliveries")})
    model = solve(conflict).model
    check(replace(GOOD, concept=explain(model, "NN", "North", "gmr").concept), model)
    with pytest.raises(ModelError, match="would not gain"):
        check(GOOD, model)


def test_a_sanction_that_can_be_escaped_is_none_under_the_symmetric_concepts() -> None:
    game = solve(load("battle_of_the_sexes"))
    gmr = explain(game, "YY", "Row", "gmr")
    assert gmr.stable
    with pytest.raises(ModelError, match="does not deter"):
        check(replace(gmr, concept=explain(game, "YY", "Row", "smr").concept), game.model)


@given(conflicts(max_options=4))
def test_every_verdict_agrees_with_the_flags_and_stands(conflict: Conflict) -> None:
    solution = solve(conflict)
    for concept in solution.concepts:
        for maker in solution.decision_makers:
            for state, flag in zip(solution.states, solution.stable[concept][maker], strict=True):
                verdict = explain(solution, state, maker, concept)
                assert verdict.stable == flag
                check(verdict, solution.model)
