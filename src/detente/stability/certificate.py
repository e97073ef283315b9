"""What a verdict says of itself: plain data, made in one place (:mod:`detente.stability.verdict`), checked in another.

For each unilateral improvement of the decision maker a verdict names the sanction that deters it, with the legal sequence of moves that
brings it about, or none.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from detente.stability.concepts import Concept

__all__ = ["Improvement", "Reply", "Standing", "Step", "Verdict"]

Standing = Literal["better", "equal", "worse"]


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a reply: ``mover`` brings about ``state`` (a label)."""

    mover: str
    state: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the others can do after an improvement: ``steps``, at least one, ending in ``state``.

    ``standing``: how the focal decision maker finds that state, against the one it left. ``countermoves``: where it could go from there by
    one move of its own (SMR and SSEQ look at them, else empty). ``escape``: one of those that it prefers to the state it left, in which
    case the reply does not deter.
    """

    steps: tuple[Step, ...]
    state: str
    standing: Standing
    countermoves: tuple[str, ...] = ()
    escape: str | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """A unilateral improvement: the ``state`` it leads to, and the ``sanction`` that deters it, or None.

    ``replies``: where nothing deters, how many states the others can bring about after it; else how many were looked at, at most as many.
    ``escaped``: where nothing deters, replies that would leave the decision maker no better off if it could not move on (the shortest few).
    """

    state: str
    sanction: Reply | None
    replies: int
    escaped: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether ``decision_maker`` would stay in ``state`` under ``concept``, and why: stable iff every improvement is deterred."""

    decision_maker: str
    state: str
    concept: Concept
    stable: bool
    improvements: tuple[Improvement, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"concept": str(self.concept)}
