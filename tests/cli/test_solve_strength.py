"""``detente solve`` where it was said what matters strongly, and where it was not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from detente.cli import main as cli

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
TALKS = """\
detente: 1
title: A pier and a road
parties: {north: {name: North}, south: {name: South}}
options:
  pier: {party: north, text: build the pier, now: no}
  road: {party: south, text: close the coast road, now: no}
preferences:
  north:
    - {demand: not road, strong: yes, assumed: said to be vital}
    - {want: pier, assumed: in its programme}
  south:
    - {want: not pier, assumed: it said so}
    - {want: road iff pier, assumed: it would retaliate}
"""
SOUTH_SPEAKS = TALKS.replace(", strong: yes", "").replace("{want: not pier, assumed", "{want: not pier, strong: yes, assumed")


def solved(folder: Path, text: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    (folder / "talks.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as leaving:
        cli.main(["solve", str(folder / "talks.yaml"), *options])
    assert not leaving.value.code
    return " ".join(capsys.readouterr().out.split())


def test_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """North is kept from building by what it must not lose; once it is South that says what is vital, North is kept only mildly."""
    told = solved(tmp_path, TALKS, capsys)
    assert told.count("Firmly at rest under GMR, SMR, SEQ and SSEQ: whoever left would gain nothing, or could be made to lose") == 2
    mild = "Mildly at rest under GMR, SMR, SEQ and SSEQ: North has a move that no reply that counts would make it strongly regret."
    assert mild not in told
    assert solved(tmp_path, SOUTH_SPEAKS, capsys).count(mild) == 1
    plain = solved(tmp_path, TALKS.replace(", strong: yes", ""), capsys)
    assert "Firmly" not in plain
    assert "Mildly" not in plain


def test_the_data_keep_their_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(solved(tmp_path, SOUTH_SPEAKS, capsys, "--json"))
    schema = json.loads((REFERENCE / "solution.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(answer)
    assert answer["strength"]["seq"]["weak_equilibria"] == ["NN"]
    assert answer["strength"]["seq"]["strong_equilibria"] == ["YY"]
    without = json.loads(solved(tmp_path, TALKS.replace(", strong: yes", ""), capsys, "--json"))
    assert "strength" not in without
    only_nash = json.loads(solved(tmp_path, TALKS, capsys, "--json", "--concept", "nash"))
    assert "strength" not in only_nash
