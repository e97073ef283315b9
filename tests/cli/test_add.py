"""``detente add`` and ``detente timeline``, as typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from detente.cases.accounts import example_path
from detente.cli.main import detente
from detente.dossier.files import load

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def said(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(detente, list(arguments))
    assert result.exit_code == code, result.output
    return " ".join(result.stdout.split()) if code == 0 else result.output


def data(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(*arguments, "--json"))
    return found


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8")))


@pytest.fixture
def dam(tmp_path: Path) -> Path:
    return Path(shutil.copytree(example_path("river-dam"), tmp_path / "dam"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_writes_nothing_and_the_second_time_adds_nothing(dam: Path) -> None:
    account = str(dam / "further" / "upland-courier.txt")
    before = files(dam)
    assert "1 new act" in said("add", str(dam), account, "--dry-run")
    assert files(dam) == before
    said("add", str(dam), account, "--as", "courier")
    after = files(dam)
    assert set(after) - set(before) == {"positions.jsonl", "accounts/courier.txt"}
    assert "Nothing new" in said("add", str(dam), account)
    assert files(dam) == after
    assert load(dam).documents["courier"].text == (dam / "further" / "upland-courier.txt").read_text(encoding="utf-8")


def test_the_addition_as_data_is_as_published(dam: Path) -> None:
    found = data("add", str(dam), str(dam / "further" / "upland-courier.txt"), "--as", "courier", "--dry-run")
    schema("addition").validate(found)
    (one,) = found["accounts"]
    assert ["changed", "t-case"] in [[match["kind"], match["element"]] for match in one["matches"]]
    changed = [row for row in one["changes"]["verdicts"] if row["changed"]]
    assert [row["name"] for row in changed] == ["filling_schedule"]
    assert changed[0]["responsible"] == {
        "sets": [["courier-c7", "courier-c8"]],
        "complete": True,
        "tried": changed[0]["responsible"]["tried"],
        "searched_to_size": changed[0]["responsible"]["searched_to_size"],
    }


def test_one_name_for_two_texts_is_refused(dam: Path) -> None:
    account = str(dam / "further" / "upland-courier.txt")
    assert "one text" in said("add", str(dam), account, account, "--as", "x", code=2)
    assert "--same" in said("add", str(dam), account, "--same", "pump", code=2)


def test_the_timeline_as_data_is_as_published() -> None:
    found = data("timeline", str(example_path("ceasefire-2025")), "--from", "2025-03-24", "--to", "2025-03-25")
    schema("timeline").validate(found)
    assert found["changes"]["as_of"] == ["2025-03-24", "2025-03-25"]
    assert {one["stand"] for one in found["held"]} <= {"for", "against", "if", "offer", "silence"}


def test_half_a_pair_of_days_is_refused() -> None:
    assert "both --from and --to" in said("timeline", str(example_path("river-dam")), "--from", "2031-06-01", code=2)


def test_the_timeline_of_one_party_names_no_other() -> None:
    words = said("timeline", str(example_path("river-dam")), "--party", "orru")
    assert "send observers to the gauges - 2031-06-03 (the day of the text): offers it" in words
    assert "Talmar" not in words.replace("once Talmar opens the corridor", "")  # the condition that Orru sets speaks of it
