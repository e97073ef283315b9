"""``detente sides`` and ``detente questions``, as typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cases.accounts import example_path
from detente.cli.main import detente
from detente.dossier.files import load
from detente.dossier.model import model


def said(*arguments: str) -> str:
    result = CliRunner().invoke(detente, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def data(*arguments: str) -> dict[str, Any]:
    return json.loads(said(*arguments, "--json"))  # type: ignore[no-any-return]


DAM, STRIKE = str(example_path("river-dam")), str(example_path("wage-strike"))


def test_sides_in_words_and_as_data() -> None:
    words = said("sides", DAM)
    assert "in each side’s own eyes" in words
    found = data("sides", DAM)
    names = [side["party"] for side in found["sides"]]
    assert names == ["kesh", "talmar", "orru", "villages"]
    assert found["counts"]["false_peace"] == 1
    (row,) = found["false_peace"]
    assert row["misreadings"][0]["changes"][0] == {"learns": ["closed-doors"], "gives_up": []}
    assert "1 situation would rest in the eyes of all who know it" in " ".join(words.split())


def test_sides_under_another_concept() -> None:
    assert data("sides", STRIKE, "--concept", "nash")["concept"] == "nash"


def test_questions_in_words_and_as_data() -> None:
    asked = [" ".join(said("questions", folder).split()) for folder in (STRIKE, DAM)]
    assert asked[0].startswith("What to ask about “the strike ends with a raise” as stated (every demand met)")
    assert asked[1].startswith("What to ask about “a filling schedule signed by both” at the limits (demands may be traded)")
    found = data("questions", STRIKE)
    assert found["goal"] == "settlement"
    assert {"settles", "ask", "answers", "removes_reasons"} <= found["questions"][0].keys()
    assert "missing_steps" not in found
    rank = {"both": 0, "one": 1, "none": 2}
    ranks = [(rank[one["settles"]], -one["worlds_changed"]) for one in found["questions"]]
    assert ranks == sorted(ranks)


def test_a_question_names_the_reasons_that_fall_without_its_statement() -> None:
    dossier = load(STRIKE)
    reasons = [{part["id"] for part in reason["elements"]} for reason in data("hinges", STRIKE)["answer"]["reasons"]]
    seen = 0
    for asked in data("questions", STRIKE)["questions"]:
        left = model(dossier, accepted=dossier.standing - set(asked["claims"])).standing
        said_by = [{name for name in reason if name in dossier.element_by_id} for reason in reasons]
        expected = [number for number, needed in enumerate(said_by, 1) if not needed <= left]
        if not any(part.startswith("participation") for reason in reasons for part in reason):
            assert asked["removes_reasons"] == expected
            seen += len(expected)
    assert seen


def test_missing_steps_and_other_ways_of_modelling() -> None:
    found = data("questions", STRIKE, "--steps", "--modelling")
    assert found["missing_steps"][0]["contrary"] == {"goal": "settlement", "verdict": "a deal", "stated": True}
    assert found["missing_steps"][0]["complete"] is True
    assert found["modelled_otherwise"]["variants"] == len(found["modelled_otherwise"]["rows"])
    words = " ".join(said("questions", STRIKE, "--steps", "--modelling").split())
    assert "something said would have to give" in words
    assert "a count of ways, no likelihood" in words


@pytest.mark.parametrize("verb", ["sides", "questions"])
def test_listed_states_are_answered_with_a_sentence(tmp_path: Path, verb: str) -> None:
    file = tmp_path / "dossier.yaml"
    file.write_text("detente: 1\ntitle: t\nstates: [a, b]\nmoves: {x: [[a, b]]}\nranking: {x: [[a], [b]]}\n", encoding="utf-8")
    result = CliRunner().invoke(detente, [verb, str(file)])
    assert result.exit_code != 0
    assert result.exception is not None
