"""Many documents, each into an account of its own: side by side, in their order, a failure costing its own file and no other.

The work goes to worker processes of this machine, or to whatever implements :class:`concurrent.futures.Executor`
(``distributed.Client(address).get_executor()``, for one). Only so many files are under way as keep the workers busy, so memory does not
grow with their number.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from detente.errors import AccountError, DetenteError, NotFound, Where
from detente.evidence import Account
from detente.reading.documents.kinds import SUFFIXES
from detente.reading.read import read

__all__ = ["Outcome", "accounts_in", "read_many"]

Voices = Literal["trained", "rules"]
_AHEAD = 4  # files under way for each worker
_DIED = "the process that read it died, perhaps of too little memory"


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its account, or the error that it met."""

    path: Path
    account: Account | None = None
    error: DetenteError | None = None


def accounts_in(folder: Path) -> tuple[list[Path], int]:
    """The documents in a folder and below it, in the order of their names, and how many other files there are; hidden ones do not count.

    Raises :class:`~detente.errors.NotFound` for a folder that is not there.
    """
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}", cure="check the name")
    found: list[Path] = []
    others = 0
    for home, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith((".", "~$"))):
            path = Path(home) / name
            if path.suffix.lower() in SUFFIXES:
                found.append(path)
            else:
                others += 1
    return found, others


def read_many(
    paths: Iterable[str | Path], *, workers: int | None = None, executor: Executor | None = None, voices: Voices = "trained"
) -> Iterator[Outcome]:
    """Read each of ``paths``, in their order.

    ``workers`` is the number of processes (None: one for each processor; 0: none, all is read here); ``executor`` takes their place. Stop
    asking for more and no more is begun. Raises :class:`ValueError` for fewer than 0 workers, and nothing that a file gives cause for.

    >>> [outcome.error.message for outcome in read_many(["no-such.txt"], workers=0)]
    ["no file 'no-such.txt'"]
    """
    if workers is not None and workers < 0:
        raise ValueError(f"{workers} workers are none; give 0 or more")
    return _many((Path(path) for path in paths), workers, executor, voices)


def _many(paths: Iterator[Path], workers: int | None, executor: Executor | None, voices: Voices) -> Iterator[Outcome]:
    if executor is not None:
        yield from _on(executor, paths, _AHEAD * (os.cpu_count() or 1), voices)
        return
    count = (os.cpu_count() or 1) if workers is None else workers
    if not count:
        yield from (_one(path, voices) for path in paths)
        return
    while True:  # a worker that dies takes its pool along; the files that were under way are read again, each in a pool of its own
        pool = _pool(count)
        under_way: deque[tuple[Path, Future[Outcome]]] = deque()
        try:
            yield from _on(pool, paths, _AHEAD * count, voices, under_way)
            return
        except BrokenProcessPool:
            yield from (_alone(path, voices) for path, _ in under_way)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_deaf)


def _deaf() -> None:
    """Ctrl-C is for the process that gives out the work."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits: a process that is begun meanwhile is born deaf to it, from before its first line runs."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: a worker becomes deaf a moment after it begins
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _on(
    executor: Executor, paths: Iterator[Path], ahead: int, voices: Voices, under_way: deque[tuple[Path, Future[Outcome]]] | None = None
) -> Iterator[Outcome]:
    """The outcomes in order, so many files ahead; ``under_way`` holds those that were given out and not yet told."""
    waiting = deque() if under_way is None else under_way
    try:
        for path in paths:
            waiting.append((path, Future()))  # told as under way also where the pool no longer takes it
            with _undisturbed():
                waiting[-1] = (path, executor.submit(_one, path, voices))
            if len(waiting) >= ahead:
                yield _told(waiting)
        while waiting:
            yield _told(waiting)
    finally:
        for _, future in waiting:
            future.cancel()


def _told(waiting: deque[tuple[Path, Future[Outcome]]]) -> Outcome:
    outcome = waiting[0][1].result()
    waiting.popleft()
    return outcome


def _one(path: Path, voices: Voices) -> Outcome:
    """One file's outcome; whatever goes wrong is the file's, and is told."""
    try:
        return Outcome(path, read(path, voices=voices))
    except DetenteError as error:
        return Outcome(path, error=error)
    except OSError as error:
        told = AccountError(
            f"it cannot be read: {error.strerror or error}", cure="check the file and its permissions", where=Where(str(path))
        )
        return Outcome(path, error=told)
    except MemoryError:
        return Outcome(path, error=AccountError("there is too little memory to read it", cure="split it", where=Where(str(path))))
    except Exception as error:  # noqa: BLE001 - one file's defect must not cost a thousand others
        told = AccountError(
            f"a defect in detente: {type(error).__name__}: {error}", cure="read it alone with --debug", where=Where(str(path))
        )
        return Outcome(path, error=told)


def _alone(path: Path, voices: Voices) -> Outcome:
    pool = _pool(1)
    try:
        with _undisturbed():
            only = pool.submit(_one, path, voices)
        return only.result()
    except BrokenProcessPool:
        return Outcome(path, error=AccountError(_DIED, cure="read it alone, or split it", where=Where(str(path))))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
