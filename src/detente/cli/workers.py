"""Who does the work, and how far it is: processes, a cluster, and a bar on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["bar", "executor_of", "steps"]

_PATIENCE = 1.0  # seconds without a word


@contextmanager
def executor_of(workers: int | None, cluster: str | None) -> Iterator[Executor | None]:
    """So many processes, or a Dask cluster by its scheduler's address, or neither."""
    with ExitStack() as stack:
        if workers:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            yield stack.enter_context(ProcessPoolExecutor(workers, mp_context=get_context("spawn")))
        elif cluster:
            yield stack.enter_context(_client(cluster)).get_executor()
        else:
            yield None


def _client(address: str) -> Any:
    from importlib import import_module

    try:
        distributed = import_module("distributed")
    except ImportError:
        raise click.UsageError("a cluster needs the package distributed: pip install 'detente[cluster]'") from None
    return distributed.Client(address)


@contextmanager
def steps(what: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on stderr once a second has passed, where somebody is there to see it; told what is being done, how much, of how much."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    start = time.monotonic()
    with Progress(console=Console(stderr=True, markup=False), transient=True) as shown:
        task = shown.add_task(what, visible=False)

        def told(step: str, done: int, of: int) -> None:
            said = f"{what}: {step}" if step else what
            shown.update(task, description=said, completed=done, total=of or None, visible=time.monotonic() - start > _PATIENCE)

        yield told


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """The same for work of one kind: told how much is done, and of how much."""
    with steps(what) as told:
        yield None if told is None else lambda done, of: told("", done, of)
