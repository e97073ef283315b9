"""The weights beside this file: read once, on first use."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

from detente.reading.tagger.encoder import Encoder
from detente.reading.tagger.wordpieces import Pieces

__all__ = ["available", "encoder", "pieces"]

_FILE = "attribution.npz"


def available() -> bool:
    """Whether the weights came with this installation."""
    return resources.files(__package__).joinpath(_FILE).is_file()


@cache
def encoder() -> Encoder:
    """The trained encoder. About 90 MB when widened; raises :class:`FileNotFoundError` where the weights did not come along."""
    found = {}
    with resources.files(__package__).joinpath(_FILE).open("rb") as file, np.load(file) as stored:
        for name in stored.files:
            if name.endswith(".scale"):
                continue
            value = stored[name]
            scale = stored[name + ".scale"] if value.dtype == np.int8 else None
            found[name] = np.ascontiguousarray(value.astype(np.float32) * scale if scale is not None else value.astype(np.float32))
    return Encoder(found)


@cache
def pieces() -> Pieces:
    """The vocabulary, one piece a line in the order of their numbers."""
    lines = resources.files(__package__).joinpath("vocabulary.txt").read_text(encoding="utf-8").splitlines()
    return Pieces({piece: number for number, piece in enumerate(lines)})
