"""What reasons cost: time to the first one and for a hundred results, from 60 to 500 demands, and how that grows.

Usage: ``python benchmarks/reasons.py [--demands 60 125 250 500] [--options 10 20 30 60] [--repeat 5]``. Medians of CPU time on this
machine, now; models are made with fixed seeds. Two families: *lines*, where demands are on single acts (30 to 80 of them), so that
reasons are short; *wide*, where each is a random clause over three acts, five demands an act, so that they are long. Then the verdict of
many worlds, and last what a whole diagnosis costs without listing states: reasons, packages that change no more than they must, other
ways to meet what is asked and the independent check, from 10 to 60 acts with about three statements an act.
"""

from __future__ import annotations

import argparse
import random
from itertools import count, islice
from math import log
from statistics import median
from time import thread_time

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim
from detente.graphmodel.conflict import Conflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Statement
from detente.graphmodel.statements import And, Formula, Name, Not, Or, parse
from detente.impasse.checking import check_packages, check_reasons, failures
from detente.impasse.deals import minimal_packages
from detente.impasse.encoding import encode
from detente.impasse.limits import each_reason, reasons
from detente.impasse.minimal import Session, minimal_sets
from detente.impasse.variants import variants
from detente.impasse.verdict import DealPossible
from detente.impasse.ways import ways

PARTIES = tuple(f"p{k}" for k in range(6))


