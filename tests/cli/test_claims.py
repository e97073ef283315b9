"""``detente claims``: the table shown, written, and read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.claims import claims
from detente.dossier.files import load
from detente.errors import DossierError, TableError
from detente.evidence import Review, ReviewStatus


@pytest.fixture
def path(tmp_path: Path) -> Path:
    home = tmp_path / "d"
    home.mkdir()
    (home / "t.txt").write_text("The pier stays shut.")
    (home / "dossier.yaml").write_text("detente: 1\ntitle: Talks\nparties: {}\ndocuments: {d: {file: t.txt}}\n")
    lines = [
        {"id": "c1", "says": "shut [b]for now[/b]", "document": "d", "span": [4, 8], "quote": "pier"},
        {"id": "c2", "says": "=1+1", "contradicts": ["c1"]},
        {"id": "c3", "says": "secret", "handling": "restricted"},
    ]
    (home / "claims.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return home


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(claims, [str(path), *options], catch_exceptions=False)


def test_the_table_is_shown(path: Path) -> None:
    said = run(path).stdout
    assert "shut [b]for now[/b]" in said
    assert "3 statements." in said


def test_json_is_one_document_without_what_is_guarded(path: Path) -> None:
    done = run(path, "--json")
    document = json.loads(done.stdout)
    assert document["title"] == "Talks"
    assert [claim["id"] for claim in document["claims"]] == ["c1", "c2"]
    assert document["claims"][0]["paragraph"] == "P0"
    assert "1 statements are more guarded than 'open' and were left out" in done.stderr
    assert len(json.loads(run(path, "--json", "--handling", "restricted").stdout)["claims"]) == 3


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_out_and_back_changes_nothing(path: Path, suffix: str) -> None:
    table = path.parent / f"table.{suffix}"
    before = (path / "claims.jsonl").read_bytes()
    assert "2 statements written to" in run(path, f"--{suffix}", str(table)).stderr
    assert run(path, "--read", str(table), "--by", "Ana").stdout == "0 of 3 statements changed\n"
    assert (path / "claims.jsonl").read_bytes() == before


def test_a_changed_cell_is_saved_and_signed(path: Path) -> None:
    table = path.parent / "table.csv"
    run(path, "--csv", str(table))
    table.write_bytes(table.read_bytes().replace(b"c2,,,,'=1+1,author,,asserted,,proposed", b"c2,,,,'=1+1,author,,asserted,,accepted"))
    done = run(path, "--read", str(table), "--by", "Ana", "--json")
    assert json.loads(done.stdout) == {"changed": ["c2"], "ignored_columns": []}
    assert load(path).claims["c2"].review == Review(ReviewStatus.accepted, "Ana")
    assert load(path).claims["c2"].says == "=1+1"


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b"asserted,,proposed", b"asserted,,acepted", TableError),  # a cell that cannot be read
        (b"asserted,,proposed", b"asserted,,accepted", DossierError),  # two rivals accepted at once
    ],
)
def test_a_table_that_cannot_be_taken_whole_changes_nothing(path: Path, old: bytes, new: bytes, error: type[Exception]) -> None:
    table = path.parent / "table.csv"
    run(path, "--csv", str(table))
    table.write_bytes(table.read_bytes().replace(old, new))
    before = (path / "claims.jsonl").read_bytes()
    with pytest.raises(error):
        run(path, "--read", str(table), "--by", "Ana")
    assert (path / "claims.jsonl").read_bytes() == before


@pytest.mark.parametrize("options", [["--read", "a.csv", "--csv", "b.csv"], ["--xlsx", "a.csv"], ["--csv", "a.xlsx"]])
def test_options_that_do_not_go_together(path: Path, options: list[str]) -> None:
    assert run(path, *options).exit_code == 2
