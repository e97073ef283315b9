"""How fast the compiled engine is, how that grows, and how far it is from what the memory of this machine allows.

Run ``python benchmarks/engine.py``; ``--most 24`` adds the largest (about 1 GB). Times are processor time of one thread, medians; on a busy
machine even those move by a third, so compare ratios. Peak memory is measured in a process of its own for each size.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from detente.stability import solve
from detente.stability.compiled import ROUNDS, kernels
from detente.stability.prepared import prepare
from detente.stability.variants import dropping, solve_variants, varied
from stability import structured

MAKERS = 4

# gmcr-py 0.4.1: Nash, SEQ, GMR and SMR with its matrices, loading left out. Recorded once, on another machine of this kind.
RECORDED = {(8, 3, 0): 0.76, (10, 3, 0): 5.63, (10, 4, 4): 3.40, (10, 5, 4): 9.24}


@dataclass(frozen=True)
class Row:
    options: int
    exclusions: int
    cells: int
    feasible: int
    scores: float
    nash: float
    moves: float
    everything: float
    own: float
    peak: int


def seconds(work: Callable[[], object], *, runs: int) -> float:
    """The median processor time of ``work``."""
    times = []
    for _ in range(runs):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return median(times)


def of_the_program(work: Callable[[], object], *, runs: int) -> float:
    """The median processor time that is the program's own: without what the system spends, mostly on memory not touched before."""
    times = []
    for _ in range(runs):
        start = os.times().user
        work()
        times.append(os.times().user - start)
    return median(times)


