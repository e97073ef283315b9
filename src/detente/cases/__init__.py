"""Published conflicts with their published answers, and the example accounts."""
