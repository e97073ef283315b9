"""The example accounts: texts written for this project, each with the dossier that a careful person would make of it.

Each example is a folder with ``dossier.yaml``, ``claims.jsonl`` and ``accounts/``, and can be given wherever a dossier is expected.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from detente.errors import NotFound

__all__ = ["example_names", "example_path"]

_HERE = Path(str(files(__name__)))  # the package is always unpacked: folders of texts are no use inside an archive


def example_names() -> tuple[str, ...]:
    """The names of the bundled examples, in alphabetical order.

    >>> example_names()
    ('ceasefire-2025', 'river-dam', 'wage-strike')
    """
    return tuple(sorted(path.name for path in _HERE.iterdir() if (path / "accounts").is_dir()))


def example_path(name: str) -> Path:
    """The folder of one example, to read; copy it before changing it.

    Raises :class:`~detente.errors.NotFound` for a name that is not among :func:`example_names`.

    >>> example_path("river-dam").name
    'river-dam'
    """
    if name not in example_names():
        raise NotFound(f"no example {name!r}", cure=f"use one of: {', '.join(example_names())}")
    return _HERE / name
