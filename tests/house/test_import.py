"""`import detente` is quick, quiet and takes nothing heavy along."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {"numpy", "pydantic", "ruamel", "pysat", "rich", "jinja2", "openpyxl", "nupunkt", "click"}


def _modules_after(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))  # nothing else was printed, or this fails


def test_the_import_takes_nothing_heavy_along() -> None:
    assert {name.partition(".")[0] for name in _modules_after("import detente")} & HEAVY == set()


def test_the_import_loads_no_part_of_the_house_but_its_errors() -> None:
    loaded = {name for name in _modules_after("import detente") if name.startswith("detente.")}
    assert loaded == {"detente.errors"}


def test_looking_around_loads_nothing() -> None:
    loaded = {name for name in _modules_after("import detente; dir(detente); detente.__version__") if name.startswith("detente.")}
    assert loaded == {"detente.errors"}
