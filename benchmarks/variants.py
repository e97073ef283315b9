"""How many variants of one conflict are solved a second, all five concepts, and how that grows.

    python benchmarks/variants.py

Every variant is different. *drops*: one to four statements of one party left out; *orders*: one party's statements in a chance order;
*worlds*: of sixteen statements, a chance set left out, whosever they are. Rates are of processor time of one thread, everything from Python
included, medians; on a busy machine they move by a third. Forced with ``DETENTE_ENGINE=numpy`` it takes hours: lower ``--variants``.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from engine import seconds

from detente.graphmodel.conflict import Conflict
from detente.stability import solve
from detente.stability.variants import Variant, solve_variants, statement_counts, varied
from stability import structured

MAKERS = 4
RECORDED = 0.3  # re-solves a second of gmcr-py 0.4.1 (four concepts, once-only replies), 10 options, 4 DMs; another machine of this kind


def distinct(draw: Callable[[], tuple[tuple[str, tuple[int, ...]], ...]], count: int) -> list[Variant]:
    """So many different ones."""
    found: dict[tuple[tuple[str, tuple[int, ...]], ...], None] = {}
    while len(found) < count:
        found[draw()] = None
    return [dict(one) for one in found]


def drops(conflict: Conflict, count: int) -> list[Variant]:
    """One to four statements of one decision maker left out."""
    chance, counts = random.Random(1), statement_counts(conflict)

    def draw() -> tuple[tuple[str, tuple[int, ...]], ...]:
        maker = chance.choice(list(counts))
        gone = set(chance.sample(range(counts[maker]), chance.randint(1, 4)))
        return ((maker, tuple(at for at in range(counts[maker]) if at not in gone)),)

    return distinct(draw, count)


def orders(conflict: Conflict, count: int) -> list[Variant]:
    """One decision maker's statements in a chance order."""
    chance, counts = random.Random(2), statement_counts(conflict)

    def draw() -> tuple[tuple[str, tuple[int, ...]], ...]:
        maker = chance.choice(list(counts))
        return ((maker, tuple(chance.sample(range(counts[maker]), counts[maker]))),)

    return distinct(draw, count)


def worlds(conflict: Conflict, count: int) -> list[Variant]:
    """Any of sixteen statements left out."""
    chance, counts = random.Random(3), statement_counts(conflict)
    contested = chance.sample([(maker, at) for maker in counts for at in range(counts[maker])], 16)

    def draw() -> tuple[tuple[str, tuple[int, ...]], ...]:
        gone = {one for one in contested if chance.random() < 0.5}
        return tuple((maker, tuple(at for at in range(counts[maker]) if (maker, at) not in gone)) for maker in counts)

    return distinct(draw, count)


KINDS: Sequence[Callable[[Conflict, int], list[Variant]]] = (drops, orders, worlds)


def rows(most: int, count: int) -> Iterator[tuple[int, int, int, list[float], float]]:
    """Options, exclusions, states, a rate for each kind of variant, and how many a second go one by one."""
    for options in range(8, most + 1, 2):
        for exclusions in (0, 4, 6):
            conflict = structured(options, MAKERS, exclusions=exclusions)
            rates = []
            for kind in KINDS:
                asked = kind(conflict, count)
                rates.append(count / seconds(lambda asked=asked: solve_variants(conflict, asked), runs=3))  # type: ignore[misc]  # noqa: B023
            some = asked[:10]
            alone = len(some) / seconds(lambda: [solve(varied(conflict, variant)) for variant in some], runs=3)  # noqa: B023
            yield options, exclusions, solve_variants(conflict, some).codes.size, rates, alone


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=14, help="the largest number of options (default 14)")
    arguments.add_argument("--variants", type=int, default=2000, help="how many different variants of each kind (default 2000)")
    given = arguments.parse_args()
    print(f"variants a second, all five concepts, {MAKERS} DMs, 12 statements each, {given.variants} different ones at once")
    print("options exclusions  states     drops    orders    worlds  one by one with solve()")
    free = []
    for options, exclusions, states, rates, alone in rows(given.most, given.variants):
        print(f"{options:7} {exclusions:10} {states:7} {rates[0]:9.0f} {rates[1]:9.0f} {rates[2]:9.0f} {alone:24.0f}", flush=True)
        if not exclusions:
            free.append((states, rates[1]))
            if options == 10:
                print(
                    f"        peer {RECORDED} a second (recorded, never run here): ratio {min(rates) / RECORDED:,.0f} and more, indicative"
                )
    if len(free) > 2:
        power = np.polyfit([math.log(states) for states, _ in free], [-math.log(rate) for _, rate in free], 1)[0]
        print(f"time of a chance order grows as states to the power {power:.2f}")
    conflict = structured(10, MAKERS)
    for count in (2000, 8000, 32000):
        asked = worlds(conflict, count)
        print(f"{count} worlds at once, 10 options: {count / seconds(lambda: solve_variants(conflict, asked), runs=1):9.0f} a second")  # noqa: B023


if __name__ == "__main__":
    main()
