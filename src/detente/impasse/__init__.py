"""Why there is no deal: which of four kinds of impasse this is, and what would remove it."""
