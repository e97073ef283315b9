"""Détente: what follows from what was said, on whose word, and what would change it.

The public names load on first use, so that importing the package costs nothing:

>>> import detente
>>> detente.Claim.__module__
'detente.evidence.claim'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente import cases
    from detente.analysis.analyze import Analysis, analyze
    from detente.dossier.addition import add
    from detente.dossier.dossier import Dossier
    from detente.dossier.draft import draft
    from detente.dossier.files import load, save
    from detente.evidence import Account, Claim
    from detente.graphmodel.conflict import Conflict
    from detente.impasse.diagnose import diagnose
    from detente.reading.read import read
    from detente.report.html import write_report
    from detente.worlds.hinges import hinges

    __version__: str

__all__ = [
    "Account",
    "Analysis",
    "Claim",
    "Conflict",
    "DetenteError",
    "Dossier",
    "__version__",
    "add",
    "analyze",
    "cases",
    "diagnose",
    "draft",
    "hinges",
    "load",
    "read",
    "save",
    "write_report",
]

# Where each name lives. None may equal a subpackage's name unless it is that subpackage: importing `detente.report` binds
# `report` here and would hide a function of that name (docs/decisions/0003-lazy-public-names.md).
_HOMES = {
    "Account": "detente.evidence",
    "Analysis": "detente.analysis.analyze",
    "Claim": "detente.evidence",
    "Conflict": "detente.graphmodel.conflict",
    "Dossier": "detente.dossier.dossier",
    "add": "detente.dossier.addition",
    "analyze": "detente.analysis.analyze",
    "diagnose": "detente.impasse.diagnose",
    "draft": "detente.dossier.draft",
    "hinges": "detente.worlds.hinges",
    "load": "detente.dossier.files",
    "read": "detente.reading.read",
    "save": "detente.dossier.files",
    "write_report": "detente.report.html",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        value: object = version("detente")
    elif name == "cases":
        return importlib.import_module("detente.cases")
    elif name in _HOMES:
        value = getattr(importlib.import_module(_HOMES[name]), name)
    else:
        message = f"module 'detente' has no attribute {name!r}"
        raise AttributeError(message, name=name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
