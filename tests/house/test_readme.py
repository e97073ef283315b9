"""The README shows what the program prints, and names commands that are there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from detente.cli.main import COMMANDS

README = Path(__file__).parents[2] / "README.md"


def block(mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"README.md has no block after <!-- {mark} -->"
    return found[1]


def test_the_screen_is_what_the_demo_prints(tmp_path: Path) -> None:
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "detente", "demo"], cwd=tmp_path, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    assert [line.rstrip() for line in block("demo screen").splitlines()] == [line.rstrip() for line in run.stdout.splitlines()]
    assert (tmp_path / "detente-demo" / "report.html").is_file()


def test_every_verb_it_names_is_there() -> None:
    named = set(
        re.findall(r"\bdetente ([a-z]+)\b(?! is)", "\n".join(re.findall(r"```console\n(.*?)```", README.read_text("utf-8"), re.DOTALL)))
    )
    assert named
    assert named <= set(COMMANDS)


def test_every_file_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / target).exists(), target
