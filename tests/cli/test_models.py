"""``--model`` on read, analyze and add, as typed, against a recorded model."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from detente.cli.main import detente, main
from detente.dossier.files import load, save
from detente.evidence import Handling
from detente.testing.recorded_model import Exchange, RecordedModel, exchanges_in

HERE = Path(__file__).parents[1] / "reading" / "model_reader"
PIER = HERE / "pier.txt"
GOOD = exchanges_in(HERE / "exchanges" / "good.json")
EMPTY = Exchange({"parties": [], "claims": []})
KEY = "sk-test-5f2c9d41aa"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordedModel]:
    with RecordedModel(GOOD) as started:
        monkeypatch.setenv("DETENTE_MODEL_URL", started.url)
        monkeypatch.setenv("DETENTE_MODEL_KEY", KEY)
        yield started


def run(*arguments: object, code: int = 0, **options: Any) -> Result:
    result = CliRunner().invoke(detente, [str(argument) for argument in arguments], **options)
    assert result.exit_code == code, (result.output, result.exception)
    assert KEY not in result.output
    return result


def test_read_prints_an_account_as_published(model: RecordedModel) -> None:
    result = run("read", "--model", "recorded", "--yes", "--json", PIER)
    assert len(model.asked) == 1
    account = json.loads(result.stdout)
    schema = json.loads((Path(__file__).parents[2] / "docs" / "reference" / "account.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(account)
    assert len(account["claims"]) == 4
    assert all(mark["note"].startswith("read by recorded at 127.0.0.1:") for mark in (*account["claims"], *account["positions"]))
    assert "about 1 request;" in result.stderr
    assert "on this machine" in result.stderr


def test_prices_are_shown_before_anything_is_sent(model: RecordedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MODEL_PRICE_IN", "2")
    monkeypatch.setenv("DETENTE_MODEL_PRICE_OUT", "8")
    monkeypatch.setenv("DETENTE_MODEL_CURRENCY", "EUR")
    result = run("read", "--model", "recorded", PIER, code=2)
    assert " EUR, at most 0." in result.stderr
    assert "say --yes" in result.stderr  # nobody sits at this terminal
    assert model.asked == []


@pytest.mark.parametrize(("answer", "code", "requests"), [("n\n", 1, 0), ("\n", 1, 0), ("y\n", 0, 1)])
def test_a_person_is_asked(answer: str, code: int, requests: int, model: RecordedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def __init__(self, stream: Any) -> None:
            self.stream = stream

        def __getattr__(self, name: str) -> Any:
            return getattr(self.stream, name)

        def isatty(self) -> bool:
            return True

    class Sys:
        @property
        def stdin(self) -> Terminal:
            return Terminal(sys.stdin)

        @property
        def stderr(self) -> Terminal:
            return Terminal(sys.stderr)

    monkeypatch.setattr("detente.cli.models.sys", Sys())
    result = run("read", "--model", "recorded", PIER, input=answer, code=code)
    assert "send? [y/N]" in result.output
    assert len(model.asked) == requests


def test_more_than_the_limits_allow_is_not_begun(model: RecordedModel, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Port Vell said nothing new.\n", encoding="utf-8")
    assert "and 10 allowed: see --max-tokens" in run("read", "--model", "m", "--yes", "--max-tokens", 10, PIER, code=2).stderr
    assert "and 1 allowed: see --max-requests" in run("read", "--model", "m", "--yes", "--max-requests", 1, PIER, other, code=2).stderr
    assert model.asked == []


def test_options_of_a_model_need_a_model(model: RecordedModel) -> None:
    assert "name it with --model" in run("read", "--yes", PIER, code=2).stderr
    assert "choose one of" in run("read", "--model", "m", "--workers", 2, PIER, code=2).stderr
    assert "has been read already" in run("analyze", "--model", "m", "--yes", PIER.parent, code=2).stderr
    assert model.asked == []


def test_both_readers(model: RecordedModel) -> None:
    result = run("read", "--model", "recorded", "--both", "--yes", "--json", PIER)
    notes = json.loads(result.stdout)["notes"]
    assert any(note.startswith("found by both readers: ") for note in notes)
    assert len(model.asked) == 1


def test_after_a_failure_nobody_is_asked_again_and_what_was_read_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(PIER.read_text(encoding="utf-8"), encoding="utf-8")
    with RecordedModel([*GOOD, Exchange(status=401, raw={"error": {"message": f"who is {KEY}?"}})]) as failing:
        monkeypatch.setenv("DETENTE_MODEL_URL", failing.url)
        monkeypatch.setenv("DETENTE_MODEL_KEY", KEY)
        out = tmp_path / "accounts.jsonl"
        files = [tmp_path / f"{name}.txt" for name in "abc"]
        result = run("read", "--model", "recorded", "--yes", "--lines", out, *files, code=65)
    assert len(failing.asked) == 2
    assert [json.loads(line)["document"]["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["a"]
    assert "refuses (401): who is [key]?" in result.stderr
    assert "c.txt: not asked about" in result.stderr


def test_analyze_drafts_a_dossier_that_says_who_read_it(model: RecordedModel, tmp_path: Path) -> None:
    out = tmp_path / "pier"
    run("analyze", "--model", "recorded", "--yes", "--no-report", "--out", out, PIER)
    assert len(model.asked) == 1
    dossier = load(out)
    assert {claim.review.note.partition(" at ")[0] for claim in dossier.claims.values()} == {"read by recorded"}
    assert {claim.review.status.value for claim in dossier.claims.values()} == {"proposed"}
    assert "read by recorded at 127.0.0.1" in run("review", out, input="q\n").output  # told apart where a person decides
    assert KEY not in "".join(path.read_text(encoding="utf-8") for path in out.rglob("*") if path.is_file())


def test_add_sends_no_restricted_words(model: RecordedModel, tmp_path: Path) -> None:
    home = tmp_path / "pier"
    run("analyze", "--model", "recorded", "--yes", "--no-report", "--out", home, PIER)
    other = tmp_path / "other.txt"
    other.write_text("The paper repeats it: “it would reopen the pier only if the union ended the blockade”.\n", encoding="utf-8")
    dossier = load(home)
    claims = {name: replace(claim, handling=Handling.restricted) for name, claim in dossier.claims.items()}
    save(replace(dossier, claims=claims), home)
    asked = len(model.asked)
    result = CliRunner().invoke(detente, ["add", "--model", "recorded", "--yes", str(home), str(other)])
    assert "restricted, and was not sent" in str(result.exception)
    result = CliRunner().invoke(detente, ["read", "--model", "recorded", "--yes", str(home / "accounts" / "pier.txt")])
    assert "restricted, and was not sent" in str(result.exception)  # the text lies in the dossier's own folder
    other.write_text("Port Vell said nothing new.\n", encoding="utf-8")
    run("add", "--model", "recorded", "--yes", home, other)
    assert len(model.asked) == asked + 1


def test_an_endpoint_that_refuses_has_its_exit_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DETENTE_MODEL_KEY", KEY)
    with RecordedModel([Exchange(status=403, raw={"error": {"message": f"{KEY} may not"}})]) as refusing, pytest.raises(SystemExit) as left:
        main(["read", "--model", "recorded", "--endpoint", refusing.url, "--yes", str(PIER)])
    assert left.value.code == 74
    said = capsys.readouterr().err
    assert "refuses (403): [key] may not" in said
    assert KEY not in said


def test_answers_are_kept_where_one_asks_for_it(model: RecordedModel, tmp_path: Path) -> None:
    for _ in range(2):
        run("read", "--model", "recorded", "--yes", "--answers", tmp_path / "kept", PIER)
    assert len(model.asked) == 1


def test_ctrl_c_leaves_nothing_half_written(model: RecordedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: Any, **_options: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.reading.model_reader.asking.post", interrupted)
    kept, out, lines = tmp_path / "kept", tmp_path / "out", tmp_path / "lines"
    result = CliRunner().invoke(
        detente, ["read", "--model", "m", "--yes", "--answers", str(kept), "--out", str(out), "--lines", str(lines), str(PIER)]
    )
    assert result.exit_code != 0
    assert list(tmp_path.iterdir()) == []
    assert model.asked == []
