"""A small trained encoder that finds who is reported to say what; in NumPy alone, from weights that come with the package."""
