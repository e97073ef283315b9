"""Hypothesis strategies for conflicts, accounts and dossiers; public."""

from detente.testing.graph_models import conflicts, formulas, listed_conflicts, prioritizations, rankings
from detente.testing.strength import conflicts_with_strength, listed_conflicts_with_strength

__all__ = [
    "conflicts",
    "conflicts_with_strength",
    "formulas",
    "listed_conflicts",
    "listed_conflicts_with_strength",
    "prioritizations",
    "rankings",
]
