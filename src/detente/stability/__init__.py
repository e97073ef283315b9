"""Where a conflict comes to rest: one solution concept a file.

What is asked of every conflict is loaded at once; the further concepts load on first use:

>>> from detente.stability import coalition_stable
>>> coalition_stable.__module__
'detente.stability.coalitional'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from detente.stability.checking import check
from detente.stability.concepts import Concept
from detente.stability.equilibria import Solution, solve

# These four functions are called like the modules they live in, and importing such a module binds its own name here. So they are imported
# here and now: their modules are then loaded, and no later import binds anything (docs/decisions/0003-lazy-public-names.md).
from detente.stability.limited_move import Nonmyopic, limited_move, nonmyopic
from detente.stability.no_win import NoWin, no_win, no_win_all
from detente.stability.over_completions import OverCompletions, stability_over_completions
from detente.stability.simultaneous import simultaneous
from detente.stability.state_graph import StateGraph, state_graph
from detente.stability.status_quo import StatusQuo, status_quo
from detente.stability.verdict import Verdict, explain

if TYPE_CHECKING:
    from detente.stability.attitudes import Attitude, RelationalConcept, relational_stable
    from detente.stability.coalitional import (
        CoalitionConcept,
        coalition_improvements,
        coalition_stable,
        coalitions,
        equilibrium_jumps,
        universally_stable,
    )
    from detente.stability.hypergames import HypergameSolution, solve_hypergame
    from detente.stability.inverse import Change, Inverse, smallest_changes
    from detente.stability.inverse_counts import RankingCounts, count_rankings
    from detente.stability.strength import (
        Degree,
        StrengthSolution,
        StrengthVerdict,
        check_strength,
        solve_strength,
        strength_of_stability,
    )
    from detente.stability.threats import Threat, threat
    from detente.stability.unknown_preference import stable_under_unknown, stated_relations
    from detente.stability.variants import VariantSolutions, dropping, solve_variants, varied

__all__ = [
    "Attitude",
    "Change",
    "CoalitionConcept",
    "Concept",
    "Degree",
    "HypergameSolution",
    "Inverse",
    "NoWin",
    "Nonmyopic",
    "OverCompletions",
    "RankingCounts",
    "RelationalConcept",
    "Solution",
    "StateGraph",
    "StatusQuo",
    "StrengthSolution",
    "StrengthVerdict",
    "Threat",
    "VariantSolutions",
    "Verdict",
    "check",
    "check_strength",
    "coalition_improvements",
    "coalition_stable",
    "coalitions",
    "count_rankings",
    "dropping",
    "equilibrium_jumps",
    "explain",
    "limited_move",
    "no_win",
    "no_win_all",
    "nonmyopic",
    "relational_stable",
    "simultaneous",
    "smallest_changes",
    "solve",
    "solve_hypergame",
    "solve_strength",
    "solve_variants",
    "stability_over_completions",
    "stable_under_unknown",
    "state_graph",
    "stated_relations",
    "status_quo",
    "strength_of_stability",
    "threat",
    "universally_stable",
    "varied",
]

# The module of each name that loads on first use; none of these names is a module's.
_HOMES = {
    name: f"detente.stability.{module}"
    for module, names in {
        "attitudes": ("Attitude", "RelationalConcept", "relational_stable"),
        "coalitional": (
            "CoalitionConcept",
            "coalition_improvements",
            "coalition_stable",
            "coalitions",
            "equilibrium_jumps",
            "universally_stable",
        ),
        "hypergames": ("HypergameSolution", "solve_hypergame"),
        "inverse": ("Change", "Inverse", "smallest_changes"),
        "inverse_counts": ("RankingCounts", "count_rankings"),
        "strength": ("Degree", "StrengthSolution", "StrengthVerdict", "check_strength", "solve_strength", "strength_of_stability"),
        "threats": ("Threat", "threat"),
        "unknown_preference": ("stable_under_unknown", "stated_relations"),
        "variants": ("VariantSolutions", "dropping", "solve_variants", "varied"),
    }.items()
    for name in names
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module 'detente.stability' has no attribute {name!r}"
        raise AttributeError(message, name=name)
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
