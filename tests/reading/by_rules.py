"""The reader as far as its rules for stances and parties go, without the networks beside them: what tests of single rules ask."""

from __future__ import annotations

from functools import partial

from detente.reading import read as by_both

__all__ = ["read"]

read = partial(by_both, positions="rules")
