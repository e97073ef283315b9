"""How a dossier stood in its files when it was loaded: the base that a later save compares with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import Where

if TYPE_CHECKING:
    from detente.dossier.schema import DossierFile
    from detente.evidence import Claim, Document, Position

__all__ = ["Drift", "Origin"]


@dataclass(frozen=True, slots=True)
class Drift:
    """Something in a text that moved since its span was written; the claim was found again, and a person should look."""

    claim: str
    document: str
    message: str
    where: Where


@dataclass(frozen=True)
class Origin:
    """The files a dossier came from, and what they said then.

    ``path`` is the YAML file. ``inline`` holds the ids of claims and positions that stand in it rather than in JSON Lines. ``where`` finds
    the place of an element, claim or position again, for messages after loading. ``saved`` remembers, by YAML file, what was last written
    from this dossier or one derived from it: the next save compares with that, so that a decision taken back is taken back on disk too.
    """

    path: Path
    is_folder: bool
    file: DossierFile
    text: str
    claims: Mapping[str, Claim] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    inline: frozenset[str] = frozenset()
    places: Mapping[tuple[Any, ...], Where] = field(default_factory=dict)
    drifts: tuple[Drift, ...] = ()
    changed_texts: tuple[str, ...] = ()
    saved: dict[Path, Origin] = field(default_factory=dict, compare=False, repr=False)

    def where(self, *path: str | int) -> Where | None:
        """The place of a path in the files, or of its nearest ancestor."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return None
