"""Strong sequential stability.

Every improvement of the decision maker is answered credibly, each step an improvement, mild or strong, for the one who takes it, by a state
that is strongly worse for the decision maker than the one it left.

    s is strongly SEQ stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R⁺_{N−i}(s1):  s ≫_i s2
    weakly SEQ stable               ⟺  SEQ stable, and not strongly so

Names: *strongly* and *weakly SEQ stable*, Hamouda, Kilgour & Hipel 2004 (hamouda2004), 2006 (hamouda2006). Some write SSEQ for strongly
sequential; here these letters stand for symmetric sequential stability alone.
"""

from __future__ import annotations

from detente.stability.option_form import Bools, OptionForm
from detente.stability.strength.above import Ladder

__all__ = ["strongly_sequential"]


def strongly_sequential(form: OptionForm, steps: Ladder) -> Bools:
    """Where the decision maker of ``steps`` is strongly SEQ stable: a bool array of shape (size,)."""
    return steps.held(form.lowest_by_improvements(steps.maker, "rank"))
