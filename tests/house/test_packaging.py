"""Everything the package needs at run time travels with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "detente"
OTHERWISE = {".py", ".c", ".h", ".so", ".pyd", ".pyc"}  # modules travel anyway, the extension is built, its sources go into the sdist


def test_each_data_file_is_named_in_the_build() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = settings["package-data"]["detente"]
    named = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    there = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in OTHERWISE and "__pycache__" not in path.parts}
    assert sorted(str(path.relative_to(PACKAGE)) for path in there - named) == []
    assert [pattern for pattern in patterns if not list(PACKAGE.glob(pattern))] == []


def test_each_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert sorted(str(folder.relative_to(PACKAGE)) for folder in folders if not (folder / "__init__.py").is_file()) == []
