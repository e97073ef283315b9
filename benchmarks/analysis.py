"""What the main job costs: the whole analysis from a cold start, where the time goes, peak memory, and the growth with length.

Usage: ``python benchmarks/analysis.py [ACCOUNT_OR_DOSSIER ...]`` (default: the bundled examples). Figures are of this machine, now.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from detente.analysis.analyze import analyze
from detente.cases.accounts import example_names, example_path
from detente.evidence import Account, Document
from detente.reading.read import read


def cold(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory (MiB) of a fresh process."""
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return perf_counter() - start, usage.ru_maxrss / 1024


def median_of(command: list[str], runs: int = 5) -> tuple[float, float]:
    """The run with the median wall time."""
    return sorted(cold(command) for _ in range(runs))[runs // 2]


def main(sources: list[str]) -> None:
    """Print the tables."""
    seconds, memory = median_of([sys.executable, "-c", "import detente"])
    print(f"{'import detente':<44} {seconds:7.2f} s {memory:7.0f} MiB")
    with tempfile.TemporaryDirectory() as folder:
        for number, source in enumerate(sources):
            command = [sys.executable, "-m", "detente", "analyze", source, "--out", str(Path(folder) / str(number)), "--force"]
            seconds, memory = median_of(command)
            print(f"{'detente analyze ' + Path(source).name:<44} {seconds:7.2f} s {memory:7.0f} MiB")
    for source in sources:
        analysis = analyze(source)
        total = sum(analysis.seconds.values())
        print(f"\nwarm, {Path(source).name}: {total:.2f} s")
        for step, spent in sorted(analysis.seconds.items(), key=lambda item: -item[1]):
            print(f"  {step:<42} {spent:7.2f} s {spent / total:6.0%}")
    growth()


def growth() -> None:
    """Reading time against the length of the account: the same text over and over."""
    text = next(iter(sorted((example_path("ceasefire-2025") / "accounts").glob("*.txt")))).read_text(encoding="utf-8")
    print("\nreading, by length")
    for times in (1, 2, 4, 8):
        longer = "\n\n".join([text] * times)
        start = perf_counter()
        account: Account = read(longer, id="grown")
        spent = perf_counter() - start
        document: Document = account.document
        words = len(document.text.split())
        print(f"  {words:7} words {spent:7.2f} s {words / spent:9.0f} words/s {len(account.claims):6} claims")


if __name__ == "__main__":
    main(sys.argv[1:] or [str(example_path(name)) for name in example_names()])