def measured(options: int, exclusions: int) -> Row:
    """One size, in this process."""
    ready = prepare(structured(options, MAKERS, exclusions=exclusions))
    before = most_memory()
    found = ready.solve()
    peak = most_memory() - before
    runs = max(5, min(300, 2**22 // ready.grid.cells))
    everything = seconds(ready.solve, runs=runs)
    own = of_the_program(ready.solve, runs=runs) if ready.grid.cells >= 2**20 else everything  # in hundredths of a second
    ranks, feasible, makers = found.scores, found.feasible, MAKERS

    def scores() -> None:
        kernels.scores(ready.program.steps, None, ready.rows, ready.tables, ready.fixed, ranks, feasible, makers, ranks.itemsize)

    scoring = seconds(scores, runs=runs)
    flags = found.flags

    def alone(wanted: int) -> float:
        return seconds(lambda: kernels.stability(ranks, feasible, *ready.axes, flags, makers, ranks.itemsize, wanted, ROUNDS), runs=runs)

    return Row(options, exclusions, ready.grid.cells, found.size, scoring, alone(1), alone(7), everything, own, peak)


def most_memory() -> int:
    """The most memory this process ever held, in bytes; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def apart(options: int, exclusions: int) -> Row:
    """One size, in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--one", f"{options},{exclusions}"], capture_output=True, text=True, check=True)
    return Row(**json.loads(done.stdout))


def streaming() -> float:
    """Bytes a second that one thread reads and writes when it copies 256 MB: the machine's own speed, in this run."""
    source = np.ones(2**27, dtype=np.uint16)
    target = np.zeros_like(source)
    return 2 * source.nbytes / seconds(lambda: np.copyto(target, source), runs=5)


def exponent(rows: list[Row]) -> float:
    """The slope of log time over log cells."""
    return float(np.polyfit([math.log(row.cells) for row in rows], [math.log(row.everything) for row in rows], 1)[0])


def small() -> None:
    """Models of the size people make: from Python, everything included."""
    print("options DMs exclusions  prepared ms  from a conflict ms  solve(), states listed ms  peer, recorded s  indicative ratio")
    for options, makers, exclusions in ((8, 3, 0), (10, 3, 0), (10, 4, 0), (10, 4, 4), (10, 5, 4), (12, 4, 0)):
        conflict = structured(options, makers, exclusions=exclusions)
        ready = prepare(conflict)
        times = [
            seconds(ready.solve, runs=300),
            seconds(lambda conflict=conflict: prepare(conflict).solve(), runs=50),  # type: ignore[misc]
            seconds(lambda conflict=conflict: solve(conflict), runs=30),  # type: ignore[misc]
        ]
        peer = RECORDED.get((options, makers, exclusions))
        shown = f"{peer:16.2f}  {peer / times[0]:16.0f}" if peer else f"{'-':>16}  {'-':>16}"
        print(f"{options:7} {makers:3} {exclusions:10}  {times[0] * 1e3:11.3f}  {times[1] * 1e3:18.3f}  {times[2] * 1e3:25.3f}  {shown}")


def variants() -> None:
    """One conflict many times over, a statement dropped at a time: everything from Python included, and the answer as arrays."""
    print("\noptions DMs exclusions  variants a second: Nash+GMR+SMR  all five  one by one with solve()")
    for options, exclusions in ((10, 0), (10, 6), (12, 0), (12, 6), (14, 0)):
        conflict = structured(options, MAKERS, exclusions=exclusions)
        asked = dropping(conflict) * (4 if options < 14 else 1)
        some = asked[:12]
        rates = [
            len(asked) / seconds(lambda: solve_variants(conflict, asked, concepts=["nash", "gmr", "smr"]), runs=5),  # noqa: B023
            len(asked) / seconds(lambda: solve_variants(conflict, asked), runs=5),  # noqa: B023
            len(some) / seconds(lambda: [solve(varied(conflict, variant)) for variant in some], runs=3),  # noqa: B023
        ]
        print(f"{options:7} {MAKERS:3} {exclusions:10}  {rates[0]:31.0f} {rates[1]:9.0f} {rates[2]:25.0f}")


def large(most: int) -> None:
    """Sizes no one lists by hand."""
    bandwidth = streaming()
    print(f"\nthis machine copies {bandwidth / 1e9:.1f} GB/s (read and written) in one thread")
    print("seconds: all five concepts and the scores; own: without the system's share, which is for memory not touched before")
    print(f"{MAKERS} DMs, 12 statements each; ns a cell and DM; last columns: the share of that bandwidth that Nash, GMR and")
    print("SMR together attain, counting each rank read once and each flag written once (3 bytes), which is the least there could be;")
    print("and what the passes consume: where all is feasible, a sixteenth of the ranks twice (3.1 bytes), elsewhere each rank twice,")
    print("the second time mostly from a cache, and three times what is feasible (8 bytes)")
    print("options exclusions     cells  feasible  seconds      own  scores   Nash  N+GMR+SMR  all five  B a cell   once      consumed")
    rows = []
    for options in (14, 16, 18, 20, 22, 24):
        for exclusions in (0, 6) if options <= most else ():
            row = apart(options, exclusions)
            per = 1e9 / row.cells / MAKERS
            rate = row.cells * MAKERS / row.moves / bandwidth
            needed = 3.125 if row.cells == row.feasible else 8
            print(
                f"{options:7} {exclusions:10} {row.cells:9} {row.feasible:9} {row.everything:8.4f} {row.own:8.4f}"
                f" {row.scores * per:7.2f} {row.nash * per:6.2f} {row.moves * per:10.2f} {row.everything * per:9.1f}"
                f" {row.peak / row.cells:9.1f} {3 * rate:6.0%} {needed * rate:13.0%}",
                flush=True,
            )
            rows.append(row)
    for exclusions in (0, 6) if len(rows) > 2 else ():
        power = exponent([row for row in rows if row.exclusions == exclusions])
        print(f"time grows as cells to the power {power:.2f} ({exclusions} exclusions)")


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=20, help="the largest number of options (default 20)")
    arguments.add_argument("--one", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        options, exclusions = map(int, given.one.split(","))
        print(json.dumps(measured(options, exclusions).__dict__))
        return
    small()
    variants()
    large(given.most)


if __name__ == "__main__":
    main()
