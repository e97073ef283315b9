"""``detente readings``: what rests in all, some or none of the readings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cli.by_hand import write_conflict

from detente.cli.main import detente


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_conflict(tmp_path, named="outcomes:\n  quiet: not shell")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(detente, ["readings", *map(str, arguments)])


def test_a_table_of_what_rests(folder: Path) -> None:
    found = run(folder)
    assert found.exit_code == 0, found.output
    lines = found.stdout.splitlines()
    assert lines[0].startswith("2 readings of the statements")
    assert lines[1].split() == ["NASH", "GMR", "SMR", "SEQ", "SSEQ"]
    assert lines[2].split() == ["now", *["some", "(1)"] * 5]
    assert [line.split()[0] for line in lines[2:]] == ["now", "quiet"]
    assert run(folder, "--party", "south", "--situation", "now").stdout.splitlines()[2].split() == ["now", *["all"] * 5]


def test_as_data_in_other_processes_and_kept(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    found = run(folder, "--every", "--json", "--workers", 1, "--keep", kept)
    assert found.exit_code == 0, found.output
    counts = json.loads(found.stdout)["counts"]
    assert {state: by["nash"]["equilibrium"] for state, by in counts.items()} == {"NN": 1, "NY": 0, "YN": 2, "YY": 0}
    assert counts["NN"]["nash"]["party north"] == 1
    assert len(list(kept.iterdir())) == 1
    assert run(folder, "--every", "--json", "--keep", kept).stdout == found.stdout


def test_over_every_ranking(folder: Path) -> None:
    """North ranks nothing without c1, so it stays in some ranking alone; with c1 it always leaves. South's wish is kept by staying."""
    found = run(folder, "--situation", "now", "--rankings")
    assert found.exit_code == 0, found.output
    assert "  now  NASH: some 1, no 1" in found.stdout.splitlines()
    data = json.loads(run(folder, "--situation", "now", "--party", "south", "--rankings", "--json").stdout)
    assert data["rankings"]["now"]["nash"] == {"necessary": 2, "possible": 0, "impossible": 0, "undecided": 0}


def test_what_does_not_go_together_is_refused(folder: Path) -> None:
    assert run(folder, "--every", "--situation", "now").exit_code == 2
    assert run(folder, "--workers", 1, "--cluster", "tcp://nowhere:1").exit_code == 2
    assert run(folder, "--party", "east").exit_code != 0
    assert run(folder, "--situation", "peace").exit_code != 0
