"""What a way costs: time to find the route, its breaks, cuts, days and assurances, as the acts and parties grow.

Usage: ``python benchmarks/paths.py [--options 6 8 10 12 14] [--parties 4] [--repeat 5]``. Medians of CPU time on this machine, now; models
are made with fixed seeds: acts dealt out to the parties, each with conditions on others' acts, wants of its own, and some acts that open or
close. The goal is that four acts are done. A second table goes beyond what is enumerated, a third takes the bundled examples.
"""

from __future__ import annotations

import argparse
import random
from math import log
from statistics import median
from time import thread_time
from typing import Any

from detente.cases.accounts import example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.schema import DossierFile
from detente.impasse.journey import Journey, find_path


def talks(options: int, parties: int, seed: int) -> Dossier:
    """A dossier of so many acts; every party has two conditions and wants a few things done and a few undone."""
    rng = random.Random(seed)
    names = [f"o{k}" for k in range(options)]
    owner = {name: f"p{k % parties}" for k, name in enumerate(names)}
    entries: dict[str, Any] = {name: {"party": owner[name], "now": "no", "one_way": rng.random() < 0.1} for name in names}
    entries[names[-1]]["until"] = "2030-06-30"
    entries[names[-2]]["from"] = "2030-05-01"
    preferences = {}
    for party in sorted(set(owner.values())):
        own = [name for name in names if owner[name] == party]
        others = [name for name in names if owner[name] != party]
        conditions = [{"condition": f"{name} only if {rng.choice(others)}"} for name in rng.sample(own, min(2, len(own)))]
        wants = [{"want": f"{'not ' if rng.random() < 0.3 else ''}{name}"} for name in rng.sample(names, min(6, options))]
        preferences[party] = [*conditions, {"any_order": wants}]
    goal = " and ".join(rng.sample(names, 4))
    data = {
        "detente": 1,
        "title": f"{options} acts",
        "as_of": "2030-04-01",
        "parties": {party: {"name": party} for party in preferences},
        "options": entries,
        "preferences": preferences,
        "goal": goal,
    }
    return Dossier(DossierFile.model_validate(data))


def timed(dossier: Dossier, **how: Any) -> tuple[float, Journey]:
    """Seconds of CPU time, and the answer."""
    start = thread_time()
    found = find_path(dossier, **how)
    return thread_time() - start, found


def table(sizes: list[int], parties: int, repeat: int, **how: Any) -> None:
    """Median time and what was found, by the number of acts; the exponent is of the states, between first and last row."""
    print(f"{'acts':>6}{'states':>12}{'median s':>10}{'routes':>8}{'steps':>7}{'together':>10}{'complete':>10}")
    times = []
    for size in sizes:
        rows = [timed(talks(size, parties, seed), **how) for seed in range(repeat)]
        times.append(median(seconds for seconds, _ in rows))
        routes = [found.route for _, found in rows if found.route is not None]
        steps = median(len(route.steps) for route in routes) if routes else 0
        together = median(route.together for route in routes) if routes else 0
        complete = sum(found.complete for _, found in rows)
        print(f"{size:>6}{2.0**size:>12.4g}{times[-1]:>10.3f}{len(routes):>8}{steps:>7}{together:>10}{complete:>10}")
    print(f"time grows as (states)^{log(times[-1] / times[0]) / log(2.0 ** (sizes[-1] - sizes[0])):.2f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--options", type=int, nargs="+", default=[6, 8, 10, 12, 14])
    parser.add_argument("--beyond", type=int, nargs="+", default=[24, 36, 48, 60])
    parser.add_argument("--parties", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    print(f"every situation enumerated, {given.parties} parties, {given.repeat} models a row")
    table(given.options, given.parties, given.repeat)
    print("\nbeyond enumeration: packages by the solver, ways among the acts that each changes")
    table(given.beyond, given.parties, given.repeat, limit=2**10)
    print("\nthe bundled examples")
    for case in ("ceasefire-2025", "wage-strike", "river-dam"):
        dossier = load(example_path(case))
        for goal in dossier.file.goals or {"goal": ""}:
            seconds, found = timed(dossier, goal=goal)
            print(f"{case:<16}{goal:<20}{seconds:>8.3f} s  {found.packages:>5} packages  {found!r}")


if __name__ == "__main__":
    main()
