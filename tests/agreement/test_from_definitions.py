"""Concepts beside the five, written a second time from the printed definitions alone and compared on small models of every kind.

Nothing here is taken from the package but the containers. Legal sequences are grown by the induction on Ω_H(s, t), the set of those who can
make the last move, where the package searches a graph of (state, last mover); sets are Python sets, ranks are looked up one by one. The
models have intransitive and irreversible moves, moves that two decision makers own, ties, idle decision makers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

import pytest

from detente.graphmodel.moves import GraphModel
from detente.stability import (
    coalition_improvements,
    coalition_stable,
    equilibrium_jumps,
    limited_move,
    nonmyopic,
    relational_stable,
    stable_under_unknown,
    status_quo,
    universally_stable,
)
from detente.stability.strength.reference import strongly_stable_states

Moves = dict[str, set[tuple[int, int]]]


@dataclass(frozen=True)
class Small:
    """A graph model as sets of arcs and a table of ranks."""

    makers: tuple[str, ...]
    size: int
    arcs: Moves
    rank: dict[str, list[int]]

    def better(self) -> Moves:
        return {i: {(s, t) for s, t in arcs if self.rank[i][t] > self.rank[i][s]} for i, arcs in self.arcs.items()}

    def model(self) -> GraphModel:
        successors = {i: [tuple(sorted(t for a, t in arcs if a == s)) for s in range(self.size)] for i, arcs in self.arcs.items()}
        return GraphModel(self.makers, tuple(f"s{k}" for k in range(self.size)), successors, self.rank)


def small(seed: int, *, makers: int | None = None, strict: bool = False, largest: int = 6) -> Small:
    chance = random.Random(seed)
    names = tuple("ABCD"[: makers or chance.randint(2, 4)])
    size, dense = chance.randint(2, largest), chance.choice([0.15, 0.3, 0.5])
    pairs = [(s, t) for s in range(size) for t in range(size) if s != t]
    arcs = {i: {pair for pair in pairs if chance.random() < dense} for i in names}
    ranks = {i: chance.sample(range(size), size) if strict else [chance.randrange(4) for _ in range(size)] for i in names}
    return Small(names, size, arcs, ranks)


def ends(arcs: Moves, team: Collection[str], start: int) -> set[int]:
    """R_H(s) by induction: u joins if some t is reached whose last movers are not the next mover alone."""
    last: dict[int, set[str]] = {}
    while True:
        grown = {t: set(by) for t, by in last.items()}
        for j in team:
            for s, t in arcs[j]:
                if s == start or (s in last and last[s] != {j}):
                    # A first move leaves the start whatever the sequence did before; later ones need another last mover.
                    grown.setdefault(t, set()).add(j)
        if grown == last:
            return set(last)
        last = grown


def teams(members: Iterable[str]) -> list[tuple[str, ...]]:
    every = tuple(members)
    return [team for size in range(1, len(every) + 1) for team in combinations(every, size)]


def out(arcs: Iterable[tuple[int, int]], s: int) -> set[int]:
    return {t for a, t in arcs if a == s}


def joint(case: Small, team: Collection[str], s: int) -> set[int]:
    return {t for t in ends(case.arcs, team, s) if all(case.rank[i][t] > case.rank[i][s] for i in team)}


def coalitional(case: Small, team: tuple[str, ...], s: int) -> dict[str, bool]:
    others = [j for j in case.makers if j not in team]
    better = joint(case, team, s)

    def hurts(t: int) -> bool:
        return any(case.rank[i][s] >= case.rank[i][t] for i in team)

    joint_arcs = {"+".join(sub): {(a, t) for a in range(case.size) for t in joint(case, sub, a)} for sub in teams(others)}
    replies: dict[str, Callable[[int], set[int]]] = {
        "cgmr": lambda s1: ends(case.arcs, others, s1),
        "csmr": lambda s1: {t for t in ends(case.arcs, others, s1) if all(map(hurts, ends(case.arcs, team, t)))},
        "cseq_ui": lambda s1: ends(case.better(), others, s1),
        "cseq_ci": lambda s1: ends(joint_arcs, list(joint_arcs), s1),
    }
    return {"cnash": not better} | {name: all(any(map(hurts, reply(s1))) for s1 in better) for name, reply in replies.items()}


@pytest.mark.parametrize("seed", range(60))
def test_coalitions(seed: int) -> None:
    case = small(seed)
    model = case.model()
    everybody: dict[tuple[str, int], bool] = {}
    for team in teams(case.makers):
        found = coalition_stable(model, team)
        for s in range(case.size):
            assert set(coalition_improvements(model, team, s)) == joint(case, team, s)
            mine = coalitional(case, team, s)
            assert {str(concept): flags[s] for concept, flags in found.items()} == mine
            for name, stays in mine.items():
                everybody[name, s] = everybody.get((name, s), True) and stays
    assert {(str(c), s): flag for c, flags in universally_stable(model).items() for s, flag in enumerate(flags)} == everybody
    resting = {s for s in range(case.size) if not any(out(arcs, s) for arcs in case.better().values())}
    jumps = {(team, s, t) for team in teams(case.makers) if len(team) > 1 for s in resting for t in joint(case, team, s) & resting - {s}}
    assert set(equilibrium_jumps(model, resting)) == jumps


@pytest.mark.parametrize("seed", range(60))
def test_unknown_preference(seed: int) -> None:
    case, chance = small(seed), random.Random(-seed)
    relation = {i: [[0] * case.size for _ in range(case.size)] for i in case.makers}
    for i in case.makers:  # any relation at all: transitivity is not required
        for s, t in combinations(range(case.size), 2):
            relation[i][t][s] = chance.choice([1, 0, -1, 2])
            relation[i][s][t] = {1: -1, -1: 1}.get(relation[i][t][s], relation[i][t][s])
    credible = {i: {(s, t) for s, t in case.arcs[i] if relation[i][t][s] in (1, 2)} for i in case.makers}
    for extension, leaves_for, deters in (("a", (1, 2), (0, -1)), ("b", (1,), (0, -1)), ("c", (1, 2), (0, -1, 2)), ("d", (1,), (0, -1, 2))):
        found = stable_under_unknown(case.model(), relation, extension)  # type: ignore[arg-type]
        for i in case.makers:
            others = [j for j in case.makers if j != i]
            for s in range(case.size):
                fear = {t for t in range(case.size) if relation[i][t][s] in deters}
                firm = {t for t in fear if out(case.arcs[i], t) <= fear}
                gains = {t for t in out(case.arcs[i], s) if relation[i][t][s] in leaves_for}
                mine = {"nash": not gains}
                for name, arcs, sanctions in (
                    ("gmr", case.arcs, fear),
                    ("smr", case.arcs, firm),
                    ("seq", credible, fear),
                    ("sseq", credible, firm),
                ):
                    mine[name] = all(ends(arcs, others, s1) & sanctions for s1 in gains)
                assert {str(c): bool(by[i][s]) for c, by in found.items()} == mine, (extension, i, s)


@pytest.mark.parametrize("seed", range(60))
def test_strength(seed: int) -> None:
    case, chance = small(seed), random.Random(-seed)
    gap = {i: chance.choice([1, 2, 3]) for i in case.makers}  # strongly worse: at least so many ranks below
    bounds = {i: [max(rank - gap[i], -1) for rank in case.rank[i]] for i in case.makers}
    found = strongly_stable_states(case.model(), bounds)
    for i in case.makers:
        others = [j for j in case.makers if j != i]
        for s in range(case.size):
            dread = {t for t in range(case.size) if case.rank[i][s] - case.rank[i][t] >= gap[i]}
            firm = {t for t in dread if out(case.arcs[i], t) <= dread}
            gains = out(case.better()[i], s)
            for name, arcs, sanctions in (
                ("gmr", case.arcs, dread),
                ("smr", case.arcs, firm),
                ("seq", case.better(), dread),
                ("sseq", case.better(), firm),
            ):
                assert found[name][i][s] == all(ends(arcs, others, s1) & sanctions for s1 in gains), (name, i, s)  # type: ignore[index]


def ahead(case: Small, i: str, s: int, h: int) -> int:
    """G_h(i, s), by recursion as printed."""
    (j,) = set(case.makers) - {i}
    if h == 0 or not out(case.arcs[i], s):
        return s
    ended = max((ahead(case, j, m, h - 1) for m in out(case.arcs[i], s)), key=case.rank[i].__getitem__)
    return ended if case.rank[i][ended] > case.rank[i][s] else s


@pytest.mark.parametrize("seed", range(60))
def test_moves_ahead(seed: int) -> None:
    case = small(seed, makers=2, strict=True, largest=4)  # the recursion is exponential in the horizon
    far = []
    for h in range(1, 8):
        mine = {i: tuple(ahead(case, i, s, h) == s for s in range(case.size)) for i in case.makers}
        assert limited_move(case.model(), h) == mine
        far.append(mine)
    found = nonmyopic(case.model())
    if found.horizon + found.period <= len(far):
        cycle = far[found.horizon - 1 : found.horizon - 1 + found.period]
        assert found.stable == {i: tuple(all(at[i][s] for at in cycle) for s in range(case.size)) for i in case.makers}


@pytest.mark.parametrize("seed", range(60))
def test_the_way_from_the_status_quo(seed: int) -> None:
    case = small(seed)
    for improving in (False, True):
        arcs = case.better() if improving else case.arcs
        found = status_quo(case.model(), "s0", improving=improving)
        layer = {i: out(arcs[i], 0) for i in case.makers}  # V_i^(1)
        first: dict[int, tuple[int, set[str]]] = {0: (0, set())}
        for h in range(1, len(case.makers) * case.size + 2):
            for t in {t for at in layer.values() for t in at} - set(first):
                first[t] = h, {i for i in case.makers if t in layer[i]}
            layer = {i: {t for j in case.makers if j != i for q in layer[j] for t in out(arcs[i], q)} for i in case.makers}
        assert dict(found.fewest) == {f"s{t}": h for t, (h, _) in first.items()}
        assert {t: set(by) for t, by in found.last_movers.items()} == {f"s{t}": by for t, (_, by) in first.items()}
        for label, path in found.paths.items():
            came, mover = 0, ""
            for step in path:
                assert (came, int(step.state[1:])) in arcs[step.mover]
                assert step.mover != mover
                came, mover = int(step.state[1:]), step.mover
            assert (f"s{came}", len(path)) == (label, found.fewest[label])


@pytest.mark.parametrize("seed", range(60))
def test_attitudes(seed: int) -> None:
    case, chance = small(seed), random.Random(-seed)
    held = {(i, j): chance.choice("+0-") if i != j or chance.random() < 0.2 else "+" for i in case.makers for j in case.makers}

    def prefers(i: str, q: int, s: int) -> bool:
        well = all(case.rank[j][q] >= case.rank[j][s] for j in case.makers if held[i, j] == "+")
        return well and all(case.rank[j][q] < case.rank[j][s] for j in case.makers if held[i, j] == "-")

    replies = {i: {(s, q) for s, q in arcs if prefers(i, q, s)} for i, arcs in case.arcs.items()}
    found = relational_stable(case.model(), held)
    for i in case.makers:
        others = [j for j in case.makers if j != i]
        for s in range(case.size):
            calm = {z for z in range(case.size) if z == s or not prefers(i, z, s)}
            firm = {z for z in calm if out(case.arcs[i], z) <= calm}
            gains = out(replies[i], s)
            mine = {"rnash": not gains}
            for name, arcs, sanctions in (("rgmr", case.arcs, calm), ("rsmr", case.arcs, firm), ("rseq", replies, calm)):
                mine[name] = all(ends(arcs, others, x) & sanctions for x in gains)
            assert {str(c): by[i][s] for c, by in found.items()} == mine, (i, s)