def conflict(demands: int, family: str, seed: int) -> Conflict:
    """``demands`` demands of six parties over some acts, a few of which exclude one another; contradictory as a whole."""
    rng = random.Random(seed)
    names = [f"o{k}" for k in range(min(80, 30 + demands // 10) if family == "lines" else demands // 5)]

    def literal(yes: float) -> Formula:
        name = Name(rng.choice(names))
        return name if rng.random() < yes else Not(name)

    said: dict[str, list[Statement]] = {party: [] for party in PARTIES}
    for k in range(demands):
        party = rng.choice(PARTIES)
        # Parties 0 to 2 press for acts, 3 to 5 against them: most demands agree, and enough of them collide.
        lean = 0.95 if PARTIES.index(party) < 3 else 0.15
        formula = literal(lean) if family == "lines" else Or(tuple(literal(0.5) for _ in range(3)))
        said[party].append(Statement(formula, Kind.demand, f"d{k}"))
    preferences: dict[str, Preference] = {party: Prioritization((tuple(statements),)) for party, statements in said.items() if statements}
    rules = tuple(Rule(And((Name(a), Name(b))), f"r{k}") for k, (a, b) in enumerate(rng.sample(names, 2) for _ in range(len(names) // 3)))
    return Conflict(tuple(Option(name, rng.choice(PARTIES)) for name in names), PARTIES, preferences, rules, dict.fromkeys(names, False))


def timed(model: Conflict) -> tuple[float, float, float, int, int]:
    """Milliseconds to encode, from there to the first reason, for up to thirty more results; their number, the first one's length."""
    start = thread_time()
    encoding = encode(model, parse("true"))
    encoded = thread_time()
    with Session(encoding, given=encoding.question(stated=True)) as session:
        found = minimal_sets(session, encoding.asked(stated=True))
        first = next(found)
        one = thread_time()
        more = len(list(islice(found, 30)))
        return (encoded - start) * 1e3, (one - encoded) * 1e3, (thread_time() - one) * 1e3, more, len(first[1])


def slope(sizes: list[int], times: list[float]) -> float:
    """The exponent of the power law through the first and last point."""
    return log(times[-1] / times[0]) / log(sizes[-1] / sizes[0]) if len(sizes) > 1 else float("nan")


def table(sizes: list[int], repeat: int) -> None:
    """Time to encode, to the first reason, for the next hundred results."""
    print(f"{'family':<8}{'demands':>8}{'encode ms':>11}{'first ms':>10}{'size':>6}{'per 100 ms':>13}{'told first ms':>15}")
    for family in ("lines", "wide"):
        firsts, hundreds = [], []
        for demands in sizes:
            made = (conflict(demands, family, seed) for seed in count())
            models = list(islice((one for one in made if next(each_reason(one, parse("true"), stated=True), None)), repeat))
            rows = [timed(model) for model in models]
            encode_ms, first_ms, next_ms, more, size = (median(row[k] for row in rows) for k in range(5))
            start = thread_time()
            for model in models:
                next(each_reason(model, parse("true"), stated=True))
            told = (thread_time() - start) / len(models) * 1e3
            per_hundred = next_ms / more * 100 if more else float("nan")
            print(f"{family:<8}{demands:>8}{encode_ms:>11.1f}{first_ms:>10.2f}{size:>6.0f}{per_hundred:>13.1f}{told:>15.1f}")
            firsts.append(first_ms)
            hundreds.append(per_hundred)
        print(f"{'':<8}{'growth':>8}{'':>11}{slope(sizes, firsts):>10.2f}{'':>6}{slope(sizes, hundreds):>13.2f}   (exponents)")


def verdicts(sizes: list[int], worlds: int = 2000) -> None:
    """Microseconds a world for the deal verdict, each statement resting on a claim of its own and one act in ten on another."""
    print(f"\n{'statements':>10}{'claims':>8}{'worlds':>8}{'us a world':>12}{'solvers':>9}")
    for demands in sizes:
        rng = random.Random(demands)
        model = conflict(demands, "wide", 0)
        claims = [f"c{k}" for k in range(demands + len(model.options) // 10)]
        spare = iter(claims[demands:])
        options = {o.name: {"party": o.decision_maker, "now": "no"} for o in model.options}
        for name in list(options)[: len(options) // 10]:
            options[name]["because"] = [next(spare)]  # type: ignore[assignment]
        statements = {
            party: [{"any_order": [{"demand": str(s.formula), "id": s.id, "because": [f"c{s.id[1:]}"]} for s in preference.statements]}]
            for party, preference in model.preferences.items()
            if isinstance(preference, Prioritization)
        }
        file = {"detente": 1, "title": "generated", "parties": {p: {"name": p} for p in PARTIES}, "options": options}
        dossier = Dossier(
            DossierFile.model_validate({**file, "preferences": statements, "goals": {"deal": "o0 or o1"}}),
            claims={claim: Claim(claim, claim) for claim in claims},
        )
        verdict = DealPossible(dossier, "deal", stated=True)
        asked = [frozenset(rng.sample(claims, rng.randrange(len(claims) // 4, len(claims)))) for _ in range(worlds)]
        verdict(asked[0])
        start = thread_time()
        for accepted in asked:
            verdict(accepted)
        spent = thread_time() - start
        print(f"{demands:>10}{len(claims):>8}{worlds:>8}{spent / worlds * 1e6:>12.0f}{verdict.built:>9}")


def questions(sizes: list[int], repeat: int, at_most: int = 50) -> None:
    """CPU seconds for each part of a diagnosis of a goal of two acts, at the limits, with ``at_most`` results each."""
    parts = ("reasons", "packages", "variants", "ways", "check")
    print(f"\n{'options':>8}{'statements':>11}" + "".join(f"{part + ' s':>12}" for part in parts) + f"{'found':>16}")
    totals = []
    for options in sizes:
        rows = [_question(options, seed, at_most) for seed in range(repeat)]
        spent = [median(times[part] for times, _ in rows) for part in range(len(parts))]
        found = " + ".join(str(int(median(numbers[k] for _, numbers in rows))) for k in range(2))
        print(f"{options:>8}{3 * options + options // 3:>11}" + "".join(f"{one:>12.3f}" for one in spent) + f"{found:>16}")
        totals.append(sum(spent))
    print(f"{'growth':>8}{slope(sizes, totals):>11.2f}   (exponent of the sum; found: reasons + packages)")


def mixed(options: int, seed: int) -> tuple[Conflict, Formula]:
    """Six parties, about three statements an act: most of them wishes, some conditions and demands, few red lines."""
    rng = random.Random(seed)
    names = [f"o{k}" for k in range(options)]
    owner = {name: rng.choice(PARTIES) for name in names}
    said: dict[str, list[Statement]] = {party: [] for party in PARTIES}
    for k in range(3 * options + options // 3):
        a, b = rng.sample(names, 2)
        kind = rng.choices(list(Kind), [0.2, 2, 4, 8])[0]
        own = [name for name in names if owner[name] == owner[a]]
        formula = {
            Kind.limit: Not(Name(rng.choice(own))),
            Kind.condition: parse(f"{a} only if {b}"),
            Kind.demand: Not(Name(a)) if rng.random() < 0.5 else Name(b),
            Kind.want: Or((Name(a), Name(b))),
        }[kind]
        said[owner[a]].append(Statement(formula, kind, f"s{k}"))
    preferences: dict[str, Preference] = {party: Prioritization((tuple(statements),)) for party, statements in said.items() if statements}
    conflict = Conflict(tuple(Option(name, owner[name]) for name in names), PARTIES, preferences, (), dict.fromkeys(names, False))
    return conflict, And((Name(names[0]), Name(names[1])))


def _question(options: int, seed: int, at_most: int) -> tuple[list[float], tuple[int, int]]:
    conflict, goal = mixed(options, seed)
    times, start = [], thread_time()

    def lap() -> None:
        nonlocal start
        times.append(thread_time() - start)
        start = thread_time()

    blocked = reasons(conflict, goal, stated=True, at_most=at_most)
    lap()
    listed = minimal_packages(conflict, goal, at_most=at_most)
    lap()
    variants(conflict, goal, at_most=at_most)
    lap()
    for party in conflict.decision_makers:
        preference = conflict.preference(party)
        for statement in preference.statements if isinstance(preference, Prioritization) else ():
            list(islice(ways(conflict, goal, statement.formula, owner=party), 8))
            break
    lap()
    wrong = failures((*check_reasons(conflict, blocked), *check_packages(conflict, listed)))
    lap()
    if wrong:
        raise SystemExit(f"the independent check found {wrong[0]}")
    return times, (len(blocked.reasons), len(listed.listed))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demands", type=int, nargs="+", default=[60, 125, 250, 500])
    parser.add_argument("--options", type=int, nargs="+", default=[10, 20, 30, 40, 50, 60])
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    table(arguments.demands, arguments.repeat)
    verdicts(arguments.demands)
    questions(arguments.options, arguments.repeat)


if __name__ == "__main__":
    main()
