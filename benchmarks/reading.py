"""How fast an account of about 1,000 words is read: by the trained tagger with the rules, and by the rules alone.

    python benchmarks/reading.py FILE… [--words 1000] [--times 7]

Each file is cut after the paragraph with which it reaches that many words; shorter ones are read whole. Printed are the medians of
repeated readings after a first one: seconds on the clock, seconds of processor time, and the time that the first one took.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from detente.reading import read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--times", type=int, default=7)
    arguments = parser.parse_args()
    for voices in ("rules", "trained"):
        begun = time.perf_counter()
        read("Norland said it would wait.", voices=voices)
        print(f"{voices}: first reading {time.perf_counter() - begun:.2f} s")
        for path in arguments.files:
            text = start_of(path.read_text(encoding="utf-8"), arguments.words)
            wall, processor = [], []
            for _ in range(arguments.times):
                begun, used = time.perf_counter(), time.process_time()
                read(text, voices=voices)
                wall.append(time.perf_counter() - begun)
                processor.append(time.process_time() - used)
            words, seconds = len(text.split()), statistics.median(wall)
            print(
                f"{voices}: {path.name} {words} words, {seconds:.3f} s, {statistics.median(processor):.3f} s of processor time, "
                f"{words / seconds:,.0f} words a second"
            )


def start_of(text: str, words: int) -> str:
    """The paragraphs until so many words are reached."""
    taken: list[str] = []
    for paragraph in text.split("\n\n"):
        taken.append(paragraph)
        if sum(len(part.split()) for part in taken) >= words:
            break
    return "\n\n".join(taken) + "\n"


if __name__ == "__main__":
    main()
