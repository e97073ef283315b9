"""Who can do what, and who prefers what: conflicts, formulas, preferences, state spaces. No text, no evidence."""
