"""How the hinges grow with the number of claims, and every verdict of all worlds of a dossier with 10 acts and 4 parties.

    python benchmarks/worlds.py [--claims 16]

First the hinges of three verdicts that cost next to nothing: one without structure (arbitrary), one that counts (a majority of elements)
and one of a few claims. Each claim carries one element, so that nothing can be merged: the worst case. The number of terms grows by 3 a
claim, the number of worlds by 2.

Then how long it takes to solve all worlds of contested claims, some of them structural: an act that is frozen at now where its claim
falls, a rule or a party that falls; the others carry statements. All five concepts, every situation, for each party and everybody; then
the same of rules alone, which leave most situations, and one verdict of all worlds. Beside it what a sample of the same worlds says of the
time that all would take one by one. Seconds are of processor time of one thread; the ratio between neighbouring rows is what to read.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from detente.analysis.verdicts_over_worlds import resting_verdict, verdicts_over_worlds
from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.evidence import Claim
from detente.stability import solve
from detente.testing.worlds import arbitrary_verdict
from detente.worlds.hinges import Hinges, hinges
from detente.worlds.questions import questions
from detente.worlds.world import worlds

Verdict = Callable[[frozenset[str]], bool]


def dossier_of(claims: int) -> Dossier:
    options = {f"o{k}": {"party": "north", "now": "no", "because": [f"c{k}"]} for k in range(claims)}
    file = DossierFile.model_validate({"detente": 1, "title": "t", "parties": {"north": {"name": "North"}}, "options": options})
    return Dossier(file, claims={f"c{k}": Claim(f"c{k}", "") for k in range(claims)})


def verdicts(dossier: Dossier) -> dict[str, Verdict]:
    half = len(dossier.claims) // 2
    table: dict[frozenset[str], bool] = {}
    slow = arbitrary_verdict(dossier, 1)

    def arbitrary(claims: frozenset[str]) -> bool:
        if claims not in table:
            table[claims] = slow(claims)
        return table[claims]

    return {
        "arbitrary": arbitrary,
        "majority": lambda claims: len(claims) > half,
        "few": lambda claims: "c0" in claims and "c1" not in claims,
    }


def measured(dossier: Dossier, verdict: Verdict) -> tuple[Hinges, float]:
    found = hinges(dossier, verdict, bound=1 << 15)  # this call fills the table of the arbitrary verdict
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        hinges(dossier, verdict, bound=1 << 15)
        best = min(best, time.perf_counter() - start)
    return found, best


ACTS, PARTIES, STATEMENTS = 10, 4, 12
MIXED = ["option", "rule", "party", "option"] * 2 + ["option", "rule"] * 4
"""What each structural claim carries: 8 acts, 6 rules, 2 parties."""


def contested(claims: int, structural: int, *, kinds: Sequence[str] = MIXED) -> Dossier:
    """10 acts dealt round among 4 parties of 12 statements each; so many claims carry one element each, the first of them no statement."""
    chance = random.Random(1)
    acts, who = [f"o{k}" for k in range(ACTS)], [f"d{k}" for k in range(PARTIES)]

    def formula() -> str:
        literals = [name if chance.random() < 0.5 else f"not {name}" for name in chance.sample(acts, chance.randint(2, 3))]
        return (" and " if chance.random() < 0.5 else " or ").join(literals)

    options: dict[str, dict[str, Any]] = {name: {"party": who[k % PARTIES], "now": "no"} for k, name in enumerate(acts)}
    said: dict[str, list[dict[str, Any]]] = {party: [{"want": formula()} for _ in range(STATEMENTS)] for party in who}
    parties: dict[str, dict[str, Any]] = {party: {"name": party} for party in who}
    rules = []
    loose_acts, loose_parties = chance.sample(acts, ACTS), chance.sample(who, PARTIES)
    for k in range(claims):
        because = {"because": [f"c{k}"]}
        kind = kinds[k] if k < structural else "statement"
        if kind == "option":
            options[loose_acts.pop()] |= because
        elif kind == "party":
            parties[loose_parties.pop()] |= because
        elif kind == "rule":
            rules.append({"never": " and ".join(chance.sample(acts, 2)), **because})
        else:
            chance.choice([one for one in said[who[k % PARTIES]] if "because" not in one]).update(because)
    file = {"detente": 1, "title": "t", "parties": parties, "options": options, "preferences": said, "rules": rules}
    return Dossier(DossierFile.model_validate(file), claims={f"c{k}": Claim(f"c{k}", "") for k in range(claims)})


def spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def alone(dossier: Dossier, bound: int, *, sample: int = 60) -> float:
    """Seconds that all worlds would take one by one, by a chance sample of them."""
    every = [world.claims for world in worlds(dossier, bound=bound)]
    some = random.Random(2).sample(every, min(sample, len(every)))
    return spent(lambda: [solve(model(dossier, accepted=world).option_form) for world in some]) * len(every) / len(some)


def all_worlds(claims: int) -> None:
    heads = (
        f"{'claims':>6} {'structural':>10} {'worlds':>7} {'every verdict s':>16} {'ratio':>6} {'one by one s':>13} {'one verdict s':>14}"
    )
    print(heads)
    for structural, kinds in ((0, MIXED), (6, MIXED), (10, MIXED), (16, MIXED), (16, ["rule"] * 16)):
        before = 0.0
        for count in range(claims - 4, claims + 1, 2):
            some = min(structural, count)
            dossier = contested(count, some, kinds=kinds)
            bound = 1 << count
            seconds = spent(lambda: verdicts_over_worlds(dossier, bound=bound))  # noqa: B023
            verdict = resting_verdict(dossier, "now")
            every = [world.claims for world in worlds(dossier, bound=bound)]
            one = spent(lambda: verdict.many(every))  # noqa: B023
            ratio = f"{seconds / before:.1f}" if before else "-"
            before = seconds
            kind = f"{some} rules" if kinds is not MIXED else str(some)
            numbers = f"{count:>6} {kind:>10} {len(every):>7} {seconds:>16.2f} {ratio:>6}"
            print(f"{numbers} {alone(dossier, bound):>13.0f} {one:>14.2f}", flush=True)


def growth() -> None:
    heads = f"{'claims':>6} {'worlds':>7} {'terms':>9} {'verdict':>10} {'carry':>6} {'defeat':>6}"
    print(f"{heads} {'hinges s':>9} {'ratio':>6} {'questions s':>12}")
    before: dict[str, float] = {}
    for claims in (4, 6, 8, 10, 12, 14):
        dossier = dossier_of(claims)
        for name, verdict in verdicts(dossier).items():
            found, seconds = measured(dossier, verdict)
            start = time.perf_counter()
            questions(dossier, found)
            asking = time.perf_counter() - start
            ratio = f"{seconds / before[name]:.1f}" if name in before else "-"
            before[name] = seconds
            numbers = f"{claims:>6} {len(found.worlds):>7} {3**claims:>9} {name:>10} {found.carry_count:>6} {found.defeat_count:>6}"
            print(f"{numbers} {seconds:>9.4f} {ratio:>6} {asking:>12.4f}")


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--claims", type=int, default=16, help="the largest number of contested claims (default 16: 65,536 worlds)")
    given = arguments.parse_args()
    growth()
    print()
    all_worlds(given.claims)


if __name__ == "__main__":
    main()
