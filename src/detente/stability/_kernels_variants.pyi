from typing import Any

from numpy.typing import NDArray

def rank(
    cells: NDArray[Any],
    axes: NDArray[Any],
    taken: NDArray[Any],
    makers: int,
    total: int,
    truths: NDArray[Any],
    kinds: NDArray[Any],
    kind: NDArray[Any],
    owners: NDArray[Any],
    begin: NDArray[Any],
    bits: NDArray[Any],
    ranks: NDArray[Any],
    arcs: NDArray[Any],
    focal: NDArray[Any],
    moving: NDArray[Any],
    /,
) -> None: ...
def words(cells: NDArray[Any], axes: NDArray[Any], taken: NDArray[Any], makers: int, total: int, /) -> int: ...
def solve(
    cells: NDArray[Any],
    axes: NDArray[Any],
    taken: NDArray[Any],
    makers: int,
    total: int,
    owners: NDArray[Any],
    ranks: NDArray[Any],
    arcs: NDArray[Any],
    focals: NDArray[Any],
    tasks: NDArray[Any],
    jobs: NDArray[Any],
    wanted: int,
    known: NDArray[Any],
    found: NDArray[Any],
    /,
) -> None: ...
def instructions() -> str: ...
