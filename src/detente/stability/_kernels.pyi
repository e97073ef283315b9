from typing import Any

from numpy.typing import NDArray

def stability(
    ranks: NDArray[Any],
    feasible: NDArray[Any] | None,
    axes: NDArray[Any],
    taken: NDArray[Any],
    flags: NDArray[Any],
    makers: int,
    width: int,
    wanted: int,
    rounds: int,
    count: int = -1,
    changes: NDArray[Any] | None = None,
    /,
) -> tuple[int, int, int]: ...
def scores(
    steps: NDArray[Any],
    codes: NDArray[Any] | None,
    rows: NDArray[Any],
    tables: NDArray[Any],
    fixed: int,
    ranks: NDArray[Any],
    feasible: NDArray[Any] | None,
    makers: int,
    width: int,
    /,
) -> None: ...
def instructions() -> str: ...
