"""The published JSON Schema: equal to the one the code makes, a valid schema, and agreeing with what loads."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from detente.dossier.files import schema
from detente.dossier.yaml_tree import read_yaml

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "reference" / "dossier.schema.json"
EXAMPLES = sorted([*(ROOT / "examples").rglob("dossier.yaml"), *(ROOT / "src" / "detente" / "cases").rglob("dossier.yaml")])


def test_the_published_schema_is_the_one_the_code_makes() -> None:
    # Make it anew with: python -m detente.dossier.files > docs/reference/dossier.schema.json
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.skipif(not EXAMPLES, reason="no example dossiers in this checkout")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_it_accepts_the_examples(path: Path) -> None:
    tree, _ = read_yaml(path.read_text(encoding="utf-8"), path.name)
    jsonschema.Draft202012Validator(schema()).validate(tree.value)


GOOD = {"detente": 1, "title": "t", "parties": {"n": {"name": "N"}}, "options": {"x": {"party": "n", "now": "no"}}}


@pytest.mark.parametrize(
    "more",
    [
        {"preferences": {"n": "unknown"}},
        {"preferences": {"n": [{"want": "x", "because": ["c", ["d", "e"]]}, {"any_order": [{"limit": "x"}]}]}},
        {"preferences": {"n": {"statements": [{"demand": "x"}], "rest": "indifferent"}}},
        {"outcomes": {"a": "x", "b": {"formula": "x"}}},
        {"claims": {"c": {"says": "s", "review": "accepted", "span": [0, 4], "document": "d", "quote": "q"}}},
        {"claims": {"c": {"says": "s", "review": {"status": "rejected", "by": "Ana"}}}},
        {"options": {"x": {"party": "n", "now": "no", "one_way": "yes", "until": "2026-02-05"}}},
        {"options": {"x": {"party": "n", "now": True, "one_way": False}}},
    ],
)
def test_it_accepts_what_loads(more: dict[str, object]) -> None:
    jsonschema.Draft202012Validator(schema()).validate({**GOOD, **more})


@pytest.mark.parametrize(
    "more",
    [
        {"partys": {}},
        {"preferences": {"n": "unknwon"}},
        {"preferences": {"n": [{"wnat": "x"}]}},
        {"options": {"x": {"party": "n", "now": "no", "since": 5}}},
        {"claims": {"c": {"quote": "q"}}},
        {"claims": {"c": {"says": "s", "modality": "sworn"}}},
        {"claims": {"c": {"says": "s", "review": "perhaps"}}},
        {"detente": 2},
    ],
)
def test_it_refuses_what_does_not_load(more: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate({**GOOD, **more})
