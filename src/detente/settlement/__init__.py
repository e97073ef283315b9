"""What could be agreed: packages, their frontier, and fallback bargaining."""

from detente.settlement.fallback_bargaining import Fallback, fallback_bargaining
from detente.settlement.limits import Constraint, constraints
from detente.settlement.packages import Change, Compared, Package, Packages, packages, signatories
from detente.settlement.zone import Alternative, Band, View, Zone, zone_of

__all__ = [
    "Alternative",
    "Band",
    "Change",
    "Compared",
    "Constraint",
    "Fallback",
    "Package",
    "Packages",
    "View",
    "Zone",
    "constraints",
    "fallback_bargaining",
    "packages",
    "signatories",
    "zone_of",
]
