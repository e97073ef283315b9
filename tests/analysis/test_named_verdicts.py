"""Verdicts by name, by hand: North may do a, South may do b, and both are asked for."""

from __future__ import annotations

import pytest

from detente.analysis.named_verdicts import analyze_verdict, named_verdict
from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, FormulaError, UnknownName
from detente.evidence import Claim, Modality
from detente.worlds.hinges import Implicant

# c1: a is a red line for North; c2: North would rather not do a, if all else is equal. Either makes it leave YY; only c1 forbids the deal.
FILE = {
    "detente": 1,
    "title": "by hand",
    "parties": {"north": {"name": "North", "exists": "doubtful"}, "south": {"name": "South"}},
    "options": {"a": {"party": "north", "now": "no"}, "b": {"party": "south", "now": "no"}},
    "outcomes": {"both": "a and b"},
    "preferences": {
        "north": [{"limit": "not a", "because": ["c1"]}, {"want": "b"}, {"want": "not a", "because": ["c2"]}],
        "south": [{"want": "a"}],
    },
    "goals": {"peace": "both", "half": "b"},
    "conclusions": {"never_both": {"formula": "not both"}, "stuck": {"no_win": "south"}},
}
BOTH, NEITHER = {"c1", "c2"}, frozenset[str]()


@pytest.fixture
def dossier() -> Dossier:
    claims = {"c1": Claim("c1", "a is out of the question"), "c2": Claim("c2", "nobody in the North asks for a", modality=Modality.absence)}
    return Dossier(DossierFile.model_validate(FILE), claims=claims)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("deal:peace", [(), ("c2",)]),
        ("stated:peace", [(), ("c2",)]),
        ("holds:peace", [()]),
        ("rests:both", [()]),
        ("rests:YY:nash", [()]),
        ("rests:now:nash", [(), ("c1",), ("c2",), ("c1", "c2")]),
        ("stays:north:a and b:gmr", [(), ("c2",)]),  # South could take b back
        ("stays : south : YY", [(), ("c1",), ("c2",), ("c1", "c2")]),
        ("rests:now:nash:every", []),  # South does not say whether it likes b
        ("stays:north:now:nash:every", [("c1",), ("c2",), ("c1", "c2")]),  # nor North, without either, whether it likes a alone
        ("rests:now:nash:some", [(), ("c1",), ("c2",), ("c1", "c2")]),
        ("follows:never_both", [("c1",), ("c1", "c2")]),
        ("follows:stuck", []),
    ],
)
def test_where_each_holds(dossier: Dossier, text: str, where: list[tuple[str, ...]]) -> None:
    verdict = named_verdict(dossier, text).verdict
    every = [frozenset(one) for one in ((), ("c1",), ("c2",), ("c1", "c2"))]
    assert [world for world in every if verdict(world)] == [frozenset(one) for one in where]
    found = analyze_verdict(dossier, text)
    assert found.hinges.verdicts_holding == len(where)
    assert found.to_dict()["verdict"]["name"] == text


def test_hinges_policies_and_questions_are_about_the_verdict_that_was_named(dossier: Dossier) -> None:
    found = analyze_verdict(dossier, "holds:peace")
    assert found.hinges.carry == (Implicant(NEITHER, frozenset(BOTH)),)
    assert found.hinges.defeat == (Implicant(frozenset({"c1"}), NEITHER), Implicant(frozenset({"c2"}), NEITHER))
    rows = {row.policy.name: row.holds for row in found.policies}
    assert rows["every claim not rejected"] is False
    assert rows["accepted claims only"] is True
    assert rows["without north"] is False  # a is then frozen at no, and there is no package of both
    assert {question.id for question in found.questions} == BOTH


@pytest.mark.parametrize("text", ["deal:peace", "rests:now", "stays:north:now", "follows:never_both"])
def test_a_party_can_be_switched_off(dossier: Dossier, text: str) -> None:
    """Without North a stays at no: no deal on both, everybody left stays at now, and not both is all there is."""
    named = named_verdict(dossier, text)
    assert named.without is not None
    assert named.without(NEITHER, frozenset({"north"})) is (not text.startswith("deal"))


def test_a_goal_left_out_is_the_one_in_question(dossier: Dossier) -> None:
    assert named_verdict(dossier, "deal").says == "a deal on peace is possible at the limits"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("peace", UnknownName),
        ("deal:war", UnknownName),
        ("deal:peace:now", DossierError),
        ("rests", DossierError),
        ("rests:", DossierError),
        ("rests:now:best", UnknownName),
        ("rests:now:every", DossierError),
        ("rests:c and", FormulaError),
        ("stays:east:now", UnknownName),
        ("follows:nothing", UnknownName),
        ("follows", DossierError),
    ],
)
def test_what_names_none_is_refused(dossier: Dossier, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        named_verdict(dossier, text)


def test_without_a_goal_there_is_no_deal_to_ask_about() -> None:
    bare = Dossier(DossierFile.model_validate({**FILE, "goals": {}, "conclusions": {}}))
    with pytest.raises(DossierError, match="names no goal"):
        named_verdict(bare, "deal")
