"""Stability beyond enumeration: questions about dozens of options, answered without listing a state."""

from detente.stability.symbolic.metarational import gmr_equilibria, smr_equilibria
from detente.stability.symbolic.nash import nash_equilibria
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.sequential import SequentialAt, sequential_at

__all__ = ["SequentialAt", "SymbolicResult", "gmr_equilibria", "nash_equilibria", "sequential_at", "smr_equilibria"]
