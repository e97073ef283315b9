"""``detente check``: its words, its JSON, its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.check import check
from detente.errors import DossierError
from detente.impasse import certificates as rechecked
from detente.impasse.checking import Certificate

SOUND = """\
detente: 1
title: "[b]Talks[/b]"
parties: {north: {name: North}}
options: {truce: {party: north, now: no}}
preferences: {north: [{want: truce}]}
"""


def run(folder: Path, yaml: str, *options: str) -> Result:
    (folder / "d.yaml").write_text(yaml)
    return CliRunner().invoke(check, [str(folder / "d.yaml"), *options], catch_exceptions=False)


def test_a_sound_dossier_ends_with_0(tmp_path: Path) -> None:
    done = run(tmp_path, SOUND)
    assert done.exit_code == 0
    assert done.stdout == "[b]Talks[/b]\n\nSound; 0 open.\n"


def test_what_is_open_does_not_make_it_unsound(tmp_path: Path) -> None:
    done = run(tmp_path, SOUND + "questions: [{ask: When?}]\nclaims: {c1: {says: s}}\n", "--json")
    document = json.loads(done.stdout)
    assert document["sound"] is False  # with a claim in it, 'now' and the want need a ground
    assert done.exit_code == 1
    assert [problem["kind"] for problem in document["problems"]] == ["ungrounded", "ungrounded", "unreviewed", "question"]
    assert run(tmp_path, SOUND + "questions: [{ask: When?}]\n").exit_code == 0


def test_a_defect_ends_with_1_and_names_its_place(tmp_path: Path) -> None:
    done = run(tmp_path, SOUND + "rules: [{id: r, always: truce}]\n")
    assert done.exit_code == 1
    flat = " ".join(done.stdout.split())
    assert "A present that the rules exclude (1)" in flat
    assert "d.yaml:6:1: the situation as of now breaks a rule instead: correct 'now' of an option, or the rule" in flat
    assert "1 to put right; 0 open." in flat


def test_many_of_one_kind_are_cut_and_counted(tmp_path: Path) -> None:
    asked = ", ".join(f"{{ask: Q{number}}}" for number in range(9))
    said = run(tmp_path, SOUND + f"questions: [{asked}]\n").stdout
    assert "Questions that the accounts leave open (9)" in said
    assert "… and 4 more (--json lists all)" in said
    assert "Q5" not in said


def test_what_does_not_load_raises(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="unknown key"):
        run(tmp_path, SOUND + "rulse: []\n")


def test_certificates_of_every_goal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One package: the truce, which holds, since North wants it; one step leads there. At the limits and as stated alike.
    asked = SOUND + "goals: {peace: truce, war: not truce}\n"
    done = run(tmp_path, asked, "--certificates")
    assert done.exit_code == 0
    assert "peace: " in done.stdout
    document = json.loads(run(tmp_path, asked, "--certificates", "--json").stdout)
    assert set(document["certificates"]) == {"peace", "war"}
    found = {one["what"]: one["fine"] for one in document["certificates"]["peace"]}
    assert found == {"whether there is a package": True, "package Y": True, "Y holds": True, "way from N to Y, 1 steps": True}
    # What is wrong is told, and the check fails.

    monkeypatch.setattr(rechecked, "route_certificates", lambda _: (Certificate("way", fine=False, why="step 1 fails"),))
    done = run(tmp_path, asked, "--certificates")
    assert done.exit_code == 1
    assert "wrong: way: step 1 fails" in done.stdout
