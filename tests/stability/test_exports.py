"""One door to every concept: what `detente.stability` promises, whatever was imported before."""

from __future__ import annotations

import importlib
import inspect
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
    public = {name for name in found.__all__ if inspect.isfunction(getattr(found, name))} - {"nearest", "no_win_among"}
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
