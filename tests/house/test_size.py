"""Small by habit."""

from __future__ import annotations

import statistics
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "detente"


def _lengths() -> dict[str, int]:
    return {
        str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCE.rglob("*.py")
        if path.name != "__init__.py"  # these only list names, and would drag the median down
    }


def test_the_median_file_is_short() -> None:
    assert statistics.median(_lengths().values()) < 200


def test_no_file_is_long() -> None:
    assert {name: lines for name, lines in _lengths().items() if lines > 400} == {}
