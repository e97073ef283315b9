"""Strength of preference: whether a state is held by deterrents that hurt much, or only by mild ones; one concept a file."""

from detente.stability.strength.degree import Degree, StrengthVerdict, check_strength, strength_of_stability
from detente.stability.strength.solution import StrengthSolution, solve_strength, strength_where_stated

__all__ = [
    "Degree",
    "StrengthSolution",
    "StrengthVerdict",
    "check_strength",
    "solve_strength",
    "strength_of_stability",
    "strength_where_stated",
]
