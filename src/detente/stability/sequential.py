"""Sequential stability.

Every improvement of the decision maker is answered credibly: the others, each step an improvement for the one who takes it, can bring about
a state that is no better for the decision maker than the one it left.

    s is SEQ stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R⁺_{N−i}(s1):  s ≽_i s2

An improvement is judged by its mover, against the state it leaves.

Names: *sequentially stable* (SEQ), Fraser & Hipel 1979, 1984 (fraser1979, fraser1984); for graph models Fang, Hipel & Kilgour 1993
(fang1993).
"""

from __future__ import annotations

from detente.stability.option_form import Bools, OptionForm

__all__ = ["sequential"]


def sequential(form: OptionForm, maker: str) -> Bools:
    """Where ``maker`` is SEQ stable: a bool array of shape (size,)."""
    return form.highest(maker, form.lowest_by_improvements(maker, "rank")) <= form.ranks[maker]
