"""How long all five concepts take, how that grows, and how far it is from the definitions to the letter.

Run ``python benchmarks/stability.py``; ``--most 18`` adds the large ones. Seconds are of this machine: compare ratios.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Callable

from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import And, Name, Not, Or
from detente.stability import Solution, solve


def structured(options: int, makers: int, *, statements: int = 12, exclusions: int = 0, seed: int = 1) -> Conflict:
    """Options dealt round among the decision makers; statements of two or three literals; ``exclusions`` pairs that cannot be together."""
    chance = random.Random(seed)
    names = [f"o{k}" for k in range(options)]
    parties = tuple(f"D{k}" for k in range(makers))

    def statement() -> Statement:
        literals = tuple(Name(name) if chance.random() < 0.5 else Not(Name(name)) for name in chance.sample(names, chance.randint(2, 3)))
        return Statement(And(literals) if chance.random() < 0.5 else Or(literals))

    return Conflict(
        options=tuple(Option(name, parties[k % makers]) for k, name in enumerate(names)),
        decision_makers=parties,
        preferences={party: Prioritization(tuple((statement(),) for _ in range(statements)), Rest.indifferent) for party in parties},
        rules=tuple(Rule(And(tuple(Name(name) for name in chance.sample(names, 2)))) for _ in range(exclusions)),
    )


def snake(options: int) -> Conflict:
    """The worst case for sweeps: one path of improvements winds through the whole space, and each step has to wait for the one before.

    The path is a Gray code, so each step changes one option, whose owner gains by that step and by no other move. I, whose option the
    others do not care about, is hurt more with every step.
    """
    path = [at ^ at >> 1 for at in range(2**options)]
    labels = ["".join("Y" if code >> k & 1 else "N" for k in range(options)) for code in path]
    makers = tuple(f"D{k}" for k in range(options))
    gained: dict[str, list[str]] = {maker: [] for maker in makers}
    for here, there in itertools.pairwise(path):
        gained[makers[(here ^ there).bit_length() - 1]].append(labels[path.index(there)])
    preferences: dict[str, Preference] = {"I": Ranking(tuple((own + label,) for label in labels for own in "YN"))}
    for maker, better in gained.items():
        worse = sorted(set(labels) - set(better))
        preferences[maker] = Ranking(tuple(tuple(own + label for label in tie for own in "YN") for tie in (better, worse)))
    moves = tuple(Option(f"o{k}", maker) for k, maker in enumerate(makers))
    return Conflict((Option("i", "I"), *moves), ("I", *makers), preferences)


def best_of(runs: int, work: Callable[[], Solution]) -> tuple[float, Solution]:
    """The shortest of ``runs`` times in seconds, and the answer."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - start)
    return min(times), found


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=14, help="the largest number of options (default 14)")
    most = arguments.parse_args().most

    print("options  DMs  exclusions  states      seconds   ns a state and DM")
    for options, makers, exclusions in (
        (6, 3, 0),
        (8, 4, 0),
        (10, 4, 0),
        (10, 4, 6),
        (12, 4, 0),
        (14, 4, 0),
        (14, 4, 6),
        (16, 5, 0),
        (18, 4, 0),
    ):
        if options > most:
            continue
        conflict = structured(options, makers, exclusions=exclusions)
        seconds, found = best_of(5 if options <= 12 else 2, lambda conflict=conflict: solve(conflict))  # type: ignore[misc]
        size = len(found.states)
        print(f"{options:7}  {makers:3}  {exclusions:10}  {size:6}  {seconds:11.4f}  {seconds / size / makers * 1e9:18.0f}")

    conflict = structured(8, 4)
    fast, _ = best_of(5, lambda: solve(conflict))
    literal, _ = best_of(1, lambda: solve(conflict, method="literal"))
    print(f"\n8 options, 4 DMs: option form {fast:.4f} s, to the letter {literal:.2f} s, ratio {literal / fast:.0f}")

    print("\nworst case (one winding path of improvements)")
    for options in (6, 8, 10, 12):
        seconds, found = best_of(1, lambda options=options: solve(snake(options)))  # type: ignore[misc]
        print(f"{options:7} options  {len(found.states):6} states  {seconds:9.3f} s")


if __name__ == "__main__":
    main()
