"""Where a conflict comes to rest: one solution concept a file."""
