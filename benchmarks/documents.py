"""What reading documents costs: a thousand small accounts, a text of 5 MB, a PDF of 400 pages; time, growth and peak memory.

    python benchmarks/documents.py FILE… [--accounts 1000] [--megabytes 5] [--pages 400] [--workers N] [--voices rules]

The words come from the given files, cut up and repeated. Each figure is taken in a process of its own: seconds of processor time (of the
workers too), seconds on the clock, and the most memory that the process, and that the largest of its workers, held. Growth is the exponent
between the smallest and the largest: 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from math import log
from pathlib import Path

from detente.testing.papers import pdf

_PROGRAM = "import json, sys; from documents import measured; print(json.dumps(measured(*json.loads(sys.argv[1]))))"


def measured(kind: str, target: str, workers: int, voices: str) -> dict[str, float]:
    """Read what lies at ``target`` in this process, and say what it took."""
    from detente.reading import read
    from detente.reading.many import accounts_in, read_many

    begun = time.perf_counter()
    claims = failed = 0
    if kind == "many":
        for outcome in read_many(accounts_in(Path(target))[0], workers=workers, voices=voices):  # type: ignore[arg-type]
            claims += len(outcome.account.claims) if outcome.account else 0
            failed += outcome.account is None
    else:
        claims = len(read(Path(target), voices=voices).claims)  # type: ignore[arg-type]
    wall = time.perf_counter() - begun
    import multiprocessing

    for child in multiprocessing.active_children():
        child.join()
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    used = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    return {"wall": wall, "cpu": used, "own": own.ru_maxrss / 1024, "largest": others.ru_maxrss / 1024, "claims": claims, "failed": failed}


def row(label: str, size: float, asked: tuple[str, Path, int, str]) -> tuple[float, float]:
    """One line of the table; the size and the processor time. ``asked`` is what :func:`measured` is to read, and how."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, json.dumps(asked, default=str)], capture_output=True, text=True, check=True, env=environment
    )
    found = json.loads(done.stdout)
    lost = f", {found['failed']:.0f} failed" if found["failed"] else ""
    print(
        f"{label:<22}{found['cpu']:>9.1f} s{found['wall']:>9.1f} s{found['own']:>8.0f} MB{found['largest']:>8.0f} MB"
        f"{found['claims']:>9,.0f} statements{lost}",
        flush=True,
    )
    return size, found["cpu"]


def growth(rows: list[tuple[float, float]]) -> str:
    (small, first), (large, last) = rows[0], rows[-1]
    return f"grows as size^{log(last / first) / log(large / small):.2f}"


def paper(paragraphs: Iterator[str], pages: int) -> bytes:
    """A PDF of so many pages of text, with a running head, page numbers and a heading now and then."""
    made = []
    for number in range(1, pages + 1):
        lines = [(72.0, 800.0, 9.0, f"The talks   {number}"), (290.0, 30.0, 9.0, str(number))]
        up = 760.0
        if number % 10 == 1:
            lines.append((72.0, up, 18.0, f"Chapter {number // 10 + 1}"))
            up -= 30
        while up > 80:
            for line in folded(next(paragraphs), 85):
                if up > 80:
                    lines.append((72.0, up, 11.0, line))
                    up -= 14
            up -= 8
        made.append(lines)
    return pdf(made)


def folded(paragraph: str, width: int) -> list[str]:
    """The paragraph in lines; letters that a plain font of a PDF does not have are left out."""
    lines = [""]
    for word in paragraph.encode("cp1252", "ignore").decode("cp1252").split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--megabytes", type=float, default=5)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--voices", choices=["trained", "rules"], default="trained")
    given = parser.parse_args()
    paragraphs = [part for path in given.files for part in path.read_text(encoding="utf-8").split("\n\n") if len(part) > 80]
    print(f"{'':<22}{'processor':>11}{'clock':>11}{'memory':>11}{'worker':>11}")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        rows = []
        for count in (given.accounts // 8, given.accounts // 2, given.accounts) if given.accounts else ():
            folder = home / f"accounts-{count}"
            folder.mkdir()
            words = cycle(paragraphs)
            for number in range(count):
                text = "\n\n".join(next(words) for _ in range(4))
                (folder / f"a{number:05}.txt").write_text(f"Account {number}\n\n{text}\n", encoding="utf-8")
            rows.append(row(f"{count:,} accounts", count, ("many", folder, given.workers, given.voices)))
        if rows:
            print(growth(rows))
        rows = []
        whole = "\n\n".join([*paragraphs, ""])
        for size in (given.megabytes / 8, given.megabytes / 2, given.megabytes) if given.megabytes else ():
            path = home / f"{size}.txt"
            path.write_text((whole * (int(size * 1e6) // len(whole) + 1))[: int(size * 1e6)], encoding="utf-8")
            rows.append(row(f"a text of {size:g} MB", size, ("one", path, 0, given.voices)))
        if rows:
            print(growth(rows))
        rows = []
        for pages in (given.pages // 8, given.pages // 2, given.pages) if given.pages else ():
            path = home / f"{pages}.pdf"
            path.write_bytes(paper(cycle(paragraphs), pages))
            rows.append(row(f"a PDF of {pages} pages", pages, ("one", path, 0, given.voices)))
        if rows:
            print(growth(rows))


if __name__ == "__main__":
    main()
