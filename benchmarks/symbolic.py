"""How long stability takes where states cannot be listed.

Nash: the first equilibrium, up to two hundred, and the proof that there is none. GMR and SMR: the first equilibrium. SEQ: whether a GMR
equilibrium is one for everybody, with replies of at most three moves.

Run ``python benchmarks/symbolic.py``; medians (and the longest) of ``--seeds`` models a row, single thread. Seconds are of this machine:
compare rows. ``--hard`` adds statements that mix more options.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Rest, Statement
from detente.graphmodel.statements import And, Formula, Iff, Name, Not, Or
from detente.stability.symbolic import SymbolicResult, gmr_equilibria, nash_equilibria, sequential_at, smr_equilibria

SIZES = ((30, 5, 15, 10), (40, 8, 20, 15), (50, 8, 20, 20), (60, 10, 30, 25), (80, 10, 30, 30))


def random_model(
    options: int, makers: int, statements: int, exclusions: int, *, seed: int, width: tuple[int, int] = (1, 3), mixed: bool = False
) -> Conflict:
    """Statements that are one to three alternatives of ``width`` literals each; pairs of options that cannot both be yes.

    ``mixed``: every alternative names an option of the one whose statement it is.
    """
    chance = random.Random(seed)
    names = [f"o{k}" for k in range(options)]
    parties = tuple(f"D{k}" for k in range(makers))

    def literal(name: str) -> Formula:
        return Name(name) if chance.random() < 0.5 else Not(Name(name))

    def statement(k: int) -> Statement:
        terms: list[Formula] = []
        for _ in range(chance.randint(1, 3)):
            picked = chance.sample(names, chance.randint(*width))
            if mixed:
                picked[0] = chance.choice([name for name in names[k::makers] if name not in picked[1:]])
            literals = tuple(literal(name) for name in picked)
            terms.append(And(literals) if len(literals) > 1 else literals[0])
        return Statement(Or(tuple(terms)) if len(terms) > 1 else terms[0])

    return Conflict(
        options=tuple(Option(name, parties[k % makers]) for k, name in enumerate(names)),
        decision_makers=parties,
        preferences={
            party: Prioritization(tuple((statement(k),) for _ in range(statements)), Rest.indifferent) for k, party in enumerate(parties)
        },
        rules=tuple(Rule(And(tuple(Name(name) for name in chance.sample(names, 2)))) for _ in range(exclusions)),
    )


def in_a_ring(conflict: Conflict) -> Conflict:
    """The same, with a coin a decision maker: each wants most to match the next one's, the last not to match the first's.

    All cannot be content at once, and one who is not can turn its coin: no Nash equilibrium is left.
    """
    makers = conflict.decision_makers
    coins = {maker: Name(f"coin{k}") for k, maker in enumerate(makers)}
    preferences: dict[str, Preference] = {}
    for maker, following in zip(makers, (*makers[1:], makers[0]), strict=True):
        said = conflict.preference(maker)
        assert isinstance(said, Prioritization)
        match = Iff(coins[maker], coins[following])
        preferences[maker] = replace(said, tiers=((Statement(match if maker != makers[-1] else Not(match)),), *said.tiers))
    options = (*conflict.options, *(Option(coin.name, maker) for maker, coin in coins.items()))
    return replace(conflict, options=options, preferences=preferences)


Find = Callable[..., SymbolicResult]


def timed(work: Callable[[], SymbolicResult]) -> tuple[float, SymbolicResult]:
    """Seconds of this thread, and the answer."""
    start = time.thread_time()
    found = work()
    return time.thread_time() - start, found


def row(models: list[Conflict], find: Find, *, at_most: int, seconds: float) -> str:
    """Median and longest time, and how many equilibria were found."""
    runs = [timed(lambda model=model: find(model, at_most=at_most, seconds=seconds)) for model in models]  # type: ignore[misc]
    times = [spent for spent, _ in runs]
    counts = " ".join(f"{len(found.states)}{'' if found.complete else '+'}" for _, found in runs)
    return f"{statistics.median(times):9.3f} {max(times):9.3f}   {counts}"


def sequential_row(models: list[Conflict], *, seconds: float) -> str:
    """Median and longest time for the first GMR equilibrium of each model, and how it stands."""
    times, standings = [], []
    for model in models:
        for state in gmr_equilibria(model, at_most=1).states:
            start = time.thread_time()
            standings.append(sequential_at(model, state, bound=3, seconds=seconds).standing)
            times.append(time.thread_time() - start)
    return f"{statistics.median(times):9.3f} {max(times):9.3f}   {' '.join(standings)}"


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=5, help="models a row (default 5)")
    arguments.add_argument("--seconds", type=float, default=40, help="patience a model (default 40)")
    arguments.add_argument("--hard", action="store_true", help="statements that mix more options, too")
    asked = arguments.parse_args()
    for width in [(1, 3), (3, 5)] if asked.hard else [(1, 3)]:
        print(f"statements of {width[0]} to {width[1]} literals an alternative\n")
        print("options  DMs  question           median   longest   found (+: there may be more)")
        for size in SIZES:
            models = [random_model(*size, seed=seed, width=width, mixed=width != (1, 3)) for seed in range(asked.seeds)]
            rows = [
                ("nash first", row(models, nash_equilibria, at_most=1, seconds=asked.seconds)),
                ("nash up to 200", row(models, nash_equilibria, at_most=200, seconds=asked.seconds)),
                ("nash proof none", row([in_a_ring(model) for model in models], nash_equilibria, at_most=1, seconds=asked.seconds)),
                ("gmr first", row(models, gmr_equilibria, at_most=1, seconds=asked.seconds)),
                ("smr first", row(models, smr_equilibria, at_most=1, seconds=asked.seconds)),
                ("seq of a state", sequential_row(models, seconds=asked.seconds)),
            ]
            for question, answer in rows:
                print(f"{size[0]:7}  {size[1]:3}  {question:15}{answer}", flush=True)
        print()


if __name__ == "__main__":
    main()
