"""Knowing less never proves more: a ranking put back to unknown leaves fewer verdicts necessary and no fewer possible."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.graphmodel.conflict import Conflict
from detente.impasse.verdict import deal_possible
from detente.stability.over_completions import stability_over_completions
from detente.testing.graph_models import conflicts
from detente.testing.worlds import claimed_dossiers


def silenced(dossier: Dossier, party: str) -> Dossier:
    preferences = {**dossier.file.preferences, party: "unknown"}
    return Dossier(dossier.file.model_copy(update={"preferences": preferences}), claims=dossier.claims, positions=dossier.positions)


def without_ranking(conflict: Conflict, party: str) -> Conflict:
    said = {maker: preference for maker, preference in conflict.preferences.items() if maker != party}
    return Conflict(conflict.options, conflict.decision_makers, said, conflict.rules, conflict.now, conflict.title)


@given(conflicts(), st.data())
def test_an_unknown_ranking_shrinks_what_is_necessary_and_widens_what_is_possible(conflict: Conflict, data: st.DataObject) -> None:
    party = data.draw(st.sampled_from(conflict.decision_makers))
    more, less = stability_over_completions(conflict), stability_over_completions(without_ranking(conflict, party))
    for concept in more.concepts:
        for maker in conflict.decision_makers:
            if more.complete[concept]:  # what is only bounded may be bounded more loosely
                assert not np.any(less.necessary[concept][maker] & ~more.necessary[concept][maker]), (concept, maker)
                assert not np.any(more.possible[concept][maker] & ~less.possible[concept][maker]), (concept, maker)


@given(claimed_dossiers(max_claims=4), st.booleans(), st.data())
def test_an_unknown_ranking_leaves_more_deals_possible_and_fewer_certain(dossier: Dossier, stated: bool, data: st.DataObject) -> None:
    party = data.draw(st.sampled_from(sorted(dossier.file.parties)))
    goals = {"done": " and ".join(dossier.file.options)}
    whole = Dossier(dossier.file.model_copy(update={"goals": goals}), claims=dossier.claims)
    claims = whole.standing
    assert model(whole).goals
    less = silenced(whole, party)
    if deal_possible(whole, "done", stated=stated)(claims):
        assert deal_possible(less, "done", stated=stated)(claims)
    stays = not stated  # a demand that falls silent no longer binds, so only the ranking is compared
    if stays and deal_possible(less, "done", stated=False, certain=True)(claims):
        assert deal_possible(whole, "done", stated=False, certain=True)(claims)
