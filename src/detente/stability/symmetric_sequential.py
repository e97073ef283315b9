"""Symmetric sequential stability.

Every improvement of the decision maker is answered credibly, and so that no single move of its own, made afterwards, gets it above the
state it left: sequential and symmetric metarational at once, by the same reply.

    s is SSEQ stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R⁺_{N−i}(s1):  s ≽_i s2  and  ∀ s3 ∈ R_i(s2): s ≽_i s3

Names: *symmetric sequential* (SSEQ), Rêgo & Vieira 2015 for two decision makers, 2017 (rego2017) for more. The literature on strength of
preference uses the same letters for *strongly sequential*, which is another concept.
"""

from __future__ import annotations

import numpy as np

from detente.stability.option_form import Bools, OptionForm

__all__ = ["symmetric_sequential"]


def symmetric_sequential(form: OptionForm, maker: str) -> Bools:
    """Where ``maker`` is SSEQ stable: a bool array of shape (size,)."""
    rank = form.ranks[maker]
    ends = np.minimum(rank, form.lowest_by_improvements(maker, "best"))
    return form.highest(maker, ends) <= rank
