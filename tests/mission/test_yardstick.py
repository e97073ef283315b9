"""Every row has its own test, and the mechanism that takes parts out can fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from detente.dossier.dossier import Dossier

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"


def test_each_of_the_thirty_six_rows_has_one_test_with_parts() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("test_rows_*.py")))
    rows = re.findall(r"^@pytest\.mark\.row\((?:.|\n)*?\)\ndef test_row_(\d\d)_", text, flags=re.MULTILINE)
    assert [int(row) for row in rows] == list(range(1, 37))


@pytest.mark.row("parties.elite", "o-elite")
def test_taking_a_part_out_changes_the_dossier(dossier: Dossier) -> None:
    assert "elite" in dossier.file.parties
    assert dossier.claim("o-elite").says


TWO_ROWS = """
import pytest

@pytest.mark.row("parties.elite")
def test_that_looks(dossier):
    assert "elite" in dossier.file.parties

@pytest.mark.row("parties.elite")
def test_that_does_not(dossier):
    assert dossier.title
"""


def test_a_row_that_does_not_look_is_found_out(tmp_path: Path) -> None:
    shutil.copy(HERE / "conftest.py", tmp_path)
    (tmp_path / "test_two.py").write_text(TWO_ROWS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(SOURCE)})
    assert "1 failed, 3 passed" in done.stdout
    assert "the row does not notice that 'parties.elite' is gone" in done.stdout
