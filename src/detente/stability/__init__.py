"""Where a conflict comes to rest: one solution concept a file."""

from detente.stability.concepts import Concept
from detente.stability.equilibria import Solution, solve

__all__ = ["Concept", "Solution", "solve"]
