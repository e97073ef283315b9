"""The model that a set of claims licenses: what falls with a claim, what freezes, what becomes unknown."""

from __future__ import annotations

import pytest

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.errors import UnknownName
from detente.graphmodel.preferences import Kind, Prioritization, Unknown
from detente.graphmodel.statements import parse

FILE = {
    "detente": 1,
    "title": "talks",
    "as_of": "2031-05-01",
    "parties": {
        "north": {"name": "North"},
        "south": {"name": "South"},
        "band": {"name": "the band", "exists": "doubtful", "because": ["c9"]},
    },
    "options": {
        "truce": {"parties": ["north", "south"], "now": "no"},
        "army": {"party": "south", "levels": ["usual", "pause", "cut"], "now": "usual"},
        "arms": {"party": "north", "now": "yes", "now_because": ["c2"], "because": ["c1"]},
        "raid": {"party": "band", "now": "no"},
        "treaty": {"party": "north", "now": "yes", "until": "2031-04-01"},
    },
    "circumstances": {"rain": {"now": "yes", "because": ["c5"]}},
    "outcomes": {"deal": "truce and not raid"},
    "preferences": {
        "north": [{"condition": "truce only if army.pause", "because": ["c3"]}, {"want": "truce if rain", "because": ["c4"]}],
        "south": [{"limit": "not army.cut"}],
        "band": [{"want": "raid"}],
    },
    "goal": "deal",
    "merge": [{"principal": "north", "agent": "south"}],
}


@pytest.fixture
def dossier() -> Dossier:
    return Dossier(DossierFile.model_validate(FILE))


def test_a_joint_act_is_one_bit_a_controller_and_its_name_means_all_of_them(dossier: Dossier) -> None:
    licensed = model(dossier, accepted={"c1", "c2", "c3", "c4", "c5", "c9"})
    assert {option.name: option.decision_maker for option in licensed.option_form.options if option.name.startswith("truce")} == {
        "truce.north": "north",
        "truce.south": "south",
    }
    assert licensed.goals["goal"] == parse("(truce.north and truce.south) and not raid")


def test_levels_exclude_one_another_and_the_first_is_none_of_them(dossier: Dossier) -> None:
    conflict = model(dossier, accepted={"c9"}).option_form
    assert [rule.never for rule in conflict.rules] == [parse("army.pause and army.cut")]
    assert conflict.now["army.pause"] is False


def test_a_fallen_statement_is_dropped_and_the_last_one_leaves_the_party_unknown(dossier: Dossier) -> None:
    both = model(dossier, accepted={"c3", "c4", "c5", "c9"}).option_form.preference("north")
    assert isinstance(both, Prioritization)
    assert [statement.kind for statement in both.statements] == [Kind.condition, Kind.want]
    assert isinstance(model(dossier, accepted={"c9"}).option_form.preference("north"), Unknown)


def test_a_fallen_option_freezes_at_now_and_a_fallen_now_is_unknown(dossier: Dossier) -> None:
    def arms(*claims: str) -> tuple[bool | None, bool | None]:
        conflict = model(dossier, accepted={"c9", *claims}).option_form
        (option,) = [option for option in conflict.options if option.name == "arms"]
        return option.frozen, conflict.now["arms"]

    assert arms("c1", "c2") == (None, True)
    assert arms("c1") == (None, None)
    assert arms("c2") == (True, True)


def test_a_fallen_or_switched_off_party_is_no_decision_maker_and_its_acts_freeze(dossier: Dossier) -> None:
    for licensed in (model(dossier, accepted={"c1"}), model(dossier, accepted={"c1", "c9"}, without={"band"})):
        conflict = licensed.option_form
        assert "band" not in conflict.decision_makers
        assert [option.frozen for option in conflict.options if option.name == "raid"] == [False]
    assert "band" in model(dossier, accepted={"c9"}).option_form.decision_makers


def test_a_circumstance_is_a_constant_and_a_fallen_one_is_unknown(dossier: Dossier) -> None:
    fallen = model(dossier, accepted={"c4", "c9"})
    assert fallen.open_circumstances == ("rain",)
    dry = model(dossier, accepted={"c4", "c9"}, circumstances={"rain": False})
    assert dry.open_circumstances == ()
    with pytest.raises(UnknownName, match="did you mean 'rain'"):
        model(dossier, circumstances={"rian": True})


def test_an_option_outside_its_dates_cannot_move(dossier: Dossier) -> None:
    conflict = model(dossier, accepted=set()).option_form
    assert [option.frozen for option in conflict.options if option.name == "treaty"] == [True]


def test_a_merge_gives_the_principal_both_parties_acts_and_its_ranking_governs(dossier: Dossier) -> None:
    apart, merged = (model(dossier, accepted={"c9"}, apply_merges=apply).option_form for apply in (False, True))
    assert "south" in apart.decision_makers
    assert "south" not in merged.decision_makers
    assert {option.decision_maker for option in merged.options} == {"north", "band"}
    assert "south" not in merged.preferences


def test_a_principal_that_is_switched_off_speaks_for_nobody(dossier: Dossier) -> None:
    conflict = model(dossier, accepted={"c9"}, apply_merges=True, without={"north"}).option_form
    assert conflict.decision_makers == ("south", "band")
