"""Write trained weights as 8-bit integers with one scale a row.

python training/attribution/export.py TRAINED.pt OUT.npz [SHARED.pt]

What TRAINED has in common with SHARED, whose weights are exported elsewhere, is left out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from detente.reading.tagger.weights import pieces


def main() -> None:
    trained, out = map(Path, sys.argv[1:3])
    made: dict[str, NDArray[np.generic]] = {}
    shared = torch.load(sys.argv[3], map_location="cpu") if len(sys.argv) > 3 else {}
    for name, value in torch.load(trained, map_location="cpu").items():
        if name in shared and torch.equal(value, shared[name]):
            continue
        short = name.removeprefix("layers.")
        weights = value.numpy().astype(np.float32)
        if short == "word.weight":
            weights = weights * _is_latin()[:, None]
        if short.endswith(".bias"):
            made[short] = weights
        elif weights.ndim == 1:
            made[short.removesuffix(".weight")] = weights
        elif short in {"word.weight", "position.weight"}:  # one scale a row: a row is looked up alone
            made.update(_narrow(short.removesuffix(".weight"), weights, axis=1))
        elif min(weights.shape) > 20:  # one scale an output; stored as inputs × outputs
            made.update(_narrow(short.removesuffix(".weight"), weights.T, axis=0))
        else:
            plain = weights.T if short in {"tag.weight", "any.weight", "stance.weight", "voice.weight"} else weights
            made[short.removesuffix(".weight")] = plain
    np.savez_compressed(out, **made)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def _is_latin() -> NDArray[np.bool_]:
    """Which pieces an English text can hold: rows of other scripts' pieces are nothing, so that they take no room."""
    return np.asarray(
        [
            not piece.startswith("[unused") and all(ord(sign) < 0x2100 for sign in piece) and not _FOREIGN.search(piece)
            for piece in pieces().vocabulary
        ]
    )


_FOREIGN = re.compile(r"[\u0370-\u1dff]")


def _narrow(name: str, weights: NDArray[np.float32], *, axis: int) -> dict[str, NDArray[np.generic]]:
    scale = np.maximum(np.abs(weights).max(axis=axis, keepdims=True), 1e-9) / 127
    return {name: np.round(weights / scale).astype(np.int8), name + ".scale": scale.astype(np.float32)}


if __name__ == "__main__":
    main()
