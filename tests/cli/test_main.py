"""The command line from outside: exit codes, what goes to which stream, and that --help costs nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from detente.cases.accounts import example_path
from detente.cli import main as cli

TEXT = (
    "Norland demands that Sudland close the mine before any treaty. Sudland said it would never close the mine. "
    "Norland would sign a treaty only if Sudland opened the road.\n"
)
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in an empty folder and give its exit code."""
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str) -> int:
        with pytest.raises(SystemExit) as leaving:
            cli.main(arguments)
        return int(leaving.value.code or 0)

    return go


def _modules_after(*arguments: str) -> set[str]:
    program = f"import sys; sys.argv = ['detente', *{arguments!r}]\ntry:\n    from detente.cli.main import main; main()\n"
    program += "except SystemExit:\n    print('MODULES', *sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.partition("MODULES ")[2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("nonsense",)])
def test_help_loads_no_verb_and_nothing_heavy(arguments: tuple[str, ...]) -> None:
    loaded = _modules_after(*arguments)
    assert {name for name in loaded if name.startswith("detente.")} == {"detente.cli", "detente.cli.main", "detente.errors"}
    assert not loaded & {"numpy", "rich", "jinja2", "pydantic", "pysat"}


@pytest.mark.parametrize("verb", sorted(cli.COMMANDS))
def test_every_verb_has_help_and_says_what_it_is(run: Run, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(verb, "--help") == 0
    assert "Usage: detente " + verb in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["analyze", "demo", "read", "why", "deals", "hinges", "solve", "report", "cases", "claims", "check"])
def test_verbs_that_answer_take_json(verb: str) -> None:
    command = cli.detente.get_command(click.Context(cli.detente), verb)
    assert command is not None
    commands = [command, *command.commands.values()] if isinstance(command, click.Group) else [command]
    assert any("--json" in parameter.opts for one in commands for parameter in one.params)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["analyz"], 2, "did you mean 'analyze'"),
        (["solve"], 2, "Missing argument"),
        (["analyze", "nowhere.txt"], 66, "there is no nowhere.txt"),
        (["solve", "elmyra"], 66, "one of:"),
        (["analyze", "-", "-"], 65, "standard input is named twice"),
        (["demo", "nowhere"], 66, "river-dam"),
        (["cases", "elmyra"], 65, "did you mean 'elmira'"),
        (["why", "--goal", "peas", str(example_path("river-dam"))], 65, "no goal 'peas'"),
    ],
)
def test_mistakes_have_their_codes_and_a_cure(
    run: Run, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_a_defect_is_said_in_a_sentence_and_debug_shows_where(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr("detente.cases.catalog.names", broken)
    assert run("cases") == 70
    first = capsys.readouterr().err
    assert "ZeroDivisionError: a slip" in first
    assert "Traceback" not in first
    assert run("--debug", "cases") == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (OSError(28, "No space left on device", "x"), 74)])
def test_interruptions_and_full_disks(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int) -> None:
    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr("detente.cases.catalog.names", stop)
    assert run("cases") == code


def test_a_reader_that_leaves_is_no_disaster() -> None:
    program = f"{sys.executable} -m detente solve elmira --json | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", program], capture_output=True, text=True, check=False)
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_python_dash_m_is_the_same_program() -> None:
    done = subprocess.run([sys.executable, "-m", "detente", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("detente ")


def test_analyze_writes_a_dossier_and_a_report_and_says_where(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine talks.txt").write_text(TEXT, encoding="utf-8")
    assert run("analyze", "mine talks.txt") == 0
    out = capsys.readouterr().out
    home = tmp_path / "mine-talks-dossier"
    assert (home / "dossier.yaml").is_file()
    assert (home / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    for said in ("DRAFT: 0 of", "ANSWER:", "Not a forecast.", "detente review mine-talks-dossier"):
        assert said in " ".join(out.split())


def test_analyze_keeps_what_a_person_did(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "talks.txt").write_text(TEXT, encoding="utf-8")
    assert run("analyze", "talks.txt", "--no-report") == 0
    assert run("analyze", "talks.txt", "--no-report") == 0, "nothing was changed, so nothing is lost"
    model = tmp_path / "talks-dossier" / "dossier.yaml"
    model.write_text(model.read_text(encoding="utf-8").replace("title: ", "title: My "), encoding="utf-8")
    changed = model.read_text(encoding="utf-8")
    assert run("analyze", "talks.txt", "--no-report") == 65
    assert "--force" in capsys.readouterr().err
    assert model.read_text(encoding="utf-8") == changed
    assert run("analyze", "talks.txt", "--no-report", "--force") == 0
    assert "My " not in model.read_text(encoding="utf-8")


def test_a_dossier_is_analyzed_and_left_as_it_is(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo") == 0
    before = {path: path.read_bytes() for path in (tmp_path / "detente-demo").rglob("*") if path.is_file()}
    assert run("analyze", "detente-demo", "--json") == 0
    after = {path: path.read_bytes() for path in (tmp_path / "detente-demo").rglob("*") if path.is_file()}
    assert after == before
    capsys.readouterr()


@pytest.mark.parametrize("verb", ["analyze", "why", "deals", "hinges", "solve", "report"])
def test_json_is_one_document_and_nothing_else(run: Run, verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = ["--out", str(tmp_path / "out")] if verb == "analyze" else []
    assert run(verb, str(example_path("river-dam")), "--json", *extra) == 0
    captured = capsys.readouterr()
    assert isinstance(json.loads(captured.out), dict)
    assert captured.err == ""


def test_solve_prints_the_documented_object(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", "elmira", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {"decision_makers", "options", "states", "ranks", "stable", "equilibria", "method", "complete"} <= set(found)
    assert found["equilibria"]["nash"] == ["s5", "s8", "s9"]  # Kilgour & Hipel, as printed


def test_read_prints_the_account(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run("read", "a.txt", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {"document", "parties", "claims", "positions"} <= set(found)
    stored = TEXT.rstrip("\n") if found["document"]["sha256"] else TEXT
    assert all(stored[slice(*claim["span"])] == claim["quote"] for claim in found["claims"])


def test_standard_input_is_a_text_like_any_other(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "detente", "read", "-", "--json"], input=TEXT, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert json.loads(done.stdout)["positions"]


@pytest.mark.parametrize(("name", "begins"), [("r.html", "<!DOCTYPE html>"), ("r.md", "# ")])
def test_report_by_the_name_of_its_file(run: Run, tmp_path: Path, name: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", str(example_path("wage-strike")), "--out", name) == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert capsys.readouterr().out == ""


def test_no_color_and_no_control_characters(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "detente", "demo"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={"NO_COLOR": "1", "PYTHONIOENCODING": "ascii:strict", "PATH": "/usr/bin:/bin"},
    )
    assert b"ANSWER: " in done.stdout
    assert b"\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 96
