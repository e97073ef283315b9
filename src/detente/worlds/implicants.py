"""Prime implicants of a verdict relative to the admissible worlds, from its table.

A *term* fixes some variables true (``yes``) and some false (``no``). It is an *implicant* of V if at least one admissible world extends
it and V holds in every admissible world that does; it is *prime* if without any one of its literals it is no implicant. Worlds that are
not admissible bind nobody, as "don't care" rows do in Quine's method (W. V. Quine, The problem of simplifying truth functions, 1952;
E. J. McCluskey, Minimization of Boolean functions, 1956), save that a term which only such rows extend is left out.

Method: all 3^n terms at once, as one array with an axis a variable (false, true, free). A term with a free variable is an implicant iff
its two halves are, so one sweep an axis fills the array, and one more strikes out whatever has an implicant above it. Twelve variables
are 531 441 bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_VARIABLES", "Term", "prime_terms", "tables"]

MOST_VARIABLES = 15  # 3^15 is 14 million terms, one byte each and a few arrays of them

_Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Term:
    """Indices of the variables fixed true and fixed false."""

    yes: tuple[int, ...]
    no: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.yes) + len(self.no)


def tables(variables: int, masks: Sequence[int], verdicts: Sequence[bool]) -> tuple[_Bits, _Bits]:
    """Which of the 2^n masks are admissible, and in which of them V holds; both flat, indexed by mask."""
    admissible = np.zeros(1 << variables, dtype=np.bool_)
    holds = np.zeros(1 << variables, dtype=np.bool_)
    at = np.asarray(masks, dtype=np.int64)
    admissible[at] = True
    holds[at] = np.asarray(verdicts, dtype=np.bool_)
    return admissible, holds


def prime_terms(admissible: _Bits, holds: _Bits) -> list[Term]:
    """The prime implicants of ``holds`` (shape 2^n, by mask) relative to ``admissible``: fewest literals first, then by variable."""
    variables = admissible.size.bit_length() - 1
    shape = (2,) * variables
    implicant = _swept((holds | ~admissible).reshape(shape), np.logical_and)
    prime = implicant & _swept(admissible.reshape(shape), np.logical_or)
    for axis in range(variables):
        fixed, free = (slice(None),) * axis + (slice(0, 2),), (slice(None),) * axis + (slice(2, 3),)
        prime[fixed] &= ~implicant[free]
    # axis 0 is the highest bit; reversed, column i is variable i: 0 false, 1 true, 2 free
    values = np.argwhere(prime)[:, ::-1] if variables else np.zeros((int(prime), 0), dtype=np.int64)
    terms = [Term(tuple(np.flatnonzero(row == 1).tolist()), tuple(np.flatnonzero(row == 0).tolist())) for row in values]
    return sorted(terms, key=lambda term: (len(term), term.yes, term.no))


def _swept(start: _Bits, join: np.ufunc) -> _Bits:
    """Add to every axis, after false and true, what both give together."""
    for axis in range(start.ndim):
        start = np.concatenate([start, join.reduce(start, axis=axis, keepdims=True)], axis=axis)
    return start
