"""Hypothesis strategies for conflicts, accounts and dossiers; public."""

from detente.testing.graph_models import conflicts, formulas, listed_conflicts, prioritizations, rankings

__all__ = ["conflicts", "formulas", "listed_conflicts", "prioritizations", "rankings"]
