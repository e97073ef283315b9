"""Names: no module is called after nothing, and what `__all__` promises exists and is explained."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import detente

EMPTY_NAMES = {"utils", "util", "helpers", "common", "misc", "base", "core"}
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(detente.__path__, "detente.") if not module.name.rpartition(".")[2].startswith("__")
)


def test_no_module_is_named_after_nothing() -> None:
    assert [name for name in MODULES if EMPTY_NAMES & set(name.split("."))] == []


@pytest.mark.parametrize("name", ["detente", *MODULES])
def test_what_all_promises_exists_and_is_explained(name: str) -> None:
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} says nothing about itself"
    exported = getattr(module, "__all__", [])
    assert len(set(exported)) == len(exported), f"{name}.__all__ names something twice"
    missing = [public for public in exported if not hasattr(module, public)]
    assert missing == [], f"{name}.__all__ names what is not there"
    silent = [public for public in exported if _is_silent(getattr(module, public))]
    assert silent == [], f"no docstring in {name}"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_with_public_names_lists_them(name: str) -> None:
    module = importlib.import_module(name)
    own = {
        public
        for public, value in vars(module).items()
        if not public.startswith("_") and getattr(value, "__module__", None) == name and _carries_docstring(value)
    }
    if own:
        assert hasattr(module, "__all__"), f"{name} has public names and no __all__: {sorted(own)}"


def test_the_front_door_is_about_fifteen_names() -> None:
    assert 12 <= len([name for name in detente.__all__ if not name.startswith("_")]) <= 18
    assert set(detente.__all__) <= set(dir(detente))


def test_no_public_name_hides_behind_a_subpackage() -> None:
    folders = {path.parent.name for path in Path(detente.__file__).parent.glob("*/__init__.py")}
    modules = {name for name in detente.__all__ if inspect.ismodule(getattr(detente, name))}
    assert folders & set(detente.__all__) == modules


def _carries_docstring(value: object) -> bool:
    """Classes and functions; constants and aliases are explained by a comment at their place."""
    return inspect.isclass(value) or inspect.isfunction(value)


def _is_silent(value: object) -> bool:
    return _carries_docstring(value) and not (value.__doc__ or "").strip()
