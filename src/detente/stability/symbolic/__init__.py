"""Stability beyond enumeration: questions about dozens of options, answered without listing a state."""

from detente.stability.symbolic.metarational import gmr_equilibria, smr_equilibria
from detente.stability.symbolic.nash import nash_equilibria
from detente.stability.symbolic.result import SymbolicResult

__all__ = ["SymbolicResult", "gmr_equilibria", "nash_equilibria", "smr_equilibria"]
