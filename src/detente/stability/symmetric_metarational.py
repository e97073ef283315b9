"""Symmetric metarational stability.

Every improvement of the decision maker can be answered so that no single move of its own, made afterwards, gets it above the state it left.

    s is SMR stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R_{N−i}(s1):  s ≽_i s2  and  ∀ s3 ∈ R_i(s2): s ≽_i s3

The countermove is any unilateral move, whether it improves on s2 or not.

Names: *symmetric metarational* (SMR), Howard 1971 (howard1971); for graph models Fang, Hipel & Kilgour 1993 (fang1993).
"""

from __future__ import annotations

import numpy as np

from detente.stability.option_form import Bools, OptionForm

__all__ = ["symmetric_metarational"]


def symmetric_metarational(form: OptionForm, maker: str) -> Bools:
    """Where ``maker`` is SMR stable: a bool array of shape (size,)."""
    rank = form.ranks[maker]
    ends = np.minimum(rank, form.lowest_reached(maker, "best"))
    return form.highest(maker, ends) <= rank
