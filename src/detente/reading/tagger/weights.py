"""The weights beside this file: read once, on first use."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from detente.reading.tagger.asker import Asker
from detente.reading.tagger.encoder import Encoder
from detente.reading.tagger.wordpieces import Pieces

__all__ = ["PARTIES", "POSITIONS", "asker", "available", "encoder", "heads", "pieces"]

_FILE, PARTIES, POSITIONS = "attribution.npz", "parties.npz", "positions.npz"
_PASSED = ("mention.inner", "mention", "read")  # those of the parties' weights that the encoder applies itself


def available(file: str = _FILE) -> bool:
    """Whether the weights, of attribution or of another head, came with this installation."""
    return resources.files(__package__).joinpath(file).is_file()


@cache
def encoder() -> Encoder:
    """The trained encoder. About 90 MB when widened; raises :class:`FileNotFoundError` where the weights did not come along."""
    own = {name: value for name, value in heads().items() if name.removesuffix(".bias") in _PASSED} if available(PARTIES) else {}
    return Encoder({**_widened(_FILE), **own})


@cache
def heads() -> dict[str, NDArray[np.float32]]:
    """The weights that find parties; raises :class:`FileNotFoundError` where they did not come along."""
    return _widened(PARTIES)


@cache
def asker() -> Asker:
    """The network that reads positions: the tagger's word pieces and lower layers, and upper layers of its own.

    Raises :class:`FileNotFoundError` where the weights did not come along.
    """
    return Asker({**encoder().weights, **_widened(POSITIONS)})


def _widened(file: str) -> dict[str, NDArray[np.float32]]:
    found = {}
    with resources.files(__package__).joinpath(file).open("rb") as opened, np.load(opened) as stored:
        for name in stored.files:
            if name.endswith(".scale"):
                continue
            value = stored[name]
            scale = stored[name + ".scale"] if value.dtype == np.int8 else None
            found[name] = np.ascontiguousarray(value.astype(np.float32) * scale if scale is not None else value.astype(np.float32))
    return found


@cache
def pieces() -> Pieces:
    """The vocabulary, one piece a line in the order of their numbers."""
    lines = resources.files(__package__).joinpath("vocabulary.txt").read_text(encoding="utf-8").splitlines()
    return Pieces({piece: number for number, piece in enumerate(lines)})
