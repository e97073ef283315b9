"""A small conflict written by hand: north shells or not, south talks or not; what north wants rests on one statement."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_conflict"]

MODEL = """\
detente: 1
title: by hand
parties:
  north: {name: North}
  south: {name: South}
options:
  shell: {party: north, now: no}
  talk: {party: south, now: no}
NAMED
preferences:
  north:
    - want: shell
      because: [c1]
  south:
    - want: not talk
"""


def write_conflict(folder: Path, *, named: str, claim: str = "") -> Path:
    """The dossier in ``folder``; ``named`` is a section of outcomes or goals, ``claim`` more of what the one statement says."""
    (folder / "dossier.yaml").write_text(MODEL.replace("NAMED", named), encoding="utf-8")
    (folder / "claims.jsonl").write_text(f'{{"id": "c1", "says": "north wants to shell"{claim}}}\n', encoding="utf-8")
    return folder
