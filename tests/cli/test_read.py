"""``detente read``: one text, many, folders; whole files or none."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from jsonschema import Draft202012Validator

from detente.cli.main import detente
from detente.testing.papers import pdf

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "reference" / "account.schema.json").read_text(encoding="utf-8"))
SAID = "Norland demands that Sudland close the mine."


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(detente, ["read", *map(str, arguments)], input=stdin)


def as_docx() -> bytes:
    document = Document()
    document.add_paragraph(SAID)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


FORMATS = {
    ".txt": SAID.encode(),
    ".md": f"# Mine\n\n{SAID}\n".encode(),
    ".html": f"<html><body><p>{SAID}</p></body></html>".encode(),
    ".pdf": pdf([[(72, 700, 12, SAID)]]),
    ".docx": as_docx(),
    ".eml": f"From: a@b.example\nSubject: Mine\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{SAID}\n".encode(),
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_by_name_and_on_standard_input(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"mine{suffix}").write_bytes(FORMATS[suffix])
    for result in (run(tmp_path / f"mine{suffix}", "--json", "--with-text"), run("-", "--json", "--with-text", stdin=FORMATS[suffix])):
        assert result.exit_code == 0, result.output
        account = json.loads(result.stdout)
        Draft202012Validator(SCHEMA).validate(account)
        assert [(p["party"], p["act"], p["performer"]) for p in account["positions"]] == [("norland", "close the mine", "sudland")]
        (claim,) = account["claims"]
        start, end = claim["span"]
        assert account["document"]["text"][start:end] == claim["quote"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "texts"
    (home / "deep").mkdir(parents=True)
    for number in range(6):
        (home / f"t{number}.txt").write_text(f"{SAID} It has {number + 2} shafts.", encoding="utf-8")
    (home / "deep" / "t0.txt").write_text("Ostmark left.", encoding="utf-8")
    (home / "bad.txt").write_bytes(b"a\x00b")
    (home / "picture.jpg").write_bytes(b"x")
    return home


def test_a_folder_into_lines_with_the_failures_named(folder: Path, tmp_path: Path) -> None:
    result = run(folder, "--lines", tmp_path / "out" / "all.jsonl", "--workers", 0)
    assert result.exit_code == 65
    lines = (tmp_path / "out" / "all.jsonl").read_text(encoding="utf-8").splitlines()
    accounts = [json.loads(line) for line in lines]
    assert [Path(account["document"]["file"]).relative_to(folder).as_posix() for account in accounts] == [
        *(f"t{number}.txt" for number in range(6)),
        "deep/t0.txt",
    ]
    for account in accounts:
        Draft202012Validator(SCHEMA).validate(account)
    assert "bad.txt: it is a binary file" in result.stderr
    assert "1 other file passed over" in result.stderr
    assert "7 of 8 texts were read; 1 could not be" in result.stderr
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "all.jsonl"]


def test_a_folder_into_files_and_onto_the_screen(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").unlink()
    result = run(folder, "--each", tmp_path / "each", "--workers", 0)
    assert result.exit_code == 0, result.output
    made = sorted(path.relative_to(tmp_path / "each").as_posix() for path in (tmp_path / "each").rglob("*.json"))
    assert made == ["deep/t0.txt.json", *(f"t{number}.txt.json" for number in range(6))]
    shown = run(folder, "--workers", 0).stdout.splitlines()
    assert len(shown) == 7
    assert shown[0].endswith("t0.txt: t0, undated: 2 parties, 2 statements, 1 position")


def test_several_texts_are_one_list(folder: Path) -> None:
    result = run(folder / "t0.txt", folder / "t1.txt", "--json")
    assert [account["document"]["id"] for account in json.loads(result.stdout)] == ["t0", "t1"]
    assert json.loads(run(folder / "deep", "--json").stdout)[0]["document"]["id"] == "t0", "a folder gives a list, also of one"
    result = run(folder / "t0.txt", folder / "bad.txt", "--json")
    assert result.exit_code == 65
    assert len(json.loads(result.stdout)) == 1


def test_one_text_that_cannot_be_read_is_an_error(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "detente", "read", str(folder / "bad.txt"), "--json"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (65, "")
    assert "binary" in done.stderr


def test_a_dossier_and_an_empty_folder_are_no_texts(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").touch()
    assert "is a dossier" in str(run(tmp_path).exception)
    (tmp_path / "dossier.yaml").unlink()
    assert "no text in" in str(run(tmp_path).exception)


def test_usage(folder: Path) -> None:
    assert run(folder, "--json", "--lines", "-").exit_code == 2
    assert run(folder, "--workers", 1, "--cluster", "x").exit_code == 2


def test_a_dossier_is_drafted_from_any_format(tmp_path: Path) -> None:
    (tmp_path / "mine.pdf").write_bytes(FORMATS[".pdf"])
    assert run(tmp_path / "mine.pdf", "--out", tmp_path / "dossier").exit_code == 0
    assert (tmp_path / "dossier" / "accounts" / "mine.txt").read_text(encoding="utf-8") == SAID
    assert CliRunner().invoke(detente, ["check", str(tmp_path / "dossier")]).exit_code == 0


@pytest.mark.parametrize("kind", ["--lines", "--each"])
def test_an_interruption_leaves_nothing_half_written(tmp_path: Path, kind: str) -> None:
    home = tmp_path / "texts"
    home.mkdir()
    for number in range(400):
        (home / f"t{number:03}.txt").write_text(f"{SAID} It has {number + 2} shafts.", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    target = out / "all.jsonl" if kind == "--lines" else out
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from detente.cli.main import main; "
        f"main(['read', {str(home)!r}, {kind!r}, {str(target)!r}, '--workers', '1'])"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 60
    while time.monotonic() < until and child.poll() is None and not any(out.iterdir()):
        time.sleep(0.05)
    time.sleep(0.2)
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "Traceback" not in said
    left = sorted(out.iterdir())
    if kind == "--lines":
        assert left == []
    else:
        assert 0 < len(left) < 400
        for path in left:
            Draft202012Validator(SCHEMA).validate(json.loads(path.read_text(encoding="utf-8")))
