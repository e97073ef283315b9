"""General metarational stability.

Every improvement of the decision maker can be answered: the others, moving in turn and for whatever reason, can bring about a state that
is no better for it than the one it left.

    s is GMR stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R_{N−i}(s1):  s ≽_i s2

A reply need not pay for those who make it, and equal is enough to deter.

Names: *general metarational* (GMR), Howard 1971 (howard1971), there for games; for graph models Fang, Hipel & Kilgour 1993 (fang1993).
"""

from __future__ import annotations

from detente.stability.option_form import Bools, OptionForm

__all__ = ["general_metarational"]


def general_metarational(form: OptionForm, maker: str) -> Bools:
    """Where ``maker`` is GMR stable: a bool array of shape (size,)."""
    return form.highest(maker, form.lowest_reached(maker, "rank")) <= form.ranks[maker]
