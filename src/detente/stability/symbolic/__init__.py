"""Stability beyond enumeration: questions about dozens of options, answered without listing a state."""

from detente.stability.symbolic.checking import check_standing
from detente.stability.symbolic.metarational import gmr_equilibria, smr_equilibria
from detente.stability.symbolic.nash import nash_equilibria
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.standing import StandingAt, sequential_at, standing_at
from detente.stability.symbolic.undeterred import sequential_equilibria, symmetric_sequential_equilibria

__all__ = [
    "StandingAt",
    "SymbolicResult",
    "check_standing",
    "gmr_equilibria",
    "nash_equilibria",
    "sequential_at",
    "sequential_equilibria",
    "smr_equilibria",
    "standing_at",
    "symmetric_sequential_equilibria",
]
