"""Conflicts larger than hypothesis likes to draw, out of a seed, and one that is as hard as they come."""

from __future__ import annotations

import itertools
import random

from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Preference, Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import Formula, Name, Not, Or, conjunction

__all__ = ["random_conflict", "winding_conflict"]


def random_conflict(
    seed: int, *, options: tuple[int, int] = (3, 7), decision_makers: tuple[int, int] = (2, 5), statements: int = 8, directed: bool = True
) -> Conflict:
    """A conflict that depends on ``seed`` alone: rules of mixed polarity, one-way options if ``directed``, ties, parties without options.

    ``options``, ``decision_makers``: at least and at most so many; up to ``statements`` each. It may have no feasible state.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable sample, no secret
    names = [f"o{k}" for k in range(chance.randint(*options))]
    makers = tuple(f"D{k}" for k in range(chance.randint(*decision_makers)))

    def literals(count: int) -> list[Formula]:
        picked = chance.sample(names, min(count, len(names)))
        return [Name(name) if chance.random() < 0.5 else Not(Name(name)) for name in picked]

    def statement() -> Statement:
        return Statement(conjunction(literals(2)) if chance.random() < 0.5 else Or(tuple(literals(2))))

    acts = tuple(
        Option(
            name,
            chance.choice(makers),
            one_way=directed and chance.random() < 0.2,
            no_return=directed and chance.random() < 0.1,
            frozen=chance.choice([True, False]) if directed and chance.random() < 0.05 else None,
        )
        for name in names
    )
    rules = tuple(Rule(conjunction(literals(chance.randint(2, 3)))) for _ in range(chance.randint(0, 4)))
    wanted: dict[str, Preference] = {
        maker: Prioritization(tuple((statement(),) for _ in range(chance.randint(0, statements))), Rest.indifferent) for maker in makers
    }
    return Conflict(acts, makers, wanted, rules)


def winding_conflict(options: int) -> Conflict:
    """One path of improvements winds through a whole space of ``options`` options, and each step has to wait for the one before.

    The path is a Gray code, so each step changes one option, whose owner gains by that step and by no other move. I, whose option the
    others do not care about, is hurt more with every step.
    """
    path = [at ^ at >> 1 for at in range(2**options)]
    labels = ["".join("Y" if code >> k & 1 else "N" for k in range(options)) for code in path]
    makers = tuple(f"D{k}" for k in range(options))
    gained: dict[str, list[str]] = {maker: [] for maker in makers}
    for (here, there), label in zip(itertools.pairwise(path), labels[1:], strict=True):
        gained[makers[(here ^ there).bit_length() - 1]].append(label)
    preferences: dict[str, Preference] = {"I": Ranking(tuple((own + label,) for label in labels for own in "YN"))}
    for maker, better in gained.items():
        worse = sorted(set(labels) - set(better))
        preferences[maker] = Ranking(tuple(tuple(own + label for label in tie for own in "YN") for tie in (better, worse)))
    moves = tuple(Option(f"o{k}", maker) for k, maker in enumerate(makers))
    return Conflict((Option("i", "I"), *moves), ("I", *makers), preferences)
