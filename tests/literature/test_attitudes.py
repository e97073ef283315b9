"""Published propositions on attitudes (Inohara & Hipel 2009): selfish parties, and parties that care for nobody, themselves included."""

from __future__ import annotations

from hypothesis import given

from detente.graphmodel.conflict import ListedConflict
from detente.graphmodel.moves import GraphModel, graph_model
from detente.graphmodel.preferences import Ranking
from detente.stability import relational_stable
from detente.stability.reference import stable_states
from detente.testing import listed_conflicts


def relational(model: GraphModel, own: str) -> dict[str, dict[str, tuple[bool, ...]]]:
    """Everybody's attitude to itself is ``own``, and neutral to the rest."""
    return {str(concept): by for concept, by in relational_stable(model, {(i, i): own for i in model.decision_makers}).items()}


@given(listed_conflicts())
def test_the_selfish_with_strict_rankings(conflict: ListedConflict) -> None:
    """Attitudes *discrete*, preferences complete and without ties: each relational concept is its plain one."""
    strict = {maker: Ranking(tuple((state,) for tie in ranking.classes for state in tie)) for maker, ranking in conflict.ranking.items()}
    model = graph_model(ListedConflict(conflict.states, conflict.moves, strict))
    plain = {f"r{concept}": by for concept, by in stable_states(model).items() if concept != "sseq"}
    assert relational(model, "+") == plain


@given(listed_conflicts())
def test_the_neutral(conflict: ListedConflict) -> None:
    """Attitudes totally neutral: RNash is RSMR, and RGMR is RSEQ."""
    found = relational(graph_model(conflict), "0")
    assert found["rnash"] == found["rsmr"]
    assert found["rgmr"] == found["rseq"]


def test_the_neutral_are_told_apart_only_by_a_return() -> None:
    """Where B can take A back, A at s1 is deterred from s2, though it does not care. So RGMR is not RNash, and there are two pairs."""
    ranking = {maker: Ranking((("s1", "s2", "s3"),)) for maker in "AB"}
    back = ListedConflict(("s1", "s2", "s3"), {"A": (("s1", "s2"),), "B": (("s2", "s1"),)}, ranking)
    on = ListedConflict(("s1", "s2", "s3"), {"A": (("s1", "s2"),), "B": (("s2", "s3"),)}, ranking)
    returned, gone = relational(graph_model(back), "0"), relational(graph_model(on), "0")
    assert (returned["rnash"]["A"][0], returned["rgmr"]["A"][0]) == (False, True)
    assert (gone["rnash"]["A"][0], gone["rgmr"]["A"][0]) == (False, False)
