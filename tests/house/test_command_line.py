"""The page about the command line says what the commands say of themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli.main import COMMANDS

SCRIPT = Path(__file__).parents[2] / "docs" / "command_line.py"


@pytest.fixture(scope="module")
def written() -> str:
    return (SCRIPT.parent / "reference" / "command-line.md").read_text(encoding="utf-8")


def test_the_page_repeats_the_help(written: str) -> None:
    # In a process of its own: click keeps what a command's help looked like when it was first asked, wherever that was.
    run = subprocess.run([sys.executable, str(SCRIPT), "-"], capture_output=True, check=True)
    # Words, not layout: click's line breaks change with its version.
    assert written.split() == run.stdout.decode("utf-8").split(), "run: python docs/command_line.py"


@pytest.mark.parametrize("verb", list(COMMANDS))
def test_every_verb_has_its_section(written: str, verb: str) -> None:
    assert f"## `detente {verb}`\n" in written
