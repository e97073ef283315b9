"""What needs options, or several pictures, written a second time from the printed definitions and compared.

Simultaneous stability in both readings, hypergames, the smallest changes of a list of statements and the counting of rankings. States,
moves, ranks and the five concepts are worked out here again, state by state, so that nothing of the package's engines is used.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import permutations, product
from math import factorial

import pytest

from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Ranking, Rest, Statement
from detente.graphmodel.statements import And, Formula, Name, Not, Or
from detente.stability import count_rankings, simultaneous, smallest_changes, solve_hypergame

FIVE = ("nash", "gmr", "smr", "seq", "sseq")
Arcs = dict[str, set[tuple[str, str]]]
Ranks = dict[str, dict[str, int]]


def true(formula: Formula, state: Mapping[str, bool]) -> bool:
    if isinstance(formula, Name):
        return state[formula.name]
    parts = [true(part, state) for part in formula.parts]
    return not parts[0] if isinstance(formula, Not) else all(parts) if isinstance(formula, And) else any(parts)


@dataclass(frozen=True)
class Picture:
    """States by label, arcs and ranks, read off a conflict by the definition of the option form."""

    states: tuple[str, ...]
    arcs: Arcs
    rank: Ranks

    @classmethod
    def of(cls, conflict: Conflict) -> Picture:
        names = conflict.option_names
        states = {}
        for letters in product("NY", repeat=len(names)):
            setting = {name: letter == "Y" for name, letter in zip(names, letters, strict=True)}
            if not any(true(rule.never, setting) for rule in conflict.rules):
                states["".join(letters)] = setting
        arcs: Arcs = {maker: set() for maker in conflict.decision_makers}
        for maker, (s, a), (t, b) in product(arcs, states.items(), states.items()):
            changed = [option for option in conflict.options if a[option.name] != b[option.name]]
            allowed = all(not (option.one_way if a[option.name] else option.no_return) for option in changed)
            if changed and allowed and all(option.decision_maker == maker for option in changed):
                arcs[maker].add((s, t))
        rank: Ranks = {}
        for maker in arcs:
            said = [statement.formula for statement in conflict.preference(maker).statements]  # type: ignore[union-attr]
            vectors = {s: [true(formula, setting) for formula in said] for s, setting in states.items()}
            order = sorted({tuple(vector) for vector in vectors.values()})
            rank[maker] = {s: order.index(tuple(vector)) for s, vector in vectors.items()}
        return cls(tuple(states), arcs, rank)

    def better(self, maker: str) -> set[tuple[str, str]]:
        return {(s, t) for s, t in self.arcs[maker] if self.rank[maker][t] > self.rank[maker][s]}

    def ends(self, team: Collection[str], start: str, *, improving: bool) -> set[str]:
        arcs = {j: self.better(j) if improving else self.arcs[j] for j in team}
        last: dict[str, set[str]] = {}
        while True:
            grown = {t: set(by) for t, by in last.items()}
            for j in team:
                for s, t in arcs[j]:
                    if s == start or last.get(s, {j}) != {j}:
                        grown.setdefault(t, set()).add(j)
            if grown == last:
                return set(last)
            last = grown

    def stays(self, concept: str, i: str, s: str) -> bool:
        rank, others = self.rank[i], [j for j in self.arcs if j != i]
        fear = {t for t in self.states if rank[s] >= rank[t]}
        if concept in {"smr", "sseq"}:
            fear = {t for t in fear if all(rank[s] >= rank[u] for a, u in self.arcs[i] if a == t)}
        gains = [t for a, t in self.better(i) if a == s]
        return all(concept != "nash" and fear & self.ends(others, t, improving="seq" in concept) for t in gains)

    def rests(self, concept: str, s: str) -> bool:
        return all(self.stays(concept, i, s) for i in self.arcs)


def conflict_of(chance: random.Random, *, options: int = 4, makers: int | None = None, statements: int = 4) -> Conflict:
    names = [f"o{k}" for k in range(chance.randint(2, options))]
    who = tuple("ABCD"[: makers or chance.randint(2, 4)])

    def literal() -> Formula:
        name = Name(chance.choice(names))
        return name if chance.random() < 0.5 else Not(name)

    def formula() -> Formula:
        return chance.choice([literal(), And((literal(), literal())), Or((literal(), literal()))])

    said = {i: tuple((Statement(formula()),) for _ in range(chance.randint(0, statements))) for i in who}
    return Conflict(
        options=tuple(Option(name, chance.choice(who), one_way=chance.random() < 0.15, no_return=chance.random() < 0.15) for name in names),
        decision_makers=who,
        preferences={i: Prioritization(tiers, Rest.indifferent) for i, tiers in said.items()},
        rules=tuple(Rule(And((Name(a), Not(Name(b))))) for a, b in [chance.sample(names, 2)] if chance.random() < 0.5),
    )


@pytest.mark.parametrize("seed", range(30))
def test_simultaneous(seed: int) -> None:
    conflict = conflict_of(random.Random(seed))
    here = Picture.of(conflict)
    order = sorted(here.states, key=lambda s: s[::-1])  # the state space counts with the first option fastest

    def blocked(s: str, i: str, own: str, others: Collection[str]) -> bool:
        moves = [[s, *(t for a, t in here.better(j) if a == s)] for j in others]
        for chosen in product(*moves):
            if any(t != s for t in chosen):
                flips = [sum(t[k] != s[k] for t in (own, *chosen)) for k in range(len(s))]
                p = "".join({"Y": "N", "N": "Y"}[letter] if flip else letter for letter, flip in zip(s, flips, strict=True))
                if p in here.rank[i] and here.rank[i][s] >= here.rank[i][p]:
                    return True
        return False

    for after in (None, "seq", "nash"):
        found = simultaneous(conflict, after=after)
        for at, s in enumerate(order):
            restless = [i for i in here.arcs if after is None or not here.stays(after, i, s)]
            for i in here.arcs:
                mine = i not in restless
                if i in restless and (after is None or len(restless) >= 2):
                    mine = all(blocked(s, i, t, [j for j in restless if j != i]) for a, t in here.better(i) if a == s)
                assert found[i][at] == mine, (after, i, s)


@pytest.mark.parametrize("seed", range(30))
def test_hypergames(seed: int) -> None:
    chance = random.Random(seed)
    first = conflict_of(chance)
    pictures = {}
    for i in first.decision_makers:  # the same options, seen otherwise: preferences, rules, who can do what, which way
        other = conflict_of(chance, makers=len(first.decision_makers))
        while other.option_names != first.option_names:
            other = conflict_of(chance, makers=len(first.decision_makers))
        pictures[i] = other
    found = solve_hypergame(pictures)
    seen = {i: Picture.of(picture) for i, picture in pictures.items()}
    known = set.intersection(*(set(picture.states) for picture in seen.values()))
    every = set.union(*(set(picture.states) for picture in seen.values()))
    assert set(found.states) == every
    assert {i: set(states) for i, states in found.unforeseen.items()} == {i: every - set(seen[i].states) for i in seen}
    for concept in FIVE:
        for i, picture in seen.items():
            for s in every:
                assert found.stays(concept, i, s) == (picture.stays(concept, i, s) if s in picture.states else None)
        assert set(found.equilibria(concept)) == {s for s in known if all(seen[i].stays(concept, i, s) for i in seen)}


@pytest.mark.parametrize("seed", range(24))
def test_smallest_changes(seed: int) -> None:
    """All lists that one change makes, then all that two make: the first of them with which the state rests, and no others."""
    chance = random.Random(seed)
    conflict = conflict_of(chance, options=3, makers=chance.choice([2, 3]), statements=3)
    here = Picture.of(conflict)
    s, concept = chance.choice(here.states), chance.choice(FIVE)
    found = smallest_changes(conflict, s, concept)
    assert found.rests == here.rests(concept, s)
    for i in conflict.decision_makers:
        said = tuple(conflict.preference(i).statements)  # type: ignore[union-attr]
        wanted: set[tuple[Statement, ...]] = set()
        lists = {said}
        for _ in range(0 if found.rests else 2):
            taken = {(one[:k] + one[k + 1 :], one[k]) for one in lists for k in range(len(one))}
            lists |= {rest for rest, _ in taken} | {(*rest[:k], out, *rest[k:]) for rest, out in taken for k in range(len(rest) + 1)}
            stated = {one: {**conflict.preferences, i: Prioritization(tuple((x,) for x in one), Rest.indifferent)} for one in lists}
            wanted = {one for one in lists if Picture.of(replace(conflict, preferences=stated[one])).rests(concept, s)}
            if wanted:
                break
        after = set()
        for changes in found.changes[i]:
            now = said
            for change in changes:
                assert now[change.at] is change.statement
                now = now[: change.at] + now[change.at + 1 :]
                now = now if change.to is None else (*now[: change.to], change.statement, *now[change.to :])
            after.add(now)
        assert (after, found.complete[i]) == (wanted, True)
        assert len({len(changes) for changes in found.changes[i]}) <= 1


@pytest.mark.parametrize("seed", range(12))
def test_counts_of_rankings(seed: int) -> None:
    """Every joint strict order of the free, one by one, over moves of any kind."""
    chance = random.Random(seed)
    makers = "ABC"[: chance.choice([2, 3])]
    states = tuple(f"s{k}" for k in range(chance.choice([3, 4])))
    pairs = [(s, t) for s in states for t in states if s != t]
    arcs = {i: {pair for pair in pairs if chance.random() < 0.4} for i in makers}
    rank = {i: {s: chance.randrange(3) for s in states} for i in makers}
    classes = {i: [tuple(s for s in states if rank[i][s] == v) for v in (2, 1, 0)] for i in makers}
    ranking = {i: Ranking(tuple(tie for tie in classes[i] if tie)) for i in makers}
    free = chance.sample(makers, 2 if len(states) == 3 and chance.random() < 0.6 else 1)
    found = count_rankings(ListedConflict(states, {i: tuple(sorted(arcs[i])) for i in makers}, ranking), "s0", free=free)
    mine = dict.fromkeys(FIVE, 0)
    for orders in product(permutations(range(len(states))), repeat=len(free)):
        changed = {i: dict(zip(states, order, strict=True)) for i, order in zip(free, orders, strict=True)}
        picture = Picture(states, arcs, {**rank, **changed})
        for concept in FIVE:
            mine[concept] += picture.rests(concept, "s0")
    assert {str(concept): count for concept, count in found.counts.items()} == mine
    assert found.rankings == factorial(len(states)) ** len(free)
