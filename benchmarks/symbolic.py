"""How long stability takes where states cannot be listed, from 30 to 120 options.

Nash: the first equilibrium, up to two hundred, and the proof that there is none. GMR and SMR: the first equilibrium, and the same where a
fifth of the options cannot be taken back. SEQ: the first equilibrium where there is none under Nash. SEQ and SSEQ of a state: whether a GMR
equilibrium is one for everybody, with replies of any length.

Run ``python benchmarks/symbolic.py``; medians (and the longest) of ``--seeds`` models a row, single thread. Seconds are of this machine:
compare rows. ``--family`` chooses the models: easy, mixed (every statement mixes own and foreign options), wide (forty statements of four
to seven literals each, mixed), or all.
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
from detente.stability.symbolic import (
    SymbolicResult,
    gmr_equilibria,
    nash_equilibria,
    sequential_equilibria,
    smr_equilibria,
    standing_at,
)

# options, decision makers, statements each, exclusions
SIZES = ((30, 5, 15, 10), (40, 8, 20, 15), (60, 10, 30, 25), (80, 10, 30, 30), (120, 10, 40, 40))
WIDE = ((60, 10, 40, 25), (80, 10, 40, 30), (120, 10, 40, 40))
FAMILIES = {"easy": (SIZES, (1, 3)), "mixed": (SIZES, (3, 5)), "wide": (WIDE, (4, 7))}  # and literals an alternative


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


def standing_row(models: list[Conflict], concept: str, *, seconds: float) -> str:
    """Median and longest time for the first GMR equilibrium of each model, and how it stands."""
    times, standings = [], []
    for model in models:
        for state in gmr_equilibria(model, at_most=1, seconds=seconds).states:
            start = time.thread_time()
            standings.append(standing_at(model, state, concept, seconds=seconds).standing)
            times.append(time.thread_time() - start)
    return f"{statistics.median(times):9.3f} {max(times):9.3f}   {' '.join(standings)}" if times else "nothing to ask about"


def partly_final(conflict: Conflict, seed: int) -> Conflict:
    """The same, with a fifth of the options such that a yes cannot be taken back."""
    chance = random.Random(seed)
    return replace(conflict, options=tuple(replace(option, one_way=chance.random() < 0.2) for option in conflict.options))


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=5, help="models a row (default 5)")
    arguments.add_argument("--seconds", type=float, default=30, help="patience a model (default 30)")
    arguments.add_argument("--family", choices=[*FAMILIES, "all"], default="easy", help="models (default easy)")
    arguments.add_argument("--only", default="", help="only questions that begin so")
    asked = arguments.parse_args()
    for family in FAMILIES if asked.family == "all" else [asked.family]:
        sizes, width = FAMILIES[family]
        print(f"{family}: statements of {width[0]} to {width[1]} literals an alternative\n")
        print("options  DMs  question           median   longest   found (+: there may be more)")
        for size in sizes:
            models = [random_model(*size, seed=seed, width=width, mixed=family != "easy") for seed in range(asked.seeds)]
            for question, answer in questions(models, asked.seconds).items():
                if question.startswith(asked.only):
                    print(f"{size[0]:7}  {size[1]:3}  {question:15}{answer()}", flush=True)
        print()


def questions(models: list[Conflict], seconds: float) -> dict[str, Callable[[], str]]:
    """What is asked of each row of models."""
    rings = [in_a_ring(model) for model in models]
    final = [partly_final(model, seed) for seed, model in enumerate(models)]
    return {
        "nash first": lambda: row(models, nash_equilibria, at_most=1, seconds=seconds),
        "nash up to 200": lambda: row(models, nash_equilibria, at_most=200, seconds=seconds),
        "nash proof none": lambda: row(rings, nash_equilibria, at_most=1, seconds=seconds),
        "gmr first": lambda: row(models, gmr_equilibria, at_most=1, seconds=seconds),
        "smr first": lambda: row(models, smr_equilibria, at_most=1, seconds=seconds),
        "gmr some final": lambda: row([in_a_ring(model) for model in final], gmr_equilibria, at_most=1, seconds=seconds),
        "smr some final": lambda: row([in_a_ring(model) for model in final], smr_equilibria, at_most=1, seconds=seconds),
        "seq first": lambda: row(rings, sequential_equilibria, at_most=1, seconds=seconds),
        "seq of a state": lambda: standing_row(models, "seq", seconds=seconds),
        "sseq of a state": lambda: standing_row(models, "sseq", seconds=seconds),
    }


if __name__ == "__main__":
    main()
