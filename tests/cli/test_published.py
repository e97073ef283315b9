"""What a verb prints with --json keeps the shape that is published."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, ValidationError

from detente.cases.accounts import example_path
from detente.cli.main import detente

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
VERBS = ("why", "deals", "path", "sides", "questions")


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def printed(verb: str, example: str, *options: str) -> dict[str, Any]:
    result = CliRunner().invoke(detente, [verb, str(example_path(example)), "--json", *options])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("example", ["river-dam", "wage-strike"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_prints_what_is_published(verb: str, example: str) -> None:
    found = printed(verb, example)
    validator(verb).validate(found)
    for key in found:
        less = copy.deepcopy(found)
        del less[key]
        with pytest.raises(ValidationError):
            validator(verb).validate(less)
    with pytest.raises(ValidationError):
        validator(verb).validate({**found, "probability": 0.5})


def test_questions_with_steps_and_modelling_are_as_published() -> None:
    validator("questions").validate(printed("questions", "river-dam", "--steps", "--modelling"))


def test_an_analysis_lists_few_situations_and_counts_all() -> None:
    found = printed("analyze", "river-dam", "--no-report")["solution"]
    validator("solution").validate(found)
    assert not found["listed"]
    assert found["counts"]["states"] == 512  # nine acts, no rule
    resting = {label for labels in found["equilibria"].values() for label in labels}
    assert {state["label"] for state in found["states"]} >= resting
    every = printed("solve", "river-dam")
    assert every["listed"]
    assert len(every["states"]) == 512
    assert {concept: len(labels) for concept, labels in every["equilibria"].items()} == found["counts"]["equilibria"]
    for label, rank in zip((state["label"] for state in found["states"]), found["ranks"]["kesh"], strict=True):
        place = next(at for at, state in enumerate(every["states"]) if state["label"] == label)
        assert every["ranks"]["kesh"][place] == rank
