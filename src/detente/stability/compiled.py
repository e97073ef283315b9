"""The compiled engine: the five concepts in C, where the extension was built.

It gives the flags of :mod:`detente.stability.option_form`, only sooner; nothing needs it. ``DETENTE_ENGINE=numpy`` leaves it aside, and
``DETENTE_ENGINE=compiled`` refuses to go on without it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.graphmodel.states import StateSpace
from detente.stability.concepts import Concept
from detente.stability.grid import grid
from detente.stability.program import statement_program

if TYPE_CHECKING:
    from detente.stability import _kernels as kernels
else:
    try:
        from detente.stability import _kernels as kernels
    except ImportError:  # built where a compiler was at hand, and not needed elsewhere
        kernels = None

__all__ = [
    "BITS",
    "ENGINES",
    "ROUNDS",
    "Engine",
    "aligned",
    "available",
    "engine_name",
    "kernels",
    "run_grid",
    "stable_on_grid",
    "state_scores",
]

Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
Engine = Literal["compiled", "numpy"]
ENGINES: tuple[Engine, ...] = ("compiled", "numpy")
BITS: Mapping[Concept, int] = {Concept.nash: 1, Concept.gmr: 2, Concept.smr: 4, Concept.seq: 8, Concept.sseq: 16}
_VARIABLE = "DETENTE_ENGINE"
_LINE = 64  # bytes
_LARGE = 2**20  # bytes from which on it pays
ROUNDS = 24  # sweeps before the search takes over; ordinary models need a dozen at most


def available() -> bool:
    """Whether the extension was built and can be loaded."""
    return kernels is not None


def engine_name() -> Engine:
    """The engine that conflicts in option form are solved with: the compiled one where there is one, unless ``DETENTE_ENGINE`` forces one.

    Raises :class:`~detente.errors.ModelError` when it asks for an engine that is unknown or not there.
    """
    asked = os.environ.get(_VARIABLE, "")
    if asked and asked not in ENGINES:
        raise ModelError(f"{_VARIABLE} is {asked!r}, which is no engine", cure=f"set it to {' or '.join(ENGINES)}, or leave it unset")
    if asked == "compiled" and not available():
        raise ModelError(
            f"{_VARIABLE} asks for the compiled engine, which was not built", cure="install from source beside a C compiler, or unset it"
        )
    return "numpy" if asked == "numpy" or not available() else "compiled"


def state_scores(space: StateSpace) -> Mapping[str, NDArray[np.uint16] | NDArray[np.uint32]]:
    """Each decision maker's truth vector at each state as a number, most important statement highest, computed in C.

    Empty where somebody ranks states directly or has more than 32 statements. Not to be called without the extension.
    """
    conflict = space.conflict
    written = statement_program(conflict)
    if written is None or not conflict.decision_makers:
        return {}
    makers = len(conflict.decision_makers)
    found = np.empty((makers, space.size), dtype=np.uint16 if written.width == 2 else np.uint32)
    nothing = np.empty(0, dtype=np.int64)
    codes = np.ascontiguousarray(space.codes)
    kernels.scores(written.steps, codes, nothing, nothing, 0, found, None, makers, written.width)
    return dict(zip(conflict.decision_makers, found, strict=True))


def stable_on_grid(
    space: StateSpace, ranks: Mapping[str, Integers], concepts: Iterable[Concept], *, rounds: int = ROUNDS
) -> dict[str, dict[str, Bools]] | None:
    """Where each decision maker is stable under each of ``concepts``: bool arrays of shape (size,).

    ``ranks[dm]`` has shape (size,), larger is better, not negative. ``rounds``: how often improvements are swept before a search takes
    over; it changes how long it takes and nothing else. None where the space has no good grid: then the NumPy engine is the one to ask.
    """
    found = grid(space)
    if found is None:
        return None
    makers = space.conflict.decision_makers
    wanted = tuple(concepts)
    highest = max((int(ranks[maker].max()) for maker in makers), default=0)
    width = 2 if highest < 2**16 else 4
    values = np.zeros((len(makers), found.cells), dtype=np.uint16 if width == 2 else np.uint32)
    feasible = None
    if found.places is None:
        for row, maker in zip(values, makers, strict=True):
            row[:] = ranks[maker]
    else:
        for row, maker in zip(values, makers, strict=True):
            row[found.places] = ranks[maker]
        if found.cells > space.size:
            feasible = np.zeros(found.cells, dtype=np.uint8)
            feasible[found.places] = 1
    flags = run_grid((found.rows, found.taken), values, feasible, wanted, rounds=rounds)
    if found.places is not None:
        flags = flags[:, found.places]
    return {concept: dict(zip(makers, (flags & BITS[concept]) != 0, strict=True)) for concept in wanted}


def aligned(shape: tuple[int, int], dtype: np.dtype[Any]) -> NDArray[Any]:
    """An array, not filled, that begins where a line of the processor's caches does: vectors do not straddle two of them then."""
    size = shape[0] * shape[1] * dtype.itemsize
    if size < _LARGE:
        return np.empty(shape, dtype=dtype)
    room = np.empty(size + _LINE, dtype=np.uint8)
    start = -room.ctypes.data % _LINE
    return room[start : start + size].view(dtype).reshape(shape)


def run_grid(
    axes: tuple[NDArray[np.int64], NDArray[np.uint16]],
    values: NDArray[np.uint16] | NDArray[np.uint32],
    feasible: NDArray[np.uint8] | None,
    wanted: Iterable[Concept],
    *,
    rounds: int = ROUNDS,
) -> NDArray[np.uint8]:
    """The flags over the cells of a grid with ``axes`` (its ``rows`` and ``taken``), one bit a concept (``BITS``).

    Shape (decision makers, cells), meaningless where infeasible.

    ``values`` of that shape must be 0 where ``feasible`` (0 or 1 a cell; None: all are) is 0.
    """
    flags = aligned(values.shape, np.dtype(np.uint8))
    if values.size:
        bits = sum(BITS[concept] for concept in set(wanted))
        kernels.stability(values, feasible, *axes, flags, len(values), values.itemsize, bits, rounds)
    return flags
