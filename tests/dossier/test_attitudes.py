"""What parties wish one another, as a dossier gives it."""

from __future__ import annotations

from typing import Any

import pytest

from detente.dossier.dossier import Dossier
from detente.dossier.merging import merge_parties
from detente.dossier.model import model
from detente.dossier.schema import DossierFile

FILE: dict[str, Any] = {
    "detente": 1,
    "title": "Neighbours",
    "parties": {"north": {"name": "North"}, "aldo": {"name": "President Aldo"}, "south": {"name": "South", "exists": "doubtful"}},
    "options": {name: {"party": name, "now": "no"} for name in ("north", "aldo", "south")},
    "attitudes": [
        {"party": "north", "to": "south", "wishes": "harm", "because": ["c1"]},
        {"party": "south", "to": "north", "wishes": "good"},
        {"party": "aldo", "to": "south", "wishes": "good"},
        {"party": "aldo", "to": "north", "wishes": "harm"},
    ],
}


@pytest.fixture
def dossier() -> Dossier:
    return Dossier(DossierFile.model_validate(FILE))


def test_a_wish_stands_and_falls_with_what_it_rests_on(dossier: Dossier) -> None:
    wishes = {("south", "north"): "good", ("aldo", "south"): "good", ("aldo", "north"): "harm"}
    assert model(dossier, accepted={"c1"}).attitudes == {("north", "south"): "harm", **wishes}
    assert model(dossier, accepted=set()).attitudes == wishes
    assert model(dossier, accepted=set(), without={"south"}).attitudes == {("aldo", "north"): "harm"}


def test_who_is_spoken_for_wishes_nothing() -> None:
    merged = Dossier(DossierFile.model_validate(FILE | {"merge": [{"principal": "north", "agent": "aldo", "apply": "yes"}]}))
    assert model(merged, accepted={"c1"}).attitudes == {("north", "south"): "harm", ("south", "north"): "good"}


def test_two_names_for_one_body_wish_once(dossier: Dossier) -> None:
    held = merge_parties(dossier, keep="north", drop="aldo").file.attitudes
    assert [(entry.party, entry.to, entry.wishes) for entry in held] == [("north", "south", "harm"), ("south", "north", "good")]


def test_listed_situations_have_wishes_without_a_list_of_parties() -> None:
    file = {
        "detente": 1,
        "title": "Listed",
        "states": ["s1", "s2"],
        "moves": {"a": [["s1", "s2"]], "b": []},
        "ranking": {"a": [["s2"], ["s1"]], "b": [["s1"], ["s2"]]},
        "attitudes": [{"party": "a", "to": "b", "wishes": "good"}],
    }
    assert model(Dossier(DossierFile.model_validate(file))).attitudes == {("a", "b"): "good"}
