"""``--verdict`` on the verbs that ask what an answer hinges on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cli.by_hand import write_conflict

from detente.cases.accounts import example_path
from detente.cli.main import detente

DAM = example_path("river-dam")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_conflict(tmp_path, named="goals:\n  quiet: talk", claim=', "modality": "absence"')


def run(*arguments: object) -> Result:
    return CliRunner().invoke(detente, list(map(str, arguments)))


def test_hinges_of_a_resting_point(folder: Path) -> None:
    found = run("hinges", folder, "--verdict", "rests:now:nash")
    assert found.exit_code == 0, found.output
    assert "holds in 1 of 2 readings" in found.stdout
    assert "c1: north wants to shell (read from silence)" in found.stdout
    assert "- it holds if “c1: north wants to shell (read from silence)” is set aside" in found.stdout
    assert "- it does not hold if “c1: north wants to shell (read from silence)” is accepted" in " ".join(found.stdout.split())
    data = json.loads(run("hinges", folder, "--verdict", "rests:now:nash", "--json").stdout)
    assert [row["claim"] for row in data["hinges"]["deciding"]] == ["c1"]
    assert data["verdict"]["kind"] == "rests"
    assert {row["name"]: row["holds"] for row in data["policies"]}["without claims from silence"] is True


def test_questions_about_it(folder: Path) -> None:
    found = run("questions", folder, "--verdict", "stays:north:now")
    assert found.exit_code == 0, found.output
    assert "settles the answer either way" in found.stdout
    (asked,) = json.loads(run("questions", folder, "--verdict", "stays:north:now", "--json").stdout)["questions"]
    assert (asked["id"], asked["settles"]) == ("c1", "both")


def test_what_does_not_go_together_or_is_not_there_is_refused(folder: Path) -> None:
    assert run("hinges", folder, "--verdict", "deal", "--goal", "quiet").exit_code == 2
    assert run("questions", folder, "--verdict", "deal", "--steps").exit_code == 2
    assert run("hinges", folder, "--verdict", "peace").exit_code not in {0, 2}


def test_hinges_name_what_makes_no_difference_and_what_was_not_tried() -> None:
    """Of the five statements nobody decided one decides; with two readings to try, one more has to stay as it stands, and is named."""
    whole = " ".join(run("hinges", DAM).output.split())
    idle = whole.partition("no difference: ")[2].partition(" By whose")[0].split(", ")
    assert set(idle) == {"denied", "engineer", "no-pressure", "advice"}
    assert "Not every reading was tried" not in whole
    cut = " ".join(run("hinges", DAM, "--bound", "2").output.split())
    assert "Not every reading was tried" in cut
    assert "not tried (a higher --bound tries them):" in cut


def test_another_verdict_names_what_makes_no_difference_too() -> None:
    """The statements that the data lists as idle are the ones named on the screen."""
    told = " ".join(run("hinges", DAM, "--verdict", "stays:talmar:now:nash").output.split())
    found = json.loads(run("hinges", DAM, "--verdict", "stays:talmar:now:nash", "--json").output)
    assert found["hinges"]["idle"]
    assert f"no difference: {', '.join(sorted(found['hinges']['idle']))}" in told
