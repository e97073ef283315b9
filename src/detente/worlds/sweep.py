"""A question asked of very many worlds: in parts, on any executor, and going on where it stopped.

The parts are worked on here, or (:class:`Sweeping`) by whatever implements :class:`concurrent.futures.Executor`: a
``ProcessPoolExecutor`` with a number of workers, or a cluster by ``distributed.Client(address).get_executor()``. With ``keep`` each
finished part is written to a file, whole or not at all; a sweep that asks the same of the same dossier reads it first.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from detente.dossier.dossier import Dossier

__all__ = ["CHUNK", "Arrays", "ManyVerdict", "Progress", "Sweeping", "sweep", "verdicts"]

CHUNK = 8192
Arrays = Mapping[str, NDArray[Any]]
Work = Callable[[tuple[frozenset[str], ...]], Arrays]
Progress = Callable[[int, int], None]
"""Told how many worlds are done, and of how many."""


@runtime_checkable
class ManyVerdict(Protocol):
    """A verdict that answers for many worlds at once sooner than one by one."""

    def __call__(self, claims: frozenset[str], /) -> bool:
        """Whether it holds in the model that ``claims`` license."""
        ...

    def many(self, worlds: Sequence[frozenset[str]], /) -> NDArray[np.bool_]:
        """The same of each of ``worlds``: shape (len(worlds),)."""
        ...


@dataclass(frozen=True)
class Sweeping:
    """How to go about it: on which ``executor`` (None: here), how many worlds at a time, where to keep finished parts, whom to tell.

    ``question`` says in words what is asked, for what is kept: two verdicts kept in one folder must not share it.
    """

    executor: Executor | None = None
    chunk: int = CHUNK
    keep: Path | None = None
    question: str = ""
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if self.chunk < 1:
            raise ValueError(f"{self.chunk} worlds at a time are no part; give at least 1")


def verdicts(
    dossier: Dossier, verdict: Callable[[frozenset[str]], bool], worlds: Iterable[frozenset[str]], *, sweeping: Sweeping
) -> tuple[bool, ...]:
    """``verdict`` in each of ``worlds``, in their order; many at once where it is a :class:`ManyVerdict`.

    On an executor of processes ``verdict`` travels, so it must be something that can be pickled. Raises what it raises, and
    :class:`ValueError` for something to be kept without a question.
    """
    asked = tuple(worlds)
    if sweeping.keep is None and sweeping.progress is None and not isinstance(verdict, ManyVerdict):
        each = sweeping.executor.map(verdict, asked) if sweeping.executor else map(verdict, asked)
        return tuple(bool(answer) for answer in each)
    if sweeping.keep is not None and not sweeping.question:
        raise ValueError("verdicts to be kept need a question: say in words what is asked")
    parts = sweep(dossier, _Verdicts(verdict), asked, sweeping=sweeping)
    return tuple(bool(answer) for part in parts for answer in part["holds"].tolist())


class _Verdicts:
    """A verdict as work."""

    def __init__(self, verdict: Callable[[frozenset[str]], bool]) -> None:
        self.verdict = verdict

    def __call__(self, worlds: tuple[frozenset[str], ...]) -> Arrays:
        if isinstance(self.verdict, ManyVerdict):
            return {"holds": np.asarray(self.verdict.many(worlds), dtype=np.bool_)}
        return {"holds": np.array([bool(self.verdict(world)) for world in worlds], dtype=np.bool_)}


def sweep(dossier: Dossier, work: Work, worlds: Sequence[frozenset[str]], *, sweeping: Sweeping) -> list[Arrays]:
    """What ``work`` makes of each part of ``worlds``, in their order.

    Parts that were kept for the same dossier, question, worlds and size of part are not worked on again. An interruption leaves the
    parts that are finished, and an error in ``work`` is raised as it is.
    """
    chunk, progress = sweeping.chunk, sweeping.progress
    parts = [tuple(worlds[start : start + chunk]) for start in range(0, len(worlds), chunk)]
    store = None if sweeping.keep is None else _Store(sweeping.keep, _name(dossier, sweeping.question, worlds, chunk))
    found: dict[int, Arrays] = {} if store is None else {at: arrays for at, arrays in store.read().items() if at < len(parts)}
    left = [at for at in range(len(parts)) if at not in found]
    done = sum(len(parts[at]) for at in found)
    if progress:
        progress(done, len(worlds))
    for at, arrays in _worked(work, parts, left, sweeping.executor):
        found[at] = arrays
        done += len(parts[at])
        if store is not None:
            store.write(found)
        if progress:
            progress(done, len(worlds))
    return [found[at] for at in range(len(parts))]


def _worked(
    work: Work, parts: Sequence[tuple[frozenset[str], ...]], left: Sequence[int], executor: Executor | None
) -> Iterator[tuple[int, Arrays]]:
    if executor is None:
        yield from ((at, work(parts[at])) for at in left)
        return
    running: dict[Future[Arrays], int] = {executor.submit(work, parts[at]): at for at in left}
    try:
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


def _name(dossier: Dossier, question: str, worlds: Iterable[frozenset[str]], chunk: int) -> str:
    """Another for any change of the model, of a claim, of the question or of the worlds."""
    said = hashlib.sha256()
    for part in (dossier.file.model_dump_json(), *(repr(claim) for claim in dossier.claims.values()), question, str(chunk)):
        said.update(part.encode("utf-8", "surrogatepass") + b"\0\0")
    for world in worlds:
        said.update("\0".join(sorted(world)).encode("utf-8", "surrogatepass") + b"\0\0")
    return said.hexdigest()[:40]


class _Store:
    """The finished parts of one sweep in one file, which is replaced as a whole."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.path = folder / f"{name}.npz"

    def read(self) -> dict[int, Arrays]:
        found: dict[int, dict[str, NDArray[Any]]] = {}
        # a file that cannot be read is as good as none: the parts are worked on again
        with suppress(ValueError, OSError, EOFError, zipfile.BadZipFile), self.path.open("rb") as file, np.load(file) as kept:
            for name in kept.files:
                at, _, what = name.partition(".")
                found.setdefault(int(at), {})[what] = kept[name]
            return dict(found)
        return {}

    def write(self, parts: Mapping[int, Arrays]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                named: dict[str, Any] = {f"{at}.{what}": array for at, arrays in parts.items() for what, array in arrays.items()}
                np.savez(file, **named)
            Path(name).replace(self.path)
        finally:
            Path(name).unlink(missing_ok=True)
