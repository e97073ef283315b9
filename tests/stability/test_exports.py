"""One door to every concept: what `detente.stability` promises, whatever was imported before."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from detente import stability

ROOM = Path(stability.__file__).parent
CONCEPTS = (
    "attitudes",
    "coalitional",
    "hypergames",
    "inverse",
    "inverse_counts",
    "limited_move",
    "no_win",
    "simultaneous",
    "status_quo",
    "threats",
    "unknown_preference",
)


@pytest.mark.parametrize("module", CONCEPTS)
def test_the_functions_of_each_concept_are_exported(module: str) -> None:
    found = importlib.import_module(f"detente.stability.{module}")
    functions = {name for name in found.__all__ if inspect.isfunction(getattr(found, name))}
    public = {name for name in functions if name != "nearest" and not name.endswith("_among")}  # those are parts that other rooms use
    assert public
    assert public <= set(stability.__all__)
    for name in public:
        assert getattr(stability, name) is getattr(found, name)


def test_a_function_is_not_hidden_by_its_module() -> None:
    clashing = [path.stem for path in ROOM.glob("*.py") if path.stem in stability.__all__]
    assert clashing
    program = "\n".join(
        [
            *(f"import detente.stability.{name}" for name in clashing),
            *(f"from detente.stability import {name}; assert callable({name}), {name!r}" for name in clashing),
        ]
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_what_is_not_needed_is_not_loaded() -> None:
    program = "import sys, detente.stability; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert not {"detente.stability.coalitional", "detente.stability.strength", "detente.stability.symbolic", "pysat"} & set(loaded)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonesuch'"):
        _ = stability.nonesuch
    assert set(stability.__all__) <= set(dir(stability))


def test_each_name_has_its_place_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    assert [name for name in stability.__all__ if f"`{name}`" not in page] == []


def test_each_concept_page_is_in_the_index_and_the_other_way_round() -> None:
    folder = Path(__file__).parents[2] / "docs" / "reference" / "concepts"
    index = (folder / "index.md").read_text(encoding="utf-8")
    pages = {path.stem for path in folder.glob("*.md")} - {"index"}
    rows = set(re.findall(r"^\| \[[^\]]+\]\(([a-z-]+)\.md\) \| [^|]+\|$", index, re.MULTILINE))
    assert pages == rows == set(index.rpartition(":maxdepth: 1")[2].split()) - {"```"}
    for page in sorted(pages):
        text = (folder / f"{page}.md").read_text(encoding="utf-8")
        for part in (
            "In plain words.",
            "Definition.",
            "What is left open.",
            "Example",
            "How it is computed.",
            "How it is told.",
            "See also.",
        ):
            assert f"**{part}" in text, f"{page}.md lacks its {part!r}"
        assert "```python\n>>> " in text, f"{page}.md shows nothing"
