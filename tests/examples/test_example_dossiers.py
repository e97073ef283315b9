"""Every bundled example is a complete dossier: it loads, its quotes stand where they say, its model has a state and goals."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from detente.cases.accounts import example_names, example_path
from detente.dossier.basis import Ground
from detente.dossier.check import check
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.model import model
from detente.errors import NotFound
from detente.evidence import ReviewStatus, normalise
from detente.graphmodel.states import state_space
from detente.impasse.verdict import deal_possible
from detente.worlds.hinges import hinges

SHARED = Path(__file__).parents[3] / "shared" / "documents"
RUN = 9
WORDS = {
    "op-ed": (700, 1000),
    "washington": (300, 600),
    "moscow": (300, 600),
    "kyiv": (300, 600),
    "lantern": (400, 700),
    "gazette": (400, 700),
}

names = pytest.mark.parametrize("name", example_names())


@cache
def dossier(name: str) -> Dossier:
    return load(example_path(name))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def test_an_unknown_example_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="use one of: ceasefire-2025, river-dam, wage-strike"):
        example_path("river")


@names
def test_every_quote_stands_at_its_span(name: str) -> None:
    loaded = dossier(name)
    assert loaded.claims
    for claim in loaded.claims.values():
        assert claim.span is not None
        assert claim.document is not None
        assert loaded.documents[claim.document].text[claim.span.start : claim.span.end] == claim.quote


@names
def test_the_texts_are_those_that_the_spans_were_made_for(name: str) -> None:
    for key, entry in dossier(name).file.documents.items():
        text = (example_path(name) / entry.file).read_text(encoding="utf-8")
        assert text == normalise(text)
        assert entry.sha256 == dossier(name).documents[key].sha256
        if key in WORDS:
            least, most = WORDS[key]
            assert least <= len(words(text)) <= most


@names
def test_every_part_of_the_model_has_a_ground(name: str) -> None:
    loaded = dossier(name)
    groundless = {element.id for element in loaded.elements if not element.basis and not element.assumed}
    assert groundless == set()
    # What comes to rest on nothing once as_of cuts: only parts that say when they came to be known.
    unknown = {element.id for element in loaded.elements if loaded.ground(element) is Ground.unknown}
    assert all(
        all(
            (date := loaded.claim(claim).date) and loaded.file.as_of and date > loaded.file.as_of
            for claim in loaded.element_by_id[part].basis.claims
        )
        for part in unknown
    )


@names
def test_nothing_is_left_to_put_right(name: str) -> None:
    assert [problem.message for problem in check(dossier(name)) if problem.kind.wrong] == []


@names
def test_the_model_has_a_state_a_status_quo_and_goals(name: str) -> None:
    found = model(dossier(name))
    space = state_space(found.option_form)
    assert 0 < len(space) <= 2**18
    assert found.option_form.status_quos()
    assert found.goals
    for goal in found.goals.values():
        assert space.truth(goal).any()
        assert not all(goal.evaluate(setting) for setting in found.option_form.status_quos())


@names
def test_reviews_are_signed_and_leave_something_to_decide(name: str) -> None:
    claims = dossier(name).claims.values()
    assert {claim.review.by for claim in claims if claim.review.status is ReviewStatus.accepted} == {"example editor"}
    open_ones = [claim for claim in claims if claim.review.status is ReviewStatus.proposed]
    assert 4 <= len(open_ones) < len(claims) / 2


@names
def test_labels_in_the_model_carry_no_words_of_contempt(name: str) -> None:
    loaded = dossier(name)
    labels = " ".join((*(element.text for element in loaded.elements), *(claim.says for claim in loaded.claims.values()))).lower()
    loaded_words = "regime puppet aggressor terrorist stubborn intransigent sham invented greedy hostage war-monger so-called".split()
    assert [word for word in loaded_words if re.search(rf"\b{word}\b", labels)] == []


@names
def test_no_sentence_comes_from_somebody_elses_text(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip(f"the texts to compare with are not there: {SHARED}")
    theirs = set[tuple[str, ...]]().union(*(runs(path.read_text(encoding="utf-8")) for path in SHARED.iterdir() if path.is_file()))
    assert theirs
    for path in sorted(example_path(name).rglob("*")):
        if path.is_file():
            assert {" ".join(run) for run in runs(path.read_text(encoding="utf-8")) & theirs} == set(), path.name


def test_one_contested_statement_decides_about_the_dam() -> None:
    loaded = dossier("river-dam")
    found = hinges(loaded, deal_possible(loaded, "filling_schedule", stated=False))
    assert found.complete
    assert [deciding.claim for deciding in found.deciding] == ["closed-doors"]
    assert found.settled is None
    assert loaded.claim("closed-doors").contradicts == ("denied",)
