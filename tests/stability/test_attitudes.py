"""Relational stability by hand, and where everybody cares for itself alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cases import load
from detente.errors import UnknownName
from detente.graphmodel.conflict import ListedConflict
from detente.graphmodel.moves import graph_model
from detente.graphmodel.preferences import Ranking
from detente.stability.attitudes import RelationalConcept, relational_stable
from detente.stability.reference import stable_states
from detente.testing import listed_conflicts

DILEMMA = graph_model(load("prisoners_dilemma"))  # Row: NY, YY, NN, YN; Col: YN, YY, NN, NY; best first


def staying(attitudes: dict[tuple[str, str], str], concept: str, maker: str) -> set[str]:
    flags = relational_stable(DILEMMA, attitudes)
    return {label for label, flag in zip(DILEMMA.labels, next(flags[c] for c in flags if c == concept)[maker], strict=True) if flag}


def test_goodwill_keeps_the_peace() -> None:
    """Row's leaving YY for NY hurts Col, and so does leaving YN for NN: it would rather be exploited."""
    assert staying({}, "rnash", "Row") == {"NN", "NY"}
    assert staying({("Row", "Col"): "+"}, "rnash", "Row") == {"NN", "NY", "YY", "YN"}


def test_ill_will_alone_lets_one_hurt_oneself() -> None:
    """A Row that cares only to hurt Col defects wherever it is, and stays there."""
    spite = {("Row", "Row"): "0", ("Row", "Col"): "-"}
    assert staying(spite, "rnash", "Row") == {"NN", "NY"}
    # A Row that wishes Col good and itself nothing cooperates everywhere.
    assert staying({("Row", "Row"): "0", ("Row", "Col"): "+"}, "rnash", "Row") == {"YN", "YY"}


def test_what_leaves_another_as_it_was_is_no_harm() -> None:
    """Row gains by going to s2 and Col does not mind: a Row that wishes Col harm finds none in it, and stays."""
    conflict = ListedConflict(
        ("s1", "s2"),
        {"Row": (("s1", "s2"),), "Col": ()},
        {"Row": Ranking((("s2",), ("s1",))), "Col": Ranking((("s1", "s2"),))},
    )
    for attitude, stays in (("-", True), ("0", False), ("+", False)):
        flags = relational_stable(graph_model(conflict), {("Row", "Col"): attitude})
        assert flags[RelationalConcept.rnash]["Row"] == (stays, True)


def test_a_threat_deters_only_if_it_is_in_the_character_of_those_who_make_it() -> None:
    """From YY Row goes to NY. Col's answer NN pays Col, and leaves Row below YY. A Col that wishes Row well does not give it."""
    assert "YY" in staying({}, "rseq", "Row")
    assert "YY" not in staying({("Col", "Row"): "+"}, "rseq", "Row")
    assert "YY" in staying({("Col", "Row"): "+"}, "rgmr", "Row")


@given(listed_conflicts(), st.randoms(use_true_random=False))
def test_for_the_selfish_with_strict_rankings_these_are_the_plain_concepts(conflict: ListedConflict, chance: random.Random) -> None:
    model = graph_model(conflict)
    order = list(range(len(model.labels)))
    ranks = {}
    for maker in model.decision_makers:
        chance.shuffle(order)
        ranks[maker] = tuple(order)
    strict = replace(model, ranks=ranks)
    plain = stable_states(strict)
    assert {str(c)[1:]: flags for c, flags in relational_stable(strict).items()} == {str(c): f for c, f in plain.items() if c != "sseq"}


@given(listed_conflicts())
def test_relational_nash_implies_the_others(conflict: ListedConflict) -> None:
    model = graph_model(conflict)
    one, other = model.decision_makers[:2]
    found = relational_stable(model, {(one, other): "-", (other, one): "+"})
    by_name = {str(concept): flags for concept, flags in found.items()}
    for maker in model.decision_makers:
        for place in range(len(model.labels)):
            stays = {name: flags[maker][place] for name, flags in by_name.items()}
            assert not stays["rnash"] or all(stays.values())
            assert not (stays["rsmr"] or stays["rseq"]) or stays["rgmr"]


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UnknownName, match="no decision maker 'Nobody'"):
        relational_stable(DILEMMA, {("Row", "Nobody"): "+"})
    with pytest.raises(ValueError, match="'much'"):
        relational_stable(DILEMMA, {("Row", "Col"): "much"})
