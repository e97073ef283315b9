"""What is asked: would somebody stay in a state, under a concept, and how long may the answer take."""

from __future__ import annotations

from dataclasses import dataclass

from detente.stability.concepts import Concept
from detente.stability.symbolic.searching import Clock
from detente.stability.symbolic.terms import Setting, Terms

__all__ = ["Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether ``maker`` would leave ``setting``, which is feasible and in full."""

    terms: Terms
    maker: str
    setting: Setting
    concept: Concept
    clock: Clock
