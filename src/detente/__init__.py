"""Détente: what follows from what was said, on whose word, and what would change it."""
