"""How the hinges grow with the number of claims, for a verdict that costs next to nothing.

    python benchmarks/worlds.py

Three verdicts: one without structure (arbitrary), one that counts (a majority of elements) and one of a few claims. Each claim carries one
element, so that nothing can be merged: the worst case. Seconds are of this machine; the ratio between neighbouring rows is what to read.
The number of terms grows by 3 a claim, the number of worlds by 2.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim
from detente.testing.worlds import arbitrary_verdict
from detente.worlds.hinges import Hinges, hinges
from detente.worlds.questions import questions

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


def main() -> None:
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


if __name__ == "__main__":
    main()
