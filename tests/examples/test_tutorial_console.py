"""The console blocks of the tutorial are run, in order, and print the lines they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import detente

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "from-an-article-to-an-answer.md"


def sessions() -> list[tuple[str, list[str]]]:
    """Each command with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ detente "):
                found.append((line.removeprefix("$ detente "), []))
            else:
                found[-1][1].append(line)
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def test_what_the_tutorial_shows_is_what_the_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = sessions()
    assert [command.split()[0] for command, _ in shown] == ["demo", "why", "hinges", "check"]
    for command, lines in shown:
        done = CliRunner().invoke(detente, command.split())
        assert done.exit_code == 0, done.output
        assert lines
        assert [line for line in lines if flat(line) not in flat(done.output)] == []
