"""Published conflicts with their published answers, and the example accounts."""

from detente.cases.catalog import Published, load, names, published

__all__ = ["Published", "load", "names", "published"]
