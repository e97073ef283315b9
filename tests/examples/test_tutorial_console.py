"""The console blocks of the tutorials are run, in order, and print the lines they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import detente

PAGES = {
    "from-an-article-to-an-answer": ["demo", "why", "hinges", "check"],
    "two-accounts-of-one-dispute": ["demo", "add", "add", "add", "timeline", "hinges", "questions", "sides"],
}


def sessions(page: str) -> list[tuple[str, list[str]]]:
    """Each command with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    text = (Path(__file__).parents[2] / "docs" / "tutorials" / f"{page}.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ detente "):
                found.append((line.removeprefix("$ detente "), []))
            else:
                found[-1][1].append(line)
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_what_the_tutorial_shows_is_what_the_commands_print(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = sessions(page)
    assert [command.split()[0] for command, _ in shown] == PAGES[page]
    for command, lines in shown:
        done = CliRunner().invoke(detente, command.split())
        assert done.exit_code == 0, done.output
        assert lines
        assert [line for line in lines if flat(line) not in flat(done.output)] == []
