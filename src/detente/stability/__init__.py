"""Where a conflict comes to rest: one solution concept a file."""

from detente.stability.concepts import Concept
from detente.stability.equilibria import Solution, solve
from detente.stability.over_completions import OverCompletions, stability_over_completions
from detente.stability.state_graph import StateGraph, state_graph
from detente.stability.verdict import Verdict, check, explain

__all__ = [
    "Concept",
    "OverCompletions",
    "Solution",
    "StateGraph",
    "Verdict",
    "check",
    "explain",
    "solve",
    "stability_over_completions",
    "state_graph",
]
