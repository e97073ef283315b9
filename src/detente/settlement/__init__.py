"""What could be agreed: packages, their frontier, and fallback bargaining."""

from detente.settlement.fallback_bargaining import Fallback, fallback_bargaining
from detente.settlement.limits import Constraint, constraints
from detente.settlement.packages import Change, Compared, Package, Packages, packages, signatories

__all__ = [
    "Change",
    "Compared",
    "Constraint",
    "Fallback",
    "Package",
    "Packages",
    "constraints",
    "fallback_bargaining",
    "packages",
    "signatories",
]
