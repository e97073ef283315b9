"""Strong symmetric sequential stability.

Every improvement of the decision maker is answered credibly by a state that is strongly worse for it than the one it left, and from which
no single move of its own leads to anything that is not strongly worse: strongly sequential and strongly symmetric metarational at once, by
the same reply.

    s is strongly SSEQ stable for i  ⟺  ∀ s1 ∈ R_i⁺(s)  ∃ s2 ∈ R⁺_{N−i}(s1):  s ≫_i s2  and  ∀ s3 ∈ R_i(s2): s ≫_i s3
    weakly SSEQ stable               ⟺  SSEQ stable, and not strongly so

Names: ours, by analogy. Strength of preference (hamouda2004, hamouda2006) is older than symmetric sequential stability (rego2017), and
nothing in print that we know of joins the two.
"""

from __future__ import annotations

from detente.stability.option_form import Bools, OptionForm
from detente.stability.strength.above import Ladder

__all__ = ["strongly_symmetric_sequential"]


def strongly_symmetric_sequential(form: OptionForm, steps: Ladder) -> Bools:
    """Where the decision maker of ``steps`` is strongly SSEQ stable: a bool array of shape (size,)."""
    return steps.held(form.lowest_by_improvements(steps.maker, "best"))
