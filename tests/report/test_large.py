"""The report of a dossier with too many situations to list: what was found, why, and what was not done, said."""

from __future__ import annotations

import pytest

from detente.analysis.analyze import Analysis, analyze
from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.report.further import with_further
from detente.report.html import render
from detente.report.page import page_of

PARTIES = 6
ACTS = 8


def book() -> Dossier:
    """Forty-eight acts. Each party wants the first act of the next one, and none of its own; each does its first only if the next does."""
    acts = [[f"a{party}_{act}" for act in range(ACTS)] for party in range(PARTIES)]
    said: dict[str, object] = {}
    for party in range(PARTIES):
        after = acts[(party + 1) % PARTIES][0]
        own = [{"want": f"not {name}", "assumed": "invented"} for name in acts[party]]
        said[f"p{party}"] = [
            {"condition": f"{acts[party][0]} only if {after}", "assumed": "invented"},
            {"want": after, "assumed": "invented"},
            *own,
        ]
    return Dossier(
        DossierFile.model_validate(
            {
                "detente": 1,
                "title": "Forty-eight acts",
                "parties": {f"p{party}": {"name": f"Party {party}"} for party in range(PARTIES)},
                "options": {name: {"party": f"p{party}", "now": "no"} for party in range(PARTIES) for name in acts[party]},
                "preferences": said,
                "goals": {"all_at_once": " and ".join(acts[party][0] for party in range(PARTIES))},
            }
        )
    )


@pytest.fixture(scope="module")
def found() -> Analysis:
    return analyze(book())


def test_resting_points_are_searched_for(found: Analysis) -> None:
    assert found.solution is not None
    assert found.solution.survey is not None
    # Nobody gains by any act of its own, whatever the others do; so now rests under every concept.
    now = "N" * PARTIES * ACTS
    for concept in found.solution.concepts:
        assert now in found.solution.equilibria(concept)


def test_the_deal_is_found_without_listing(found: Analysis) -> None:
    assert found.headline is not None
    packages = found.headline.diagnosis.as_stated.packages
    assert packages is not None
    best = min(packages.listed, key=lambda package: package.label.count("Y"))
    # All first acts and nothing else: each party gets what it wants most for one act that it would rather leave.
    assert best.label == ("Y" + "N" * (ACTS - 1)) * PARTIES
    assert not packages.counted


def test_the_page_says_what_was_searched_and_what_was_not_done(found: Analysis) -> None:
    page = with_further(page_of(found), found)
    assert page.resting[0].is_now
    assert len(page.resting[0].concepts) == 5
    assert [len(cells) for _, cells in page.concept_rows] == [5] * len(page.resting)
    assert "too many situations to list" in page.resting_note
    text = render(page)
    assert "was not computed" in text
    assert "there may be many more" in text
    assert "are feasible" not in text  # the words of the computation are not those of the page
