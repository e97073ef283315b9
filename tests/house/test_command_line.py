"""The page about the command line says what the commands say of themselves."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from detente.cli.main import COMMANDS

SCRIPT = Path(__file__).parents[2] / "docs" / "command_line.py"


def written_and_true() -> tuple[str, str]:
    spec = importlib.util.spec_from_file_location("command_line", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written: str = module.PAGE.read_text(encoding="utf-8")
    true: str = module.page()
    return written, true


def test_the_page_repeats_the_help() -> None:
    written, true = written_and_true()
    # Words, not layout: click's line breaks change with its version.
    assert written.split() == true.split(), "run: python docs/command_line.py"


@pytest.mark.parametrize("verb", list(COMMANDS))
def test_every_verb_has_its_section(verb: str) -> None:
    written, _ = written_and_true()
    assert f"## `detente {verb}`\n" in written
