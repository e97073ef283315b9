"""The house's walls: the contracts in pyproject.toml hold, and every part of the house stands under one."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "detente"


def contracts() -> list[dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        table = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return list(table)


def parts() -> set[str]:
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_imports_run_one_way() -> None:
    pytest.importorskip("importlinter", reason="import-linter comes with the dev extra")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},  # this checkout's source, whatever is installed
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_every_part_of_the_house_has_its_layer() -> None:
    # The strategies for tests and the reader stand beside the layers, under contracts of their own.
    layers = next(contract for contract in contracts() if contract["type"] == "layers")["layers"]
    placed = {name.strip("() ") for layer in layers for name in layer.split("|")}
    assert parts() - placed == {"reading", "testing"}


@pytest.mark.parametrize("contract", ["text", "screens", "sheets", "testing"])
def test_a_ban_names_every_part_it_does_not_exempt(contract: str) -> None:
    exempt = {"text": {"reading"}, "screens": {"report", "cli", "web"}, "sheets": {"formats"}, "testing": {"testing"}}
    found = next(entry for entry in contracts() if entry["id"] == contract)
    named = {module.removeprefix("detente.") for module in found["source_modules"]}
    assert parts() - named == exempt[contract] & parts()
