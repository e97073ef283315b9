"""Runs the examples of README.md and docs/**/*.md: every fenced python block with a prompt or without is executed.

Each page is one namespace, and runs in a folder of its own that holds nothing but a link to examples/, so that a page may
write files and leaves none behind. Sybil does this rather than pytest's own --doctest-glob, because doctest takes the closing
fence of a block for expected output.
"""

from __future__ import annotations

import contextlib
import doctest
import os
import tempfile
from pathlib import Path
from typing import Any

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

_ROOT = Path(__file__).parent
_STACK = "_page_stack"

collect_ignore_glob = ["docs/*.py", "docs/_build/*"]


def _enter_page(namespace: dict[str, Any]) -> None:
    stack = contextlib.ExitStack()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="detente-page-")))
    if (_ROOT / "examples").is_dir():
        (folder / "examples").symlink_to(_ROOT / "examples", target_is_directory=True)
    stack.callback(os.chdir, Path.cwd())
    os.chdir(folder)
    namespace[_STACK] = stack


def _leave_page(namespace: dict[str, Any]) -> None:
    namespace[_STACK].close()


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    excludes=["docs/_build/**"],
    setup=_enter_page,
    teardown=_leave_page,
).pytest()
