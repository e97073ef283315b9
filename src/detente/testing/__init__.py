"""Hypothesis strategies for conflicts, accounts and dossiers; public."""
